// Where the fields of a record come from, and where the parts of a message say different things.
extension MessageReading {
  /// Tells the record where its fields come from.
  ///
  /// A message of one part is not looked at again. Each part of several is read by itself: what it says then is
  /// what it brings in. Values that differ are both told; places that differ go to the region.
  func locate(_ record: inout Record) {
    let telling = forms.filter(\.tellsSomething)
    let covers = scope == .message ? self.covers() : []
    guard telling.count + covers.count > 1 else {
      guard let form = telling.first ?? forms.first else { return }
      record.origin = name(of: form)
      record.origins = pages(record)
      return
    }
    guard story.bytes.count <= Self.textLimit else {
      let fullest = telling.max { $0.entries.count < $1.entries.count }
      record.origin = (fullest ?? forms.first).map { name(of: $0) }
      record.warnings.append("lang bericht: de delen zijn niet met elkaar vergeleken; lees zelf")
      return
    }
    let parts = telling.prefix(Self.partLimit).map { part($0, name(of: $0)) }
    record.tell(originsFrom: parts)
    let all = parts + covers.map { part($0, "de mail erboven") }
    record.warnings += contradictions(record, all)
    record.settle(placesOf: all, tables.municipalities)
  }

  /// Most parts that are read by themselves.
  private static let partLimit = 50
  /// Bytes of the story of a message whose parts are compared: what reads a text takes up to a hundred times its
  /// size in memory, and here does so twice.
  private static let textLimit = 256 << 10

  private func part(_ form: Form, _ name: String) -> ReadPart {
    let reading = MessageReading([form], of: self, .part)
    return ReadPart(name: name, entries: reading.filled.entries, record: reading.report())
  }

  /// What those wrote who passed the report on. Nothing of it is in the record.
  private func covers() -> [Form] {
    thread.covers.prefix(8).map { index in
      Form(thread.levels[index], thread.segments[index].body, tables.labels, tables.fields)
    }.filter(\.tellsSomething)
  }

  /// `de mail`, `bijlage 2 (formulier.pdf)`.
  private func name(of form: Form) -> String {
    guard case .attachment(let path) = form.origin else {
      if form.isAttachedMessage { return "het bijgevoegde bericht" }
      if thread.report > 0 { return "het doorgestuurde bericht" }
      return submission.door == .mail || !submission.headers.isEmpty ? "de mail" : "het bestand"
    }
    let files = submission.parts.filter { $0.name != nil || !$0.type.hasPrefix("text/") }
    guard let place = files.firstIndex(where: { $0.path == path }) else { return "een bijlage" }
    return "bijlage \(place + 1)" + (files[place].name.map { " (\($0))" } ?? "")
  }

  /// Fields of a document with several pages.
  private func pages(_ record: Record) -> [(key: String, parts: [String])] {
    guard filled.entries.contains(where: { $0.page > 0 }) else { return [] }
    let part = ReadPart(name: record.origin ?? "", entries: filled.entries, record: record)
    return record.fields.compactMap { field in
      part.page(of: field.key) == nil ? nil : (field.key, [part.place(of: field.key)])
    }
  }

  /// Single values that two parts give differently, a sentence each.
  private func contradictions(_ record: Record, _ parts: [ReadPart]) -> [String] {
    var sentences: [String] = []
    for (key, value) in record.fields {
      guard let known = FieldKey(rawValue: key), known.hasOneValue, case .text(let chosen) = value
      else { continue }
      let source = parts.first { $0.record.text(key) == chosen }
      for part in parts where part.differs(from: chosen, known, source) {
        guard let other = part.record.text(key), sentences.count < 20 else { continue }
        let place = tables.fields.position(of: key)
        let label = place.map { tables.fields.fields[$0].label } ?? key
        let first = source.map { "\($0.place(of: key)) zegt" } ?? "gekozen is"
        sentences.append(
          "\(label): \(first) \(shortened(chosen)), \(part.place(of: key)) zegt \(shortened(other))"
        )
      }
    }
    return sentences
  }
}

/// One part of a message, read as if it were all.
struct ReadPart {
  let name: String
  /// Its filled-in lines, each with its field.
  let entries: [FormEntry]
  let record: Record

  /// Page of the line that answers a field; nil when the part has one page or nobody knows.
  func page(of key: String) -> Int? {
    entries.first { $0.page > 0 && $0.key?.rawValue == key && !$0.value.isEmpty }?.page
  }

  /// Its name, with the page.
  func place(of key: String) -> String {
    name + (page(of: key).map { ", blz. \($0)" } ?? "")
  }

  /// Whether it says something else about a field of one value than was chosen.
  func differs(from chosen: String, _ key: FieldKey, _ source: ReadPart?) -> Bool {
    guard let own = record.text(key.rawValue), own != chosen, own != "onbekend",
      chosen != "onbekend"
    else { return false }
    switch key {
    // A span, and a guess from the words around it, hold many days.
    case .date, .dateUntil, .time: return isExact && (source?.isExact ?? true)
    // A place named in passing is weighed by the routing.
    case .place, .municipality: return isLocated && !Self.isPiece(own, chosen)
    case .street, .postcode: return !Self.isPiece(own, chosen)
    case .reporterName:
      return PersonName.words(own).last != PersonName.words(chosen).last
    case .reporterTelephone:
      return Self.letters(own).suffix(8) != Self.letters(chosen).suffix(8)
    default: return Self.letters(own) != Self.letters(chosen)
    }
  }

