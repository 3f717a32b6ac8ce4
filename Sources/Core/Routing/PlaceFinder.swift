/// Finds place names in a text, in one pass.
struct PlaceFinder {
  /// How much a name needs around it.
  enum Reading {
    /// A sentence: names that are also words or surnames need a capital or a preposition.
    case story
    /// The value of a label: a name at its beginning counts as it stands.
    case value
  }

  let tables: Tables
  let text: ArraySlice<UInt8>
  let reading: Reading
  /// At most so many are told.
  var limit = 500

  func find() -> [FoundPlace] {
    let index = tables.places.index
    var found: [FoundPlace] = []
    var (scanner, buffer, hash) = (WordScanner(text), WordBuffer(), FNV())
    var recent = RecentWords()
    while found.count < limit, let word = scanner.next(hash: &hash, &buffer) {
      let most = word.isTooLong ? 0 : index.longestName(from: hash)
      if most > 0, let name = longest(word, most, &buffer), let place = judge(name, recent) {
        found.append(place)
        scanner = WordScanner(text, at: place.range.upperBound)
        recent.push(name.last)
      } else {
        recent.push(word)
      }
    }
    return found
  }

  // MARK: Names

  /// A name of the tables at a place in the text.
  private struct Name {
    var first: Word
    var last: Word
    var key: [UInt8]
    var range: Range<Int> { first.range.lowerBound..<last.range.upperBound }
  }

  /// The longest name of at most so many words that begins with this one.
  private func longest(_ first: Word, _ most: Int, _ buffer: inout WordBuffer) -> Name? {
    let index = tables.places.index
    var scanner = WordScanner(text, at: first.range.lowerBound)
    var key: [UInt8] = []
    var best: Name?
    var end = first.range.lowerBound
    for position in 0..<most {
      guard let word = scanner.next(into: &buffer), !word.isTooLong,
        position == 0 || isJoint(end..<word.range.lowerBound)
      else { break }
      if position > 0 { key.append(0x20) }
      key += buffer.bytes
      if index.contains(key) { best = Name(first: first, last: word, key: key) }
      end = word.range.upperBound
    }
    return best
  }

  /// Whether what stands between two words may stand inside a name: a space, a hyphen, an apostrophe, a
  /// dot, one line end, the bracket of `Bergen (NH)`.
  private func isJoint(_ gap: Range<Int>) -> Bool {
    guard gap.count <= 8 else { return false }
    var lineEnds = 0
    for byte in text[gap] {
      switch byte {
      case 0x0a: lineEnds += 1
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "'"), UInt8(ascii: "."), 0x0d, 0x09,
        UInt8(ascii: "("), 0x80...:
        break
      default: return false
      }
    }
    return lineEnds <= 1
  }

  // MARK: Judgement

  /// The place, unless the words around it say that it is something else.
  private func judge(_ name: Name, _ recent: RecentWords) -> FoundPlace? {
    guard !isInAddressOfMail(name.range) else { return nil }
    let all = tables.places.named(name.key)
    let suffix = ProvinceSuffix(behind: name.range.upperBound, in: text, tables.places.suffixes)
    let places = suffix.map { $0.select(all, tables) } ?? all
    guard !places.isEmpty else { return nil }
    let context = PlaceContext(
      name: name.range,
      isCapital: isCapital(name, recent),
      text: text, recent: recent, postcodes: tables.postcodes)
    guard let role = context.role,
      isAccepted(name, places, suffix != nil || endsInSuffix(name), context, role)
    else {
      return nil
    }
    let range = name.range.lowerBound..<end(name, suffix)
    return FoundPlace(
      range: range, written: String(decoding: text[range], as: UTF8.self),
      name: String(decoding: text[name.range], as: UTF8.self), places: places,
      role: role, namesMunicipality: context.namesMunicipality)
  }

  /// Whether the name itself ends in a province, as the register writes some: "Hengelo (Gld)".
  private func endsInSuffix(_ name: Name) -> Bool {
    guard let space = name.key.lastIndex(of: 0x20) else { return false }
    return tables.places.suffixes[Array(name.key[(space + 1)...])] != nil
  }

  private func end(_ name: Name, _ suffix: ProvinceSuffix?) -> Int {
    if let suffix { return suffix.end }
    let end = name.range.upperBound
    let isOpen = text[name.range].contains(UInt8(ascii: "("))
    return isOpen && text[end...].first == UInt8(ascii: ")") ? end + 1 : end
  }

  /// A capital says nothing between words that are all capitals.
  private func isCapital(_ name: Name, _ recent: RecentWords) -> Bool {
    let first = name.first.letterCase(in: text)
    if first.isShouting, recent.last?.letterCase(in: text).isShouting ?? true { return false }
    return first.startsUpper || name.last.letterCase(in: text).startsUpper
  }

  private func isAccepted(
    _ name: Name, _ places: [Place], _ hasSuffix: Bool, _ context: PlaceContext,
    _ role: FoundPlace.Role
  ) -> Bool {
    if reading == .value, context.isAtStart { return true }
    if hasSuffix || context.namesMunicipality || context.followsPostcode { return true }
    let isBehindPreposition = context.isBehindPreposition || role == .address
    switch tables.places.cautions[name.key] {
    case .never: return false
    case .capital: return context.isCapital && isBehindPreposition
    case .preposition:
      return isBehindPreposition || context.isCapital && !context.isAtSentenceStart
    case nil: break
    }
    if places.contains(where: { tables.municipalities.isInRegion($0.municipality) }) { return true }
    guard context.isCapital else { return false }
    return isBehindPreposition
      || places.allSatisfy { $0.kind == .abroad } && name.first.range != name.last.range
  }

  /// Whether the name is inside a mail address, a web address or a host name.
  private func isInAddressOfMail(_ name: Range<Int>) -> Bool {
    let before = text[max(text.startIndex, name.lowerBound - 64)..<name.lowerBound]
    let after = text[name.upperBound..<min(text.endIndex, name.upperBound + 64)]
    let head = before.reversed().prefix { !isTokenEnd($0) }
    let tail = after.prefix { !isTokenEnd($0) }
    if head.contains(UInt8(ascii: "@")) || tail.contains(UInt8(ascii: "@")) { return true }
    if head.first == UInt8(ascii: "."), head.count > 1 { return true }
    if head.starts(with: "//".utf8) || head.contains(0x2f) && head.contains(0x3a) { return true }
    return tail.first == UInt8(ascii: ".")
      && tail.dropFirst().first.map { 0x61...0x7a ~= $0 } ?? false
  }

  private func isTokenEnd(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
      || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "(")
  }
}

/// The last few words before a place in the text.
struct RecentWords {
  private static let size = 8
  private var words = [Word](repeating: Word(range: 0..<0, isTooLong: false), count: size)
  private var end = 0
  /// How many are known, at most five.
  var count: Int { min(end, 5) }
  var last: Word? { self[0] }

  mutating func push(_ word: Word) {
    words[end % Self.size] = word
    end += 1
  }

  /// So many words back; 0 is the newest.
  subscript(back: Int) -> Word? {
    back >= 0 && back < count ? words[(end - 1 - back) % Self.size] : nil
  }
}
