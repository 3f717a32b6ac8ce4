import Core
import Testing

@Suite("Every name and postcode of the tables") struct EveryPlaceTests {
  private let tables: Tables
  private let region: Set<String>

  init() throws {
    tables = try Shipped.tables.get()
    region = Set(tables.municipalities.region.map(\.code))
  }

  @Test("Each postcode of the region routes to its municipality")
  func postcodes() {
    let rows = Shipped.rows("pc4.csv").filter { region.contains($0["gemeente_code"] ?? "") }
    #expect(rows.count == 122)
    for row in rows {
      for written in [row["pc4"] ?? "", (row["pc4"] ?? "") + "UF", (row["pc4"] ?? "") + " uf"] {
        let assignment = route(PlaceClues(postcodes: [written]), tables: tables)
        #expect(assignment.status == .certain)
        #expect(assignment.queue == row["gemeente_code"], "\(written)")
      }
    }
  }

  @Test("Each postcode elsewhere is outside, except the two that the sources fight about")
  func otherPostcodes() {
    for row in Shipped.rows("pc4.csv") where !region.contains(row["gemeente_code"] ?? "") {
      let assignment = route(PlaceClues(postcodes: [row["pc4"] ?? ""]), tables: tables)
      let isContradicted = ["7693", "7694"].contains(row["pc4"])
      #expect(assignment.status == (isContradicted ? .ambiguous : .outside))
      #expect(assignment.municipality == (isContradicted ? nil : row["gemeente_code"]))
    }
  }

  @Test("Each postcode of a town hall's boxes counts for nothing")
  func boxes() {
    for row in Shipped.rows("twente_postbus_pc4.csv") {
      let clues = PlaceClues(postcodes: [(row["pc4"] ?? "") + "AA"])
      #expect(route(clues, tables: tables).status == .unknown)
    }
  }

  @Test("Each place of the register routes to its municipality, or is a tie that holds it")
  func places() {
    let rows = Shipped.rows("woonplaatsen.csv").filter {
      region.contains($0["gemeente_code"] ?? "")
    }
    #expect(rows.count == 67)
    for row in rows { check(row["woonplaats"] ?? "", row["gemeente_code"] ?? "") }
  }

  @Test("Each name that people write routes to its municipality, or is a tie that holds it")
  func informalNames() {
    let rows = Shipped.rows("plaatsnamen_informeel_twente.csv")
    #expect(rows.count > 150)
    for row in rows { check(row["naam"] ?? "", row["gemeente_code"] ?? "") }
  }

  /// Also in a sentence, and with its municipality behind it, which breaks every tie.
  private func check(_ name: String, _ code: String) {
    let decided = [
      route(PlaceClues(places: [name]), tables: tables),
      route(PlaceClues(places: [name.uppercased()]), tables: tables),
      route(PlaceClues(text: Array("Zij woont in \(name), in een huis.".utf8)), tables: tables),
    ]
    for assignment in decided {
      let isTie = assignment.status == .ambiguous && assignment.candidates.contains(code)
      #expect(assignment.queue == code || isTie, "\(name): \(assignment.explanation)")
    }
    let full = "\(name) (gem. \(tables.municipalities.name(code)))"
    #expect(route(PlaceClues(places: [full]), tables: tables).queue == code, "\(full)")
  }

  @Test("Each municipality of the region is known by its name, in the field and in a sentence")
  func municipalities() {
    for municipality in tables.municipalities.region {
      for field in [municipality.name, "gemeente " + municipality.name.lowercased()] {
        let assignment = route(PlaceClues(municipalityField: field), tables: tables)
        #expect(assignment.queue == municipality.code, "\(field)")
      }
      let text = Array("Het speelt in de gemeente \(municipality.name).".utf8)
      #expect(route(PlaceClues(text: text), tables: tables).queue == municipality.code)
    }
  }

  @Test("Each mail domain of one municipality is a candidate, and no more")
  func domains() {
    for municipality in tables.municipalities.region {
      for domain in municipality.mailDomains {
        let assignment = route(PlaceClues(senderDomains: [domain]), tables: tables)
        #expect(assignment.status == .unknown)
        let isShared = domain == "noaberkracht.nl"
        #expect(assignment.candidates == (isShared ? [] : [municipality.code]))
      }
    }
  }
}
