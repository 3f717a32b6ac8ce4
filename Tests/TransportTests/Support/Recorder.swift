import Core
import Platform

/// An intake that keeps what it is given, as the store's contract says: a ledger key is taken once, and the
/// same content under another key is a duplicate.
actor Recorder: Intake {
  private(set) var items: [Item] = []
  private(set) var duplicates: [Item] = []
  /// Handed over again although the ledger had them.
  private(set) var repeated = 0
  private(set) var batches: [Int] = []
  private(set) var reports: [SourceHealth] = []
  private var rows: [LedgerKey: LedgerRow] = [:]
  private var digests: Set<[UInt8]> = []
  private var failures: [StoreError] = []
  private var interruption: (@Sendable ([Item]) async throws -> Void)?

  var contents: [String] { items.map { String(decoding: $0.bytes, as: UTF8.self) } }
  var refusals: [String] { items.compactMap(\.refusal) }
  var problem: String? { reports.last?.problem }
  var isInUse: Bool { !reports.isEmpty || !batches.isEmpty }
  var committed: Int { rows.values.count { $0.state == .committed } }
  var settled: Int { rows.values.count { $0.state == .settled } }

  /// Lets the next calls fail, before anything is written down.
  func fail(_ failures: [StoreError]) { self.failures = failures }

  /// Runs after each commit, before the source hears of it. What it throws is an unknown end.
  func interrupt(_ interruption: (@Sendable ([Item]) async throws -> Void)?) {
    self.interruption = interruption
  }

  func take(_ items: [Item]) async throws(StoreError) -> [Disposition] {
    if !failures.isEmpty { throw failures.removeFirst() }
    batches.append(items.count)
    let dispositions = items.map(commit)
    if let interruption {
      do { try await interruption(items) } catch {
        throw StoreError(kind: .unknown, message: "interrupted")
      }
    }
    return dispositions
  }

  private func commit(_ item: Item) -> Disposition {
    guard rows[item.ledger] == nil else {
      repeated += 1
      return .duplicate(of: nil)
    }
    let outcome: Outcome = item.refusal == nil ? .signal : .quarantine
    rows[item.ledger] = LedgerRow(key: item.ledger.key, state: .committed, disposition: outcome)
    guard item.refusal == nil else {
      items.append(item)
      return .quarantine(1)
    }
    guard digests.insert(sha256(item.bytes)).inserted else {
      duplicates.append(item)
      return .duplicate(of: nil)
    }
    items.append(item)
    return .signal(reference: "MH-2026-\(items.count)")
  }

  func ledger(source: String, collection: String, epoch: UInt32)
    async throws(StoreError) -> [LedgerRow]
  {
    rows.filter { $0.key.source == source && $0.key.collection == collection }.map(\.value)
  }

  func epochs(source: String, collection: String) async throws(StoreError) -> [UInt32] { [0] }

  func settle(_ keys: [LedgerKey]) async throws(StoreError) {
    for key in keys { rows[key]?.state = .settled }
  }

  func report(_ health: SourceHealth) async { reports.append(health) }
}
