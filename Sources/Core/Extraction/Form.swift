/// A filled-in line of a form.
struct FormEntry: Sendable {
  /// As written.
  var label: [UInt8]
  /// Fields that the label may stand for, best first; empty when nobody knows it.
  var matches: [LabelMatch]
  /// Lines of the value joined with `\n`; of boxes only the ticked ones.
  var value: [UInt8]
  var section: FormSection
  /// Position among the lines of its level.
  var line: Int
  /// Row of a table with the labels above it, from 1; 0 elsewhere.
  var row = 0
  /// Of a document with several pages, from 1; 0 elsewhere.
  var page = 0
  /// The value was a row of boxes and none was ticked.
  var isUnticked = false
  /// Position of the entry's field in the table, once decided, and the field when extraction knows it.
  var field: Int?
  var key: FieldKey?
}

/// Whom a part of a form is about.
enum FormSection: Sendable {
  case none, reporter, subject, place

  /// The section that a heading opens; nil when it opens none.
  init?(heading: ArraySlice<UInt8>) {
    let words = Label.normalised(heading).split(separator: 0x20).map(\.text)
    guard !words.isEmpty, words.count <= 8 else { return nil }
    for (section, names) in Self.names where words.contains(where: names.contains) {
      self = section
      return
    }
    return nil
  }

  private static let names: [(FormSection, Set<String>)] = [
    (
      .subject,
      [
        "slachtoffer", "slachtoffers", "betrokkene", "betrokkenen", "dader", "daders", "verdachte",
        "verdachten", "victim", "victims", "suspect", "opfer", "tater", "ofiara", "client",
        "persoonsgegevens",
      ]
    ),
    (
      .reporter,
      [
        "melder", "contactgegevens", "reporter", "indiener", "gegevens", "uw", "invuller",
        "zglaszajacy",
      ]
    ),
    (.place, ["locatie", "adres", "adresgegevens", "plaats", "location", "ort"]),
  ]
}

/// The report of one writer taken apart: filled-in lines, and running text.
struct Form: Sendable {
  var entries: [FormEntry] = []
  /// Running text in order, one line each; of boxes only the ticked ones. Blank lines are empty.
  var free: [(line: Int, text: ArraySlice<UInt8>)] = []

  /// What an open entry still takes.
  enum Open {
    case none
    /// The value must come on the next line.
    case awaiting
    /// Lines that are indented deeper, or follow a full line.
    case short
    /// Everything up to the next label.
    case narrative
  }

  var open = Open.none
  var section = FormSection.none
  /// Headers of a table with a column for yes and one for no.
  var columns: [[UInt8]] = []
  /// The labels above the table that is read, how many rows it had so far, and its first entry.
  var titled: (row: TitleRow, count: Int, first: Int)?
  /// Tables with the labels above them, of two rows or more.
  var tables: [LabelledTable] = []
  /// Where its text comes from.
  private(set) var origin = TextPart.Origin.body
  /// It is the text of a message that hangs in this one.
  private(set) var isAttachedMessage = false
  private var afterBlank = true
  /// What the label of the last entry asks for, and how far it was indented.
  private var last: (asks: Asks, indent: Int) = (.other, 0)
  /// The value of the last entry began on the line below as an item of a list: its other items belong to it.
  private var isList = false

  private enum Asks {
    /// A name, an address, a number, a moment: ends with its line, or with its sentence.
    case plain
    case story
    case other
  }

  /// A program's own words in an answer that nobody gave are no answer.
  private let fixedLines: FixedLines

  /// Lines of another form.
  init(
    _ entries: [FormEntry], free: [(line: Int, text: ArraySlice<UInt8>)], of form: Form
  ) {
    (self.entries, self.free, fixedLines) = (entries, free, form.fixedLines)
    (origin, isAttachedMessage) = (form.origin, form.isAttachedMessage)
  }

