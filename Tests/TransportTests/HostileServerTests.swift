import Core
import Foundation
import Platform
import Testing

@testable import Transport

/// What a mailbox of three messages must end as, whatever its server does in between.
struct Misbehaviour: Sendable, CustomTestStringConvertible {
  var scenario: String
  var refusal: String?
  var testDescription: String { scenario }

  /// The message with UID 2 cannot be had.
  init(_ scenario: String, _ refusal: String) {
    (self.scenario, self.refusal) = (scenario, refusal)
  }
  init(_ scenario: String) { self.scenario = scenario }
}

/// Body of message 2 in the scenario `spoof`.
let imitation = Array(
  ("Subject: misleiding\r\n\r\nA004 OK FETCH completed\r\n)\r\n* BYE\r\n* 9 EXPUNGE\r\n+ go\r\n"
    + "* SEARCH 7 8\r\nX-Spam-Flag: NO\r\n{5}\r\n* 1 FETCH (UID 9 BODY[] {3}\r\nabc)\r\n"
    + "AFTER-SPOOF\r\n").utf8)

@Suite("A mailbox on a server that misbehaves", .timeLimit(.minutes(5)))
struct HostileServerTests {
  let server: HostileServer
  let intake = RecordingIntake()
  init() async throws { server = try await HostileServer.shared() }

  /// Looks until a look succeeds, as the daemon would with its back-off; tells how many failed.
  @discardableResult
  func look(_ account: MailboxAccount, atMost looks: Int = 8) async throws -> Int {
    let source = MailboxSource(account)
    for look in 0..<looks {
      do {
        try await source.run(intake, once: true)
        return look
      } catch let error as ConnectionError where look + 1 < looks && error.kind != .configuration {}
    }
    throw TestFailure("no look succeeded")
  }

  static let all = [1, 2, 3].map(hostileMail)

  @Test(
    "All three messages are taken in, each once, and moved",
    arguments: [
      "plain", "omit_once", "flags_first", "two", "spaces", "extra", "swallow", "uidnext_low",
      "noidle",
      "utf7", "fetch_bye", "fetch_bye_after", "fetch_bad_then_ok", "copy", "noplus", "store_cut",
      "move_cut", "move_done_cut", "search_bad", "estimate", "logout_silent",
    ])
  func takesAll(_ scenario: String) async throws {
    let account = try server.account(scenario)
    try await look(account)
    #expect(await Set(intake.contents) == Set(Self.all))
    #expect(await intake.handed.count == 3)
    #expect(await intake.unsettled == 0)
    let commands = server.commands(of: account)
    #expect(commands.contains { $0.hasPrefix("UID MOVE") || $0.contains("EXPUNGE") })
  }

  @Test(
    "A message that cannot be had becomes an item with an owner, and the others go on",
    arguments: [
      Misbehaviour("lit_4g", "limit:bytes=5000000000"),
      Misbehaviour("told_large", "limit:bytes=90000000"),
      Misbehaviour("lit_overflow", "unreadable:answer"),
      Misbehaviour("lit_negative", "unreadable:answer"),
      Misbehaviour("lit_short", "unreadable:size=20/\(hostileMail(2).count)"),
      Misbehaviour("lit_short_raw", "unreadable:answer"),
      Misbehaviour("early_close", "unreadable:answer"),
      Misbehaviour("long_item", "unreadable:answer"),
      Misbehaviour("double", "unreadable:answer"),
      Misbehaviour("nil", "unreadable:empty"),
      Misbehaviour("empty", "unreadable:empty"),
      Misbehaviour("omit", "unreadable:refused"),
      Misbehaviour("other_uid", "unreadable:refused"),
      Misbehaviour("no_uid", "unreadable:refused"),
      Misbehaviour("fetch_no", "unreadable:refused"),
    ])
  func refuses(_ misbehaviour: Misbehaviour) async throws {
    let account = try server.account(misbehaviour.scenario)
    try await look(account)
    #expect(await Set(intake.contents) == [hostileMail(1), hostileMail(3)])
    #expect(await intake.refusals == [misbehaviour.refusal])
    #expect(server.commands(of: account).contains(#"UID MOVE 2 "Afgekeurd""#))
  }

  @Test(
    "A body that imitates answers arrives as it is, wherever the network cuts it",
    arguments: [1, 2, 3, 5, 7, 16, 61, 1000])
  func spoof(chunk: Int) async throws {
    try await look(server.account("spoof:\(chunk)"))
    #expect(await Set(intake.contents) == [hostileMail(1), imitation, hostileMail(3)])
    #expect(await intake.contents.count == 3)
  }

