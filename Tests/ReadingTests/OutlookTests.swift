import Core
import Foundation
import Platform
import Reading
import Testing

/// Messages that Outlook would have made, written by `Fixtures/outlook/make.py`.
enum Outlook {
  static let all = Golden.all.filter { $0.testDescription.hasPrefix("outlook/") }
  static let small = all.filter { $0.input.count < 12_000 }

  static func bytes(_ name: String) throws -> [UInt8] {
    try #require(all.first { $0.testDescription == "outlook/\(name)" }).input
  }

  static func item(_ name: String, limits: Limits = Limits()) throws -> ReadItem {
    submitted(try bytes(name), door: name.hasSuffix(".eml") ? .mail : .folder, limits: limits)
  }

  /// Rich Text with this body.
  static func rtf(_ body: String) -> ReadItem {
    submitted(Array("{\\rtf1\\ansi\\ansicpg1252 \(body)}".utf8), door: .folder)
  }
}

@Suite("Outlook, winmail.dat and Rich Text")
struct OutlookTests {
  @Test("There are samples")
  func samples() { #expect(Outlook.all.count >= 28) }

  @Test(
    "A form says the same whichever way Outlook keeps it",
    arguments: [
      "gewoon.msg", "tabel.msg", "acht_bits.msg", "rtf_tabel.msg", "html_in_rtf.msg",
      "alleen_exchange.msg", "concept.msg", "ondertekend.msg", "bericht_in_bericht.msg",
      "bijlagen.msg", "winmail.dat", "winmail.eml", "winmail_leeg.eml", "winmail_bericht.eml",
      "winmail_oud.dat", "bericht.eml", "formulier.rtf",
    ])
  func sameForm(name: String) throws {
    let item = try Outlook.item(name)
    #expect(item.refusal == nil)
    let seen = texts(item.submission).map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
    for (label, value) in [
      ("Postcode", "7571 AB"), ("Woonplaats", "Oldenzaal"), ("Kenteken", "1-AEO-23"),
      ("Tijd", "23:15"),
    ] {
      #expect(seen.contains("\(label): \(value)") || seen.contains("\(label)\t\(value)"))
    }
  }

  @Test(
    "A text that is kept twice is read once",
    arguments: ["winmail.eml", "rtf_tabel.msg", "ondertekend.msg"])
  func once(name: String) throws {
    let bodies = texts(try Outlook.item(name).submission).filter { $0.origin == .body }
    let words = bodies.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
    #expect(words.components(separatedBy: "7571 AB").count == 2)
  }

  @Test(
    "A sender is known by the address of the internet, or by name alone",
    arguments: [
      ("bijlagen.msg", "f.terbraak@oldenzaal.example"), ("alleen_exchange.msg", ""),
      ("gewoon.msg", "f.terbraak@oldenzaal.example"),
    ])
  func sender(name: String, email: String) throws {
    let from = try #require(try Outlook.item(name).submission.from)
    #expect(from.email == email)
    #expect(!from.name.isEmpty)
  }

  @Test(
    "Signs of Rich Text",
    arguments: [
      ("\\'80 \\'e9", "€ é"), ("\\u8364?\\u233 e", "€é"), ("{\\uc2\\u8364 xyz}", "€z"),
      ("{\\uc0\\u8364 x}", "€x"), ("\\u-10179?\\u-8704?", "😀"), ("\\u-10179?x", "x"),
      ("a\\tab b\\line c", "a⇥b\nc"), ("\\{\\}\\\\ \\~\\_\\-x", "{}\\ \u{a0}-x"),
      ("a{\\*\\vreemd b}c", "ac"), ("a{\\v b}c", "ac"), ("a{\\v b\\v0 c}", "ac"),
      ("{\\fonttbl{\\f1\\fcharset238 X;}}\\f1\\'b3", "ł"),
      ("{\\fonttbl{\\f1\\fcharset2 X;}}{\\f1\\'a8} nee {\\f1\\'fe} ja", "☐ nee ☒ ja"),
      ("\\trowd\\intbl a\\cell b\\par c\\cell\\row\\pard d", "a⇥b⏎c\nd"),
      ("\\intbl a\\cell\\cell c\\cell\\row", "a⇥⇥c"), ("a\\bin4 {{{{b", "ab"),
      ("a\\bin99999999 b", "a"), ("a\\bin-5 b", "ab"), ("a\\par\\par b", "a\n\nb"),
      ("a\\page b", "a\n\u{c}b"), ("a\\'zz b", "azz b"), ("}}}} x", ""), ("{{{a", "a"),
      ("\\ansicpg1251 \\'cf\\'f0\\'e8", "При"), ("\\ansicpg99999 \\'e9", "é"),
    ])
  func signs(body: String, shown: String) {
    let read = text(Outlook.rtf(body)).trimmingCharacters(in: .newlines)
    #expect(read == shown)
  }

  @Test("Half a document is read, and told")
  func cutRTF() throws {
    let item = submitted(Array(try Outlook.bytes("formulier.rtf").dropLast(40)), door: .folder)
    #expect(text(item).contains("Oldenzaal"))
    #expect(item.submission.parts.first?.note?.contains("afgekapt") == true)
  }

  @Test("What is sealed is told and not opened")
  func sealed() throws {
    let part = try #require(try Outlook.item("versleuteld.msg").submission.parts.last)
    #expect(part.outcome == .reported)
    #expect(part.note?.contains("versleuteld") == true)
  }
}

@Suite("Hostile Outlook files", .serialized)
struct HostileOutlookTests {
  /// Reads it through both doors; in any case there is an outcome.
  private func ends(_ bytes: [UInt8], _ what: String, limits: Limits = Limits()) {
    let start = monotonicClock()
    let item = submitted(bytes, door: .folder, limits: limits)
    let took = Double(monotonicClock() - start) / 1e9
    #expect(took < 5, "\(what) took \(took) s")
    #expect(isWhole(item), "\(what)")
    #expect(!item.submission.parts.isEmpty, "\(what)")
  }

