internal import Core

/// A field of a form (ISO 32000-1, 12.7.3), with what is filled in.
struct PDFField {
  enum Kind {
    case text, choice, box, radio
    /// Push buttons: nothing to fill in.
    case button
    case signature
  }

  /// Where a field stands on a page. A box or an option of a radio group is a widget of its own.
  struct Widget {
    var page: Int
    var area: PDFArea
    /// Name of the state that is switched on, `Yes` or what the option exports; nil when off.
    var state: [UInt8]?
    /// Its own option, on or off.
    var option: [UInt8]?
    var isHidden: Bool
    /// What is shown in it.
    var shown: [UInt8] = []
  }

  /// Entries of the budget that a field or an annotation costs: it takes some kilobytes of memory.
  static let weight = 5

  var kind: Kind
  /// Names from the root down.
  var names: [[UInt8]]
  /// What people are shown as its name (`/TU`).
  var alternate: [UInt8]
  /// Empty when nothing is filled in. Of a radio group the option.
  var values: [[UInt8]]
  var widgets: [Widget]

  var isHidden: Bool { !widgets.isEmpty && widgets.allSatisfy(\.isHidden) }

  /// A box that is ticked, or an option that is chosen, by what is shown; nil without a state.
  var shownState: [UInt8]? { widgets.lazy.compactMap(\.state).first }
}

/// Finds the fields of a file's forms.
struct PDFFieldTree {
  private(set) var fields: [PDFField] = []
  private var seen: Set<Int> = []
  /// Widgets on pages by object number.
  private var places: [Int: (page: Int, area: PDFArea)] = [:]

  /// - Throws: `limit` when there are more fields or widgets than may be looked at.
  init(_ file: PDFFile, _ pages: [PDFPage], _ budget: inout FileBudget) throws(FileFault) {
    var widgets: [PDFObject] = []
    for (index, page) in pages.enumerated() {
      for annotation in try page.object["/Annots"].items(&budget, each: PDFField.weight)
      where annotation["/Subtype"].name == "Widget" {
        widgets.append(annotation)
        if let area = page.area(annotation["/Rect"]) {
          places[annotation.number] = (index, area)
        }
      }
    }
    for root in try file.root["/AcroForm"]["/Fields"].items(&budget, each: PDFField.weight) {
      try walk(root, PDFFieldNode(), depth: 0, &budget)
    }
    for widget in widgets where !seen.contains(widget.number) {
      try walk(Self.top(of: widget), PDFFieldNode(), depth: 0, &budget)
    }
  }

  /// A widget that no list of fields names still has its parents.
  private static func top(of widget: PDFObject) -> PDFObject {
    var top = widget
    for _ in 0..<30 where top["/Parent"].kind == .dictionary { top = top["/Parent"] }
    return top
  }

  private mutating func walk(
    _ node: PDFObject, _ above: PDFFieldNode, depth: Int, _ budget: inout FileBudget
  ) throws(FileFault) {
    guard node.kind == .dictionary, node.number == 0 || seen.insert(node.number).inserted else {
      return
    }
    if depth > budget.limits.nesting { throw .limit("depth") }
    let here = above.below(node)
    let kids = try node["/Kids"].items(&budget, each: PDFField.weight)
    let areFields = kids.contains { !$0["/T"].isNull || !$0["/Kids"].isNull }
    if areFields || (kids.isEmpty && !here.hasType) {
      for kid in kids { try walk(kid, here, depth: depth + 1, &budget) }
      return
    }
    for kid in kids { seen.insert(kid.number) }
    try add(here, kids.isEmpty ? [node] : kids, &budget)
  }

