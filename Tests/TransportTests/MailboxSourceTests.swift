import Core
import Foundation
import Platform
import Testing

@testable import Transport

@Suite("A mailbox of a real Dovecot as a source", .timeLimit(.minutes(5)))
struct MailboxSourceTests {
  let mailbox: Mailbox
  let intake = RecordingIntake()
  init() async throws { mailbox = try await Mailbox() }

  func look(_ change: (inout MailboxAccount) throws -> Void = { _ in }) async throws {
    var account = try mailbox.account()
    try change(&account)
    try await MailboxSource(account).run(intake, once: true)
  }

  @Test("500 mails, seen by people before or not, are taken in byte for byte and moved")
  func takesAll() async throws {
    let mails = (0..<500).map { mail($0, padding: $0 % 7 == 0 ? 90_000 : 300) }
    try mailbox.deliver(Array(mails[..<250]))
    try mailbox.deliver(Array(mails[250...]), seen: true)
    try await look()
    #expect(await digests(intake.contents) == digests(mails))
    #expect(await intake.handed.count == 500)
    #expect(await intake.unsettled == 0)
    #expect((mailbox.count(), mailbox.count("Verwerkt"), mailbox.count("Afgekeurd")) == (0, 500, 0))
    #expect(await intake.reports.last?.problem == nil)
  }

  @Test("An item has the ledger's key and the moment of receipt")
  func items() async throws {
    let before = wallClock()
    try mailbox.deliver([mail(1)])
    try await look()
    let item = try #require(await intake.handed.first)
    #expect((item.door, item.ledger.source, item.ledger.collection) == (.mail, "postvak", "INBOX"))
    #expect(item.ledger.key == "1" && item.ledger.epoch > 0)
    #expect((before - 60...wallClock()).contains(item.receivedAt.seconds))
  }

  @Test("STARTTLS leads to the same mailbox")
  func startTLS() async throws {
    try mailbox.deliver([mail(1)])
    try await MailboxSource(mailbox.account(.startTLS)).run(intake, once: true)
    #expect(await intake.handed.count == 1)
    #expect(mailbox.count() == 0)
  }

  @Test(
    "A message over the limit is not read; it becomes an item without bytes and goes to Afgekeurd")
  func overLimit() async throws {
    let large = mail(2, padding: 200_000)
    try mailbox.deliver([mail(1), large, mail(3)])
    try await look { $0.maxMessageBytes = 100_000 }
    #expect(await Set(intake.contents) == [mail(1), mail(3)])
    #expect(await intake.refusals == ["limit:bytes=\(large.count)"])
    #expect((mailbox.count("Verwerkt"), mailbox.count("Afgekeurd")) == (2, 1))
  }

  @Test("A message of 25 MB comes whole")
  func largeMessage() async throws {
    let large = mail(1, padding: 25_000_000)
    try mailbox.deliver([large])
    try await look()
    #expect(await intake.contents == [large])
  }

