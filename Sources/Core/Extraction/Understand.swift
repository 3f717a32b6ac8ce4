/// Understands one message: what it is, who reports what about which place, and where it goes.
///
/// Pure and linear in the length of the text; takes any bytes and never fails: what it cannot place it keeps
/// as text. Relative dates count from the moment that the reporter's own part was sent.
public func understand(_ submission: Submission, tables: Tables) -> Record {
  MessageReading(submission, tables).record()
}

/// What was understood of one item that may hold a list.
public struct Understanding: Sendable {
  /// A row of a list.
  public struct Row: Sendable {
    public var record: Record
    /// What the row says, for telling whether it came before: a line of label, `\t` and value for each.
    public var content: [UInt8]
  }

  /// Of the item; when it has rows, of what stands around them.
  public var record: Record
  /// Of a list with a report a row, in order; empty when it is one report.
  public var rows: [Row] = []

  public init(record: Record) { self.record = record }
}

/// Understands one message as `understand(_:tables:)` does, and a list in it row by row: each row is a report of
/// its own, by the reporter of the message.
///
/// A list without a report beside it is no signal itself (`list`). One of more rows than `rowLimit` is for a
/// person to cut (`limit:rows`).
public func understand(_ submission: Submission, tables: Tables, rowLimit: Int) -> Understanding {
  MessageReading(submission, tables).understanding(rowLimit: rowLimit)
}

/// One message on its way to a record.
struct MessageReading {
  let submission: Submission
  let tables: Tables
  let thread: Thread
  let forms: [Form]
  let filled: FilledForm
  let story: Story
  let tokens: Tokens
  /// The moment from which relative dates count.
  let now: CivilTime
  /// Earlier signals that it names, subject first.
  let references: [String]
  /// What it is of its message.
  var scope = Scope.message

  /// Of a row of a list, and of one part read by itself, what the message says beside it is not its own. Who
  /// sends a message reports its rows, not what one of its parts says.
  enum Scope { case message, row, part }

  init(_ submission: Submission, _ tables: Tables) {
    let cutter = LabelCutter(index: tables.labels)
    let thread = Thread(submission) { level, line in
      let content = level.content(line)
      let start = Bullet.end(content)
      guard let split = cutter.cut(content[start...], isListed: start > content.startIndex) else {
        return false
      }
      return split.matches.contains { match in
        FieldKey(rawValue: tables.fields.fields[match.field].key)?.isReporter == false
      }
    }
    let primary = Form(
      thread.primary, thread.segments[thread.report].body, tables.labels, tables.fields)
    let files = thread.files.map { Form($0, $0.lines, tables.labels, tables.fields) }
    (self.submission, self.tables, self.thread) = (submission, tables, thread)
    forms = [primary] + files
    filled = FilledForm(forms, tables.fields)
    story = Story(forms, filled)
    tokens = Tokens(story.bytes[...])
    references = Self.references(submission, thread)
    now =
      thread.primary.sent ?? thread.levels.lazy.compactMap(\.sent).first
      ?? Amsterdam.civil(submission.receivedAt)
  }

  /// Parts of a message that was taken apart.
  init(_ forms: [Form], of message: MessageReading, _ scope: Scope) {
    (submission, tables, thread) = (message.submission, message.tables, message.thread)
    (now, self.forms, self.scope) = (message.now, forms, scope)
    filled = FilledForm(forms, tables.fields)
    story = Story(forms, filled)
    tokens = Tokens(story.bytes[...])
    references =
      scope == .message
      ? message.references : References.find(in: filled.entries.map { $0.value[...] })
  }

  func record() -> Record {
    guard let reason = triage.reason() else { return report() }
    var record = started()
    (record.outcome, record.reason) = (.notASignal, reason)
    return record
  }

  var triage: Triage { Triage(submission: submission, thread: thread, form: filled, story: tokens) }

  func started() -> Record {
    var record = Record(outcome: isSupplement ? .supplement : .signal)
    record.parts = submission.parts
    record.claimedReferences = references
    record.warnings = scope == .message ? warnings() : []
    return record
  }

  /// The record of what is a report.
  func report() -> Record {
    var record = started()
    var facts = Facts(self)
    facts.fill()
    (record.assignment, record.urgency) = (facts.assignment, facts.urgency)
    (record.fields, record.indicators) = (facts.ordered, facts.indicators)
    record.unrecognised = unrecognised()
    record.warnings += facts.warnings
    if scope != .part { locate(&record) }
    return masked(record)
  }

  /// It names an earlier signal.
  var isSupplement: Bool { !references.isEmpty }

  /// The report in its own words: told values and running text in order.
  var ownWords: String {
    var text: [UInt8] = []
    func add(_ part: some Collection<UInt8>) {
      // What stood between two passages may be gone: one empty line is enough.
      let end = text.count
      if part.isEmpty, end < 2 || (text[end - 1] == 0x0a && text[end - 2] == 0x0a) { return }
      text += part
      text.append(0x0a)
    }
    var entries = filled.entries[...]
    for form in forms {
      var told = entries.prefix(form.entries.count).filter { $0.key == .story }[...]
      entries = entries.dropFirst(form.entries.count)
      for line in form.free {
        while let entry = told.first, entry.line < line.line {
          add(entry.value)
          told.removeFirst()
        }
        add(line.text)
      }
      for entry in told { add(entry.value) }
    }
    return text[...].trimmed.text
  }

