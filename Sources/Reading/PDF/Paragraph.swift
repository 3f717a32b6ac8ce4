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
      let next = lines[end].segments[0].text
      text += (Self.isBrokenAtHyphen(text, next) ? [] : [0x20]) + next
      end += 1
    }
  }

  /// Right edge of the column that a line stands in: of the lines near it at the same left edge. A signature is
  /// narrower than the text above it, and was not broken.
  private static func edge(_ lines: [SegmentLine], from start: Int) -> Double {
    guard let first = lines[start].segments.first else { return 0 }
    return lines[max(0, start - 100)..<min(lines.count, start + 100)].reduce(first.area.right) {
      edge, line in
      guard line.segments.count == 1,
        abs(line.segments[0].area.left - first.area.left) < line.height
      else { return edge }
      return max(edge, line.segments[0].area.right)
    }
  }

  /// `3-AUE-` above `07`: the hyphen is the word's own, or hyphenation's. `land-` above `en tuinbouw` is two words.
  private static func isBrokenAtHyphen(_ text: [UInt8], _ next: [UInt8]) -> Bool {
    let end = text.count
    guard end >= 2, text[end - 1] == 0x2d, text[end - 2].isLetterOrDigit else { return false }
    let word = next.prefix { $0 != 0x20 }
    return !["en", "of"].contains { word.elementsEqual($0.utf8) }
  }

  private static func isClose(_ line: SegmentLine, _ next: SegmentLine) -> Bool {
    guard let one = line.segments.first, next.segments.count == 1, line.segments.count == 1 else {
      return false
    }
    // The first line of a paragraph may stand further in.
    let shift = next.segments[0].area.left - one.area.left
    return next.top - line.bottom < line.height * 0.6
      && shift < line.height && shift > line.height * -3
  }

  /// The next line's first word would not have fit.
  private static func goesOn(_ line: SegmentLine, _ next: SegmentLine, _ edge: Double) -> Bool {
    guard isClose(line, next), let one = line.segments.first, let other = next.segments.first,
      edge - one.area.left > narrowest, !one.endsAsLabel,
      startsWord(other.text) || isInSentence(one.text) && startsNumber(other.text)
    else { return false }
    let word = other.text.prefix { $0 != 0x20 }.count + 1
    let width = other.area.width * Double(word) / Double(max(other.text.count, 1))
    return one.area.right + width > edge
  }

  /// A numbered item comes after the end of a sentence or of an item; `ze is` above `20. Zij` goes on.
  private static func isInSentence(_ text: [UInt8]) -> Bool {
    guard let last = text.last else { return false }
    return last.isLetterOrDigit || last == 0x2d || last == UInt8(ascii: ",")
  }

  private static func startsNumber(_ text: [UInt8]) -> Bool {
    let word = text.prefix { $0 != 0x20 }
    return word.count >= 2 && word.last == UInt8(ascii: ".")
      && word.dropLast().allSatisfy { (0x30...0x39).contains($0) }
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
