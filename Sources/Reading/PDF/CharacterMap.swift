/// A table of characters in a font (CMap; ISO 32000-1, 9.7.5.4 and 9.10.3).
struct CharacterMap {
  /// How many characters its ranges map. A range names its first and its last, and may so hold all there are.
  private(set) var size = 0

  private enum Token {
    case number(Int)
    case opening, closing, word
  }

  private let bytes: [UInt8]
  private var at = 0
  /// Behind `beginbfrange` or `begincidrange`.
  private var isInRanges = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    while let token = next() {
      guard isInRanges, case .number(let first) = token, let second = next(), isInRanges else {
        continue
      }
      if case .number(let last) = second, last >= first { size += last - first + 1 }
      if case .opening = next() {
        while let token = next(), isInRanges { if case .closing = token { break } }
      }
    }
  }

  private mutating func next() -> Token? {
    while at < bytes.count, bytes[at].isSpace || bytes[at] == 0 { at += 1 }
    guard at < bytes.count else { return nil }
    switch bytes[at] {
    case UInt8(ascii: "<"): return number()
    case UInt8(ascii: "["):
      at += 1
      return .opening
    case UInt8(ascii: "]"):
      at += 1
      return .closing
    default:
      word()
      return .word
    }
  }

  private mutating func number() -> Token {
    var number = 0
    at += 1
    while at < bytes.count, bytes[at] != UInt8(ascii: ">") {
      if let digit = bytes[at].hexadecimalValue {
        number = (number << 4 | Int(digit)) & 0xffff_ffff
      }
      at += 1
    }
    at += 1
    return .number(number)
  }

  private mutating func word() {
    let start = at
    repeat {
      at += 1
    } while at < bytes.count && !Self.ends.contains(bytes[at]) && !bytes[at].isSpace
    let word = start..<at
    guard word.count < 24 else { return }
    if bytes.hasWord("begin", at: start, before: at) {
      isInRanges =
        bytes.hasWord("bfrange", in: word) || bytes.hasWord("cidrange", in: word)
        || bytes.hasWord("notdefrange", in: word)
    } else if bytes.hasWord("end", at: start, before: at) {
      isInRanges = false
    }
  }

  private static let ends: Set<UInt8> = [0x3c, 0x5b, 0x5d, 0x2f, 0x28]
}
