/// A name as it is compared: lower case, without diacritics, words with one space between them.
///
/// Hyphens, apostrophes, dots and white space separate words; soft hyphens and joiners vanish. A letter
/// counts as its base letter only when Unicode decomposes it to that letter and combining marks, so a
/// look-alike from another script never matches.
struct PlaceName: Sendable, Hashable {
  let bytes: [UInt8]

  init(_ text: some Sequence<UInt8>) {
    var words: [UInt8] = []
    var scanner = WordScanner(Array(text)[...])
    var buffer = WordBuffer()
    while let word = scanner.next(into: &buffer) {
      if !words.isEmpty { words.append(0x20) }
      words += word.isTooLong ? Array("\u{fffd}".utf8) : buffer.bytes
    }
    bytes = words
  }

  init(_ text: String) { self.init(text.utf8) }

  var isEmpty: Bool { bytes.isEmpty }
  var words: Int { isEmpty ? 0 : bytes.count { $0 == 0x20 } + 1 }
}

/// The comparable form of one word.
struct WordBuffer: Sendable {
  /// Longer words are no names.
  static let limit = 64
  fileprivate(set) var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(Self.limit + 8) }

  func equals(_ word: StaticString) -> Bool {
    word.withUTF8Buffer { unsafe $0.elementsEqual(bytes) }
  }
}

/// A word in a text.
struct Word: Sendable {
  var range: Range<Int>
  var isTooLong: Bool

  /// Its capitals, looked up in the text that it stands in.
  func letterCase(in text: ArraySlice<UInt8>) -> LetterCase {
    var (letters, capitals, startsUpper) = (0, 0, false)
    var at = range.lowerBound
    while at < range.upperBound, letters < WordBuffer.limit {
      let scalar = Scalar(text, at: at)
      if case .letter(let isUpper) = scalar.kind {
        if letters == 0 { startsUpper = isUpper }
        letters += 1
        capitals += isUpper ? 1 : 0
      }
      at += scalar.length
    }
    return LetterCase(startsUpper: startsUpper, isShouting: letters > 1 && capitals == letters)
  }
}

struct LetterCase: Sendable {
  var startsUpper: Bool
  /// At least two letters, all of them capitals: says nothing about a name.
  var isShouting: Bool
}

/// Walks over the words of a text, once.
struct WordScanner {
  let text: ArraySlice<UInt8>
  private(set) var at: Int
  /// The last word was cut off at the limit, and goes on here.
  private var isCut = false

  init(_ text: ArraySlice<UInt8>, at: Int? = nil) {
    self.text = text
    self.at = at ?? text.startIndex
  }

  /// The next word, in comparable form in `buffer`; nil at the end.
  ///
  /// A word over the limit comes in pieces that are told as too long, so that looking ahead costs the same
  /// everywhere.
  mutating func next(into buffer: inout WordBuffer) -> Word? {
    buffer.bytes.removeAll(keepingCapacity: true)
    var start = at
    let continues = isCut
    isCut = false
    while at < text.endIndex, !isCut {
      let scalar = Scalar(text, at: at)
      if case .separator = scalar.kind {
        if continues || !buffer.bytes.isEmpty { break }
      } else if case .letter = scalar.kind {
        if buffer.bytes.isEmpty { start = at }
        scalar.appendFolded(to: &buffer.bytes)
        isCut = buffer.bytes.count > WordBuffer.limit
      }
      at += scalar.length
    }
    guard continues || !buffer.bytes.isEmpty else { return nil }
    return Word(range: start..<at, isTooLong: continues || isCut)
  }

  /// The next word, and only a hash of its comparable form, for the many words that begin no name.
  mutating func next(hash: inout FNV, _ buffer: inout WordBuffer) -> Word? {
    let (letters, end) = (Self.letters, text.endIndex)
    while at < end, !isCut, text[at] < 0x80, letters[Int(text[at])] == 0 { at += 1 }
    let start = at
    var value = FNV()
    while at < end, !isCut {
      let byte = text[at]
      guard byte < 0x80 else { break }
      let letter = letters[Int(byte)]
      guard letter != 0 else { break }
      value.update(letter)
      at += 1
    }
    if isCut || at < end && text[at] >= 0x80 {
      at = start
      guard let word = next(into: &buffer) else { return nil }
      hash = FNV()
      hash.update(buffer.bytes)
      return word
    }
    hash = value
    return start == at ? nil : Word(range: start..<at, isTooLong: at - start > WordBuffer.limit)
  }

