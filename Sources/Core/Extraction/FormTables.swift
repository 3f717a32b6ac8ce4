/// A table with the labels above it that was read to its end.
struct LabelledTable: Sendable {
  var titles: TitleRow
  /// Rows with something in them.
  var rows: Int
  /// Of the form; each has the number of its row.
  var entries: Range<Int>
}

// Rows of tables: cells separated by `\t`, or by `|` with one before the first.
extension Form {
  /// A row of labels above a table, a row below one, or a label whose cell was left empty; false when the
  /// line is none of these.
  mutating func tableRow(
    _ level: Level, _ lines: [Line], _ position: Int, _ cutter: LabelCutter, _ fields: FieldTable
  ) -> Bool {
    let row = level.row(lines[position])
    guard row.contains(0x09) else {
      endTable()
      return false
    }
    let below = position + 1 < lines.count ? level.row(lines[position + 1]) : []
    let isBelowRow = position > 0 && level.row(lines[position - 1]).contains(0x09)
    if let titled, let values = titled.row.values(row),
      titled.row.titles.count > 2 || !isLabel(TitleRow.cells(row)[0], cutter)
    {
      take(values, position, fields)
      return true
    }
    endTable()
    if let titles = TitleRow(row, below: below, afterRow: isBelowRow, cutter) {
      titled = (titles, 0, entries.count)
      open = .none
      return true
    }
    let content = level.content(lines[position])
    return !content.contains(0x09) && row.last.map { $0 == 0x09 || $0 == 0x20 } == true
      && row.startIndex == content.startIndex && (isBelowRow || below.contains(0x09))
      && emptyCell(content, position, cutter)
  }

  /// A label without an answer; or a heading over both columns.
  private mutating func emptyCell(
    _ content: ArraySlice<UInt8>, _ position: Int, _ cutter: LabelCutter
  ) -> Bool {
    open = .none
    let label = question(content, cutter).trimmed { $0 == 0x3a || $0 == 0x3f || $0.isBlank }
    if cutter.index.match(Label.normalised(label)).isEmpty {
      section = FormSection(heading: content) ?? section
      free.append((position, content))
    }
    return true
  }

  private mutating func take(
    _ values: [(title: TitleRow.Title, value: ArraySlice<UInt8>)], _ position: Int,
    _ fields: FieldTable
  ) {
    guard !values.isEmpty, let count = titled?.count else { return }
    titled?.count = count + 1
    let first = entries.count
    for (title, value) in values {
      let split = LabelSplit(
        label: title.label, value: value, shape: .cells, matches: title.matches)
      addOne(split, position, fields)
    }
    for index in first..<entries.count { entries[index].row = count + 1 }
    open = .none
  }

  mutating func endTable() {
    if let titled, titled.count >= 2 {
      tables.append(
        LabelledTable(
          titles: titled.row, rows: titled.count, entries: titled.first..<entries.count))
    }
    titled = nil
  }

  func isCells(_ content: ArraySlice<UInt8>) -> Bool { content.dropFirst(2).contains(0x09) }

  /// A row of a table; false when it is none.
  mutating func cells(
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
    let hasYes = names.dropFirst().contains { $0.count <= 4 && YesNo(startOf: $0[...]) == .yes }
    let hasNo = names.dropFirst().contains { $0.count <= 4 && YesNo(startOf: $0[...]) == .no }
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
      let label = question(cells[at], cutter).trimmed { $0 == 0x3a || $0.isBlank }
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

  /// The label of a cell that has an explanation below it.
  private func question(_ cell: ArraySlice<UInt8>, _ cutter: LabelCutter) -> ArraySlice<UInt8> {
    guard let end = cell.firstIndex(of: 0x0b) else { return cell }
    return isLabel(cell[..<end], cutter) || cutter.index.fixed.contains(cell[(end + 1)...])
      ? cell[..<end] : cell
  }

  private func isLabel(_ cell: ArraySlice<UInt8>, _ cutter: LabelCutter) -> Bool {
    !cell.isEmpty && cell.count <= 60 && !cutter.index.whole(Label.normalised(cell)).isEmpty
  }
}
