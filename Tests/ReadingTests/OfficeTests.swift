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
    case "outcome", "urgency", "indicators": facts[member.name] = member.value
    case "unrecognised":
      // What is marked as hidden is told apart from what the form says.
      facts[member.name] = .array(
        member.value.texts.filter { !$0.hasPrefix("(verborgen)") }.map { .text($0) })
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
      "regels.docx", "tabel.docx", "label_erboven.docx", "besturingselementen.docx",
      "oude_velden.docx", "strikt.docx", "ingevoegd.docm", "tekst.odt", "velden.odt",
      "formulier.ods", "formulier.xlsx", "formulier_excel.csv", "inzending.json", "inzending.xml",
      "map.zip", "plat.fodt",
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

  @Test(
    "A list with a signal a row says so, whatever file it is in, and goes to who can split it",
    arguments: ["lijst.xlsx", "lijst.ods", "lijst.csv"])
  func list(file: String) throws {
    let record = try JSONReader.members(verdict(OfficeFile.mail(with: file)).record)
    let members = JSONValue.object(record)
    #expect(members["warnings"]?.texts.contains("lijst met 3 meldingen; splits ze") == true)
    #expect(members["routing"]?["queue"]?.text == "regio")
    #expect(members["fields"]?["observatie_datum"]?.text == "2026-10-06")
    let rows = members["unrecognised"]?.texts.filter { $0.hasPrefix("melding ") } ?? []
    #expect(rows.count == 2)
    #expect(rows.last?.contains("Grotestraat 5; Postcode: 7622 GA") == true)
  }

  @Test("Our own record read again gives its fields")
  func own() throws {
    let first = try verdict(OfficeFile.mail(with: "formulier.txt"))
    let json = [UInt8(ascii: "{")] + first.record + [UInt8(ascii: "}")]
    let again = try #require(Self.reader).verdict(
      ReadRequest(
        door: .folder, receivedAt: Timestamp(seconds: 1_791_400_000), name: "a.json", bytes: json))
    let (before, after) = try (facts(first), facts(again))
    for name in ["melder_naam", "postcode", "woonplaats", "observatie_datum", "observatie_tijd"]
      + ["uitbuitingsvorm", "sector", "kentekens", "minderjarigen", "municipality"]
    {
      #expect(before[name] != nil)
      #expect(after[name] == before[name], "\(name)")
    }
  }

  @Test("Names of an archive in the letters of old programs")
  func oldNames() {
    var entry = ZipBuilder.Entry("", "inhoud")
    entry.name = [0x63, 0x61, 0x66, 0x82, 0x2e, 0x74, 0x78, 0x74]
    let item = submitted(ZipBuilder.archive([entry]), door: .folder)
    #expect(item.submission.parts.last?.name == "café.txt")
  }

  @Test("A document that Office encrypted is told as such")
  func encrypted() {
    let name: [UInt8] = Array("EncryptedPackage".utf8).flatMap { [$0, 0] as [UInt8] }
    let head: [UInt8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
    let item = submitted(head + Array(repeating: 0, count: 1024) + name, door: .folder)
    #expect(item.submission.parts.first?.outcome == .reported)
    #expect(item.submission.parts.first?.note?.contains("wachtwoord") == true)
  }
}
