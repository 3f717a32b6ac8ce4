/// Text of a document while it is read, in reading order.
///
/// A paragraph is a line and an empty one a blank line; a table row is one line with its cells separated by
/// `\t` and a break inside a cell as `\u{0B}`, as in `HTMLText`.
struct FlowText {
  private(set) var bytes: [UInt8] = []
  private var rows: [Row] = []
  /// Text boxes of the paragraph or table that is being read; they come after it.
  private var floats: [[UInt8]] = []
  /// What a box alone on its line ticks, when the document says so beside the text.
  private var boxLabel: [UInt8]?

  private struct Row {
    var start: Int
    var cells = 0
    /// Only there to put things in place: its cells are lines.
    var isLayout = false
  }

  private var isInCell: Bool { rows.last.map { $0.cells > 0 && !$0.isLayout } ?? false }

  /// Nothing stands on the present line or in the present cell yet.
  private var isAtStart: Bool {
    guard let last = bytes.last else { return true }
    return last == 0x0a || last == 0x0b || (isInCell && last == 0x09)
  }

  /// Words of a run; white space in them is spaces.
  mutating func append(_ text: [UInt8]) {
    for byte in text { bytes.append(byte < 0x20 ? 0x20 : byte) }
  }

  mutating func append(_ text: StaticString) { append(Array(text.description.utf8)) }

  /// The mark of a list item.
  mutating func bullet() { if isAtStart { append("- ") } }

  /// In a cell a tab only makes room.
  mutating func tab() { if isInCell { append("  ") } else { bytes.append(0x09) } }

  mutating func lineBreak() {
    trimSpaces()
    bytes.append(isInCell ? 0x0b : 0x0a)
  }

  mutating func endParagraph() {
    trimSpaces()
    if isInCell {
      if bytes.last == UInt8(ascii: "-"), bytes.count < 2 || bytes[bytes.count - 2] < 0x20 {
        bytes.removeLast()
      }
      if let last = bytes.last, last != 0x09, last != 0x0b, last != 0x0a { bytes.append(0x0b) }
      return
    }
    takeBoxLabel()
    if bytes.last == UInt8(ascii: "-"), bytes.count < 2 || bytes[bytes.count - 2] == 0x0a {
      bytes.removeLast()
    }
    if !bytes.endsInBlankLine { bytes.append(0x0a) }
    if rows.isEmpty { placeFloats() }
  }

  /// Ends the line that has something on it.
  mutating func breakLine() { if !isAtStart { endParagraph() } }

  private mutating func trimSpaces() { while bytes.last == 0x20 { bytes.removeLast() } }

  // MARK: Tables

  mutating func beginTable() {
    breakLine()
    guard let index = rows.indices.last, rows[index].cells > 0, !rows[index].isLayout else {
      return
    }
    rows[index].isLayout = true
    makeLines(from: rows[index].start)
    if let last = bytes.last, last != 0x0a { bytes.append(0x0a) }
  }

  mutating func endTable() { if rows.isEmpty { placeFloats() } }

  mutating func beginRow() {
    breakLine()
    if let last = bytes.last, last != 0x0a { bytes.append(0x0a) }
    rows.append(Row(start: bytes.count))
  }

  mutating func beginCell() {
    guard let index = rows.indices.last else { return breakLine() }
    if rows[index].isLayout {
      breakLine()
    } else {
      trimCell()
      if rows[index].cells > 0 { bytes.append(0x09) }
    }
    rows[index].cells += 1
  }

  mutating func endRow() {
    guard let row = rows.popLast() else { return }
    if !row.isLayout {
      trimCell()
      if isLayout(row) { makeLines(from: row.start) }
    }
    if bytes.count > row.start, bytes.last != 0x0a { bytes.append(0x0a) }
  }

  private mutating func trimCell() {
    while let last = bytes.last, last == 0x0b || last == 0x20 { bytes.removeLast() }
  }

  private mutating func makeLines(from start: Int) {
    for at in start..<bytes.count where bytes[at] == 0x0b || bytes[at] == 0x09 { bytes[at] = 0x0a }
  }

