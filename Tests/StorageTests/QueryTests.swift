import Core
import Platform
import Storage
import Testing

@Suite("What can be asked", .timeLimit(.minutes(2)))
struct QueryTests {
  @Test("A signal comes back as it was decided", arguments: Backend.allCases)
  func signal(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let item = taken(1, "een", urgency: .pressing, queue: regionalQueue, receivedAt: noon + -60)
      _ = try await store.commit([item], now: noon, compose: nothing)
      let row = try #require(try await store.signal("MH-2026-0001"))
      #expect(row.reference == "MH-2026-0001")
      #expect(row.receivedAt == noon + -60)
      #expect(row.committedAt == noon)
      #expect(row.door == .mail)
      #expect(row.source == "postbus")
      #expect(row.status == .unknown)
      #expect(row.municipality == nil)
      #expect(row.queue == "regio")
      #expect(row.candidates == ["1774", "0183"])
      #expect(row.urgency == .pressing)
      #expect(row.state == "ontvangen")
      #expect(row.deadline == noon + 24 * hour)
      #expect(row.digest == item.digest)
      #expect(row.tables == "2026-11")
      #expect(row.record == item.verdict.record)
      #expect(row.provenances == 1)
      #expect(row.supplements == 0)
      #expect(try await store.item(row.id)?.reference == "MH-2026-0001")
      #expect(try await store.signal("MH-2026-0002") == nil)
    }
  }

  @Test("Lists are filtered and paged in the order of arrival", arguments: Backend.allCases)
  func lists(_ backend: Backend) async throws {
    try await backend.withStore { store in
      for hours in 0..<4 {
        let batch = [
          taken(hours * 3, "a \(hours)", queue: "0153"),
          taken(hours * 3 + 1, "b \(hours)", queue: "0141"),
          taken(hours * 3 + 2, "c \(hours)", .notASignal),
        ]
        _ = try await store.commit(batch, now: noon + Int64(hours) * hour, compose: nothing)
      }
      func numbers(_ filter: SignalFilter) async throws -> [String] {
        try await store.signals(filter).map { String($0.reference.suffix(1)) }
      }
      #expect(try await numbers(SignalFilter()) == ["1", "2", "3", "4", "5", "6", "7", "8"])
      #expect(try await numbers(SignalFilter(limit: 3)) == ["1", "2", "3"])
      #expect(try await numbers(SignalFilter(limit: 0)) == [])
      #expect(try await numbers(SignalFilter(queue: "0141")) == ["2", "4", "6", "8"])
      #expect(try await numbers(SignalFilter(municipality: "0153")) == ["1", "3", "5", "7"])
      #expect(try await numbers(SignalFilter(municipality: "0153", queue: "0141")) == [])
      #expect(
        try await numbers(SignalFilter(municipality: "0153", queue: "0153", limit: 1)) == ["1"])
      #expect(try await numbers(SignalFilter(since: noon + 2 * hour)) == ["5", "6", "7", "8"])
      #expect(
        try await numbers(SignalFilter(since: noon + hour, municipality: "0141")) == [
          "4", "6", "8",
        ])
      let third = try #require(try await store.signals(SignalFilter(limit: 3)).last)
      #expect(try await numbers(SignalFilter(after: third.id, limit: 2)) == ["4", "5"])
      #expect(try await numbers(SignalFilter(queue: "0141", after: third.id)) == ["4", "6", "8"])
    }
  }

  @Test(
    "Items are listed by what became of them, without their repeats", arguments: Backend.allCases)
  func items(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let batch = [
        taken(1, "een"), taken(2, "dank", .notASignal), taken(3, "kapot", .quarantine),
        taken(4, "meer", proven: "MH-2026-0001"), refused(5),
        taken(6, "dank", .notASignal, bytes: "anders"),
        taken(7, "weg", .notASignal, proven: "MH-2026-0001"),
      ]
      _ = try await store.commit(batch, now: noon, compose: nothing)
      func ids(_ outcomes: [Outcome], _ reference: String? = nil, limit: Int = 99)
        async throws -> [ItemID]
      { try await store.items(outcomes, reference: reference, limit: limit).map(\.id) }
      #expect(try await ids([.quarantine]) == [3, 5])
      #expect(try await ids([.quarantine], limit: 1) == [3])
      #expect(try await ids([.notASignal, .supplement]) == [2, 4, 7])
      #expect(try await ids([.supplement], "MH-2026-0001") == [4])
      #expect(try await ids([.signal, .supplement, .notASignal], "MH-2026-0001") == [1, 4, 7])
      #expect(try await ids([.supplement], "MH-2026-0002") == [])
      #expect(try await ids([]) == [])
      let row = try #require(try await store.item(2))
      #expect(row.outcome == .notASignal)
      #expect(row.reason == "reden")
      #expect(row.reference == nil)
      #expect(row.bytes == batch[1].item.bytes.count)
      #expect(row.digest == batch[1].digest)
      #expect(row.record == batch[1].verdict.record)
      #expect(try await store.item(99) == nil)
      #expect(try await store.item(0) == nil)
    }
  }

  @Test("Originals are the bytes that came, of any kind", arguments: Backend.allCases)
  func originals(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let everyByte = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 167) }
      var batch = [taken(1, "een"), taken(2, "leeg", .quarantine, bytes: ""), refused(3)]
      batch[0].item.bytes = everyByte
      batch[0].digest = digest(everyByte)
      _ = try await store.commit(batch, now: noon, compose: nothing)
      #expect(try await store.original(batch[0].digest) == everyByte)
      #expect(try await store.original(batch[1].digest) == [])
      #expect(try await store.original(batch[2].digest) == nil)
      let error = await #expect(throws: StoreError.self) {
        try await store.original(digest("nooit gezien"))
      }
      #expect(error?.kind == .notFound)
    }
  }

  @Test("The ledger tells what is ours and what the source has let go", arguments: Backend.allCases)
  func ledger(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let batch = [
        taken(2, "twee"), taken(1, "een", .quarantine), taken(3, "een", .notASignal),
        taken(1, "oud", key: mailKey(1, epoch: 6)),
        taken(1, "elders", key: mailKey(1, source: "ander")),
      ]
      _ = try await store.commit(batch, now: noon, compose: nothing)
      try await store.settle([mailKey(1), mailKey(77), mailKey(2, source: "ander")])
      let rows = try await store.ledger(source: "postbus", collection: "INBOX", epoch: 7)
      #expect(
        Set(rows) == [
          LedgerRow(key: "1", state: .settled, disposition: .quarantine),
          LedgerRow(key: "2", state: .committed, disposition: .signal),
          LedgerRow(key: "3", state: .committed, disposition: .notASignal),
        ])
      #expect(try await store.ledger(source: "postbus", collection: "INBOX", epoch: 6).count == 1)
      #expect(try await store.ledger(source: "postbus", collection: "Elders", epoch: 7).isEmpty)
      #expect(try await store.epochs(source: "postbus", collection: "INBOX") == [7, 6])
      #expect(try await store.epochs(source: "niets", collection: "INBOX") == [])
    }
  }

  @Test("Keys of files may hold anything that a name may", arguments: Backend.allCases)
  func fileKeys(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let names = [
        "", "0", "00", "a'b", "a\u{0}b", "é", String(repeating: "x", count: 5000),
      ]
      let batch = names.enumerated().map { index, name in
        let key = LedgerKey(source: "map", collection: "/drop", key: name)
        return taken(index, "bestand \(index)", key: key)
      }
      let first = try await store.commit(batch, now: noon, compose: nothing)
      #expect(Set(first.map(\.reference)).count == names.count)
      #expect(try await store.commit(batch, now: noon, compose: nothing) == first)
    }
  }

  @Test("How a source is doing is kept, one row each", arguments: Backend.allCases)
  func health(_ backend: Backend) async throws {
    try await backend.withStore { store in
      #expect(try await store.health().isEmpty)
      var bad = SourceHealth(source: "b")
      bad.lastAttempt = noon
      bad.consecutiveFailures = 3
      bad.problem = "login refused"
      bad.unaccounted = 2
      var good = SourceHealth(source: "a")
      good.lastAttempt = noon
      good.lastSuccess = noon
      try await store.report(bad)
      try await store.report(good)
      #expect(try await store.health() == [good, bad])
      var better = bad
      better.problem = nil
      better.lastSuccess = noon + 60
      better.consecutiveFailures = 0
      try await store.report(better)
      #expect(try await store.health() == [good, better])
    }
  }

  @Test("Counts add up", arguments: Backend.allCases)
  func counts(_ backend: Backend) async throws {
    try await backend.withStore { store in
      #expect(
        try await store.counts()
          == StoreCounts(
            signals: 0, supplements: 0, notSignals: 0, quarantine: 0, queues: [:], outbox: [:],
            oldestPending: nil, isOutboxHeld: false))
      let batch = [
        taken(1, "een"), taken(2, "twee", queue: "0141"), taken(3, "drie", queue: "0141"),
        taken(4, "meer", proven: "MH-2026-0001"), taken(5, "dank", .notASignal),
        taken(6, "kapot", .quarantine), refused(7), taken(8, "een", bytes: "anders"),
      ]
      _ = try await store.commit(batch, now: noon, compose: usual)
      let update = OutboxUpdate(
        id: 1, state: .delivered, due: noon, status: "2.0.0", delayTold: false)
      try await store.update([update], now: noon)
      #expect(
        try await store.counts()
          == StoreCounts(
            signals: 3, supplements: 1, notSignals: 1, quarantine: 2,
            queues: ["0153": 1, "0141": 2], outbox: [.pending: 5, .delivered: 1],
            oldestPending: noon, isOutboxHeld: false))
    }
  }

  @Test("Ten thousand signals are paged through quickly", arguments: Backend.allCases)
  func paging(_ backend: Backend) async throws {
    try await backend.withStore { store in
      for start in stride(from: 0, to: 10_000, by: 1000) {
        let batch = (start..<(start + 1000)).map {
          taken($0, "melding \($0)", queue: $0 % 100 == 0 ? "0141" : "0153")
        }
        _ = try await store.commit(batch, now: noon, compose: nothing)
      }
      let began = monotonicClock()
      for queue in [nil, "0141"] {
        var filter = SignalFilter(queue: queue, limit: 100)
        var seen = 0
        while let last = try await store.signals(filter).last {
          seen += 1
          filter.after = last.id
        }
        #expect(seen == (queue == nil ? 100 : 1))
      }
      // Generous: 0.2 s in a debug build on a quiet machine.
      if backend == .sqlite { #expect(monotonicClock() - began < 10_000_000_000) }
    }
  }
}
