/// Words that stand together in one line: a label, a value, or a line of running text.
struct Segment {
  /// UTF-8, words with a space between.
  var text: [UInt8]
  var area: PDFArea
  var style: Int
  var words = 1

  var endsAsLabel: Bool { text.last == UInt8(ascii: ":") || text.last == UInt8(ascii: "?") }
}

/// What stands at one height of a page, or of a column, from left to right.
struct SegmentLine {
  var segments: [Segment]
  var top: Double
  var bottom: Double

  var height: Double { max(bottom - top, 1) }
  var middle: Double { (top + bottom) / 2 }
}

/// Puts characters together to words, words to segments, and segments to lines.
enum PageSegments {
  static func lines(_ glyphs: [Glyph]) -> [SegmentLine] { lines(words(glyphs)) }

  /// Segments at the same height make a line; those with a wide gap between stay apart.
  static func lines(_ segments: [Segment]) -> [SegmentLine] {
    var lines: [SegmentLine] = []
    for segment in segments.sorted(by: { $0.area.middle < $1.area.middle }) {
      if let last = lines.indices.last, belongs(segment, to: lines[last]) {
        lines[last].segments.append(segment)
        lines[last].top = min(lines[last].top, segment.area.top)
        lines[last].bottom = max(lines[last].bottom, segment.area.bottom)
      } else {
        lines.append(
          SegmentLine(segments: [segment], top: segment.area.top, bottom: segment.area.bottom))
      }
    }
    for index in lines.indices { lines[index].segments = joined(lines[index].segments) }
    return lines
  }

  private static func belongs(_ segment: Segment, to line: SegmentLine) -> Bool {
    let first = line.segments[0].area
    let height = min(first.height, segment.area.height)
    return abs(segment.area.middle - first.middle) < max(height * 0.5, 1)
  }

  /// Characters that follow one another without a space or a jump.
  private static func words(_ glyphs: [Glyph]) -> [Segment] {
    var words: [Segment] = []
    var isOpen = false
    for glyph in glyphs {
      if glyph.scalar.properties.isWhitespace || glyph.scalar.value < 0x20 {
        isOpen = false
        continue
      }
      if isOpen, let last = words.indices.last, continues(glyph, words[last].area) {
        words[last].text += Array(String(Character(glyph.scalar)).utf8)
        words[last].area.right = max(words[last].area.right, glyph.area.right)
        words[last].area.top = min(words[last].area.top, glyph.area.top)
        words[last].area.bottom = max(words[last].area.bottom, glyph.area.bottom)
      } else {
        words.append(
          Segment(
            text: Array(String(Character(glyph.scalar)).utf8), area: glyph.area, style: glyph.style
          ))
      }
      isOpen = true
    }
    return words
  }

  private static func continues(_ glyph: Glyph, _ word: PDFArea) -> Bool {
    let height = max(glyph.area.height, 1)
    return abs(glyph.area.middle - word.middle) < height * 0.4
      && glyph.area.left > word.right - height && glyph.area.left < word.right + height * 0.7
  }

  /// Words of a line joined where the gap is one of running text.
  private static func joined(_ words: [Segment]) -> [Segment] {
    let words = words.sorted { $0.area.left < $1.area.left }
    var segments: [Segment] = []
    for (index, word) in words.enumerated() {
      if let last = segments.indices.last, belongs(word, to: segments[last], words, index) {
        segments[last].append(word)
      } else {
        segments.append(word)
      }
    }
    return segments
  }

  private static func belongs(
    _ word: Segment, to segment: Segment, _ words: [Segment], _ index: Int
  ) -> Bool {
    let gap = word.area.left - segment.area.right
    let height = max(min(word.area.height, segment.area.height), 1)
    let isOther = word.style != segment.style
    return gap <= height * (isOther ? 0.55 : 0.95)
      || gap < height * 4 && isJustified(words, index, gap)
  }

  /// The gaps before and behind are just as wide: a line stretched to the width of its column.
  private static func isJustified(_ words: [Segment], _ index: Int, _ gap: Double) -> Bool {
    func isSame(_ at: Int) -> Bool {
      guard at > 0, at < words.count else { return false }
      return abs(words[at].area.left - words[at - 1].area.right - gap) < 0.25
    }
    let near = [isSame(index - 2), isSame(index - 1), isSame(index + 1), isSame(index + 2)]
    return near[0] && near[1] || near[1] && near[2] || near[2] && near[3]
  }
}

extension Segment {
  fileprivate mutating func append(_ word: Segment) {
    text += [0x20] + word.text
    area.right = max(area.right, word.area.right)
    area.top = min(area.top, word.area.top)
    area.bottom = max(area.bottom, word.area.bottom)
    words += word.words
    // The style of a segment is that of its last word: a bold label before a value.
    style = word.style
  }
}