  @Test("Cut off at every 64th byte", arguments: Outlook.small)
  func cut(_ sample: Golden) {
    for end in stride(from: 8, to: sample.input.count, by: 64) {
      ends(Array(sample.input[..<end]), "\(sample.testDescription) to \(end)")
    }
  }

  @Test(
    "Every number of four bytes replaced by one that is too large, zero, or itself",
    arguments: ["acht_bits.msg", "bijlagen.msg", "winmail_bericht.dat", "winmail_oud.dat"])
  func numbers(name: String) throws {
    let bytes = try Outlook.bytes(name)
    let isCompound = name.hasSuffix(".msg")
    for at in stride(from: 8, to: bytes.count - 4, by: isCompound ? 8 : 2) {
      for value: UInt32 in [.max, 0, UInt32(at / 4 % 128)] {
        var changed = bytes
        for byte in 0..<4 { changed[at + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
        ends(changed, "\(name), \(value) at \(at)")
      }
    }
  }

  @Test("A directory with more entries than any message has")
  func directory() throws {
    var record = [UInt8](repeating: 0xff, count: 128)
    record[66] = 2
    let start = monotonicClock()
    let item = submitted(
      try Outlook.bytes("gewoon.msg") + [[UInt8]](repeating: record, count: 20_000).joined(),
      door: .folder)
    #expect(item.refusal == "limit:entries")
    #expect(Double(monotonicClock() - start) / 1e9 < 5)
  }

  @Test(
    "Messages in one another, beyond the limit",
    arguments: ["bericht_in_bericht.msg", "winmail_bericht.dat"])
  func depth(name: String) throws {
    var limits = Limits()
    limits.depth = 0
    let item = try Outlook.item(name, limits: limits)
    #expect(item.refusal == "limit:depth")
    #expect(isWhole(item))
  }

  @Test("Groups in one another", arguments: [(150, nil), (10_000, "limit:depth")])
  func groups(count: Int, refusal: String?) {
    let item = Outlook.rtf(
      String(repeating: "{", count: count) + "kern" + String(repeating: "}", count: count))
    #expect(item.refusal == refusal)
    #expect(refusal != nil || text(item).contains("kern"))
  }

  @Test("Packed text that grows is stopped")
  func packed() throws {
    var limits = Limits()
    limits.inflatedBytes = 600
    #expect(try Outlook.item("rtf_tabel.msg", limits: limits).refusal == "limit:inflated")
  }

  @Test(
    "Long and empty things in Rich Text",
    arguments: [
      "\\u8364?", "\\'e9", "{\\v x}", "\\cell", "\\intbl\\cell\\row", "{\\fonttbl{\\f1;}}",
      "\\f1\\'e9",
      "{\\*\\ffdata\\fftype1}", "{\\pntext x}", "\\bin0 ", "x\\par ", "{\\*\\annotation x}",
    ])
  func long(piece: String) {
    let start = monotonicClock()
    let item = Outlook.rtf(String(repeating: piece, count: 60_000))
    #expect(Double(monotonicClock() - start) / 1e9 < 10)
    #expect(isWhole(item))
  }
}

@Suite("Outlook files with flipped bytes", .enabled(if: Corpus.isLong), .serialized)
struct OutlookMutationTests {
  @Test("Twenty thousand of them: no crash, an outcome each, two seconds at most")
  func mutations() {
    var dice = Dice(20_261_124)
    let samples = Outlook.all.filter { !$0.testDescription.hasSuffix(".eml") }
    for round in 0..<20_000 {
      let sample = samples[round % samples.count]
      var bytes = sample.input
      for _ in 0..<Int.random(in: 1...12, using: &dice) {
        let at = Int.random(in: 8..<bytes.count, using: &dice)
        switch Int.random(in: 0...3, using: &dice) {
        case 0: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &dice)
        case 1: bytes[at] = [0, 0xff, 0xfe, 0x7f, 1].randomElement(using: &dice) ?? 0
        case 2:
          bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...70, using: &dice)))
        default: bytes.insert(contentsOf: bytes[max(8, at - 64)..<at], at: at)
        }
        if bytes.count < 16 { break }
      }
      let start = monotonicClock()
      let item = submitted(bytes, door: .folder)
      #expect(Double(monotonicClock() - start) / 1e9 < 2, "\(sample.testDescription), \(round)")
      #expect(
        isWhole(item) && !item.submission.parts.isEmpty, "\(sample.testDescription), \(round)")
    }
  }
}

@Suite("Sealed parts")
struct SealedPartTests {
  @Test(
    "What is sealed is known by its content, whatever it is called",
    arguments: [
      [0x76, 0xe8, 0x04, 0x60, 0xc4, 0x11, 0xe3, 0x86, 0, 0],
      [0x30, 0x80, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 3, 0xa0],
      [0x30, 0x82, 1, 0, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 3, 0xa0],
      Array("-----BEGIN PGP MESSAGE-----\n\nabc".utf8),
    ] as [[UInt8]])
  func known(content: [UInt8]) throws {
    let head = "Subject: x\nContent-Type: application/octet-stream; name=a.bin\n"
    let body = Data(content).base64EncodedString()
    let item = submitted(Array((head + "Content-Transfer-Encoding: base64\n\n" + body).utf8))
    let part = try #require(item.submission.parts.first)
    #expect(part.outcome == .reported)
    #expect(part.note?.contains("vraag de melder") == true)
  }
}
