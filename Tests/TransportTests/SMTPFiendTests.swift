import Core
import Foundation
import Platform
import Testing

@testable import Transport

/// What a mode of the server must come to for one entry.
struct Misdeed: Sendable, CustomTestStringConvertible {
  var mode: String
  var code: String
  var isAmbiguous = false
  /// A person on this side must mend it.
  var isSetupFault = false
  var testDescription: String { mode }

  init(_ mode: String, _ code: String, ambiguous: Bool = false, setup: Bool = false) {
    (self.mode, self.code, isAmbiguous, isSetupFault) = (mode, code, ambiguous, setup)
  }
}

@Suite("A mail server that misbehaves", .timeLimit(.minutes(5)))
struct SMTPFiendTests {
  @Test(
    "Each phase has its own result: safe to repeat, refused for good, or unknown",
    arguments: [
      Misdeed("good", "2.0.0"),
      // Before anything of the notice was said.
      Misdeed("greet_554", "4.3.5", setup: true), Misdeed("greet_421", "4.3.2"),
      Misdeed("greet_nonsense", "4.4.2"), Misdeed("nostarttls", "4.7.10", setup: true),
      Misdeed("early_auth", "2.0.0"), Misdeed("starttls_454", "4.7.10", setup: true),
      Misdeed("auth_535", "4.7.8", setup: true), Misdeed("auth_454", "4.3.2"),
      Misdeed("noauth", "4.7.8", setup: true),
      // The sender concerns every notice; its size only this one.
      Misdeed("mail_452", "4.3.1"), Misdeed("mail_550", "4.3.5", setup: true),
      Misdeed("mail_530", "4.7.8", setup: true), Misdeed("mail_552", "5.3.4"),
      // The recipient.
      Misdeed("rcpt_450", "4.7.1"), Misdeed("rcpt_550", "5.1.1"),
      Misdeed("rcpt_bare_550", "5.1.0"), Misdeed("rcpt_421", "4.3.2"),
      Misdeed("rcpt_251", "2.0.0"), Misdeed("rcpt_odd", "4.1.0"),
      Misdeed("rcpt_long", "4.5.0"), Misdeed("rcpt_many_lines", "4.5.0"),
      Misdeed("rcpt_nonsense", "4.5.0"),
      // The message, before the final dot and after it.
      Misdeed("data_451", "4.3.0"), Misdeed("data_250", "4.5.0"),
      Misdeed("cut_after_mail", "4.4.2"),
      Misdeed("dot_451", "4.3.0"), Misdeed("dot_552", "5.2.2"), Misdeed("dot_421", "4.3.2"),
      Misdeed("dot_354", "4.4.2", ambiguous: true),
      Misdeed("cut_after_dot", "4.4.2", ambiguous: true),
      Misdeed("nonsense_after_dot", "4.4.2", ambiguous: true),
      // More answers than questions.
      Misdeed("two_answers", "4.5.0"),
    ])
  func phases(_ misdeed: Misdeed) async throws {
    let fiend = try await SMTPFiend.started(misdeed.mode)
    let statuses = await deliver([entry()], by: SMTPChannel(try fiend.account()))
    let status = try #require(statuses.first)
    #expect(status.code == misdeed.code, "\(status.text)")
    #expect(status.isAmbiguous == misdeed.isAmbiguous)
    #expect(RetryPolicy.isSetupFault(status) == misdeed.isSetupFault)
    try expectCleanWire(fiend)
    if misdeed.code.hasPrefix("2") { #expect(fiend.taken().count == 1) }
  }

  @Test("No password and no address go over a line that is not encrypted")
  func secrets() async throws {
    for mode in ["nostarttls", "early_auth", "starttls_454", "starttls_injection"] {
      let fiend = try await SMTPFiend.started(mode)
      _ = await deliver([entry()], by: SMTPChannel(try fiend.account()))
      let clear = String(
        decoding: try fiend.wire().filter { !$0.isEncrypted }.flatMap(\.bytes), as: UTF8.self)
      #expect(clear.hasPrefix("EHLO "))
      #expect(clear.contains("STARTTLS") == (mode != "nostarttls"))
      for word in ["AUTH", "MAIL", "RCPT", "voorbeeld", "w8woord", "Z2VoZWltLXc4d29vcmQ"] {
        #expect(!clear.contains(word), "\(mode): \(word)")
      }
    }
  }

  @Test("What is said before the encryption does not count after it")
  func injection() async throws {
    let fiend = try await SMTPFiend.started("starttls_injection")
    let statuses = await deliver([entry()], by: SMTPChannel(try fiend.account()))
    #expect(statuses.allSatisfy { !$0.isDelivered && !$0.isPermanent && !$0.isAmbiguous })
    #expect(fiend.taken().isEmpty)
  }

  @Test("A server without login gets nothing when a login is configured, and mail when none is")
  func withoutLogin() async throws {
    let fiend = try await SMTPFiend.started("noauth")
    _ = await deliver([entry()], by: SMTPChannel(try fiend.account()))
    #expect(try fiend.commands("MAIL").isEmpty)
    var account = try fiend.account()
    account.authentication = nil
    #expect(await deliver([entry()], by: SMTPChannel(account)) == [.delivered])
  }

  @Test("One recipient is refused: the others get theirs, over the same line")
  func secondRefused() async throws {
    let fiend = try await SMTPFiend.started("rcpt_second_550")
    let entries = (1...3).map { entry($0, to: "c\($0)@voorbeeld.nl") }
    let statuses = await deliver(entries, by: SMTPChannel(try fiend.account()))
    #expect(statuses.map(\.code) == ["2.0.0", "5.1.1", "2.0.0"])
    #expect(try fiend.commands("RCPT").count == 3)
    #expect(try fiend.commands("RSET").count == 1)
    #expect(Set(try fiend.wire().map(\.connection)).count == 1)
    #expect(fiend.taken().count == 2)
    try expectCleanWire(fiend)
  }

  @Test("A server that closes after two messages gets the rest over new lines")
  func closing() async throws {
    let fiend = try await SMTPFiend.started("closing_after_2")
    let entries = (1...7).map { entry($0) }
    let statuses = await deliver(entries, by: SMTPChannel(try fiend.account()))
    // The one that hears 421 waits for its next turn; those after it go on at once.
    #expect(
      statuses.map(\.code) == ["2.0.0", "2.0.0", "4.7.0", "2.0.0", "2.0.0", "4.7.0", "2.0.0"])
    #expect(fiend.taken().count == 5)
    try expectCleanWire(fiend)
  }