  // MARK: Around the facts

  /// Subject first, then the report, then what it answers.
  private static func references(_ submission: Submission, _ thread: Thread) -> [String] {
    var texts = [Array(submission.subject.utf8)]
    for level in [thread.primary] + thread.levels {
      texts.append(Array(level.subject.utf8))
      for line in level.lines where texts.count < 5_000 { texts.append(Array(level.content(line))) }
    }
    return References.find(in: texts.map { $0[...] })
  }

  private func warnings() -> [String] {
    var warnings = submission.faults
    let isHiding = hiddenLines().contains { line in
      !Self.margins.contains { line.hasPrefix($0) }
    }
    if isHiding { warnings.append("verborgen tekst in het bericht") }
    for table in forms.flatMap(\.tables) where table.titles.known >= 3 {
      warnings.append("lijst met \(table.rows) meldingen; splits ze")
    }
    return warnings
  }

  /// Headers and footers of documents: everybody's have them; and what is printed on a form around its fields.
  private static let margins = ["(koptekst)", "(voettekst)", "(beeldtekst)", formText]
  private static let formText = "(formuliertekst)"

  /// Text that a reader would not see or the writer did not mean to say; of a form's own text only what is no
  /// question and no explanation that we know.
  private func hiddenLines() -> [ArraySlice<UInt8>] {
    thread.hidden.split(separator: 0x0a).prefix(500).map(\.trimmed).filter { line in
      guard line.contains(where: \.isWordByte) else { return false }
      guard line.hasPrefix(Self.formText) else { return true }
      let text = line.dropFirst(Self.formText.utf8.count).trimmed
      return !tables.labels.fixed.contains(text)
        && tables.labels.whole(Label.normalised(text)).isEmpty
    }
  }

  /// Rows after the first of a list with a signal a row, one line each.
  private var laterRows: [String] {
    var rows: [(key: [Int], text: String)] = []
    for (number, form) in forms.enumerated()
    where form.tables.contains(where: { $0.titles.known >= 3 }) {
      for entry in form.entries where entry.row > 1 {
        let pair = entry.label.text + ": " + entry.value[...].text
        if rows.last?.key == [number, entry.line] {
          rows[rows.count - 1].text += "; " + pair
        } else if rows.count < 150 {
          rows.append(([number, entry.line], "melding \(entry.row): " + pair))
        }
      }
    }
    return rows.map { $0.text.split(separator: "\n").joined(separator: " ") }
  }

  /// Filled-in lines that no field took, and text that a reader would not see.
  private func unrecognised() -> [String] {
    let unknown = filled.entries.lazy.filter {
      !$0.value.isEmpty && $0.row <= 1 && ($0.field == nil || isLeftOver($0))
    }.prefix(200)
    var lines = laterRows.map { String(Substring($0.unicodeScalars.prefix(2000))) }
    lines +=
      unknown.map {
        $0.label.text + ": "
          + $0.value.prefix(500)[...].text.split(separator: "\n").joined(separator: " ")
      } as [String]
    for line in scope == .message ? hiddenLines().prefix(50) : [] {
      lines.append("(verborgen) " + line.prefix(200).text)
    }
    return Array(lines.prefix(200))
  }

  /// A labelled value of which its reader makes nothing, or that says more than its reader takes: a day that does not
  /// exist, or a whole form on the line of one field.
  private func isLeftOver(_ entry: FormEntry) -> Bool {
    let value = entry.value[...]
    switch entry.key {
    case .date, .dateUntil:
      return !Blank.isNothing(value)
        && (value.count > 80
          || Dates.read(value.text, relativeTo: now) == nil && Times.find(in: value) == nil)
    case .time:
      return !Blank.isNothing(value) && (value.count > 80 || Times.read(value.text) == nil)
    case .street, .postcode, .place, .municipality, .victimCount, .reporterTelephone,
      .reporterEmail:
      return value.count > 80
    default: return false
    }
  }

  /// Citizen numbers are masked wherever text of the message stands.
  private func masked(_ record: Record) -> Record {
    var record = record
    var found = false
    func mask(_ text: String) -> String {
      let (masked, hit) = BSN.mask(text)
      found = found || hit
      return masked
    }
    for index in record.fields.indices {
      switch record.fields[index].value {
      case .text(let text): record.fields[index].value = .text(mask(text))
      case .list(let list): record.fields[index].value = .list(list.map(mask))
      }
    }
    for index in record.indicators.indices {
      record.indicators[index].text = mask(record.indicators[index].text)
    }
    record.unrecognised = record.unrecognised.map(mask)
    record.warnings = record.warnings.map(mask)
    record.assignment.evidence = record.assignment.evidence.map {
      Evidence(kind: $0.kind, text: mask($0.text), municipality: $0.municipality)
    }
    record.assignment.explanation = record.assignment.explanation.map(mask)
    // Also where no field took it: in a covering note, a subject, a signature.
    var seen: [UInt8] = []
    for level in thread.levels where scope == .message && !found && level.bytes != seen {
      seen = level.bytes
      found = !BSN.find(in: seen[...]).isEmpty
    }
    record.bsnFound = found
    return record
  }
}
