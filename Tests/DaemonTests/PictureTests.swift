import Foundation
import Testing

@Suite("Text in pictures, from folder to coordinator", .offPool, .timeLimit(.minutes(5)))
struct PictureTests {
  @Test(
    "A form that was scanned or photographed is routed like its text",
    arguments: ["formulier.png", "formulier.jpg", "formulier.tif", "formulier.pdf", "tabel.png"])
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

  @Test("A photo beside a report adds what the report does not say, and nobody is told twice")
  func added() throws {
    let installation = try Installation(withMailServer: false)
    try installation.drop("melding.eml", mail(1, with: ["kenteken.png"]))
    #expect(try installation.command("run", "--once").code == 0)
    let record = try installation.record()
    #expect(record.queue == "0153" && record.status == "eenduidig")
    #expect(record.fields["kentekens"] as? [String] == ["1-AEO-23"])
    #expect(record.fields["locatie_straat"] as? String == "Knikkerstraat 1")
    #expect(installation.recipients == ["coordinator.enschede@demo.example"])
  }

  @Test("Danger in a photo is told at once; another municipality is shown, and the signal stays")
  func acute() throws {
    let installation = try Installation(withMailServer: false)
    try installation.drop("melding.eml", mail(1, with: ["acuut.png"]))
    #expect(try installation.command("run", "--once").code == 0)
    let record = try installation.record()
    #expect(record.queue == "0153" && record.status == "conflict" && record.urgency == "acuut")
    #expect(record.fields["woonplaats"] as? String == "Enschede")
    #expect(record.warnings.contains { $0.contains("0153") && $0.contains("0141") })
    let subjects = installation.notices.flatMap { $0.components(separatedBy: "\r\n") }
      .filter { $0.hasPrefix("Subject: ") }
    // One to the coordinator before, and one to the coordinator and to who is on duty.
    #expect(subjects.count { $0.contains("ACUUT") } == 2, "\(subjects)")
    #expect(subjects.count == 3)
  }

  @Test("A word of thanks with a photographed form is a signal after all")
  func accepted() throws {
    let installation = try Installation(withMailServer: false)
    let thanks = try mail(1, with: ["formulier.png"], text: "Dank je wel!", subject: "RE: afspraak")
    try installation.drop("dank.eml", thanks)
    #expect(try installation.command("run", "--once").code == 0)
    let record = try installation.record()
    #expect(record.queue == "0153" && record.reference?.hasSuffix("-0001") == true)
    #expect(installation.recipients == ["coordinator.enschede@demo.example"])
  }

  @Test("A queue's folder gets the record with the text, also when it was routed by it")
  func copied() throws {
    let installation = try Installation(withMailServer: false)
    let share = installation.directory.appending(path: "0153")
    try FileManager.default.createDirectory(at: share, withIntermediateDirectories: true)
    let line = "municipality = \"0153\""
    try installation.change(line, to: "\(line)\nfolder = \"\(share.path)\"")
    try installation.drop("formulier.png", picture("formulier.png"))
    #expect(try installation.command("run", "--once").code == 0)
    let folders = try FileManager.default.contentsOfDirectory(atPath: share.path)
    let reference = try #require(folders.first)
    #expect(folders.count == 1)
    let page = try String(
      contentsOf: share.appending(path: "\(reference)/signaal.html"), encoding: .utf8)
    #expect(page.contains("Knikkerstraat 12") && page.contains("zekerheid 9"))
  }

  @Test("A photo that cannot be read says so: what was guessed is shown and is no fact")
  func unreadable() throws {
    let installation = try Installation(withMailServer: false)
    try installation.drop("foto.png", picture("onleesbaar.png"))
    #expect(try installation.command("run", "--once").code == 0)
    let record = try installation.record()
    #expect(record.queue == "regio")
    #expect(record.notes.first?.hasSuffix("te onzeker om te gebruiken; lees zelf") == true)
    #expect(record.unrecognised.contains { $0.contains("(beeldtekst)") })
    #expect(record.fields["omschrijving"] == nil)
  }

  @Test("Without the program nothing changes: the photo is told as it is, and check warns")
  func missing() throws {
    let installation = try Installation(withMailServer: false)
    try installation.change("[service]\n", to: "[service]\nocr = \"/nergens/ocr\"\n")
    let check = try installation.command("check")
    #expect(check.code == 0)
    #expect(check.errors.contains("warning: [service] ocr: /nergens/ocr cannot be run"))
    try installation.drop("formulier.png", picture("formulier.png"))
    let run = try installation.command("run", "--once")
    #expect(run.code == 0 && run.errors.contains("ocr no-recogniser"))
    let record = try installation.record()
    #expect(record.queue == "regio")
    #expect(record.notes.first?.hasSuffix("lees zelf") == true)
    #expect(installation.recipients == ["regio@demo.example"])
    try installation.change("ocr = \"/nergens/ocr\"", to: "ocr = \"none\"")
    #expect(try !installation.command("check").errors.contains("ocr"))
  }

