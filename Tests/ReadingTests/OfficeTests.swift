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
    "A list has a verdict a row, whatever file it is in; the mail is answered, not the rows",
    arguments: ["lijst.xlsx", "lijst.ods", "lijst.csv"])
  func list(file: String) throws {
    let verdict = try verdict(OfficeFile.mail(with: file))
    #expect(verdict.outcome == .notASignal && verdict.reason == "list")
    #expect(verdict.receiptTo == "s.kuipers@almelo.example")
    #expect(verdict.rows.map(\.queue) == ["0141", "0153", "0147"])
    #expect(verdict.rows.map(\.urgency) == [.normal, .normal, .pressing])
    #expect(verdict.rows.allSatisfy { $0.receiptTo == nil && $0.claimedTokens.isEmpty })
    let members = try JSONValue.object(JSONReader.members(verdict.rows[2].record))
    #expect(members["fields"]?["locatie_straat"]?.text == "Grotestraat 5")
    #expect(members["fields"]?["melder_naam"]?.text == "Sanne Kuipers")
  }

  @Test("A row is told by what it says: in every file the same")
  func rowFingerprints() throws {
    let files = try ["lijst.xlsx", "lijst.ods", "lijst.csv"].map { file in
      try verdict(OfficeFile.mail(with: file)).rows.map(\.fingerprint)
    }
    #expect(files[0] == files[2] && files[1] == files[2])
    #expect(Set(files[0]).count == 3)
  }

  @Test("Two short rows with the same words are two; long ones are one")
  func equalRows() throws {
    let long = String(repeating: "Er wonen mannen in de schuur. ", count: 4)
    let list =
      "Postcode;Woonplaats;Toelichting\n7607 UF;Almelo;Schuur\n7607 UF;Almelo;Schuur\n"
      + "7621 UF;Borne;\(long)\n7621 UF;Borne;\(long)\n"
    func rows() throws -> [Digest] {
      try #require(Self.reader).verdict(
        ReadRequest(
          door: .folder, receivedAt: Timestamp(seconds: 1_791_400_000), name: "a.csv",
          bytes: Array(list.utf8))
      ).rows.map(\.fingerprint)
    }
    let first = try rows()
    #expect(first.count == 4 && Set(first).count == 3 && first[2] == first[3])
    #expect(try rows() == first)
  }

  @Test("Records of data are rows too, plain ones and those with records inside")
  func jsonList() throws {
    let plain = """
      [{"postcode": "7607 UF", "omschrijving": "Drie mannen slapen in een schuur."},
       {"postcode": "7511 JE", "omschrijving": "Vijf vrouwen koken de hele nacht."}]
      """
    let nested = """
      [{"locatie": {"postcode": "7607 UF"}, "omschrijving": "Drie mannen slapen in een schuur."},
       {"locatie": {"postcode": "7511 JE"}, "omschrijving": "Vijf vrouwen koken de hele nacht."}]
      """
    for text in [plain, nested] {
      let verdict = try #require(Self.reader).verdict(
        ReadRequest(
          door: .folder, receivedAt: Timestamp(seconds: 1_791_400_000), name: "a.json",
          bytes: Array(text.utf8)))
      #expect(verdict.rows.map(\.queue) == ["0141", "0153"])
      #expect(verdict.receiptTo == nil)
    }
  }

  @Test("A list of more than 500 rows waits for a person, whole")
  func longList() throws {
    let rows = (0..<501).map { "7607 UF;Almelo;In schuur \($0) slapen mannen\n" }.joined()
    let text = "Postcode;Woonplaats;Toelichting\n" + rows
    let verdict = try #require(Self.reader).verdict(
      ReadRequest(
        door: .folder, receivedAt: Timestamp(seconds: 1_791_400_000), name: "a.csv",
        bytes: Array(text.utf8)))
    #expect(verdict.outcome == .quarantine && verdict.reason == "limit:rows")
    #expect(verdict.rows.isEmpty)
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

  @Test("A long name of a field is cut where a character begins")
  func longName() {
    let name = "s" + String(repeating: "é", count: 300)
    let item = submitted(Array("{\"\(name)\": \"Goor\"}".utf8), door: .folder)
    #expect(text(item) == "s\(String(repeating: "é", count: 199))⇥Goor\n")
    #expect(isWhole(item))
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
