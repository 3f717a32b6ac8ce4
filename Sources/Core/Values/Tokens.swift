/// A value read from a text, and the bytes it was read from (indices of the text it was found in).
struct Found<Value: Sendable>: Sendable {
  var value: Value
  var range: Range<Int>
}

extension Found: Equatable where Value: Equatable {}

/// One word, number, sign or line break of a text: 32 bytes, for there may be one for every byte. Its letters are asked
/// of its `Tokens`.
struct Token: Sendable {
  enum Kind: UInt8, Sendable { case word, number, sign, lineBreak }
  /// White space before it: none, some, or a column's worth (a tab or three spaces).
  enum Gap: UInt8, Sendable { case none, space, wide }

  let kind: Kind
  let gap: Gap
  /// Words: starts with a capital; is all capitals (a single capital is both).
  var isCapitalised = false
  var isUpper = false
  private let start, end: Int32
  private var firstLetter: Int32 = 0
  private var letterCount: Int32 = 0
  private let number: Int32
  /// What the lexicon knows about a word.
  var lexeme = Lexeme()

  /// `value` of words is nothing.
  init(_ kind: Kind, _ gap: Gap, range: Range<Int>, value: Int = -1) {
    (self.kind, self.gap) = (kind, gap)
    (start, end) = (Int32(range.lowerBound), Int32(range.upperBound))
    number = Int32(clamping: value)
  }

  /// In the original bytes.
  var range: Range<Int> { Int(start)..<Int(end) }
  /// Numbers: the value, at most that of an `Int32`, or -1 with more than 18 digits. Signs: the ASCII code, or one
  /// of `Sign`. Line breaks: how many line ends.
  var value: Int { Int(number) }
  /// Digits of a number, bytes of a word.
  var count: Int { Int(letterCount) }
  /// Where its letters or digits stand among those of its text.
  var letters: Range<Int> {
    get { Int(firstLetter)..<Int(firstLetter + letterCount) }
    set { (firstLetter, letterCount) = (Int32(newValue.lowerBound), Int32(newValue.count)) }
  }

  var isWord: Bool { kind == .word }
  var isNumber: Bool { kind == .number }
  func isSign(_ code: UInt8) -> Bool { kind == .sign && number == Int32(code) }
  func isSign(_ scalar: Unicode.Scalar) -> Bool { kind == .sign && number == Int32(scalar.value) }
}

/// Codes of signs outside ASCII that mean something here.
enum Sign {
  static let unticked: UInt8 = 1
  static let ticked: UInt8 = 2
  static let euro: UInt8 = 3
  static let bullet: UInt8 = 4
  static let other: UInt8 = 5
}

/// A text cut into tokens in one pass. Every recogniser works on these; make them once for a text.
///
/// Folding: accents go (`é` is `e`, `ł` is `l`, `ß` is `ss`), typographic quotes and dashes become ASCII,
/// no-break and thin spaces are spaces, zero-width characters vanish, `[x]` and `☒` are the same sign.
/// Bytes that are not UTF-8 count as letters.
struct Tokens: Sendable {
  let bytes: ArraySlice<UInt8>
  private(set) var all: [Token] = []
  /// Of all words and numbers: lower case without accents and apostrophes, and digits.
  let letters: [UInt8]

  init(_ text: String) { self.init(ArraySlice(Array(text.utf8))) }

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    all.reserveCapacity(Self.starts(bytes))
    var cutter = TokenCutter(bytes)
    while let token = cutter.next() { all.append(token) }
    letters = cutter.letters
  }

  /// About how many tokens there are: a list that grows takes twice the memory.
  private static func starts(_ bytes: ArraySlice<UInt8>) -> Int {
    var (count, isInWord, isInNumber) = (0, false, false)
    for byte in bytes {
      let (isLetter, isDigit) = (byte.isASCIILetter || byte >= 0x80, byte.isDigit)
      if isLetter ? !isInWord : isDigit ? !isInNumber : byte != 0x20 { count += 1 }
      (isInWord, isInNumber) = (isLetter, isDigit)
    }
    return count
  }

  var count: Int { all.count }
  subscript(_ index: Int) -> Token { all[index] }
  /// The token, or nil outside the text.
  func at(_ index: Int) -> Token? { all.indices.contains(index) ? all[index] : nil }

  /// The original text from one token up to and including another.
  func literal(_ first: Int, through last: Int) -> String {
    guard all.indices.contains(first), all.indices.contains(last), first <= last else { return "" }
    return literal(all[first].range.lowerBound..<all[last].range.upperBound)
  }

  func literal(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The letters of a word or the digits of a number, folded; empty for all else and outside the text.
  func folded(_ index: Int) -> ArraySlice<UInt8> { letters[at(index)?.letters ?? 0..<0] }
  func text(_ index: Int) -> String { String(decoding: folded(index), as: UTF8.self) }

  /// The lower-case word at an index, or an empty string.
  func word(_ index: Int) -> String { at(index)?.isWord ?? false ? text(index) : "" }

  func isSign(_ index: Int, _ code: UInt8) -> Bool { at(index)?.isSign(code) ?? false }
  func isSign(_ index: Int, _ scalar: Unicode.Scalar) -> Bool {
    at(index)?.isSign(scalar) ?? false
  }

  /// Index of the first token at or after a byte position.
  func index(at position: Int) -> Int {
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].range.upperBound <= position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
