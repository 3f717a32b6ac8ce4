/// Text made from HTML while it is read, in reading order.
///
/// A block begins on a line of its own; a table row is one line with its cells separated by `\t` and a
/// break inside a cell as `\u{0B}`; list items start with `- `; quoted lines with `> `.
struct HTMLText {
  private(set) var visible: [UInt8] = []
  /// Words that a reader of the page would not see, line by line.
  private(set) var hidden: [UInt8] = []
  /// The links' targets, a line each, as far as 64 kB: they are no text, but tell two messages apart.
  private(set) var links: [UInt8] = []
  /// More text or depth than allowed; the reading ended there.
  var isOverLimit = false

  private let limit: Int
  private var open: [Element] = []
  private var rows: [Row] = []
  private var quoteDepth = 0
  private var dropDepth = 0
  private var preDepth = 0
  private var needsSpace = false
  private var isLineOpen = false
  private var hiddenNeedsBreak = false

  init(limit: Int) { self.limit = limit }

  private struct Element {
    var name: String
    var kind: HTMLElement
    var style: HTMLStyle
    /// What it added: undone when it closes.
    var isQuote = false
  }

  /// A table row being written: where it starts, and whether it is only there for the layout.
  private struct Row {
    var start: Int
    var cells = 0
    var isLayout = false
  }

  private var style: HTMLStyle { open.last?.style ?? HTMLStyle() }
  private var isInCell: Bool { rows.last.map { $0.cells > 0 && !$0.isLayout } ?? false }

  mutating func open(_ name: String, _ attributes: [(String, String)]) {
    guard open.count < HTMLReader.depthLimit else {
      isOverLimit = true
      return
    }
    let kind = HTMLElement(name)
    var element = Element(name: name, kind: kind, style: style.inside(attributes))
    element.isQuote = kind == .quote && !attributes.isIndent
    if kind == .dropped || (kind == .option && attributes.value("selected") == nil) {
      element.kind = .dropped
    }
    if style.isSeen, !element.style.isSeen { hiddenNeedsBreak = true }
    open.append(element)
    begin(element, attributes)
  }

  private mutating func begin(_ element: Element, _ attributes: [(String, String)]) {
    switch element.kind {
    case .dropped: dropDepth += 1
    case .block: breakLine()
    case .paragraph: attributes.isTight ? breakLine() : blankLine()
    case .lineBreak: lineBreak()
    case .list: breakLine()
    case .item:
      breakLine()
      if element.style.isSeen { word("- ".utf8) }
    case .quote:
      breakLine()
      if element.isQuote { quoteDepth += 1 }
    case .preformatted:
      breakLine()
      preDepth += 1
    case .table: beginTable()
    case .row: beginRow()
    case .cell: beginCell()
    case .input: input(attributes)
    case .link: note(attributes.value("href"))
    case .inline, .option: break
    }
  }

  private mutating func note(_ target: String?) {
    guard let target, links.count < 64 << 10 else { return }
    links += target.utf8
    links.append(0x0a)
  }

  mutating func close(_ name: String) {
    guard let at = open.lastIndex(where: { $0.name == name }) else { return }
    while open.count > at, let element = open.popLast() { end(element) }
  }

  private mutating func end(_ element: Element) {
    switch element.kind {
    case .dropped: dropDepth -= 1
    case .block, .item, .list: breakLine()
    case .paragraph, .table: breakLine()
    case .quote:
      breakLine()
      if element.isQuote { quoteDepth -= 1 }
    case .preformatted:
      breakLine()
      preDepth -= 1
    case .row: endRow()
    case .cell: needsSpace = false
    case .lineBreak, .input, .link, .inline, .option: break
    }
  }

  mutating func finish() {
    while let element = open.popLast() { end(element) }
    breakLine()
    while visible.last == 0x0a { visible.removeLast() }
    if !visible.isEmpty { visible.append(0x0a) }
  }

  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard dropDepth == 0 else { return }
    guard visible.count + hidden.count + bytes.count <= limit else {
      isOverLimit = true
      return
    }
    guard style.isSeen else { return unsafe appendHidden(bytes) }
    if preDepth > 0, !isInCell { return unsafe appendPreformatted(bytes) }
    var at = 0
    while at < bytes.count {
      let byte = unsafe bytes[at]
      if byte.isSpace {
        needsSpace = needsSpace || isLineOpen
        at += 1
      } else if byte == 0xc2, at + 1 < bytes.count, unsafe bytes[at + 1] == 0xa0 {
        // A no-break space holds its line open: an empty paragraph is made with it.
        if isLineOpen { needsSpace = true } else { startLine() }
        at += 2
      } else {
        let start = at
        while at < bytes.count, unsafe !bytes[at].isSpace, unsafe bytes[at] != 0xc2 || at == start {
          at += 1
        }
        unsafe word(bytes[start..<at])
      }
    }
  }

  private mutating func word(_ bytes: some Collection<UInt8>) {
    if !isLineOpen { startLine() }
    if needsSpace, let last = visible.last, !last.isSpace { visible.append(0x20) }
    needsSpace = false
    visible += bytes
  }

  private mutating func startLine() {
    isLineOpen = true
    needsSpace = false
    guard !isInCell || rows.last?.start == visible.count, quoteDepth > 0 else { return }
    visible += repeatElement(UInt8(ascii: ">"), count: min(quoteDepth, 50))
    visible.append(0x20)
  }

  private mutating func appendHidden(_ bytes: UnsafeBufferPointer<UInt8>) {
    if hiddenNeedsBreak, !hidden.isEmpty, hidden.last != 0x0a { hidden.append(0x0a) }
    hiddenNeedsBreak = false
    for index in 0..<bytes.count {
      let byte = unsafe bytes[index]
      if !byte.isSpace {
        hidden.append(byte)
      } else if let last = hidden.last, !last.isSpace {
        hidden.append(0x20)
      }
    }
  }

  private mutating func appendPreformatted(_ bytes: UnsafeBufferPointer<UInt8>) {
    for index in 0..<bytes.count {
      let byte = unsafe bytes[index]
      if byte == 0x0a {
        lineBreak()
      } else if byte != 0x0d {
        if !isLineOpen { startLine() }
        visible.append(byte == 0x09 ? 0x20 : byte)
      }
    }
  }
}

