import Core
import Foundation
import Reading
import Testing

/// A message tree thrown together by dice, with the path of every leaf as IMAP numbers it (RFC 9051 6.4.5.1).
struct Tree {
  var lines: [String] = []
  var leaves: [String] = []
  private var dice: Dice
  private var boundaries = 0

  init(seed: UInt64) {
    dice = Dice(seed)
    lines = ["From: a@b.example", "Subject: boom \(seed)", "MIME-Version: 1.0"]
    root(prefix: "", depth: 0)
  }

  var bytes: [UInt8] { Array(lines.joined(separator: "\r\n").utf8) }

  private mutating func root(prefix: String, depth: Int) {
    if Bool.random(using: &dice) || depth == 0 {
      multipart(path: prefix, depth: depth)
    } else {
      leaf(path: prefix.isEmpty ? "1" : prefix + ".1")
    }
  }

  private mutating func multipart(path: String, depth: Int) {
    boundaries += 1
    let boundary = "grens-\(boundaries)"
    let kind = ["mixed", "alternative", "related", "x-eigen"].randomElement(using: &dice) ?? ""
    lines += ["Content-Type: multipart/\(kind); boundary=\(boundary)", ""]
    for index in 1...Int.random(in: 1...4, using: &dice) {
      lines.append("--\(boundary)")
      part(path: path.isEmpty ? "\(index)" : "\(path).\(index)", depth: depth + 1)
    }
    lines.append("--\(boundary)--")
  }

  private mutating func part(path: String, depth: Int) {
    switch depth > 4 ? 9 : Int.random(in: 0...9, using: &dice) {
    case 0, 1: multipart(path: path, depth: depth)
    case 2, 3:
      lines += ["Content-Type: message/rfc822", "", "Subject: binnen"]
      root(prefix: path, depth: depth + 1)
    default: leaf(path: path)
    }
  }

  private mutating func leaf(path: String) {
    leaves.append(path)
    let kinds: [[String]] = [
      ["", "gewone tekst \(path)"],
      ["Content-Type: text/html", "", "<p>pagina \(path)</p>"],
      [
        "Content-Type: image/png; name=\"a.png\"", "Content-Transfer-Encoding: base64", "",
        "iVBORw0KGgo=",
      ],
      [
        "Content-Type: application/octet-stream", "Content-Disposition: attachment; filename=a.txt",
        "", "bijlage \(path)",
      ],
      ["Content-Type: text/calendar", "", "BEGIN:VCALENDAR", "END:VCALENDAR"],
      [
        "Content-Type: application/pkcs7-signature; name=smime.p7s",
        "Content-Transfer-Encoding: base64", "", "MIIB",
      ],
      ["Content-Type: message/delivery-status", "", "Action: failed"],
      ["Content-Type: text/plain", "", ""],
    ]
    lines += kinds.randomElement(using: &dice) ?? []
  }
}

@Suite("The manifest of parts")
struct ManifestTests {
  @Test(
    "Every leaf of any message is there exactly once, under its IMAP number", arguments: 0..<200)
  func complete(seed: Int) {
    let tree = Tree(seed: UInt64(seed))
    let item = submitted(tree.bytes)
    #expect(item.submission.parts.map(\.path).sorted() == tree.leaves.sorted())
    #expect(item.refusal == nil)
    #expect(isWhole(item))
  }

  @Test("A hundred files of one name are a hundred files")
  func oneName() {
    let part = "--p\nContent-Type: image/png; name=foto.png\n\n\u{89}PNG\r\n\u{1A}\n"
    let item = submitted(
      Array(
        ("Subject: x\nContent-Type: multipart/mixed; boundary=p\n\n"
          + String(repeating: part, count: 100)).utf8))
    #expect(item.submission.parts.count { $0.name == "foto.png" } == 100)
  }

