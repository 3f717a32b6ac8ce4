/// Fields as lines of text.
struct PDFFieldText {
  /// Lines of fields that are seen, in the order of the pages.
  private(set) var seen: [UInt8] = []
  /// Lines of fields that are not.
  private(set) var hidden: [UInt8] = []
  /// What is shown is not what is filled in.
  private(set) var differs = false
  private(set) var isSigned = false

  /// For fields that have no name of their own.
  private let labels: FieldLabels

  init(_ fields: [PDFField], _ labels: FieldLabels) {
    self.labels = labels
    let ordered = fields.enumerated().sorted { Self.precedes($0, $1) }.map(\.element)
    var at = 0
    while at < ordered.count {
      let group = Self.group(ordered, from: at)
      if group.count > 1 { write(group) } else { write(ordered[at]) }
      at += group.count
    }
  }

  /// By page, from top to bottom, from left to right.
  private static func precedes(
    _ one: (offset: Int, element: PDFField), _ other: (offset: Int, element: PDFField)
  ) -> Bool {
    key(one) < key(other)
  }

  private static func key(_ field: (offset: Int, element: PDFField)) -> (Int, Int, Int, Int) {
    guard let first = field.element.widgets.first(where: { $0.page >= 0 }) else {
      return (Int.max, 0, 0, field.offset)
    }
    return (first.page, Int(first.area.top / 8), Int(first.area.left), field.offset)
  }

  private mutating func write(_ field: PDFField) {
    switch field.kind {
    case .button: break
    case .signature: isSigned = isSigned || !field.values.isEmpty
    case .box where field.widgets.count <= 1: writeBox(field)
    case .text, .choice, .box, .radio: writeValues(field)
    }
  }

  private mutating func writeValues(_ field: PDFField) {
    let label = label(field)
    let value = Self.line(
      Array(field.values.map { named($0, field) }.joined(separator: [0x3b, 0x20])))
    if !value.isEmpty { append(label, value, isHidden: field.isHidden) }
    guard let shown = field.differing(from: value).map({ Self.line(named($0, field)) }) else {
      return
    }
    differs = true
    append(label, shown, isHidden: field.isHidden)
  }

  private mutating func append(_ label: [UInt8], _ value: [UInt8], isHidden: Bool) {
    if isHidden {
      hidden += Array("(verborgen veld) ".utf8) + label + [0x09] + value + [0x0a]
    } else {
      seen += label + [0x09] + value + [0x0a]
    }
  }

  private mutating func writeBox(_ field: PDFField) {
    guard !field.isHidden else { return }
    let isOn = !field.values.isEmpty || field.shownState != nil
    if field.values.isEmpty != (field.shownState == nil), field.widgets.first?.option != nil {
      differs = true
    }
    seen += Self.box(isOn, label(field)) + [0x0a]
  }

  static func box(_ isOn: Bool, _ label: [UInt8]) -> [UInt8] {
    Array((isOn ? "[x] " : "[ ] ").utf8) + label
  }

  // MARK: Groups of boxes

  /// Boxes, one after the other, under one parent: `vorm.arbeid`, `vorm.seksueel`.
  private static func group(_ fields: [PDFField], from start: Int) -> ArraySlice<PDFField> {
    let first = fields[start]
    guard first.kind == .box, first.widgets.count <= 1, !first.isHidden,
      let parent = PDFFieldName.parent(first.names)
    else { return fields[start...start] }
    var end = start + 1
    while end < fields.count, fields[end].kind == .box, fields[end].widgets.count <= 1,
      !fields[end].isHidden, PDFFieldName.parent(fields[end].names) == parent
    {
      end += 1
    }
    return fields[start..<end]
  }