  init(_ level: Level, _ lines: [Line], _ index: LabelIndex, _ fields: FieldTable) {
    fixedLines = index.fixed
    (origin, isAttachedMessage) = (level.origin, level.isAttached)
    let cutter = LabelCutter(index: index)
    for (position, line) in lines.enumerated() {
      if line.isEmpty, !level.row(line).contains(0x09) {
        blank(position)
        continue
      }
      if tableRow(level, lines, position, cutter, fields) {
        afterBlank = false
        continue
      }
      let content = level.content(line)
      if fixedLines.contains(content) {
        fixed(position)
        continue
      }
      let next = lines[(position + 1)...].first { !$0.isEmpty }
      take(
        content, position, line, next.map { level.content($0) } ?? [], cutter, fields,
        previous: position > 0 ? lines[position - 1] : nil)
      afterBlank = false
    }
    endTable()
    guard level.pages.count > 1 else { return }
    for index in entries.indices { entries[index].page = level.page(lines[entries[index].line]) }
  }

  private mutating func blank(_ position: Int) {
    free.append((position, []))
    afterBlank = true
    endTable()
    switch open {
    case .awaiting, .narrative: break
    case .none, .short: open = .none
    }
  }

  /// A heading or an explanation of the form: what came before it is complete, unless it explains the question.
  private mutating func fixed(_ position: Int) {
    if open != .awaiting { blank(position) }
    if open == .narrative { open = .none }
  }

  private mutating func take(
    _ content: ArraySlice<UInt8>, _ position: Int, _ line: Line, _ next: ArraySlice<UInt8>,
    _ cutter: LabelCutter, _ fields: FieldTable, previous: Line?
  ) {
    if content.first == UInt8(ascii: "|") || isCells(content),
      cells(content, position, cutter, fields)
    {
      return
    }
    columns = []
    let start = Bullet.end(content)
    let isListed = start > content.startIndex
    let text = content[start...]
    guard let split = cutter.cut(text, isListed: isListed), !isContinued(split, line, fields) else {
      return plain(content, text, position, line, previous)
    }
    if split.value.isEmpty, isHeading(split, next, cutter) {
      section = FormSection(heading: split.label) ?? .none
      open = .none
      // A known label without an answer tells nothing.
      if !split.matches.contains(where: \.isExact) { free.append((position, content)) }
      return
    }
    if split.shape == .alone, !afterBlank, open == .narrative || open == .none && !free.isEmpty,
      !isListed
    {
      return plain(content, text, position, line, previous)
    }
    last.indent = line.indent
    add(split, position, cutter, fields)
  }

  /// In a story under a label a line with an unknown label, or an indented dialogue, is part of the story.
  private func isContinued(_ split: LabelSplit, _ line: Line, _ fields: FieldTable) -> Bool {
    guard open == .narrative else { return false }
    return split.matches.isEmpty || (line.indent >= 2 && split.matches.first?.isExact != true)
  }

  /// A label without a value, above a line that is itself a label with a value.
  private func isHeading(
    _ split: LabelSplit, _ next: ArraySlice<UInt8>, _ cutter: LabelCutter
  ) -> Bool {
    let start = Bullet.end(next)
    guard let below = cutter.cut(next[start...], isListed: start > next.startIndex) else {
      return false
    }
    return !below.matches.isEmpty && (!below.value.isEmpty || below.shape == .colon)
      && !below.matches.contains { match in
        split.matches.contains { $0.field == match.field } && match.isExact
      }
  }

  /// Adds an entry, and those that stand behind it on the same line.
  mutating func add(
    _ split: LabelSplit, _ position: Int, _ cutter: LabelCutter, _ fields: FieldTable
  ) {
    var split = split
    var count = 0
    while count < 8, asks(split, fields) != .story, let next = cutter.next(in: split.value) {
      var first = split
      first.value = split.value[..<next.label.startIndex].trimmed(where: LabelCutter.isSeparator)
      addOne(first, position, fields)
      split = next
      count += 1
    }
    addOne(split, position, fields)
  }

