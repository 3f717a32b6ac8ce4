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
  private(set) var entries: [FormEntry] = []
  /// Running text in order, one line each; of boxes only the ticked ones. Blank lines are empty.
  private(set) var free: [(line: Int, text: [UInt8])] = []

  /// What an open entry still takes.
  private enum Open {
    case none
    /// The value must come on the next line.
    case awaiting
    /// Lines that are indented deeper, or follow a full line.
    case short
    /// Everything up to the next label.
    case narrative
  }

  private var open = Open.none
  private var section = FormSection.none
  /// Headers of a table with a column for yes and one for no.
  private var columns: [[UInt8]] = []
  private var afterBlank = true
  /// What the label of the last entry asks for, and how far it was indented.
  private var last: (asks: Asks, indent: Int) = (.other, 0)

  private enum Asks {
    /// A name, an address, a number, a moment: ends with its line, or with its sentence.
    case plain
    case story
    case other
  }

  init(_ level: Level, _ lines: [Line], _ index: LabelIndex, _ fields: FieldTable) {
    let cutter = LabelCutter(index: index)
    for (position, line) in lines.enumerated() {
      if line.isEmpty {
        blank(position)
        continue
      }
      let content = level.content(line)
      let next = lines[(position + 1)...].first { !$0.isEmpty }
      take(
        content, position, line, next.map { level.content($0) } ?? [], cutter, fields,
        previous: position > 0 ? lines[position - 1] : nil)
      afterBlank = false
    }
  }

  private mutating func blank(_ position: Int) {
    free.append((position, []))
    afterBlank = true
    switch open {
    case .awaiting, .narrative: break
    case .none, .short: open = .none
    }
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
      free.append((position, Array(content)))
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
  private mutating func add(
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

  private mutating func addOne(_ split: LabelSplit, _ position: Int, _ fields: FieldTable) {
    var entry = FormEntry(
      label: Array(split.label), matches: split.matches, value: [], section: section, line: position
    )
    last.asks = asks(split, fields)
    let end = last.asks == .plain ? Self.sentenceEnd(split.value) : split.value.endIndex
    fill(&entry, split.value[..<end])
    let isEmpty = entry.value.isEmpty && !entry.isUnticked
    open = isEmpty ? .awaiting : last.asks == .story ? .narrative : .short
    if open == .awaiting, split.matches.isEmpty { open = .none }
    entries.append(entry)
    if end < split.value.endIndex {
      // A label in running text: what follows its sentence is text again.
      free.append((position, Array(split.value[end...].trimmed)))
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
      entry.value =
        Array(before) + (before.isEmpty || boxes.ticked.isEmpty ? [] : [0x20]) + boxes.ticked
      entry.isUnticked = !boxes.hasTicked && before.isEmpty
    } else {
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
    if let last = entries.indices.last, takes(last, line, previous, hasBoxes: boxes != nil) {
      if let shown, shown.isEmpty {
        if entries[last].value.isEmpty { entries[last].isUnticked = true }
        return
      }
      entries[last].isUnticked = false
      if !entries[last].value.isEmpty { entries[last].value.append(0x0a) }
      entries[last].value += shown ?? Array(open == .narrative ? content : text)
      if open == .awaiting { open = self.last.asks == .story ? .narrative : .short }
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
    free.append((position, shown ?? Array(content)))
  }

  private func takes(_ entry: Int, _ line: Line, _ previous: Line?, hasBoxes: Bool) -> Bool {
    switch open {
    case .awaiting, .narrative: true
    case .none: false
    case .short:
      // A full line before it was broken by the mail program; an indented line belongs to it.
      line.indent >= self.last.indent + 2
        || (self.last.asks == .other && (previous.map { $0.end - $0.start >= 70 } ?? false))
    }
  }

  // MARK: Tables

  private func isCells(_ content: ArraySlice<UInt8>) -> Bool { content.dropFirst(2).contains(0x09) }

  /// A row of a table; false when it is none.
  private mutating func cells(
    _ content: ArraySlice<UInt8>, _ position: Int, _ cutter: LabelCutter, _ fields: FieldTable
  ) -> Bool {
    let isPiped = content.first == UInt8(ascii: "|")
    let row = content[(isPiped ? content.startIndex + 1 : Bullet.end(content))...]
    var cells = row.split(
      separator: isPiped ? UInt8(ascii: "|") : 0x09, maxSplits: 40, omittingEmptySubsequences: false
    ).map(\.trimmed)
    if isPiped, cells.last?.isEmpty == true { cells.removeLast() }
    if isPiped, cells.allSatisfy({ $0.allSatisfy { $0 == 0x2d || $0 == 0x3a } }) { return true }
    guard cells.count >= 2, !cells[0].isEmpty, cells[0].count <= LabelSplit.limit else {
      return false
    }
    if header(cells) { return true }
    if answer(cells, position, cutter) { return true }
    return pairs(cells, position, cutter, fields, isPiped: isPiped)
  }

  /// `Vraag | Ja | Nee`, or the titles of a table of two columns.
  private mutating func header(_ cells: [ArraySlice<UInt8>]) -> Bool {
    let names = cells.map { Label.normalised($0) }
    let hasYes = names.dropFirst().contains { YesNo(startOf: $0[...]) == .yes && $0.count <= 4 }
    let hasNo = names.dropFirst().contains { YesNo(startOf: $0[...]) == .no && $0.count <= 4 }
    if hasYes, hasNo {
      columns = names
      return true
    }
    return Self.titles.contains(names[0].text)
  }

  private static let titles: Set<String> = [
    "vraag", "veld", "onderdeel", "rubriek", "question", "field", "frage", "feld", "pytanie",
  ]

  /// A row under columns for yes and no.
  private mutating func answer(
    _ cells: [ArraySlice<UInt8>], _ position: Int, _ cutter: LabelCutter
  ) -> Bool {
    guard columns.count >= 3, (2...columns.count).contains(cells.count) else { return false }
    let marked = cells.indices.dropFirst().filter { index in
      let cell = cells[index]
      return Boxes(cell).map(\.hasTicked) ?? Self.marks.contains(Array(cell))
    }
    guard marked.count == 1, let column = marked.first else { return false }
    let matches = cutter.index.match(Label.normalised(cells[0]))
    entries.append(
      FormEntry(
        label: Array(cells[0]), matches: matches, value: columns[column], section: section,
        line: position))
    open = .none
    return true
  }

  private static let marks: Set<[UInt8]> = Set(
    ["x", "X", "v", "V", "*", "ja", "Ja", "JA", "1", "✓", "✔"].map { Array($0.utf8) })

  /// Label and value, once or several times in the row.
  private mutating func pairs(
    _ cells: [ArraySlice<UInt8>], _ position: Int, _ cutter: LabelCutter, _ fields: FieldTable,
    isPiped: Bool
  ) -> Bool {
    var at = 0
    var found = false
    while at + 1 < cells.count {
      var end = at + 2
      let label = cells[at].trimmed { $0 == 0x3a || $0.isBlank }
      let matches = cutter.index.match(Label.normalised(label)).filter {
        $0.isExact || $0.coverage >= 0.2
      }
      // Empty cells and cells that are no labels belong to the value.
      while end < cells.count, end + 1 >= cells.count || !isLabel(cells[end], cutter) { end += 1 }
      let value = Array(cells[(at + 1)..<end].filter { !$0.isEmpty }.joined(separator: [0x20]))
      if !matches.isEmpty || (at == 0 && label.count <= 80 && !label.isEmpty) {
        let split = LabelSplit(label: label, value: value[...], shape: .cells, matches: matches)
        if at == 0, matches.isEmpty, !isPiped, value.isEmpty { return false }
        add(split, position, cutter, fields)
        found = true
      }
      at = end
    }
    if isPiped, open == .awaiting { open = .none }
    return found
  }

  private func isLabel(_ cell: ArraySlice<UInt8>, _ cutter: LabelCutter) -> Bool {
    !cell.isEmpty && cell.count <= 60 && !cutter.index.whole(Label.normalised(cell)).isEmpty
  }
}
