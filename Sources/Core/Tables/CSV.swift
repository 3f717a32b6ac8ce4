/// A table of comma-separated values (RFC 4180) with a header row, as a collection of rows.
///
/// Bytes: `,` and `"`, lines end in CRLF or LF, a byte order mark is skipped, empty lines are skipped.
/// Faults are added to a list instead of thrown, so that one look tells all of them; a faulty line is no row.
public struct CSV: Sendable {
  /// The largest file that is read, in bytes.
  public static let limit = 16 << 20

  public let file: String
  /// The columns asked for, in that order; the file may have them in another.
  public let columns: [String]
  /// The file, and behind it the cells that had doubled quotes.
  fileprivate let bytes: [UInt8]
  fileprivate let cells: [Range<Int32>]
  fileprivate let lines: [Int32]

  /// Reads a file that must have exactly these columns, and may have the optional ones (empty when absent).
  public init(
    _ bytes: [UInt8], file: String, columns: [String], optional: [String] = [],
    problems: inout [TableProblem]
  ) {
    var parser = CSVParser(bytes, file: file)
    let order = parser.header(columns, optional: optional)
    parser.rows(order)
    problems += parser.problems
    self.file = file
    self.columns = columns + optional
    self.bytes = parser.bytes
    cells = parser.cells
    lines = parser.lines
  }

  /// Position of a column in a row, for tables of many rows. Zero for a name that was not asked for.
  public func column(_ name: String) -> Int { columns.firstIndex(of: name) ?? 0 }

  /// One line of the file.
  public struct Row: Sendable {
    fileprivate let table: CSV
    fileprivate let index: Int

    /// 1-based, of the file.
    public var line: Int { Int(table.lines[index]) }

    /// Text of a cell, without white space around it.
    public subscript(column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }
    public subscript(name: String) -> String { self[table.column(name)] }

    /// Bytes of a cell, without white space around it.
    public func bytes(_ column: Int) -> ArraySlice<UInt8> {
      let range = table.cells[index * table.columns.count + column]
      return table.bytes[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    /// The parts of a cell between `;`, without white space around them and without empty ones.
    public func list(_ name: String) -> [String] {
      bytes(table.column(name)).split(separator: UInt8(ascii: ";")).compactMap { part in
        let part = trimmed(part)
        return part.isEmpty ? nil : String(decoding: part, as: UTF8.self)
      }
    }

    public func problem(_ message: String) -> TableProblem {
      TableProblem(file: table.file, line: line, message: message)
    }
  }
}

extension CSV: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { lines.count }
  public subscript(position: Int) -> Row { Row(table: self, index: position) }
}

/// Without spaces and tabs at both ends.
func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  var rest = bytes
  while let byte = rest.first, byte == 0x20 || byte == 0x09 { rest.removeFirst() }
  while let byte = rest.last, byte == 0x20 || byte == 0x09 { rest.removeLast() }
  return rest
}

private struct CSVParser {
  private(set) var bytes: [UInt8]
  private(set) var cells: [Range<Int32>] = []
  private(set) var lines: [Int32] = []
  private(set) var problems: [TableProblem] = []
  private let file: String
  private let end: Int
  private var at = 0
  private var line = 1
  /// Line on which the last record began.
  private var recordLine = 1
  /// Cells in a row.
  private var width = 0

  init(_ bytes: [UInt8], file: String) {
    self.file = file
    self.bytes = bytes
    if bytes.count > CSV.limit {
      end = 0
      report(0, "het bestand is groter dan \(CSV.limit >> 20) MB")
    } else if String(validating: bytes, as: UTF8.self) == nil {
      end = 0
      report(Self.invalidLine(bytes), "geen geldige UTF-8")
    } else {
      end = bytes.count
      if bytes.starts(with: [0xef, 0xbb, 0xbf]) { at = 3 }
    }
  }

  /// Reads the header; for each column of the file its place in a row.
  mutating func header(_ required: [String], optional: [String]) -> [Int?] {
    guard let names = record() else {
      if problems.isEmpty { report(0, "het bestand is leeg") }
      return []
    }
    let wanted = required + optional
    var order: [Int?] = []
    for cell in names {
      let name = String(
        decoding: bytes[Int(cell.lowerBound)..<Int(cell.upperBound)], as: UTF8.self)
      let place = wanted.firstIndex(of: name)
      if place == nil { report(1, "onbekende kolom '\(name)'") }
      if place != nil, order.contains(place) { report(1, "kolom '\(name)' staat er twee keer") }
      order.append(place)
    }
    for name in required where !order.contains(wanted.firstIndex(of: name)) {
      report(1, "kolom '\(name)' ontbreekt")
    }
    width = wanted.count
    return problems.isEmpty ? order : []
  }