  mutating func addOne(_ split: LabelSplit, _ position: Int, _ fields: FieldTable) {
    var entry = FormEntry(
      label: Array(split.label), matches: split.matches, value: [], section: section, line: position
    )
    last.asks = asks(split, fields)
    let end = last.asks == .plain ? Self.sentenceEnd(split.value) : split.value.endIndex
    fill(&entry, split.value[..<end])
    let isEmpty = entry.value.isEmpty && !entry.isUnticked
    open = isEmpty ? .awaiting : last.asks == .story ? .narrative : .short
    if open == .awaiting, split.matches.isEmpty { open = .none }
    isList = false
    entries.append(entry)
    if end < split.value.endIndex {
      // A label in running text: what follows its sentence is text again.
      free.append((position, split.value[end...].trimmed))
      open = .none
    }
  }

  /// Behind the full stop of a first sentence, when a second of some length follows; the end otherwise.
  private static func sentenceEnd(_ value: ArraySlice<UInt8>) -> Int {
    var word = 0
    var hasDigit = false
    for index in value.indices.dropLast(20) {
      let byte = value[index]
      if byte == 0x2e, word >= 5 || hasDigit, value[index + 1] == 0x20,
        value[index + 2].isUpper || value[index + 2] >= 0x80
      {
        return index + 1
      }
      if byte.isWordByte {
        word += 1
        hasDigit = hasDigit || byte.isDigit
      } else {
        (word, hasDigit) = (0, false)
      }
    }
    return value.endIndex
  }

  private func fill(_ entry: inout FormEntry, _ value: ArraySlice<UInt8>) {
    if let boxes = Boxes(value) {
      let before = boxes.before
      // A box without words is an answer to its label.
      let ticked = boxes.hasTicked && boxes.ticked.isEmpty ? Array("ja".utf8) : boxes.ticked
      entry.value =
        Array(before) + (before.isEmpty || ticked.isEmpty ? [] : [0x20]) + ticked
      entry.isUnticked = !boxes.hasTicked && before.isEmpty
    } else if !fixedLines.contains(value) {
      entry.value = value.map { $0 == 0x0b ? 0x0a : $0 }
    }
  }

  private func asks(_ split: LabelSplit, _ fields: FieldTable) -> Asks {
    guard let key = split.matches.first.flatMap({ FieldKey(rawValue: fields.fields[$0.field].key) })
    else { return .other }
    switch key {
    case .story: return .story
    case .reporterName, .reporterFunction, .reporterOrganisation, .reporterTelephone,
      .reporterEmail,
      .street, .postcode, .place, .municipality, .date, .dateUntil, .time, .plates:
      return .plain
    default: return .other
    }
  }

  /// A line that is no label: the rest of a value, or running text.
  private mutating func plain(
    _ content: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>, _ position: Int, _ line: Line,
    _ previous: Line?
  ) {
    let boxes = Boxes(content)
    let shown = boxes.map { Array($0.before) + ($0.before.isEmpty ? [] : [0x20]) + $0.ticked }
    let isItem = text.startIndex > content.startIndex
    if let last = entries.indices.last, takes(line, previous, isItem: isItem) {
      if let shown, shown.isEmpty {
        if entries[last].value.isEmpty { entries[last].isUnticked = true }
        return
      }
      entries[last].isUnticked = false
      if !entries[last].value.isEmpty { entries[last].value.append(0x0a) }
      entries[last].value += shown ?? Array(open == .narrative ? content : text)
      if open == .awaiting {
        open = self.last.asks == .story ? .narrative : .short
        isList = isItem
      }
      if boxes != nil, open == .short { open = .awaiting }
      return
    }
    open = .none
    if afterBlank || boxes == nil, content.count <= 50, content.last != 0x2e,
      let section = FormSection(heading: content)
    {
      self.section = section
    }
    if let shown, shown.isEmpty { return }
    free.append((position, shown.map { $0[...] } ?? content))
  }

  private func takes(_ line: Line, _ previous: Line?, isItem: Bool) -> Bool {
    switch open {
    case .awaiting, .narrative: true
    case .none: false
    case .short:
      // A full line before it was broken by the mail program; an indented line belongs to it.
      line.indent >= self.last.indent + 2 || isList && isItem
        || (self.last.asks == .other && (previous.map { $0.end - $0.start >= 70 } ?? false))
    }
  }
}
