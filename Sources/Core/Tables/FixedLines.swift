/// Lines of forms that report nothing (`vaste_regels.csv`): titles, headings, explanations. They are not part of
/// what a reporter wrote.
struct FixedLines: Sendable {
  private var lines: Set<[UInt8]> = []
  /// First letters of them all: most lines of a report are none at a glance.
  private var starts: Set<[UInt8]> = []

  static let file = "vaste_regels.csv"
  static let columns = ["regel"]
  /// Longest line, in bytes.
  private static let limit = 120

  init(_ csv: CSV, problems: inout [TableProblem]) {
    for row in csv {
      let line = Label.normalised(Array(row["regel"].utf8)[...])
      if line.isEmpty || line.count > Self.limit
        || row["regel"].utf8.prefix(3).contains(where: { $0 >= 0x80 })
      {
        problems.append(
          row.problem("een regel heeft 1 tot \(Self.limit) tekens en begint met gewone letters"))
      } else if !lines.insert(line).inserted {
        problems.append(row.problem("'\(row["regel"])' staat er twee keer"))
      }
      starts.insert(Self.start(line[...]))
    }
  }

  /// - Parameter line: as written.
  func contains(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.count <= 2 * Self.limit, starts.contains(Self.start(line)) else { return false }
    return lines.contains(Label.normalised(line))
  }

  private static func start(_ line: ArraySlice<UInt8>) -> [UInt8] {
    line.prefix(3).map { $0.isUpper ? $0 | 0x20 : $0 }
  }
}
