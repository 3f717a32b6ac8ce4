// Small predicates on single bytes of UTF-8, and trimming of slices.

extension UInt8 {
  @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }
  /// A to Z or a to z.
  @inline(__always) var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  @inline(__always) var isUpper: Bool { self &- 0x41 < 26 }
  @inline(__always) var isLower: Bool { self &- 0x61 < 26 }
  /// A letter, a digit, or part of a character outside ASCII.
  @inline(__always) var isWordByte: Bool { isASCIILetter || isDigit || self >= 0x80 }
  @inline(__always) var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0b }
}

extension ArraySlice<UInt8> {
  /// Without spaces, tabs and line breaks at both ends.
  var trimmed: ArraySlice<UInt8> { trimmed { $0.isBlank || $0 == 0x0a || $0 == 0x0d } }

  func trimmed(where drop: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var (start, end) = (startIndex, endIndex)
    while start < end, drop(self[start]) { start += 1 }
    while end > start, drop(self[end - 1]) { end -= 1 }
    return self[start..<end]
  }

  func hasPrefix(_ prefix: String) -> Bool { starts(with: prefix.utf8) }

  /// Where `needle` (not empty) first occurs at or after `start`. Time is the product of both lengths in
  /// the worst case; needles are short constants.
  func firstRange(of needle: [UInt8], from start: Int? = nil) -> Range<Int>? {
    guard let first = needle.first else { return nil }
    var at = start ?? startIndex
    while at + needle.count <= endIndex {
      if self[at] == first, self[at..<(at + needle.count)].elementsEqual(needle) {
        return at..<(at + needle.count)
      }
      at += 1
    }
    return nil
  }

  func contains(_ needle: String) -> Bool { firstRange(of: Array(needle.utf8)) != nil }

  var text: String { String(decoding: self, as: UTF8.self) }
}
