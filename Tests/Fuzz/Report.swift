import Foundation

@testable import Core

extension Target {
  /// Understanding the text of a mail: levels, form, facts, place, queue.
  static let report = Target(
    name: "report", longest: 8192,
    files: [("Tests/Samples", ["txt", "eml"]), ("Tests/ReadingTests/Fixtures", ["txt", "eml"])],
    words: [
      "\n\n", "\n> ", "\n-- \n", "Van: ", "Aan: ", "Onderwerp: ", "Verzonden: ", "From: ", "Sent: ",
      "-----Oorspronkelijk bericht-----", "Op ma 2 nov. 2026 schreef",
      "Begin doorgestuurd bericht:",
      "Met vriendelijke groet", "Gemeente: ", "Plaats: ", "Postcode: ", "7511 UF", "Enschede",
      "Rijssen-Holten", "Haarle", "Kenteken: ", "Datum: ", "Telefoon: ", "Toelichting: ", "[x] ",
      "[ ] ", "ja", "nee", "n.v.t.", "\t", "\u{0b}", "- ", "1. ", "BSN 123456782", "MH-2026-0042",
      "minderjarig", "prostitutie", "geen", "spoed", "acuut", "verborgen", "(koptekst)",
    ],
    check: { bytes in
      reportHolds(bytes)
      promiseLinear("understand", bytes) { _ = understand(submission($0), tables: tables) }
    })
}

/// The project's own tables.
let tableFiles: TableFiles = {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "config/tabellen")
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  let files = names.filter { $0.hasSuffix(".csv") }.compactMap { name in
    (try? Data(contentsOf: folder.appending(path: name))).map { (name, [UInt8]($0)) }
  }
  return TableFiles(files: Dictionary(files) { first, _ in first })
}()

let tables: Tables = {
  guard let tables = try? Tables(tableFiles) else {
    fatalError("the project's tables are not there")
  }
  return tables
}()

/// As the reading of a text file leaves it: any bytes, CR and NUL taken out. The first line is the subject.
private func submission(_ bytes: [UInt8]) -> Submission {
  let text = bytes.filter { $0 != 0x0d && $0 != 0 }
  let line = text.prefix { $0 != 0x0a }
  var submission = Submission(door: .mail, receivedAt: Timestamp(seconds: 1_790_000_000))
  submission.subject = String(decoding: line, as: UTF8.self)
  submission.from = Address(name: "Noor Balie", email: "noor@almelo.example")
  submission.texts = [TextPart(bytes: Array(text[line.endIndex...]))]
  return submission
}

private func reportHolds(_ bytes: [UInt8]) {
  let submission = submission(bytes)
  let record = understand(submission, tables: tables)
  let known = Set(tables.fields.fields.map(\.key))
  promise(
    record.fields.allSatisfy { known.contains($0.key) }, "a field is one of the table of fields")
  promise(
    Set(record.fields.map(\.key)).count == record.fields.count, "a field comes once")
  promise(record.unrecognised.count <= 200, "lines that no field took are limited")
  promise(
    (record.outcome == .notASignal) == (record.reason != nil), "what is no signal has a reason")
  promise(
    record.assignment.municipality.map { code in
      tables.municipalities.all.contains { $0.code == code }
    } ?? true, "the municipality is one of ours")
  promise(!record.assignment.queue.isEmpty, "every message has a queue")
  for text in texts(of: record) {
    promise(BSN.find(in: Array(text.utf8)[...]).isEmpty, "no citizen number stands in a record")
  }
  let members = record.encodedMembers()
  promise((try? JSONReader.members(members)) != nil, "a record is JSON")
  promise(
    members == understand(submission, tables: tables).encodedMembers(), "reading is repeatable")
}

private func texts(of record: Record) -> [String] {
  var texts = record.unrecognised + record.indicators.map(\.text)
  for field in record.fields {
    switch field.value {
    case .text(let text): texts.append(text)
    case .list(let list): texts += list
    }
  }
  return texts + record.assignment.evidence.map(\.text) + record.assignment.explanation
}
