/// The fields of a record and the labels that people write for them (`velden.csv`), in order of the table.
public struct FieldTable: Sendable {
  /// One row.
  public struct Field: Sendable, Hashable {
    /// What a value looks like. Raw values are column `type`.
    public enum Kind: String, Sendable, CaseIterable {
      case text = "tekst"
      case dateTime = "datum-tijd"
      case date = "datum"
      case time = "tijd"
      case choice = "keuze"
      case choices = "meerkeuze"
      case yesNo = "ja/nee"
      case yesNoUnknown = "ja/nee/onbekend"
      case feedback = "ja/nee/onbekend/niet_mogelijk"
      case telephone = "telefoon"
      case email = "e-mail"
      case code
      case postcode
      case number = "getal"
      case list = "lijst"
      case codes = "lijst van codes"
    }

    /// Column `veld`: key in the contract's `fields`.
    public let key: String
    public let label: String
    /// Other labels, as written in the table.
    public let synonyms: [String]
    public let kind: Kind
    /// Values of a choice, of `ja/nee`, or of a list with fixed words; else empty.
    public let allowed: [String]
    /// Filled by the system; people do not write it.
    public let isSystem: Bool
  }

  public let fields: [Field]
  private let positions: [String: Int]

  static let file = "velden.csv"

  init(_ csv: CSV, problems: inout [TableProblem]) {
    var fields: [Field] = []
    var positions: [String: Int] = [:]
    for row in csv {
      guard let field = Field(row, problems: &problems) else { continue }
      if positions.updateValue(fields.count, forKey: field.key) != nil {
        problems.append(row.problem("veld '\(field.key)' staat er twee keer"))
      }
      fields.append(field)
    }
    self.fields = fields
    self.positions = positions
  }

  public subscript(key: String) -> Field? { positions[key].map { fields[$0] } }

  /// Place of a field in the table, and so in a record.
  public func position(of key: String) -> Int? { positions[key] }

  static let columns = [
    "veld", "label", "synoniemen", "type", "verplicht", "waarden_validatie", "bron_opmerking",
  ]
}

extension FieldTable.Field {
  fileprivate init?(_ row: CSV.Row, problems: inout [TableProblem]) {
    let type = row["type"]
    let kind = Kind(rawValue: type)
    (key, label, synonyms) = (row["veld"], row["label"], row.list("synoniemen"))
    if key.isEmpty { problems.append(row.problem("veld zonder naam")) }
    if label.isEmpty { problems.append(row.problem("veld '\(key)' zonder label")) }
    if kind == nil { problems.append(row.problem("onbekend type '\(type)'")) }
    guard let kind, !key.isEmpty, !label.isEmpty else { return nil }
    self.kind = kind
    isSystem = row["verplicht"] == "systeem"
    allowed = Self.allowed(row, kind)
    if allowed.isEmpty, kind == .choice || kind == .choices {
      problems.append(row.problem("keuzeveld '\(key)' zonder waarden"))
    }
  }

  private static func allowed(_ row: CSV.Row, _ kind: Kind) -> [String] {
    let text = row["waarden_validatie"]
    let isList = text.utf8.contains(UInt8(ascii: "|"))
    return switch kind {
    case .yesNo, .yesNoUnknown, .feedback: parts(kind.rawValue, "/")
    case .choice, .choices: parts(text, isList ? "|" : ";")
    case .list: isList ? parts(text, "|") : []
    default: []
    }
  }

  private static func parts(_ text: String, _ separator: Unicode.Scalar) -> [String] {
    text.utf8.split(separator: UInt8(ascii: separator)).compactMap { part in
      let part = trimmed(Array(part)[...])
      return part.isEmpty ? nil : String(decoding: part, as: UTF8.self)
    }
  }
}
