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
    var found: [FoundPlace] = []
    var scanner = WordScanner(text)
    var buffer = WordBuffer()
    var recent = RecentWords()
    while found.count < limit, let word = scanner.next(into: &buffer) {
      let most = word.isTooLong ? 0 : tables.places.index.longestName(from: buffer.bytes)
      if most > 0, let name = longest(word, buffer, scanner, most), let place = judge(name, recent)
      {
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

  /// The longest name that begins with this word.
  private func longest(_ first: Word, _ buffer: WordBuffer, _ scanner: WordScanner, _ most: Int)
    -> Name?
  {
    let index = tables.places.index
    var key = buffer.bytes
    var best: Name? =
      index.contains(key) ? Name(first: first, last: first, key: key) : nil
    var (ahead, next, end) = (scanner, WordBuffer(), first.range.upperBound)
    for _ in 1..<max(most, 1) {
      guard let word = ahead.next(into: &next), !word.isTooLong,
        isJoint(end..<word.range.lowerBound)
      else { break }
      key.append(0x20)
      key += next.bytes
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
      isCapital: (name.first.startsUpper || name.last.startsUpper)
        && !isShouted(name.first, recent),
      text: text, recent: recent, postcodes: tables.postcodes)
    guard let role = context.role,
      isAccepted(name, places, suffix != nil || endsInSuffix(name), context, role)
    else {
      return nil
    }
    let range = name.range.lowerBound..<end(name, suffix)
    return FoundPlace(
      range: range, written: String(decoding: text[range], as: UTF8.self), places: places,
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
  private func isShouted(_ word: Word, _ recent: RecentWords) -> Bool {
    word.isShouting && (recent.last?.isShouting ?? true)
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

/// The last few words, newest first.
struct RecentWords {
  private(set) var words: [Word] = []
  var last: Word? { words.first }

  mutating func push(_ word: Word) {
    if words.count == 5 { words.removeLast() }
    words.insert(word, at: 0)
  }

  subscript(back: Int) -> Word? { back < words.count ? words[back] : nil }
}