  private mutating func write(_ group: ArraySlice<PDFField>) {
    guard let parent = group.first.flatMap({ PDFFieldName.parent($0.names) }) else { return }
    let labels = group.map { label($0, isInGroup: true) }
    let question = Self.question(labels)
    let boxes = zip(group, labels).map { field, label in
      Self.box(
        !field.values.isEmpty || field.shownState != nil,
        Array(label.dropFirst(question.map { $0.count + 2 } ?? 0)))
    }
    seen += (question ?? parent) + [0x09] + Array(boxes.joined(separator: [0x20])) + [0x0a]
  }

  /// What all labels begin with, before a colon: `Soort locatie: woning`, as a screen reader should say it.
  private static func question(_ labels: [[UInt8]]) -> [UInt8]? {
    let mark: [UInt8] = [0x3a, 0x20]
    guard let first = labels.first,
      let colon = first.indices.dropLast().first(where: { first[$0...].starts(with: mark) })
    else { return nil }
    let question = Array(first[..<colon])
    return labels.allSatisfy { $0.starts(with: question + mark) } ? question : nil
  }

  // MARK: Labels

  /// What people are shown as a name, else the name, else the text beside the field.
  private func label(_ field: PDFField, isInGroup: Bool = false) -> [UInt8] {
    let alternate = Self.words(field.alternate)
    if !alternate.isEmpty, !PDFFieldName.isMeaningless(alternate) { return alternate }
    let name = isInGroup ? PDFFieldName.last(field.names) : PDFFieldName.readable(field.names)
    if let name { return Self.words(name) }
    return beside(field.widgets.first, isBox: field.kind == .box).map(Self.words)
      ?? Self.words(field.names.last ?? [])
  }

  /// An option `0` or `Keuze1` is called by the text beside it.
  private func named(_ value: [UInt8], _ field: PDFField) -> [UInt8] {
    guard field.kind == .box || field.kind == .radio, PDFFieldName.isMeaningless(value) else {
      return value
    }
    return beside(field.widgets.first { $0.option == value }, isBox: true) ?? value
  }

  private func beside(_ widget: PDFField.Widget?, isBox: Bool) -> [UInt8]? {
    widget.flatMap { labels.segment(beside: $0, isBox: isBox) }?.text
  }

  // MARK: Characters

  /// A value on one line: its own line breaks are `\u{0B}`.
  static func line(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var previous: UInt8 = 0
    for byte in text {
      switch byte {
      case 0x0a where previous == 0x0d: break
      case 0x0a, 0x0b, 0x0d: out.append(0x0b)
      case 0..<0x20, 0x7f: out.append(0x20)
      default: out.append(byte)
      }
      previous = byte
    }
    while let last = out.last, last == 0x20 || last == 0x0b { out.removeLast() }
    return Array(out.drop { $0 == 0x20 || $0 == 0x0b })
  }

  /// A label: on one line, without a colon at its end.
  static func words(_ text: [UInt8]) -> [UInt8] {
    var out = line(text).map { $0 == 0x0b ? 0x20 : $0 }
    while let last = out.last, last == UInt8(ascii: ":") || last == 0x20 { out.removeLast() }
    return out
  }

  /// Names of states are bytes: UTF-8, or what old programs write.
  static func readable(_ bytes: [UInt8]) -> [UInt8] { Charset.decode(bytes, label: nil).bytes }
}

extension PDFField {
  /// What is shown, when that is something else than the value.
  fileprivate func differing(from value: [UInt8]) -> [UInt8]? {
    switch kind {
    case .radio, .box:
      guard let shown = shownState else { return nil }
      return values.contains(shown) ? nil : shown
    default:
      let shown = widgets.first { !$0.shown.isEmpty }?.shown ?? []
      let (one, other) = (Self.essence(shown), Self.essence(value))
      guard !one.isEmpty, one != other, !other.starts(with: one), one.sorted() != other.sorted()
      else { return nil }
      return shown
    }
  }

  /// Letters and digits, in lower case: how they are set does not count.
  private static func essence(_ text: [UInt8]) -> [UInt8] {
    text.map(\.lowercased).filter { $0.isLetterOrDigit || $0 >= 0x80 }
  }
}
