import Core
import Foundation
import Platform
import Reading
import Testing

/// Hostile office files, made here (FA-04 to FA-08, FA-13, FA-14).
struct HostileFile: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let refusal: String?
  /// Words of the note beside the file.
  let note: String?
  let words: String?
  let bytes: @Sendable () -> [UInt8]

  init(
    _ name: String, refusal: String? = nil, note: String? = nil, words: String? = nil,
    _ bytes: @escaping @Sendable () -> [UInt8]
  ) {
    (testDescription, self.refusal, self.note) = (name, refusal, note)
    (self.words, self.bytes) = (words, bytes)
  }

  static let w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

  static func docx(_ document: [UInt8], more: [ZipBuilder.Entry] = []) -> [UInt8] {
    ZipBuilder.archive(
      [
        ZipBuilder.Entry("[Content_Types].xml", "<Types/>"),
        ZipBuilder.Entry("word/document.xml", document),
      ] + more)
  }

  static func docx(_ body: String, prolog: String = "") -> [UInt8] {
    docx(Array("\(prolog)<w:document xmlns:w=\"\(w)\"><w:body>\(body)</w:body></w:document>".utf8))
  }

  static func paragraph(_ text: String) -> String { "<w:p><w:r><w:t>\(text)</w:t></w:r></w:p>" }

  static func open(_ type: String, _ content: String) -> [UInt8] {
    let spaces = ["office", "text", "table", "drawing"].map {
      "xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\($0):1.0\""
    }
    return ZipBuilder.archive([
      ZipBuilder.Entry("mimetype", "application/vnd.oasis.opendocument.\(type)"),
      ZipBuilder.Entry(
        "content.xml",
        "<office:document-content \(spaces.joined(separator: " "))><office:body>\(content)"
          + "</office:body></office:document-content>"),
    ])
  }

  static func xlsx(_ rows: String) -> [UInt8] {
    let x = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
    let r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return ZipBuilder.archive([
      ZipBuilder.Entry("[Content_Types].xml", "<Types/>"),
      ZipBuilder.Entry(
        "xl/workbook.xml",
        "<workbook \(x) xmlns:r=\"\(r)\"><sheets><sheet name=\"A\" r:id=\"a\"/></sheets></workbook>"
      ),
      ZipBuilder.Entry(
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
          + "<Relationship Id=\"a\" Type=\"\(r)/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
          + "</Relationships>"),
      ZipBuilder.Entry(
        "xl/worksheets/sheet1.xml", "<worksheet \(x)><sheetData>\(rows)</sheetData></worksheet>"),
    ])
  }

  static func times(_ count: Int, _ text: (Int) -> String) -> String {
    (0..<count).map(text).joined()
  }

  static func bomb(_ megabytes: Int, size: UInt32? = nil) -> ZipBuilder.Entry {
    var entry = ZipBuilder.Entry("word/document.xml", ZipBuilder.zeros(megabytes: megabytes))
    entry.method = 8
    entry.size = size
    return entry
  }

  static let entities =
    "<!DOCTYPE a [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
    + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">"
    + "<!ENTITY u SYSTEM \"http://127.0.0.1:9/x\">]>"

  static let all: [HostileFile] = [
    HostileFile("1 GiB in a document of 7 MB", refusal: "limit:inflated") {
      ZipBuilder.archive([ZipBuilder.Entry("[Content_Types].xml", "<Types/>"), bomb(1024)])
    },
    HostileFile("the same, said to be ten bytes", refusal: "limit:inflated") {
      ZipBuilder.archive([
        ZipBuilder.Entry("[Content_Types].xml", "<Types/>"), bomb(1024, size: 10),
      ])
    },
    HostileFile("1 GiB in an archive in an archive", refusal: "limit:inflated") {
      ZipBuilder.archive([ZipBuilder.Entry("b.zip", ZipBuilder.archive([bomb(1024)]))])
    },
    HostileFile("12,000 entries", refusal: "limit:entries") {
      ZipBuilder.archive((0..<12_000).map { ZipBuilder.Entry("\($0)", "") })
    },
    HostileFile("an archive four deep", refusal: "limit:depth") {
      (0..<4).reduce(Array("de kern".utf8)) { inner, _ in
        ZipBuilder.archive([ZipBuilder.Entry("binnen", inner)])
      }
    },
    HostileFile("an archive without its end", note: "beschadigd") {
      Array(docx(paragraph("tekst")).dropLast(200))
    },
    HostileFile("an entry with a password", note: "wachtwoord") {
      var entry = ZipBuilder.Entry("formulier.txt", "geheim")
      entry.flags = 1
      return ZipBuilder.archive([entry])
    },
    HostileFile("names that lead elsewhere and come twice", words: "tweede") {
      ZipBuilder.archive([
        ZipBuilder.Entry("../../../tmp/a.txt", "eerste"), ZipBuilder.Entry("/etc/a.txt", "tweede"),
        ZipBuilder.Entry("/etc/a.txt", "derde"), ZipBuilder.Entry("C:\\a.txt", "vierde"),
      ])
    },
    HostileFile("a name of any bytes", words: "inhoud") {
      var entry = ZipBuilder.Entry("", "inhoud")
      entry.name = [0x82, 0x82, 0x6e, 0xff, 0x0a, 0x2e, 0x74]
      return ZipBuilder.archive([entry])
    },
    HostileFile("an external entity", note: "beschadigd") {
      docx(paragraph("&f;&u;"), prolog: entities)
    },
    HostileFile("entities that grow", note: "beschadigd") {
      docx(paragraph("&c;&c;"), prolog: entities)
    },
    HostileFile("a document type and nothing else", note: "beschadigd") {
      docx(paragraph("x"), prolog: "<!DOCTYPE w>")
    },
    HostileFile("elements that close in the wrong order", note: "beschadigd") {
      docx("<w:p><w:r><w:t>BSN 111222333</w:p></w:t></w:r>")
    },
    HostileFile("249 elements in one another", refusal: "limit:depth") {
      docx(times(249) { _ in "<w:x>" } + times(249) { _ in "</w:x>" })
    },
    HostileFile("20,000 elements in one another", refusal: "limit:depth") {
      docx(times(20_000) { _ in "<w:x>" })
    },
    HostileFile("20,000 attributes", refusal: "limit:elements") {
      docx("<w:p \(times(20_000) { "a\($0)='' " })/>")
    },
    HostileFile("150 tables in one another", words: "diepste") {
      docx(
        times(48) { _ in "<w:tbl><w:tr><w:tc>" } + paragraph("diepste")
          + times(48) { _ in "</w:tc></w:tr></w:tbl>" })
    },
    HostileFile("10 MB of text", refusal: "limit:text", words: "woord") {
      docx(String(repeating: paragraph("woord woord woord woord"), count: 200_000))
    },
    HostileFile("closing what is not open", words: "tekst") {
      docx(
        "<w:fldChar w:fldCharType=\"end\"/><w:sdtContent>\(paragraph("tekst"))</w:sdtContent>"
          + "<w:txbxContent><w:tc/></w:txbxContent>")
    },
    HostileFile("a million columns and rows that repeat", words: "kern") {
      open(
        "spreadsheet",
        "<office:spreadsheet><table:table><table:table-row table:number-rows-repeated=\"1048576\">"
          + "<table:table-cell table:number-columns-repeated=\"16384\"/><table:table-cell>"
          + "<text:p>kern</text:p></table:table-cell></table:table-row></table:table>"
          + "</office:spreadsheet>")
    },
    HostileFile("numbers that are none", words: "kern") {
      open(
        "spreadsheet",
        "<office:spreadsheet><table:table><table:table-row table:number-rows-repeated=\"-4\">"
          + "<table:table-cell table:number-columns-repeated=\"99999999999999999999\"/>"
          + "<table:table-cell table:number-columns-repeated=\"9223372036854775807\"><text:p>"
          + "kern</text:p></table:table-cell></table:table-row></table:table>"
          + "</office:spreadsheet>")
    },
    HostileFile("a cell that repeats in every row", refusal: "limit:entries") {
      open(
        "spreadsheet",
        "<office:spreadsheet><table:table>"
          + times(2000) { _ in
            "<table:table-row><table:table-cell table:number-columns-repeated=\"16384\">"
              + "<text:p>a</text:p></table:table-cell></table:table-row>"
          } + "</table:table></office:spreadsheet>")
    },
    HostileFile("spaces that repeat", words: "kern") {
      open(
        "text",
        "<office:text>"
          + times(100) { _ in "<text:p><text:s text:c=\"2147483647\"/>kern</text:p>" }
          + "</office:text>")
    },
    HostileFile("a cell in the last row and column", words: "kern") {
      xlsx("<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>kern</t></is></c></row>")
    },
    HostileFile("cells of a diagonal", words: "16383") {
      xlsx(
        times(16_384) {
          "<row r=\"\($0 + 1)\"><c r=\"\(letters($0))\($0 + 1)\"><v>\($0)</v></c></row>"
        })
    },
    HostileFile("250,000 cells", refusal: "limit:entries") {
      xlsx(times(25_000) { _ in "<row>\(times(10) { _ in "<c><v>1</v></c>" })</row>" })
    },
    HostileFile("numbers outside of every table", words: "kern") {
      xlsx(
        "<row r=\"-9223372036854775808\"><c s=\"99999999\" t=\"s\"><v>-1</v></c><c t=\"s\">"
          + "<v>9999999999</v></c><c><v>1e999</v></c><c t=\"str\"><v>kern</v></c></row>")
    },
    HostileFile("40 arrays of JSON in one another", refusal: "limit:depth") {
      Array((times(40) { _ in "[[" } + times(40) { _ in "]]" }).utf8)
    },
    HostileFile("JSON with a name that comes twice", note: "als tekst", words: "Borne") {
      Array("{\"plaats\": \"Borne\", \"plaats\": \"Almelo\"}".utf8)
    },
    HostileFile("JSON with impossible numbers", words: "1e999") {
      Array("{\"aantal\": 1e999, \"leeftijd\": -0.000000000000000000001}".utf8)
    },
    HostileFile("JSON in UTF-16", words: "Borne") {
      [0xff, 0xfe] + Array("{\"plaats\": \"Borne\"}".utf16).flatMap { [UInt8($0), 0] }
    },
    HostileFile("XML with 300 elements in one another", refusal: "limit:depth") {
      Array(
        ("<?xml version=\"1.0\"?>" + times(300) { _ in "<a>" } + times(300) { _ in "</a>" }).utf8)
    },
    HostileFile("XML with entities", note: "beschadigd") {
      Array("<?xml version=\"1.0\"?>\(entities)<a>&f;</a>".utf8)
    },
    HostileFile("XML that is not well formed", note: "als tekst", words: "Borne") {
      Array("<?xml version=\"1.0\"?><a><plaats>Borne</a>".utf8)
    },
    HostileFile("a table with 30,000 columns", words: "kern") {
      Array(
        (0..<3).flatMap { _ in "kern" + String(repeating: ";a", count: 1990) + "\n" }.map(
          String.init
        ).joined().utf8)
    },
    HostileFile("a quotation mark that is not closed", words: "kern") {
      Array(("a;b\nc;d\n\"kern;" + String(repeating: "x;\n", count: 10_000)).utf8)
    },
  ]

  /// `A`, `Z`, `AA`.
  private static func letters(_ column: Int) -> String {
    var (left, name) = (column + 1, "")
    while left > 0 {
      name = String(UnicodeScalar(UInt8(65 + (left - 1) % 26))) + name
      left = (left - 1) / 26
    }
    return name
  }
}

