/// Text files with a form of their own: told by how they begin, and only for files, not for what a person
/// types in a mail.
enum TextFile {
  /// Nil for plain text.
  static func kind(_ bytes: [UInt8]) -> FileKind? {
    let head = Charset.decode(Array(bytes.prefix(4096)), label: nil).bytes
    if JSONFile.begins(head) { return json }
    if XMLFile.begins(head) { return xml }
    return CSVDialect(head, isWhole: bytes.count <= 4096) == nil ? nil : csv
  }

  static let json = FileKind("application/json", "JSON", "")
  static let xml = FileKind("application/xml", "XML", "")
  static let csv = FileKind("text/csv", "CSV", "")

  /// What could not be taken apart is text all the same.
  static func plain(_ text: [UInt8], note: String) -> FileContent {
    var content = FileContent()
    content.texts = [FileText(bytes: text)]
    content.note = note
    return content
  }
}

/// Lines of label, `\t` and value.
struct FieldLines {
  private(set) var bytes: [UInt8] = []
  /// A heading that waits for its first line.
  private var heading: [UInt8] = []

  /// A value of nothing but spaces is none.
  mutating func field(_ label: [UInt8], _ value: [UInt8]) {
    guard value.contains(where: { !$0.isSpace }) else { return }
    if !heading.isEmpty {
      blank()
      bytes += heading + [0x0a]
      heading = []
    }
    let cell = value.map { $0 == 0x0a ? 0x0b : $0 < 0x20 && $0 != 0x0b ? 0x20 : $0 }
    bytes += label.isEmpty ? cell : label + [0x09] + cell
    bytes.append(0x0a)
  }

  /// What the lines after it are about.
  mutating func begin(_ heading: [UInt8]) { self.heading = heading }

  mutating func blank() { if !bytes.isEmpty, !bytes.endsInBlankLine { bytes.append(0x0a) } }
}
