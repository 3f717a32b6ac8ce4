import Core
import Foundation
import Notices
import Testing

@Suite("Notices as finished bytes")
struct ComposerTests {
  /// `SIGNAALPOST_RECORD=1 swift test --filter ComposerTests` writes the golden files anew.
  @Test("Every kind of notice is, byte for byte, the recorded one", arguments: composedKinds)
  func golden(_ kind: Notice.Kind) throws {
    let composed = try composer().compose(letter(kind))
    let file = fixtures.appending(path: "\(kind.rawValue).eml")
    if ProcessInfo.processInfo.environment["SIGNAALPOST_RECORD"] != nil {
      try Data(composed.bytes).write(to: file)
    }
    #expect(composed.bytes == [UInt8](try Data(contentsOf: file)))
  }

  @Test("Two parsers of others see what was meant", arguments: composedKinds)
  func parsers(_ kind: Notice.Kind) throws {
    let composed = try composer().compose(letter(kind))
    let seen = try #require(try parse([composed.bytes]).first)
    #expect(seen.defects.isEmpty)
    #expect(seen.from == [["Meldpunt mensenhandel", "signalen@voorbeeld.nl"]])
    #expect(seen.to == ["coordinator@voorbeeld.nl"])
    #expect(seen.replyTo == ["signalen+MH-2026-0042.k3v7q2zd9abc@voorbeeld.nl"])
    #expect(seen.messageID == "<\(composed.messageID)>")
    #expect(
      ReplyAddress(claim: seen.messageID)
        == ReplyAddress(reference: "MH-2026-0042", token: "k3v7q2zd9abc"))
    #expect(seen.date == moment.seconds)
    #expect(seen.type == "text/plain" && seen.charset == "utf-8" && !seen.isMultipart)
    #expect(seen.subject == seen.otherSubject)
    #expect(seen.subject.contains("MH-2026-0042"))
    #expect(seen.lines == seen.otherLines)
    #expect(seen.text.contains("MH-2026-0042"))
    #expect(!seen.text.contains("{"))
  }

  @Test("Automatic mail says so, so that no machine answers it")
  func automatic() throws {
    for kind in composedKinds {
      let text = String(decoding: try composer().compose(letter(kind)).bytes, as: UTF8.self)
      let isReceipt = kind == .receipt
      #expect(
        text.contains("\r\nAuto-Submitted: \(isReceipt ? "auto-replied" : "auto-generated")\r\n"))
      #expect(text.contains("\r\nX-Auto-Response-Suppress: All\r\n"))
      #expect(text.contains("\r\nX-Signaalpost: \(isReceipt ? "receipt" : "notice")\r\n"))
      #expect(text.contains("\r\nPrecedence: bulk\r\n") == isReceipt)
    }
  }

  @Test("A receipt names the emergency numbers and the reference, and is else always the same")
  func receipt() throws {
    var other = try letter(.receipt, to: "iemand.anders@elders.example")
    other.reference = "MH-2026-1234"
    other.municipality = "Hengelo"
    other.deadline = nil
    other.unique = "fedcba9876543210"
    other.date = moment + 86400
    let seen = try parse([
      composer().compose(letter(.receipt)).bytes, composer().compose(other).bytes,
    ])
    #expect(seen.count == 2)
    #expect(seen[0].text.contains("Is er acuut gevaar? Bel 112."))
    #expect(seen[0].text.contains("Geen spoed, wel politie: 0900-8844."))
    #expect(seen[0].subject == "Uw melding is ontvangen (MH-2026-0042)")
    #expect(
      seen[0].text.replacing("MH-2026-0042", with: "MH-2026-1234") == seen[1].text)
  }

  @Test("A receipt for a list names the first and the last reference")
  func listReceipt() throws {
    var letter = try letter(.receipt)
    letter.lastReference = "MH-2026-0053"
    let seen = try #require(try parse([composer().compose(letter).bytes]).first)
    #expect(seen.subject == "Uw melding is ontvangen (MH-2026-0042 t/m MH-2026-0053)")
    #expect(seen.text.contains("Uw kenmerk is MH-2026-0042 t/m MH-2026-0053."))
    letter.lastReference = "MH-2026-0053 Jan"
    #expect(throws: ComposeError.self) { try composer().compose(letter) }
  }

  @Test("A notice to a coordinator has the reference and the deadline, the acute one says so first")
  func notice() throws {
    let seen = try parse([
      composer().compose(letter(.notice)).bytes, composer().compose(letter(.acute)).bytes,
    ])
    #expect(seen[0].subject == "MH-2026-0042: nieuw signaal")
    #expect(seen[0].text.contains("nieuw signaal voor uw gemeente"))
    #expect(seen[0].text.contains("vrijdag 27 november 2026 om 14.32 uur"))
    #expect(seen[0].text.contains("https://signalen.voorbeeld.nl/MH-2026-0042"))
    #expect(seen[1].subject == "ACUUT MH-2026-0042: nieuw signaal")
    #expect(seen[1].text.contains("ACUUT"))
    for message in seen {
      #expect(!message.subject.contains("Enschede"))
      #expect(!message.text.contains("Enschede"))
    }
  }

  @Test("Without a link or a deadline their lines are left out, without holes")
  func leftOut() throws {
    var short = try letter(.notice)
    short.deadline = nil
    let seen = try #require(try parse([composer(link: "").compose(short).bytes]).first)
    #expect(!seen.text.contains("Bekijk"))
    #expect(!zip(seen.lines, seen.lines.dropFirst()).contains { $0.isEmpty && $1.isEmpty })
    #expect(seen.text.contains("Kenmerk: MH-2026-0042"))
  }

  @Test("Without a token a reply goes to the plain address, and the Message-ID claims nothing")
  func withoutToken() throws {
    var plain = try letter(.quarantine)
    (plain.token, plain.reference) = (nil, "17")
    let composed = try composer().compose(plain)
    let seen = try #require(try parse([composed.bytes]).first)
    #expect(seen.replyTo == ["signalen@voorbeeld.nl"])
    #expect(composed.messageID == "0123456789abcdef@voorbeeld.nl")
    #expect(ReplyAddress(claim: composed.messageID) == nil)
  }

  @Test(
    "Any name of a sender arrives as it was meant, folded, and never as a header of its own",
    arguments: [
      ("Meldpunt", "Meldpunt"), ("", ""), ("Jan \"Piet\" \\ Klaas", "Jan \"Piet\" \\ Klaas"),
      ("Meldpunt (Twente), regio <oost>", "Meldpunt (Twente), regio <oost>"),
      ("Coördinatie mensenhandel", "Coördinatie mensenhandel"),
      ("=?utf-8?Q?evil?=", "=?utf-8?Q?evil?="),
      ("a\r\nBcc: evil@voorbeeld.nl", "a Bcc: evil@voorbeeld.nl"),
      ("a\nBcc: x", "a Bcc: x"), ("a\u{0}b\u{85}c\u{2028}d\u{2029}e", "a b c d e"),
      ("a\u{202e}b\u{200b}c", "abc"),
      (String(repeating: "é😀", count: 60), String(repeating: "é😀", count: 60)),
      (
        Array(repeating: "woord", count: 40).joined(separator: " "),
        Array(repeating: "woord", count: 40).joined(separator: " ")
      ),
    ])
  func names(_ given: String, _ meant: String) throws {
    let composed = try composer(name: given).compose(letter(.notice))
    let seen = try #require(try parse([composed.bytes]).first)
    // Python shows the folds between encoded words as spaces; RFC 2047 6.2 has none there.
    let joined = { (text: String) in text.replacing(" ", with: "") }
    #expect(seen.from.map { joined($0[0]) } == [joined(meant)])
    #expect(seen.from.map { $0[1] } == ["signalen@voorbeeld.nl"])
    #expect(seen.headers == expectedHeaders)
    #expect(seen.defects.isEmpty)
    #expect(longestLine(composed.bytes) <= 78 || !given.utf8.contains(0x20))
  }

  @Test("What cannot be a reference, a token or a unique part makes no message")
  func refused() throws {
    let hostile = ["", "a b", "a\r\nBcc: x", "a\n", "a>", "a@b", "é", "\u{0}", "a.b", "../x"]
    for text in hostile + [String(repeating: "a", count: 41)] {
      var changed = try letter(.notice)
      changed.reference = text
      #expect(throws: ComposeError.self) { try composer().compose(changed) }
      changed = try letter(.notice)
      changed.token = text
      #expect(throws: ComposeError.self) { try composer().compose(changed) }
      changed = try letter(.notice)
      changed.unique = text
      #expect(throws: ComposeError.self) { try composer().compose(changed) }
    }
    #expect(throws: ComposeError.self) { try composer().compose(letter(.copy)) }
  }

  @Test("Line breaks in a municipality or a link stay inside their line")
  func hostileFillings() throws {
    var texts = try shippedTexts()
    texts["nieuw-signaal.txt"] = "Onderwerp: {kenmerk}\n\n[{gemeente}]\n[{link}]\n"
    var changed = try letter(.notice)
    changed.municipality = "Ens\r\n.\r\nchede\u{2028}x\u{0}"
    let composed = try composer(texts, link: "https://x/\r\n.\r\n{kenmerk}").compose(changed)
    let seen = try #require(try parse([composed.bytes]).first)
    #expect(seen.lines == ["[Ens  .  chede x ]", "[https://x/  .  MH-2026-0042]", ""])
    #expect(seen.headers == expectedHeaders)
  }

  @Test("Whatever a text has in it, it arrives as it was, in lines that every server takes")
  func bodies() throws {
    let lines = [
      ".", "..", ".x", "From here", "=", "==20", "a=", "=?utf-8?Q?x?=", "tab\tin between",
      String(repeating: "x", count: 75), String(repeating: "x", count: 76),
      String(repeating: "x", count: 77), String(repeating: "é", count: 500),
      String(repeating: "x ", count: 300) + "x", "😀 café \u{201c}citaat\u{201d}", "-- ",
      String(repeating: "=", count: 100), "a\u{0301}",
    ]
    var texts = try shippedTexts()
    texts["nieuw-signaal.txt"] = "Onderwerp: {kenmerk}\n\n" + lines.joined(separator: "\r\n") + "\n"
    // A tab is a control character for a header and for a text alike.
    #expect(NoticeTexts.problems(in: texts).map(\.line) == [11])
    texts["nieuw-signaal.txt"] = texts["nieuw-signaal.txt"]?.replacing("\t", with: " ")
    let composed = try composer(texts).compose(letter(.notice))
    let seen = try #require(try parse([composed.bytes]).first)
    let meant = lines.map { $0 == "-- " ? "--" : $0.replacing("\t", with: " ") } + [""]
    #expect(seen.lines == meant)
    #expect(seen.otherLines == meant)
    #expect(seen.defects.isEmpty)
    #expect(longestLine(composed.bytes) <= 78)
    #expect(messageFault(composed.bytes) == nil)
    let body = composed.bytes.split(separator: 0x0a).drop { $0 != [0x0d] }
    #expect(!body.contains { $0.first == UInt8(ascii: ".") || $0.starts(with: "From ".utf8) })
  }

  @Test("Random text in every free place never makes a byte or a header that is not ours")
  func random() throws {
    let pool: [Unicode.Scalar] = [
      "\r", "\n", "\0", "\u{1b}", "\u{85}", "\u{2028}", "\u{202e}", " ", "\t", ":", "<", ">", "@",
      ".", "=", "?", "\"", "\\", ",", "a", "Z", "é", "😀", "\u{301}", "{", "}",
    ]
    for _ in 0..<300 {
      let text = {
        let scalars = (0..<Int.random(in: 0..<120)).compactMap { _ in pool.randomElement() }
        return String(String.UnicodeScalarView(scalars))
      }
      var changed = try letter(.notice)
      changed.municipality = text()
      var texts = try shippedTexts()
      texts["nieuw-signaal.txt"] = "Onderwerp: {kenmerk}\n\n{gemeente} {link}\n"
      let composed = try composer(texts, name: text(), link: text()).compose(changed)
      #expect(messageFault(composed.bytes) == nil)
      let head = composed.bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
        .prefix { $0 != [0x0d] }.filter { $0.first != 0x20 }
      let names = head.map { String(decoding: $0.prefix { $0 != 0x3a }, as: UTF8.self) }
      #expect(names == expectedHeaders)
    }
  }

  @Test("The same letter gives the same bytes, another unique part another Message-ID only")
  func repeatable() throws {
    let first = try composer().compose(letter(.acute))
    #expect(try composer().compose(letter(.acute)) == first)
    var other = try letter(.acute)
    other.unique = "fedcba9876543210"
    let text = String(decoding: try composer().compose(other).bytes, as: UTF8.self)
    #expect(
      Array(text.replacing("fedcba9876543210", with: "0123456789abcdef").utf8) == first.bytes)
  }

  @Test(
    "Dates are those of Amsterdam, in winter and in summer",
    arguments: [
      (1_795_527_140, "Tue, 24 Nov 2026 14:32:20 +0100", "dinsdag 24 november 2026 om 14.32 uur"),
      (1_782_864_000, "Wed, 1 Jul 2026 02:00:00 +0200", "woensdag 1 juli 2026 om 02.00 uur"),
      (1_774_745_999, "Sun, 29 Mar 2026 01:59:59 +0100", "zondag 29 maart 2026 om 01.59 uur"),
      (1_774_746_000, "Sun, 29 Mar 2026 03:00:00 +0200", "zondag 29 maart 2026 om 03.00 uur"),
      (1_798_757_940, "Thu, 31 Dec 2026 23:59:00 +0100", "donderdag 31 december 2026 om 23.59 uur"),
    ] as [(Int64, String, String)])
  func dates(_ seconds: Int64, _ header: String, _ words: String) throws {
    var dated = try letter(.notice)
    dated.date = Timestamp(seconds: seconds)
    dated.deadline = Timestamp(seconds: seconds)
    let composed = try composer().compose(dated)
    #expect(String(decoding: composed.bytes, as: UTF8.self).contains("\r\nDate: \(header)\r\n"))
    let seen = try #require(try parse([composed.bytes]).first)
    #expect(seen.date == seconds)
    #expect(seen.text.contains(words))
  }

  private let expectedHeaders = [
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted",
    "X-Auto-Response-Suppress", "X-Signaalpost", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding", "Content-Language",
  ]

  private func longestLine(_ bytes: [UInt8]) -> Int {
    bytes.split(separator: 0x0a).map { $0.count - 1 }.max() ?? 0
  }
}