  @Test("At most so many entries over one line, with a goodbye each time")
  func perLine() async throws {
    let fiend = try await SMTPFiend.started("good")
    var account = try fiend.account()
    account.entriesPerLine = 2
    let statuses = await deliver((1...5).map { entry($0) }, by: SMTPChannel(account))
    #expect(statuses.allSatisfy { $0.isDelivered })
    #expect(Set(try fiend.wire().map(\.connection)).count == 3)
    #expect(try fiend.commands("QUIT").count == 3)
  }

  @Test("A line that keeps breaking is given up for the round after three times")
  func breaking() async throws {
    let fiend = try await SMTPFiend.started("cut_after_mail")
    let statuses = await deliver((1...10).map { entry($0) }, by: SMTPChannel(try fiend.account()))
    #expect(statuses.allSatisfy { $0.code == "4.4.2" && !$0.isAmbiguous })
    #expect(try fiend.commands("MAIL").count == 3)
  }

  @Test("The lost answer: the repeat has the same bytes and the same Message-ID, and is one")
  func lostAnswer() async throws {
    let fiend = try await SMTPFiend.started("cut_after_dot", times: 1)
    let channel = SMTPChannel(try fiend.account())
    let first = await deliver([entry()], by: channel)
    #expect(first.map(\.isAmbiguous) == [true])
    #expect(await deliver([entry()], by: channel) == [.delivered])
    let taken = fiend.taken()
    #expect(taken.count == 2)
    #expect(taken.first == taken.last)
    #expect(String(decoding: taken.first ?? [], as: UTF8.self).contains("uniek1@voorbeeld.nl"))
    try expectCleanWire(fiend)
  }

  @Test("Cut in the middle of the message: the server has no whole one, so it is safe to repeat")
  func cutInData() async throws {
    let fiend = try await SMTPFiend.started("cut_in_data", times: 1)
    let channel = SMTPChannel(try fiend.account())
    let line = String(repeating: "x", count: 998) + "\r\n"
    // More than the buffers between us hold.
    let large = entry(message: String(repeating: line, count: 6000))
    let first = await deliver([large], by: channel)
    #expect(first.map(\.code) == ["4.4.2"])
    #expect(first.map(\.isAmbiguous) == [false])
    #expect(fiend.taken().isEmpty)
    #expect(await deliver([large], by: channel) == [.delivered])
    #expect(fiend.taken().map(\.count) == [large.notice.bytes.count - 2])
  }

  @Test("The answer to the dot comes too late: unknown, within the time that is set")
  func slowAnswer() async throws {
    let fiend = try await SMTPFiend.started("slow_after_dot")
    var account = try fiend.account()
    account.times.final = 0.5
    let start = ContinuousClock.now
    let statuses = await deliver([entry()], by: SMTPChannel(account))
    #expect(statuses.map(\.code) == ["4.4.2"])
    #expect(statuses.map(\.isAmbiguous) == [true])
    #expect(ContinuousClock.now - start < .seconds(19))
  }

  @Test("A tarpit ends the transaction at its deadline, safe to repeat, and the round at its own")
  func tarpit() async throws {
    let fiend = try await SMTPFiend.started("tarpit")
    var account = try fiend.account()
    (account.times.connect, account.times.message, account.times.round) = (20, 1, 1.5)
    let statuses = await deliver((1...6).map { entry($0) }, by: SMTPChannel(account))
    #expect(statuses.allSatisfy { !$0.isDelivered && !$0.isAmbiguous && !$0.isPermanent })
    #expect(statuses.last?.code == "4.4.5")
    #expect(fiend.taken().isEmpty)
  }