  private mutating func add(
    _ node: PDFFieldNode, _ objects: [PDFObject], _ budget: inout FileBudget
  ) throws(FileFault) {
    guard let kind = node.kind else { return }
    let options = try node.options?.items(&budget) ?? []
    let widgets = objects.map { widget($0, kind, options) }.filter {
      $0.page >= 0 || kind != .button
    }
    var field = PDFField(
      kind: kind, names: node.names, alternate: node.alternate, values: [], widgets: widgets)
    switch kind {
    case .text: field.values = [try Self.text(node.value, &budget)].filter { !$0.isEmpty }
    case .choice:
      let chosen =
        node.value?.kind == .array
        ? try node.value?.items(&budget).map(\.text) : node.value.map { [$0.text] }
      field.values = (chosen ?? []).filter { !$0.isEmpty }.map { Self.display($0, options) }
    case .box, .radio:
      let state = PDFFieldText.readable(node.value?.text ?? [])
      if !state.isEmpty, state != Self.off { field.values = [Self.option(state, options)] }
    case .signature: if node.value != nil { field.values = [[]] }
    case .button: break
    }
    fields.append(field)
  }

  private static let off = Array("Off".utf8)

  private func widget(
    _ object: PDFObject, _ kind: PDFField.Kind, _ options: [PDFObject]
  ) -> PDFField.Widget {
    let place = places[object.number]
    let flags = object["/F"].integer
    var widget = PDFField.Widget(
      page: place?.page ?? -1, area: place?.area ?? PDFArea(left: 0, top: 0, right: 0, bottom: 0),
      isHidden: place == nil || flags & 0b10_0010 != 0)
    guard kind == .box || kind == .radio else { return widget }
    let states = object["/AP"]["/N"].keys.map { PDFFieldText.readable(Array($0.dropFirst())) }
    widget.option = states.first { $0 != Self.off }.map { Self.option($0, options) }
    let state = PDFFieldText.readable(object["/AS"].text)
    if !state.isEmpty, state != Self.off { widget.state = Self.option(state, options) }
    return widget
  }

  /// A state may be the number of an export value.
  private static func option(_ state: [UInt8], _ options: [PDFObject]) -> [UInt8] {
    guard let number = Int(String(decoding: state, as: UTF8.self)), options.indices.contains(number)
    else { return state }
    return options[number].text
  }

  /// An option may be a pair of what is exported and what is shown.
  private static func display(_ value: [UInt8], _ options: [PDFObject]) -> [UInt8] {
    let pair = options.first { $0.count == 2 && $0[0].text == value }
    return pair.map { $0[1].text } ?? value
  }

  /// A long text may be a stream.
  private static func text(
    _ value: PDFObject?, _ budget: inout FileBudget
  ) throws(FileFault) -> [UInt8] {
    guard let value else { return [] }
    guard value.kind == .stream else { return value.text }
    return Charset.decode(try value.stream(&budget) ?? [], label: nil).bytes
  }
}

/// What a field has of its own, and from those above it.
private struct PDFFieldNode {
  var names: [[UInt8]] = []
  var alternate: [UInt8] = []
  private var type: String?
  private var flags = 0
  var value: PDFObject?
  var options: PDFObject?

  var hasType: Bool { type != nil }

  /// Nil for what is no field.
  var kind: PDFField.Kind? {
    switch type {
    case "Tx": .text
    case "Ch": .choice
    case "Sig": .signature
    case "Btn": flags & 1 << 16 != 0 ? .button : flags & 1 << 15 != 0 ? .radio : .box
    default: nil
    }
  }

  func below(_ object: PDFObject) -> PDFFieldNode {
    var node = self
    if case let name = object["/T"], name.kind == .string { node.names.append(name.text) }
    if case let alternate = object["/TU"], alternate.kind == .string {
      node.alternate = alternate.text
    }
    if let type = object["/FT"].name { node.type = type }
    if case let flags = object["/Ff"], !flags.isNull { node.flags = flags.integer }
    if case let value = object["/V"], !value.isNull { node.value = value }
    if case let options = object["/Opt"], !options.isNull { node.options = options }
    return node
  }
}
