import Core
import Foundation
import Platform
import Reading
import Testing

/// Hostile messages, made here: each ends in time, and what could be read is read.
struct Hostile: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// `limit:...`, or nil when nothing is over.
  let refusal: String?
  /// Words that must have been read all the same.
  let words: String?
  let bytes: [UInt8]

  init(_ name: String, refusal: String?, words: String? = nil, _ text: String) {
    (testDescription, self.refusal, self.words) = (name, refusal, words)
    bytes = Array(text.utf8)
  }

  private static func nested(_ depth: Int) -> String {
    let levels = (0..<depth).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }
    return "Subject: diep\n" + levels.joined() + "Content-Type: text/plain\n\nde kern\n"
  }

  private static func inside(_ depth: Int) -> String {
    "Subject: in\n"
      + String(repeating: "Content-Type: message/rfc822\n\nSubject: m\n", count: depth)
      + "\nde kern\n"
  }

  private static func parts(_ count: Int, form: String) -> String {
    let part = "--p\nContent-Type: application/octet-stream\n\n\u{1}\u{2}\u{3}\u{4}\n"
    return "Subject: delen\nContent-Type: multipart/mixed; boundary=p\n\n--p\n\n\(form)\n"
      + String(repeating: part, count: count) + "--p\n\nnog een tekst\n--p--\n"
  }

  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  static let all: [Hostile] = [
    Hostile("12 multiparts in one another", refusal: nil, words: "de kern", nested(12)),
    Hostile("49 multiparts in one another", refusal: nil, words: "de kern", nested(49)),
    Hostile("500 multiparts in one another", refusal: "limit:depth", nested(500)),
    Hostile("200,000 multiparts in one another", refusal: "limit:parts", nested(200_000)),
    Hostile("40 messages in one another", refusal: nil, inside(40)),
    Hostile("500 messages in one another", refusal: "limit:depth", inside(500)),
    Hostile("20,000 messages in one another", refusal: "limit:depth", inside(20_000)),
    Hostile("999 parts", refusal: nil, words: "het formulier", parts(990, form: "het formulier")),
    Hostile(
      "10,000 parts", refusal: "limit:parts", words: "het formulier",
      parts(10_000, form: "het formulier")),
    Hostile(
      "200,000 parts", refusal: "limit:parts", words: "het formulier",
      parts(200_000, form: "het formulier")),
    Hostile(
      "1,000 multiparts and lines that may be boundaries", refusal: "limit:parts",
      nested(1000) + repeated("--\n", 2_000_000)),
    Hostile(
      "2,000 header fields", refusal: "limit:headers", words: "toch gelezen",
      "Subject: veel\n" + repeated("X-A: b\n", 2000) + "\ntoch gelezen\n"),
    Hostile(
      "a header field of 300 kB", refusal: "limit:headers", words: "toch gelezen",
      "Subject: lang\nX-A: " + repeated("a", 300_000) + "\n\ntoch gelezen\n"),
    Hostile(
      "a header of 200 kB in one field", refusal: nil, words: "toch gelezen",
      "Subject: lang\nX-A: " + repeated("a", 200_000) + "\n\ntoch gelezen\n"),
    Hostile(
      "20,000 recipients fields", refusal: "limit:headers", words: "toch gelezen",
      repeated("To: a@b.example\n", 20_000) + "\ntoch gelezen\n"),
    Hostile(
      "a list of 100,000 groups in one another", refusal: "limit:headers", words: "toch gelezen",
      "Subject: g\nTo: " + repeated("a:", 100_000) + "\n\ntoch gelezen\n"),
    Hostile(
      "a list of 12,000 recipients", refusal: nil, words: "toch gelezen",
      "Subject: r\nTo: " + repeated("a@b.example, ", 12_000) + "c@d.example\n\ntoch gelezen\n"),
    Hostile(
      "100,000 open comments", refusal: nil, words: "toch gelezen",
      "Subject: c\nTo: " + repeated("(", 100_000) + "\n\ntoch gelezen\n"),
    Hostile(
      "10,000 encoded words", refusal: nil, words: "toch gelezen",
      "Subject: " + repeated("=?utf-8?q?a=0D=0ABcc:?= ", 10_000) + "\n\ntoch gelezen\n"),
    Hostile(
      "10,000 pieces of one parameter", refusal: nil, words: "toch gelezen",
      "Subject: p\nContent-Type: text/plain"
        + (0..<10_000).map { "; name*\($0)=abc" }.joined() + "\n\ntoch gelezen\n"),
    Hostile(
      "a part with 100,000 header fields", refusal: "limit:headers", words: "het formulier",
      "Content-Type: multipart/mixed; boundary=p\n\n--p\n\nhet formulier\n--p\n"
        + repeated("a:b\n", 100_000) + "\n\n--p--\n"),
    Hostile(
      "11 MB of text", refusal: "limit:text", words: "regel van tekst",
      "Subject: t\n\n" + repeated("regel van tekst\n", 700_000)),
    Hostile(
      "9 MB of base64 padding", refusal: "limit:text",
      "Subject: t\nContent-Transfer-Encoding: base64\n\n" + repeated("QQ==", 2_250_000)),
    Hostile(
      "100,000 elements in one another", refusal: "limit:text", words: "boven",
      "Content-Type: text/html\n\n<p>boven</p>" + repeated("<div>", 100_000) + "onder"),
    Hostile(
      "100,000 open tags of text and closing tags that close nothing", refusal: "limit:text",
      "Content-Type: text/html\n\n" + repeated("<b>", 100_000) + repeated("</i>", 100_000)),
    Hostile(
      "500 tables in one another", refusal: nil, words: "diepste",
      "Content-Type: text/html\n\n" + repeated("<table><tr><td>", 300) + "diepste"),
    Hostile(
      "an element with 20,000 attributes", refusal: "limit:text", words: "boven",
      "Content-Type: text/html\n\n<p>boven</p><p "
        + (0..<20_000).map { "a\($0)=b " }.joined() + ">onder</p>"),
    Hostile(
      "entities that grow", refusal: nil, words: "onder",
      "Content-Type: text/html\n\n<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">"
        + "<!ENTITY f SYSTEM \"file:///etc/passwd\">]><p>&b;&f; onder</p>"),
    Hostile(
      "a line of 8 MB", refusal: "limit:text", "Subject: l\n\n" + repeated("a", 8_000_000)),
    Hostile(
      "4 MB of less-than signs", refusal: "limit:text",
      "Content-Type: text/html\n\n" + repeated("<", 4_000_000)),
    Hostile(
      "1 MB of ampersands", refusal: nil, "Content-Type: text/html\n\n" + repeated("&", 1_000_000)),
    Hostile(
      "1 MB of an open comment", refusal: nil,
      "Content-Type: text/html\n\n<p>x</p>" + repeated("<!--", 250_000)),
  ]
}