@Suite("Limits of office files", .serialized)
struct OfficeLimitTests {
  @Test("Each ends in time, with its limit or its fault named", arguments: HostileFile.all)
  func ends(_ file: HostileFile) throws {
    let bytes = file.bytes()
    let start = monotonicClock()
    let item = submitted(bytes, door: .folder)
    // A tenth of it when the program is built for release and the machine is free.
    #expect(Double(monotonicClock() - start) / 1e9 < 20)
    #expect(item.refusal == file.refusal)
    #expect(isWhole(item))
    let notes = item.submission.parts.compactMap(\.note).joined(separator: "\n")
    if let note = file.note { #expect(notes.contains(note)) }
    if file.refusal == nil, file.note == nil {
      #expect(item.submission.parts.map(\.outcome).allSatisfy { $0 == .read })
    }
    if let words = file.words { #expect(text(item).contains(words)) }
    #expect(!text(item).contains("root:"))
    #expect(!notes.contains("111222333"))
  }

  @Test(
    "Elements and texts of one document are counted",
    arguments: [(18_000, nil), (20_000, "limit:elements")])
  func elements(count: Int, refusal: String?) {
    var limits = Limits()
    limits.elements = 20_000
    let bytes = HostileFile.docx(String(repeating: "<w:a/>", count: count))
    #expect(submitted(bytes, door: .folder, limits: limits).refusal == refusal)
  }
}
