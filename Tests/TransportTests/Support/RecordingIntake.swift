import Core
import Platform

/// Stands in for the daemon: keeps what it is given as a store would, in memory, and never the same content as
/// two signals.
actor RecordingIntake: Intake {
  /// Every item ever handed over, in order, also those that were known.
  private(set) var handed: [Item] = []
  /// Contents taken in, once each, in the order of their commit.
  private(set) var contents: [[UInt8]] = []
  private(set) var rows: [LedgerKey: LedgerRow] = [:]
  private(set) var reports: [SourceHealth] = []
  private(set) var batches: [Int] = []
  private var digests: Set<[UInt8]> = []
  private var failures = 0
  private var look: @Sendable () async -> Int = { 0 }
  /// What `look` saw when each batch was about to be committed.
  private(set) var sights: [Int] = []

  /// The next so many batches are refused.
  func fail(times: Int) { failures = times }
  /// Looks around before it commits a batch.
  func watch(_ look: @escaping @Sendable () async -> Int) { self.look = look }

  /// As after a crash between the move and the note of it.
  func unsettle() { for key in rows.keys { rows[key]?.state = .committed } }

  func take(_ items: [Item]) async throws(StoreError) -> [Disposition] {
    if failures > 0 {
      failures -= 1
      throw StoreError(kind: .full, message: "no space")
    }
    sights.append(await look())
    batches.append(items.count)
    handed += items
    return items.map(commit)
  }

  private func commit(_ item: Item) -> Disposition {
    if rows[item.ledger] != nil { return .duplicate(of: nil) }
    let outcome: Outcome = item.refusal == nil ? .signal : .quarantine
    rows[item.ledger] = LedgerRow(key: item.ledger.key, state: .committed, disposition: outcome)
    if item.refusal != nil { return .quarantine(Int64(rows.count)) }
    guard digests.insert(sha256(item.bytes)).inserted else { return .duplicate(of: nil) }
    contents.append(item.bytes)
    return .signal(reference: "MH-2026-\(contents.count)")
  }

  func ledger(source: String, collection: String, epoch: UInt32) -> [LedgerRow] {
    rows.filter { $0.key.collection == collection && $0.key.epoch == epoch }.map(\.value)
  }

  func epochs(source: String, collection: String) -> [UInt32] {
    Set(rows.keys.filter { $0.collection == collection }.map(\.epoch)).sorted()
  }

  func settle(_ keys: [LedgerKey]) { for key in keys { rows[key]?.state = .settled } }

  func report(_ health: SourceHealth) { reports.append(health) }

  var refusals: [String] { handed.compactMap(\.refusal) }
  var unsettled: Int { rows.values.filter { $0.state == .committed }.count }
  var problems: [String] { reports.compactMap(\.problem) }
}