  @Test(
    "Parts that are not opened say why",
    arguments: [
      (
        "message/external-body; access-type=URL; URL=\"https://x.example/\"",
        "Content-Type: text/plain\n\n", Part.Outcome.reported, "elders"
      ),
      ("message/partial; id=x; number=1; total=2", "deel", .reported, "gesplitst"),
      ("application/pkcs7-mime; smime-type=enveloped-data", "x", .reported, "versleuteld"),
      ("text/plain", "-----BEGIN PGP MESSAGE-----\n\nabc\n", .reported, "versleuteld"),
      ("application/pgp-signature", "-----BEGIN PGP SIGNATURE-----\n", .stored, "handtekening"),
      ("application/pdf", "%PDF-1.7\n", .reported, "beschadigd"),
      ("text/plain; name=foto.txt", "\u{89}PNG\r\n\u{1A}\n\u{0}", .read, ""),
      ("image/jpeg; name=a.jpg", "{\\rtf1 x}", .read, ""),
      ("application/octet-stream; name=a.bin", "\u{0}\u{1}\u{2}\u{3}", .stored, "onbekend formaat"),
    ])
  func notes(type: String, content: String, outcome: Part.Outcome, note: String) throws {
    let item = submitted(
      Array(
        ("Content-Type: multipart/mixed; boundary=p\n\n--p\n\nhallo\n--p\nContent-Type: \(type)\n\n\(content)\n--p--\n")
          .utf8))
    let part = try #require(item.submission.parts.last)
    #expect(part.path == "2")
    #expect(part.outcome == outcome)
    #expect(part.note?.contains(note) ?? note.isEmpty)
    #expect(text(item).contains("hallo"))
  }

  @Test("Content decides, not the name or the declared type")
  func lies() {
    let item = submitted(
      mail(
        "Content-Type: multipart/mixed; boundary=p", "", "--p",
        "Content-Type: image/png; name=foto.png", "", "Dit is tekst.", "--p",
        "Content-Type: text/html; name=x.html", "", "%PDF-1.4", "--p",
        "Content-Type: application/octet-stream; name=mail.bin", "", "Received: from a by b; today",
        "Message-ID: <a@b>", "Subject: bewaard", "", "als bestand", "--p--"))
    #expect(item.submission.parts.map(\.type) == ["text/plain", "application/pdf", "text/plain"])
    #expect(item.submission.parts.map(\.outcome) == [.read, .reported, .read])
    #expect(item.submission.attached.map(\.subject) == ["bewaard"])
    #expect(text(item).contains("Dit is tekst."))
  }

  @Test(
    "Names are made fit to be shown",
    arguments: [
      ("name=\"../../etc/passwd\"", "passwd"), ("name=\"C:\\\\map\\\\a.doc\"", "a.doc"),
      ("name*=utf-8''a%0D%0Ab%E2%80%AEfdp.exe", "abfdp.exe"),
      ("name=\"=?utf-8?q?na=C3=AFef?=.pdf\"", "naïef.pdf"),
      ("name*0*=utf-8''%e2%82; name*1*=%ac.txt", "€.txt"), ("name=\"   \"", nil),
    ])
  func names(parameter: String, shown: String?) {
    let item = submitted(mail("Content-Type: application/pdf; \(parameter)", "", "%PDF-1.4"))
    #expect(item.submission.parts.map(\.name) == [shown])
  }

  @Test(
    "Long texts beside the message are kept and do not hold the message up",
    arguments: [
      (50_000, 1, [Part.Outcome.read, .stored]),
      (40_000, 8, Array(repeating: .read, count: 8) + [.stored]),
    ])
  func longAttachments(lines: Int, count: Int, outcomes: [Part.Outcome]) {
    let long = String(repeating: "regel\n", count: lines)
    let part = "--p\nContent-Type: text/csv; name=a.csv\n\n\(long)\n"
    let item = submitted(
      Array(
        ("Content-Type: multipart/mixed; boundary=p\n\n--p\n\nhallo\n"
          + String(repeating: part, count: count) + "--p--\n").utf8))
    #expect(item.refusal == nil)
    #expect(item.submission.parts.map(\.outcome) == outcomes)
    #expect(item.submission.parts.last?.note?.contains("lange tekst") == true)
  }

  @Test(
    "A file that is none of ours is kept, and is not nothing",
    arguments: ["SQLite format 3\u{0}", "\u{89}PNG\r\n\u{1A}\n\u{0}"])
  func dropped(content: String) {
    let bytes =
      content.hasPrefix("%") ? Array(content.utf8) : [0x89] + Array(content.utf8.dropFirst(2))
    let item = submitted(bytes, door: .folder)
    #expect(item.refusal == nil)
    #expect(item.submission.parts.map(\.outcome) == [.stored])
    #expect(item.submission.parts.first?.note?.hasPrefix("bestand (") == true)
  }
}
