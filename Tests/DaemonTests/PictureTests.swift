import Foundation
import Testing

@Suite("Text in pictures, from folder to coordinator", .offPool, .timeLimit(.minutes(5)))
struct PictureTests {
  @Test(
    "A form that was scanned or photographed is routed like its text",
    arguments: ["formulier.png", "formulier.jpg", "formulier.tif", "formulier.pdf"])
  func recognised(name: String) throws {
    let installation = try Installation(withMailServer: false)
    try installation.drop(name, picture(name))
    let run = try installation.command("run", "--once")
    #expect(run.code == 0, "\(run.errors)")
    let record = try installation.record()
    #expect(record.queue == "0153")
    #expect(record.fields["postcode"] as? String == "7511UF")
    #expect(record.fields["locatie_straat"] as? String == "Knikkerstraat 12")
    #expect(record.fields["observatie_datum"] as? String == "2026-10-10")
    #expect(record.notes.first?.hasPrefix("tekst herkend uit beeld, zekerheid 9") == true)
    // The regional owner first, because nobody knew; then the coordinator.
    #expect(installation.recipients == ["coordinator.enschede@demo.example", "regio@demo.example"])
    for word in ["Knikkerstraat", "Verzonnen", "paspoort"] { #expect(!run.errors.contains(word)) }
  }
}

/// A fixture of the recogniser's own tests.
func picture(_ name: String) throws -> Data {
  try Data(contentsOf: project.appending(path: "Tests/RecognitionTests/Fixtures/\(name)"))
}

/// A signal as it is exported, as far as these tests look.
struct ExportedRecord {
  let json: [String: Any]

  private var routing: [String: Any] { json["routing"] as? [String: Any] ?? [:] }
  var reference: String? { json["reference"] as? String }
  var queue: String? { routing["queue"] as? String }
  var status: String? { routing["status"] as? String }
  var urgency: String? { json["urgency"] as? String }
  var warnings: [String] { json["warnings"] as? [String] ?? [] }
  var unrecognised: [String] { json["unrecognised"] as? [String] ?? [] }
  var fields: [String: Any] { json["fields"] as? [String: Any] ?? [:] }
  var notes: [String] {
    (json["parts"] as? [[String: Any]] ?? []).compactMap { $0["note"] as? String }
  }
}

extension Installation {
  /// All signals, oldest first.
  func records() throws -> [ExportedRecord] {
    try command("signals", "export", "--jsonl").lines.compactMap {
      (try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]).map(
        ExportedRecord.init)
    }
  }

  /// The only signal.
  func record() throws -> ExportedRecord {
    let records = try records()
    guard records.count == 1, let record = records.first else {
      throw TestFailure("\(records.count) signals")
    }
    return record
  }

  /// Who got something, sorted.
  var recipients: [String] {
    notices.flatMap { $0.components(separatedBy: "\r\n") }.filter { $0.hasPrefix("To: ") }
      .map { $0.dropFirst(4).trimmingCharacters(in: CharacterSet(charactersIn: "<>")) }.sorted()
  }
}
