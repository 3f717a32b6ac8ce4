/// Pieces of Rich Text Format (version 1.9.1), one after the other.
struct RTFScanner {
  enum Token {
    case open, close
    /// `\par`, `\u8364`.
    case word(String, Int?)
    /// A sign after a backslash: `\~`, `\*`.
    case symbol(UInt8)
    /// `\'e9`: one byte of the code page.
    case byte(UInt8)
    /// Bytes as they stand, line ends left out.
    case text(Range<Int>)
  }

  private let bytes: [UInt8]
  private var at: Int

  init(_ bytes: [UInt8]) { (self.bytes, at) = (bytes, 0) }

  mutating func next() -> Token? {
    while at < bytes.count, bytes[at] == 0x0a || bytes[at] == 0x0d || bytes[at] == 0 { at += 1 }
    guard at < bytes.count else { return nil }
    switch bytes[at] {
    case UInt8(ascii: "{"):
      at += 1
      return .open
    case UInt8(ascii: "}"):
      at += 1
      return .close
    case UInt8(ascii: "\\"): return control()
    default: return text()
    }
  }

  private mutating func text() -> Token {
    let start = at
    while at < bytes.count, !Self.isMark(bytes[at]) { at += 1 }
    return .text(start..<at)
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == 0x0a || byte == 0x0d || byte == 0 || byte == 0x5c || byte == 0x7b || byte == 0x7d
  }

  private mutating func control() -> Token? {
    at += 1
    guard at < bytes.count else { return nil }
    if bytes[at].isASCIILetter { return word() }
    let sign = bytes[at]
    at += 1
    guard sign == UInt8(ascii: "'") else { return .symbol(sign) }
    guard at + 1 < bytes.count, let high = bytes[at].hexadecimalValue,
      let low = bytes[at + 1].hexadecimalValue
    else { return .symbol(sign) }
    at += 2
    return .byte(high << 4 | low)
  }

  /// At most 32 letters, a number of at most ten digits, and one space that belongs to it.
  private mutating func word() -> Token {
    let start = at
    while at < bytes.count, at - start < 32, bytes[at].isASCIILetter { at += 1 }
    let name = String(decoding: bytes[start..<at], as: UTF8.self)
    let number = parameter()
    if at < bytes.count, bytes[at] == 0x20 { at += 1 }
    if name == "bin" {
      at += min(max(0, number ?? 0), bytes.count - at)
      return .word(name, nil)
    }
    return .word(name, number)
  }

  private mutating func parameter() -> Int? {
    let isNegative = at + 1 < bytes.count && bytes[at] == 0x2d && bytes[at + 1].isDigit
    let start = isNegative ? at + 1 : at
    var (value, end) = (0, start)
    while end < bytes.count, end - start < 10, bytes[end].isDigit {
      value = value * 10 + Int(bytes[end] - 0x30)
      end += 1
    }
    guard end > start else { return nil }
    at = end
    return isNegative ? -value : value
  }
}

extension UInt8 {
  fileprivate var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  fileprivate var isDigit: Bool { self &- 0x30 < 10 }
}
