import Core
import Testing

@testable import Transport

@Suite("Answers of an SMTP server")
struct SMTPReplyTests {
  private func replies(_ chunks: [[UInt8]]) throws -> [SMTPReply] {
    var parser = SMTPReplyParser()
    var replies: [SMTPReply] = []
    for chunk in chunks {
      parser.append(chunk)
      while let reply = try parser.next() { replies.append(reply) }
    }
    return replies
  }

  @Test(
    "Codes, enhanced codes and lines that go on",
    arguments: [
      ("250 ok\r\n", 250, nil), ("250\r\n", 250, nil), ("250 2.1.5 ok\r\n", 250, [1, 5]),
      ("550 5.7.26 no\r\n", 550, [7, 26]), ("550-5.1.1 no\r\n550 5.1.1 no\r\n", 550, [1, 1]),
      ("250-a\r\n250-b\r\n250 c\r\n", 250, nil), ("421 4.3.2\r\n", 421, [3, 2]),
      ("250 ok\n", 250, nil), ("550 5.1 no\r\n", 550, nil), ("550 5.1.1x no\r\n", 550, nil),
      ("550 5.1111.1 no\r\n", 550, nil), ("550 4.1.1 other class\r\n", 550, nil),
      ("354 \u{e9}\r\n", 354, nil),
    ] as [(String, Int, [Int]?)])
  func parsed(_ text: String, _ code: Int, _ enhanced: [Int]?) throws {
    let reply = try #require(try replies([Array(text.utf8)]).first)
    #expect(reply.code == code)
    #expect(reply.enhanced.map { [$0.subject, $0.detail] } == enhanced)
    // The same, a byte at a time.
    #expect(try replies(text.utf8.map { [$0] }) == [reply])
  }

  @Test(
    "What is no answer is refused",
    arguments: [
      "\r\n", "ok\r\n", "25 ok\r\n", "2500 ok\r\n", "250+ok\r\n", "650 ok\r\n", "100 ok\r\n",
      "250-a\r\n251 b\r\n", "250-a\r\nb\r\n", "+50 ok\r\n", " 250 ok\r\n", "２５０ ok\r\n",
      "250 " + String(repeating: "x", count: 5000),
      "250 " + String(repeating: "x", count: 5000) + "\r\n",
      String(repeating: "250-a\r\n", count: 201),
    ])
  func malformed(_ text: String) {
    #expect(throws: SMTPReplyParser.Malformed.self) { try replies([Array(text.utf8)]) }
  }

  @Test("Half a line is no answer yet")
  func partial() throws {
    #expect(try replies([Array("250-a\r\n250 b\r".utf8)]).isEmpty)
    var parser = SMTPReplyParser()
    parser.append(Array("250 a\r\n2".utf8))
    #expect(try parser.next()?.code == 250)
    #expect(!parser.isEmpty)
  }

  @Test("Random bytes end in answers or a refusal")
  func random() {
    let alphabet = Array("0123456789 -.\r\n\nx".utf8) + [0, 0xff]
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0..<60)).map { _ in alphabet.randomElement() ?? 0 }
      if let replies = try? replies([bytes]) {
        #expect(replies.allSatisfy { (200...599).contains($0.code) })
      }
    }
  }

  @Test("A refusal has the class of its code and our own words only")
  func statuses() {
    let full = SMTPReply(code: 452, enhanced: (2, 2)).recipientStatus
    #expect((full.code, full.text) == ("4.2.2", "recipient refused (452)"))
    #expect(SMTPReply(code: 550).recipientStatus.code == "5.1.0")
    #expect(SMTPReply(code: 421).recipientStatus.code == "4.3.2")
  }

  @Test(
    "What counts is the EHLO answer after the encryption",
    arguments: [
      (
        ["220 x", "250-x", "250-DSN", "250 SIZE 99", "220 go", "250-x", "250 8BITMIME"], false,
        false, 0
      ),
      (
        ["220 x", "250-x", "250 STARTTLS", "220 go", "250-x", "250-dsn", "250 Size 500"], true,
        true, 500
      ),
      (["220 x", "250-x", "250-DSN", "250 SIZE", "334 ", "235 ok"], true, true, 0),
      (["220 x", "250-x", "250 SIZE -5"], false, true, 0),
      (["220 x", "250-x", "250 SIZE 99999999999999999999"], false, true, 0),
      (["220 x", "250 DSN"], false, false, 0),
      ([], false, false, 0),
    ] as [([String], Bool, Bool, Int)])
  func capabilities(_ lines: [String], _ dsn: Bool, _ size: Bool, _ limit: Int) {
    let capabilities = SMTPCapabilities(lines.map { Array($0.utf8) })
    #expect(capabilities.hasDSN == dsn)
    #expect(capabilities.hasSize == size)
    #expect(capabilities.sizeLimit == limit)
  }

  @Test(
    "Dots at the start of lines are doubled, and no others",
    arguments: [
      ("a\r\n", "a\r\n"), (".\r\n", "..\r\n"), ("a.\r\n.b\r\n..\r\n", "a.\r\n..b\r\n...\r\n"),
      ("", ""),
    ])
  func stuffing(_ message: String, _ stuffed: String) {
    #expect(dotStuffed(Array(message.utf8)) == Array(stuffed.utf8))
  }
}
