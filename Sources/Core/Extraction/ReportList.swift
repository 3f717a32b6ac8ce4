/// A list with a report a row: a table with the labels above it, or data of several records.
///
/// A table inside a form (the persons that it is about, the cars that were seen) is no such list: where a line
/// beside it tells what happened, everything is one report.
struct ReportList {
  struct Row {
    /// With what stands beside the table and holds for each of its rows.
    var form: Form
    /// Only what the row itself says.
    var own: Form
    var origin: TextPart.Origin
  }

  /// Most lines that hold for every row.
  private static let sharedLimit = 40

  private(set) var rows: [Row] = []
  /// Rows that tell nothing: sums, and those of which a column was filled in beforehand. At most 100 are kept.
  private(set) var skipped: [Form] = []
  private(set) var skippedCount = 0
  /// What is left of the message.
  private(set) var around: [Form] = []

  private let limit: Int

  /// Nil unless two rows at least tell something.
  /// - Parameter limit: most rows; of one that has more, one more is kept.
  init?(_ message: MessageReading, limit: Int) {
    self.limit = limit
    let files = message.thread.files
    let records = message.forms.dropFirst().enumerated().filter { files[$0.offset].isRecord }
    guard records.count > 1 || message.forms.contains(where: { !$0.tables.isEmpty }) else {
      return nil
    }
    let areReports =
      records.count { Self.isReport($0.element, message.filled.table) } * 2 > records.count
    let isFile = message.submission.headers.isEmpty
    var start = 0
    for (number, form) in message.forms.enumerated() {
      var form = form
      form.entries = Array(message.filled.entries[start..<(start + form.entries.count)])
      start += form.entries.count
      let origin = number == 0 ? TextPart.Origin.body : files[number - 1].origin
      if number > 0, files[number - 1].isRecord, areReports {
        add(form, beside: [], origin)
      } else if Self.isList(form, known: number == 0 && !isFile ? 3 : 2) {
        take(form, origin)
      } else {
        around.append(form)
      }
    }
    guard rows.count >= 2 else { return nil }
    shareReporter()
  }

  /// Whether a record of data tells where something happened or what, and one thing more.
  private static func isReport(_ form: Form, _ table: FieldTable) -> Bool {
    let keys = Set(
      form.entries.compactMap { entry in
        entry.value.isEmpty
          ? nil : entry.matches.first.flatMap { FieldKey(rawValue: table.fields[$0.field].key) }
      })
    return keys.count >= 2 && keys.contains(where: tellsMost)
  }

  /// Whether each table in a form is a list, and nothing beside them tells what happened.
  private static func isList(_ form: Form, known: Int) -> Bool {
    !form.tables.isEmpty
      && form.tables.allSatisfy { table in
        table.titles.known >= known
          && form.entries[table.entries].contains { $0.key.map(tellsMost) ?? false }
      } && !beside(form).contains(where: isTold)
  }

  /// What stands in no table of a form.
  private static func beside(_ form: Form) -> [FormEntry] {
    var beside: [FormEntry] = []
    var start = 0
    for table in form.tables {
      beside += form.entries[start..<table.entries.lowerBound]
      start = table.entries.upperBound
    }
    return beside + form.entries[start...]
  }

  /// Where it plays, or what happened: persons and cars alone are no reports.
  private static func tellsMost(_ key: FieldKey) -> Bool {
    switch key {
    case .street, .postcode, .place, .locationText, .municipality, .story: true
    default: false
    }
  }

  /// A line that tells something of what happened.
  static func isTold(_ entry: FormEntry) -> Bool {
    guard entry.field != nil, !entry.value.isEmpty, !Blank.isNothing(entry.value[...]) else {
      return false
    }
    switch entry.key {
    case .municipality, .date, .dateUntil, .time, .anonymous, .feedback, .restriction,
      .contactProcess, .attachments, .language:
      return false
    case let key?: return !key.isReporter
    case nil: return true
    }
  }

  private mutating func take(_ form: Form, _ origin: TextPart.Origin) {
    let beside = Self.beside(form)
    let shared = Array(beside.filter { $0.key != nil }.prefix(Self.sharedLimit))
    for table in form.tables {
      var first = table.entries.lowerBound
      while first < table.entries.upperBound {
        var end = first
        while end < table.entries.upperBound, form.entries[end].row == form.entries[first].row {
          end += 1
        }
        add(Form(Array(form.entries[first..<end]), free: [], of: form), beside: shared, origin)
        first = end
      }
    }
    around.append(Form(beside, free: form.free, of: form))
  }

  private mutating func add(_ form: Form, beside: [FormEntry], _ origin: TextPart.Origin) {
    var own = form
    for index in own.entries.indices { own.entries[index].row = 0 }
    own.tables = []
    guard Self.tellsSomething(own) else {
      skippedCount += 1
      if skipped.count < 100 { skipped.append(own) }
      return
    }
    guard rows.count <= limit else { return }
    rows.append(
      Row(form: Self.completed(own, with: beside), own: own, origin: origin))
  }

  /// A field of what happened, or a few words under a label that nobody knows.
  private static func tellsSomething(_ form: Form) -> Bool {
    form.entries.contains { entry in
      isTold(entry) || entry.field == nil && entry.value.split(separator: 0x20).count >= 3
    } || form.free.contains { $0.text.split(separator: 0x20).count >= 3 }
  }

  /// Lines that hold for every row come first; what the row says itself wins.
  private static func completed(_ form: Form, with shared: [FormEntry]) -> Form {
    let told = form.entries.filter { !$0.value.isEmpty && !Blank.isNothing($0.value[...]) }
    let keys = Set(told.compactMap(\.key))
    let isSigned = keys.contains(.reporterName)
    var form = form
    form.entries.insert(
      contentsOf: shared.filter { entry in
        guard let key = entry.key else { return false }
        return !keys.contains(key) && !(isSigned && key.isReporter)
      }, at: 0)
    return form
  }

  /// Who reports is told once for all rows.
  private mutating func shareReporter() {
    let reporter = around.flatMap(\.entries).filter { $0.key?.isReporter == true }
      .prefix(Self.sharedLimit)
    guard !reporter.isEmpty else { return }
    for index in rows.indices {
      rows[index].form = Self.completed(rows[index].form, with: Array(reporter))
    }
  }
}

extension ReportList.Row {
  /// A line of label, `\t` and value for each, white space as one space.
  var content: [UInt8] {
    var content: [UInt8] = []
    for entry in own.entries where !entry.value.isEmpty {
      content += Label.normalised(entry.label[...]) + [0x09] + Self.collapsed(entry.value) + [0x0a]
    }
    for line in own.free where !line.text.isEmpty {
      content += Self.collapsed(Array(line.text)) + [0x0a]
    }
    return content
  }

  private static func collapsed(_ text: [UInt8]) -> [UInt8] {
    Array(text.split { $0 <= 0x20 }.joined(separator: [0x20]))
  }
}

extension Level {
  /// One of several records of the same data.
  fileprivate var isRecord: Bool { number > 0 }
}

extension Form {
  /// Its lines as one.
  var asLine: String {
    let pairs = entries.filter { !$0.value.isEmpty }.prefix(40).map {
      ($0.label.isEmpty ? "" : $0.label.text + ": ") + $0.value.prefix(500)[...].text
    }
    let words = pairs + free.prefix(20).map { $0.text.prefix(500).text }.filter { !$0.isEmpty }
    return words.joined(separator: "; ").split(separator: "\n").joined(separator: " ")
  }
}