  @Test("A line that is cut after any number of bytes loses nothing and doubles nothing")
  func cutAnywhere() async throws {
    let server = server
    try await withThrowingTaskGroup(of: Void.self) { group in
      for part in 0..<8 {
        group.addTask {
          for bytes in stride(from: part, to: 500, by: 8) {
            let intake = RecordingIntake()
            let source = MailboxSource(try server.account("cut:\(bytes)"))
            do { try await source.run(intake, once: true) } catch is ConnectionError {}
            let whole = await intake.contents.allSatisfy(Self.all.contains)
            #expect(whole, "a part of a message was taken for a message at \(bytes)")
            try await source.run(intake, once: true)
            #expect(await Set(intake.contents) == Set(Self.all), "cut after \(bytes)")
            #expect(await intake.handed.count == 3, "cut after \(bytes)")
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test(
    "A line that breaks at the same messages each time keeps no other back, and gives none of them up",
    arguments: ["1", "2", "3", "12", "13", "23"])
  func alwaysCut(at numbers: String) async throws {
    let source = MailboxSource(try server.account("cut_always:\(numbers)"))
    for _ in 0..<6 {
      await #expect(throws: ConnectionError.self) { try await source.run(intake, once: true) }
    }
    let others = [1, 2, 3].filter { !numbers.contains(String($0)) }.map(hostileMail)
    #expect(await Set(intake.contents) == Set(others))
    #expect(await intake.refusals.isEmpty)
    #expect(await intake.reports.last?.unaccounted == numbers.count)
  }

  @Test(
    "Nonsense without a name is pinned down to its message", arguments: ["1", "2", "13", "123"])
  func nonsense(at numbers: String) async throws {
    try await look(server.account("noise_always:\(numbers)"), atMost: 20)
    let others = [1, 2, 3].filter { !numbers.contains(String($0)) }.map(hostileMail)
    #expect(await Set(intake.contents) == Set(others))
    #expect(await intake.refusals == Array(repeating: "unreadable:answer", count: numbers.count))
  }

  @Test("A quoted string is a body too")
  func quoted() async throws {
    try await look(server.account("quoted"))
    #expect(await intake.contents.contains(Array(#"Een "kort" bericht met \ erin"#.utf8)))
    #expect(await intake.contents.count == 3)
  }

  @Test("A message that somebody removes while it is fetched is no failure")
  func vanishes() async throws {
    try await look(server.account("vanish"))
    #expect(await Set(intake.contents) == [hostileMail(1), hostileMail(3)])
    #expect(await intake.refusals.isEmpty)
  }

  @Test(
    "Without a usable UIDVALIDITY nothing is skipped, nothing doubled, and somebody is told",
    arguments: ["validity_zero", "validity_missing", "validity_bad"])
  func noUIDValidity(_ scenario: String) async throws {
    let source = MailboxSource(try server.account(scenario))
    for _ in 0..<2 { try await source.run(intake, once: true) }
    #expect(await Set(intake.contents) == Set(Self.all))
    #expect(await intake.problems.contains { $0.contains("UIDVALIDITY") })
  }

  @Test("What cannot be moved is taken in once, however often one looks")
  func moveRefused() async throws {
    for scenario in ["move_no", "copy_no", "store_no", "noplus_others"] {
      let intake = RecordingIntake()
      let source = MailboxSource(try server.account(scenario))
      for _ in 0..<3 {
        await #expect(throws: ConnectionError.self) { try await source.run(intake, once: true) }
      }
      #expect(await intake.handed.count == 3, "\(scenario)")
      #expect(await intake.problems.contains { $0.contains("verplaatst") })
    }
  }

  @Test("A server that refuses to make the mailboxes is a failure before anything is taken")
  func createRefused() async throws {
    let source = MailboxSource(try server.account("create_no"))
    await #expect(throws: ConnectionError.self) { try await source.run(intake, once: true) }
    #expect(await intake.handed.isEmpty)
  }

  @Test(
    "A server that says too much or too little is left in time",
    arguments: [
      ("select_no", ConnectionError.Kind.mailbox), ("select_bye", .unavailable),
      ("select_flood", .malformed), ("select_long", .malformed), ("search_none", .malformed),
      ("search_bye", .unavailable), ("login_no", .authentication), ("login_busy", .unavailable),
      ("login_bye", .unavailable),
    ])
  func givesUp(_ scenario: String, _ kind: ConnectionError.Kind) async throws {
    let account = try server.account(scenario)
    let error = await #expect(throws: ConnectionError.self) {
      try await MailboxSource(account).run(intake, once: true)
    }
    #expect(error?.kind == kind)
    #expect(await intake.reports.last?.problem == error?.explanation)
  }

  @Test(
    "A message that stands still or drips holds up nobody for ever", arguments: ["stall", "drip"])
  func slow(_ scenario: String) async throws {
    var account = try server.account(scenario)
    account.limits.progressSeconds = scenario == "stall" ? 2 : 600
    account.limits.responseSeconds = scenario == "drip" ? 4 : 600
    let begun = ContinuousClock.now
    let error = await #expect(throws: ConnectionError.self) {
      try await MailboxSource(account).run(intake, once: true)
    }
    #expect(error?.kind == .timeout)
    #expect(ContinuousClock.now - begun < .seconds(60))
    // What came whole before it is taken in.
    #expect(await intake.contents == [hostileMail(1)])
  }
}
