/// The domain tables, read and checked together: a set is whole, or it is not there. Large, so one for all who read.
public final class Tables: Sendable {
  /// Newest reference date of the tables and a hash of their contents (`2026-03-01-8f0c12ab`).
  public let version: String
  public let references: ReferenceTable
  public let fields: FieldTable
  /// Finds the field for a label as people write it.
  let labels: LabelIndex
  public let municipalities: Municipalities
  public let postcodes: PostcodeTable
  public let places: PlaceTable
  public let indicators: IndicatorTable
  public let choices: ChoiceTable
  public let secureMail: SecureMailTable

  /// Reads the files; throws every problem of every file at once.
  public init(_ files: TableFiles) throws(TableProblems) {
    var problems: [TableProblem] = []
    var open = TableOpener(files: files)
    fields = FieldTable(open(FieldTable.file, FieldTable.columns, &problems), problems: &problems)
    labels = LabelIndex(
      fields,
      fixed: FixedLines(open(FixedLines.file, FixedLines.columns, &problems), problems: &problems))
    var known = Municipalities(
      open(Municipalities.file, Municipalities.columns, &problems), problems: &problems)
    var places = PlaceTable()
    places.readOfficial(open(PlaceTable.file, PlaceTable.columns, &problems), &known, &problems)
    postcodes = PostcodeTable(
      open(PostcodeTable.file, PostcodeTable.columns, &problems),
      borders: open(PostcodeTable.borderFile, PostcodeTable.borderColumns, &problems),
      boxes: open(PostcodeTable.boxFile, PostcodeTable.boxColumns, &problems),
      municipalities: &known, problems: &problems)
    places.readAmbiguous(
      open(PlaceTable.ambiguousFile, PlaceTable.ambiguousColumns, &problems), &problems)
    places.readInformal(
      open(PlaceTable.informalFile, PlaceTable.informalColumns, &problems), known, postcodes,
      &problems)
    places.addMunicipalities(known)
    places.readBorder(open(PlaceTable.borderFile, PlaceTable.borderColumns, &problems), &problems)
    places.readProvinces(
      open(PlaceTable.provinceFile, PlaceTable.provinceColumns, &problems), known, &problems)
    places.readWords(open(PlaceTable.wordFile, PlaceTable.wordColumns, &problems), &problems)
    if problems.isEmpty {
      places.check(known, &problems)
      postcodes.check(known, &problems)
    }
    let groups = WordGroups(
      open(WordGroups.file, WordGroups.columns, &problems), problems: &problems)
    indicators = IndicatorTable(
      open(IndicatorTable.file, IndicatorTable.columns, &problems), groups: groups,
      problems: &problems)
    choices = ChoiceTable(
      open(ChoiceTable.file, ChoiceTable.columns, &problems), groups: groups, problems: &problems)
    choices.check(fields, &problems)
    secureMail = SecureMailTable(
      open(SecureMailTable.file, SecureMailTable.columns, &problems), problems: &problems)
    references = ReferenceTable(
      open(ReferenceTable.file, ReferenceTable.columns, &problems), problems: &problems)
    (municipalities, self.places) = (known, places)
    version = references.newest + "-" + files.fingerprint
    guard problems.isEmpty else { throw TableProblems(problems.limited()) }
  }
}

/// Where each table comes from and of which day it is (`peildatum.csv`).
public struct ReferenceTable: Sendable {
  public struct Reference: Sendable, Hashable {
    /// File name.
    public let table: String
    /// `2026-03-01`
    public let date: String
    public let source: String
    public let licence: String
  }

  public private(set) var references: [Reference] = []
  /// The latest date.
  public var newest: String { references.map(\.date).max() ?? "" }

  static let file = "peildatum.csv"
  static let columns = ["tabel", "peildatum", "bron", "licentie"]

  init(_ csv: CSV, problems: inout [TableProblem]) {
    for row in csv {
      let reference = Reference(
        table: row["tabel"], date: row["peildatum"], source: row["bron"], licence: row["licentie"])
      if !Self.isDate(reference.date) {
        problems.append(row.problem("peildatum '\(reference.date)' is geen datum (JJJJ-MM-DD)"))
      }
      if !TableFiles.required.contains(reference.table) {
        problems.append(row.problem("onbekende tabel '\(reference.table)'"))
      } else if references.contains(where: { $0.table == reference.table }) {
        problems.append(row.problem("tabel '\(reference.table)' staat er twee keer"))
      }
      references.append(reference)
    }
    guard !references.isEmpty else { return }
    for name in TableFiles.required where name != Self.file {
      if references.contains(where: { $0.table == name }) { continue }
      problems.append(
        TableProblem(file: Self.file, line: 0, message: "tabel '\(name)' heeft geen peildatum"))
    }
  }

  private static func isDate(_ text: String) -> Bool {
    text.utf8.count == 10
      && text.utf8.enumerated().allSatisfy { offset, byte in
        offset == 4 || offset == 7 ? byte == UInt8(ascii: "-") : 0x30...0x39 ~= byte
      }
  }
}

extension TableFiles {
  /// The files that make a whole set.
  public static let required = [
    "beveiligde_mail.csv", "gewone_woorden.csv", "grensplaatsen.csv", "indicatoren.csv",
    "keuzes.csv", "peildatum.csv",
    "pc4.csv", "pc4_grensgevallen.csv",
    "plaatsnamen_informeel_twente.csv", "provincies.csv", "twente_gemeenten.csv",
    "twente_postbus_pc4.csv", "vaste_regels.csv", "velden.csv", "woonplaatsen.csv",
    "woonplaatsen_ambigu.csv",
    "woordgroepen.csv",
  ]

  /// Eight hexadecimal digits that differ when a name or a content differs.
  var fingerprint: String {
    var hash = FNV()
    for name in files.keys.sorted() {
      hash.update(name.utf8)
      hash.update([0])
      hash.update(files[name] ?? [])
      hash.update([0])
    }
    let digits = String(UInt32(truncatingIfNeeded: hash.folded), radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }
}

/// Opens the files of a set, noting those that are not there or not whole.
private struct TableOpener {
  let files: TableFiles

  mutating func callAsFunction(
    _ name: String, _ columns: [String], _ problems: inout [TableProblem]
  ) -> CSV {
    guard let bytes = files.files[name] else {
      problems.append(TableProblem(file: name, line: 0, message: "het bestand ontbreekt"))
      var ignored: [TableProblem] = []
      return CSV([], file: name, columns: columns, problems: &ignored)
    }
    if let last = bytes.last, last != UInt8(ascii: "\n") {
      problems.append(
        TableProblem(
          file: name, line: 0,
          message: "de laatste regel heeft geen regeleinde: het bestand is mogelijk half geschreven"
        ))
    }
    return CSV(bytes, file: name, columns: columns, problems: &problems)
  }
}

extension [TableProblem] {
  /// At most 20 of a file, and how many more there are.
  fileprivate func limited() -> [TableProblem] {
    var counts: [String: Int] = [:]
    var kept: [TableProblem] = []
    for problem in self {
      counts[problem.file, default: 0] += 1
      if counts[problem.file, default: 0] <= 20 { kept.append(problem) }
    }
    for (file, count) in counts.sorted(by: { $0.key < $1.key }) where count > 20 {
      kept.append(TableProblem(file: file, line: 0, message: "en nog \(count - 20) fouten"))
    }
    return kept
  }
}
