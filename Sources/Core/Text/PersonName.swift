/// A person's name as people write it, brought into the order given name, family name.
///
/// Titles go, and initials go where a given name stands beside them: `drs. E.M. (Ellis) Jansen-Kooy` is
/// `Ellis Jansen-Kooy`, `Jansen, P. (Pim)` is `Pim Jansen`, `Kasia N.` stays.
struct PersonName: Hashable {
  var text: String
  /// What followed the name: a function, an organisation, a telephone number.
  var rest: [UInt8] = []

  /// Reads the name that a value begins with. Nil when it does not begin with one.
  init?(_ value: ArraySlice<UInt8>) {
    var scan = NameScan(value)
    scan.run()
    guard let name = scan.name else { return nil }
    text = name
    rest = Array(value[scan.end...].trimmed(where: Self.isEdge))
    if scan.isInverted { (text, rest) = Self.inverted(scan, value) ?? (text, rest) }
  }

  /// Reads the display name of a mailbox; nil for the name of a desk, a system, or an organisation.
  init?(mailbox: Address) {
    let name = Array(mailbox.name.utf8)
    guard !name.isEmpty, !name.contains(0x40), !Roles.isDesk(name[...]),
      !Roles.isDesk(Array(mailbox.local.utf8)[...])
    else { return nil }
    var cut = name[...]
    if let bar = cut.firstIndex(where: { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "/") }) {
      cut = cut[..<bar]
    }
    guard let read = PersonName(cut.trimmed) else { return nil }
    // A single word is a person's only when the address says it too (`joris@`).
    let isOneWord = !read.text.contains(" ")
    guard !isOneWord || Fold.folded(mailbox.local)[...].contains(Fold.folded(read.text).text) else {
      return nil
    }
    self = read
    rest = []
  }

  /// Words of a name, folded, without particles.
  static func words(_ text: String) -> [[UInt8]] {
    Fold.folded(text).split { !$0.isWordByte }.map(Array.init)
      .filter { $0.count > 1 && !NameScan.particles.contains($0.text) }
  }

  static func isEdge(_ byte: UInt8) -> Bool {
    byte.isBlank || byte == 0x2c || byte == 0x3b || byte == 0x2d || byte == 0x7c || byte == 0x2f
      || byte == 0x0a || byte == 0x2e || byte == 0x3a
  }

  /// `Family, Given`: when one to three name words and nothing else follow the comma.
  private static func inverted(_ scan: NameScan, _ value: ArraySlice<UInt8>) -> (String, [UInt8])? {
    let after = value[scan.end...].drop { $0 == 0x2c || $0.isBlank }
    let isFamily = scan.words.count { !NameScan.particles.contains($0.lowercased()) } == 1
    guard isFamily, !Roles.isFunction(after) else { return nil }
    var given = NameScan(after)
    given.run()
    guard !given.words.isEmpty || given.nickname != nil,
      after[given.end...].trimmed(where: isEdge).isEmpty
    else { return nil }
    let first = given.nickname ?? given.words.joined(separator: " ")
    return (first + " " + (scan.name ?? ""), Array(after[given.end...]))
  }
}

/// Walks over the words of a name.
struct NameScan {
  private let value: ArraySlice<UInt8>
  private(set) var end: Int
  private var sawInitial = false
  /// A given name in brackets.
  private(set) var nickname: String?
  private(set) var words: [String] = []

  init(_ value: ArraySlice<UInt8>) {
    self.value = value
    end = value.startIndex
  }

  /// A comma follows directly: perhaps the family name came first.
  var isInverted: Bool { end < value.endIndex && value[end] == 0x2c && nickname == nil }

  var name: String? {
    var parts = words
    if let nickname { parts.insert(nickname, at: 0) }
    guard parts.contains(where: { !Self.particles.contains($0.lowercased()) }) else { return nil }
    // A lone given name keeps the initial behind it (`Kasia N.`).
    return parts.joined(separator: " ")
  }

  mutating func run() {
    var at = value.startIndex
    while at < value.endIndex, words.count < 6 {
      while at < value.endIndex, value[at] == 0x20 || value[at] == 0x2e { at += 1 }
      guard at < value.endIndex, let next = word(at) else { break }
      at = next
      end = at
    }
  }

