/// Text of one part of a Word document (ECMA-376 part 1, 17): the body, a header, notes, comments.
struct WordText: XMLHandler {
  private var flows = [FlowText()]
  private(set) var hidden = HiddenLines()

  private var run = Run()
  /// Which text counts now: that of `w:t` or of `w:delText`.
  private var words = Words.none
  private var paragraph = Paragraph()
  /// Insides of deletions (`w:del`, `w:moveFrom`).
  private var deletions = 0
  private var controls: [WordControl] = []
  private var fields: [WordField] = []
  /// How much had been written when each `mc:AlternateContent` began.
  private var alternatives: [Int] = []
  private var written = 0
  /// Elements inside one that is not read.
  private var skipped = 0
  /// Bytes of text after which no more is taken.
  private let limit: Int

  private enum Words { case none, shown, deleted }

  private struct Run {
    var isOpen = false
    var isHidden = false
    var font = ""
  }

  private struct Paragraph {
    var isListStyle = false
    var isNumbered: Bool?
  }

  init(limit: Int) { self.limit = limit }

  /// All text, in reading order.
  mutating func finished() -> [UInt8] {
    while flows.count > 1 { endFloat() }
    hidden.breakLine()
    return flows[0].finished()
  }

  private var flow: FlowText {
    get { flows[flows.count - 1] }
    _modify { yield &flows[flows.count - 1] }
  }

  // MARK: Elements

  mutating func open(_ element: borrowing XMLElement) throws(FileFault) {
    if skipped > 0 {
      skipped += 1
      return
    }
    if try openText(element) { return }
    if openTable(element) || openControl(element) { return }
    if try openField(element) { return }
    switch element.name {
    case "w:del", "w:moveFrom": deletions += 1
    case "mc:AlternateContent": alternatives.append(written)
    case "mc:Choice", "mc:Fallback":
      if let before = alternatives.last, written > before { skipped = 1 }
    case "w:txbxContent": flows.append(FlowText())
    case "w:footnote", "w:endnote":
      if let type = element.value("w:type"), type.contains("eparator") { skipped = 1 }
    case "w:rt": skipped = 1
    default: break
    }
  }

  private mutating func openText(_ element: borrowing XMLElement) throws(FileFault) -> Bool {
    switch element.name {
    case "w:p": paragraph = Paragraph()
    case "w:pStyle":
      let style = element.value("w:val")?.asciiLowercased ?? ""
      paragraph.isListStyle = style.hasPrefix("list") || style.hasPrefix("lijst")
    case "w:numId": paragraph.isNumbered = element.value("w:val") != "0"
    case "w:r": run = Run(isOpen: true)
    case "w:vanish": if run.isOpen { run.isHidden = element.isOn("w:val") }
    case "w:rFonts":
      if run.isOpen { run.font = element.value("w:ascii") ?? element.value("w:hAnsi") ?? "" }
    case "w:t": words = .shown
    case "w:delText": words = .deleted
    case "w:tab", "w:ptab": if run.isOpen, isShown { flow.tab() }
    case "w:br", "w:cr": if run.isOpen, isShown { flow.lineBreak() }
    case "w:noBreakHyphen": try write(Array("-".utf8))
    case "w:sym":
      let code = element.value("w:char").flatMap { UInt32($0, radix: 16) } ?? 0
      let sign = Wingdings.text(code, font: element.value("w:font") ?? "")
      try write(Array(sign.description.utf8))
    default: return false
    }
    return true
  }

  private mutating func openTable(_ element: borrowing XMLElement) -> Bool {
    switch element.name {
    case "w:tbl": flow.beginTable()
    case "w:tr": flow.beginRow()
    case "w:tc": flow.beginCell()
    default: return false
    }
    return true
  }

  private mutating func openControl(_ element: borrowing XMLElement) -> Bool {
    if element.name == "w:sdt" {
      controls.append(WordControl())
    } else if element.name == "w:sdtContent" {
      guard let last = controls.indices.last else { return true }
      controls[last].isInside = true
      controls[last].start = isMuted ? nil : flow.fieldStart
      controls[last].depth = flows.count
      if let box = controls[last].box, isShown(ignoring: last) { writeBox(box) }
    } else {
      guard let last = controls.indices.last, !controls[last].isInside else { return false }
      return controls[last].take(element)
    }
    return true
  }

