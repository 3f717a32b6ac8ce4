import Foundation
import Testing

@Suite("A list with a signal a row", .offPool, .timeLimit(.minutes(5)))
struct ListTests {
  private static let fixtures = project.appending(path: "Tests/ReadingTests/Fixtures/office")

  /// A mail with `Zie bijlage.` and one file.
  private func mail(_ number: Int, with file: Data, body: String = "Zie bijlage.") -> String {
    """
    From: Verzonnen Melder <melder@gemeente.example>
    To: signalen@demo.example
    Subject: Lijst \(number)
    Date: Tue, 10 Nov 2026 12:00:00 +0100
    Message-ID: <lijst\(number).test@gemeente.example>
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=p

    --p
    Content-Type: text/plain; charset=utf-8

    \(body)
    --p
    Content-Type: application/octet-stream; name=lijst
    Content-Transfer-Encoding: base64

    \(file.base64EncodedString(options: .lineLength76Characters))
    --p--

    """
  }

  private func queues(_ installation: Installation) throws -> [String] {
    try installation.command("signals", "list").lines.dropFirst().compactMap {
      $0.split(separator: " ").dropFirst(3).first.map(String.init)
    }
  }

  private func receipts(_ installation: Installation) -> [String] {
    installation.notices.filter { $0.contains("X-Signaalpost: receipt") }
  }

  @Test("A workbook by mail: each row in its queue, a notice each, one receipt for all")
  func workbook() throws {
    let installation = try Installation()
    let book = try Data(contentsOf: Self.fixtures.appending(path: "lijst.xlsx"))
    try installation.deliver([mail(1, with: book)])
    let run = try installation.command("run", "--once")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try queues(installation) == ["0141", "0153", "0147"])
    for owner in ["almelo", "enschede", "borne"] {
      let own = installation.notices.filter { $0.contains("<coordinator.\(owner)@demo.example>") }
      #expect(own.count == 1)
    }
    #expect(installation.notices.count == 4)
    let receipt = try #require(receipts(installation).first)
    #expect(receipt.contains("MH-\(year)-0001 t/m MH-\(year)-0003"))
    for word in ["Almelo", "Egelweg", "schuur", "Kuipers"] {
      #expect(!installation.notices.joined().contains(word) && !run.errors.contains(word))
    }
    let shown = try installation.command("signals", "show", "MH-\(year)-0002")
    #expect(shown.output.contains("melding 2 van 3 uit een lijst"))
    #expect(shown.output.contains("Hengelosestraat 12") && !shown.output.contains("Grotestraat"))
    // The mail again, and its file in the folder, are other ways in.
    try installation.deliver([mail(2, with: book)])
    try book.write(to: installation.drop.appending(path: "lijst.xlsx"))
    #expect(try installation.command("run", "--once").code == 0)
    #expect(try queues(installation).count == 3)
    #expect(installation.notices.count == 4)
    #expect(
      try installation.command("signals", "show", "MH-\(year)-0002").output.contains("2 keer"))
  }

  @Test("Excel's own CSV in the letters of Windows: the rows that are new become signals")
  func windowsFile() throws {
    let installation = try Installation(withMailServer: false)
    let titles = "Naam melder;Datum waarneming;Adres;Postcode;Woonplaats;Toelichting\r\n"
    let first =
      "Zoë Bruïns;6-10-2026;Tinnen Egelweg 4;7607 UF;Almelo;Drie mannen slapen in een café.\r\n"
    let second =
      ";8-10-2026;Hengelosestraat 12;7514 AE;Enschede;Een vrouw mag de woning niet alleen verlaten.\r\n"
    let third =
      ";9-11-2026;Grotestraat 5;7622 GA;Borne;Jongens van vijftien rijden pakjes rond.\r\n"
    func drop(_ name: String, _ text: String) throws {
      let bytes = try #require(text.data(using: .windowsCP1252))
      try bytes.write(to: installation.drop.appending(path: name))
      #expect(try installation.command("run", "--once").code == 0)
    }
    try drop("oktober.csv", titles + first + second + ";;;;;\r\n")
    #expect(try queues(installation) == ["0141", "0153"])
    try drop("november.csv", titles + first + second + third)
    #expect(try queues(installation) == ["0141", "0153", "0147"])
    let shown = try installation.command("signals", "show", "MH-\(year)-0001")
    #expect(shown.output.contains("Zoë Bruïns") && shown.output.contains("café"))
    #expect(installation.notices.count == 3)
  }

  @Test("A queue's own folder gets the row, and not the list with the rows of others")
  func folderCopy() throws {
    let installation = try Installation(withMailServer: false)
    let share = installation.directory.appending(path: "0153")
    try FileManager.default.createDirectory(at: share, withIntermediateDirectories: true)
    let line = "municipality = \"0153\""
    try installation.change(line, to: "\(line)\nfolder = \"\(share.path)\"")
    try Data(contentsOf: Self.fixtures.appending(path: "lijst.csv"))
      .write(to: installation.drop.appending(path: "lijst.csv"))
    #expect(try installation.command("run", "--once").code == 0)
    let files = try FileManager.default.subpathsOfDirectory(atPath: share.path).sorted()
    #expect(
      files.map { $0.split(separator: "/").last.map(String.init) ?? "" }.suffix(2) == [
        "signaal.html", "signaal.json",
      ])
    for file in files.suffix(2) {
      let text = try String(contentsOf: share.appending(path: file), encoding: .utf8)
      #expect(text.contains("Hengelosestraat 12") && !text.contains("Grotestraat"))
    }
  }

  @Test("`read` shows every row, and as JSON one object for the file")
  func shown() throws {
    let installation = try Installation(withMailServer: false)
    let file = Self.fixtures.appending(path: "lijst.xlsx").path
    let text = try installation.command("read", file)
    #expect(text.output.contains("een lijst; elke rij is een eigen signaal"))
    #expect(text.lines.filter { $0.hasSuffix("melding 3") }.count == 1)
    let json = try installation.command("read", "--json", file)
    #expect(json.lines.count == 1)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let rows = try #require(object["rows"] as? [[String: Any]])
    #expect(
      rows.map { ($0["routing"] as? [String: Any])?["queue"] as? String } == [
        "0141", "0153", "0147",
      ])
    #expect(object["reason"] as? String == "list")
  }

  @Test(
    "Killed at every step, a list is there once, with every row",
    arguments: ["read", "committed", "settling", "delivering"])
  func killed(step: String) throws {
    let installation = try Installation()
    let book = try Data(contentsOf: Self.fixtures.appending(path: "lijst.xlsx"))
    try installation.deliver([mail(1, with: book)])
    let victim = try installation.start(environment: ["SIGNAALPOST_FAILPOINT": step])
    #expect(installation.wait(seconds: 60) { !victim.isRunning }, "\(step) was not reached")
    if victim.isRunning { victim.terminate() }
    victim.waitUntilExit()
    #expect(try installation.command("run", "--once").code == 0)
    #expect(try queues(installation) == ["0141", "0153", "0147"])
    #expect(Set(installation.messageIDs).count == 4)
    #expect(installation.inbox == 0)
  }
}
