/// What separates the cells of a text file (RFC 4180, and Excel's Dutch `;`).
struct CSVDialect {
  let separator: UInt8
  /// Where the first row begins.
  let start: Int

  /// Nil unless all rows have as many cells: two at least, and three when it is a comma.
  /// - Parameter isWhole: the last row is not cut off.
  init?(_ text: [UInt8], isWhole: Bool) {
    if let named = Self.named(text) {
      self = named
      return
    }
    for (separator, columns) in [(UInt8(ascii: ";"), 2), (0x09, 2), (UInt8(ascii: ","), 3)] {
      // What is separated by tabs is read so anyway, unless there are quotation marks around cells.
      if separator == 0x09, text.first != UInt8(ascii: "\"") { continue }
      guard text.contains(separator, in: 0..<text.count) else { continue }
      let dialect = CSVDialect(separator: separator, start: 0)
      var rows = CSVRows(text, dialect)
      var counts: [Int] = []
      while counts.count < 50, let row = rows.next() {
        if rows.isAtEnd, !isWhole { break }
        if row.contains(where: { !$0.isEmpty }) { counts.append(row.count) }
        guard !Self.isField(row[0]) else {
          counts = []
          break
        }
      }
      if counts.count >= 2, let first = counts.first, first >= columns,
        counts.allSatisfy({ $0 == first })
      {
        self = dialect
        return
      }
    }
    return nil
  }

  private init(separator: UInt8, start: Int) { (self.separator, self.start) = (separator, start) }

  /// Excel's first line `sep=;`.
  private static func named(_ text: [UInt8]) -> CSVDialect? {
    guard text.hasWord("sep=", at: 0, before: text.count), text.count > 6,
      text[5] == 0x0a || text[5] == 0x0d
    else { return nil }
    return CSVDialect(
      separator: text[4], start: text.position(of: 0x0a, in: 5..<text.count) + 1)
  }

  /// `Naam: Jan; Piet` is a line that somebody wrote.
  private static func isField(_ cell: [UInt8]) -> Bool {
    let colon = cell.position(of: UInt8(ascii: ":"), in: 0..<cell.count)
    return colon + 1 < cell.count && cell[colon + 1] == 0x20
  }
}

/// The rows of a text, one after the other.
struct CSVRows {
  private let text: [UInt8]
  private let separator: UInt8
  private var at: Int
  /// Most cells of one row that are kept apart.
  private static let columnLimit = 1000

  init(_ text: [UInt8], _ dialect: CSVDialect) {
    (self.text, separator, at) = (text, dialect.separator, min(dialect.start, text.count))
  }

  var isAtEnd: Bool { at >= text.count }

  mutating func next() -> [[UInt8]]? {
    guard !isAtEnd else { return nil }
    var row: [[UInt8]] = [cell()]
    while at < text.count, text[at] == separator {
      at += 1
      let next = cell()
      if row.count < Self.columnLimit { row.append(next) }
    }
    if at < text.count, text[at] == 0x0d { at += 1 }
    if at < text.count, text[at] == 0x0a { at += 1 }
    return row
  }

  private mutating func cell() -> [UInt8] {
    var cell: [UInt8] = []
    var isQuoted = false
    if at < text.count, text[at] == UInt8(ascii: "\"") {
      isQuoted = true
      at += 1
    }
    while at < text.count {
      let byte = text[at]
      if isQuoted {
        if byte == UInt8(ascii: "\"") {
          at += 1
          guard at < text.count, text[at] == byte else {
            isQuoted = false
            continue
          }
        }
      } else if byte == separator || byte == 0x0a || byte == 0x0d {
        break
      }
      cell.append(byte)
      at += 1
    }
    return cell
  }
}

/// Text files of rows and cells.
enum CSVFile {
  static func read(_ bytes: [UInt8], _ budget: inout FileBudget) throws(FileFault) -> FileContent {
    let text = Charset.decode(bytes, label: nil).bytes
    guard let dialect = CSVDialect(Array(text.prefix(4096)), isWhole: text.count <= 4096) else {
      return TextFile.plain(text, note: "geen tabel; als tekst gelezen")
    }
    var sheet = Sheet(name: [], isHidden: false)
    var rows = CSVRows(text, dialect)
    var number = 0
    while let row = rows.next() {
      for (column, cell) in row.enumerated() where cell.contains(where: { !$0.isSpace }) {
        try budget.enter()
        let words = cell.map { $0 == 0x0a ? 0x0b : $0 }.filter { $0 != 0x0d }
        sheet.add(words, row: number, column: column, isRowHidden: false)
      }
      number += 1
    }
    return SheetText.content(of: [sheet], comments: [])
  }
}
