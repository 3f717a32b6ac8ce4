/// A place name and the municipality it lies in.
public struct Place: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// In the register of addresses (`woonplaatsen.csv`).
    case official
    /// A hamlet or district that people write (`plaatsnamen_informeel_twente.csv`).
    case informal
    /// The name of a municipality.
    case municipality
    /// Across the border (`grensplaatsen.csv`).
    case abroad
  }

  /// Spelling of the table.
  public let name: String
  /// Empty for a place abroad.
  public let municipality: MunicipalityCode
  public let kind: Kind
  /// Only meant when something beside the name says so: Hengelo in Gelderland for "Hengelo".
  public var needsSuffix = false
}

/// All place names: of the country, of the region as people write them, and just across the border.
public struct PlaceTable: Sendable {
  public private(set) var places: [Place] = []
  private(set) var index = NameIndex()
  /// Province by municipality, for those that share a place name with the region (`provincies.csv`).
  private(set) var provinces: [MunicipalityCode: String] = [:]
  /// How careful to be with a name in running text, when it is also a word or a surname.
  private(set) var cautions: [[UInt8]: Caution] = [:]
  /// Province by what people put behind a name (`Gld`, `Ov`).
  private(set) var suffixes: [[UInt8]: String] = [:]

  static let file = "woonplaatsen.csv"
  static let columns = ["woonplaats", "gemeente", "gemeente_code", "woonplaatscode", "naam_uniek"]
  static let ambiguousFile = "woonplaatsen_ambigu.csv"
  static let ambiguousColumns = [
    "naam_genormaliseerd", "woonplaats", "gemeente", "gemeente_code", "raakt_twente", "kale_naam",
  ]
  static let informalFile = "plaatsnamen_informeel_twente.csv"
  static let informalColumns = [
    "naam", "gemeente", "gemeente_code", "pc4_laag", "pc4_hoog", "bag_woonplaats",
  ]
  static let provinceFile = "provincies.csv"
  static let provinceColumns = ["gemeente_code", "gemeente", "provincie", "afkortingen"]
  static let wordFile = "gewone_woorden.csv"
  static let wordColumns = ["naam", "regel"]
  static let borderFile = "grensplaatsen.csv"
  static let borderColumns = ["naam", "land"]

  init() {}

  /// All places of a name, also those that need something beside it.
  func named(_ name: some Collection<UInt8>) -> [Place] { index.values(name).map { places[$0] } }

  /// The places that a name means as somebody wrote it, with nothing around it.
  public func named(_ text: String) -> [Place] {
    named(PlaceName(text).bytes).filter { !$0.needsSuffix }
  }

  mutating func add(_ name: PlaceName, _ place: Place) {
    index.insert(name, places.count)
    places.append(place)
  }

  // MARK: Reading the files

  mutating func readOfficial(
    _ csv: CSV, _ known: inout Municipalities, _ problems: inout [TableProblem]
  ) {
    let (place, name, code) = (
      csv.column("woonplaats"), csv.column("gemeente"), csv.column("gemeente_code")
    )
    for row in csv {
      let municipality = row[code]
      let written = PlaceName(row.bytes(place))
      if let fault = known.note(municipality, row[name]) { problems.append(row.problem(fault)) }
      if written.isEmpty {
        problems.append(row.problem("woonplaats zonder naam"))
      } else if named(written.bytes).contains(where: { $0.municipality == municipality }) {
        problems.append(row.problem("'\(row[place])' in \(municipality) staat er twee keer"))
      }
      add(written, Place(name: row[place], municipality: municipality, kind: .official))
    }
  }

  /// Names that stand for places in several municipalities, also where the register adds a suffix.
  mutating func readAmbiguous(_ csv: CSV, _ problems: inout [TableProblem]) {
    for row in csv {
      let name = PlaceName(row["woonplaats"])
      let code = row["gemeente_code"]
      guard let place = named(name.bytes).first(where: { $0.municipality == code }) else {
        problems.append(row.problem("'\(row["woonplaats"])' in \(code) staat niet in \(Self.file)"))
        continue
      }
      let bare = PlaceName(row["naam_genormaliseerd"])
      guard bare != name, !named(bare.bytes).contains(where: { $0.municipality == code }) else {
        continue
      }
      var meant = place
      meant.needsSuffix = row["kale_naam"] == "nee"
      add(bare, meant)
    }
  }