  @Test("What waited when the program was there is told as not recognised when it is gone")
  func gone() throws {
    let installation = try Installation(withMailServer: false)
    try installation.drop("formulier.png", picture("formulier.png"))
    let victim = try installation.start(environment: ["SIGNAALPOST_FAILPOINT": "committed"])
    victim.waitUntilExit()
    try installation.change("[service]\n", to: "[service]\nocr = \"none\"\n")
    #expect(try installation.command("run", "--once").code == 0)
    let record = try installation.record()
    #expect(record.notes.first?.contains("ontbreekt") == true, "\(record.notes)")
    #expect(record.notes.first?.hasSuffix("lees zelf") == true)
  }

  @Test("read shows what stands in a picture, and of a photo of an iPhone that it cannot be read")
  func read() throws {
    let installation = try Installation(withMailServer: false)
    let form = project.appending(path: "Tests/RecognitionTests/Fixtures/formulier.png").path
    let shown = try installation.command("read", form)
    #expect(shown.code == 0)
    #expect(shown.output.contains("7511UF") && shown.output.contains("tekst herkend uit beeld"))
    let photo = installation.directory.appending(path: "IMG_0001.HEIC")
    try Data([0, 0, 0, 24] + Array("ftypheic\0\0\0\0mif1heic".utf8) + [0xff, 0xd8]).write(to: photo)
    let told = try installation.command("read", photo.path)
    #expect(
      told.output.contains("HEIC-foto (iPhone): niet automatisch te lezen; bekijk zelf"),
      "\(told.output)")
  }

  @Test(
    "Killed at any step, the picture is recognised at the next start, once",
    arguments: ["committed", "claimed", "recognising", "recognised", "reread", "revised"])
  func killed(step: String) throws {
    let installation = try Installation(withMailServer: false)
    try installation.drop("formulier.png", picture("formulier.png"))
    let victim = try installation.start(environment: ["SIGNAALPOST_FAILPOINT": step])
    #expect(installation.wait(seconds: 60) { !victim.isRunning }, "\(step) was not reached")
    if victim.isRunning { victim.terminate() }
    victim.waitUntilExit()
    #expect(try installation.command("run", "--once").code == 0)
    #expect(try installation.record().queue == "0153")
    #expect(installation.dropped == [])
    #expect(Set(installation.messageIDs).count == 2)
    let status = try installation.command("status", "--json")
    #expect(status.output.contains("\"waiting_for_recognition\":0"))
  }

  @Test("Told to stop, the daemon does not wait for a picture; it still waits at the next start")
  func stopped() throws {
    let installation = try Installation(withMailServer: false)
    let probe = programs.appending(path: "ocr-probe").path
    try installation.change("[service]\n", to: "[service]\nocr = \"\(probe)\"\n")
    try installation.drop("traag.png", probePicture("sleep"))
    let daemon = try installation.start()
    #expect(try installation.wait { try installation.command("status").code == 0 })
    #expect(installation.wait { installation.dropped.isEmpty })
    usleep(500_000)
    daemon.terminate()
    #expect(installation.wait(seconds: 10) { !daemon.isRunning })
    #expect(daemon.isRunning == false && daemon.terminationStatus == 0)
    let status = try installation.command("status", "--json")
    #expect(status.output.contains("\"waiting_for_recognition\":1"))
  }
}

/// A fixture of the recogniser's own tests.
func picture(_ name: String) throws -> Data {
  try Data(contentsOf: project.appending(path: "Tests/RecognitionTests/Fixtures/\(name)"))
}

/// What a reader takes for a picture, and the probe for an order.
func probePicture(_ order: String) -> Data {
  Data([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + Array("\nprobe: \(order)".utf8))
}

/// A mail with pictures in it.
private func mail(
  _ number: Int, with pictures: [String], text: String? = nil, subject: String? = nil
) throws -> Data {
  var lines = [
    "From: Verzonnen Melder <melder\(number)@gemeente.example>", "To: signalen@demo.example",
    "Subject: \(subject ?? "Signaal \(number)")", "Date: Tue, 10 Nov 2026 12:00:00 +0100",
    "Message-ID: <foto\(number)@gemeente.example>", "MIME-Version: 1.0",
    "Content-Type: multipart/mixed; boundary=grens", "", "--grens",
    "Content-Type: text/plain; charset=utf-8", "", text ?? signal(number),
  ]
  for name in pictures {
    lines += [
      "--grens", "Content-Type: image/png; name=\(name)", "Content-Transfer-Encoding: base64",
      "Content-Disposition: attachment; filename=\(name)", "",
      try picture(name).base64EncodedString(options: .lineLength76Characters),
    ]
  }
  return Data((lines + ["--grens--", ""]).joined(separator: "\r\n").utf8)
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
  /// The only signal.
  func record() throws -> ExportedRecord {
    let records = try command("signals", "export", "--jsonl").lines.compactMap {
      (try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]).map(
        ExportedRecord.init)
    }
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
