import Core
import Foundation

/// How well one column is read.
struct Tally {
  var right = 0
  var wrong = 0
  var missed = 0
  /// `file: expected … got …`
  var faults: [String] = []

  var precision: Double { right + wrong == 0 ? 1 : Double(right) / Double(right + wrong) }
  var recall: Double { right + missed == 0 ? 1 : Double(right) / Double(right + missed) }
}

/// A column of `verwacht.csv` and where a record has it.
struct Column: Sendable {
  var name: String
  /// Several values in one cell.
  var isList = false
  /// More than expected is allowed.
  var isMinimum = false
  var read: @Sendable (Record) -> [String]

  static let all: [Column] = [
    field("melder_naam"), field("melder_functie"), field("melder_organisatie"),
    field("melder_telefoon"), field("melder_email"), field("anoniem"),
    Column(name: "aanvulling_op") {
      $0.outcome == .supplement ? Array($0.claimedReferences.prefix(1)) : []
    },
    Column(name: "gemeente_code") { record in
      record.assignment.status == .unknown
        ? Array(record.assignment.candidates.prefix(0))
        : record.assignment.municipality.map { [$0] } ?? []
    },
    Column(name: "routering") { [$0.assignment.status.rawValue] },
    Column(name: "kandidaten", isList: true) { $0.assignment.candidates },
    field("locatie_adres", "locatie_straat"), field("postcode"), field("woonplaats"),
    field("andere_plaatsen", isList: true), field("observatie_datum"),
    field("observatie_datum_tot"),
    field("observatie_tijd"), field("datum_precisie"), field("uitbuitingsvorm", isList: true),
    field("sector", isList: true), field("contactproces"),
    Column(name: "urgentie") { [$0.urgency.rawValue] },
    field("minderjarig", "minderjarigen"), field("aantal_slachtoffers", "slachtoffers_aantal"),
    field("kentekens", isList: true), Column(name: "bsn_gevonden") { [$0.bsnFound ? "ja" : "nee"] },
    field("bijzondere_gegevens", "gevoeligheid", isList: true),
    Column(name: "indicatoren_min", isList: true, isMinimum: true) { $0.indicators.map(\.code) },
    field("terugkoppeling", "terugkoppeling_gewenst"),
    field("regiegroep_prostitutie"),
  ]

  private static func field(_ column: String, _ key: String? = nil, isList: Bool = false) -> Column
  {
    Column(name: column, isList: isList) { record in
      switch record[key ?? column] {
      case .text(let text)?: [text]
      case .list(let list)?: list
      case nil: []
      }
    }
  }

  func compare(_ sample: Sample, _ record: Record, into tally: inout Tally) {
    let cell = sample.expected[name] ?? ""
    let wanted = cell.split(separator: name == "kandidaten" ? "|" : ";").map(Self.norm).filter {
      !$0.isEmpty
    }
    let got = read(record).map { Self.norm($0[...]) }
    let hits = wanted.filter(got.contains)
    let extra = got.filter { !wanted.contains($0) }
    let missing = wanted.filter { !got.contains($0) }
    let forbidden = isMinimum ? Self.forbidden(sample.expected["opmerking"] ?? "") : []
    let counted = isMinimum ? extra.filter(forbidden.contains) : extra
    tally.right += hits.count
    tally.wrong += counted.count
    tally.missed += missing.count
    if !counted.isEmpty || !missing.isEmpty {
      tally.faults.append(
        "\(sample.name): wants \(wanted.joined(separator: ";")) got \(got.joined(separator: ";"))"
          + (isMinimum
            ? " (wrong: \(counted.joined(separator: ",")); missing: \(missing.joined(separator: ",")))"
            : ""))
    }
  }

  private static func norm(_ text: some StringProtocol) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words == "nationaliteit/etniciteit" ? "etniciteit" : words
  }

  /// Codes that a remark rules out: `geen V04/V03`.
  static func forbidden(_ remark: String) -> Set<String> {
    var codes: Set<String> = []
    for part in remark.components(separatedBy: "geen ").dropFirst() {
      for code in part.prefix(while: { $0.isUppercase || $0.isNumber || $0 == "/" }).split(
        separator: "/")
      where code.count == 3 { codes.insert(String(code)) }
    }
    return codes
  }
}

/// All columns over a set of samples.
struct Score {
  private(set) var tallies: [(column: Column, tally: Tally)] = Column.all.map { ($0, Tally()) }
  private(set) var wrongKinds: [String] = []

  init(_ samples: [Sample]) throws {
    for sample in samples {
      let record = try sample.record()
      let isSignal = record.outcome == .signal || record.outcome == .supplement
      if isSignal != sample.isSignal {
        wrongKinds.append("\(sample.name): \(record.outcome.rawValue) \(record.reason ?? "")")
      }
      guard sample.isSignal, isSignal else { continue }
      for index in tallies.indices {
        tallies[index].column.compare(sample, record, into: &tallies[index].tally)
      }
    }
  }

  func tally(_ name: String) -> Tally? { tallies.first { $0.column.name == name }?.tally }

  /// Filled cells that are right, of all that should be.
  var recall: Double {
    let (right, missed) = tallies.reduce((0, 0)) { ($0.0 + $1.tally.right, $0.1 + $1.tally.missed) }
    return Double(right) / Double(max(right + missed, 1))
  }

  var report: String {
    var lines: [String] = wrongKinds.map { "kind: \($0)" }
    for (column, tally) in tallies {
      lines.append(
        "\(column.name): precision \(percent(tally.precision)) recall \(percent(tally.recall)) of \(tally.right + tally.missed)"
      )
      lines += tally.faults.map { "    \($0)" }
    }
    lines.append("all columns: \(percent(recall)) of the filled cells")
    return lines.joined(separator: "\n")
  }

  private func percent(_ value: Double) -> String {
    "\(Int((value * 1000).rounded()) / 10).\(Int((value * 1000).rounded()) % 10) %"
  }
}
