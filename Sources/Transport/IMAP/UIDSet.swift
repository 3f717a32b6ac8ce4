/// Unique identifiers of messages, as IMAP writes sets of them (RFC 9051 9, `sequence-set`).
enum UIDSet {
  /// Longest set in one command: servers choke on more (RFC 7162 4).
  static let limit = 7_500

  /// `3:5,9` for ascending numbers, cut into texts of at most `limit` bytes and `count` numbers; each comes
  /// with its numbers.
  static func texts(_ uids: [UInt32], count: Int = .max) -> [(
    text: String, uids: ArraySlice<UInt32>
  )] {
    var result: [(String, ArraySlice<UInt32>)] = []
    var (text, start, at) = ("", 0, 0)
    while at < uids.count {
      var end = at
      while end + 1 < uids.count, uids[end + 1] == uids[end] + 1, end + 1 - start < count {
        end += 1
      }
      let part = end > at ? "\(uids[at]):\(uids[end])" : "\(uids[at])"
      if !text.isEmpty, text.utf8.count + part.utf8.count >= limit || at - start >= count {
        result.append((text, uids[start..<at]))
        (text, start) = ("", at)
        continue
      }
      text += text.isEmpty ? part : ",\(part)"
      at = end + 1
    }
    if !text.isEmpty { result.append((text, uids[start..<at])) }
    return result
  }

  /// The ranges of a set that a server wrote; parts that are no numbers from 1 to 4294967295 are left out.
  static func ranges(_ text: ArraySlice<UInt8>) -> [ClosedRange<UInt32>] {
    text.split(separator: UInt8(ascii: ",")).compactMap { part in
      let ends = part.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      guard (1...2).contains(ends.count), let a = number(ends[0]),
        let b = number(ends[ends.count - 1])
      else { return nil }
      return min(a, b)...max(a, b)
    }
  }

  /// A non-zero number of 32 bits; nil for anything else.
  static func number(_ digits: some Collection<UInt8>) -> UInt32? {
    guard let value = decimal(digits), value > 0 else { return nil }
    return UInt32(exactly: value)
  }
}

/// Digits only, at most 18 of them.
func decimal(_ digits: some Collection<UInt8>) -> Int? {
  guard (1...18).contains(digits.count) else { return nil }
  var value = 0
  for digit in digits {
    guard digit >= 0x30, digit <= 0x39 else { return nil }
    value = value * 10 + Int(digit - 0x30)
  }
  return value
}
