import Core
import Foundation
import Reading
import Testing

@Suite("Verdicts")
struct VerdictTests {
  static let reader: Reader? = try? Reader(tables: projectTables)

  func verdict(_ bytes: [UInt8], door: Door = .mail) throws -> Verdict {
    try #require(Self.reader).verdict(
      ReadRequest(door: door, receivedAt: Timestamp(seconds: 1_790_000_000), bytes: bytes))
  }

  static let story =
    "In de schuur aan de Tinnen Egelweg 4, 7607 UF Almelo slapen drie mannen. Zij krijgen geen loon en zijn bang voor de baas."

  @Test(
    "A receipt goes to a person who wrote by mail, and to nobody else",
    arguments: [
      (["From: noor@borne.example"], "noor@borne.example"),
      (["From: Noor <noor@borne.example>", "Reply-To: team@borne.example"], "team@borne.example"),
      (["From: noreply@formulier.example", "Reply-To: noor@borne.example"], "noor@borne.example"),
      (["From: noreply@formulier.example"], nil), (["From: no-reply@formulier.example"], nil),
      (["From: Mailer-Daemon@x.example"], nil), (["From: bounce-123@x.example"], nil),
      (["From: niet-beantwoorden@x.example"], nil), (["From: Noor"], nil), ([], nil),
      (["From: \"a b\"@borne.example"], nil), (["From: <a@b.example\u{2028}>"], nil),
      (["From: noor@borne.example", "Return-Path: <>"], nil),
      (["From: noor@borne.example", "Auto-Submitted: auto-generated"], nil),
      (["From: noor@borne.example", "Auto-Submitted: no"], "noor@borne.example"),
      (["From: noor@borne.example", "Precedence: list"], nil),
      (["From: noor@borne.example", "List-Id: <x.example>"], nil),
      (["From: noor@borne.example", "X-Auto-Response-Suppress: All"], nil),
      (["From: noor@borne.example", "From: ander@borne.example"], nil),
    ] as [([String], String?)])
  func receipt(header: [String], expected: String?) throws {
    let bytes = Array(
      (header + ["Subject: melding", "", Self.story]).joined(separator: "\r\n").utf8)
    #expect(try verdict(bytes).receiptTo == expected)
  }

  @Test("No receipt for a file, for what is no signal, and for an anonymous report")
  func noReceipt() throws {
    let head = "Van: Noor <noor@borne.example>\nOnderwerp: melding\nDatum: 6-10-2026\n\n"
    let file = try verdict(Array((head + Self.story).utf8), door: .folder)
    #expect(file.receiptTo == nil)
    #expect(file.sender == "noor@borne.example")
    let away = try verdict(
      mail(
        "From: noor@borne.example", "Subject: Automatisch antwoord: melding", "X-Autoreply: yes",
        "", "Ik ben afwezig."))
    #expect(away.outcome == .notASignal)
    #expect(away.receiptTo == nil)
  }

  @Test("What the message claims to answer, ours only, addresses first, at most sixteen")
  func tokens() throws {
    let ours = (1...20).map { "<MH-2026-00\(10 + $0).k3j5h7g9.x\($0)@twente.example>" }
    let bytes = mail(
      "From: noor@borne.example", "To: signaal+MH-2026-0007.abcdefgh@twente.example, x+y@b.example",
      "In-Reply-To: <vreemd@b.example> \(ours[0])", "References: \(ours.joined(separator: " "))",
      "",
      Self.story)
    let claims = try verdict(bytes).claimedTokens
    #expect(claims.first == "signaal+MH-2026-0007.abcdefgh@twente.example")
    #expect(claims.dropFirst().first == ours[0])
    #expect(claims.dropFirst(2).first == ours[19])
    #expect(claims.count == 16)
    #expect(!claims.contains("<vreemd@b.example>"))
  }

  @Test("A limit is quarantine with what could be read")
  func limited() throws {
    let many = (0..<2000).map { "X-\($0): y" }
    let result = try verdict(
      Array((["Subject: melding"] + many + ["", Self.story]).joined(separator: "\r\n").utf8))
    #expect(result.outcome == .quarantine)
    #expect(result.reason == "limit:headers")
    #expect(String(decoding: result.record, as: UTF8.self).contains("7607"))
    #expect(result.receiptTo == nil)
  }

  @Test("A picture or a document alone is a signal of an unknown place", arguments: Door.allCases)
  func onlyDocument(door: Door) throws {
    let pdf = Array("%PDF-1.4\n".utf8)
    let result = try verdict(
      door == .folder
        ? pdf : Array("From: a@b.example\r\nContent-Type: application/pdf\r\n\r\n".utf8) + pdf,
      door: door)
    #expect(result.outcome == .signal)
    #expect(result.reason == nil)
    #expect(result.status == .unknown)
    #expect(result.queue == regionalQueue)
    #expect(result.parts.map(\.outcome) == [.reported])
  }

  @Test("Nothing is quarantine", arguments: Door.allCases)
  func nothing(door: Door) throws {
    let result = try verdict(Array(" \r\n".utf8), door: door)
    #expect(result.outcome == .quarantine)
    #expect(result.reason == "empty")
  }

  @Test("A verdict comes through the line as it went, whatever the message", arguments: Hostile.all)
  func encoded(_ hostile: Hostile) throws {
    guard hostile.bytes.count < 2_000_000 else { return }
    let result = try verdict(hostile.bytes)
    let bytes = result.encoded()
    #expect(bytes.count <= Verdict.limit)
    #expect(try Verdict(decoding: bytes).encoded() == bytes)
  }
}

