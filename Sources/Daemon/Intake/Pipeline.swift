internal import Core
internal import Platform
internal import Synchronization

/// The middle of the house: what a source hands over is read by readers, and committed with all that is
/// owed because of it in one transaction.
final class Pipeline: Intake {
  private let store: any Store
  private let pool: ReaderPool
  /// Whether text in pictures is recognised later.
  private let recognition: RecognitionStage
  private let owing: Mutex<Owing>
  private let progress: Progress
  private let now: @Sendable () -> Timestamp
  private let committed: @Sendable () -> Void
  private let health = Mutex<[String: SourceHealth]>([:])

  /// - Parameter committed: called after each batch that may owe something.
  init(
    store: any Store, pool: ReaderPool, recognition: RecognitionStage = .none, owing: Owing,
    progress: Progress, now: @escaping @Sendable () -> Timestamp,
    committed: @escaping @Sendable () -> Void
  ) {
    self.store = store
    self.pool = pool
    self.recognition = recognition
    self.owing = Mutex(owing)
    self.progress = progress
    self.now = now
    self.committed = committed
  }

  /// Notices made from now on follow these texts and queues.
  func use(_ owing: Owing) { self.owing.withLock { $0 = owing } }

  /// What is owed by the texts and queues of now.
  var present: Owing { owing.withLock { $0 } }

  func take(_ items: [Item]) async throws(StoreError) -> [Disposition] {
    let work = progress.begin()
    defer { progress.end(work) }
    failpoint("taking")
    let verdicts = try await read(items)
    failpoint("read")
    let owing = self.owing.withLock { $0 }
    let taken = await takenItems(items, verdicts, owing)
    let moment = now()
    let rows = Mutex<[(Taken, Disposition)]>([])
    let dispositions = try await store.commit(taken, now: moment) { taken, decision in
      if taken.row != nil { rows.withLock { $0.append((taken, decision.disposition)) } }
      return owing.notices(for: taken, decision, now: moment)
    }
    failpoint("committed")
    for (taken, disposition) in zip(taken, dispositions) { tell(taken, disposition) }
    for (taken, disposition) in rows.withLock({ $0 }) { tell(taken, disposition) }
    committed()
    return dispositions
  }

  func ledger(source: String, collection: String, epoch: UInt32) async throws(StoreError)
    -> [LedgerRow]
  { try await store.ledger(source: source, collection: collection, epoch: epoch) }

  func epochs(source: String, collection: String) async throws(StoreError) -> [UInt32] {
    try await store.epochs(source: source, collection: collection)
  }

  func settle(_ keys: [LedgerKey]) async throws(StoreError) {
    failpoint("settling")
    try await store.settle(keys)
    failpoint("settled")
  }

  func report(_ health: SourceHealth) async {
    progress.step()
    let before = self.health.withLock { known in
      defer { known[health.source] = health }
      return known[health.source]
    }
    if health.problem != before?.problem {
      if let problem = health.problem {
        log(.error, "source:\(health.source)", "trouble", ["problem": problem])
      } else if before != nil {
        log(.notice, "source:\(health.source)", "recovered")
      }
    }
    if health.unaccounted > 0, health.unaccounted != before?.unaccounted {
      let count = String(health.unaccounted)
      log(.error, "source:\(health.source)", "unaccounted", ["messages": count])
    }
    do throws(StoreError) {
      try await store.report(health)
    } catch { log(.error, "store", "health-not-written", ["error": error.description]) }
  }

  /// The present state of each source that has reported.
  var sources: [SourceHealth] {
    health.withLock { $0.values.sorted { $0.source < $1.source } }
  }

  private func read(_ items: [Item]) async throws(StoreError) -> [Verdict] {
    let readable = items.indices.filter { items[$0].refusal == nil }
    let answers: [Result<Verdict, ReaderFailure>]
    do throws(ReaderFailure) {
      answers = try await pool.read(readable.map { ReadRequest(items[$0], recognition) })
    } catch {
      throw StoreError(kind: .other, message: "no reader can be had: \(error.word)")
    }
    let version = await pool.version
    var verdicts = items.map { Verdict(quarantined: $0, reason: $0.refusal ?? "", version) }
    for (index, answer) in zip(readable, answers) {
      switch answer {
      case .success(let verdict): verdicts[index] = verdict
      case .failure(let failure):
        verdicts[index] = Verdict(
          quarantined: items[index], reason: "unreadable:\(failure.word)", version)
      }
    }
    return verdicts
  }

  /// Digests are over the whole of every message: away from the actors.
  @concurrent private func takenItems(_ items: [Item], _ verdicts: [Verdict], _ owing: Owing) async
    -> [Taken]
  {
    zip(items, verdicts).map { item, verdict in
      Taken(
        item: item, digest: item.digest, verdict: verdict,
        provenReference: owing.provenReference(verdict.claimedTokens))
    }
  }

  /// One line an item, without content.
  private func tell(_ taken: Taken, _ disposition: Disposition) {
    let source = taken.item.ledger.source
    switch disposition {
    case .signal(let reference):
      log(
        .info, reference, "signal",
        ["source": source, "queue": taken.verdict.queue, "tables": taken.verdict.tables])
    case .supplement(let reference): log(.info, reference, "supplement", ["source": source])
    case .duplicate(let reference):
      log(.info, reference ?? "item", "duplicate", ["source": source])
    case .notASignal:
      log(.info, "item", "not-a-signal", ["source": source, "reason": taken.verdict.reason ?? ""])
    case .quarantine(let id):
      log(
        .warning, "item:\(id)", "quarantine",
        ["source": source, "reason": taken.verdict.reason ?? ""])
    }
  }
}

extension ReadRequest {
  init(_ item: Item, _ recognition: RecognitionStage) {
    self.init(
      door: item.door, receivedAt: item.receivedAt, name: item.name, bytes: item.bytes)
    self.recognition = recognition
  }
}

extension Item {
  /// Of the bytes; of the ledger key when the bytes were refused, so that two refused ones stay two.
  var digest: Digest {
    let key = "\(ledger.source)\n\(ledger.collection)\n\(ledger.epoch)\n\(ledger.key)"
    let bytes = refusal == nil ? sha256(bytes) : sha256(Array(key.utf8))
    return Digest(bytes) ?? Digest.zero
  }
}

extension Verdict {
  /// The verdict on an item that no reader could or may look into.
  init(quarantined item: Item, reason: String, _ tables: String) {
    self.init(outcome: .quarantine, reason: reason, fingerprint: item.digest, tables: tables)
    var record = Record(outcome: .quarantine, reason: reason)
    record.warnings = []
    self.record = record.encodedMembers()
  }
}
