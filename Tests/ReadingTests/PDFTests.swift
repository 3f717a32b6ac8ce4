import Core
import Foundation
import Platform
import Reading
import Testing

/// The PDF files of `Fixtures/pdf` (made by `make.py` beside them), and what must be read from each.
///
/// `SIGNAALPOST_RECORD=1 swift test --filter PDF` writes the expectations anew; read the difference before it
/// is kept.
struct PDFSample: Sendable, CustomTestStringConvertible {
  let testDescription: String

  static let folder = Golden.folder.appending(path: "pdf")

  static let all: [PDFSample] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".pdf") }.sorted().map(PDFSample.init)
  }()

  init(_ name: String) { testDescription = name }

  var file: URL { Self.folder.appending(path: testDescription) }
  var expectation: URL { Self.folder.appending(path: testDescription + ".expected") }

  func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: file)) }

  func read() throws -> ReadItem {
    Reading.read(
      ReadRequest(
        door: .folder, receivedAt: Timestamp(seconds: 1_790_000_000), name: testDescription,
        bytes: try bytes()))
  }
}

@Suite("PDF")
struct PDFTests {
  @Test("There are samples")
  func samples() { #expect(PDFSample.all.count >= 15) }

  @Test("Every sample reads as recorded", arguments: PDFSample.all)
  func recorded(_ sample: PDFSample) throws {
    let actual = render(try sample.read())
    if ProcessInfo.processInfo.environment["SIGNAALPOST_RECORD"] == "1" {
      try actual.write(to: sample.expectation, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: sample.expectation, encoding: .utf8) == actual)
  }
}

/// A file of `hostile.py`, and what becomes of it.
struct HostilePDF: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// `limit:...`, or nil.
  let refusal: String?
  let outcome: Part.Outcome
  /// The page says it all the same.
  var isRead: Bool { outcome == .read }

  init(_ name: String, _ outcome: Part.Outcome, limit: String? = nil) {
    (testDescription, self.outcome) = (name, outcome)
    refusal = limit.map { "limit:\($0)" }
  }

  static let all: [HostilePDF] = [
    HostilePDF("bom_inhoud", .reported, limit: "inflated"),
    HostilePDF("bom_dubbel", .reported, limit: "inflated"),
    HostilePDF("bom_objecten", .reported, limit: "inflated"),
    HostilePDF("bom_tabel", .reported, limit: "inflated"),
    HostilePDF("bom_bijlage", .reported, limit: "inflated"),
    HostilePDF("bom_vormen", .reported, limit: "text"),
    HostilePDF("bom_maskers", .read),
    HostilePDF("bom_delen", .reported, limit: "inflated"),
    HostilePDF("bom_tekenset", .reported, limit: "inflated"),
    HostilePDF("veel_woorden", .reported, limit: "text"),
    HostilePDF("veel_tekst", .reported, limit: "text"),
    HostilePDF("veel_paginas", .reported, limit: "pages"),
    HostilePDF("vijfhonderd", .read),
    HostilePDF("veel_velden", .reported, limit: "entries"),
    HostilePDF("diep", .reported, limit: "depth"),
    HostilePDF("haken", .reported),
    HostilePDF("lus_paginas", .reported),
    HostilePDF("lus_tekening", .reported, limit: "depth"),
    HostilePDF("lus_velden", .read),
    HostilePDF("lus_namen", .read),
    HostilePDF("lus_tabel", .read),
    HostilePDF("lus_lengte", .reported),
    HostilePDF("afgekapt", .reported),
    HostilePDF("rommel", .reported),
  ]

  /// All of them, made once.
  static let folder: URL? = {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pdf-\(getpid())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let maker = Process()
    maker.executableURL = URL(filePath: "/usr/bin/env")
    maker.arguments = [
      "python3", PDFSample.folder.appending(path: "hostile.py").path, folder.path,
    ]
    guard (try? maker.run()) != nil else { return nil }
    maker.waitUntilExit()
    return maker.terminationStatus == 0 ? folder : nil
  }()
}

@Suite("Hostile PDF", .serialized)
struct HostilePDFTests {
  @Test("Bombs, loops and crowds end in time, with the limit named", arguments: HostilePDF.all)
  func ends(_ hostile: HostilePDF) throws {
    let folder = try #require(HostilePDF.folder)
    let bytes = [UInt8](
      try Data(contentsOf: folder.appending(path: hostile.testDescription + ".pdf")))
    let before = residentKilobytes()
    let start = monotonicClock()
    let item = submitted(bytes, door: .folder)
    // A fifth of it when the program is built for release and the machine is free.
    #expect(Double(monotonicClock() - start) / 1e9 < 10)
    #expect(residentKilobytes() - before < 256_000)
    #expect(item.refusal == hostile.refusal)
    #expect(item.submission.parts.map(\.outcome) == [hostile.outcome])
    #expect(text(item).contains("Woonplaats: Borne") == hostile.isRead)
    #expect(isWhole(item))
  }

  @Test(
    "Cut and with changed bytes a file is still read or told, and never traps",
    arguments: PDFSample.all)
  func broken(_ sample: PDFSample) throws {
    let whole = try sample.bytes()
    var dice = Dice(UInt64(whole.count))
    for _ in 0..<15 {
      var bytes = Array(whole.prefix(Int.random(in: 9...whole.count, using: &dice)))
      for _ in 0..<Int.random(in: 0...20, using: &dice) {
        bytes[Int.random(in: 8..<bytes.count, using: &dice)] ^=
          1 << UInt8.random(in: 0...7, using: &dice)
      }
      #expect(isWhole(submitted(bytes, door: .folder)))
    }
  }
}

