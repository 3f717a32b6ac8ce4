import Foundation
import Testing

@Suite("A message of several parts, as it is shown", .offPool, .timeLimit(.minutes(3)))
struct OriginTests {
  private let message = """
    From: Verzonnen Melder <melder@gemeente.example>
    To: signalen@demo.example
    Subject: signaal
    Date: Tue, 10 Nov 2026 12:00:00 +0100
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=p

    --p
    Content-Type: text/plain; charset=utf-8

    Op 12 oktober stonden er bij Eikelweg 3 in Borne twee busjes, kenteken 1-AEO-23. Het formulier zit erbij.
    --p
    Content-Type: text/plain; name=formulier.txt
    Content-Disposition: attachment; filename=formulier.txt

    \(signal(1))
    --p--

    """

  @Test(
    "The record shows where each field comes from and both sides of what differs; the region has it"
  )
  func shown() throws {
    let installation = try Installation(withMailServer: false)
    try installation.drop("bericht.eml", message)
    #expect(try installation.command("run", "--once").code == 0)
    let list = try installation.command("signals", "list")
    #expect(list.lines.count == 2 && list.lines[1].contains("regio"))
    let shown = try installation.command("signals", "show", "MH-\(year)-0001").output
    let read = try installation.command("read", installation.write("bericht.eml", message)).output
    for output in [shown, read] {
      #expect(output.contains("Herkomst van de velden"))
      #expect(output.contains("bijlage 1 (formulier.txt)"))
      let words = output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
      #expect(
        words.contains(
          "Datum waarneming: bijlage 1 (formulier.txt) zegt 2026-10-10, de mail zegt 2026-10-12"))
      #expect(words.contains("Kandidaten 0153, 0147"))
    }
    let export = try installation.command("signals", "export").output
    let record = try #require(
      try JSONSerialization.jsonObject(with: Data(export.utf8)) as? [String: Any])
    #expect(record["origin"] as? String == "bijlage 1 (formulier.txt)")
    #expect((record["origins"] as? [String: [String]])?["kentekens"] == ["de mail"])
  }
}

extension Installation {
  /// A file beside everything else; its path.
  fileprivate func write(_ name: String, _ text: String) throws -> String {
    let file = directory.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }
}
