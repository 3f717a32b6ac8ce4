/// Folding for comparison: lower case, Latin letters without diacritics.
///
/// Works on UTF-8. Letters of other scripts and broken sequences pass unchanged; combining marks go, so
/// that composed and decomposed spellings fold to the same bytes.
enum Fold {
  static func folded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    append(bytes, to: &out)
    return out
  }

  static func folded(_ text: String) -> [UInt8] { folded(Array(text.utf8)[...]) }

  static func append(_ bytes: ArraySlice<UInt8>, to out: inout [UInt8]) {
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let byte = bytes[at]
      guard byte >= 0x80 else {
        out.append(lower(byte))
        at += 1
        continue
      }
      let next = at + 1 < bytes.endIndex ? bytes[at + 1] : 0
      guard next & 0xc0 == 0x80, let letters = latin(byte, next) else {
        out.append(byte)
        at += 1
        continue
      }
      out.append(contentsOf: letters)
      at += 2
    }
  }

  @inline(__always)
  static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// What a two-byte sequence becomes; nil when it is no Latin letter or combining mark.
  private static func latin(_ lead: UInt8, _ trail: UInt8) -> [UInt8]? {
    switch lead {
    case 0xc3: latin1[Int(trail & 0x3f)]
    case 0xc4: extendedA[Int(trail & 0x3f)]
    case 0xc5: extendedA[64 + Int(trail & 0x3f)]
    case 0xc8 where trail == 0x98 || trail == 0x99: [0x73]
    case 0xc8 where trail == 0x9a || trail == 0x9b: [0x74]
    // Combining diacritical marks, U+0300 to U+036F.
    case 0xcc: []
    case 0xcd where trail <= 0xaf: []
    default: nil
    }
  }

  /// U+00C0 to U+00FF.
  private static let latin1: [[UInt8]] =
    letters("aaaaaa*ceeeeiiiidnooooo-ouuuuy**aaaaaa*ceeeeiiiidnooooo-ouuuuy*y") { index in
      switch index {
      case 6, 38: "ae"
      case 30, 62: "th"
      case 31: "ss"
      default: "-"
      }
    }

  /// U+0100 to U+017F.
  private static let extendedA: [[UInt8]] = letters(
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkklllllll"
      + "lllnnnnnnnnnoooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
  ) { index in index < 64 ? "ij" : "oe" }

  private static func letters(_ row: String, special: (Int) -> String) -> [[UInt8]] {
    row.utf8.enumerated().map { index, letter in
      letter == UInt8(ascii: "*") ? Array(special(index).utf8) : [letter]
    }
  }
}
