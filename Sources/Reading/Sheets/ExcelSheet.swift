/// One sheet of a workbook (ECMA-376 part 1, 18.3).
struct ExcelSheet: XMLHandler {
  private(set) var sheet: Sheet
  private(set) var cellsLeft: Int
  /// Formulas of which the file does not say what they give.
  private(set) var unanswered = 0

  private let strings: [[UInt8]]
  private let formats: [NumberFormat]
  private let isFrom1904: Bool
  /// From nought.
  private var row = -1
  private var column = -1
  private var isRowHidden = false
  private var type = ""
  private var style = 0
  private var value: [UInt8] = []
  private var hasFormula = false
  private var isInValue = false
  private var isInPhonetics = false

  init(
    _ sheet: Sheet, _ strings: [[UInt8]], _ formats: [NumberFormat], isFrom1904: Bool, cells: Int
  ) {
    (self.sheet, self.strings, self.formats) = (sheet, strings, formats)
    (self.isFrom1904, cellsLeft) = (isFrom1904, cells)
  }

  mutating func open(_ element: borrowing XMLElement) throws(FileFault) {
    switch element.name {
    case "x:row":
      row = element.value("r").flatMap { Int($0) }.map { min(max($0, 1), 1 << 24) - 1 } ?? row + 1
      isRowHidden = element.value("hidden") != nil && element.isOn("hidden")
      column = -1
    case "x:col":
      guard element.value("hidden") != nil, element.isOn("hidden"),
        let first = element.value("min").flatMap({ Int($0) }),
        let last = element.value("max").flatMap({ Int($0) }), first > 0, first <= last,
        last <= 1 << 20, sheet.hiddenColumns.count < 1000
      else { return }
      sheet.hiddenColumns.append((first - 1)..<last)
    case "x:c":
      column = element.value("r").flatMap(Self.column) ?? column + 1
      type = element.value("t") ?? "n"
      style = element.value("s").flatMap { Int($0) } ?? 0
      (value, hasFormula) = ([], false)
    case "x:f": hasFormula = true
    case "x:v", "x:t": isInValue = !isInPhonetics
    case "x:rPh": isInPhonetics = true
    default: break
    }
  }

  mutating func text(_ bytes: [UInt8]) throws(FileFault) {
    if isInValue { value += bytes.map { $0 == 0x0a ? 0x0b : $0 < 0x20 ? 0x20 : $0 } }
  }

  mutating func close(_ name: String) throws(FileFault) {
    switch name {
    case "x:v", "x:t": isInValue = false
    case "x:rPh": isInPhonetics = false
    case "x:c": try endCell()
    default: break
    }
  }

  private mutating func endCell() throws(FileFault) {
    if value.isEmpty, hasFormula { unanswered += 1 }
    let text = shown()
    guard text.contains(where: { !$0.isSpace }) else { return }
    cellsLeft -= 1
    guard cellsLeft >= 0 else { throw .limit("entries") }
    sheet.add(text, row: row, column: column, isRowHidden: isRowHidden)
  }

  /// The value as a reader of the sheet sees it (18.18.11).
  private func shown() -> [UInt8] {
    let text = String(decoding: value, as: UTF8.self)
    switch type {
    case "s":
      guard let index = Int(text), strings.indices.contains(index) else { return [] }
      return strings[index]
    case "b": return value.isEmpty ? [] : CellValue.truth(text == "1" || text == "true")
    case "d": return CellValue.date(text)
    case "e": return []
    case "n":
      let format = formats.indices.contains(style) ? formats[style] : NumberFormat(builtIn: 0)
      if format.isMoment, let number = Double(text),
        let moment = CellValue.serial(number, format, isFrom1904: isFrom1904)
      {
        return moment
      }
      return CellValue.number(text, format)
    default: return value
    }
  }

  /// `AB12` is column 27; nil without letters.
  private static func column(_ reference: String) -> Int? {
    var column = 0
    for byte in reference.utf8.prefix(4) {
      let letter = byte.lowercased &- 0x61
      guard letter < 26 else { break }
      column = column * 26 + Int(letter) + 1
    }
    return column == 0 ? nil : column - 1
  }
}