@Suite("Limits", .serialized)
struct LimitTests {
  @Test("Hostile messages end in time, with the limit named", arguments: Hostile.all)
  func ends(_ hostile: Hostile) {
    let start = monotonicClock()
    let item = submitted(hostile.bytes)
    let took = Double(monotonicClock() - start) / 1e9
    // A tenth of it when the program is built for release and the machine is free.
    #expect(took < 20)
    #expect(item.refusal == hostile.refusal)
    if let words = hostile.words {
      #expect(
        texts(item.submission).contains {
          String(decoding: $0.bytes, as: UTF8.self).contains(words)
        })
    }
    #expect(isWhole(item))
  }

  @Test(
    "They end on a small stack too",
    arguments: Hostile.all.filter { $0.testDescription.contains("one another") })
  func smallStack(_ hostile: Hostile) async {
    let refusal = await withCheckedContinuation { done in
      let thread = Thread { done.resume(returning: submitted(hostile.bytes).refusal) }
      thread.stackSize = 512 << 10
      thread.start()
    }
    #expect(refusal == hostile.refusal)
  }

  @Test("A message over the limit is not looked at and not lost")
  func tooLarge() {
    var limits = Limits()
    limits.messageBytes = 100
    let item = submitted(mail("Subject: x", "", String(repeating: "a", count: 100)), limits: limits)
    #expect(item.refusal == "limit:bytes")
    #expect(item.submission.parts.map(\.outcome) == [.reported])
  }

  @Test("Text is cut where a character begins")
  func cutText() {
    var limits = Limits()
    limits.textBytes = 4
    let item = submitted(Array("Subject: x\n\na€€".utf8), limits: limits)
    #expect(item.refusal == "limit:text")
    #expect(item.submission.texts.map(\.bytes) == [Array("a€".utf8)])
  }

  @Test("Parts beyond the list are counted")
  func counted() {
    var limits = Limits()
    limits.parts = 3
    let part = "--p\nContent-Type: image/png\n\n\u{89}PNG\n"
    let item = submitted(
      Array(
        ("Content-Type: multipart/mixed; boundary=p\n\n" + String(repeating: part, count: 8)).utf8),
      limits: limits)
    #expect(item.refusal == "limit:parts")
    #expect(item.submission.parts.map(\.path) == ["1", "2", "3", "*"])
    #expect(item.submission.parts.last?.note?.contains("nog 5 delen") == true)
  }
}
