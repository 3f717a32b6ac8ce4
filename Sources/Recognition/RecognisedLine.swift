/// A line of text on a page, in pixels from its upper left corner.
struct RecognisedLine {
  /// UTF-8, without a line end; cells have `\t` between.
  var text: [UInt8]
  var left: Int
  var top: Int
  var right: Int
  var bottom: Int

  var height: Int { bottom - top }
}

extension [RecognisedLine] {
  /// The text of the page. Lines keep their order; what stands to the right of a short line, in another block,
  /// is its answer: ruled tables and forms are recognised cell by cell.
  var joined: [UInt8] {
    var rows: [(line: RecognisedLine, text: [UInt8])] = []
    var isTaken = [Bool](repeating: false, count: count)
    for (index, line) in enumerated() where !isTaken[index] {
      isTaken[index] = true
      var row = (line: line, text: line.text)
      // The nearest first, and from there on.
      while let next = answer(to: row.line, isTaken) {
        isTaken[next] = true
        row.text += [0x09] + self[next].text
        row.line.right = self[next].right
        row.line.text = self[next].text
      }
      rows.append(row)
    }
    var text: [UInt8] = []
    for (index, row) in rows.enumerated() {
      if index > 0, row.line.top - rows[index - 1].line.bottom > row.line.height {
        text.append(0x0a)
      }
      text += row.text + [0x0a]
    }
    return text
  }

  /// A label is no longer than this; longer lines side by side are columns of running text.
  private static var labelLength: Int { 48 }

  private func answer(to line: RecognisedLine, _ isTaken: [Bool]) -> Int? {
    guard line.text.count <= Self.labelLength else { return nil }
    var best: Int?
    for index in indices where !isTaken[index] && self[index].left >= line.right {
      let other = self[index]
      let overlap = Swift.min(line.bottom, other.bottom) - Swift.max(line.top, other.top)
      guard overlap * 2 > Swift.min(line.height, other.height) else { continue }
      if best.map({ other.left < self[$0].left }) ?? true { best = index }
    }
    return best
  }
}