  /// One cell is no row; nor are two that both hold whole texts.
  private func isLayout(_ row: Row) -> Bool {
    guard row.cells > 1 else { return true }
    let cells = bytes[row.start...].split(separator: 0x09)
    return cells.count { cell in cell.count { $0 == 0x0b } >= 4 } >= 2
  }

  // MARK: Fields

  /// Where a form field begins, when nothing before it says what it asks: nil inside a table, behind other
  /// words on its line, and below a line that ends like a label.
  var fieldStart: Int? {
    guard rows.isEmpty else { return nil }
    let line = bytes[(lineStart)...]
    guard line.allSatisfy({ $0 == 0x20 || $0 == 0x2d }) else { return nil }
    let above = bytes[..<lineStart].last { $0 != 0x0a && $0 != 0x20 }
    return above == UInt8(ascii: ":") || above == UInt8(ascii: "?") ? nil : lineStart
  }

  private var lineStart: Int { (bytes.lastIndex(of: 0x0a) ?? -1) + 1 }

  /// Puts a label before what was written since `start`, unless that is nothing or a table.
  mutating func label(_ label: [UInt8], from start: Int) {
    guard start <= bytes.count, rows.isEmpty else { return }
    let isBlock = bytes.count > start && bytes.last == 0x0a
    var value = Array(bytes[start...])
    while let last = value.last, last == 0x0a || last == 0x20 { value.removeLast() }
    guard value.contains(where: { !$0.isSpace }), !value.contains(0x09) else { return }
    if isBox(value[...]) {
      boxLabel = label
      return
    }
    bytes.removeSubrange(start...)
    bytes += label + [0x09] + value.map { $0 == 0x0a ? 0x0b : $0 }
    if isBlock { bytes.append(0x0a) }
  }

  private func isBox(_ line: ArraySlice<UInt8>) -> Bool {
    let words = line.split(separator: 0x20).joined()
    return words.elementsEqual("[x]".utf8) || words.elementsEqual("[]".utf8)
  }

  /// A box that stayed alone on its line is an answer to its own label; one that is not ticked says nothing.
  private mutating func takeBoxLabel() {
    guard let label = boxLabel else { return }
    boxLabel = nil
    let line = bytes[lineStart...]
    guard isBox(line) else { return }
    let isTicked = line.contains(UInt8(ascii: "x"))
    bytes.removeSubrange(lineStart...)
    if isTicked { bytes += label + [0x09] + Array("ja".utf8) }
  }

  // MARK: Text boxes

  mutating func float(_ text: FlowText) { floats.append(text.bytes) }

  private mutating func placeFloats() {
    let boxes = floats
    floats = []
    for box in boxes where box.contains(where: { !$0.isSpace }) {
      if let last = bytes.last, last != 0x0a { bytes.append(0x0a) }
      bytes += box
      if bytes.last != 0x0a { bytes.append(0x0a) }
    }
  }

  /// Everything, with what still waited for its place.
  mutating func finished() -> [UInt8] {
    breakLine()
    rows = []
    placeFloats()
    while bytes.last == 0x0a { bytes.removeLast() }
    if !bytes.isEmpty { bytes.append(0x0a) }
    return bytes
  }
}

/// Words that a reader of the document would not take as said: a line each, its kind in front.
struct HiddenLines {
  private(set) var bytes: [UInt8] = []
  private var kind: StaticString?

  mutating func append(_ text: [UInt8], as kind: StaticString) {
    if self.kind?.description != kind.description {
      breakLine()
      guard text.contains(where: { !$0.isSpace }) else { return }
      bytes += Array(kind.description.utf8) + [0x20]
      self.kind = kind
    }
    for byte in text { bytes.append(byte < 0x20 ? 0x20 : byte) }
  }

  mutating func breakLine() {
    if kind != nil { bytes.append(0x0a) }
    kind = nil
  }

  /// Each line of a text.
  mutating func append(linesOf text: [UInt8], as kind: StaticString) {
    for line in text.split(separator: 0x0a) where line.contains(where: { $0.isLetterOrDigit }) {
      append(Array(line), as: kind)
      breakLine()
    }
  }

  static let deleted: StaticString = "(verwijderd)"
  static let comment: StaticString = "(opmerking)"
  static let invisible: StaticString = "(onzichtbaar)"
  static let header: StaticString = "(koptekst)"
  static let footer: StaticString = "(voettekst)"
}
