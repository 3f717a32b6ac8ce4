/// Text of an OpenDocument text (ISO 26300-1): its body, and headers and footers of its pages.
struct OpenDocumentText: XMLHandler {
  private(set) var hidden = HiddenLines()

  /// The text that is written now, and those that it interrupts.
  private var flows = [Flow()]
  private var regions: [Region] = []
  private var controls: [String: OpenDocumentControl] = [:]
  private var controlOrder: [String] = []
  /// The control whose options or lines are read.
  private var control: String?
  private var formDepth = 0
  private var styleName = ""
  /// Styles whose words are not shown.
  private var hiddenStyles: Set<String> = []
  /// For each open span and section, whether it is shown.
  private var spans: [Bool] = []
  private var isBulletDue = false
  private var marginsSeen: Set<[UInt8]> = []
  private var written = 0
  private var skipped = 0
  private let limit: Int

  private enum Region { case body, header, footer }

  private struct Flow {
    var text = FlowText()
    /// A paragraph in it is not closed yet.
    var isInParagraph = false
    /// It was begun by a paragraph inside another.
    var isShape = false
    /// Controls that hang at the paragraph that is read.
    var controls: [String] = []
  }

  init(limit: Int) { self.limit = limit }

  /// Everything, with controls that stand nowhere in the text.
  mutating func finished() -> [UInt8] {
    while flows.count > 1 { endFloat() }
    for id in controlOrder where controls[id]?.isPlaced == false {
      flow.breakLine()
      place(id)
      flow.breakLine()
    }
    hidden.breakLine()
    return flow.finished()
  }

  private var flow: FlowText {
    get { flows[flows.count - 1].text }
    _modify { yield &flows[flows.count - 1].text }
  }

  // MARK: Elements

  mutating func open(_ element: borrowing XMLElement) throws(FileFault) {
    if skipped > 0 {
      skipped += 1
      return
    }
    if formDepth > 0 { return openForm(element) }
    switch element.name {
    case "office:text", "office:presentation", "office:drawing": regions.append(.body)
    case "style:header", "style:header-left", "style:header-first": openMargin(.header)
    case "style:footer", "style:footer-left", "style:footer-first": openMargin(.footer)
    case "style:style": styleName = element.value("style:name") ?? ""
    case "style:text-properties":
      if element.value("text:display") == "none", !styleName.isEmpty {
        hiddenStyles.insert(styleName)
      }
    case "office:forms": formDepth = 1
    default: if !regions.isEmpty { openText(element) }
    }
  }

  private mutating func openText(_ element: borrowing XMLElement) {
    switch element.name {
    case "text:p", "text:h": beginParagraph(element)
    case "text:span": spans.append(!hiddenStyles.contains(element.value("text:style-name") ?? ""))
    case "text:section": spans.append(element.value("text:display") != "none")
    case "text:s":
      let count = element.value("text:c").flatMap { Int($0) } ?? 1
      write(Array(repeating: 0x20, count: min(max(count, 0), 100)))
    case "text:tab": if isShown { flow.tab() }
    case "text:line-break": if isShown { flow.lineBreak() }
    case "text:list-item", "text:list-header": isBulletDue = true
    case "table:table": flow.beginTable()
    case "table:table-row": flow.beginRow()
    case "table:table-cell": flow.beginCell()
    case "drawing:text-box", "text:note-body", "office:annotation", "text:deletion":
      flows.append(Flow())
    case "drawing:control": openControl(element)
    case "text:note-citation", "text:placeholder", "text:ruby-text", "office:change-info",
      "office:binary-data", "dc:creator", "dc:date", "meta:date-string", "meta:creator-initials",
      "svg-compatible:title", "svg-compatible:desc", "table:covered-table-cell",
      "text:index-title-template", "presentation:notes":
      skipped = 1
    default: break
    }
  }

  private mutating func beginParagraph(_ element: borrowing XMLElement) {
    if flows[flows.count - 1].isInParagraph, flows.count < 100 {
      flows.append(Flow(isShape: true))
    }
    flows[flows.count - 1].isInParagraph = true
    spans.append(!hiddenStyles.contains(element.value("text:style-name") ?? ""))
    if isBulletDue, isShown { flow.bullet() }
    isBulletDue = false
  }

