import Core
import Foundation
import Reading
import Testing

@Suite("Links to a message that lies elsewhere")
struct SecureMailTests {
  static let reader: Reader? = try? Reader(tables: projectTables)

  private func verdict(_ lines: [String]) throws -> Verdict {
    try #require(Self.reader).verdict(
      ReadRequest(
        door: .mail, receivedAt: Timestamp(seconds: 1_790_000_000),
        bytes: Array(lines.joined(separator: "\r\n").utf8)))
  }

  private func record(_ verdict: Verdict) -> String {
    String(decoding: verdict.record, as: UTF8.self)
  }

  @Test(
    "A link to a service for secure mail is told, in text and in a page",
    arguments: [
      ("https://app.zivver.com/inbox/abc", "Zivver"),
      ("HTTPS://APP.ZIVVER.COM/inbox/abc", "Zivver"),
      ("https://filecap.gemeente.example/x", "FileCap"),
      ("https://mail.filecap.example/x", "FileCap"),
      ("https://outlook.office365.com/Encryption/retrieve.ashx", "Microsoft Purview"),
      ("https://outlook.office365.com/calendar", nil), ("https://zivver.com.boef.example/", nil),
      ("https://www.oldenzaal.example/app.zivver.com", nil), ("app.zivver.com", nil),
      ("://", nil), ("https://", nil),
    ] as [(String, String?)])
  func told(link: String, service: String?) throws {
    for body in [
      ["", "Lees het bericht: \(link)"],
      ["Content-Type: text/html", "", "<p>Lees <a href=\"\(link)\">het bericht</a></p>"],
    ] {
      let text = record(
        try verdict(
          ["From: noor@borne.example", "Subject: melding over de Kerkstraat in Oldenzaal"] + body))
      #expect(text.contains("koppeling naar") == (service != nil))
      if let service { #expect(text.contains(service)) }
    }
  }

  @Test("A message that is only such a link is looked at by a person, whatever its header says")
  func doubtful() throws {
    let head = ["From: noreply@zivver.example", "Subject: Afwezig: beveiligd bericht"]
    let link = "Dit is een automatisch bericht. Lees het bericht: "
    for (line, outcome) in [
      (link + "https://app.zivver.com/a", Outcome.quarantine), (link, .notASignal),
    ] {
      let verdict = try verdict(head + ["Auto-Submitted: auto-replied", "", line])
      #expect(verdict.outcome == outcome)
    }
  }

  @Test(
    "A service is told once, and a list of links ends in time",
    arguments: [2, 3000])
  func once(count: Int) throws {
    let links = String(repeating: "https://app.zivver.com/a\n", count: count)
    let text = record(try verdict(["From: noor@borne.example", "Subject: x", "", links]))
    #expect(text.components(separatedBy: "koppeling naar Zivver").count == 2)
  }
}