@Suite("Fingerprints")
struct FingerprintTests {
  private func print(_ bytes: [UInt8], door: Door = .mail) -> Digest {
    submitted(bytes, door: door).fingerprint
  }

  private static let long = VerdictTests.story

  @Test("One form through two mailboxes, re-encoded, and through a folder is one")
  func same() {
    let first = print(
      mail(
        "From: a@b.example", "To: een@x.example", "Subject: s", "Message-ID: <1@b>", "", Self.long))
    let others = [
      print(
        mail(
          "From: a@b.example", "To: twee@x.example", "Received: from a by b; c",
          "Subject: [extern] s", "", Self.long)),
      print(
        mail(
          "From: a@b.example", "Content-Transfer-Encoding: base64", "",
          Data(Self.long.utf8).base64EncodedString())),
      print(
        mail(
          "Content-Type: text/plain; format=flowed", "",
          Self.long.replacing(" de ", with: " de \r\n"))),
      print(Array((Self.long.replacing(" ", with: "\n") + "\n\n").utf8), door: .folder),
      print(mail("Content-Type: text/html", "", "<p>\(Self.long)</p>")),
    ]
    for other in others { #expect(other == first) }
  }

  @Test("Another word, another file, another link is another form")
  func different() {
    func page(_ link: String) -> [UInt8] {
      mail(
        "Content-Type: text/html", "",
        "<p>\(Self.long) <a href=\"https://x.example/\(link)\">lees</a></p>")
    }
    func with(_ file: String) -> [UInt8] {
      mail(
        "Content-Type: multipart/mixed; boundary=p", "", "--p", "", Self.long, "--p",
        "Content-Type: application/pdf", "", "%PDF-1.4", file, "--p--")
    }
    let prints = [
      print(mail("", Self.long)), print(mail("", Self.long.replacing("drie", with: "vier"))),
      print(mail("", Self.long.uppercased())), print(page("1")), print(page("2")),
      print(with("a")), print(with("b")),
    ]
    #expect(Set(prints).count == prints.count)
    #expect(print(page("1")) == print(page("1")))
  }

  @Test("Files count in any order")
  func order() {
    func with(_ files: [String]) -> [UInt8] {
      let parts = files.flatMap { ["--p", "Content-Type: application/pdf", "", "%PDF-1.4 \($0)"] }
      return Array(
        (["Content-Type: multipart/mixed; boundary=p", "", "--p", "", "zie bijlagen"] + parts + [
          "--p--"
        ]).joined(separator: "\r\n").utf8)
    }
    #expect(print(with(["a", "b"])) == print(with(["b", "a"])))
  }

  @Test("Two short messages stay two, unless sender, subject and date are the same")
  func short() {
    func short(_ from: String, _ subject: String, _ date: String) -> Digest {
      print(mail("From: \(from)", "Subject: \(subject)", "Date: \(date)", "", "Graag terugbellen."))
    }
    let date = "Tue, 6 Oct 2026 14:05:07 +0200"
    let first = short("a@b.example", "s", date)
    #expect(short("a@b.example", "s", date) == first)
    #expect(short("c@b.example", "s", date) != first)
    #expect(short("a@b.example", "t", date) != first)
    #expect(short("a@b.example", "s", "Tue, 6 Oct 2026 14:05:08 +0200") != first)
  }
}
