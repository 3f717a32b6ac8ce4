import Core
import Synchronization

/// A store whose writes about the outbox fail the first so many times.
final class FlakyStore: Store {
  private let store: any Store
  private let failures: Mutex<Int>

  init(_ store: any Store, failures: Int) {
    self.store = store
    self.failures = Mutex(failures)
  }

  private func fail() throws(StoreError) {
    let fails = failures.withLock { left in
      guard left > 0 else { return false }
      left -= 1
      return true
    }
    if fails { throw StoreError(kind: .busy, message: "busy for the test") }
  }

  func update(_ updates: [OutboxUpdate], now: Timestamp) async throws(StoreError) {
    try fail()
    try await store.update(updates, now: now)
  }

  func enqueue(_ notices: [Notice], now: Timestamp) async throws(StoreError) {
    try fail()
    try await store.enqueue(notices, now: now)
  }

  func commit(_ batch: [Taken], now: Timestamp, compose: @escaping Compose)
    async throws(StoreError) -> [Disposition]
  { try await store.commit(batch, now: now, compose: compose) }

  func claimWaiting(now: Timestamp, until: Timestamp) async throws(StoreError) -> WaitingItem? {
    try await store.claimWaiting(now: now, until: until)
  }

  func postpone(_ item: ItemID, due: Timestamp, isFailure: Bool) async throws(StoreError) {
    try await store.postpone(item, due: due, isFailure: isFailure)
  }

  func nextWaiting() async throws(StoreError) -> Timestamp? { try await store.nextWaiting() }

  func revise(
    _ item: ItemID, _ verdict: Verdict, provenReference: String?, result: String, now: Timestamp,
    compose: @escaping ComposeRevision
  ) async throws(StoreError) -> Disposition? {
    try await store.revise(
      item, verdict, provenReference: provenReference, result: result, now: now, compose: compose)
  }

  func ledger(source: String, collection: String, epoch: UInt32)
    async throws(StoreError) -> [LedgerRow]
  { try await store.ledger(source: source, collection: collection, epoch: epoch) }

  func epochs(source: String, collection: String) async throws(StoreError) -> [UInt32] {
    try await store.epochs(source: source, collection: collection)
  }

  func settle(_ keys: [LedgerKey]) async throws(StoreError) { try await store.settle(keys) }

  func lease(channels: [String], limit: Int, now: Timestamp, until: Timestamp)
    async throws(StoreError) -> [OutboxEntry]
  { try await store.lease(channels: channels, limit: limit, now: now, until: until) }

  func nextDue() async throws(StoreError) -> Timestamp? { try await store.nextDue() }

  func outbox(states: [OutboxState], limit: Int) async throws(StoreError) -> [OutboxEntry] {
    try await store.outbox(states: states, limit: limit)
  }

  func outboxEntry(_ id: OutboxID) async throws(StoreError) -> OutboxEntry? {
    try await store.outboxEntry(id)
  }

  func setOutboxHeld(_ held: Bool, now: Timestamp) async throws(StoreError) {
    try await store.setOutboxHeld(held, now: now)
  }

  func requeue(_ id: OutboxID?, now: Timestamp, expires: Timestamp)
    async throws(StoreError) -> Int
  { try await store.requeue(id, now: now, expires: expires) }

  func discard(_ id: OutboxID, reason: String, now: Timestamp) async throws(StoreError) -> Bool {
    try await store.discard(id, reason: reason, now: now)
  }

  func signals(_ filter: SignalFilter) async throws(StoreError) -> [SignalRow] {
    try await store.signals(filter)
  }

  func signal(_ reference: String) async throws(StoreError) -> SignalRow? {
    try await store.signal(reference)
  }

  func items(_ outcomes: [Outcome], reference: String?, limit: Int)
    async throws(StoreError) -> [ItemRow]
  { try await store.items(outcomes, reference: reference, limit: limit) }

  func item(_ id: ItemID) async throws(StoreError) -> ItemRow? { try await store.item(id) }

  func original(_ digest: Digest) async throws(StoreError) -> [UInt8]? {
    try await store.original(digest)
  }

  func report(_ health: SourceHealth) async throws(StoreError) { try await store.report(health) }
  func health() async throws(StoreError) -> [SourceHealth] { try await store.health() }
  func counts() async throws(StoreError) -> StoreCounts { try await store.counts() }
}
