/// Mail addresses in running text.
enum Emails {
  /// RFC 5321 4.5.3.1: the longest local part and domain.
  private static let localLimit = 64
  private static let domainLimit = 255

  static func read(_ text: String) -> String? {
    find(in: ArraySlice(Array(text.utf8))).first?.value
  }

  /// Addresses with a dot in their domain, the domain in lower case, in order.
  static func find(in text: ArraySlice<UInt8>) -> [Found<String>] {
    var found: [Found<String>] = []
    var at = text.startIndex
    while at < text.endIndex {
      if text[at] == UInt8(ascii: "@"), let range = address(around: at, in: text) {
        let local = String(decoding: text[range.lowerBound..<at], as: UTF8.self)
        let domain = text[at..<range.upperBound].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        found.append(Found(value: local + String(decoding: domain, as: UTF8.self), range: range))
        at = range.upperBound
      } else {
        at += 1
      }
    }
    return found
  }

  private static func address(around at: Int, in text: ArraySlice<UInt8>) -> Range<Int>? {
    var start = at
    while start > text.startIndex, at - start <= localLimit, isLocal(text[start - 1]) { start -= 1 }
    while start < at, text[start] == UInt8(ascii: ".") || text[start] == UInt8(ascii: "-") {
      start += 1
    }
    var end = at + 1
    while end < text.endIndex, end - at <= domainLimit, isDomain(text[end]) { end += 1 }
    while end > at + 1, text[end - 1] == UInt8(ascii: ".") || text[end - 1] == UInt8(ascii: "-") {
      end -= 1
    }
    guard at > start, at - start <= localLimit, text[at - 1] != UInt8(ascii: "."),
      isName(text[(at + 1)..<end])
    else { return nil }
    return start..<end
  }

  /// At least two labels, none empty, the last one letters.
  private static func isName(_ domain: ArraySlice<UInt8>) -> Bool {
    let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count >= 2, let last = labels.last, last.count >= 2 else { return false }
    return labels.allSatisfy { !$0.isEmpty && $0.count <= 63 } && last.allSatisfy(isLetter)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isDomain(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }

  /// RFC 5322 atext without what surrounds addresses in prose.
  private static func isLocal(_ byte: UInt8) -> Bool {
    isDomain(byte) || [0x5F, 0x2B, 0x25, 0x27, 0x26, 0x7E, 0x23].contains(byte)
  }
}
