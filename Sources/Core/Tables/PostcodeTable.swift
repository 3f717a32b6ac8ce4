/// Which municipality a four-digit postcode lies in (`pc4.csv`), where that is not the whole truth
/// (`pc4_grensgevallen.csv`), and which ones are post-office boxes (`twente_postbus_pc4.csv`).
public struct PostcodeTable: Sendable {
  /// A code that touches a second municipality.
  public struct Border: Sendable, Hashable {
    public let other: MunicipalityCode
    /// The table says that the sources contradict each other: the code alone does not decide.
    public let isAmbiguous: Bool
  }

  /// By code; empty where there is none.
  private var municipalities = [MunicipalityCode](repeating: "", count: 10_000)
  private var borders: [Int: [Border]] = [:]
  private var boxes: Set<Int> = []

  static let file = "pc4.csv"
  static let columns = ["pc4", "gemeente", "gemeente_code", "hoofdwoonplaats", "bronnen"]
  static let borderFile = "pc4_grensgevallen.csv"
  static let borderColumns = [
    "pc4", "hoofdgemeente", "hoofd_code", "andere_gemeente", "andere_code", "aanwijzing",
    "raakt_twente", "oordeel",
  ]
  static let boxFile = "twente_postbus_pc4.csv"
  static let boxColumns = ["pc4", "gemeente", "gemeente_code", "soort"]

  init(
    _ csv: CSV, borders: CSV, boxes: CSV, municipalities known: inout Municipalities,
    problems: inout [TableProblem]
  ) {
    readCodes(csv, &known, &problems)
    readBorders(borders, known, &problems)
    readBoxes(boxes, known, &problems)
  }

  private mutating func readCodes(
    _ csv: CSV, _ known: inout Municipalities, _ problems: inout [TableProblem]
  ) {
    let (pc4, name, code) = (
      csv.column("pc4"), csv.column("gemeente"), csv.column("gemeente_code")
    )
    for row in csv {
      guard let number = Self.number(row.bytes(pc4)) else {
        problems.append(row.problem("'\(row[pc4])' is geen postcodegebied (1000 tot en met 9999)"))
        continue
      }
      let municipality = row[code]
      if !municipalities[number].isEmpty {
        problems.append(row.problem("postcode \(number) staat er twee keer"))
      }
      if let fault = known.note(municipality, row[name]) { problems.append(row.problem(fault)) }
      municipalities[number] = municipality
    }
  }

  private mutating func readBorders(
    _ csv: CSV, _ known: Municipalities, _ problems: inout [TableProblem]
  ) {
    for row in csv where row["raakt_twente"] == "ja" {
      guard let verdict = Verdict(row["oordeel"]) else { continue }
      let (main, other) = (row["hoofd_code"], row["andere_code"])
      guard let number = Self.number(row.bytes(csv.column("pc4"))),
        municipalities[number] == main
      else {
        problems.append(
          row.problem("postcode \(row["pc4"]) ligt volgens \(Self.file) niet in \(main)"))
        continue
      }
      guard known[other] != nil else {
        problems.append(row.problem("onbekende gemeentecode '\(other)'"))
        continue
      }
      borders[number, default: []].append(Border(other: other, isAmbiguous: verdict == .ambiguous))
    }
  }

  private mutating func readBoxes(
    _ csv: CSV, _ known: Municipalities, _ problems: inout [TableProblem]
  ) {
    for row in csv {
      guard let number = Self.number(row.bytes(csv.column("pc4"))) else {
        problems.append(
          row.problem("'\(row["pc4"])' is geen postcodegebied (1000 tot en met 9999)"))
        continue
      }
      if known[row["gemeente_code"]] == nil {
        problems.append(row.problem("onbekende gemeentecode '\(row["gemeente_code"])'"))
      }
      if !municipalities[number].isEmpty {
        problems.append(row.problem("postbuscode \(number) staat ook in \(Self.file)"))
      }
      if !boxes.insert(number).inserted {
        problems.append(row.problem("postbuscode \(number) staat er twee keer"))
      }
    }
  }

  /// What the tables do not say together.
  func check(_ known: Municipalities, _ problems: inout [TableProblem]) {
    let present = Set(municipalities)
    for municipality in known.region where !present.contains(municipality.code) {
      problems.append(
        TableProblem(
          file: Self.file, line: 0, message: "geen enkele postcode in \(municipality.name)"))
    }
  }

  /// Column `oordeel`: `negeren` leaves a row out, `ambigu` makes it count.
  private enum Verdict {
    case border, ambiguous

    init?(_ text: String) {
      let words = PlaceName(text).bytes.split(separator: 0x20)
      if words.contains(where: { $0.elementsEqual("negeren".utf8) }) { return nil }
      self = words.contains { $0.elementsEqual("ambigu".utf8) } ? .ambiguous : .border
    }
  }

  /// Municipality of a postcode (`7511UF`, `7511 UF` or `7511`); nil for a post-office box, and for what is
  /// no code of a street.
  public func municipality(of postcode: String) -> MunicipalityCode? {
    guard let number = Self.number(postcode.utf8.prefix(4)), !boxes.contains(number),
      !municipalities[number].isEmpty
    else { return nil }
    return municipalities[number]
  }

  /// The other municipalities that a postcode touches.
  public func borders(of postcode: String) -> [Border] {
    Self.number(postcode.utf8.prefix(4)).flatMap { borders[$0] } ?? []
  }

  /// Whether the code belongs to the post-office boxes of a town hall.
  public func isBox(_ postcode: String) -> Bool {
    Self.number(postcode.utf8.prefix(4)).map(boxes.contains) ?? false
  }

  /// All codes of a municipality, in order.
  public func codes(of municipality: MunicipalityCode) -> [String] {
    municipalities.indices.filter { municipalities[$0] == municipality }.map(String.init)
  }

  /// Whether a code in this range lies in the municipality.
  func touches(_ municipality: MunicipalityCode, from low: String, to high: String) -> Bool {
    guard let low = Self.number(low.utf8), let high = Self.number(high.utf8), low <= high else {
      return false
    }
    return municipalities[low...high].contains(municipality)
  }

  private static func number(_ text: some Collection<UInt8>) -> Int? {
    guard text.count == 4, text.first != 0x30, text.allSatisfy({ 0x30...0x39 ~= $0 }) else {
      return nil
    }
    return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