  mutating func close(_ name: String) throws(FileFault) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    if formDepth > 0 { return closeForm() }
    guard let region = regions.last else { return }
    switch name {
    case "office:text", "office:presentation", "office:drawing": _ = regions.popLast()
    case "style:header", "style:header-left", "style:header-first", "style:footer",
      "style:footer-left", "style:footer-first":
      _ = regions.popLast()
      takeMargin(region == .header ? HiddenLines.header : HiddenLines.footer)
    case "text:p", "text:h": endParagraph()
    case "text:span", "text:section": _ = spans.popLast()
    case "table:table-row": flow.endRow()
    case "table:table": flow.endTable()
    case "drawing:text-box", "text:note-body": endFloat()
    case "office:annotation": hidden.append(linesOf: drained(), as: HiddenLines.comment)
    case "text:deletion": hidden.append(linesOf: drained(), as: HiddenLines.deleted)
    default: break
    }
  }

  private mutating func endParagraph() {
    for id in flows[flows.count - 1].controls {
      write([0x20])
      place(id)
    }
    flows[flows.count - 1].controls = []
    _ = spans.popLast()
    flow.endParagraph()
    hidden.breakLine()
    flows[flows.count - 1].isInParagraph = false
    if flows[flows.count - 1].isShape { endFloat() }
  }

  mutating func text(_ bytes: [UInt8]) throws(FileFault) {
    guard skipped == 0 else { return }
    if formDepth > 0 {
      if let control, bytes.contains(where: { !$0.isSpace }) {
        controls[control]?.append(String(decoding: bytes, as: UTF8.self))
      }
    } else if flows[flows.count - 1].isInParagraph {
      write(bytes)
    }
  }

  // MARK: Forms

  private mutating func openForm(_ element: borrowing XMLElement) {
    formDepth += 1
    if let control { controls[control]?.take(element) }
    guard let new = OpenDocumentControl(element), controls.count < 5000 else { return }
    let id = element.value("form:id") ?? element.value("xml:id") ?? "\(controls.count)"
    if controls.updateValue(new, forKey: id) == nil { controlOrder.append(id) }
    control = id
  }

  private mutating func closeForm() {
    formDepth -= 1
    // A control stands in a form in the forms.
    if formDepth <= 2 { control = nil }
  }

  private mutating func openControl(_ element: borrowing XMLElement) {
    guard let id = element.value("drawing:control"), controls[id]?.isPlaced == false else { return }
    if element.value("text:anchor-type") == "as-char" {
      place(id)
    } else if flows[flows.count - 1].isInParagraph {
      controls[id]?.isPlaced = true
      flows[flows.count - 1].controls.append(id)
    } else {
      flow.breakLine()
      place(id)
      flow.breakLine()
    }
  }

  /// Writes a control here; with its own label when nothing else says what it asks.
  private mutating func place(_ id: String) {
    guard let control = controls[id] else { return }
    controls[id]?.isPlaced = true
    let start = flow.fieldStart
    write(control.shown)
    if let label = control.ownLabel, let start { flow.label(label, from: start) }
  }

  // MARK: Writing

  private var isShown: Bool { spans.allSatisfy { $0 } }

  private mutating func write(_ text: [UInt8]) {
    written += text.count
    // What is more is cut where the item's text is; the limit is met there.
    guard written <= limit + 1024 else { return }
    if isShown { flow.append(text) } else { hidden.append(text, as: HiddenLines.invisible) }
  }

  private mutating func endFloat() {
    guard flows.count > 1, var box = flows.popLast() else { return }
    _ = box.text.finished()
    flow.float(box.text)
  }

  /// Takes out a text that does not belong to the one around it.
  private mutating func drained() -> [UInt8] {
    guard flows.count > 1, var box = flows.popLast() else { return [] }
    return box.text.finished()
  }

  private mutating func openMargin(_ region: Region) {
    regions.append(region)
    flows.append(Flow())
  }

  /// A header or footer, each line once.
  private mutating func takeMargin(_ kind: StaticString) {
    for line in drained().split(separator: 0x0a) where marginsSeen.insert(Array(line)).inserted {
      hidden.append(linesOf: Array(line), as: kind)
    }
  }
}
