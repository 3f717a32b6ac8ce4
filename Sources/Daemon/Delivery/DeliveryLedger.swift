internal import Core
internal import Platform

/// Writes down how the entries of one round ended, as soon as each is known; what comes while a write is on
/// its way goes into the next one together.
actor DeliveryLedger {
  private let store: any Store
  private let options: DeliveryOptions
  private var open: [OutboxID: OutboxEntry]
  private var statuses: [DeliveryStatus] = []
  private var updates: [OutboxUpdate] = []
  private var warnings: [Notice] = []
  private var writer: Task<Void, Never>?
  private var failure: StoreError?

  init(store: any Store, entries: [OutboxEntry], options: DeliveryOptions) {
    self.store = store
    self.options = options
    open = Dictionary(entries.map { ($0.id, $0) }) { first, _ in first }
  }

  /// The first word about an entry counts.
  func settle(_ id: OutboxID, _ status: DeliveryStatus) {
    guard let entry = open.removeValue(forKey: id) else { return }
    statuses.append(status)
    decide(entry, status)
    if writer == nil { writer = Task { await write() } }
  }

  /// Waits until all is written, also what the channel forgot. Throws when the store keeps failing; what is
  /// not written yet stays here, for another `close`.
  func close() async throws(StoreError) -> [DeliveryStatus] {
    for id in open.keys.sorted() {
      settle(id, DeliveryStatus(4, 3, 0, "the channel said nothing"))
    }
    if writer == nil, !isWritten { writer = Task { await write() } }
    while let writer {
      await withTaskCancellationHandler {
        await writer.value
      } onCancel: {
        writer.cancel()
      }
    }
    if !isWritten, let failure { throw failure }
    return statuses
  }

  private var isWritten: Bool { updates.isEmpty && warnings.isEmpty }

  private func decide(_ entry: OutboxEntry, _ status: DeliveryStatus) {
    let now = options.now()
    // After a requeue an earlier end does not count any more.
    let wasAmbiguous = entry.attempts > 0 && entry.lastStatus?.hasSuffix(ambiguousMark) ?? false
    let isAcute = entry.notice.kind == .acute
    let step = options.policy.next(
      after: status, attempts: entry.attempts, age: now - entry.createdAt,
      lifetime: entry.notice.expires - entry.createdAt, jitter: options.jitter(),
      isAcute: isAcute, wasAmbiguous: wasAmbiguous)
    var update = OutboxUpdate(
      id: entry.id, state: .delivered, due: now,
      status: status.logText + (status.isAmbiguous || wasAmbiguous ? ambiguousMark : ""),
      delayTold: entry.isDelayTold)
    switch step {
    case .delivered: update.status = status.logText
    case .giveUp:
      update.state = .failed
      warn(entry, update)
    case .wait(let seconds):
      update.state = .pending
      // When told to stop, the next start goes on at once.
      update.due = now + (Task.isCancelled ? 0 : seconds)
      let age = now - entry.createdAt
      if options.policy.warnsOfDelay(
        after: status, age: age, isAcute: isAcute, isTold: entry.isDelayTold)
      {
        update.delayTold = true
        warn(entry, update)
      }
    }
    report(entry, update, step)
    updates.append(update)
  }

  private func warn(_ entry: OutboxEntry, _ update: OutboxUpdate) {
    guard entry.notice.kind != .delay else { return }
    var entry = entry
    (entry.state, entry.lastStatus) = (update.state, update.status)
    warnings += options.delayNotice(entry)
  }

  private func report(_ entry: OutboxEntry, _ update: OutboxUpdate, _ step: RetryPolicy.Step) {
    let level: LogLevel =
      switch step {
      case .delivered: .info
      case .wait: .notice
      case .giveUp: .error
      }
    log(
      level, entry.reference ?? "outbox:\(entry.id)", "notice",
      [
        "id": "\(entry.id)", "kind": entry.notice.kind.rawValue, "state": update.state.rawValue,
        "attempt": "\(entry.attempts + 1)", "status": update.status,
      ])
  }

  /// Warnings first: when the power fails in between, one too many is better than none.
  private func write() async {
    var backoff = Backoff(first: .milliseconds(100), limit: .seconds(2))
    while !isWritten {
      let (batch, notices) = (updates, warnings)
      do throws(StoreError) {
        if !notices.isEmpty {
          try await store.enqueue(notices, now: options.now())
          warnings.removeFirst(notices.count)
        }
        try await store.update(batch, now: options.now())
        updates.removeFirst(batch.count)
      } catch {
        failure = error
        if backoff.failures >= 5 || Task.isCancelled { break }
        try? await Task.sleep(for: backoff.next(jitter: options.jitter()))
      }
    }
    writer = nil
  }
}

/// At the end of a status: an attempt may have delivered it, without our hearing of it.
private let ambiguousMark = " [ambiguous]"

extension DeliveryStatus {
  /// `4.4.1 nobody answers`
  fileprivate var logText: String { "\(code) \(text)" }
}
