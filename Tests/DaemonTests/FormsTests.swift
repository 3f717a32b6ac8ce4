import Foundation
import Testing

@Suite("The forms that are handed out", .offPool, .timeLimit(.minutes(5)))
struct FormsTests {
  static let shapes = ["pdf", "docx", "odt", "txt"]
  static let fixtures = project.appending(path: "Tests/DaemonTests/Fixtures/forms")

  @Test("are written into a folder, and again over what is there")
  func written() throws {
    let installation = try Installation(withMailServer: false)
    let folder = installation.directory.appending(path: "uit")
    #expect(try installation.command("forms", "write", folder.path).code == 73)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for _ in 1...2 {
      let command = try installation.command("forms", "write", folder.path)
      #expect(command.code == 0, "\(command.errors)")
      #expect(command.lines.count == 4)
    }
    for shape in Self.shapes {
      let name = "signaalformulier.\(shape)"
      #expect(
        try Data(contentsOf: folder.appending(path: name))
          == Data(contentsOf: project.appending(path: "config/forms/\(name)")), "\(name)")
    }
  }

  @Test("A blank one tells nothing", arguments: shapes)
  func blank(shape: String) throws {
    let installation = try Installation(withMailServer: false)
    let form = project.appending(path: "config/forms/signaalformulier.\(shape)").path
    let read = try installation.command("read", "--json", form)
    let record = try #require(try Record(json: read.output))
    // What a signal has without anything in it.
    let usual: Set = [
      "anoniem", "terugkoppeling_gewenst", "datum_precisie", "uitbuitingsvorm", "minderjarigen",
      "regiegroep_prostitutie", "acuut_gevaar",
    ]
    #expect(Set(record.fields.keys).subtracting(usual) == [], "\(record.fields)")
    #expect(record.unrecognised == [])
    #expect(record.urgency == "normaal")
  }

  @Test("A filled-in one gives every answer back", arguments: shapes)
  func filled(shape: String) throws {
    let installation = try Installation(withMailServer: false)
    let form = Self.fixtures.appending(path: "signaalformulier.\(shape)").path
    let read = try installation.command("read", "--json", form)
    let record = try #require(try Record(json: read.output))
    try Self.expectAnswers(record)
  }

  @Test(
    "Filled in by LibreOffice and a PDF library, mailed, and taken in: every answer is there",
    .enabled(
      if: ProcessInfo.processInfo.environment["SIGNAALPOST_LONG"] != nil,
      "needs LibreOffice: make test-long"))
  func mailed() throws {
    let installation = try Installation()
    let folder = installation.directory.appending(path: "ingevuld")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try runTool(
      "/usr/bin/python3",
      [
        project.appending(path: "Tests/Support/fill_forms.py").path,
        project.appending(path: "config/forms").path,
        Self.fixtures.appending(path: "antwoorden.json").path, folder.path,
      ])
    for shape in Self.shapes {
      let form = try Data(contentsOf: folder.appending(path: "signaalformulier.\(shape)"))
      try installation.deliver([letter(form, shape)])
      #expect(try installation.command("run", "--once").code == 0)
    }
    let export = try installation.command("signals", "export", "--jsonl")
    #expect(export.lines.count == 4)
    for line in export.lines { try Self.expectAnswers(try #require(try Record(json: line))) }
  }

  private func letter(_ form: Data, _ shape: String) -> String {
    """
    From: Balie <balie@gemeente.example>
    To: signalen@demo.example
    Subject: formulier \(shape)
    Message-ID: <formulier.\(shape)@gemeente.example>
    Date: Fri, 20 Nov 2026 10:00:00 +0100
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="grens"

    --grens
    Content-Type: text/plain; charset=utf-8


    --grens
    Content-Type: application/octet-stream; name="signaalformulier.\(shape)"
    Content-Disposition: attachment; filename="signaalformulier.\(shape)"
    Content-Transfer-Encoding: base64

    \(form.base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed]))
    --grens--

    """
  }

  /// Every answer as it was given, but for the values whose form is fixed: dates, times, codes.
  private static func expectAnswers(_ record: Record) throws {
    let data = try Data(contentsOf: fixtures.appending(path: "antwoorden.json"))
    let answers = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    for (key, answer) in answers {
      let told = record.fields[key] ?? []
      let given = (answer as? [String])?.map { $0.replacingOccurrences(of: " ", with: "_") }
      #expect(told == given ?? [fixed[key] ?? answer as? String ?? ""], "\(key)")
    }
    #expect(record.unrecognised == [])
    #expect(record.municipality == "0153")
  }

  private static let fixed = ["observatie_datum": "2026-10-10", "postcode": "7511UF"]

  /// One record as JSON.
  private struct Record {
    var fields: [String: [String]] = [:]
    var unrecognised: [String] = []
    var urgency = ""
    var municipality: String?

    init?(json: String) throws {
      guard
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
      else { return nil }
      for (key, value) in object["fields"] as? [String: Any] ?? [:] {
        fields[key] = value as? [String] ?? [value as? String ?? "\(value)"]
      }
      unrecognised = object["unrecognised"] as? [String] ?? []
      urgency = object["urgency"] as? String ?? ""
      municipality = (object["routing"] as? [String: Any])?["municipality"] as? String
    }
  }
}
