import Core
import Foundation
import Reading
import Testing

@Suite("Messages")
struct MailTests {
  @Test("Fields that contradict one another give the same result in both orders")
  func doubled() {
    let types = ["Content-Type: text/plain", "Content-Type: multipart/mixed; boundary=p"]
    let subjects = ["X-A: 1", "X-A: 2"]
    let body = ["", "--p", "Content-Type: text/plain", "", "in het deel", "--p--"]
    func read(_ header: [String]) -> ReadItem {
      submitted(Array((header + subjects + body).joined(separator: "\r\n").utf8))
    }
    let (one, other) = (read(types), read(types.reversed()))
    #expect(text(one) == "in het deel")
    #expect(text(other) == text(one))
    #expect(other.submission.parts == one.submission.parts)
    #expect(one.submission.faults.contains("headers"))
  }

  @Test(
    "The line end before a boundary is not content, however the lines end",
    arguments: ["\n", "\r\n"], ["\n", "\r\n", ""])
  func boundaryEnds(before: String, after: String) {
    let head = "Content-Type: multipart/mixed; boundary=p\n\n--p\n\n"
    let item = submitted(Array("\(head)een\(before)--p\n\ntwee\(before)--p--\(after)".utf8))
    #expect(text(item) == "een\ntwee")
  }

  @Test(
    "No header value has a line break or a control character",
    arguments: [
      "=?utf-8?q?a=0D=0ABcc:_x?=", "=?utf-8?b?YQ0KQmNjOiB4?=", "a\r\n Bcc: x", "a\u{1}\u{7f}Bcc: x",
    ])
  func injected(subject: String) {
    let item = submitted(
      Array("Subject: \(subject)\r\nFrom: =?utf-8?q?a=0Ab?= <a@b.example>\r\n\r\nx".utf8))
    #expect(item.submission.subject.contains("Bcc: x"))
    #expect(item.submission.from?.name == "a b")
    for header in item.submission.headers {
      #expect(header.value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f })
    }
  }

  @Test(
    "Encoded words that are padded one by one are read to the end",
    arguments: [
      (
        "=?utf-8?b?T3ZlcmxhcyA=?=\r\n =?utf-8?B?aW4gRGVkZW4=?= =?UTF-8?b?IGVuIEdvb3I=?=",
        "Overlas in Deden en Goor"
      ),
      ("a =?utf-8?b?Yg==?= c =?utf-8?b?ZA==?=", "a b c d"),
      ("=?utf-8?b?Q2Fmw6k=?= =?iso-8859-1?b?6Q==?= =?utf-8?b?w6k=?=", "Cafééé"),
      ("=?utf-8?b?T3Y=?= =?utf-8?q?=65r?= =?utf-8?b?bGFz?=", "Overlas"),
      ("=?utf-8?b?w?= =?utf-8?b?6k=?= =?utf-8?b?", nil),
      ("=?=?utf-8?b?YQ==?= =?utf-8?b?Yg==?=", nil),
    ] as [(String, String?)])
  func padded(written: String, subject: String?) {
    let item = submitted(
      mail("Subject: \(written)", "From: =?utf-8?b?Tm8=?= =?utf-8?b?b3I=?= <a@b.example>", "", "x"))
    #expect(subject == nil || item.submission.subject == subject)
    #expect(item.submission.from?.name == "Noor")
    #expect(text(item) == "x")
  }

  @Test(
    "The plain version is read, unless the other says more",
    arguments: [
      (
        "Gezien: drie mannen in een schuur.", "<p>Gezien: drie mannen in een schuur.</p>",
        "Gezien: drie mannen in een schuur.", false
      ),
      ("", "<p>alleen hier</p>", "alleen hier\n", false),
      (
        "Uw programma toont geen HTML.",
        "<p>De melding staat alleen in deze versie, met het adres erbij.</p>",
        "De melding staat alleen in deze versie, met het adres erbij.\n\nUw programma toont geen HTML.",
        true
      ),
      (
        "Het pand staat in Enschede aan het Blikken Pad.",
        "<p>De loods staat te Hengelo bij de Tinnen Weg.</p>",
        "Het pand staat in Enschede aan het Blikken Pad.\nDe loods staat te Hengelo bij de Tinnen Weg.\n",
        true
      ),
      (
        "Naam\nIlse\nPlaats\nBorne",
        "<table><tr><td>Naam</td><td>Ilse</td></tr><tr><td>Plaats</td><td>Borne</td></tr></table>",
        "Naam⇥Ilse\nPlaats⇥Borne\n", false
      ),
    ])
  func alternatives(plain: String, html: String, expected: String, differ: Bool) {
    let item = submitted(
      mail(
        "Content-Type: multipart/alternative; boundary=p", "", "--p", "Content-Type: text/plain",
        "",
        plain, "--p", "Content-Type: text/html", "", html, "--p--"))
    #expect(text(item) == expected)
    #expect(item.submission.faults.contains("alternative") == differ)
    #expect(item.submission.parts.map(\.outcome) == [.read, .read])
  }

