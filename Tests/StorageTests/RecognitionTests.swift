import Core
import Foundation
import Testing

@testable import Storage

/// An item of which part 2 waits.
private func waiting(
  _ uid: Int, _ text: String, _ outcome: Outcome = .signal, urgency: Urgency = .normal,
  queue: String = regionalQueue
) -> Taken {
  var taken = taken(uid, text, outcome, urgency: urgency, queue: queue)
  taken.verdict.waiting = ["2", "3.1"]
  taken.verdict.candidates = []
  return taken
}

/// The verdict of the second reading.
private func read(
  _ text: String, _ outcome: Outcome = .signal, urgency: Urgency = .normal, queue: String = "0153"
) -> Verdict {
  var verdict = taken(0, text, outcome, urgency: urgency, queue: queue).verdict
  verdict.candidates = []
  verdict.record = Array("\"outcome\":\"\(outcome.rawValue)\",\"text\":\"\(text)\"".utf8)
  verdict.parts = [
    Part(path: "2", type: "image/png", bytes: 9, outcome: .read, note: "tekst herkend")
  ]
  return verdict
}

private let silent: ComposeRevision = { _, _, _ in [] }

@Suite("Pictures that wait to be recognised", .timeLimit(.minutes(2)))
struct RecognitionTests {
  @Test("What waits is committed with its item and claimed once", arguments: Backend.allCases)
  func claim(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let batch = [waiting(1, "een"), taken(2, "twee"), waiting(3, "drie")]
      _ = try await store.commit(batch, now: noon, compose: nothing)
      #expect(try await store.counts().waiting == 2)
      #expect(try await store.nextWaiting() == noon)
      let first = try #require(try await store.claimWaiting(now: noon, until: noon + 60))
      #expect(first.id == 1 && first.parts == ["2", "3.1"])
      #expect(first.digest == batch[0].digest && first.receivedAt == noon && first.door == .mail)
      #expect(first.attempts == 0 && first.failures == 0)
      #expect(try await store.claimWaiting(now: noon, until: noon + 60)?.id == 3)
      #expect(try await store.claimWaiting(now: noon, until: noon + 60) == nil)
      #expect(try await store.nextWaiting() == noon + 60)
      // Whoever had it is gone.
      let again = try #require(try await store.claimWaiting(now: noon + 60, until: noon + 120))
      #expect(again.id == 1 && again.attempts == 1 && again.failures == 0)
    }
  }

  @Test("A failed attempt is tried again later, and counts", arguments: Backend.allCases)
  func postpone(_ backend: Backend) async throws {
    try await backend.withStore { store in
      _ = try await store.commit([waiting(1, "een")], now: noon, compose: nothing)
      _ = try await store.claimWaiting(now: noon, until: noon + 600)
      try await store.postpone(1, due: noon + 10, isFailure: true)
      #expect(try await store.claimWaiting(now: noon + 9, until: noon + 600) == nil)
      let second = try #require(try await store.claimWaiting(now: noon + 10, until: noon + 600))
      #expect(second.attempts == 1 && second.failures == 1)
      try await store.postpone(1, due: noon + 20, isFailure: false)
      // Given back without blame, it is as if it had not been claimed.
      let third = try #require(try await store.claimWaiting(now: noon + 20, until: noon + 600))
      #expect(third.attempts == 1 && third.failures == 1)
    }
  }

  @Test("The same item by another door does not wait twice", arguments: Backend.allCases)
  func repeated(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let twin = waiting(2, "een", queue: regionalQueue)
      _ = try await store.commit([waiting(1, "een"), twin], now: noon, compose: nothing)
      #expect(try await store.counts().waiting == 1)
    }
  }

  @Test(
    "A signal keeps its reference and fingerprint, gets the record and parts, and goes to its municipality",
    arguments: Backend.allCases)
  func routed(_ backend: Backend) async throws {
    try await backend.withStore { store in
      _ = try await store.commit([waiting(1, "een")], now: noon, compose: usual)
      let answer = try await store.revise(
        1, read("met beeld"), provenReference: nil, result: "read=1", now: noon + 60
      ) { verdict, decision, change in
        #expect(change == .routed)
        #expect(decision.queue == "0153")
        return [notice("\(decision.queue)")]
      }
      #expect(answer == .signal(reference: "MH-2026-0001"))
      let signal = try #require(try await store.signal("MH-2026-0001"))
      #expect(signal.queue == "0153" && signal.municipality == "0153" && signal.status == .certain)
      #expect(signal.record == read("met beeld").record)
      #expect(signal.committedAt == noon && signal.deadline == noon + 259_200)
      let owed = try await store.outbox(states: [.pending], limit: 9)
      #expect(owed.map(\.notice.messageID).contains("0153"))
      #expect(owed.last?.reference == "MH-2026-0001")
      #expect(try await store.counts().waiting == 0)
      #expect(try await store.counts().queues == ["0153": 1])
      // The same mail by another door is still known.
      let twin = try await store.commit([taken(9, "een")], now: noon, compose: nothing)
      #expect(twin == [.duplicate(of: "MH-2026-0001")])
    }
  }

  @Test("Read again twice, it is changed once", arguments: Backend.allCases)
  func once(_ backend: Backend) async throws {
    try await backend.withStore { store in
      _ = try await store.commit(
        [waiting(1, "een"), taken(2, "twee")], now: noon, compose: nothing)
      let answers = [
        try await store.revise(
          1, read("a"), provenReference: nil, result: "x", now: noon, compose: silent),
        try await store.revise(
          1, read("b"), provenReference: nil, result: "x", now: noon, compose: silent),
        try await store.revise(
          2, read("c"), provenReference: nil, result: "x", now: noon, compose: silent),
        try await store.revise(
          99, read("d"), provenReference: nil, result: "x", now: noon, compose: silent),
      ]
      #expect(answers == [.signal(reference: "MH-2026-0001"), nil, nil, nil])
      #expect(try await store.signal("MH-2026-0001")?.record == read("a").record)
      #expect(try await store.claimWaiting(now: noon + 9999, until: noon + 99999) == nil)
    }
  }

  @Test("Danger in a picture brings the deadline forward", arguments: Backend.allCases)
  func acute(_ backend: Backend) async throws {
    try await backend.withStore { store in
      _ = try await store.commit([waiting(1, "een", queue: "0153")], now: noon, compose: nothing)
      _ = try await store.revise(
        1, read("nood", urgency: .acute), provenReference: nil, result: "x", now: noon + 60
      ) { _, decision, change in
        #expect(change == .acute)
        #expect(decision.deadline == noon + 60 + 3600)
        return []
      }
      let signal = try #require(try await store.signal("MH-2026-0001"))
      #expect(signal.urgency == .acute && signal.deadline == noon + 60 + 3600)
    }
  }

  @Test(
    "What was set aside becomes a signal with the next reference when it reads as one",
    arguments: Backend.allCases, [Outcome.quarantine, .notASignal])
  func accepted(_ backend: Backend, _ outcome: Outcome) async throws {
    try await backend.withStore { store in
      _ = try await store.commit(
        [waiting(1, "een", outcome), taken(2, "twee")], now: noon, compose: nothing)
      let answer = try await store.revise(
        1, read("een"), provenReference: nil, result: "x", now: noon + 60
      ) { _, decision, change in
        #expect(change == .accepted)
        return [notice("nieuw")]
      }
      #expect(answer == .signal(reference: "MH-2026-0002"))
      #expect(try await store.signal("MH-2026-0002")?.id == 1)
      #expect(try await store.item(1)?.outcome == .signal)
      #expect(try await store.items([.quarantine, .notASignal], reference: nil, limit: 9).isEmpty)
      #expect(try await store.signals(SignalFilter()).map(\.id) == [1, 2])
      let twin = try await store.commit([taken(9, "een")], now: noon, compose: nothing)
      #expect(twin == [.duplicate(of: "MH-2026-0002")])
    }
  }

  @Test(
    "What was set aside stays so when the picture says nothing, with what is said about it",
    arguments: Backend.allCases)
  func stays(_ backend: Backend) async throws {
    try await backend.withStore { store in
      _ = try await store.commit([waiting(1, "een", .quarantine)], now: noon, compose: nothing)
      let answer = try await store.revise(
        1, read("leeg", .quarantine), provenReference: nil, result: "empty=1", now: noon,
        compose: silent)
      #expect(answer == .quarantine(1))
      #expect(try await store.item(1)?.outcome == .quarantine)
      #expect(try await store.item(1)?.record == read("leeg", .quarantine).record)
    }
  }

  @Test("An answer whose picture is a report adds to its signal", arguments: Backend.allCases)
  func added(_ backend: Backend) async throws {
    try await backend.withStore { store in
      _ = try await store.commit(
        [taken(1, "een"), waiting(2, "dank", .notASignal)], now: noon, compose: nothing)
      let answer = try await store.revise(
        2, read("erbij"), provenReference: "MH-2026-0001", result: "x", now: noon
      ) { _, decision, change in
        #expect(change == .accepted && decision.queue == "0153")
        return []
      }
      #expect(answer == .supplement(reference: "MH-2026-0001"))
      #expect(try await store.signal("MH-2026-0001")?.supplements == 1)
    }
  }

  @Test("Danger in a picture that came in addition is told", arguments: Backend.allCases)
  func supplement(_ backend: Backend) async throws {
    try await backend.withStore { store in
      var more = waiting(2, "erbij")
      more.provenReference = "MH-2026-0001"
      _ = try await store.commit([taken(1, "een"), more], now: noon, compose: nothing)
      let answer = try await store.revise(
        2, read("nood", urgency: .acute), provenReference: nil, result: "x", now: noon
      ) { _, decision, change in
        #expect(change == .acute && decision.queue == "0153")
        return []
      }
      #expect(answer == .supplement(reference: "MH-2026-0001"))
      #expect(try await store.item(2)?.record == read("nood", urgency: .acute).record)
    }
  }

  @Test("After a crash a claim is free at the next start, and the parts are those of one reading")
  func restart() async throws {
    let folder = try Folder()
    var store = try await SQLiteStore.open(directory: folder.path)
    _ = try await store.commit([waiting(1, "een")], now: noon, compose: nothing)
    _ = try await store.claimWaiting(now: noon, until: noon + 9999)
    await store.close()
    store = try await SQLiteStore.open(directory: folder.path)
    let item = try #require(try await store.claimWaiting(now: noon, until: noon + 60))
    #expect(item.attempts == 1)
    _ = try await store.revise(
      1, read("een"), provenReference: nil, result: "read=1", now: noon, compose: silent)
    #expect(try await store.words("SELECT note FROM parts WHERE item_id = 1") == ["tekst herkend"])
    #expect(
      try await store.words("SELECT event || ' ' || coalesce(detail, '') FROM events") == [
        "signal ", "recognised read=1",
      ])
    #expect(try await store.ask("SELECT count(*) FROM pragma_foreign_key_check") == 0)
    await store.close()
  }

  @Test("A database of the first version gets the table at its next start")
  func migrated() async throws {
    let folder = try Folder()
    let path = folder.file("signaalpost.db")
    try Data().write(to: URL(filePath: path))
    try Connection(path: path, busyTimeout: 1000).execute(Schema.steps[0])
    let store = try await SQLiteStore.open(directory: folder.path)
    _ = try await store.commit([waiting(2, "twee")], now: noon, compose: nothing)
    #expect(try await store.counts().waiting == 1)
    await store.close()
  }
}