  /// ASCII letters and digits in lower case; 0 for all else.
  private static let letters: [UInt8] = (0..<128).map { (byte: UInt8) in
    switch byte {
    case 0x41...0x5a: byte | 0x20
    case 0x61...0x7a, 0x30...0x39: byte
    default: 0
    }
  }
}

/// One code point of a text that may hold anything.
private struct Scalar {
  enum Kind {
    case letter(isUpper: Bool)
    case invisible
    case separator
  }

  let kind: Kind
  /// In bytes, 1...4.
  let length: Int
  private let value: UInt32

  init(_ text: ArraySlice<UInt8>, at index: Int) {
    let first = text[index]
    if first < 0x80 {
      (value, length) = (UInt32(first), 1)
      kind = Self.kind(ascii: first)
    } else {
      (value, length) = Self.decode(text, at: index)
      kind = Self.kind(value)
    }
  }

  func appendFolded(to bytes: inout [UInt8]) {
    switch value {
    case 0x41...0x5a: bytes.append(UInt8(value) | 0x20)
    case 0..<0x80: bytes.append(UInt8(value))
    case 0x132, 0x133: bytes += [UInt8(ascii: "i"), UInt8(ascii: "j")]
    default:
      if let base = Self.base(value) {
        bytes.append(base | 0x20)
      } else {
        bytes += Unicode.Scalar(value).flatMap { UTF8.encode($0) }.map(Array.init) ?? [0xff]
      }
    }
  }

  /// Bytes that are not UTF-8 count as one letter that is in no name.
  private static func decode(_ text: ArraySlice<UInt8>, at index: Int) -> (UInt32, Int) {
    let first = text[index]
    let (length, least): (Int, UInt32) =
      switch first {
      case 0xc2...0xdf: (2, 0x80)
      case 0xe0...0xef: (3, 0x800)
      case 0xf0...0xf4: (4, 0x10000)
      default: (1, 0)
      }
    guard length > 1, text.endIndex - index >= length else { return (0xfffd, 1) }
    var value = UInt32(first) & (0x7f >> UInt32(length))
    for byte in text[(index + 1)..<(index + length)] {
      guard byte & 0xc0 == 0x80 else { return (0xfffd, 1) }
      value = value << 6 | UInt32(byte & 0x3f)
    }
    return value >= least && Unicode.Scalar(value) != nil ? (value, length) : (0xfffd, 1)
  }

  private static func kind(ascii byte: UInt8) -> Kind {
    switch byte {
    case 0x41...0x5a: .letter(isUpper: true)
    case 0x61...0x7a, 0x30...0x39: .letter(isUpper: false)
    default: .separator
    }
  }

  private static func kind(_ value: UInt32) -> Kind {
    switch value {
    case 0xad, 0x34f, 0x300...0x36f, 0x200b...0x200f, 0x202a...0x202e, 0x2060...0x206f,
      0xfe00...0xfe0f,
      0xfeff:
      .invisible
    case 0x80...0xbf, 0xd7, 0xf7, 0x2000...0x2bff, 0x3000...0x303f, 0x1f000...0x1faff: .separator
    default: .letter(isUpper: base(value).map { $0 & 0x20 == 0 } ?? (value == 0x132))
    }
  }

  /// The ASCII letter that a Latin letter with a mark is made of (canonical decomposition).
  private static func base(_ value: UInt32) -> UInt8? {
    guard case 0xc0..<0x180 = value else { return nil }
    let letter = bases.withUTF8Buffer { unsafe $0[Int(value - 0xc0)] }
    return letter == UInt8(ascii: ".") ? nil : letter
  }

  /// For U+00C0..U+017F; `.` where there is none.
  private static let bases: StaticString = """
    AAAAAA.CEEEEIIII.NOOOOO..UUUUY..aaaaaa.ceeeeiiii.nooooo..uuuuy.y\
    AaAaAaCcCcCcCcDd..EeEeEeEeEeGgGgGgGgHh..IiIiIiIiI...JjKk.LlLlLl.\
    ...NnNnNn...OoOoOo..RrRrRrSsSsSsSsTtTt..UuUuUuUuUuUuWwYyYZzZzZz.
    """
}