  mutating func rows(_ order: [Int?]) {
    guard !order.isEmpty else { return }
    cells.reserveCapacity(end / 8)
    while at < end {
      guard let row = record() else { continue }
      guard row.count == order.count else {
        report(recordLine, "\(row.count) cellen in plaats van \(order.count)")
        continue
      }
      let base = cells.count
      for _ in 0..<width { cells.append(0..<0) }
      for (cell, place) in zip(row, order) { if let place { cells[base + place] = cell } }
      lines.append(Int32(recordLine))
    }
  }

  /// The cells of the next line that is not empty; nil at the end, or when the line is faulty.
  private mutating func record() -> [Range<Int32>]? {
    while at < end, skipLineEnd() {}
    recordLine = line
    guard at < end else { return nil }
    var row: [Range<Int32>] = []
    row.reserveCapacity(width)
    while true {
      guard let cell = bytes[at...].first == UInt8(ascii: "\"") ? quoted() : plain() else {
        skipLine()
        return nil
      }
      row.append(cell)
      if at < end, bytes[at] == UInt8(ascii: ",") {
        at += 1
        if at == end { row.append(Int32(end)..<Int32(end)) } else { continue }
      }
      if at < end { _ = skipLineEnd() }
      return row
    }
  }

  private mutating func plain() -> Range<Int32>? {
    let start = at
    while at < end, bytes[at] != UInt8(ascii: ","), !isLineEnd {
      if bytes[at] == UInt8(ascii: "\"") {
        report(line, "aanhalingsteken midden in een cel zonder aanhalingstekens")
        return nil
      }
      at += 1
    }
    return trim(start..<at)
  }

  private mutating func quoted() -> Range<Int32>? {
    let first = line
    let start = at + 1
    var doubled = false
    at = start
    while at < end {
      if bytes[at] == UInt8(ascii: "\n") { line += 1 }
      guard bytes[at] == UInt8(ascii: "\"") else {
        at += 1
        continue
      }
      guard at + 1 < end, bytes[at + 1] == UInt8(ascii: "\"") else { break }
      doubled = true
      at += 2
    }
    guard at < end else {
      report(first, "aanhalingsteken zonder einde")
      return nil
    }
    let content = start..<at
    at += 1
    guard at == end || bytes[at] == UInt8(ascii: ",") || isLineEnd else {
      report(line, "tekst achter een sluitend aanhalingsteken")
      return nil
    }
    let value = doubled ? unescaped(content) : content
    return trim(value)
  }

  /// Puts the cell behind the file, with each doubled quote single.
  private mutating func unescaped(_ range: Range<Int>) -> Range<Int> {
    let start = bytes.count
    var index = range.lowerBound
    while index < range.upperBound {
      bytes.append(bytes[index])
      index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    return start..<bytes.count
  }

  private func trim(_ range: Range<Int>) -> Range<Int32> {
    let slice = trimmed(bytes[range])
    return Int32(slice.startIndex)..<Int32(slice.endIndex)
  }

  private var isLineEnd: Bool {
    bytes[at] == 0x0a || bytes[at] == 0x0d && (at + 1 == end || bytes[at + 1] == 0x0a)
  }

  /// Steps over one line end, if there is one here.
  private mutating func skipLineEnd() -> Bool {
    guard isLineEnd else { return false }
    at += bytes[at] == 0x0d ? min(2, end - at) : 1
    line += 1
    return true
  }

  private mutating func skipLine() {
    while at < end, !isLineEnd { at += 1 }
    if at < end { _ = skipLineEnd() }
  }

  private mutating func report(_ line: Int, _ message: String) {
    problems.append(TableProblem(file: file, line: line, message: message))
  }

  private static func invalidLine(_ bytes: [UInt8]) -> Int {
    var number = 1
    for line in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) {
      if String(validating: line, as: UTF8.self) == nil { return number }
      number += 1
    }
    return 0
  }
}
