/// A municipality of the country.
public struct Municipality: Sendable, Hashable {
  public let code: MunicipalityCode
  /// Official name.
  public let name: String
  /// One of those that the installation serves.
  public let isInRegion: Bool
  /// Domains of its mail, lower case; one may belong to several municipalities.
  public let mailDomains: [String]
}

/// The municipalities: those of the region (`twente_gemeenten.csv`) first, then all others that have a
/// place or a postcode.
public struct Municipalities: Sendable {
  public private(set) var all: [Municipality] = []
  private var positions: [MunicipalityCode: Int] = [:]
  private var domains: [String: [MunicipalityCode]] = [:]
  /// Other names of those of the region, with their code.
  private(set) var otherNames: [(name: String, code: MunicipalityCode)] = []

  static let file = "twente_gemeenten.csv"
  static let columns = [
    "code", "name", "mail_domain", "mail_domain_alias", "public_mailbox", "postbus_postcode",
    "postbus_plaats", "andere_namen",
  ]

  init(_ csv: CSV, problems: inout [TableProblem]) {
    var names: Set<String> = []
    for row in csv {
      let (code, name) = (row["code"], row["name"])
      if !isMunicipalityCode(code) {
        problems.append(row.problem("gemeentecode '\(code)' heeft geen vier cijfers"))
      } else if positions[code] != nil {
        problems.append(row.problem("gemeente \(code) staat er twee keer"))
      }
      if name.isEmpty {
        problems.append(row.problem("gemeente \(code) heeft geen naam"))
      } else if !names.insert(name).inserted {
        problems.append(row.problem("gemeente \(name) staat er twee keer"))
      }
      guard isMunicipalityCode(code), !name.isEmpty, positions[code] == nil else { continue }
      add(row, code, name)
    }
    if all.isEmpty, problems.isEmpty {
      problems.append(TableProblem(file: csv.file, line: 0, message: "geen enkele gemeente"))
    }
  }

  private mutating func add(_ row: CSV.Row, _ code: MunicipalityCode, _ name: String) {
    let mail = (row.list("mail_domain") + row.list("mail_domain_alias")).map { $0.lowercased() }
    for domain in mail where !domains[domain, default: []].contains(code) {
      domains[domain, default: []].append(code)
    }
    positions[code] = all.count
    all.append(Municipality(code: code, name: name, isInRegion: true, mailDomains: mail))
    otherNames += row.list("andere_namen").map { ($0, code) }
  }

  /// Adds a municipality that another table names; tells when it has another name under this code.
  mutating func note(_ code: MunicipalityCode, _ name: String) -> String? {
    if let known = self[code] {
      return known.name == name ? nil : "gemeente \(code) heet '\(known.name)' en hier '\(name)'"
    }
    guard isMunicipalityCode(code) else { return "gemeentecode '\(code)' heeft geen vier cijfers" }
    guard !name.isEmpty else { return "gemeente \(code) heeft geen naam" }
    positions[code] = all.count
    all.append(Municipality(code: code, name: name, isInRegion: false, mailDomains: []))
    return nil
  }

  public subscript(code: MunicipalityCode) -> Municipality? { positions[code].map { all[$0] } }

  /// Place in `all`; behind all others when it is unknown.
  func position(_ code: MunicipalityCode) -> Int { positions[code] ?? all.count }

  /// Those that the installation serves, in order of the table.
  public var region: [Municipality] { all.filter(\.isInRegion) }

  public func isInRegion(_ code: MunicipalityCode) -> Bool { self[code]?.isInRegion ?? false }

  /// Official name; the code itself when it is unknown.
  public func name(_ code: MunicipalityCode) -> String { self[code]?.name ?? code }

  /// Municipalities of the region that mail from this domain or from a domain above it.
  public func sending(from domain: String) -> [MunicipalityCode] {
    var rest = domain.lowercased()[...]
    while true {
      if let codes = domains[String(rest)] { return codes }
      guard let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) else { return [] }
      rest = rest[rest.utf8.index(after: dot)...]
    }
  }
}

/// Whether a text has the form of a CBS code.
func isMunicipalityCode(_ text: String) -> Bool {
  text.utf8.count == 4 && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
}
