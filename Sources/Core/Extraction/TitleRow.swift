/// The row of labels above a table: each column below it answers one of them.
struct TitleRow: Sendable {
  struct Title: Sendable {
    var label: ArraySlice<UInt8>
    var matches: [LabelMatch]
  }

  let titles: [Title]
  /// Titles that a field has.
  let known: Int

  /// Nil unless most cells are labels of fields, and the row below does not begin with one.
  /// - Parameter afterRow: it stands below another row, where two labels are likelier a label and its value.
  init?(
    _ row: ArraySlice<UInt8>, below next: ArraySlice<UInt8>, afterRow: Bool, _ cutter: LabelCutter
  ) {
    var cells = Self.cells(row)
    while cells.last?.isEmpty == true { cells.removeLast() }
    let below = Self.cells(next)
    guard cells.count >= 2, cells.count <= Self.limit, below.count >= 2,
      below.contains(where: { !$0.isEmpty }), !cells.dropFirst().contains(where: \.isEmpty),
      cells.allSatisfy({ $0.count <= LabelSplit.limit && !$0.contains(0x0b) })
    else { return nil }
    let titles = cells.map { cell in
      let label = cell.trimmed { $0 == 0x3a || $0 == 0x3f || $0.isBlank }
      return Title(
        label: label, matches: label.isEmpty ? [] : cutter.index.whole(Label.normalised(label)))
    }
    let known = titles.count { !$0.matches.isEmpty }
    // More labels than pairs of label and value could have.
    let isMost = known * 3 >= titles.count * 2 || known >= 4 && known * 2 > titles.count
    guard known >= (afterRow ? 3 : 2), isMost else { return nil }
    // Three labels beside each other are no pairs, whatever stands below them.
    let first = titles.count > 2 && known == titles.count ? [] : below[0]
    guard cutter.index.whole(Label.normalised(first.trimmed { $0 == 0x3a || $0.isBlank })).isEmpty
    else { return nil }
    (self.titles, self.known) = (titles, known)
  }

  /// Most columns.
  static let limit = 64

  /// Cells of a row, empty ones too.
  static func cells(_ row: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    row.split(separator: 0x09, maxSplits: limit, omittingEmptySubsequences: false).map(\.trimmed)
  }

  /// The cells of a row below, each under its title; nil when it is none.
  func values(_ row: ArraySlice<UInt8>) -> [(title: Title, value: ArraySlice<UInt8>)]? {
    let cells = Self.cells(row)
    guard cells.count >= 2 else { return nil }
    return cells.enumerated().compactMap { column, value in
      guard !value.isEmpty else { return nil }
      // What stands beside the titles is not lost.
      let title = column < titles.count ? titles[column] : Title(label: [], matches: [])
      return (title, value)
    }
  }
}

extension Level {
  /// A line with the empty cells at both its ends, which its content does not have.
  func row(_ line: Line) -> ArraySlice<UInt8> {
    var (start, end) = (line.start, line.end)
    while start > 0, bytes[start - 1] == 0x09 || bytes[start - 1] == 0x20 { start -= 1 }
    while end < bytes.count, bytes[end] == 0x09 || bytes[end] == 0x20 { end += 1 }
    return bytes[start..<end]
  }
}