// Lines and rows.
extension HTMLText {
  /// Ends the line that has something on it.
  private mutating func breakLine() {
    hiddenNeedsBreak = true
    guard isLineOpen else { return }
    lineBreak()
  }

  private mutating func lineBreak() {
    while visible.last == 0x20 { visible.removeLast() }
    (isLineOpen, needsSpace) = (false, false)
    if isInCell {
      if let last = visible.last, last != 0x09, last != 0x0b, last != 0x0a { visible.append(0x0b) }
    } else {
      visible.append(0x0a)
    }
  }

  /// One empty line, however many are asked for.
  private mutating func blankLine() {
    breakLine()
    guard !isInCell, visible.count >= 2, !visible.endsInBlankLine else { return }
    visible.append(0x0a)
  }

  /// A table inside a cell: the rows around it are there for the layout, and their cells are lines.
  private mutating func beginTable() {
    breakLine()
    guard let index = rows.indices.last, rows[index].cells > 0, !rows[index].isLayout else {
      return
    }
    rows[index].isLayout = true
    makeLines(from: rows[index].start)
    if let last = visible.last, last != 0x0a { visible.append(0x0a) }
  }

  private mutating func makeLines(from start: Int) {
    for at in start..<visible.count where visible[at] == 0x0b || visible[at] == 0x09 {
      visible[at] = 0x0a
    }
  }

  private mutating func beginRow() {
    breakLine()
    if let last = visible.last, last != 0x0a { visible.append(0x0a) }
    rows.append(Row(start: visible.count))
  }

  private mutating func beginCell() {
    guard let index = rows.indices.last else { return breakLine() }
    if rows[index].isLayout {
      breakLine()
    } else {
      trimCell()
      if rows[index].cells > 0 { visible.append(0x09) }
      (isLineOpen, needsSpace) = (false, false)
    }
    rows[index].cells += 1
  }

  private mutating func trimCell() {
    while let last = visible.last, last == 0x0b || last == 0x20 { visible.removeLast() }
  }

  private mutating func endRow() {
    guard let row = rows.popLast() else { return }
    if !row.isLayout {
      trimCell()
      if isLayout(row) { makeLines(from: row.start) }
    }
    (isLineOpen, needsSpace) = (false, false)
    if visible.count > row.start, visible.last != 0x0a { visible.append(0x0a) }
  }

  /// One cell is no row; nor are two that both hold whole texts.
  private func isLayout(_ row: Row) -> Bool {
    guard row.cells > 1 else { return true }
    let cells = visible[row.start...].split(separator: 0x09)
    return cells.count { cell in cell.count { $0 == 0x0b } >= 4 } >= 2
  }

  /// Form fields that are filled in are text; a tick is a tick.
  private mutating func input(_ attributes: [(String, String)]) {
    guard dropDepth == 0, style.isSeen else { return }
    switch attributes.value("type")?.asciiLowercased ?? "text" {
    case "checkbox", "radio":
      word((attributes.value("checked") == nil ? "[ ]" : "[x]").utf8)
      needsSpace = true
    case "text", "email", "tel", "number", "date", "time", "datetime-local", "search", "url":
      if let value = attributes.value("value"), !value.isEmpty { word(value.utf8) }
    default: break
    }
  }
}

extension [(String, String)] {
  fileprivate func value(_ name: String) -> String? { first { $0.0 == name }?.1 }

  /// A quotation that a program uses to indent: no line beside it.
  fileprivate var isIndent: Bool {
    guard let style = value("style") else { return false }
    return HTMLStyle.declarations(style).contains { name, value in
      (name == "border" || name == "border-left") && (value == "none" || value.hasPrefix("0"))
    }
  }

  /// A paragraph without space around it, as Outlook makes for every line.
  fileprivate var isTight: Bool {
    if value("class")?.hasPrefix("Mso") == true { return true }
    guard let style = value("style") else { return false }
    return HTMLStyle.declarations(style).contains { name, value in
      (name == "margin" || name == "margin-bottom" || name == "margin-top") && value.hasPrefix("0")
    }
  }
}
