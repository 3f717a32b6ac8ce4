import Foundation
import Testing

@Suite("From mailbox and folder to the coordinator", .offPool, .timeLimit(.minutes(5)))
struct EndToEndTests {
  @Test("One pass takes in what is there, routes it, and delivers what is owed")
  func onePass() throws {
    let installation = try Installation()
    try installation.deliver((1...20).map { mail($0) })
    for number in 21...30 { try installation.drop("signaal-\(number).txt", signal(number)) }
    let run = try installation.command("run", "--once")
    #expect(run.code == 0, "\(run.errors)")
    #expect(installation.inbox == 0)
    #expect(installation.dropped == [])
    let list = try installation.command("signals", "list")
    #expect(list.lines.count == 31, "\(list.output)")
    #expect(list.lines.dropFirst().allSatisfy { $0.contains("0153") && $0.contains("eenduidig") })
    // A notice for each, and a receipt for each that came by mail.
    #expect(installation.notices.count == 50)
    #expect(Set(installation.messageIDs).count == 50)
    let moved = installation.mail.appending(path: ".Verwerkt")
    let kept = ["new", "cur"].flatMap {
      (try? FileManager.default.contentsOfDirectory(atPath: moved.appending(path: $0).path)) ?? []
    }
    #expect(kept.count == 20)
    // A second pass changes nothing.
    #expect(try installation.command("run", "--once").code == 0)
    #expect(try installation.command("signals", "list").lines.count == 31)
    #expect(installation.notices.count == 50)
  }

  @Test("Nothing that came in leaves by mail or in the log")
  func noContent() throws {
    let installation = try Installation()
    try installation.deliver([mail(1)])
    try installation.drop("geheim-naam.txt", signal(2))
    let run = try installation.command("run", "--once")
    #expect(run.code == 0)
    let said = run.errors + run.output + installation.notices.joined()
    for word in [
      "Verzonnen", "Knikkerstraat", "7511", "paspoort", "Enschede", "zolder", "geheim-naam",
    ] {
      #expect(!said.contains(word), "\(word)")
    }
  }

  @Test("The same form by two doors is one signal with two provenances")
  func twoDoors() throws {
    let installation = try Installation()
    try installation.deliver([
      mail(1), mail(1).replacingOccurrences(of: "<1.test", with: "<1.other"),
    ])
    try installation.drop("zelfde.txt", signal(1))
    #expect(try installation.command("run", "--once").code == 0)
    #expect(try installation.command("signals", "list").lines.count == 2)
    let shown = try installation.command("signals", "show", "MH-\(year)-0001")
    #expect(shown.output.contains("Ook binnengekomen"))
    #expect(shown.output.contains("2 keer"), "\(shown.output)")
  }

  @Test("An answer to the receipt is a supplement; a stranger's is a signal of its own")
  func supplements() throws {
    let installation = try Installation()
    try installation.deliver([mail(1)])
    #expect(try installation.command("run", "--once").code == 0)
    let receipt = try #require(installation.notices.first { $0.contains("X-Signaalpost: receipt") })
    let lines = receipt.components(separatedBy: "\r\n")
    let reply = try #require(lines.first { $0.hasPrefix("Reply-To: ") }?.dropFirst(10))
    let reference = "MH-\(year)-0001"
    func answer(_ number: Int, from: String, to: String) -> String {
      """
      From: Iemand <\(from)>
      To: \(to)
      Subject: RE: Uw melding is ontvangen (\(reference))
      Message-ID: <antwoord\(number)@gemeente.example>
      Date: Wed, 11 Nov 2026 12:00:00 +0100
      Content-Type: text/plain; charset=utf-8

      Aanvulling op mijn melding: vanavond stond er een tweede busje voor de deur, nummer \(number).

      """
    }
    try installation.deliver([
      answer(1, from: "collega@elders.example", to: String(reply)),
      answer(2, from: "melder1@gemeente.example", to: "signalen@demo.example"),
      answer(3, from: "vreemde@elders.example", to: "signalen@demo.example"),
    ])
    #expect(try installation.command("run", "--once").code == 0)
    #expect(try installation.command("signals", "list").lines.count == 3)
    let shown = try installation.command("signals", "show", reference)
    #expect(shown.lines.contains { $0.split(separator: " ") == ["Aanvullingen", "2"] })
  }

  @Test("A queue with a folder gets the page, the record and the original of its own signals only")
  func folderCopy() throws {
    let installation = try Installation(withMailServer: false)
    let share = installation.directory.appending(path: "0153")
    let regional = installation.directory.appending(path: "regio")
    for folder in [share, regional] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let line = "municipality = \"\(folder.lastPathComponent)\""
      try installation.change(line, to: "\(line)\nfolder = \"\(folder.path)\"")
    }
    try installation.drop("een.txt", signal(1))
    try installation.drop(
      "scan.jpg", "\u{1}\u{2} dit is geen tekst en geen bekend formaat \u{3}\u{4}\u{5}")
    try installation.drop("leeg.pdf", "%PDF-1.4\n")
    try installation.drop("twee.txt", signal(2, postcode: "7607 AB", place: "Almelo"))
    #expect(try installation.command("run", "--once").code == 0)
    let folders = try FileManager.default.contentsOfDirectory(atPath: share.path)
    let reference = try #require(folders.first)
    #expect(folders.count == 1, "\(folders)")
    let folder = share.appending(path: reference)
    let original = try String(contentsOf: folder.appending(path: "origineel.txt"), encoding: .utf8)
    #expect(original == signal(1))
    let page = try String(contentsOf: folder.appending(path: "signaal.html"), encoding: .utf8)
    #expect(page.contains("Knikkerstraat 1") && page.contains("<html lang=\"nl\">"))
    let record = try #require(
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.appending(path: "signaal.json"))) as? [String: Any])
    #expect(record["reference"] as? String == reference)
    let status = try FileManager.default.attributesOfItem(atPath: folder.path)
    #expect(status[.posixPermissions] as? Int == 0o750)
    let others = try FileManager.default.subpathsOfDirectory(atPath: regional.path).sorted()
    #expect(others.count { $0.hasSuffix("/origineel.pdf") } == 1, "\(others)")
    #expect(others.count { $0.hasSuffix("/origineel.bin") } == 1, "\(others)")
    let outbox = try installation.command("outbox", "list")
    #expect(!outbox.output.contains("Knikkerstraat"))
  }

  @Test("A reader that cannot be had keeps everything where it is")
  func noReader() throws {
    let installation = try Installation()
    try installation.change("[service]", to: "[service]\nreader = \"/bin/false\"")
    try installation.deliver([mail(1)])
    try installation.drop("een.txt", signal(2))
    #expect(try installation.command("run", "--once").code != 0)
    #expect(installation.inbox == 1)
    #expect(installation.dropped == ["een.txt"])
  }

  @Test("A wrong password is told, and does not keep the folder waiting")
  func oneDeadDoor() throws {
    let installation = try Installation()
    try Data("verkeerd\n".utf8).write(to: installation.directory.appending(path: "imap/secret"))
    try installation.drop("een.txt", signal(1))
    let run = try installation.command("run", "--once")
    #expect(run.code == 1)
    #expect(run.errors.contains("signalen"))
    #expect(!run.errors.contains("verkeerd"))
    #expect(try installation.command("signals", "list").lines.count == 2)
  }
}

/// The year of the references made now, in Europe/Amsterdam.
var year: Int {
  var calendar = Calendar(identifier: .gregorian)
  calendar.timeZone = TimeZone(identifier: "Europe/Amsterdam") ?? .gmt
  return calendar.component(.year, from: Date())
}