  @Test(
    "Reports and calendar messages leave a mark",
    arguments: [
      (
        "text/calendar; method=REPLY", "BEGIN:VCALENDAR\nMETHOD:REPLY\n",
        "text/calendar; method=REPLY"
      ),
      ("text/calendar", "BEGIN:VCALENDAR\nMETHOD:REQUEST\n", "text/calendar; method=REQUEST"),
      (
        "message/delivery-status", "Reporting-MTA: x\n\nAction: delayed\nStatus: 4.4.1\n",
        "message/delivery-status; action=delayed; status=4.4.1"
      ),
      (
        "message/disposition-notification",
        "Disposition: manual-action/MDN-sent-manually; displayed\n",
        "message/disposition-notification; disposition=manual-action/MDN-sent-manually; displayed"
      ),
    ])
  func marks(type: String, content: String, mark: String) {
    let item = submitted(
      Array(
        "Content-Type: multipart/mixed; boundary=p\n\n--p\nContent-Type: \(type)\n\n\(content)--p--\n"
          .utf8))
    #expect(item.submission.header("x-part-type") == mark)
  }

  @Test(
    "The date, in UTC; none when it cannot be one",
    arguments: [
      ("Tue, 6 Oct 2026 14:05:07 +0200", "2026-10-06T12:05:07Z"),
      ("6 Oct 2026 14:05 GMT", "2026-10-06T14:05:00Z"),
      ("Tue, 06 Oct 26 14:05:07 EST", "2026-10-06T19:05:07Z"), ("gisteren", nil), ("", nil),
    ])
  func dates(written: String, expected: String?) {
    #expect(submitted(mail("Date: \(written)", "", "x")).submission.date?.rfc3339 == expected)
  }

  @Test("Groups, names with commas, and addresses without a domain")
  func addresses() {
    let item = submitted(
      mail(
        "From: \"Balie, A.\" <A.Balie@ALMELO.example>",
        "To: Team: een@b.example, twee@b.example;, los",
        "Cc: =?utf-8?q?Zo=C3=AB?= <zoe@b.example>", "Reply-To: antwoord@b.example", "", "x"))
    #expect(item.submission.from == Address(name: "Balie, A.", email: "A.Balie@almelo.example"))
    #expect(item.submission.recipients.map(\.email).contains("twee@b.example"))
    #expect(item.submission.recipients.last == Address(name: "Zoë", email: "zoe@b.example"))
    #expect(item.submission.replyTo?.email == "antwoord@b.example")
  }

  @Test("What mail servers wrote is left out, what tells automatic mail is kept")
  func headers() {
    let item = submitted(
      mail(
        "Received: from a by b; c", "DKIM-Signature: v=1", "Auto-Submitted: auto-replied",
        "X-Auto-Response-Suppress: All", "List-Id: <x.y>",
        "Content-Type: text/plain; charset=utf-8", "",
        "x"))
    #expect(
      item.submission.headers.map(\.name) == [
        "auto-submitted", "x-auto-response-suppress", "list-id", "content-type",
      ])
  }

  @Test("Nothing at all is empty, a subject or a picture is something")
  func empty() {
    #expect(submitted([]).refusal == "empty")
    #expect(submitted(mail("Subject: spoed", "", "")).refusal == nil)
    #expect(
      submitted(mail("Content-Type: image/png", "", "\u{89}PNG\r\n\u{1A}\n\u{0}")).refusal == nil)
    #expect(submitted(Array("\u{feff}\r\n ".utf8), door: .folder).refusal == "empty")
  }

  @Test("Broken in any way a message is still read, and never traps", arguments: Golden.all)
  func broken(_ sample: Golden) {
    var dice = Dice(UInt64(sample.input.count) + 1)
    for _ in 0..<60 where !sample.input.isEmpty {
      var bytes = Array(sample.input.prefix(Int.random(in: 1...sample.input.count, using: &dice)))
      for _ in 0..<Int.random(in: 0...8, using: &dice) {
        bytes[Int.random(in: 0..<bytes.count, using: &dice)] ^=
          1 << UInt8.random(in: 0...7, using: &dice)
      }
      for door in Door.allCases { #expect(isWhole(submitted(bytes, door: door))) }
    }
  }
}

@Suite("Files from a folder")
struct FileTests {
  @Test("A header block above the text says who wrote it")
  func headerBlock() {
    let item = submitted(
      mail(
        "Onderwerp: pand", "Van: Balie <balie@borne.example>", "Verzonden: 6 oktober 2026 14:05",
        "", "De tekst."),
      door: .folder)
    #expect(item.submission.from?.email == "balie@borne.example")
    #expect(item.submission.subject == "pand")
    #expect(item.submission.date?.rfc3339 == "2026-10-06T12:05:00Z")
    #expect(text(item) == "De tekst.")
  }

  @Test("A sender that the caller knows is taken when the file names none")
  func from() {
    let request = ReadRequest(
      door: .folder, receivedAt: Timestamp(seconds: 0), from: "a@b.example", bytes: Array("x".utf8))
    #expect(read(request).submission.from?.email == "a@b.example")
  }

  @Test(
    "Characters are told from the bytes",
    arguments: [
      ([0xef, 0xbb, 0xbf, 0xc3, 0xa9], "é", false), ([0xe9], "é", true),
      ([0x80, 0x20, 0x93], "€ “", true),
      ([0xff, 0xfe, 0xe9, 0x00], "é", false), ([0xfe, 0xff, 0x00, 0xe9], "é", false),
      ([0xc3, 0xa9], "é", false), ([0x61], "a", false),
    ] as [([UInt8], String, Bool)])
  func characters(bytes: [UInt8], expected: String, isGuess: Bool) {
    let item = submitted(bytes, door: .folder)
    #expect(text(item) == expected)
    #expect(item.submission.faults == (isGuess ? ["charset"] : []))
  }
}
