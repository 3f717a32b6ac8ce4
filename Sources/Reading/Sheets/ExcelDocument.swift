internal import Core

/// Excel workbooks and templates (ECMA-376 part 1, 18).
enum ExcelDocument {
  static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
  private static let sheetLimit = 1000

  static func read(
    _ archive: borrowing Archive, _ main: String, _ budget: inout FileBudget
  ) throws(FileFault) -> FileContent {
    var book = ExcelBook()
    try OfficePackage.read(main, of: archive, &budget, into: &book)
    guard book.sheets.count <= sheetLimit else { throw .limit("entries") }
    var targets: [String: String] = [:]
    for tie in try Relationships(of: main, in: archive, &budget).all where !tie.isExternal {
      targets[tie.id] = tie.target
    }
    var styles = ExcelStyles()
    try OfficePackage.read("xl/styles.xml", of: archive, &budget, into: &styles)
    var strings = ExcelStrings(left: budget.entriesLeft)
    try OfficePackage.read("xl/sharedStrings.xml", of: archive, &budget, into: &strings)
    budget.entriesLeft = strings.left
    let formats = styles.formats

    var sheets: [Sheet] = []
    var unanswered = 0
    for listed in book.sheets {
      guard let name = targets[listed.id] else { continue }
      var reading = ExcelSheet(
        Sheet(name: listed.name, isHidden: listed.isHidden), strings.all, formats,
        isFrom1904: book.isFrom1904, cells: budget.entriesLeft)
      try OfficePackage.read(name, of: archive, &budget, into: &reading)
      budget.entriesLeft = reading.cellsLeft
      unanswered += reading.unanswered
      sheets.append(reading.sheet)
    }
    var content = SheetText.content(of: sheets, comments: try comments(of: archive, &budget))
    content.type = type
    content.texts += try drawings(of: archive, &budget)
    let (files, notes) = try OfficePackage.insides(under: "xl/", of: archive, &budget)
    content.inside = files
    let all = notes + self.notes(of: archive, unanswered)
    content.note = all.isEmpty ? nil : all.joined(separator: "; ")
    return content
  }

  private static func notes(of archive: borrowing Archive, _ unanswered: Int) -> [String] {
    var notes: [String] = []
    if unanswered > 0 { notes.append("bevat formules zonder uitkomst; bekijk zelf") }
    if !archive.entries(under: "xl/ctrlProps/").isEmpty {
      notes.append("bevat losse vakjes of knoppen; bekijk zelf")
    }
    return notes
  }

  private static func comments(
    of archive: borrowing Archive, _ budget: inout FileBudget
  ) throws(FileFault) -> [[UInt8]] {
    var comments: [[UInt8]] = []
    for entry in archive.entries(under: "xl/comments") where entry.name.hasSuffix(".xml") {
      var strings = ExcelStrings(left: budget.entriesLeft)
      try OfficePackage.read(entry.name, of: archive, &budget, into: &strings)
      budget.entriesLeft = strings.left
      comments += strings.all
    }
    return comments
  }

  /// Text boxes that lie on the sheets.
  private static func drawings(
    of archive: borrowing Archive, _ budget: inout FileBudget
  ) throws(FileFault) -> [FileText] {
    var texts: [FileText] = []
    for entry in archive.entries(under: "xl/drawings/drawing") {
      var text = DrawingText(limit: budget.limits.textBytes)
      try OfficePackage.read(entry.name, of: archive, &budget, into: &text)
      let bytes = text.finished()
      if !bytes.isEmpty { texts.append(FileText(bytes: bytes)) }
    }
    return texts
  }
}

/// The list of sheets.
private struct ExcelBook: XMLHandler {
  private(set) var sheets: [(name: [UInt8], id: String, isHidden: Bool)] = []
  private(set) var isFrom1904 = false

  mutating func open(_ element: borrowing XMLElement) throws(FileFault) {
    switch element.name {
    case "x:sheet":
      let state = element.value("state") ?? "visible"
      sheets.append(
        (Array((element.value("name") ?? "").utf8), element.value("r:id") ?? "", state != "visible")
      )
      guard sheets.count <= 1001 else { throw .limit("entries") }
    case "x:workbookPr":
      isFrom1904 = element.value("date1904") != nil && element.isOn("date1904")
    default: break
    }
  }
  mutating func text(_ bytes: [UInt8]) {}
  mutating func close(_ name: String) {}
}

/// The number format of each style of cell.
private struct ExcelStyles: XMLHandler {
  private var codes: [Int: String] = [:]
  private var numbers: [Int] = []
  private var isInCells = false

  mutating func open(_ element: borrowing XMLElement) throws(FileFault) {
    switch element.name {
    case "x:numFmt":
      guard let number = element.value("numFmtId").flatMap({ Int($0) }), codes.count < 10_000 else {
        return
      }
      codes[number] = element.value("formatCode")
    case "x:cellXfs": isInCells = true
    case "x:xf":
      guard isInCells, numbers.count < 100_000 else { return }
      numbers.append(element.value("numFmtId").flatMap { Int($0) } ?? 0)
    default: break
    }
  }
  mutating func text(_ bytes: [UInt8]) {}
  mutating func close(_ name: String) { if name == "x:cellXfs" { isInCells = false } }

  var formats: [NumberFormat] {
    var known: [Int: NumberFormat] = [:]
    return numbers.map { number in
      if let format = known[number] { return format }
      let format = codes[number].map(NumberFormat.init(code:)) ?? NumberFormat(builtIn: number)
      known[number] = format
      return format
    }
  }
}

/// Shared strings, or comments: each without the way it is pronounced.
private struct ExcelStrings: XMLHandler {
  private(set) var all: [[UInt8]] = []
  /// How many more there may be.
  private(set) var left: Int
  private var isInText = false
  private var isInPhonetics = false

  init(left: Int) { self.left = left }

  mutating func open(_ element: borrowing XMLElement) throws(FileFault) {
    switch element.name {
    case "x:si", "x:comment":
      left -= 1
      guard left >= 0 else { throw .limit("entries") }
      all.append([])
    case "x:rPh": isInPhonetics = true
    case "x:t": isInText = !isInPhonetics
    default: break
    }
  }

  mutating func text(_ bytes: [UInt8]) {
    guard isInText, !all.isEmpty else { return }
    all[all.count - 1] += bytes.map { $0 == 0x0a ? 0x0b : $0 < 0x20 ? 0x20 : $0 }
  }

  mutating func close(_ name: String) {
    if name == "x:rPh" { isInPhonetics = false }
    if name == "x:t" { isInText = false }
  }
}
