import Core
import Storage
import Testing

@Suite("What a commit decides", .timeLimit(.minutes(2)))
struct CommitTests {
  @Test("Signals are numbered in the order given, and answered in it", arguments: Backend.allCases)
  func order(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let batch = [
        taken(1, "een"), taken(2, "dank", .notASignal), taken(3, "twee"),
        taken(4, "kapot", .quarantine),
      ]
      let answer = try await store.commit(batch, now: noon, compose: nothing)
      #expect(
        answer == [
          .signal(reference: "MH-2026-0001"), .notASignal, .signal(reference: "MH-2026-0002"),
          .quarantine(4),
        ])
    }
  }

  @Test(
    "The year of a reference is that of Amsterdam; each year counts by itself",
    arguments: Backend.allCases)
  func years(_ backend: Backend) async throws {
    // 2026-12-31T22:59:59Z is one second before midnight in Amsterdam.
    let lastSecond = Timestamp(seconds: 1_798_757_999)
    try await backend.withStore { store in
      let batch = [
        taken(1, "a", receivedAt: lastSecond), taken(2, "b", receivedAt: lastSecond + 1),
        taken(3, "c", receivedAt: lastSecond),
      ]
      let answer = try await store.commit(batch, now: lastSecond + 60, compose: nothing)
      #expect(answer.map(\.reference) == ["MH-2026-0001", "MH-2027-0001", "MH-2026-0002"])
    }
  }

  @Test(
    "The prefix is a choice, and the number grows past four digits", arguments: Backend.allCases)
  func prefix(_ backend: Backend) async throws {
    try await backend.withStore(StoreOptions(referencePrefix: "TW")) { store in
      var last: Disposition?
      for start in stride(from: 0, to: 10_000, by: 2_000) {
        let batch = (start..<(start + 2_000)).map { taken($0, "melding \($0)") }
        last = try await store.commit(batch, now: noon, compose: nothing).last
      }
      #expect(last == .signal(reference: "TW-2026-10000"))
      #expect(try await store.signal("TW-2026-0042")?.id != nil)
    }
  }

  @Test(
    "A known ledger key is answered as the first time and owes nothing", arguments: Backend.allCases
  )
  func known(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let batch = [
        taken(1, "een"), taken(2, "dank", .notASignal), taken(3, "kapot", .quarantine),
        taken(4, "erbij", proven: "MH-2026-0001"), taken(5, "een"),
      ]
      let first = try await store.commit(batch, now: noon, compose: usual)
      // The verdict may read differently the second time: what is committed stays.
      let again = batch.map { item in
        var item = item
        item.verdict.outcome = .signal
        return item
      }
      #expect(try await store.commit(again, now: noon + 60, compose: usual) == first)
      #expect(try await store.counts().outbox == [.pending: 2])
      #expect(try await store.signals(SignalFilter()).map(\.provenances) == [2])
    }
  }

  @Test("The same key twice in a batch is one item", arguments: Backend.allCases)
  func keyTwice(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let answer = try await store.commit(
        [taken(1, "een"), taken(1, "een")], now: noon, compose: usual)
      #expect(answer == [.signal(reference: "MH-2026-0001"), .signal(reference: "MH-2026-0001")])
      #expect(try await store.counts().outbox == [.pending: 2])
    }
  }

  struct Repeat: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var first: Taken
    var second: Taken
    var answer: [Disposition]
    var provenances = 1
  }

  static let repeats = [
    Repeat(
      testDescription: "the same bytes in another mailbox", first: taken(1, "een"),
      second: taken(2, "een"),
      answer: [.signal(reference: "MH-2026-0001"), .duplicate(of: "MH-2026-0001")], provenances: 2),
    Repeat(
      testDescription: "the same content in other bytes", first: taken(1, "een"),
      second: taken(2, "een", bytes: "een ander omhulsel", sender: nil),
      answer: [.signal(reference: "MH-2026-0001"), .duplicate(of: "MH-2026-0001")], provenances: 2),
    Repeat(
      testDescription: "the same thanks twice", first: taken(1, "dank", .notASignal),
      second: taken(2, "dank", .notASignal), answer: [.notASignal, .duplicate(of: nil)]),
    Repeat(
      testDescription: "the same unreadable bytes", first: taken(1, "kapot", .quarantine),
      second: taken(2, "kapot", .quarantine), answer: [.quarantine(1), .duplicate(of: nil)]),
    Repeat(
      testDescription: "two unreadable messages of which nothing was understood",
      first: taken(1, "", .quarantine, bytes: "kapot 1"),
      second: taken(2, "", .quarantine, bytes: "kapot 2"), answer: [.quarantine(1), .quarantine(2)]),
    Repeat(
      testDescription: "two that the source refused", first: refused(1), second: refused(2),
      answer: [.quarantine(1), .quarantine(2)]),
    Repeat(
      testDescription: "bytes set aside before, that now read as a signal",
      first: taken(1, "een", .notASignal), second: taken(2, "een"),
      answer: [.notASignal, .signal(reference: "MH-2026-0001")]),
    Repeat(
      testDescription: "bytes in quarantine before, that now read as a signal",
      first: taken(1, "een", .quarantine), second: taken(2, "een"),
      answer: [.quarantine(1), .signal(reference: "MH-2026-0001")]),
    Repeat(
      testDescription: "a signal, and its bytes read as less", first: taken(1, "een"),
      second: taken(2, "een", .quarantine),
      answer: [.signal(reference: "MH-2026-0001"), .duplicate(of: "MH-2026-0001")], provenances: 2),
  ]

  @Test(
    "A repeat is noted and not doubled; what differs is not lost", arguments: Backend.allCases,
    repeats)
  func repeated(_ backend: Backend, _ row: Repeat) async throws {
    for isOneBatch in [true, false] {
      try await backend.withStore { store in
        let batches = isOneBatch ? [[row.first, row.second]] : [[row.first], [row.second]]
        var answer: [Disposition] = []
        for batch in batches {
          answer += try await store.commit(batch, now: noon, compose: nothing)
        }
        #expect(answer == row.answer)
        let provenances = try await store.signals(SignalFilter()).map(\.provenances)
        #expect(provenances.allSatisfy { $0 == row.provenances })
        // Whatever was decided, the bytes of both are there.
        for item in [row.first, row.second] where item.item.refusal == nil {
          #expect(try await store.original(item.digest) == item.item.bytes)
        }
      }
    }
  }

  @Test("A third way in counts, also by the bytes of the second", arguments: Backend.allCases)
  func thirdWay(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let batch = [
        taken(1, "een"), taken(2, "een", bytes: "omhulsel"), taken(3, "een", bytes: "omhulsel"),
        taken(4, "een", bytes: "nog een"),
      ]
      let answer = try await store.commit(batch, now: noon, compose: nothing)
      #expect(answer.dropFirst().allSatisfy { $0 == .duplicate(of: "MH-2026-0001") })
      #expect(try await store.signal("MH-2026-0001")?.provenances == 4)
      #expect(try await store.counts().signals == 1)
    }
  }

  struct Addition: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var second: Taken
    var answer: Disposition
  }

  static let additions = [
    Addition(
      testDescription: "a valid token",
      second: taken(2, "meer", sender: nil, proven: "MH-2026-0001"),
      answer: .supplement(reference: "MH-2026-0001")),
    Addition(
      testDescription: "a valid token, whoever sends it",
      second: taken(2, "meer", sender: "ander@x.example", proven: "MH-2026-0001"),
      answer: .supplement(reference: "MH-2026-0001")),
    Addition(
      testDescription: "the number and the same sender, in other case",
      second: taken(2, "meer", sender: "Balie@Gemeente.example", claims: ["MH-2026-0001"]),
      answer: .supplement(reference: "MH-2026-0001")),
    Addition(
      testDescription: "the number, from a stranger",
      second: taken(2, "meer", sender: "vreemde@x.example", claims: ["MH-2026-0001"]),
      answer: .signal(reference: "MH-2026-0002")),
    Addition(
      testDescription: "the number, without a sender",
      second: taken(2, "meer", sender: nil, claims: ["MH-2026-0001"]),
      answer: .signal(reference: "MH-2026-0002")),
    Addition(
      testDescription: "a number that does not exist",
      second: taken(2, "meer", proven: "MH-2026-9999", claims: ["MH-2026-8888"]),
      answer: .signal(reference: "MH-2026-0002")),
    Addition(
      testDescription: "the second of two numbers is the one",
      second: taken(2, "meer", claims: ["MH-2026-8888", "MH-2026-0001"]),
      answer: .supplement(reference: "MH-2026-0001")),
    Addition(
      testDescription: "an automatic answer with a valid token",
      second: taken(2, "afwezig", .notASignal, proven: "MH-2026-0001"), answer: .notASignal),
  ]

  @Test(
    "A supplement needs a token or the sender of the signal", arguments: Backend.allCases, additions
  )
  func supplement(_ backend: Backend, _ row: Addition) async throws {
    for isOneBatch in [true, false] {
      try await backend.withStore { store in
        let first = taken(1, "een")
        let batches = isOneBatch ? [[first, row.second]] : [[first], [row.second]]
        var answer: [Disposition] = []
        for batch in batches {
          answer += try await store.commit(batch, now: noon, compose: nothing)
        }
        #expect(answer.last == row.answer)
        let isAdded = row.answer == .supplement(reference: "MH-2026-0001")
        #expect(try await store.signal("MH-2026-0001")?.supplements == (isAdded ? 1 : 0))
        let added = try await store.items([.supplement], reference: "MH-2026-0001", limit: 9)
        #expect(added.map(\.digest) == (isAdded ? [row.second.digest] : []))
      }
    }
  }

  @Test("A signal without a sender gets no supplements by number", arguments: Backend.allCases)
  func anonymous(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let batch = [
        taken(1, "een", sender: nil), taken(2, "meer", sender: nil, claims: ["MH-2026-0001"]),
        taken(3, "nog meer", sender: "", claims: ["MH-2026-0001"]),
      ]
      let answer = try await store.commit(batch, now: noon, compose: nothing)
      #expect(answer.map(\.reference) == ["MH-2026-0001", "MH-2026-0002", "MH-2026-0003"])
    }
  }

  @Test("Equal words to two signals are two supplements", arguments: Backend.allCases)
  func equalWords(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let batch = [
        taken(1, "een"), taken(2, "twee"), taken(3, "ja, klopt", proven: "MH-2026-0001"),
        taken(4, "ja, klopt", bytes: "anders", proven: "MH-2026-0002"),
        taken(5, "ja, klopt", bytes: "nog eens", proven: "MH-2026-0002"),
      ]
      let answer = try await store.commit(batch, now: noon, compose: nothing)
      #expect(
        answer.suffix(3) == [
          .supplement(reference: "MH-2026-0001"), .supplement(reference: "MH-2026-0002"),
          .duplicate(of: "MH-2026-0002"),
        ])
      #expect(try await store.signals(SignalFilter()).map(\.supplements) == [1, 1])
    }
  }

  @Test("The deadline follows the urgency", arguments: Backend.allCases)
  func deadline(_ backend: Backend) async throws {
    let rows: [(Urgency, Int64)] = [(.acute, 1), (.pressing, 24), (.normal, 72)]
    try await backend.withStore { store in
      let batch = rows.enumerated().map { taken($0, "melding \($0)", urgency: $1.0) }
      _ = try await store.commit(batch, now: noon, compose: nothing)
      let deadlines = try await store.signals(SignalFilter()).map { $0.deadline - noon }
      #expect(deadlines == rows.map { $0.1 * hour })
    }
  }

  @Test("An empty batch is an empty answer", arguments: Backend.allCases)
  func empty(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let answer = try await store.commit([], now: noon, compose: usual)
      #expect(answer.isEmpty)
    }
  }

  @Test(
    "Notices are told the queue and the deadline of the signal that is meant",
    arguments: Backend.allCases)
  func decision(_ backend: Backend) async throws {
    let compose: Compose = { _, decision in
      [notice("\(decision.queue) \((decision.deadline - noon) / hour)")]
    }
    try await backend.withStore { store in
      let signal = taken(1, "een", urgency: .acute, queue: "0153")
      _ = try await store.commit([signal], now: noon, compose: compose)
      let batch = [
        taken(2, "erbij", queue: "0141", proven: "MH-2026-0001"), taken(3, "een", queue: "0141"),
        taken(4, "dank", .notASignal, queue: "0141"), taken(5, "kapot", .quarantine),
      ]
      _ = try await store.commit(batch, now: noon + hour, compose: compose)
      let told = try await store.outbox(states: [.pending], limit: 9).map(\.notice.messageID)
      #expect(told == ["0153 1", "0153 1", "0153 1", "regio 73", "regio 73"])
    }
  }
}