  private var isExact: Bool {
    ["exact", "relatief"].contains(record.text(FieldKey.datePrecision.rawValue) ?? "")
  }

  /// It says where, and not only by naming a town.
  var isLocated: Bool {
    record.text(FieldKey.street.rawValue) != nil || record.text(FieldKey.postcode.rawValue) != nil
      || entries.contains {
        !$0.value.isEmpty && ($0.key == .place || $0.key == .municipality)
      }
  }

  /// One begins or ends with the other, whatever their spaces, signs and capitals.
  private static func isPiece(_ one: String, _ other: String) -> Bool {
    let (one, other) = (letters(one), letters(other))
    let (short, long) = one.count < other.count ? (one, other) : (other, one)
    return long.starts(with: short) || long.suffix(short.count).elementsEqual(short)
  }

  private static func letters(_ text: String) -> [UInt8] {
    Fold.folded(text).filter { $0.isASCIILetter || $0.isDigit }
  }
}

extension Record {
  /// The part that gives most is the record's own; fields from elsewhere are named.
  fileprivate mutating func tell(originsFrom parts: [ReadPart]) {
    var found: [(key: String, parts: [Int])] = []
    var counts = Array(repeating: 0, count: parts.count)
    for (key, value) in fields where !value.isUnknown && !Self.isConcluded(key, value) {
      let isStory = key == FieldKey.story.rawValue
      let sources = parts.indices.filter { index in
        parts[index].record[key].map { isStory || value.comes(from: $0) } ?? false
      }
      let chosen = isStory || value.isList ? sources : Array(sources.prefix(1))
      for part in chosen { counts[part] += 1 }
      found.append((key, chosen))
    }
    let most = counts.indices.max { counts[$0] < counts[$1] } ?? 0
    origin = parts[most].name
    origins = found.compactMap { key, sources in
      let places = sources.map { parts[$0].place(of: key) }
      if places == [origin] { return nil }
      if !places.isEmpty { return (key, places) }
      let isReporter = FieldKey(rawValue: key)?.isReporter == true
      return isReporter ? (key, ["afzender of ondertekening"]) : nil
    }
  }

  /// Nobody wrote it: it follows from the rest.
  private static func isConcluded(_ key: String, _ value: FieldValue) -> Bool {
    switch FieldKey(rawValue: key) {
    case .prostitutionGroup, .datePrecision, .contactProcess: true
    case .anonymous: value == .text("nee")
    default: false
    }
  }

  /// Parts that each have an address or a filled-in place, in different municipalities, are for a person.
  fileprivate mutating func settle(placesOf parts: [ReadPart], _ known: Municipalities) {
    var codes: [MunicipalityCode] = []
    var words: [String] = []
    var evidence: [Evidence] = []
    for part in parts where part.isLocated {
      guard let code = part.record.assignment.municipality, !codes.contains(code) else { continue }
      codes.append(code)
      words.append("\(part.name) wijst naar \(known.name(code))")
      evidence += part.record.assignment.evidence
    }
    guard codes.count > 1 else { return }
    for item in evidence where !assignment.evidence.contains(item) {
      assignment.evidence.append(item)
    }
    if let first = assignment.municipality, codes.contains(first) {
      codes = [first] + codes.filter { $0 != first }
    }
    assignment.status = .conflict
    assignment.queue = regionalQueue
    assignment.candidates = Array(
      (codes + assignment.candidates.filter { !codes.contains($0) }).prefix(16))
    let sentence = words.prefix(4).joined(separator: ", ")
    if !assignment.explanation.contains(sentence) { assignment.explanation.append(sentence) }
  }
}

extension FieldValue {
  fileprivate var isUnknown: Bool { self == .text("onbekend") || self == .list(["onbekend"]) }

  fileprivate var isList: Bool { if case .list = self { true } else { false } }

  /// Whether another value is the same, or has a value of the list.
  fileprivate func comes(from part: FieldValue) -> Bool {
    switch (self, part) {
    case (.text(let whole), .text(let part)): whole == part
    case (.list(let whole), .list(let part)): part.contains(where: whole.contains)
    case (.list(let whole), .text(let part)): whole.contains(part)
    case (.text(let whole), .list(let part)): part.contains(whole)
    }
  }
}

extension FieldKey {
  /// Two different answers to it cannot both hold.
  fileprivate var hasOneValue: Bool {
    switch self {
    case .reporterName, .reporterTelephone, .reporterEmail, .municipality, .street, .postcode,
      .place, .date, .dateUntil, .time, .victimCount, .minors, .danger, .feedback:
      true
    default: false
    }
  }
}

extension Form {
  /// It holds anything at all.
  fileprivate var tellsSomething: Bool {
    entries.contains { !$0.value.isEmpty } || free.contains { !$0.text.isEmpty }
  }
}
