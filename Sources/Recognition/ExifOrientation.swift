/// How a camera was held, as the JPEG file says (Exif 2.32, 4.6.4 A: tag 0x0112 of the first directory).
enum ExifOrientation {
  /// Quarters clockwise that make the picture stand upright; 0 when the file does not say. Mirrored ones,
  /// which no telephone writes, count as not said.
  static func quarters(_ jpeg: [UInt8]) -> Int {
    guard let tiff = tiff(jpeg) else { return 0 }
    switch orientation(tiff) {
    case 3: return 2
    case 6: return 1
    case 8: return 3
    default: return 0
    }
  }

  /// The Exif segment, which comes before the picture itself.
  private static func tiff(_ jpeg: [UInt8]) -> ArraySlice<UInt8>? {
    var at = 2
    for _ in 0..<50 {
      guard at + 4 <= jpeg.count, jpeg[at] == 0xff, jpeg[at + 1] != 0xda else { return nil }
      let end = at + 2 + Int(jpeg[at + 2]) << 8 + Int(jpeg[at + 3])
      guard end > at + 3, end <= jpeg.count else { return nil }
      let segment = jpeg[(at + 4)..<max(at + 4, end)]
      if jpeg[at + 1] == 0xe1, segment.starts(with: Array("Exif\0\0".utf8)) {
        return segment.dropFirst(6)
      }
      at = end
    }
    return nil
  }

  private static func orientation(_ tiff: ArraySlice<UInt8>) -> Int {
    let isBig = tiff.first == UInt8(ascii: "M")
    func number(_ offset: Int, _ count: Int) -> Int? {
      let start = tiff.startIndex + offset
      guard offset >= 0, offset <= tiff.count - count else { return nil }
      let bytes = tiff[start..<(start + count)]
      return (isBig ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let count = number(directory, 2) else { return 0 }
    for entry in 0..<min(count, 200) {
      let at = directory + 2 + 12 * entry
      if number(at, 2) == 0x0112 { return number(at + 8, 2) ?? 0 }
    }
    return 0
  }
}
