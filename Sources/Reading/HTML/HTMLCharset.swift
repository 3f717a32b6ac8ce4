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