  /// Takes one word; where it ended, or nil when it is no part of a name.
  private mutating func word(_ start: Int) -> Int? {
    if value[start] == UInt8(ascii: "(") { return nicknamed(start) }
    var at = start
    while at < value.endIndex, Self.isNameByte(value[at], value, at) { at += 1 }
    guard at > start else { return nil }
    let word = value[start..<at]
    let isAbbreviated = at < value.endIndex && value[at] == 0x2e
    let folded = Fold.folded(word)
    if words.isEmpty, Self.titles.contains(folded.text) { return isAbbreviated ? at + 1 : at }
    if isAbbreviated, word.count <= 2 || word.contains(0x2e) { return initial(word, at) }
    if words.isEmpty, word.count == 1, word.first?.isUpper == true { return initial(word, at) }
    let isParticle = Self.particles.contains(folded.text)
    let starts = word.first.map { $0.isUpper || ($0 >= 0x80) } ?? false
    guard starts || (isParticle && followsName(at)) else { return nil }
    guard !Self.stops.contains(folded.text) else { return nil }
    if Roles.isFunctionWord(folded) {
      let isAcronym = word.allSatisfy(\.isUpper) && words.contains(where: hasLower)
      guard !words.isEmpty, !isAcronym else { return nil }
    }
    words.append(word.text)
    return at
  }

  private func hasLower(_ word: String) -> Bool { word.utf8.contains { $0.isLower } }

  /// After a particle a word with a capital must come.
  private func followsName(_ at: Int) -> Bool {
    var at = at
    while at < value.endIndex, value[at] == 0x20 { at += 1 }
    guard at < value.endIndex else { return false }
    if value[at].isUpper || value[at] >= 0x80 { return true }
    var end = at
    while end < value.endIndex, value[end].isWordByte || value[end] == 0x27 { end += 1 }
    return Self.particles.contains(Fold.folded(value[at..<end]).text) && followsName(end)
  }

  /// Initials go, except one behind a single given name.
  private mutating func initial(_ word: ArraySlice<UInt8>, _ end: Int) -> Int {
    sawInitial = true
    let after = end < value.endIndex && value[end] == 0x2e ? end + 1 : end
    let isLast = value[after...].trimmed.isEmpty
    if words.count == 1, isLast { words[0] += " \(word.text)." }
    return after
  }

  private mutating func nicknamed(_ start: Int) -> Int? {
    guard nickname == nil, let close = value[start...].prefix(30).firstIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let inside = value[(start + 1)..<close]
    guard let first = inside.first, first.isUpper || first >= 0x80,
      inside.allSatisfy({ $0.isASCIILetter || $0 >= 0x80 || $0 == 0x2d }),
      !Roles.isFunctionWord(Fold.folded(inside)), sawInitial
    else { return nil }
    nickname = inside.text
    return close + 1
  }

  private static func isNameByte(_ byte: UInt8, _ value: ArraySlice<UInt8>, _ at: Int) -> Bool {
    if byte.isASCIILetter || byte >= 0x80 || byte == 0x27 { return true }
    let next = at + 1 < value.endIndex ? value[at + 1] : 0
    if byte == 0x2d { return next.isUpper || next >= 0x80 }
    // Initials without spaces (`E.M.`).
    return byte == 0x2e && (next.isUpper || next >= 0x80)
      && (at < value.startIndex + 1 || value[at - 1].isUpper)
  }

  static let particles: Set<String> = [
    "van", "de", "der", "den", "het", "'t", "ter", "ten", "te", "von", "zu", "du", "la", "le", "di",
    "da",
    "dos", "el", "al", "bin", "ben", "in", "op", "aan", "onder", "'s", "vd", "v", "d",
  ]

  /// Never part of a name, however written.
  static let stops: Set<String> = [
    "gemeente", "team", "afdeling", "politie", "stichting", "tel", "telefoon", "mobiel", "mail",
    "e-mail",
    "mvg", "namens", "via", "en", "bij", "and", "und", "i",
  ]

  static let titles: Set<String> = [
    "drs", "dr", "mr", "ing", "ir", "prof", "mw", "mevr", "mevrouw", "dhr", "hr", "heer", "meneer",
    "herr",
    "frau", "mrs", "ms", "miss", "sir", "pan", "pani", "de heer", "bc", "msc", "ds",
  ]
}
