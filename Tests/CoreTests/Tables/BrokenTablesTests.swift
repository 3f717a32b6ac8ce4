import Core
import Testing

@Suite("Tables with faults") struct BrokenTablesTests {
  /// The shipped tables without most of the country, which takes less time.
  static let files: TableFiles = {
    let near = Set(Shipped.rows("provincies.csv").compactMap { $0["gemeente_code"] })
    var files = Shipped.files
    for name in ["pc4.csv", "woonplaatsen.csv", "woonplaatsen_ambigu.csv", "pc4_grensgevallen.csv"]
    {
      files.files[name] = files.files[name]?.lines { index, line in
        index == 0 || line.split(separator: ",").contains { near.contains(String($0)) }
      }
    }
    return files
  }()

  /// The problems of the tables with some files changed.
  private static func problems(_ change: (inout [String: [UInt8]]) -> Void) -> [String] {
    var files = Self.files
    change(&files.files)
    do {
      _ = try Tables(files)
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  private static func append(_ line: String, to file: String) -> [String] {
    problems { $0[file]? += Array((line + "\r\n").utf8) }
  }

  /// Lines of a shipped file, the header among them: the number of the line behind the last.
  private static func next(_ file: String) -> Int {
    (files.files[file] ?? []).count { $0 == 0x0a } + 1
  }

  @Test("Each file is needed", arguments: TableFiles.required)
  func missing(file: String) {
    let problems = Self.problems { $0[file] = nil }
    #expect(problems.contains("\(file): het bestand ontbreekt"))
  }

  @Test("A file cut off in the middle of a line is told", arguments: TableFiles.required)
  func halfWritten(file: String) {
    let problems = Self.problems { $0[file]?.removeLast(3) }
    #expect(problems.contains { $0.hasPrefix("\(file): de laatste regel heeft geen regeleinde") })
  }

  @Test(
    "A faulty line is told with its file and number",
    arguments: [
      ("velden.csv", "melder_naam,Naam,,tekst,nee,,", "veld 'melder_naam' staat er twee keer"),
      ("velden.csv", "nieuw,Nieuw,,tekstje,nee,,", "onbekend type 'tekstje'"),
      ("velden.csv", "nieuw,,,tekst,nee,,", "veld 'nieuw' zonder label"),
      ("velden.csv", "nieuw,Nieuw,,keuze,nee,,", "keuzeveld 'nieuw' zonder waarden"),
      ("twente_gemeenten.csv", "0141,Nogeens,,,,,,", "gemeente 0141 staat er twee keer"),
      ("twente_gemeenten.csv", "0999,Almelo,,,,,,", "gemeente Almelo staat er twee keer"),
      ("twente_gemeenten.csv", "0999,,,,,,,", "gemeente 0999 heeft geen naam"),
      ("twente_gemeenten.csv", "99,Ergens,,,,,,", "gemeentecode '99' heeft geen vier cijfers"),
      ("pc4.csv", "7511,Enschede,0153,Enschede,x", "postcode 7511 staat er twee keer"),
      (
        "pc4.csv", "0511,Enschede,0153,Enschede,x",
        "'0511' is geen postcodegebied (1000 tot en met 9999)"
      ),
      (
        "pc4.csv", "1000,Enschede,0164,Enschede,x",
        "gemeente 0164 heet 'Hengelo' en hier 'Enschede'"
      ),
      ("pc4.csv", "1000,Ergens,99,Enschede,x", "gemeentecode '99' heeft geen vier cijfers"),
      ("woonplaatsen.csv", "Almelo,Almelo,0141,1,ja", "'Almelo' in 0141 staat er twee keer"),
      ("woonplaatsen.csv", ",Almelo,0141,1,ja", "woonplaats zonder naam"),
      (
        "woonplaatsen.csv", "Ergens,Wierden,0141,1,ja",
        "gemeente 0141 heet 'Almelo' en hier 'Wierden'"
      ),
      (
        "woonplaatsen_ambigu.csv", "ergens,Ergens,Almelo,0141,ja,ja",
        "'Ergens' in 0141 staat niet in woonplaatsen.csv"
      ),
      (
        "plaatsnamen_informeel_twente.csv", "Ergens,Zwolle,0193,8011,8011,nee",
        "gemeentecode '0193' hoort niet bij de regio"
      ),
      (
        "plaatsnamen_informeel_twente.csv", "Ergens,Almelo,0141,7511,7511,nee",
        "geen postcode uit pc4.csv in 0141 bij 'Ergens'"
      ),
      (
        "plaatsnamen_informeel_twente.csv", "Buurse,Haaksbergen,0158,7481,7481,nee",
        "'Buurse' in 0158 staat er twee keer"
      ),
      (
        "plaatsnamen_informeel_twente.csv", "Ergens,Almelo,0141,7601,7601,ja",
        "'Ergens' staat niet in woonplaatsen.csv"
      ),
      (
        "plaatsnamen_informeel_twente.csv", "Ergens,Almelo,0141,7601,7601,misschien",
        "bag_woonplaats is 'ja' of 'nee', niet 'misschien'"
      ),
      ("twente_postbus_pc4.csv", "7511,Enschede,0153,x", "postbuscode 7511 staat ook in pc4.csv"),
      ("twente_postbus_pc4.csv", "7500,Enschede,0153,x", "postbuscode 7500 staat er twee keer"),
      ("twente_postbus_pc4.csv", "7501,Ergens,9999,x", "onbekende gemeentecode '9999'"),
      (
        "pc4_grensgevallen.csv", "7511,Enschede,0164,x,0153,x,ja,x",
        "postcode 7511 ligt volgens pc4.csv niet in 0164"
      ),
      (
        "pc4_grensgevallen.csv", "7511,Enschede,0153,x,9999,x,ja,x", "onbekende gemeentecode '9999'"
      ),
      ("provincies.csv", "0141,Almelo,Overijssel,", "gemeente 0141 staat er twee keer"),
      ("provincies.csv", "0193,Zwolle,,", "provincie ontbreekt"),
      ("gewone_woorden.csv", "Enter,nooit", "'Enter' staat er twee keer"),
      ("gewone_woorden.csv", "Almelo,soms", "onbekende regel 'soms'"),
      (
        "grensplaatsen.csv", "Losser,Duitsland",
        "'Losser' is leeg, dubbel of ook een plaats in Nederland"
      ),
      ("peildatum.csv", "pc4.csv,2026-01-01,x,x", "tabel 'pc4.csv' staat er twee keer"),
      ("peildatum.csv", "pc5.csv,2026-01-01,x,x", "onbekende tabel 'pc5.csv'"),
      ("peildatum.csv", "pc5.csv,maart,x,x", "peildatum 'maart' is geen datum (JJJJ-MM-DD)"),
    ])
  func line(file: String, line: String, message: String) {
    let problems = Self.append(line, to: file)
    #expect(problems.contains("\(file):\(Self.next(file)): \(message)"), "\(problems)")
  }

  @Test("All problems of all files are told in one run")
  func together() {
    let problems = Self.problems { files in
      files["pc4.csv"] = Array("pc4,gemeente\r\n1000,x\r\n".utf8)
      files["velden.csv"]? += [0xff, 0x0d, 0x0a]
      files["grensplaatsen.csv"] = nil
      files["twente_gemeenten.csv"]? += Array("0141,Almelo,,,,,,\r\n0142\r\n".utf8)
    }
    let files = Set(problems.map { String($0.prefix { $0 != ":" }) })
    #expect(
      files.isSuperset(of: ["pc4.csv", "velden.csv", "grensplaatsen.csv", "twente_gemeenten.csv"]))
    let end = Self.next("twente_gemeenten.csv")
    #expect(problems.contains("twente_gemeenten.csv:\(end): gemeente 0141 staat er twee keer"))
    #expect(problems.contains("twente_gemeenten.csv:\(end + 1): 1 cellen in plaats van 8"))
  }

  @Test("Of a file with thousands of faults twenty are told, and how many more")
  func many() {
    let problems = Self.problems { files in
      files["pc4.csv"] =
        Array("pc4,gemeente,gemeente_code,hoofdwoonplaats,bronnen\r\n".utf8)
        + Array(repeatElement(Array("x,y,z,,\r\n".utf8), count: 1000).joined())
    }
    #expect(problems.count { $0.hasPrefix("pc4.csv:") } == 21)
    #expect(problems.contains("pc4.csv: en nog 980 fouten"))
  }

  @Test("A region of 13 or of 15 municipalities is fine when the tables agree")
  func otherRegion() throws {
    // Without Wierden: its names and codes are then elsewhere.
    var fewer = Self.files
    for name in [
      "twente_gemeenten.csv", "plaatsnamen_informeel_twente.csv", "twente_postbus_pc4.csv",
    ] {
      fewer.remove("0189", from: name)
    }
    let thirteen = try Tables(fewer)
    #expect(thirteen.municipalities.region.count == 13)
    #expect(route(PlaceClues(places: ["Wierden"]), tables: thirteen).status == .outside)
    // With Berkelland.
    var more = Self.files
    more.files["twente_gemeenten.csv"]? += Array("1859,Berkelland,berkelland.nl,,,,,\r\n".utf8)
    let fifteen = try Tables(more)
    #expect(fifteen.municipalities.region.count == 15)
    #expect(route(PlaceClues(places: ["Eibergen"]), tables: fifteen).queue == "1859")
  }

  @Test("A municipality of the region without places or postcodes is a fault")
  func emptyMunicipality() {
    let problems = Self.append("0999,Nergens,nergens.nl,,,,,", to: "twente_gemeenten.csv")
    #expect(problems.contains("woonplaatsen.csv: geen enkele woonplaats in Nergens"))
    #expect(problems.contains("pc4.csv: geen enkele postcode in Nergens"))
  }

  @Test("A name shared with the region needs the provinces of both")
  func province() {
    let problems = Self.problems { files in
      files["provincies.csv"] = (files["provincies.csv"] ?? []).withoutLines(containing: "1859")
    }
    #expect(
      problems == [
        "provincies.csv: gemeente Berkelland (1859) ontbreekt: zij deelt een plaatsnaam met de regio"
      ])
  }
}

extension TableFiles {
  fileprivate mutating func remove(_ text: String, from file: String) {
    files[file] = files[file]?.withoutLines(containing: text)
  }
}

extension [UInt8] {
  fileprivate func withoutLines(containing text: String) -> [UInt8] {
    lines { _, line in !line.contains(text) }
  }

  fileprivate func lines(_ isKept: (Int, String) -> Bool) -> [UInt8] {
    split(separator: 0x0a).enumerated()
      .filter { isKept($0.offset, String(decoding: $0.element, as: UTF8.self)) }
      .flatMap { $0.element + [0x0a] }
  }
}