@Suite("PDF, understood")
struct PDFRecordTests {
  static let reader: Reader? = try? Reader(tables: projectTables)

  /// The record of a mail with a file attached, as its JSON object.
  func record(_ bytes: [UInt8], name: String) throws -> [String: Any] {
    let head = [
      "From: Fenna Oosterlaar <f.oosterlaar@hengelo.example>", "Subject: Signaal",
      "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=p", "", "--p",
      "Content-Type: text/plain", "", "Zie de bijlage.", "--p",
      "Content-Type: application/octet-stream; name=\"\(name)\"",
      "Content-Disposition: attachment; filename=\"\(name)\"",
      "Content-Transfer-Encoding: base64", "",
      Data(bytes).base64EncodedString(options: [
        .lineLength76Characters, .endLineWithCarriageReturn,
      ]),
      "--p--", "",
    ]
    let verdict = try #require(Self.reader).verdict(
      ReadRequest(
        door: .mail, receivedAt: Timestamp(seconds: 1_790_000_000),
        bytes: Array(head.joined(separator: "\r\n").utf8)))
    let json = Data([0x7b] + verdict.record + [0x7d])
    return try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
  }

  /// Empty lines, where a page leaves room, do not count.
  static func same(_ one: Any?, _ other: Any?) -> Bool {
    if let one = one as? String, let other = other as? String {
      return one.split(separator: "\n") == other.split(separator: "\n")
    }
    return (one as? NSObject)?.isEqual(other as? NSObject) ?? (other == nil)
  }

  static let signal: [(label: String, value: String)] = [
    ("Naam melder", "Fenna Oosterlaar"), ("Organisatie", "Gemeente Hengelo"),
    ("Telefoon", "074-5550142"), ("E-mailadres", "f.oosterlaar@hengelo.example"),
    ("Gemeente", "Hengelo"), ("Adres", "Zandpad 14"), ("Postcode", "7553 GX"),
    ("Woonplaats", "Hengelo"), ("Datum waarneming", "06-10-2026"), ("Tijd", "14:05"),
    ("Kenteken(s)", "VX-104-B"), ("Aantal mogelijke slachtoffers", "4"),
    (
      "Toelichting",
      "Bij een adrescontrole troffen wij vier mannen aan op zolder. Zij hadden geen sleutel van de woning en zeiden dat hun paspoort bij de baas ligt. De matrassen lagen op de vloer."
    ),
  ]

  @Test(
    "A form gives the same record as its text",
    arguments: [
      ("tabs.pdf", 13, [:]), ("label_boven.pdf", 13, [:]), ("tekstvakken.pdf", 10, ["acuut": "ja"]),
      ("velden.pdf", 13, ["vorm": "arbeidsuitbuiting", "sector": "bouw", "minderjarig": "ja"]),
    ] as [(String, Int, [String: String])])
  func sameRecord(file: String, fields: Int, more: [String: String]) throws {
    let lines =
      Self.signal.prefix(fields).map { "\($0.label): \($0.value)" }
      + (more["acuut"] == nil ? [] : ["[x] Acuut gevaar"])
      + (more["minderjarig"] == nil ? [] : ["[x] Minderjarigen betrokken"])
      + (more["vorm"].map { ["Vorm van uitbuiting: \($0)"] } ?? [])
      + (more["sector"].map { ["Sector: \($0)"] } ?? [])
    let expected = try record(Array(lines.joined(separator: "\n").utf8), name: "formulier.txt")
    let actual = try record(try PDFSample(file).bytes(), name: "formulier.pdf")
    for key in ["outcome", "urgency", "routing", "bsn_found"] {
      #expect(Self.same(actual[key], expected[key]), "\(key)")
    }
    let (one, other) = (
      try #require(actual["fields"] as? [String: Any]),
      try #require(expected["fields"] as? [String: Any])
    )
    #expect(one.keys.sorted() == other.keys.sorted())
    for (key, value) in one {
      #expect(Self.same(value, other[key]), "\(key): \(value) \(other[key] ?? "")")
    }
  }

  @Test("FA-01: value and appearance name two municipalities: both are shown, none is guessed")
  func conflict() throws {
    let record = try record(try PDFSample("waarde_en_weergave.pdf").bytes(), name: "a.pdf")
    let routing = try #require(record["routing"] as? [String: Any])
    #expect(routing["status"] as? String == "conflict")
    #expect(routing["queue"] as? String == "regio")
    #expect(Set(routing["candidates"] as? [String] ?? []) == ["0141", "0164"])
  }

  @Test(
    "FA-09, FA-10: what cannot be read is a signal of an unknown place, and says what to do",
    arguments: [
      ("wachtwoord.pdf", "vraag de melder om een versie zonder wachtwoord"),
      ("scan.pdf", "geen leesbare tekst"), ("xfa.pdf", "vraag de melder om een afdruk als PDF"),
    ])
  func unread(file: String, note: String) throws {
    let record = try record(try PDFSample(file).bytes(), name: file)
    #expect(record["outcome"] as? String == "signal")
    let parts = try #require(record["parts"] as? [[String: Any]])
    let part = try #require(parts.last)
    #expect(part["outcome"] as? String == "reported")
    #expect((part["note"] as? String)?.contains(note) == true)
    #expect(parts.count == 2)
  }
}
