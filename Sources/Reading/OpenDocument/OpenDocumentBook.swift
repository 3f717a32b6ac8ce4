/// Sheets of an OpenDocument spreadsheet (ISO 26300-1, 9).
struct OpenDocumentBook: XMLHandler {
  private(set) var sheets: [Sheet] = []
  private(set) var comments: [[UInt8]] = []
  private(set) var cellsLeft: Int

  private var row = 0
  private var rowRepeat = 1
  private var column = 0
  private var columnRepeat = 1
  /// Columns as they are declared.
  private var declared = 0
  private var isRowHidden = false
  /// Inside `table:table`: one in a cell is part of the cell.
  private var tableDepth = 0
  private var isInCell = false
  private var isInComment = false
  private var paragraphs = 0
  private var words: [UInt8] = []
  private var comment: [UInt8] = []
  private var typed: [UInt8]?
  private var styleName = ""
  private var hiddenStyles: Set<String> = []
  private var skipped = 0

  init(cells: Int) { cellsLeft = cells }

  mutating func open(_ element: borrowing XMLElement) throws(FileFault) {
    if skipped > 0 {
      skipped += 1
      return
    }
    switch element.name {
    case "style:style": styleName = element.value("style:name") ?? ""
    case "style:table-properties":
      if element.value("table:display") == "false" { hiddenStyles.insert(styleName) }
    case "table:table": try openTable(element)
    case "table:table-column": openColumn(element)
    case "table:table-row": openRow(element)
    case "table:table-cell", "table:covered-table-cell": openCell(element)
    case "text:p", "text:h":
      if paragraphs > 0 { append([0x0b]) }
      paragraphs += 1
    case "text:s":
      let count = element.value("text:c").flatMap { Int($0) } ?? 1
      append(Array(repeating: 0x20, count: min(max(count, 0), 100)))
    case "text:line-break": append([0x0b])
    case "text:tab": append([0x20])
    case "office:annotation": (isInComment, paragraphs, comment) = (true, 0, [])
    case "dc:creator", "dc:date", "meta:creator-initials", "meta:date-string",
      "table:tracked-changes", "office:forms", "office:binary-data", "table:named-expressions":
      skipped = 1
    default: break
    }
  }

  private mutating func openTable(_ element: borrowing XMLElement) throws(FileFault) {
    tableDepth += 1
    guard tableDepth == 1 else { return }
    guard sheets.count < 1000 else { throw .limit("entries") }
    let style = element.value("table:style-name") ?? ""
    sheets.append(
      Sheet(
        name: Array((element.value("table:name") ?? "").utf8),
        isHidden: hiddenStyles.contains(style) || element.value("table:display") == "false"))
    (row, declared) = (0, 0)
  }

  private mutating func openColumn(_ element: borrowing XMLElement) {
    guard tableDepth == 1, let last = sheets.indices.last else { return }
    let count = Self.count(element.value("table:number-columns-repeated"))
    let visibility = element.value("table:visibility") ?? "visible"
    if visibility != "visible", sheets[last].hiddenColumns.count < 1000 {
      sheets[last].hiddenColumns.append(declared..<(declared + count))
    }
    declared += count
  }

  private mutating func openRow(_ element: borrowing XMLElement) {
    guard tableDepth == 1 else { return }
    rowRepeat = Self.count(element.value("table:number-rows-repeated"))
    isRowHidden = (element.value("table:visibility") ?? "visible") != "visible"
    column = 0
  }

  private mutating func openCell(_ element: borrowing XMLElement) {
    guard tableDepth == 1 else { return }
    columnRepeat = Self.count(element.value("table:number-columns-repeated"))
    (isInCell, paragraphs, words, typed) = (true, 0, [], nil)
    switch element.value("office:value-type") {
    case "date": typed = element.value("office:date-value").map(CellValue.date)
    case "boolean":
      typed = element.value("office:boolean-value").map { CellValue.truth($0 == "true") }
    case "time": typed = element.value("office:time-value").flatMap(CellValue.duration)
    default: break
    }
  }

  /// A repeat that is no sensible number is one.
  private static func count(_ text: String?) -> Int {
    min(max(text.flatMap { Int($0) } ?? 1, 1), 1 << 24)
  }

  mutating func close(_ name: String) throws(FileFault) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    switch name {
    case "table:table": tableDepth -= 1
    case "table:table-row": if tableDepth == 1 { row = min(row + rowRepeat, 1 << 40) }
    case "table:table-cell", "table:covered-table-cell": if tableDepth == 1 { try closeCell() }
    case "office:annotation":
      isInComment = false
      paragraphs = 0
      if comments.count < 1000, !comment.isEmpty { comments.append(comment) }
    default: break
    }
  }

  /// The same in several columns is written so; a row that repeats stands once.
  private mutating func closeCell() throws(FileFault) {
    isInCell = false
    let value = typed ?? words
    if value.contains(where: { !$0.isSpace }), let last = sheets.indices.last {
      for offset in 0..<min(columnRepeat, 256) {
        cellsLeft -= 1
        guard cellsLeft >= 0 else { throw .limit("entries") }
        sheets[last].add(value, row: row, column: column + offset, isRowHidden: isRowHidden)
      }
    }
    column = min(column + columnRepeat, 1 << 40)
  }

  mutating func text(_ bytes: [UInt8]) throws(FileFault) {
    if skipped == 0, paragraphs > 0 { append(bytes.map { $0 < 0x20 ? 0x20 : $0 }) }
  }

  private mutating func append(_ text: [UInt8]) {
    if isInComment {
      if comment.count < 10_000 { comment += text.map { $0 == 0x0b ? 0x20 : $0 } }
    } else if isInCell {
      words += text
    }
  }
}
