/// A line cut into a label and what stands behind it.
struct LabelSplit {
  /// How the label was set off.
  enum Shape { case colon, equals, question, leaders, columns, cells, alone }

  var label: ArraySlice<UInt8>
  var value: ArraySlice<UInt8>
  var shape: Shape
  /// Best first; empty when no field has this label.
  var matches: [LabelMatch]

  /// Longest label, in bytes.
  static let limit = 110
}

/// Cuts lines at the sign that sets off a label.
struct LabelCutter {
  let index: LabelIndex

  /// The label of a line without its bullet. `isListed`: the line had a bullet or a number, which makes a
  /// label likelier.
  func cut(_ line: ArraySlice<UInt8>, isListed: Bool) -> LabelSplit? {
    guard let first = line.first, first.isWordByte else { return nil }
    var unknown: LabelSplit?
    var tried = 0
    var at = line.startIndex + 1
    let end = min(line.endIndex, line.startIndex + LabelSplit.limit)
    while at < end, tried < 4 {
      guard let (shape, next) = separator(line, at) else {
        at += 1
        continue
      }
      tried += 1
      let label = line[..<at].trimmed
      let value = line[next...].trimmed
      let matches = index.match(Label.normalised(label))
      if let best = matches.first, accepts(best, shape, isListed, label, value) {
        return LabelSplit(label: label, value: value, shape: shape, matches: matches)
      }
      if unknown == nil, shape == .colon || shape == .equals || shape == .leaders,
        isLabelLike(label, isListed), !value.isEmpty, value.first != 0x22
      {
        unknown = LabelSplit(label: label, value: value, shape: shape, matches: [])
      }
      at = next
    }
    return unknown ?? answered(line) ?? alone(line, isListed)
  }

  /// The next label inside a value: a known one with a colon, behind a column of spaces or a separator, or
  /// with a capital.
  func next(in value: ArraySlice<UInt8>) -> LabelSplit? {
    var from = value.startIndex
    var tried = 0
    while let colon = value[from...].firstIndex(of: UInt8(ascii: ":")), tried < 6 {
      from = colon + 1
      tried += 1
      guard let start = labelStart(value, before: colon), !isOption(value[..<start]) else {
        continue
      }
      let label = value[start..<colon].trimmed
      let matches = index.whole(Label.normalised(label))
      if !matches.isEmpty {
        return LabelSplit(
          label: label, value: value[from...].trimmed, shape: .colon, matches: matches)
      }
    }
    return nil
  }

  /// What follows is the text of a box.
  private func isOption(_ before: ArraySlice<UInt8>) -> Bool {
    let before = before.suffix(6).trimmed
    return before.indices.contains { at in
      Boxes.mark(before, at).map { at + $0.length == before.endIndex } ?? false
    }
  }

  static func isSeparator(_ byte: UInt8) -> Bool {
    byte.isBlank || byte == 0x2c || byte == 0x3b || byte == 0x7c || byte == 0x2f
  }

  /// Where a label of at most three words before a colon begins: behind a separator or two spaces, else at the
  /// first of up to three words when that has a capital.
  private func labelStart(_ value: ArraySlice<UInt8>, before colon: Int) -> Int? {
    var at = colon
    var words = 0
    var capital: Int?
    while at > value.startIndex, colon - at < 40 {
      let byte = value[at - 1]
      if byte == 0x2c || byte == 0x3b || byte == 0x7c || byte == 0x09 { return at }
      if byte == 0x20, at - 1 > value.startIndex, value[at - 2] == 0x20 { return at }
      if byte == 0x20, at < colon, value[at] != 0x20 {
        words += 1
        if value[at].isUpper { capital = at }
        if words == 3 { break }
      }
      if byte == 0x2e || byte == 0x22 { break }
      at -= 1
    }
    return capital
  }

  /// `Minderjarig nee`: a label, and the answer behind it as a word. So people write, and so a page shows a
  /// narrow column.
  private func answered(_ line: ArraySlice<UInt8>) -> LabelSplit? {
    guard line.count <= 60, startsLabel(line), let space = line.lastIndex(of: 0x20) else {
      return nil
    }
    let value = line[(space + 1)...]
    guard Self.answers.contains(where: { value.elementsEqual($0) }) else { return nil }
    let label = line[..<space].trimmed
    let matches = index.whole(Label.normalised(label))
    guard !matches.isEmpty else { return nil }
    return LabelSplit(label: label, value: value, shape: .columns, matches: matches)
  }

  private static let answers = ["ja", "nee", "Ja", "Nee", "onbekend"].map { Array($0.utf8) }

