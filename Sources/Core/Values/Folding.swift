/// Characters to what they count as in comparisons.
enum Folding {
  /// U+00C0...U+00FF, U+0100...U+013F, U+0140...U+017F; `*` is no letter, `ß` is handled apart.
  private static let latin1 = Array(
    "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty".utf8)
  private static let latinA = Array(
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll".utf8)
  private static let latinB = Array(
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs".utf8)

  /// The character at an index and its length in bytes (at least 1, never past the end).
  static func glyph(_ bytes: ArraySlice<UInt8>, _ at: Int) -> (glyph: Glyph, length: Int) {
    let byte = bytes[at]
    switch byte {
    case 0x61...0x7A: return (.letter(byte, upper: false), 1)
    case 0x41...0x5A: return (.letter(byte | 0x20, upper: true), 1)
    case 0x30...0x39: return (.digit(byte), 1)
    case 0x20: return (.space, 1)
    case 0x09: return (.tab, 1)
    case 0x0A, 0x0B, 0x0C: return (.lineEnd, 1)
    case 0x27, 0x60: return (.apostrophe, 1)
    case 0x00...0x1F, 0x7F: return (.nothing, 1)
    case 0x21...0x7E: return (.sign(byte), 1)
    default: return wide(bytes, at)
    }
  }

  private static func wide(_ bytes: ArraySlice<UInt8>, _ at: Int) -> (glyph: Glyph, length: Int) {
    let length = bytes[at] >= 0xF0 ? 4 : bytes[at] >= 0xE0 ? 3 : bytes[at] >= 0xC2 ? 2 : 1
    guard length > 1, at + length <= bytes.endIndex else { return (.foreign, 1) }
    for index in (at + 1)..<(at + length) where bytes[index] & 0xC0 != 0x80 { return (.foreign, 1) }
    let glyph: Glyph =
      switch length {
      case 2: two(bytes[at], bytes[at + 1])
      case 3: three(bytes[at], bytes[at + 1], bytes[at + 2])
      default: .sign(Sign.other)
      }
    return (glyph, length)
  }

  private static func two(_ lead: UInt8, _ tail: UInt8) -> Glyph {
    let index = Int(tail & 0x3F)
    switch lead {
    case 0xC2:
      return switch tail {
      case 0xA0: .space
      case 0xAD: .nothing
      case 0xB4: .apostrophe
      case 0xB7: .sign(Sign.bullet)
      default: .sign(Sign.other)
      }
    case 0xC3:
      if tail == 0x9F { return .letters(0x73, 0x73) }
      let letter = latin1[index]
      return letter == 0x2A ? .sign(Sign.other) : .letter(letter, upper: tail < 0xA0)
    case 0xC4: return .letter(latinA[index], upper: tail & 1 == (tail > 0xB8 ? 1 : 0))
    case 0xC5:
      return .letter(latinB[index], upper: tail & 1 == (tail < 0x89 || tail > 0xB8 ? 1 : 0))
    case 0xC8 where tail == 0x98 || tail == 0x99: return .letter(0x73, upper: tail == 0x98)
    case 0xC8 where tail == 0x9A || tail == 0x9B: return .letter(0x74, upper: tail == 0x9A)
    case 0xCC: return .nothing
    case 0xCD where tail < 0xB0: return .nothing
    default: return .foreign
    }
  }

  private static func three(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Glyph {
    switch (a, b, c) {
    case (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xAF), (0xE3, 0x80, 0x80): .space
    case (0xE2, 0x80, 0xA8...0xA9): .lineEnd
    case (0xE2, 0x80, 0x8B...0x8F), (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA0...0xAF),
      (0xEF, 0xBB, 0xBF), (0xEF, 0xB8, 0x80...0x8F):
      .nothing
    case (0xE2, 0x80, 0x90...0x95), (0xE2, 0x88, 0x92): .sign(UInt8(ascii: "-"))
    case (0xE2, 0x80, 0x98...0x9B), (0xE2, 0x80, 0xB2): .apostrophe
    case (0xE2, 0x80, 0x9C...0x9F), (0xE2, 0x80, 0xB3): .sign(UInt8(ascii: "\""))
    case (0xE2, 0x80, 0xA6): .sign(UInt8(ascii: "."))
    case (0xE2, 0x80, 0xA2), (0xE2, 0x97, 0xA6), (0xE2, 0x96, 0xAA): .sign(Sign.bullet)
    case (0xE2, 0x82, 0xAC): .sign(Sign.euro)
    case (0xE2, 0x98, 0x90), (0xE2, 0x97, 0x8B), (0xE2, 0x96, 0xA1): .sign(Sign.unticked)
    case (0xE2, 0x98, 0x91...0x92), (0xE2, 0x9C, 0x93...0x98), (0xE2, 0x9C, 0x85),
      (0xE2, 0x97, 0x89), (0xE2, 0x97, 0x8F), (0xE2, 0x96, 0xA0):
      .sign(Sign.ticked)
    case (0xEF, 0xBC, 0x90...0x99): .digit(c - 0x90 + 0x30)
    case (0xEF, 0xBC, 0xA1...0xBA): .letter(c - 0xA1 + 0x61, upper: true)
    case (0xEF, 0xBD, 0x81...0x9A): .letter(c - 0x81 + 0x61, upper: false)
    case (0xE2, 0x80...0xAF, _): .sign(Sign.other)
    default: .foreign
    }
  }
}