  mutating func readInformal(
    _ csv: CSV, _ known: Municipalities, _ postcodes: PostcodeTable,
    _ problems: inout [TableProblem]
  ) {
    var seen: Set<[UInt8]> = []
    for row in csv {
      let (written, code, isOfficial) = (row["naam"], row["gemeente_code"], row["bag_woonplaats"])
      let name = PlaceName(written)
      if name.isEmpty { problems.append(row.problem("plaatsnaam zonder naam")) }
      if !known.isInRegion(code) {
        problems.append(row.problem("gemeentecode '\(code)' hoort niet bij de regio"))
      }
      if !seen.insert(name.bytes + code.utf8).inserted {
        problems.append(row.problem("'\(written)' in \(code) staat er twee keer"))
      }
      if !postcodes.touches(code, from: row["pc4_laag"], to: row["pc4_hoog"]) {
        problems.append(
          row.problem("geen postcode uit \(PostcodeTable.file) in \(code) bij '\(written)'"))
      }
      let isKnown = named(name.bytes).contains { $0.municipality == code && $0.kind == .official }
      switch isOfficial {
      case "ja" where isKnown: break
      case "ja": problems.append(row.problem("'\(written)' staat niet in \(Self.file)"))
      case "nee": add(name, Place(name: written, municipality: code, kind: .informal))
      default: problems.append(row.problem("bag_woonplaats is 'ja' of 'nee', niet '\(isOfficial)'"))
      }
    }
  }

  /// Column `regel` of `gewone_woorden.csv`.
  enum Caution: String, Sendable {
    /// Also without a capital, but then only behind a preposition.
    case preposition = "voorzetsel"
    /// Only with a capital and behind a preposition.
    case capital = "hoofdletter"
    /// Never in running text.
    case never = "nooit"
  }

  mutating func readWords(_ csv: CSV, _ problems: inout [TableProblem]) {
    for row in csv {
      let name = PlaceName(row["naam"])
      let caution = Caution(rawValue: row["regel"])
      if caution == nil { problems.append(row.problem("onbekende regel '\(row["regel"])'")) }
      if cautions[name.bytes] != nil {
        problems.append(row.problem("'\(row["naam"])' staat er twee keer"))
      }
      cautions[name.bytes] = caution
    }
  }

  mutating func readBorder(_ csv: CSV, _ problems: inout [TableProblem]) {
    for row in csv {
      let name = PlaceName(row["naam"])
      if name.isEmpty || index.contains(name.bytes) {
        problems.append(
          row.problem("'\(row["naam"])' is leeg, dubbel of ook een plaats in Nederland"))
      } else {
        add(name, Place(name: row["naam"], municipality: "", kind: .abroad))
      }
    }
  }

  mutating func readProvinces(
    _ csv: CSV, _ known: Municipalities, _ problems: inout [TableProblem]
  ) {
    for row in csv {
      let (code, province) = (row["gemeente_code"], row["provincie"])
      if known[code] == nil { problems.append(row.problem("onbekende gemeentecode '\(code)'")) }
      if province.isEmpty { problems.append(row.problem("provincie ontbreekt")) }
      if provinces.updateValue(province, forKey: code) != nil {
        problems.append(row.problem("gemeente \(code) staat er twee keer"))
      }
      for suffix in row.list("afkortingen") + [province] {
        suffixes[PlaceName(suffix).bytes] = province
      }
    }
  }

  /// The names of the municipalities themselves.
  mutating func addMunicipalities(_ known: Municipalities) {
    for municipality in known.all {
      add(
        PlaceName(municipality.name),
        Place(name: municipality.name, municipality: municipality.code, kind: .municipality))
    }
    for other in known.otherNames {
      add(
        PlaceName(other.name),
        Place(name: known.name(other.code), municipality: other.code, kind: .municipality))
    }
  }

  /// What the tables do not say together.
  func check(_ known: Municipalities, _ problems: inout [TableProblem]) {
    for municipality in known.region
    where !places.contains(where: { $0.municipality == municipality.code && $0.kind == .official })
    {
      problems.append(
        TableProblem(
          file: Self.file, line: 0, message: "geen enkele woonplaats in \(municipality.name)"))
    }
    var missing: Set<MunicipalityCode> = []
    for name in index.names {
      let codes = Set(named(name).map(\.municipality))
      if codes.count > 1, codes.contains(where: known.isInRegion) {
        missing.formUnion(codes.filter { provinces[$0] == nil && !$0.isEmpty })
      }
    }
    for code in missing.sorted() {
      problems.append(
        TableProblem(
          file: Self.provinceFile, line: 0,
          message:
            "gemeente \(known.name(code)) (\(code)) ontbreekt: zij deelt een plaatsnaam met de regio"
        ))
    }
  }
}