  /// A line that is a label and nothing else.
  private func alone(_ line: ArraySlice<UInt8>, _ isListed: Bool) -> LabelSplit? {
    guard line.count <= LabelSplit.limit, line.last != 0x2e, line.last != 0x2c else { return nil }
    let label = Label.normalised(line)
    var matches = index.whole(label)
    // A numbered heading may say more than the label.
    if matches.isEmpty, isListed, line.count <= 60 {
      matches = index.match(label).filter { $0.coverage >= 0.5 }
    }
    guard !matches.isEmpty else { return nil }
    return LabelSplit(label: line, value: [], shape: .alone, matches: matches)
  }

  /// The separator that starts at an index, and where the value may begin.
  private func separator(_ line: ArraySlice<UInt8>, _ at: Int) -> (LabelSplit.Shape, Int)? {
    let next = at + 1 < line.endIndex ? line[at + 1] : 0x20
    switch line[at] {
    case UInt8(ascii: ":"):
      // Not a time (`12:30`) and not an address (`http://`).
      guard next != 0x2f, !(next.isDigit && line[at - 1].isDigit) else { return nil }
      return (.colon, at + 1)
    case UInt8(ascii: "?"):
      return (.question, next == UInt8(ascii: ":") ? at + 2 : at + 1)
    case UInt8(ascii: "="):
      return (.equals, at + 1)
    case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): return leaders(line, at)
    case 0xe2: return ellipses(line, at)
    case 0x09: return (.cells, at + 1)
    case 0x20 where next == 0x20 || next == 0x09: return columns(line, at)
    default: return nil
    }
  }

  private func leaders(_ line: ArraySlice<UInt8>, _ at: Int) -> (LabelSplit.Shape, Int)? {
    var end = at
    while end < line.endIndex, line[end] == line[at] { end += 1 }
    guard end - at >= 3 else { return nil }
    while end < line.endIndex, line[end] == UInt8(ascii: ":") || line[end].isBlank { end += 1 }
    return (.leaders, end)
  }

  /// `…` repeated.
  private func ellipses(_ line: ArraySlice<UInt8>, _ at: Int) -> (LabelSplit.Shape, Int)? {
    var end = at
    while end + 2 < line.endIndex, line[end] == 0xe2, line[end + 1] == 0x80, line[end + 2] == 0xa6 {
      end += 3
    }
    guard end > at else { return nil }
    while end < line.endIndex,
      line[end] == UInt8(ascii: ":") || line[end].isBlank || line[end] == 0x2e
    {
      end += 1
    }
    return (.leaders, end)
  }

  private func columns(_ line: ArraySlice<UInt8>, _ at: Int) -> (LabelSplit.Shape, Int)? {
    var end = at
    while end < line.endIndex, line[end].isBlank { end += 1 }
    // Spaces before a sign only set the sign off (`Tel ..... 06`, `Naam   : Jan`).
    guard end < line.endIndex, separatesAfterSpace(line, end) == nil else { return nil }
    return (.columns, end)
  }

  private func separatesAfterSpace(_ line: ArraySlice<UInt8>, _ at: Int) -> Bool? {
    switch line[at] {
    case UInt8(ascii: ":"), UInt8(ascii: "="): true
    case UInt8(ascii: "."), UInt8(ascii: "_"): leaders(line, at) == nil ? nil : true
    default: nil
    }
  }

  /// Whether a recognised label may stand before this sign.
  private func accepts(
    _ match: LabelMatch, _ shape: LabelSplit.Shape, _ isListed: Bool, _ label: ArraySlice<UInt8>,
    _ value: ArraySlice<UInt8>
  ) -> Bool {
    guard !label.dropLast().contains(where: { $0 == 0x21 || $0 == 0x3f || $0 == 0x22 }) else {
      return false
    }
    let words = label.count { $0 == 0x20 } + 1
    switch shape {
    case .question:
      // A question of a form stands at the start of its line; one in a story has no capital and more words.
      return match.isExact || (match.coverage >= (isListed ? 0.1 : 0.3) && startsLabel(label))
    case .colon, .leaders, .cells:
      return match.isExact || match.coverage >= (isListed ? 0.15 : 0.3)
    case .equals: return match.isExact || (match.coverage >= 0.3 && words <= 8)
    case .columns:
      return match.isExact || (match.coverage >= 0.5 && words <= 4 && startsLabel(label))
    case .alone: return match.isExact || isListed
    }
  }

  private func startsLabel(_ label: ArraySlice<UInt8>) -> Bool {
    label.first.map { $0.isUpper || $0.isDigit || $0 >= 0x80 } ?? false
  }

  /// An unknown label: at most five words without the end of a sentence in them.
  private func isLabelLike(_ label: ArraySlice<UInt8>, _ isListed: Bool) -> Bool {
    guard label.count <= 60, startsLabel(label) || isListed else { return false }
    guard label.count(where: { $0 == 0x20 }) <= (isListed ? 9 : 5) else { return false }
    return !label.dropLast().contains { $0 == 0x2e || $0 == 0x2c || $0 == 0x3b || $0 == 0x22 }
  }
}
