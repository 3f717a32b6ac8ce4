internal import Core

/// Text of shapes and slides (ECMA-376 part 1, 21.1.2).
struct DrawingText: XMLHandler {
  private var flow = FlowText()
  private var isInText = false
  private var written = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  mutating func finished() -> [UInt8] { flow.finished() }

  mutating func open(_ element: borrowing XMLElement) throws(FileFault) {
    switch element.name {
    case "a:t": isInText = true
    case "a:br": flow.lineBreak()
    case "a:tbl": flow.beginTable()
    case "a:tr": flow.beginRow()
    case "a:tc": flow.beginCell()
    default: break
    }
  }

  mutating func text(_ bytes: [UInt8]) throws(FileFault) {
    guard isInText else { return }
    written += bytes.count
    if written <= limit + 1024 { flow.append(bytes) }
  }

  mutating func close(_ name: String) throws(FileFault) {
    switch name {
    case "a:t": isInText = false
    case "a:p": flow.endParagraph()
    case "a:tr": flow.endRow()
    case "a:tbl": flow.endTable()
    default: break
    }
  }
}

/// Presentations: the text of their slides, in order, and what was noted beside them.
enum PresentationDocument {
  static let type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

  static func read(
    _ archive: borrowing Archive, _ budget: inout FileBudget
  ) throws(FileFault) -> FileContent {
    var content = FileContent()
    content.type = type
    for (folder, isHidden) in [("ppt/slides/slide", false), ("ppt/notesSlides/notesSlide", true)] {
      var lines = HiddenLines()
      // `slide2` comes before `slide10`.
      let slides = archive.entries(under: folder).sorted {
        ($0.name.utf8.count, $0.name) < ($1.name.utf8.count, $1.name)
      }
      for entry in slides where entry.name.hasSuffix(".xml") {
        var text = DrawingText(limit: budget.limits.textBytes)
        try OfficePackage.read(entry.name, of: archive, &budget, into: &text)
        if isHidden {
          lines.append(linesOf: text.finished(), as: HiddenLines.comment)
        } else {
          content.texts.append(FileText(bytes: text.finished()))
        }
      }
      if isHidden, !lines.bytes.isEmpty {
        content.texts.append(FileText(bytes: lines.bytes, hidden: true))
      }
    }
    let (files, notes) = try OfficePackage.insides(under: "ppt/", of: archive, &budget)
    content.inside = files
    content.note = notes.isEmpty ? nil : notes.joined(separator: "; ")
    return content
  }
}
