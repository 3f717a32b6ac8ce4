/// Puts together what a message tells, field by field.
struct Facts {
  private let reading: MessageReading
  private(set) var assignment = Assignment.unknown
  private var values: [Int: FieldValue] = [:]
  private var location = Location()

  init(_ reading: MessageReading) { self.reading = reading }

  /// In the order of the table.
  var ordered: [(key: String, value: FieldValue)] {
    reading.tables.fields.fields.enumerated().compactMap { position, field in
      values[position].map { (field.key, $0) }
    }
  }

  mutating func fill() {
    labelledTexts()
    place()
    reporter()
    moment()
    victims()
    things()
    story()
  }

  // MARK: Setting

  private mutating func set(_ key: FieldKey, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    set(key, .text(text))
  }

  private mutating func set(_ key: FieldKey, list: [String]) {
    if !list.isEmpty { set(key, .list(list)) }
  }

  private mutating func set(_ key: FieldKey, _ value: FieldValue) {
    guard let position = reading.tables.fields.position(of: key.rawValue) else { return }
    values[position] = value
  }

  private func text(_ key: FieldKey) -> String? {
    guard let position = reading.tables.fields.position(of: key.rawValue),
      case .text(let text)? = values[position]
    else { return nil }
    return text
  }

  // MARK: Fields

  /// Every labelled field as it was written; the fields that are read further are set again below.
  private mutating func labelledTexts() {
    for entry in reading.filled.entries {
      guard let field = entry.field,
        !ShortAnswer.isNothing(entry.value[...]) || entry.key == .company,
        !entry.value.isEmpty
      else { continue }
      let kind = reading.tables.fields.fields[field].kind
      if let key = entry.key, Self.isRead(key) { continue }
      switch kind {
      case .list, .codes: append(field, entry.value.text)
      case .text, .code, .number, .date, .time, .dateTime, .postcode, .telephone, .email:
        join(field, entry.value.text)
      case .yesNo, .yesNoUnknown, .feedback:
        if values[field] == nil, let answer = ShortAnswer(entry.value[...]) {
          values[field] = .text(answer.word)
        }
      case .choice, .choices: join(field, entry.value.text)
      }
    }
  }

  private mutating func append(_ field: Int, _ text: String) {
    if case .list(let list)? = values[field] {
      values[field] = .list(list + [text])
    } else {
      values[field] = .list([text])
    }
  }

  private mutating func join(_ field: Int, _ text: String) {
    if case .text(let known)? = values[field] {
      values[field] = .text(known + "\n" + text)
    } else {
      values[field] = .text(text)
    }
  }

  /// Fields that have a reader of their own.
  private static func isRead(_ key: FieldKey) -> Bool {
    switch key {
    case .reporterName, .reporterFunction, .reporterOrganisation, .reporterTelephone,
      .reporterEmail,
      .reporterAvailability, .anonymous, .feedback, .street, .postcode, .place, .date, .dateUntil,
      .time,
      .exploitation, .sector, .contactProcess, .victimCount, .plates, .minors, .story, .otherPlaces,
      .municipality,
      .locationType, .danger:
      true
    default: false
    }
  }

  private mutating func place() {
    let reader = LocationReader(
      form: reading.filled, story: reading.tokens, storyBytes: reading.story.bytes,
      tables: reading.tables)
    location = reader.read()
    location.clues.senderDomains = senderDomains()
    assignment = route(location.clues, tables: reading.tables)
    if assignment.status == .unknown, !reading.thread.covers.isEmpty { routeWithCovers() }
    set(.municipality, location.municipality)
    set(.street, location.street)
    set(.postcode, location.postcode)
    set(.place, location.place)
    set(.otherPlaces, list: location.others)
  }

  /// The notes of those who passed it on may name the place.
  private mutating func routeWithCovers() {
    var clues = location.clues
    for cover in reading.thread.covers {
      let level = reading.thread.levels[cover]
      for line in reading.thread.segments[cover].body { clues.text += level.content(line) + [0x0a] }
    }
    let wider = route(clues, tables: reading.tables)
    if wider.status != .unknown { assignment = wider }
  }

  private func senderDomains() -> [String] {
    var domains: [String] = []
    let order = [reading.thread.report] + reading.thread.covers.reversed()
    for index in order {
      let domain = reading.thread.levels[index].author?.domain ?? ""
      if !domain.isEmpty, !domains.contains(domain) { domains.append(domain) }
    }
    return domains
  }

  private mutating func reporter() {
    let contact = ReporterReader(
      form: reading.filled, thread: reading.thread, story: reading.tokens
    ).read()
    let feedback = Feedback(
      form: reading.filled, story: reading.tokens, thread: reading.thread, contact: contact)
    set(.anonymous, feedback.isAnonymous ? "ja" : "nee")
    set(.feedback, feedback.answer)
    set(.restriction, feedback.restriction ?? text(.restriction))
    guard !feedback.isAnonymous else { return }
    set(.reporterName, contact.name)
    set(.reporterFunction, contact.function)
    set(.reporterOrganisation, contact.organisation)
    set(.reporterTelephone, contact.telephone)
    set(.reporterEmail, contact.email)
    set(.reporterAvailability, contact.availability)
  }

  private mutating func moment() {
    let when = When(reading.filled, reading.tokens, now: reading.now)
    set(.date, when.date?.from.iso)
    set(.dateUntil, when.date?.until?.iso)
    set(.time, when.time)
    set(.datePrecision, (when.date?.precision ?? .unknown).rawValue)
  }

  private mutating func victims() {
    let count =
      reading.filled.all(.victimCount).lazy.compactMap { Counts.read($0.value.text) }.first
      ?? Counts.victims(in: reading.tokens)
    set(.victimCount, count.map(String.init))
    set(.minors, (minors() ?? .unknown).word)
  }

  private func minors() -> ShortAnswer? {
    for entry in reading.filled.all(.minors) {
      if let answer = ShortAnswer(entry.value[...]) {
        let told = answer == .unknown ? nil : answer
        return told ?? .unknown
      }
      if let number = Counts.read(entry.value.text) { return number > 0 ? .yes : .no }
    }
    for entry in reading.filled.all(.age) + reading.filled.all(.victimCount)
      + reading.filled.all(.victim)
    {
      if let answer = ToldAges.answer(Tokens(entry.value[...])) { return answer }
    }
    return ToldAges.answer(reading.tokens)
  }

  private mutating func things() {
    var plates: [String] = []
    for entry in reading.filled.all(.plates) {
      plates += Plates.find(in: entry.value[...], labelled: true)
    }
    for found in Plates.all(in: reading.tokens) where !plates.contains(found.value) {
      plates.append(found.value)
    }
    set(.plates, list: plates)
  }

  /// The report in its own words: told values and running text.
  private mutating func story() {
    var text: [UInt8] = []
    for form in reading.forms {
      var parts: [(line: Int, text: [UInt8])] = form.free
      for entry in reading.filled.all(.story) where reading.forms.count == 1 {
        parts.append((entry.line, entry.value))
      }
      for part in parts.sorted(by: { $0.line < $1.line }) {
        text += part.text
        text.append(0x0a)
      }
    }
    set(.story, text[...].trimmed.text)
  }
}

extension ShortAnswer {
  /// As the tables write it.
  var word: String {
    switch self {
    case .yes: "ja"
    case .no: "nee"
    case .unknown: "onbekend"
    }
  }
}
