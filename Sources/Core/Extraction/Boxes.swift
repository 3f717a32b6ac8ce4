/// Boxes to tick in a line: `[x] ja [ ] nee`, `☒ ja ☐ nee`, `ja ☒ nee ☐`.
struct Boxes {
  /// Texts of the ticked options, in order, joined with `; `. Empty when none is ticked.
  private(set) var ticked: [UInt8] = []
  /// What stood before the first box.
  private(set) var before: ArraySlice<UInt8>
  private(set) var hasTicked = false

  /// Nil when the line has no boxes.
  init?(_ line: ArraySlice<UInt8>) {
    var marks: [(range: Range<Int>, isTicked: Bool)] = []
    var at = line.startIndex
    while marks.count < 60, let next = line[at...].firstIndex(where: Self.mayBegin) {
      at = next
      if let mark = Self.mark(line, at) {
        marks.append((at..<(at + mark.length), mark.isTicked))
        at += mark.length
      } else {
        at += 1
      }
    }
    guard let first = marks.first, let last = marks.last else { return nil }
    let behind = line[last.range.upperBound...].trimmed.isEmpty
    before = line[..<first.range.lowerBound].trimmed
    // `ja ☒ nee ☐`: the box stands behind its option.
    let isBehind = behind && !before.isEmpty && marks.count > 1
    for (index, mark) in marks.enumerated() where mark.isTicked {
      hasTicked = true
      let option =
        isBehind
        ? line[
          (index == 0 ? line.startIndex : marks[index - 1].range.upperBound)..<mark.range.lowerBound
        ]
        : line[
          mark.range
            .upperBound..<(index + 1 < marks.count
            ? marks[index + 1].range.lowerBound : line.endIndex)]
      add(option)
    }
    if isBehind { before = [] }
  }

  private mutating func add(_ option: ArraySlice<UInt8>) {
    let text = option.trimmed { $0.isBlank || $0 == 0x2c || $0 == 0x3b || $0 == 0x2f || $0 == 0x7c }
    guard !text.isEmpty else { return }
    if !ticked.isEmpty { ticked += [0x3b, 0x20] }
    ticked += text
  }

  private static func mayBegin(with byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "(") || byte == 0xe2 || byte == 0xf0
  }

  /// The box that starts here.
  static func mark(_ line: ArraySlice<UInt8>, _ at: Int) -> (length: Int, isTicked: Bool)? {
    switch line[at] {
    case UInt8(ascii: "["): bracket(line, at, UInt8(ascii: "]"), mayBeEmpty: true)
    case UInt8(ascii: "("): bracket(line, at, UInt8(ascii: ")"), mayBeEmpty: false)
    case 0xe2, 0xf0: sign(line, at)
    default: nil
    }
  }

  private static func bracket(
    _ line: ArraySlice<UInt8>, _ at: Int, _ close: UInt8, mayBeEmpty: Bool
  ) -> (length: Int, isTicked: Bool)? {
    var end = at + 1
    var inside: [UInt8] = []
    while end < line.endIndex, end - at <= 5, line[end] != close {
      if !line[end].isBlank { inside.append(line[end]) }
      end += 1
    }
    guard end < line.endIndex, line[end] == close else { return nil }
    let length = end + 1 - at
    if inside.isEmpty { return length > 2 || mayBeEmpty ? (length, false) : nil }
    let isTicked = ticks.contains(inside)
    return isTicked ? (length, true) : nil
  }

  private static let ticks: Set<[UInt8]> = Set(
    ["x", "X", "v", "V", "*", "+", "✓", "✔", "×"].map { Array($0.utf8) })

  /// ☐ ☑ ☒ ✓ ✔ □ ■ ▢ ○ ◯ ◉ ✅ ⬜ ⬛: U+2610 and so on.
  private static func sign(_ line: ArraySlice<UInt8>, _ at: Int) -> (length: Int, isTicked: Bool)? {
    guard at + 2 < line.endIndex else { return nil }
    var length = 3
    let isTicked: Bool
    switch (line[at], line[at + 1], line[at + 2]) {
    case (0xe2, 0x98, 0x90), (0xe2, 0x96, 0xa1), (0xe2, 0x96, 0xa2), (0xe2, 0x97, 0x8b),
      (0xe2, 0x97, 0xaf),
      (0xe2, 0xac, 0x9c):
      isTicked = false
    case (0xe2, 0x98, 0x91), (0xe2, 0x98, 0x92), (0xe2, 0x9c, 0x93), (0xe2, 0x9c, 0x94),
      (0xe2, 0x9c, 0x85),
      (0xe2, 0x96, 0xa0), (0xe2, 0x97, 0x89), (0xe2, 0xac, 0x9b), (0xe2, 0x9c, 0x96):
      isTicked = true
    default: return nil
    }
    // A variation selector belongs to it.
    if at + 5 < line.endIndex, line[at + 3] == 0xef, line[at + 4] == 0xb8 { length = 6 }
    return (length, isTicked)
  }
}
