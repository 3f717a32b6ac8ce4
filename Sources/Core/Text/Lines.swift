/// One line of a cleaned text: where its content stands, and how it was set off.
struct Line: Sendable {
  private let first, last, blanks, marks: Int32

  /// Content without quote marks, and without white space at both ends.
  var start: Int { Int(first) }
  var end: Int { Int(last) }
  /// Spaces before the content; a tab counts as eight.
  var indent: Int { Int(blanks) }
  /// Number of `>` before it.
  var quote: Int { Int(marks) }

  var isEmpty: Bool { first == last }
  var range: Range<Int> { start..<end }

  /// The same line as content of its level.
  var unquoted: Line { Line(start..<end, indent: indent, quote: 0) }

  private init(_ range: Range<Int>, indent: Int, quote: Int) {
    (first, last) = (Int32(range.lowerBound), Int32(range.upperBound))
    (blanks, marks) = (Int32(clamping: indent), Int32(clamping: quote))
  }
}

extension Line {
  /// The lines of a text, in order. An isolated line that starts with `>` is not a quotation.
  static func all(in bytes: [UInt8]) -> [Line] {
    var lines: [Line] = []
    lines.reserveCapacity(bytes.count / 40 + 8)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
      lines.append(Line(bytes[start..<end]))
      start = end + 1
    }
    for index in lines.indices where lines[index].quote > 0 {
      let before = index > 0 && lines[index - 1].quote > 0
      let after = index + 1 < lines.count && lines[index + 1].quote > 0
      let introduced =
        index > 0
        && lines[..<index].last { !$0.isEmpty }.map {
          bytes[$0.range].last == UInt8(ascii: ":")
        } ?? false
      if !before, !after, !introduced { lines[index] = lines[index].unquoted }
    }
    return lines
  }

  init(_ line: ArraySlice<UInt8>) {
    var (start, end, indent, quote) = (line.startIndex, line.endIndex, 0, 0)
    scan: while start < end {
      switch line[start] {
      case 0x20: indent += 1
      case 0x09, 0x0b: indent += 8
      case UInt8(ascii: ">") where indent <= 1 || quote > 0: (quote, indent) = (quote + 1, 0)
      default: break scan
      }
      start += 1
    }
    while end > start, line[end - 1].isBlank { end -= 1 }
    self.init(start..<end, indent: indent, quote: quote)
  }
}
