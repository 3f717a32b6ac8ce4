import Core
import Foundation
import Testing

@testable import Storage

/// A mail with a list, one text a row; what stands around it is no signal.
func list(
  _ uid: Int, _ rows: [String], _ outcome: Outcome = .notASignal, bytes: String? = nil,
  sender: String? = "balie@gemeente.example", proven: String? = nil
) -> Taken {
  let text = "lijst " + rows.joined(separator: " ")
  var list = taken(uid, text, outcome, bytes: bytes, sender: sender, proven: proven)
  list.verdict.rows = rows.map { row in
    var verdict = taken(uid, row, queue: row.hasPrefix("a") ? "0141" : "0153").verdict
    // Only the item itself says who is answered.
    (verdict.receiptTo, verdict.sender) = ("vreemde@x.example", "vreemde@x.example")
    return verdict
  }
  return list
}

/// A notice for each signal, and for an item with rows one that names what became of them.
private let telling: Compose = { taken, decision in
  let own = decision.disposition.reference.map { [notice("\($0) row \(taken.row ?? 0)")] } ?? []
  let rows = decision.rows.compactMap(\.reference).joined(separator: " ")
  return own + (rows.isEmpty ? [] : [notice("list: \(rows)", .receipt)])
}

@Suite("Lists with a signal a row", .timeLimit(.minutes(2)))
struct ListTests {
  @Test(
    "Each row is a signal with its own queue and notice; the answer is the list's",
    arguments: Backend.allCases)
  func rows(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let batch = [taken(1, "een"), list(2, ["a1", "b2", "a3"]), taken(3, "twee")]
      let answer = try await store.commit(batch, now: noon, compose: telling)
      #expect(
        answer == [
          .signal(reference: "MH-2026-0001"), .notASignal, .signal(reference: "MH-2026-0005"),
        ])
      let signals = try await store.signals(SignalFilter())
      #expect(signals.map(\.queue) == ["0153", "0141", "0153", "0141", "0153"])
      #expect(signals.map(\.row) == [nil, 1, 2, 3, nil])
      #expect(try await store.signal("MH-2026-0003")?.row == 2)
      for signal in signals[1...3] {
        #expect(signal.digest == batch[1].digest)
        #expect(try await store.original(signal.digest) == batch[1].item.bytes)
      }
      let told = try await store.outbox(states: [.pending], limit: 9).map(\.notice.messageID)
      #expect(
        told == [
          "MH-2026-0001 row 0", "MH-2026-0002 row 1", "MH-2026-0003 row 2", "MH-2026-0004 row 3",
          "list: MH-2026-0002 MH-2026-0003 MH-2026-0004", "MH-2026-0005 row 0",
        ])
      #expect(try await store.counts().signals == 5)
      #expect(try await store.counts().notSignals == 1)
    }
  }

  @Test("A source sees the list in the ledger, not its rows", arguments: Backend.allCases)
  func ledger(_ backend: Backend) async throws {
    try await backend.withStore { store in
      _ = try await store.commit([list(2, ["a1", "b2"])], now: noon, compose: nothing)
      let rows = try await store.ledger(source: "postbus", collection: "INBOX", epoch: 7)
      #expect(rows.map(\.key) == ["2"])
    }
  }

  @Test("Taken again, whatever the reader says now, nothing is added", arguments: Backend.allCases)
  func again(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let answer = try await store.commit([list(2, ["a1", "b2"])], now: noon, compose: telling)
      let again = try await store.commit(
        [list(2, ["a1", "b2", "c3"])], now: noon + 60, compose: telling)
      #expect(again == answer)
      #expect(try await store.signals(SignalFilter()).map(\.provenances) == [1, 1])
      #expect(try await store.counts().outbox == [.pending: 3])
    }
  }

  struct Repeat: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var second: Taken
    var queues: [String]
    var provenances: [Int]
    /// What the list's own notice names.
    var named: String
  }

  static let repeats = [
    Repeat(
      testDescription: "the same bytes by a second way", second: list(3, ["a1", "b2"]),
      queues: ["0141", "0153"], provenances: [2, 2], named: "list: MH-2026-0001 MH-2026-0002"),
    Repeat(
      testDescription: "next month's list with a row more",
      second: list(3, ["a1", "b2", "a3"], bytes: "november"), queues: ["0141", "0153", "0141"],
      provenances: [2, 2, 1], named: "list: MH-2026-0001 MH-2026-0002 MH-2026-0003"),
    Repeat(
      testDescription: "the same bytes that now read as a row more",
      second: list(3, ["a1", "b2", "a3"], bytes: "From: x\r\n\r\nlijst a1 b2"),
      queues: ["0141", "0153", "0141"], provenances: [2, 2, 1],
      named: "list: MH-2026-0001 MH-2026-0002 MH-2026-0003"),
    Repeat(
      testDescription: "the same row twice in one list", second: list(3, ["a3", "a3"]),
      queues: ["0141", "0153", "0141"], provenances: [1, 1, 2],
      named: "list: MH-2026-0003 MH-2026-0003"),
  ]

  @Test(
    "A row that came before is a second way in, not a signal", arguments: Backend.allCases, repeats)
  func repeated(_ backend: Backend, _ row: Repeat) async throws {
    for isOneBatch in [true, false] {
      try await backend.withStore { store in
        let first = list(2, ["a1", "b2"])
        for batch in isOneBatch ? [[first, row.second]] : [[first], [row.second]] {
          _ = try await store.commit(batch, now: noon, compose: telling)
        }
        let signals = try await store.signals(SignalFilter())
        #expect(signals.map(\.queue) == row.queues)
        #expect(signals.map(\.provenances) == row.provenances)
        #expect(signals.map(\.supplements).allSatisfy { $0 == 0 })
        let told = try await store.outbox(states: [.pending], limit: 99).map(\.notice.messageID)
        #expect(told.last == row.named)
        #expect(try await store.original(row.second.digest) == row.second.item.bytes)
      }
    }
  }

  @Test(
    "The list itself is never hidden by its rows, nor a message with the same bytes",
    arguments: Backend.allCases)
  func ownOutcome(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let answer = try await store.commit(
        [
          list(2, ["a1", "b2"]), list(3, ["a1", "b2"]),
          // The rules have changed: the letter is a report.
          list(4, ["a1", "b2"], .signal),
        ], now: noon, compose: nothing)
      #expect(
        answer == [.notASignal, .duplicate(of: nil), .signal(reference: "MH-2026-0003")])
      #expect(try await store.signals(SignalFilter()).map(\.provenances) == [3, 3, 1])
    }
  }

  @Test(
    "The letter adds to the signal that its token proves, the rows do not; the reporter of the list adds to a row",
    arguments: Backend.allCases)
  func supplements(_ backend: Backend) async throws {
    try await backend.withStore { store in
      let answer = try await store.commit(
        [
          taken(1, "een"), list(2, ["a1", "b2"], .supplement, proven: "MH-2026-0001"),
          taken(3, "meer", claims: ["MH-2026-0002"]),
          taken(4, "ander", sender: "vreemde@x.example", claims: ["MH-2026-0002"]),
        ], now: noon, compose: nothing)
      #expect(
        answer == [
          .signal(reference: "MH-2026-0001"), .supplement(reference: "MH-2026-0001"),
          .supplement(reference: "MH-2026-0002"), .signal(reference: "MH-2026-0004"),
        ])
    }
  }

  @Test("The original of 500 rows is written once, and in good time")
  func many() async throws {
    let folder = try Folder()
    let store = try await SQLiteStore.open(directory: folder.path)
    let rows = (0..<500).map { "b\($0)" }
    let bytes = String(repeating: "regel van de lijst\n", count: 20_000)
    let clock = ContinuousClock()
    let first = try await clock.measure {
      _ = try await store.commit([list(1, rows, bytes: bytes)], now: noon, compose: usual)
    }
    let second = try await clock.measure {
      _ = try await store.commit([list(2, rows, bytes: bytes)], now: noon, compose: usual)
    }
    #expect(first < .seconds(10) && second < .seconds(10))
    try await expectSound(store)
    let size =
      try FileManager.default.attributesOfItem(
        atPath: folder.file("originals/000001.seg"))[.size] as? Int
    #expect(try #require(size) < 2 * bytes.utf8.count)
    #expect(try await store.ask("SELECT count(*) FROM ledger") == 1002)
    await store.close()
  }

  @Test(
    "Killed at a step of a commit, a list is there with all its rows or not at all",
    arguments: CommitStep.allCases)
  func killed(_ step: CommitStep) async throws {
    let folder = try Folder()
    let path = folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, step = step as CommitStep] in
      let store = try await SQLiteStore.open(directory: path) { reached in
        if reached == step { kill(getpid(), SIGKILL) }
      }
      _ = try await store.commit([list(1, ["a1", "b2", "a3"])], now: noon, compose: usual)
    }
    let store = try await SQLiteStore.open(directory: folder.path)
    #expect(try await store.counts().signals == (step == .committed ? 3 : 0))
    try await expectSound(store)
    let again = try await store.commit([list(1, ["a1", "b2", "a3"])], now: noon, compose: usual)
    #expect(again == [.notASignal])
    #expect(try await store.counts().signals == 3)
    try await expectSound(store)
    await store.close()
  }

  @Test("A database of the version before lists is brought up to date with its signals")
  func older() async throws {
    let folder = try Folder()
    let before = try await SQLiteStore.open(directory: folder.path)
    _ = try await before.commit([taken(1, "een")], now: noon, compose: usual)
    try await before.makeOlder()
    await before.close()
    let store = try await SQLiteStore.open(directory: folder.path)
    #expect(try await store.signals(SignalFilter()).map(\.reference) == ["MH-2026-0001"])
    _ = try await store.commit([list(2, ["a1", "b2"])], now: noon, compose: usual)
    try await expectSound(store)
    await store.close()
  }
}

extension SQLiteStore {
  /// The database as the first version made it.
  fileprivate func makeOlder() throws {
    try database().execute("ALTER TABLE items DROP COLUMN list_row; PRAGMA user_version = 2;")
  }
}
