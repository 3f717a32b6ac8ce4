/// A mark of a list before a line: `- `, `• `, `* `, `3. `, `4) `, `a. `.
enum Bullet {
  /// Where the text behind the mark begins; the start when there is none.
  static func end(_ line: ArraySlice<UInt8>) -> Int {
    guard let first = line.first else { return line.startIndex }
    switch first {
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "o"):
      return afterBlank(line, line.startIndex + 1)
    case 0xe2, 0xc2: return sign(line)
    case 0x30...0x39: return number(line)
    case _ where first.isASCIILetter: return letter(line)
    default: return line.startIndex
    }
  }

  /// Behind the mark, when at least one blank follows it.
  private static func afterBlank(_ line: ArraySlice<UInt8>, _ at: Int) -> Int {
    guard at < line.endIndex, line[at].isBlank else { return line.startIndex }
    var at = at
    while at < line.endIndex, line[at].isBlank { at += 1 }
    return at
  }

  /// • ‣ ◦ ▪ ● – — · and the like.
  private static func sign(_ line: ArraySlice<UInt8>) -> Int {
    guard line.count > 3 else { return line.startIndex }
    let start = line.startIndex
    if line[start] == 0xc2 { return line[start + 1] == 0xb7 ? afterBlank(line, start + 2) : start }
    switch (line[start + 1], line[start + 2]) {
    case (0x80, 0xa2), (0x80, 0xa3), (0x97, 0xa6), (0x96, 0xaa), (0x97, 0x8f), (0x80, 0x93),
      (0x80, 0x94),
      (0x9e, 0xa4), (0x96, 0xb6), (0x96, 0xba):
      return afterBlank(line, start + 3)
    default: return start
    }
  }

  private static func number(_ line: ArraySlice<UInt8>) -> Int {
    var at = line.startIndex
    while at < line.endIndex, at - line.startIndex < 2, line[at].isDigit { at += 1 }
    guard at < line.endIndex, line[at] == 0x2e || line[at] == 0x29 || line[at] == 0x3a else {
      return line.startIndex
    }
    return afterBlank(line, at + 1)
  }

  private static func letter(_ line: ArraySlice<UInt8>) -> Int {
    let next = line.startIndex + 1
    guard next < line.endIndex, line[next] == 0x29 || line[next] == 0x2e else {
      return line.startIndex
    }
    return afterBlank(line, next + 1)
  }
}
