internal import Glibc

// Searching and comparing bytes. Positions are indices of the array.

extension [UInt8] {
  /// The first `byte` in the range, or its end. The corresponding C function is `memchr`.
  func position(of byte: UInt8, in range: Range<Int>) -> Int {
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= count else {
      return range.upperBound
    }
    return unsafe withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return range.upperBound }
      let start = unsafe base + range.lowerBound
      guard let found = unsafe memchr(start, Int32(byte), range.count) else {
        return range.upperBound
      }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// Whether the last two are line feeds. `suffix` walks through the whole array when it is compared with one.
  var endsInBlankLine: Bool {
    count >= 2 && self[count - 1] == 0x0a && self[count - 2] == 0x0a
  }

  func contains(_ byte: UInt8, in range: Range<Int>) -> Bool {
    position(of: byte, in: range) < range.upperBound
  }

  /// Whether the bytes at `start` are `word`, capitals or not. `word` is in lower case.
  func hasWord(_ word: StaticString, at start: Int, before end: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard start >= 0, start + length <= end, end <= count else { return false }
    return word.withUTF8Buffer { word in
      for index in 0..<length where unsafe self[start + index].lowercased != word[index] {
        return false
      }
      return true
    }
  }

  /// Whether `word` (in lower case) stands somewhere in the range, capitals or not.
  func hasWord(_ word: StaticString, in range: Range<Int>) -> Bool {
    let last = range.upperBound - word.utf8CodeUnitCount
    guard range.lowerBound <= last else { return false }
    for start in range.lowerBound...last where hasWord(word, at: start, before: range.upperBound) {
      return true
    }
    return false
  }
}

extension UInt8 {
  var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
  var isLetterOrDigit: Bool { (self | 0x20) &- 0x61 < 26 || self &- 0x30 < 10 }
  /// Space, tab, line feed, vertical tab, form feed, carriage return.
  var isSpace: Bool { self == 0x20 || self &- 9 < 5 }
  var hexadecimalValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }
}

extension String {
  /// ASCII letters in lower case; others stay.
  var asciiLowercased: String { String(decoding: utf8.map(\.lowercased), as: UTF8.self) }
}