  @Test("Told to stop: ends at once, and waits a moment for an answer that decides")
  func stop() async throws {
    let fiend = try await SMTPFiend.started("slow_after_dot")
    var account = try fiend.account()
    account.times.stopping = 1
    let channel = SMTPChannel(account)
    let work = Task { await deliver((1...3).map { entry($0) }, by: channel) }
    let isTaken = await eventually { fiend.taken().count == 1 }
    #expect(isTaken)
    let start = ContinuousClock.now
    work.cancel()
    let statuses = await work.value
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(statuses.map(\.isAmbiguous) == [true, false, false])
    #expect(statuses.allSatisfy { $0.category == 4 })
    #expect(try fiend.commands("MAIL").count == 1)
  }

  @Test("Larger than the server says it takes: refused without sending")
  func size() async throws {
    let fiend = try await SMTPFiend.started("good")
    let line = String(repeating: "x", count: 70) + "\r\n"
    let large = entry(message: String(repeating: line, count: 600))
    let statuses = await deliver([large, entry(2)], by: SMTPChannel(try fiend.account()))
    #expect(statuses.map(\.code) == ["5.3.4", "2.0.0"])
    #expect(try fiend.commands("MAIL").count == 1)
  }

  @Test("Delivery reports are asked for where the server has them, not for an empty sender")
  func reports() async throws {
    let fiend = try await SMTPFiend.started("good")
    let statuses = await deliver(
      [entry(1), entry(2, from: "")], by: SMTPChannel(try fiend.account()))
    #expect(statuses.allSatisfy { $0.isDelivered })
    let size = entry(1).notice.bytes.count
    #expect(
      try fiend.commands("MAIL") == [
        "MAIL FROM:<signalen@voorbeeld.nl> SIZE=\(size) RET=HDRS ENVID=uniek1@voorbeeld.nl",
        "MAIL FROM:<> SIZE=\(size)",
      ])
    #expect(
      try fiend.commands("RCPT") == [
        "RCPT TO:<coordinator@voorbeeld.nl> NOTIFY=FAILURE,DELAY",
        "RCPT TO:<coordinator@voorbeeld.nl>",
      ])
  }

  @Test("What could become a command or a second message never leaves")
  func hostileEntries() async throws {
    let fiend = try await SMTPFiend.started("good")
    let good = "Subject: x\r\n\r\nx\r\n"
    let entries = [
      entry(1, to: "a@voorbeeld.nl>\r\nRCPT TO:<evil@voorbeeld.nl"), entry(2, to: "a@b.nl\n"),
      entry(3, to: ""), entry(4, to: "a@b.nl NOTIFY=NEVER"), entry(5, to: "jösé@voorbeeld.nl"),
      entry(6, from: "a@b.nl>\r\nRSET"), entry(7, from: "a b@c.nl"),
      entry(8, message: "Subject: x\r\n\r\nx\n.\nMAIL FROM:<evil@voorbeeld.nl>\r\n"),
      entry(9, message: good + "\n.\n"), entry(10, message: good + "\r.\r"),
      entry(11, message: good + "a\u{0}b\r\n"), entry(12, message: good + "café\r\n"),
      entry(13, message: good + "no end"), entry(14, message: ""),
      entry(15, message: good + String(repeating: "x", count: 999) + "\r\n"),
      entry(16, message: good),
    ]
    let statuses = await deliver(entries, by: SMTPChannel(try fiend.account()))
    #expect(
      statuses.map(\.code) == Array(repeating: "5.1.3", count: 5)
        + Array(repeating: "5.1.7", count: 2) + Array(repeating: "5.6.0", count: 8) + ["2.0.0"])
    #expect(try fiend.commands("MAIL").count == 1)
    #expect(try !fiend.lines().contains { $0.contains("evil") })
    #expect(statuses.allSatisfy { !$0.text.contains("@") }, "no address in what is logged")
    try expectCleanWire(fiend)
  }

  /// CRLF only, one RCPT in a transaction, no line of the message that ends it early.
  private func expectCleanWire(_ fiend: SMTPFiend) throws {
    let wire = try fiend.wire()
    for connection in Set(wire.map(\.connection)) {
      let bytes = wire.filter { $0.connection == connection }.flatMap(\.bytes)
      for (index, byte) in bytes.enumerated() {
        if byte == 0x0a { #expect(index > 0 && bytes[index - 1] == 0x0d, "a bare LF") }
        if byte == 0x0d {
          #expect(index + 1 < bytes.count && bytes[index + 1] == 0x0a, "a bare CR")
        }
      }
      var recipients = 0
      for line in bytes.split(separator: 0x0a) {
        if line.starts(with: "MAIL ".utf8) { recipients = 0 }
        if line.starts(with: "RCPT ".utf8) { recipients += 1 }
        #expect(recipients <= 1, "two recipients in one transaction")
      }
    }
  }
}
