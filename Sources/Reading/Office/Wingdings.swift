/// Boxes and ticks that are drawn with letters of Microsoft's picture fonts.
enum Wingdings {
  /// `[x]`, `[ ]`, a sign, or nothing for an ornament.
  /// - Parameter code: of the letter; the fonts also use U+F000 and on.
  static func text(_ code: UInt32, font: String) -> StaticString {
    let letter = code >= 0xf000 && code < 0xf100 ? code - 0xf000 : code
    switch (font.asciiLowercased, letter) {
    case ("wingdings", 0xfe), ("wingdings", 0xfd), ("wingdings", 0x78), ("wingdings", 0xfc),
      ("wingdings", 0xfb), ("wingdings 2", 0x50...0x54), ("wingdings 2", 0x4f):
      return "[x]"
    case ("wingdings", 0xa8), ("wingdings", 0x6f), ("wingdings", 0x70...0x72),
      ("wingdings 2", 0xa3), ("wingdings 2", 0x2a):
      return "[ ]"
    default: return ""
    }
  }

  static func isPictures(_ font: String) -> Bool {
    font.asciiLowercased.hasPrefix("wingdings") || font.asciiLowercased == "webdings"
  }
}
