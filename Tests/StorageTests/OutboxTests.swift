import Core
import Storage
import Testing

@Suite("The outbox", .timeLimit(.minutes(2)))
struct OutboxTests {
  /// Enqueues and gives the ids, which count from 1.
  private func fill(_ store: any Store, _ notices: [Notice]) async throws {
    try await store.enqueue(notices, now: noon)
  }

  private func lease(_ store: any Store, at now: Timestamp = noon, limit: Int = 99)
    async throws -> [String]
  {
    try await store.lease(channels: ["smtp"], limit: limit, now: now, until: now + 300)
      .map(\.notice.messageID)
  }

  @Test("A notice comes back as it was made", arguments: Backend.allCases)
  func whole(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let batch = [taken(1, "een")]
      _ = try await store.commit(batch, now: noon, compose: usual)
      let entry = try #require(
        try await store.lease(channels: ["smtp"], limit: 1, now: noon, until: noon + 300).first)
      #expect(entry.notice.messageID == "receipt.MH-2026-0001@x")
      #expect(entry.notice.kind == .receipt)
      #expect(entry.notice.recipient == "balie@gemeente.example")
      #expect(entry.notice.bytes == Array("Subject: receipt.MH-2026-0001@x\r\n\r\n".utf8))
      #expect(entry.notice.expires == noon + 5 * 24 * hour)
      #expect(entry.reference == "MH-2026-0001")
      #expect(entry.attempts == 0)
      #expect(entry.createdAt == noon)
      #expect(entry.state == .pending)
      #expect(entry.lastStatus == nil)
      #expect(!entry.isDelayTold)
    }
  }

  @Test(
    "Acute goes first, then what was due first, then what was made first",
    arguments: Backend.allCases)
  func order(_ backend: Backend) async throws {
    try await backend.withStore { store in
      try await fill(
        store,
        [
          notice("late", due: noon), notice("early", due: noon + -60),
          notice("later", due: noon + 1), notice("acute", .acute, due: noon),
          notice("early too", due: noon + -60), notice("elsewhere", channel: "map"),
        ])
      #expect(try await lease(store, limit: 3) == ["acute", "early", "early too"])
      #expect(try await lease(store) == ["late"])
      #expect(try await lease(store) == [])
      let map = try await store.lease(
        channels: ["map", "niets"], limit: 9, now: noon, until: noon + 300)
      #expect(map.map(\.notice.messageID) == ["elsewhere"])
      #expect(try await store.lease(channels: [], limit: 9, now: noon, until: noon).isEmpty)
    }
  }

  @Test("A lease ends by its update or by its time", arguments: Backend.allCases)
  func leases(_ backend: Backend) async throws {
    try await backend.withStore { store in
      try await fill(store, [notice("a"), notice("b")])
      #expect(try await lease(store) == ["a", "b"])
      #expect(try await lease(store, at: noon + 299) == [])
      try await store.update(
        [
          OutboxUpdate(
            id: 2, state: .pending, due: noon + 100, status: "4.4.1 refused", delayTold: true)
        ], now: noon + 10)
      #expect(try await lease(store, at: noon + 99) == [])
      let again = try await store.lease(
        channels: ["smtp"], limit: 9, now: noon + 100, until: noon + 400)
      #expect(again.map(\.notice.messageID) == ["b"])
      #expect(again.first?.attempts == 1)
      #expect(again.first?.lastStatus == "4.4.1 refused")
      #expect(again.first?.isDelayTold == true)
      // The agent of "a" died: after its lease it is free, and no attempt is counted.
      let freed = try await store.lease(
        channels: ["smtp"], limit: 9, now: noon + 300, until: noon + 600)
      #expect(freed.map(\.notice.messageID) == ["a"])
      #expect(freed.first?.attempts == 0)
    }
  }

  @Test(
    "What has left, failed, or was discarded is not leased again", arguments: Backend.allCases,
    [OutboxState.delivered, .failed, .held, .discarded])
  func ends(_ backend: Backend, _ state: OutboxState) async throws {
    try await backend.withStore { store in
      try await fill(store, [notice("a")])
      _ = try await lease(store)
      let update = OutboxUpdate(
        id: 1, state: state, due: noon, status: "5.0.0 x", delayTold: false)
      try await store.update([update], now: noon)
      #expect(try await lease(store, at: noon + 1000) == [])
      #expect(try await store.nextDue() == nil)
      #expect(try await store.outbox(states: [state], limit: 9).map(\.attempts) == [1])
      #expect(try await store.outbox(states: [.pending], limit: 9).isEmpty)
      #expect(try await store.counts().outbox == [state: 1])
    }
  }

  @Test(
    "Held, nothing is leased and nothing is due; released, it goes on", arguments: Backend.allCases)
  func held(_ backend: Backend) async throws {
    try await backend.withStore { store in
      try await fill(store, [notice("a")])
      try await store.setOutboxHeld(true, now: noon)
      try await store.setOutboxHeld(true, now: noon)
      #expect(try await lease(store) == [])
      #expect(try await store.nextDue() == nil)
      #expect(try await store.counts().isOutboxHeld)
      try await fill(store, [notice("b")])
      try await store.setOutboxHeld(false, now: noon)
      #expect(try await lease(store) == ["a", "b"])
      #expect(try await !store.counts().isOutboxHeld)
    }
  }

  @Test(
    "The next moment to look is the first that a lease would succeed", arguments: Backend.allCases)
  func nextDue(_ backend: Backend) async throws {
    try await backend.withStore { store in
      #expect(try await store.nextDue() == nil)
      try await fill(store, [notice("a", due: noon), notice("b", due: noon + 500)])
      #expect(try await store.nextDue() == noon)
      #expect(try await lease(store) == ["a"])
      #expect(try await store.nextDue() == noon + 300)
      let update = OutboxUpdate(
        id: 1, state: .delivered, due: noon, status: "2.0.0", delayTold: false)
      try await store.update([update], now: noon)
      #expect(try await store.nextDue() == noon + 500)
    }
  }

  @Test(
    "Requeued is due now with a fresh life; what has left stays gone", arguments: Backend.allCases)
  func requeue(_ backend: Backend) async throws {
    try await backend.withStore { store in
      try await fill(store, ["a", "b", "c", "d"].map { notice($0) })
      _ = try await lease(store)
      let states: [OutboxState] = [.failed, .delivered, .pending, .failed]
      try await store.update(
        states.enumerated().map {
          OutboxUpdate(
            id: OutboxID($0 + 1), state: $1, due: noon + 9000, status: "x", delayTold: true)
        }, now: noon)
      #expect(try await store.requeue(2, now: noon + 60, expires: noon + 999) == 0)
      #expect(try await store.requeue(77, now: noon + 60, expires: noon + 999) == 0)
      #expect(try await store.requeue(1, now: noon + 60, expires: noon + 999) == 1)
      let first = try #require(try await store.outboxEntry(1))
      #expect(first.state == .pending)
      #expect(first.attempts == 0)
      #expect(!first.isDelayTold)
      #expect(first.notice.due == noon + 60)
      #expect(first.notice.expires == noon + 999)
      #expect(try await store.requeue(nil, now: noon + 70, expires: noon + 999) == 3)
      #expect(try await lease(store, at: noon + 70) == ["a", "c", "d"])
    }
  }

  @Test("Requeueing does not break a lease", arguments: Backend.allCases)
  func requeueLeased(_ backend: Backend) async throws {
    try await backend.withStore { store in
      try await fill(store, [notice("a")])
      #expect(try await lease(store) == ["a"])
      #expect(try await store.requeue(nil, now: noon + 1, expires: noon + 999) == 1)
      #expect(try await lease(store, at: noon + 2) == [])
      #expect(try await lease(store, at: noon + 300) == ["a"])
    }
  }

  @Test(
    "Discarding is refused for what has left; a late failure does not bring it back",
    arguments: Backend.allCases)
  func discard(_ backend: Backend) async throws {
    try await backend.withStore { store in
      try await fill(store, [notice("a"), notice("b"), notice("c")])
      _ = try await lease(store)
      let delivered = OutboxUpdate(
        id: 1, state: .delivered, due: noon, status: "2.0.0", delayTold: false)
      try await store.update([delivered], now: noon)
      #expect(try await !store.discard(1, reason: "dubbel", now: noon))
      #expect(try await !store.discard(77, reason: "dubbel", now: noon))
      #expect(try await store.discard(2, reason: "dubbel", now: noon))
      #expect(try await !store.discard(2, reason: "dubbel", now: noon))
      #expect(try await store.discard(3, reason: "dubbel", now: noon))
      // Both were under way: one failed, the other has left after all.
      try await store.update(
        [
          OutboxUpdate(id: 2, state: .pending, due: noon, status: "4.0.0", delayTold: false),
          OutboxUpdate(id: 3, state: .delivered, due: noon, status: "2.0.0", delayTold: false),
        ], now: noon)
      #expect(try await store.outboxEntry(2)?.state == .discarded)
      #expect(try await store.outboxEntry(3)?.state == .delivered)
      #expect(try await store.outboxEntry(77) == nil)
    }
  }

  @Test("No more of a kind to one address in a day than its quota", arguments: Backend.allCases)
  func quota(_ backend: Backend) async throws {
    let receipt: Compose = { taken, _ in
      [notice("r", .receipt, to: taken.verdict.receiptTo ?? "", quota: 2), notice("n", .notice)]
    }
    try await backend.withStore { store in
      let senders = ["a@x.example", "A@x.example", "a@X.example", "b@x.example"]
      let batch = senders.enumerated().map { taken($0, "melding \($0)", sender: $1) }
      _ = try await store.commit(batch, now: noon, compose: receipt)
      // One day later in UTC, at midnight, there is room again.
      let evening = taken(10, "avond", sender: "a@x.example")
      _ = try await store.commit([evening], now: noon + (12 * hour - 1), compose: receipt)
      let midnight = taken(11, "nacht", sender: "a@x.example")
      _ = try await store.commit([midnight], now: noon + 12 * hour, compose: receipt)
      let pending = try await store.outbox(states: [.pending], limit: 99).map(\.notice)
      let receipts = pending.filter { $0.kind == .receipt }
      #expect(
        receipts.map(\.recipient) == ["a@x.example", "A@x.example", "b@x.example", "a@x.example"])
      #expect(pending.count { $0.kind == .notice } == 6)
    }
  }

  @Test("Two that lease at once get different notices", arguments: Backend.allCases)
  func concurrent(_ backend: Backend) async throws {
    try await backend.withStore { store in
      try await fill(store, (0..<500).map { notice("\($0)") })
      let leased = try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<8 {
          group.addTask {
            var all: [String] = []
            while true {
              let some = try await store.lease(
                channels: ["smtp"], limit: 7, now: noon, until: noon + 300)
              if some.isEmpty { return all }
              all += some.map(\.notice.messageID)
            }
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(leased.count == 500)
      #expect(Set(leased).count == 500)
    }
  }
}