  @Test(
    "When the move is refused nothing is taken in twice, and it is moved when that is possible again"
  )
  func moveRefused() async throws {
    try mailbox.deliver([mail(1), mail(2)])
    try await look()
    try mailbox.deliver((3...5).map { mail($0) })
    try mailbox.setWritable(false, "Verwerkt")
    for _ in 0..<2 { await #expect(throws: ConnectionError.self) { try await look() } }
    #expect(await intake.handed.count == 5)
    #expect(await intake.problems.contains { $0.contains("verplaatst") })
    #expect(mailbox.count() == 3)
    try mailbox.setWritable(true, "Verwerkt")
    try await look()
    #expect(await intake.handed.count == 5)
    #expect((mailbox.count(), mailbox.count("Verwerkt")) == (0, 5))
    #expect(await intake.unsettled == 0)
  }

  @Test("When the intake takes nothing, everything stays on the server")
  func intakeFails() async throws {
    try mailbox.deliver((1...5).map { mail($0) })
    await intake.fail(times: 1)
    await #expect(throws: StoreError.self) { try await look() }
    #expect(mailbox.count() == 5)
    #expect(await intake.reports.last?.unaccounted == 5)
    try await look()
    #expect(await intake.contents.count == 5)
    #expect(mailbox.count() == 0)
  }

  @Test(
    "A renumbered mailbox is listed anew: nothing is doubled, nothing skipped, somebody is told once"
  )
  func renumbered() async throws {
    try mailbox.deliver((1...3).map { mail($0) })
    try await look()
    try mailbox.deliver((4...6).map { mail($0) })
    try mailbox.setWritable(false, "Verwerkt")
    await #expect(throws: ConnectionError.self) { try await look() }
    try mailbox.setWritable(true, "Verwerkt")
    try mailbox.changeUIDValidity()
    try mailbox.deliver([mail(7)])
    try await look()
    #expect(await intake.contents.count == 7)
    #expect(await Set(intake.rows.keys.map(\.epoch)).count == 2)
    #expect(mailbox.count() == 0)
    #expect(await intake.problems.filter { $0.contains("UIDVALIDITY") }.count == 1)
    try await look()
    #expect(await intake.problems.filter { $0.contains("UIDVALIDITY") }.count == 1)
  }

  @Test("What the ledger knows and the server has lost is written down as gone")
  func goneFromServer() async throws {
    try mailbox.deliver([mail(1)])
    try await look()
    await intake.unsettle()
    try await look()
    #expect(await intake.unsettled == 0)
    #expect(await intake.handed.count == 1)
  }

  @Test("Mailboxes with names beyond ASCII are made, and made again when somebody removed them")
  func names() async throws {
    try mailbox.deliver([mail(1)])
    try await look {
      $0.processedMailbox = "Verwerkt & bewaard é"
      $0.rejectedMailbox = "Bakje \"rest\""
    }
    #expect(mailbox.count("Verwerkt &- bewaard &AOk-") == 1)
  }

  @Test("Small batches and large ones bring the same", arguments: [1, 7, 100, 5000])
  func batches(size: Int) async throws {
    let mails = (0..<60).map { mail($0, padding: 2000) }
    try mailbox.deliver(mails)
    try await look {
      $0.batchMessages = size
      $0.batchBytes = size == 100 ? 5000 : 1 << 20
    }
    #expect(await digests(intake.contents) == digests(mails))
    #expect(await intake.batches.allSatisfy { $0 <= (size == 100 ? 4 : size) })
  }

  @Test("The next batch is read while the intake has the previous one, and no third")
  func overlap() async throws {
    let server = try await HostileServer.shared()
    var account = try server.account("plain")
    account.batchMessages = 1
    await intake.watch { [account] in
      let asked = { server.commands(of: account).count { $0.contains("BODY.PEEK") } }
      _ = await eventually(within: 30) { asked() >= 2 }
      try? await Task.sleep(for: .milliseconds(300))
      return asked()
    }
    try await MailboxSource(account).run(intake, once: true)
    #expect(await intake.sights.first == 2)
    #expect(await intake.contents.count == 3)
  }

  @Test("Two daemons on one mailbox take in each message once, and leave nothing behind")
  func twoDaemons() async throws {
    let mails = (0..<200).map { mail($0) }
    try mailbox.deliver(mails)
    let account = try mailbox.account()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<2 {
        group.addTask { [intake] in
          let source = MailboxSource(account)
          // Both may want to make the same mailbox at the same moment; the next look finds it.
          for look in 0..<4 {
            do { return try await source.run(intake, once: true) } catch  where look < 3 {}
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(await digests(intake.contents) == digests(mails))
    #expect(await intake.contents.count == 200)
    #expect(await intake.unsettled == 0)
    #expect(mailbox.count() == 0)
  }

  // MARK: Staying

  @Test("New mail is announced by the server and taken in at once, long before the next poll")
  func idle() async throws {
    var account = try mailbox.account()
    account.pollSeconds = 600
    let source = MailboxSource(account)
    let running = Task { try await source.run(intake, once: false) }
    #expect(await eventually { await !intake.reports.isEmpty })
    for number in 1...3 {
      try mailbox.deliver([mail(number)])
      #expect(await eventually { await intake.contents.count == number })
    }
    #expect(await eventually { mailbox.count("Verwerkt") == 3 })
    let stop = ContinuousClock.now
    running.cancel()
    try await running.value
    #expect(ContinuousClock.now - stop < .seconds(10))
  }

  @Test("Without announcements it is seen at the next poll")
  func poll() async throws {
    var account = try mailbox.account()
    account.usesIdle = false
    account.pollSeconds = 0.2
    let source = MailboxSource(account)
    let running = Task { try await source.run(intake, once: false) }
    #expect(await eventually { await !intake.reports.isEmpty })
    try mailbox.deliver([mail(1)])
    #expect(await eventually { await intake.contents.count == 1 })
    running.cancel()
    try await running.value
  }

  @Test("A wrong password is tried three times and then rarely, with an alarm, and never given up")
  func wrongPassword() async throws {
    var account = try mailbox.account()
    account.authentication = .password(try secretFile("fout"))
    account.backoff = LoginBackoff(
      backoff: Backoff(first: .milliseconds(20), limit: .milliseconds(100)), slow: .seconds(600))
    let source = MailboxSource(account)
    let running = Task { try await source.run(intake, once: false) }
    #expect(await eventually { await intake.reports.count == 3 })
    try await Task.sleep(for: .milliseconds(500))
    #expect(await intake.reports.count == 3)
    let problem = await intake.reports.last?.problem ?? ""
    #expect(problem.contains("wachtwoord is geweigerd") && problem.contains("per uur"))
    #expect(!problem.contains("fout"))
    running.cancel()
    try await running.value
  }

  @Test("A dead account does not delay another")
  func deadAccount() async throws {
    var dead = try await HostileServer.shared().account("plain", port: "silent")
    dead.connectSeconds = 60
    let sources = [MailboxSource(dead), MailboxSource(try mailbox.account())]
    try mailbox.deliver([mail(1)])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for source in sources { group.addTask { try await source.run(intake, once: false) } }
      #expect(await eventually { mailbox.count("Verwerkt") == 1 })
      let stop = ContinuousClock.now
      group.cancelAll()
      try await group.waitForAll()
      #expect(ContinuousClock.now - stop < .seconds(10))
    }
  }
}
