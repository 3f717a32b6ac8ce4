/// The filled-in lines of a report, each with the field that it fills.
struct FilledForm {
  let table: FieldTable
  /// In order; `field` is set on those that a field took.
  private(set) var entries: [FormEntry]

  /// Of two forms in one message the one with more known lines answers first; of equals, the first.
  init(_ forms: [Form], _ table: FieldTable) {
    self.table = table
    entries = forms.flatMap(\.entries)
    for index in Self.ranked(forms) {
      let entry = entries[index]
      entries[index].field = entry.matches.first { takes(entry, $0) }?.field
      guard let field = entries[index].field else { continue }
      entries[index].key = FieldKey(rawValue: table.fields[field].key)
      if let key = entries[index].key, !entry.value.isEmpty, entry.row <= 1 || key.isPlace {
        filled[key, default: []].append(index)
      }
    }
  }

  /// Positions of all entries, those of the fullest form first.
  private static func ranked(_ forms: [Form]) -> [Int] {
    var parts: [(known: Int, entries: Range<Int>)] = []
    for form in forms where !form.entries.isEmpty {
      let start = parts.last?.entries.upperBound ?? 0
      let known = form.entries.count { !$0.value.isEmpty && !$0.matches.isEmpty }
      parts.append((known, start..<(start + form.entries.count)))
    }
    guard parts.count > 1 else { return Array(parts.first?.entries ?? 0..<0) }
    return parts.enumerated().sorted {
      ($1.element.known, $0.offset) < ($0.element.known, $1.offset)
    }.flatMap { Array($0.element.entries) }
  }

  /// Of a list with a signal a row the first row fills the record; where the others play counts too.
  private var filled: [FieldKey: [Int]] = [:]

  /// Entries of a field, in order, with a value.
  func all(_ key: FieldKey) -> [FormEntry] { filled[key]?.map { entries[$0] } ?? [] }

  /// First entry of a field with something in it (`n.v.t.` and the like are nothing).
  func first(_ key: FieldKey) -> FormEntry? {
    all(key).first { !Blank.isNothing($0.value[...]) }
  }

  func answer(_ key: FieldKey) -> YesNo? {
    all(key).lazy.compactMap { YesNo(startOf: $0.value[...]) }.first
  }

  /// Whether the value can be one of the field: a label alone does not decide.
  private func takes(_ entry: FormEntry, _ match: LabelMatch) -> Bool {
    let field = table.fields[match.field]
    guard !field.isSystem || field.key == FieldKey.anonymous.rawValue else { return false }
    guard let key = FieldKey(rawValue: field.key) else { return true }
    let value = entry.value[...]
    if entry.section == .subject, key.isReporter, key != .reporterOrganisation,
      !entry.label[...].contains("elder")
    {
      return false
    }
    guard !value.isEmpty, !Blank.isNothing(value) else { return true }
    switch key {
    case .reporterName: return isName(value, match)
    case .reporterTelephone: return value.count(where: \.isDigit) >= 6 || value.contains(0x40)
    case .reporterAvailability: return YesNo(startOf: value) == nil
    case .reporterEmail: return value.contains(0x40)
    case .reporterFunction:
      return value.count <= 120 && value.first != 0x22 && YesNo(startOf: value) == nil
    case .reporterOrganisation: return value.count <= 120 && value.first != 0x22
    case .postcode, .plates: return match.isExact || value.contains(where: \.isDigit)
    case .street: return YesNo(startOf: value) == nil || value.count > 12
    case .story, .company, .suspects, .victim, .locationText:
      return match.isExact || YesNo(startOf: value) == nil || value.count > 20
    default: return true
    }
  }

  private func isName(_ value: ArraySlice<UInt8>, _ match: LabelMatch) -> Bool {
    if value.first == 0x22 || (YesNo(startOf: value) != nil && value.count < 8) { return false }
    let folded = Fold.folded(value.prefix(40))[...]
    return PersonName(value) != nil || folded.contains("anoniem") || folded.contains("anonym")
      || NameParts.part(match.synonym) != nil
  }
}

/// Forms that ask for a name in parts.
enum NameParts {
  enum Part { case given, particle, family, initials }

  static func part(_ synonym: [UInt8]) -> Part? {
    switch synonym.text {
    case "voornaam", "voornamen", "first name", "vorname", "imie": .given
    case "tussenvoegsel", "tussenvoegsels", "voorvoegsel": .particle
    case "achternaam", "last name", "surname", "nachname", "nazwisko": .family
    case "voorletters": .initials
    default: nil
    }
  }

  /// The name put together; nil when the form does not ask for parts.
  static func joined(_ entries: [FormEntry]) -> String? {
    var parts: [Part: String] = [:]
    for entry in entries {
      guard let part = entry.matches.lazy.compactMap({ self.part($0.synonym) }).first,
        !Blank.isNothing(entry.value[...])
      else { continue }
      if parts[part] == nil { parts[part] = entry.value.text }
    }
    let given = parts[.given]
    guard given != nil || parts[.family] != nil else { return nil }
    return [given, parts[.particle], parts[.family]].compactMap { $0 }.joined(separator: " ")
  }
}

extension FieldKey {
  /// Says where it plays.
  fileprivate var isPlace: Bool {
    switch self {
    case .street, .postcode, .place, .municipality: true
    default: false
    }
  }
}
