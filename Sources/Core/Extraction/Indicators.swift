/// The indicators and the words that show them (`indicatoren.csv`).
public struct IndicatorTable: Sendable {
  public struct Indicator: Sendable, Hashable {
    /// `V04`
    public let code: String
    public let group: String
    public let name: String
    /// `sterk`, `midden`, `zwak`, `context`: shown, never a score.
    public let strength: String
  }

  public let indicators: [Indicator]
  /// For each term the place of its indicator.
  private let owners: [Int]
  private let matcher: TermMatcher

  static let file = "indicatoren.csv"
  static let columns = [
    "code", "groep", "indicator", "zoektermen_voorstel", "bron", "gewicht_in_bron",
    "voorstel_klasse",
    "opmerking",
  ]

  init(_ csv: CSV, groups: WordGroups, problems: inout [TableProblem]) {
    var indicators: [Indicator] = []
    var owners: [Int] = []
    var terms: [Term] = []
    for row in csv {
      let indicator = Indicator(
        code: row["code"], group: row["groep"], name: row["indicator"],
        strength: row["voorstel_klasse"])
      if indicator.code.isEmpty || indicators.contains(where: { $0.code == indicator.code }) {
        problems.append(row.problem("code '\(indicator.code)' ontbreekt of staat er twee keer"))
      }
      for text in row.list("zoektermen_voorstel") {
        do throws(TermProblem) {
          terms.append(try TermParser.parse(text, groups))
          owners.append(indicators.count)
        } catch {
          problems.append(row.problem(error.message))
        }
      }
      indicators.append(indicator)
    }
    self.indicators = indicators
    self.owners = owners
    matcher = TermMatcher(terms)
  }

  /// Indicator for a minor, which an age shows as well as a word.
  private static let minorCode = "S07"

  /// Every indicator that a text states, once, in order of the table, with the words it rests on. Denied, asked,
  /// unticked and quoted words do not count.
  ///
  /// - Parameter minors: also shows that a minor is involved.
  func find(in prose: Prose, minors: Minors? = nil) -> [IndicatorHit] {
    var first = [TermMatch?](repeating: nil, count: indicators.count)
    for finding in TermFindings(matcher, in: prose).findings
    where finding.standing == .stated || finding.standing == .labelled {
      let owner = owners[finding.match.term]
      if first[owner] == nil { first[owner] = finding.match }
    }
    return zip(indicators, first).compactMap { indicator, match in
      guard let match else {
        guard indicator.code == Self.minorCode, let minors, minors.answer == .yes else {
          return nil
        }
        return IndicatorHit(code: indicator.code, text: minors.text)
      }
      return IndicatorHit(
        code: indicator.code, text: prose.literal(match.first, through: match.last))
    }
  }

  func find(in text: ArraySlice<UInt8>) -> [IndicatorHit] { find(in: Prose(Tokens(text))) }
}
