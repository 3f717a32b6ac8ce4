/// Lines that a program broke because its column was full.
struct Paragraph {
  private(set) var text: [UInt8]
  /// Behind the last line.
  private(set) var end: Int

  /// Narrower columns are not of running text: an address has lines of its own.
  private static let narrowest = 150.0

  /// The paragraph that begins at a line that stands alone at its height.
  init(_ lines: [SegmentLine], from start: Int) {
    let edge = Self.edge(lines, from: start)
    text = lines[start].segments.first?.text ?? []
    end = start + 1
    while end < lines.count, Self.goesOn(lines[end - 1], lines[end], edge) {
      text += [0x20] + lines[end].segments[0].text
      end += 1
    }
  }

  /// Right edge of the column that a line stands in: of the lines that follow closely at the same left edge.
  private static func edge(_ lines: [SegmentLine], from start: Int) -> Double {
    var edge = lines[start].segments.last?.area.right ?? 0
    var at = start + 1
    while at < lines.count, at < start + 200, isClose(lines[at - 1], lines[at]) {
      edge = max(edge, lines[at].segments[0].area.right)
      at += 1
    }
    return edge
  }

  private static func isClose(_ line: SegmentLine, _ next: SegmentLine) -> Bool {
    guard let one = line.segments.first, next.segments.count == 1, line.segments.count == 1 else {
      return false
    }
    return next.top - line.bottom < line.height * 0.6
      && abs(next.segments[0].area.left - one.area.left) < line.height
  }

  /// The next line's first word would not have fit.
  private static func goesOn(_ line: SegmentLine, _ next: SegmentLine, _ edge: Double) -> Bool {
    guard isClose(line, next), let one = line.segments.first, let other = next.segments.first,
      edge - one.area.left > narrowest, !one.endsAsLabel, startsWord(other.text)
    else { return false }
    let word = other.text.prefix { $0 != 0x20 }.count + 1
    let width = other.area.width * Double(word) / Double(max(other.text.count, 1))
    return one.area.right + width > edge
  }

  /// Not a bullet, a box or a number.
  private static func startsWord(_ text: [UInt8]) -> Bool {
    guard let first = text.first else { return false }
    let isWord = first.isLetterOrDigit || first >= 0xc3 && first < 0xe2
    let isQuote = first == UInt8(ascii: "(") || first == 0x22 || first == 0x27
    let word = text.prefix { $0 != 0x20 }
    return (isWord || isQuote) && word.last != UInt8(ascii: ":")
      && !(word.count <= 3 && (word.last == UInt8(ascii: ".") || word.last == UInt8(ascii: ")")))
  }
}
