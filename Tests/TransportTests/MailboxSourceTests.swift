import Core
import Foundation
import Platform
import Testing

@testable import Transport

@Suite("A mailbox of a real Dovecot as a source", .timeLimit(.minutes(5)))
struct MailboxSourceTests {
  let mailbox: Mailbox
  let intake = RecordingIntake()
  init() throws { mailbox = try Mailbox() }

  @Test("500 mails, seen by people before or not, are taken in byte for byte and moved")
  func takesAll() async throws {
    let mails = (0..<500).map { mail($0, padding: $0 % 7 == 0 ? 90_000 : 300) }
    try mailbox.deliver(Array(mails[..<250]))
    try mailbox.deliver(Array(mails[250...]), seen: true)
    try await MailboxSource(mailbox.account()).run(intake, once: true)
    #expect(await Set(intake.contents) == Set(mails))
    #expect(await intake.handed.count == 500)
    #expect(await intake.unsettled == 0)
    #expect((mailbox.count(), mailbox.count("Verwerkt"), mailbox.count("Afgekeurd")) == (0, 500, 0))
    #expect(await intake.reports.last?.problem == nil)
  }
}
