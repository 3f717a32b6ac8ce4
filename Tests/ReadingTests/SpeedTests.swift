import Core
import Foundation
import Platform
import Reading
import Testing

/// Messages as they come: invented words, so that nothing repeats too well.
struct Mailbag {
  private var dice = Dice(42)
  private static let words = [
    "de", "een", "het", "in", "op", "zag", "mannen", "vrouw", "schuur", "pand", "slapen", "kelder",
    "adres", "bang", "werkgever", "betaalt", "weinig", "busje", "avond", "gemeente", "balie",
    "inschrijving", "paspoort", "kamer", "matras", "restaurant", "baas", "café", "geïnformeerd",
  ]

  mutating func sentences(_ bytes: Int) -> String {
    var text = ""
    while text.utf8.count < bytes {
      let count = Int.random(in: 6...14, using: &dice)
      let words = (0..<count).map { _ in Self.words.randomElement(using: &dice) ?? "" }
      text += words.joined(separator: " ") + ".\r\n"
    }
    return text
  }

  /// Text of 3 kB and a picture of 15 kB: 24 kB on the line.
  mutating func withAttachment() -> [UInt8] {
    var picture: [UInt8] = [0xff, 0xd8, 0xff, 0xe0]
    while picture.count < 15_000 { picture.append(UInt8.random(in: 0...255, using: &dice)) }
    let encoded = Data(picture).base64EncodedString(options: [.lineLength76Characters])
    return Array(
      (head("multipart/mixed; boundary=\"=_grens\"") + "--=_grens\r\n"
        + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + sentences(3000) + "--=_grens\r\nContent-Type: image/jpeg; name=foto.jpg\r\n"
        + "Content-Disposition: attachment; filename=foto.jpg\r\n"
        + "Content-Transfer-Encoding: base64\r\n\r\n" + encoded + "\r\n--=_grens--\r\n").utf8)
  }

  /// Text of 4 kB.
  mutating func plain() -> [UInt8] {
    Array((head("text/plain; charset=utf-8") + sentences(4000)).utf8)
  }

  /// A form in a table beside its text, 12 kB.
  mutating func page() -> [UInt8] {
    var rows = ""
    var lines = ""
    for index in 0..<40 {
      let value = sentences(60).replacing("\r\n", with: " ")
      rows += "<tr><td style=\"width:30%\"><b>Vraag \(index)</b></td><td>\(value)</td></tr>\r\n"
      lines += "Vraag \(index)\r\n\r\n\(value)\r\n\r\n"
    }
    return Array(
      (head("multipart/alternative; boundary=\"=_grens\"") + "--=_grens\r\n"
        + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + lines
        + "--=_grens\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><table>" + rows
        + "</table></body></html>\r\n--=_grens--\r\n").utf8)
  }

  private mutating func head(_ type: String) -> String {
    let id = UInt64.random(in: 0...UInt64.max, using: &dice)
    return """
      Return-Path: <balie@almelo.example>\r
      Received: from mx1.example by mx2.example with ESMTPS id \(id)\r
       for <signaal@twente.example>; Tue, 6 Oct 2026 14:05:07 +0200\r
      Received: from a.example by mx1.example; Tue, 6 Oct 2026 14:05:06 +0200\r
      DKIM-Signature: v=1; a=rsa-sha256; d=almelo.example; s=x; h=from:to:subject;\r
       bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=abcdefghijklmnopqrstuvwxyz\r
      From: =?utf-8?q?Balie_Almelo_=C3=A9=C3=A9n?= <balie@almelo.example>\r
      To: Signaal Mensenhandel <signaal@twente.example>\r
      Subject: Melding \(id)\r
      Date: Tue, 6 Oct 2026 14:05:05 +0200\r
      Message-ID: <\(id)@almelo.example>\r
      X-Mailer: Voorbeeld 1.0\r
      MIME-Version: 1.0\r
      Content-Type: \(type)\r
      \r

      """
  }
}

@Suite(
  "Speed, printed", .enabled(if: ProcessInfo.processInfo.environment["SIGNAALPOST_LONG"] == "1"),
  .serialized)
struct SpeedTests {
  static let kinds: [(String, @Sendable (inout Mailbag) -> [UInt8])] = [
    ("24 kB with a picture", { $0.withAttachment() }), ("4 kB plain", { $0.plain() }),
    ("12 kB table and text", { $0.page() }),
  ]

  private func requests(_ make: (inout Mailbag) -> [UInt8]) -> [ReadRequest] {
    var bag = Mailbag()
    return (0..<1000).map { _ in
      ReadRequest(door: .mail, receivedAt: Timestamp(seconds: 1_790_000_000), bytes: make(&bag))
    }
  }

  private func print(_ what: String, _ count: Int, since start: UInt64) {
    let rate = Double(count) / (Double(monotonicClock() - start) / 1e9)
    Swift.print("SPEED \(what): \(Int(rate)) messages/s")
    #expect(rate > 100)
  }

  @Test("MIME and text, verdict, and the process", arguments: kinds.indices)
  func rates(_ kind: Int) throws {
    let (name, make) = Self.kinds[kind]
    let requests = requests(make)
    for _ in 0..<3 {
      var start = monotonicClock()
      for request in requests { _ = read(request) }
      print("\(name), read", requests.count, since: start)
      let reader = try Reader(tables: projectTables)
      start = monotonicClock()
      for request in requests { _ = reader.verdict(request) }
      print("\(name), verdict", requests.count, since: start)
      let process = try ReaderProcess()
      _ = try process.ask(.tables, projectTables.encoded())
      start = monotonicClock()
      for request in requests { _ = try process.ask(.read, request.encoded()) }
      print("\(name), process", requests.count, since: start)
      process.child.kill()
      _ = try process.child.wait()
    }
  }
}
