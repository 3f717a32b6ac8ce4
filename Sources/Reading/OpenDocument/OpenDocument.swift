internal import Core

/// OpenDocument files, zipped and flat (ISO 26300).
enum OpenDocument {
  static let textType = "application/vnd.oasis.opendocument.text"
  static let sheetType = "application/vnd.oasis.opendocument.spreadsheet"

  /// What the archive says that it is; nil when it is no OpenDocument file.
  static func type(
    of archive: borrowing Archive, _ budget: inout FileBudget
  ) throws(FileFault) -> String? {
    guard archive.entry("content.xml") != nil else { return nil }
    if let entry = archive.entry("mimetype") {
      let name = try archive.content(of: entry, &budget).prefix(200)
      let type = String(decoding: name, as: UTF8.self)
      if type.contains("opendocument") { return type }
    }
    // Programs that mend archives lose the one and keep the other.
    return archive.entry("META-INF/manifest.xml") == nil ? nil : textType
  }

  static func read(
    _ archive: borrowing Archive, type: String, _ budget: inout FileBudget
  ) throws(FileFault) -> FileContent {
    var manifest = OpenDocumentManifest()
    try OfficePackage.read("META-INF/manifest.xml", of: archive, &budget, into: &manifest)
    guard !manifest.isEncrypted else { throw .protected }
    guard let entry = archive.entry("content.xml") else { throw .damaged }
    let body = try archive.content(of: entry, &budget)
    var content: FileContent
    if type.contains("spreadsheet") {
      content = try sheet(body, &budget)
    } else {
      var text = OpenDocumentText(limit: budget.limits.textBytes)
      try XMLReader.read(body, limits: budget.limits, into: &text)
      // Headers and footers stand with the styles of the pages.
      try OfficePackage.read("styles.xml", of: archive, &budget, into: &text)
      content = self.content(of: &text)
    }
    content.type = type.contains("spreadsheet") ? sheetType : textType
    content.note = note(of: archive)
    return content
  }

  /// One XML file with everything in it.
  static func readFlat(_ bytes: [UInt8], _ budget: inout FileBudget) throws(FileFault)
    -> FileContent
  {
    if bytes.hasWord("opendocument.spreadsheet", in: 0..<min(bytes.count, 4096)) {
      var content = try sheet(bytes, &budget)
      content.type = sheetType
      return content
    }
    var text = OpenDocumentText(limit: budget.limits.textBytes)
    try XMLReader.read(bytes, limits: budget.limits, into: &text)
    var content = self.content(of: &text)
    content.type = textType
    return content
  }

  private static func content(of text: inout OpenDocumentText) -> FileContent {
    var content = FileContent()
    content.texts = [FileText(bytes: text.finished())]
    let hidden = text.hidden.bytes
    if !hidden.isEmpty { content.texts.append(FileText(bytes: hidden, hidden: true)) }
    return content
  }

  private static func sheet(_ bytes: [UInt8], _ budget: inout FileBudget) throws(FileFault)
    -> FileContent
  {
    var book = OpenDocumentBook(cells: budget.entriesLeft)
    try XMLReader.read(bytes, limits: budget.limits, into: &book)
    budget.entriesLeft = book.cellsLeft
    return SheetText.content(of: book.sheets, comments: book.comments)
  }

  private static func note(of archive: borrowing Archive) -> String? {
    var notes: [String] = []
    let hasMacros = archive.entries.contains {
      ($0.name.hasPrefix("Basic/") || $0.name.hasPrefix("Scripts/"))
        && !$0.name.hasSuffix("script-lc.xml")
    }
    if hasMacros { notes.append("bevat macro's; niet uitgevoerd") }
    let pictures = archive.entries(under: "Pictures/").count
    if pictures == 1 { notes.append("bevat een afbeelding; bekijk zelf") }
    if pictures > 1 { notes.append("bevat \(pictures) afbeeldingen; bekijk zelf") }
    if archive.entries.contains(where: { $0.name.hasPrefix("Object ") }) {
      notes.append("bevat een ingevoegd object; bekijk zelf")
    }
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }
}

/// Whether entries are encrypted (ISO 26300-3, 4.4).
private struct OpenDocumentManifest: XMLHandler {
  var isEncrypted = false

  mutating func open(_ element: borrowing XMLElement) throws(FileFault) {
    if element.name == "manifest:encryption-data" { isEncrypted = true }
  }
  mutating func text(_ bytes: [UInt8]) {}
  mutating func close(_ name: String) {}
}
