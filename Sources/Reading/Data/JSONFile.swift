internal import Core

/// Data of form programs (Open Formulieren), and records that we wrote ourselves: keys become labels.
enum JSONFile {
  /// `{"` or `[{` and the like: `[x] ja` is no JSON.
  static func begins(_ text: [UInt8]) -> Bool {
    let words = text.lazy.filter { !$0.isSpace }.prefix(2)
    let start = Array(words)
    guard start.count == 2 else { return false }
    return start[0] == UInt8(ascii: "{")
      ? [UInt8(ascii: "\""), UInt8(ascii: "}")].contains(start[1])
      : start[0] == UInt8(ascii: "[")
        && [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\"")].contains(start[1])
  }

  static func read(_ bytes: [UInt8], _ budget: inout FileBudget) throws(FileFault) -> FileContent {
    let text = Charset.decode(bytes, label: nil).bytes
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader.value(text)
    } catch {
      if error.isLimit { throw .limit("depth") }
      guard let records = lines(text) else {
        return TextFile.plain(text, note: "geen geldige JSON; als tekst gelezen")
      }
      value = .array(records)
    }
    return try content(value, &budget)
  }

  /// JSON Lines: a value a line.
  private static func lines(_ text: [UInt8]) -> [JSONValue]? {
    var records: [JSONValue] = []
    for line in text.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }).prefix(100_000) {
      guard let record = try? JSONReader.value(Array(line)) else { return nil }
      records.append(record)
    }
    return records.count > 1 ? records : nil
  }

  private static func content(
    _ value: JSONValue, _ budget: inout FileBudget
  ) throws(FileFault) -> FileContent {
    if case .array(let records) = value, records.count > 1,
      let table = try table(records.map(\.answers), &budget)
    {
      return table
    }
    var lines = FieldLines()
    var content = FileContent()
    if case .array(let records) = value, records.count > 1,
      !records.contains(where: { $0.question != nil })
    {
      guard records.count <= budget.limits.rows else { throw .limit("rows") }
      for (index, record) in records.enumerated() {
        var lines = FieldLines()
        try add([], record.answers, to: &lines, &budget)
        content.texts.append(FileText(bytes: lines.bytes, entry: index + 1))
      }
      return content
    }
    try add([], value.answers, to: &lines, &budget)
    if let reference = value["reference"]?.text, value.isOurs {
      lines.field(Array("kenmerk".utf8), Array(reference.utf8))
    }
    content.texts = [FileText(bytes: lines.bytes)]
    return content
  }

  /// Records of plain values as a table with their keys above it; nil when there is more in them.
  private static func table(
    _ records: [JSONValue], _ budget: inout FileBudget
  ) throws(FileFault) -> FileContent? {
    var columns: [String: Int] = [:]
    var sheet = Sheet(name: [], isHidden: false)
    var rows: [[(column: Int, text: [UInt8])]] = []
    for record in records {
      guard case .object(let members) = record else { return nil }
      var row: [(column: Int, text: [UInt8])] = []
      for member in members {
        try budget.enter()
        guard let text = member.value.cell else { return nil }
        let column = columns[member.name] ?? columns.count
        columns[member.name] = column
        if !text.isEmpty { row.append((column, text)) }
      }
      guard columns.count <= 64 else { return nil }
      rows.append(row.sorted { $0.column < $1.column })
    }
    for (name, column) in columns.sorted(by: { $0.value < $1.value }) {
      sheet.add(FieldName.words(name), row: 0, column: column, isRowHidden: false)
    }
    for (number, row) in rows.enumerated() {
      for cell in row {
        sheet.add(cell.text, row: number + 1, column: cell.column, isRowHidden: false)
      }
    }
    return SheetText.content(of: [sheet], comments: [])
  }

  private static func add(
    _ label: [UInt8], _ value: JSONValue, to lines: inout FieldLines, _ budget: inout FileBudget
  ) throws(FileFault) {
    try budget.enter()
    if let text = value.cell { return lines.field(label, text) }
    switch value {
    case .object(let members):
      if let (name, answer) = value.question {
        return try add(name, answer, to: &lines, &budget)
      }
      lines.begin(label)
      for member in members {
        try add(FieldName.words(member.name), member.value, to: &lines, &budget)
      }
      lines.begin([])
    case .array(let values):
      for value in values { try add(label, value, to: &lines, &budget) }
    default: break
    }
  }
}

extension JSONValue {
  /// Written by `signals export` or `read --json`.
  fileprivate var isOurs: Bool {
    if case .object? = self["fields"], self["outcome"]?.text != nil { true } else { false }
  }

  /// Of our own record only what it says; everything of others.
  fileprivate var answers: JSONValue { isOurs ? self["fields"] ?? self : self }

  /// Value of a field: a word, a list of words, or boxes; nil for what has more in it.
  fileprivate var cell: [UInt8]? {
    switch self {
    case .null: return []
    case .truth(let isTrue): return CellValue.truth(isTrue)
    case .number(let text), .text(let text): return Array(text.utf8)
    case .array(let values):
      let cells = values.compactMap { $0.isPlain ? $0.cell : nil }
      guard cells.count == values.count else { return nil }
      return Array(cells.joined(separator: Array("; ".utf8)))
    case .object(let members):
      guard !members.isEmpty else { return [] }
      var boxes: [[UInt8]] = []
      for member in members {
        guard case .truth(let isTrue) = member.value else { return nil }
        boxes.append(Array((isTrue ? "[x] " : "[ ] ").utf8) + FieldName.words(member.name))
      }
      return Array(boxes.joined(separator: [0x20]))
    }
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  /// `{"label": "Naam", "value": "Jan"}` in the words of several programs.
  fileprivate var question: (label: [UInt8], value: JSONValue)? {
    let labels = ["label", "vraag", "question", "title"]
    let values = ["value", "waarde", "antwoord", "answer", "formattedValue"]
    guard let label = labels.lazy.compactMap({ self[$0]?.text }).first,
      let value = values.lazy.compactMap({ self[$0] }).first
    else { return nil }
    return (Array(label.utf8), value)
  }
}
