/// A sheet with only the cells that have something in them.
struct Sheet {
  struct Row {
    var number: Int
    var isHidden: Bool
    /// In order of their columns; a line break in a text is `\u{0B}`.
    var cells: [(column: Int, text: [UInt8])] = []
  }

  var name: [UInt8]
  var isHidden: Bool
  private(set) var rows: [Row] = []
  var hiddenColumns: [Range<Int>] = []

  init(name: [UInt8], isHidden: Bool) { (self.name, self.isHidden) = (name, isHidden) }

  /// Cells come row by row.
  mutating func add(_ text: [UInt8], row: Int, column: Int, isRowHidden: Bool) {
    if rows.last?.number != row { rows.append(Row(number: row, isHidden: isRowHidden)) }
    rows[rows.count - 1].cells.append((column, text))
  }

  func isHidden(column: Int) -> Bool { hiddenColumns.contains { $0.contains(column) } }
}

/// Sheets as text: a row is a line with its cells separated by `\t`.
enum SheetText {
  static func content(of sheets: [Sheet], comments: [[UInt8]]) -> FileContent {
    var shown: [UInt8] = []
    var hidden = HiddenLines()
    let isNamed = sheets.count { !$0.isHidden && !$0.rows.isEmpty } > 1
    for sheet in sheets where !sheet.rows.isEmpty {
      let (seen, unseen) = lines(of: sheet)
      hidden.append(linesOf: unseen, as: HiddenLines.invisible)
      guard !seen.isEmpty else { continue }
      if !shown.isEmpty { shown.append(0x0a) }
      if isNamed, !FieldName.isGenerated(sheet.name) { shown += sheet.name + [0x0a] }
      shown += seen
    }
    for comment in comments { hidden.append(linesOf: comment, as: HiddenLines.comment) }
    var content = FileContent()
    content.texts = [FileText(bytes: shown)]
    if !hidden.bytes.isEmpty {
      content.texts.append(FileText(bytes: hidden.bytes, hidden: true))
    }
    return content
  }

  /// Lines of what is seen and of what is not. Columns in which nothing is seen are left out.
  private static func lines(of sheet: Sheet) -> (shown: [UInt8], hidden: [UInt8]) {
    var used: Set<Int> = []
    var secret: Set<Int> = []
    for row in sheet.rows where !sheet.isHidden && !row.isHidden {
      for cell in row.cells where !used.contains(cell.column) && !secret.contains(cell.column) {
        if sheet.isHidden(column: cell.column) {
          secret.insert(cell.column)
        } else {
          used.insert(cell.column)
        }
      }
    }
    var places: [Int: Int] = [:]
    for (place, column) in used.sorted().enumerated() { places[column] = place }
    // A sheet of very many columns is no table that anybody aligned.
    let isWide = used.count > 64
    var (shown, hidden): ([UInt8], [UInt8]) = ([], [])
    for row in sheet.rows {
      let isUnseen = sheet.isHidden || row.isHidden
      let seen = isUnseen ? [] : row.cells.filter { places[$0.column] != nil }
      append(seen, places, isWide, to: &shown)
      let unseen = isUnseen ? row.cells : row.cells.filter { secret.contains($0.column) }
      let texts = unseen.map { $0.text.map { $0 == 0x0b ? 0x20 : $0 } }
      if !texts.isEmpty { hidden += Array(texts.joined(separator: [0x20])) + [0x0a] }
    }
    return (shown, hidden)
  }

  private static func append(
    _ cells: [(column: Int, text: [UInt8])], _ places: [Int: Int], _ isWide: Bool,
    to lines: inout [UInt8]
  ) {
    guard let first = cells.first else { return }
    if cells.count == 1, places[first.column] == 0 {
      // Still a row, for what stands around it.
      lines += first.text + (places.count > 1 ? [0x09, 0x0a] : [0x0a])
      return
    }
    var at = 0
    for (index, cell) in cells.enumerated() {
      let place = isWide ? index : places[cell.column] ?? at
      lines += repeatElement(0x09, count: max(place - at, 0))
      at = max(place, at)
      lines += cell.text.map { $0 == 0x09 || $0 == 0x0a || $0 == 0x0d ? 0x20 : $0 }
    }
    lines.append(0x0a)
  }
}