  private mutating func openField(_ element: borrowing XMLElement) throws(FileFault) -> Bool {
    guard element.name == "w:fldChar" else {
      guard let last = fields.indices.last else { return false }
      return fields[last].take(element)
    }
    switch element.value("w:fldCharType") {
    case "begin": if fields.count < 100 { fields.append(WordField()) }
    case "separate": if let last = fields.indices.last { fields[last].isResult = true }
    case "end":
      guard let field = fields.popLast() else { break }
      if let box = field.box, isShown { writeBox(box) }
      if let choice = field.choice { try write(Array(choice.utf8)) }
    default: break
    }
    return true
  }

  mutating func close(_ name: String) throws(FileFault) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    switch name {
    case "w:p":
      flow.endParagraph()
      hidden.breakLine()
    case "w:pPr": if paragraph.isNumbered ?? paragraph.isListStyle, isShown { flow.bullet() }
    case "w:r": run = Run()
    case "w:t", "w:delText": words = .none
    case "w:tr": flow.endRow()
    case "w:tbl": flow.endTable()
    case "w:del", "w:moveFrom": deletions -= 1
    case "w:sdtContent": endControl()
    case "w:sdt": _ = controls.popLast()
    case "mc:AlternateContent": _ = alternatives.popLast()
    case "w:txbxContent": endFloat()
    case "w:comment": hidden.append(linesOf: drained(), as: HiddenLines.comment)
    case "w:footnote", "w:endnote": flow.breakLine()
    default: break
    }
  }

  mutating func text(_ bytes: [UInt8]) throws(FileFault) {
    guard skipped == 0, words != .none else { return }
    guard Wingdings.isPictures(run.font) else { return try write(bytes) }
    let signs = String(decoding: bytes, as: UTF8.self).unicodeScalars.map {
      $0 == " " ? " " : Wingdings.text($0.value, font: run.font).description
    }
    try write(Array(signs.joined().utf8))
  }

  // MARK: Writing

  /// Inside a placeholder, a box that was written already, or the instructions of a field.
  private var isMuted: Bool {
    controls.contains(where: \.isMute) || fields.contains { !$0.isResult }
  }

  private var isShown: Bool { !isMuted && deletions == 0 && words != .deleted && !run.isHidden }

  private func isShown(ignoring control: Int) -> Bool {
    deletions == 0 && !controls[..<control].contains(where: \.isMute)
      && fields.allSatisfy(\.isResult)
  }

  private mutating func write(_ text: [UInt8]) throws(FileFault) {
    guard !text.isEmpty, !isMuted else { return }
    written += text.count
    // What is more is cut where the item's text is; the limit is met there.
    guard written <= limit + 1024 else { return }
    if deletions > 0 || words == .deleted {
      hidden.append(text, as: HiddenLines.deleted)
    } else if run.isHidden {
      hidden.append(text, as: HiddenLines.invisible)
    } else {
      flow.append(text)
    }
  }

  private mutating func writeBox(_ isTicked: Bool) {
    written += 1
    flow.append(isTicked ? "[x]" : "[ ]")
    flow.append(" ")
  }

  private mutating func endControl() {
    guard let last = controls.indices.last else { return }
    controls[last].isInside = false
    let control = controls[last]
    controls[last].isPlaceholder = false
    controls[last].box = nil
    guard let label = control.label, let start = control.start, control.depth == flows.count,
      !control.isPlaceholder
    else { return }
    flow.label(label, from: start)
  }

  private mutating func endFloat() {
    guard flows.count > 1, var box = flows.popLast() else { return }
    _ = box.finished()
    flow.float(box)
  }

  /// Takes out what was written so far.
  private mutating func drained() -> [UInt8] {
    let text = flow.finished()
    flow = FlowText()
    return text
  }
}
