import Core
import Foundation
import Reading
import Testing

/// Files that `Fixtures/office/make.py` made.
enum OfficeFile {
  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: Golden.folder.appending(path: "office/\(name)")))
  }

  /// A mail with one file.
  static func mail(with name: String) throws -> [UInt8] {
    let content = Data(try bytes(name)).base64EncodedString(options: [
      .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
    ])
    return ReadingTests.mail(
      "From: Sanne Kuipers <s.kuipers@almelo.example>", "Subject: signaal",
      "Date: Wed, 7 Oct 2026 09:00:00 +0200", "Content-Type: multipart/mixed; boundary=p", "",
      "--p", "", "Zie bijlage.", "--p", "Content-Type: application/octet-stream; name=bijlage",
      "Content-Transfer-Encoding: base64", "", content, "--p--")
  }
}

/// What a record says, without the parts that it was found in and the words around the form.
func facts(_ verdict: Verdict) throws -> [String: JSONValue] {
  var facts: [String: JSONValue] = [:]
  for member in try JSONReader.members(verdict.record) {
    switch member.name {
    case "outcome", "urgency", "indicators", "unrecognised": facts[member.name] = member.value
    case "routing": facts["municipality"] = member.value["municipality"]
    case "fields":
      guard case .object(let fields) = member.value else { continue }
      for field in fields { facts[field.name] = field.value }
    default: break
    }
  }
  return facts
}

@Suite("Office files")
struct OfficeTests {
  static let reader: Reader? = try? Reader(tables: projectTables)

  func verdict(_ bytes: [UInt8]) throws -> Verdict {
    try #require(Self.reader).verdict(
      ReadRequest(door: .mail, receivedAt: Timestamp(seconds: 1_791_400_000), bytes: bytes))
  }

  @Test(
    "The form in a file gives the same record as in a text",
    arguments: [
      "regels.docx", "besturingselementen.docx", "oude_velden.docx", "strikt.docx",
      "ingevoegd.docm",
    ])
  func same(file: String) throws {
    let expected = try facts(verdict(OfficeFile.mail(with: "formulier.txt")))
    let actual = try facts(verdict(OfficeFile.mail(with: file)))
    #expect(expected["municipality"] == .text("0141"))
    #expect(expected.count >= 20)
    for name in Set(expected.keys).union(actual.keys).sorted() where name != "omschrijving" {
      #expect(actual[name] == expected[name], "\(name)")
    }
    for line in expected["omschrijving"]?.text?.split(separator: "\n") ?? [] {
      #expect(actual["omschrijving"]?.text?.contains(line) == true)
    }
  }
}
