/// The characters that a page says it is written in.
enum HTMLCharset {
  /// `charset=` in the first kilobyte (WHATWG HTML 13.2.3.2); nil when it does not say.
  static func declared(_ page: [UInt8]) -> String? {
    let end = min(page.count, 1024)
    var at = 0
    while at < end {
      at = page.position(of: UInt8(ascii: "="), in: at..<end)
      guard at < end else { return nil }
      if page.hasWord("charset", at: at - 7, before: end) {
        let value = page[(at + 1)..<end].drop { $0 == 0x22 || $0 == 0x27 || $0.isSpace }
        let name = value.prefix { $0.isLetterOrDigit || $0 == 0x2d || $0 == 0x5f }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
      }
      at += 1
    }
    return nil
  }
}

/// What the parser can read in good time.
enum HTMLTags {
  static let attributeLimit = 2000

  /// Where a tag begins that has more attributes than that: the parser compares each with all before it. The
  /// end of the page when there is none.
  static func affordable(_ page: [UInt8]) -> Int {
    var at = 0
    // Word keeps its styles in a comment of thousands of words.
    var hasComments = true
    while true {
      at = page.position(of: UInt8(ascii: "<"), in: at..<page.count)
      guard at + 1 < page.count else { return page.count }
      if hasComments, page.hasWord("<!--", at: at, before: page.count) {
        guard let end = commentEnd(page, at + 4) else {
          hasComments = false
          continue
        }
        at = end
        continue
      }
      let (end, words) = tag(page, at + 1)
      if words > attributeLimit { return at }
      at = end
    }
  }

  /// Behind the next `-->`; nil when there is none, and so none for any later comment.
  private static func commentEnd(_ page: [UInt8], _ start: Int) -> Int? {
    var at = start
    while true {
      at = page.position(of: UInt8(ascii: ">"), in: at..<page.count)
      guard at < page.count else { return nil }
      if at >= start + 2, page[at - 1] == 0x2d, page[at - 2] == 0x2d { return at + 1 }
      at += 1
    }
  }

  /// Where a tag ends, and how many words it has; words in quotation marks are part of the one before.
  private static func tag(_ page: [UInt8], _ start: Int) -> (end: Int, words: Int) {
    var (at, words) = (start, 0)
    var (quote, last) = (0 as UInt8, 0 as UInt8)
    var afterBreak = false
    while at < page.count, words <= attributeLimit {
      let byte = page[at]
      if quote != 0 {
        if byte == quote { (quote, afterBreak) = (0, true) }
      } else if byte == 0x3e {
        return (at + 1, words)
      } else if byte.isSpace || byte == 0x2f {
        afterBreak = true
      } else {
        if (byte == 0x22 || byte == 0x27) && last == 0x3d { quote = byte }
        if afterBreak, byte != 0x3d { words += 1 }
        (afterBreak, last) = (false, byte)
      }
      at += 1
    }
    return (at, words)
  }
}
