/// Data in XML of whatever kind: elements with text become lines with their name as label.
enum XMLFile {
  static func begins(_ text: [UInt8]) -> Bool {
    let start = text.firstIndex { !$0.isSpace } ?? text.count
    if text.hasWord("<?xml", at: start, before: text.count) { return true }
    if text.hasWord("<!doctype", at: start, before: text.count) { return true }
    // A whole document without its declaration names its first element again at its end.
    guard start + 2 < text.count, text[start] == 0x3c, text[start + 1].isLetterOrDigit else {
      return false
    }
    let name = text[(start + 1)...].prefix { $0 > 0x20 && $0 != 0x3e && $0 != 0x2f }
    let end = text.last { !$0.isSpace }
    let closing = Array("</".utf8) + name + [0x3e]
    let tail = text.reversed().drop(while: \.isSpace).prefix(closing.count)
    return end == 0x3e && tail.elementsEqual(closing.reversed())
  }

  static func read(_ bytes: [UInt8], _ budget: inout FileBudget) throws(FileFault) -> FileContent {
    let head = 0..<min(bytes.count, 4096)
    if bytes.hasWord("office:document", in: head) {
      return try OpenDocument.readFlat(bytes, &budget)
    }
    var fields = XMLFields()
    do throws(FileFault) {
      try XMLReader.read(bytes, limits: budget.limits, into: &fields)
    } catch {
      guard case .damaged = error, !bytes.hasWord("<!doctype", in: head) else { throw error }
      return TextFile.plain(
        Charset.decode(bytes, label: nil).bytes, note: "geen geldige XML; als tekst gelezen")
    }
    var content = FileContent()
    content.texts = [FileText(bytes: fields.lines.bytes)]
    return content
  }
}

private struct XMLFields: XMLHandler {
  private(set) var lines = FieldLines()
  private var open: [Open] = []

  private struct Open {
    var label: [UInt8]
    var text: [UInt8] = []
    var hasElements = false
  }

  mutating func open(_ element: borrowing XMLElement) throws(FileFault) {
    if let last = open.indices.last, !open[last].hasElements {
      open[last].hasElements = true
      if last > 0 { lines.begin(open[last].label) }
      flush(last)
    }
    let local = element.name.split(separator: ":").last.map(String.init) ?? ""
    let names = ["naam", "name", "label", "vraag", "key"]
    let attributes = element.attributes()
    let given = attributes.first { names.contains($0.name.asciiLowercased) }
    open.append(Open(label: FieldName.words(given?.value ?? local)))
    for attribute in attributes where attribute.name != given?.name {
      let isAnswer = ["waarde", "value", "antwoord"].contains(attribute.name.asciiLowercased)
      let own = isAnswer ? open[open.count - 1].label : FieldName.words(attribute.name)
      lines.field(own, Array(attribute.value.utf8))
    }
  }

  mutating func text(_ bytes: [UInt8]) throws(FileFault) {
    if let last = open.indices.last { open[last].text += bytes }
  }

  mutating func close(_ name: String) throws(FileFault) {
    guard let last = open.indices.last else { return }
    flush(last)
    if open[last].hasElements { lines.blank() }
    open.removeLast()
  }

  /// Text beside elements stands alone.
  private mutating func flush(_ index: Int) {
    let text = open[index].text
    open[index].text = []
    let words = Array(text.drop(while: \.isSpace).reversed().drop(while: \.isSpace).reversed())
    lines.field(open[index].hasElements ? [] : open[index].label, words)
  }
}
