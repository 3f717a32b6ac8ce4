/// A run of tokens between two boundaries.
struct Piece: Sendable {
  enum Ending: Sendable { case sentence, question, label, line, block }
  enum Box: Sendable { case none, ticked, unticked }

  private let first, end, startLine: Int32
  var ending: Ending
  let box: Box
  let isQuoted: Bool
  /// Something that can be answered: ends in `?`, `:`, a column, or is a short line above a value.
  var isLabel: Bool
  /// Its answer stands on the same line.
  var isInline: Bool

  init(
    range: Range<Int>, line: Int, _ ending: Ending, _ box: Box, isQuoted: Bool, isLabel: Bool,
    isInline: Bool
  ) {
    (first, end, startLine) = (Int32(range.lowerBound), Int32(range.upperBound), Int32(line))
    (self.ending, self.box) = (ending, box)
    (self.isQuoted, self.isLabel, self.isInline) = (isQuoted, isLabel, isInline)
  }

  var range: Range<Int> { Int(first)..<Int(end) }
  /// Line of its first token.
  var line: Int { Int(startLine) }
}

/// Cuts tokens into pieces at sentence ends, list items, boxes, labels and columns.
///
/// A single line end inside a paragraph is a wrap when the next word would not have fitted on the line.
struct ProseCutter {
  private let tokens: Tokens
  private var found: [Piece] = []
  private var start = 0
  private var line = 0
  private var startLine = 0
  private var box = Piece.Box.none
  private var isQuoted = false
  /// Longest line of the paragraph that a token is in, in bytes, by line.
  private var longest: [Int] = []
  private var lengths: [Int] = []

  init(_ tokens: Tokens) {
    self.tokens = tokens
    measure()
  }

  consuming func pieces() -> [Piece] {
    var at = 0
    startOfLine(at)
    while at < tokens.count {
      at = step(at)
    }
    end(tokens.count, .block)
    markLabelLines()
    return found
  }

  // MARK: Lines

  private mutating func measure() {
    var (first, begin, blockStart) = (0, tokens.bytes.startIndex, 0)
    func length(_ upTo: Int) -> Int { upTo - begin }
    for index in 0..<tokens.count where tokens[index].kind == .lineBreak {
      lengths.append(length(tokens[index].range.lowerBound))
      begin = tokens[index].range.upperBound
      first = index
      if tokens[index].value > 1 {
        closeBlock(&blockStart)
      }
    }
    _ = first
    lengths.append(length(tokens.bytes.endIndex))
    closeBlock(&blockStart)
  }

  private mutating func closeBlock(_ blockStart: inout Int) {
    let most = lengths[blockStart...].max() ?? 0
    for _ in blockStart..<lengths.count { longest.append(most) }
    blockStart = lengths.count
  }

  /// The word after the line break would not have fitted before it.
  private func isWrap(_ at: Int) -> Bool {
    guard let next = tokens.at(at + 1), line < lengths.count, longest[line] >= 40 else {
      return false
    }
    return lengths[line] + 1 + next.range.count > longest[line] - 3
  }

  // MARK: Steps

  /// Handles one token; the index of the next.
  private mutating func step(_ at: Int) -> Int {
    let token = tokens[at]
    if token.kind == .lineBreak { return lineBreak(at) }
    if token.gap == .wide, at > start, !isLineStart(at) {
      end(at, box == .none ? .label : .line, inline: true)
    }
    guard token.kind == .sign else { return at + 1 }
    switch token.value {
    case Int(Sign.ticked), Int(Sign.unticked):
      end(at, .label, inline: true)
      box = token.isSign(Sign.ticked) ? .ticked : .unticked
      start = at + 1
    case 0x3F: end(at + 1, .question, inline: true)
    case 0x21, 0x3B: end(at + 1, .sentence)
    case 0x7C: end(at, .label, inline: true, dropping: 1)
    case 0x3D where token.gap != .none: end(at, .label, inline: true, dropping: 1)
    case 0x3A: colon(at)
    case 0x2E: point(at)
    default: break
    }
    return at + 1
  }

  private func isLineStart(_ at: Int) -> Bool { at == 0 || tokens[at - 1].kind == .lineBreak }

  private mutating func lineBreak(_ at: Int) -> Int {
    if tokens[at].value > 1 {
      end(at, .block, dropping: 1)
    } else if box != .none || isQuoted || startsItem(at + 1) || !isWrap(at) {
      end(at, .line, dropping: 1)
    }
    line += 1
    startOfLine(at + 1)
    return at + 1
  }

  private mutating func startOfLine(_ at: Int) {
    if tokens.isSign(at, ">") { isQuoted = true } else if start >= at { isQuoted = false }
    if start >= at { startLine = line }
  }

  /// A bullet, box, number or table cell opens the line.
  private func startsItem(_ at: Int) -> Bool {
    guard let token = tokens.at(at) else { return false }
    if token.isNumber {
      return (tokens.isSign(at + 1, ".") || tokens.isSign(at + 1, ")")) && token.count <= 2
        && tokens.at(at + 2)?.gap != Token.Gap.none
    }
    guard token.kind == .sign else { return false }
    let isDash =
      [0x2D, 0x2A].contains(token.value) && token.range.count <= 3
      && tokens.at(at + 1)?.gap != Token.Gap.none
    return isDash
      || [Int(Sign.bullet), Int(Sign.ticked), Int(Sign.unticked), 0x7C, 0x3E].contains(token.value)
  }

  /// A label when few words stand before it on its line; not in `13:10`.
  private mutating func colon(_ at: Int) {
    let isClock =
      tokens[at].gap == .none && tokens.at(at - 1)?.isNumber ?? false
      && tokens.at(at + 1)?.gap == Token.Gap.none
    guard !isClock, at - start <= 16, isLabel(start, at) else { return }
    end(at, .label, inline: true, dropping: 1)
  }

  /// A line, item or column begins at the first token, and the last is on the same line.
  private func isLabel(_ first: Int, _ last: Int) -> Bool {
    guard !(first..<last).contains(where: { tokens[$0].kind == .lineBreak }) else {
      return false
    }
    if let before = found.last, before.ending == .label, before.range.upperBound + 1 >= first {
      return true
    }
    var at = first
    while at > 0, at > first - 4, tokens[at - 1].kind == .sign || tokens[at - 1].isNumber {
      at -= 1
    }
    return at == 0 || tokens[at - 1].kind == .lineBreak
  }

  private static let abbreviations: Set<String> = [
    "ca", "kent", "nr", "tel", "telef", "gem", "incl", "bijv", "bv", "jl", "dhr", "mevr", "mw",
    "drs", "mr", "dr", "evt", "pers",
    "nov", "okt", "sept", "dec", "jan", "feb", "aug", "jr", "ongv", "ing", "etc", "enz", "st", "ul",
    "nl", "ovv",
    "div", "max", "min", "mld", "afd", "zgn", "resp", "ong", "ingeschr", "adresonderz", "aantek",
    "geb", "str",
  ]

  private mutating func point(_ at: Int) {
    let token = tokens[at]
    // Dotted leaders: `Tel ........ 0546`.
    if token.range.count >= 4, token.range.count % 3 == 0 || token.range.count > 4,
      !isLineEnd(at + 1)
    {
      end(at, .label, inline: true, dropping: 1)
      return
    }
    guard let next = tokens.at(at + 1) else { return }
    if next.gap == .none, next.kind == .sign, [0x22, 0x29, 0x27].contains(next.value),
      tokens.at(at + 2).map({ $0.gap != .none || $0.kind == .lineBreak }) ?? true
    {
      end(at + 2, .sentence)
      return
    }
    guard next.gap != .none || next.kind == .lineBreak else { return }
    if next.kind == .lineBreak {
      end(at + 1, .sentence)
    } else if token.gap == .none, let before = tokens.at(at - 1), before.isWord,
      before.count == 1 || Self.abbreviations.contains(tokens.text(at - 1))
    {
      return
    } else if at > 0, isLineStart(at - 1), tokens[at - 1].isNumber {
      // The number of an item.
      start = at + 1
    } else {
      end(at + 1, .sentence)
    }
  }

  private func isLineEnd(_ at: Int) -> Bool { tokens.at(at).map { $0.kind == .lineBreak } ?? true }

  private mutating func end(
    _ at: Int, _ ending: Piece.Ending, inline: Bool = false, dropping: Int = 0
  ) {
    defer {
      start = at + dropping
      startLine = line
      if ending != .sentence && ending != .question { box = .none }
    }
    guard hasWords(start, at) else {
      // A boundary behind a boundary: the harder one holds.
      if ending == .block || ending == .line, let last = found.indices.last,
        found[last].ending == .label
      {
        found[last].isInline = false
        if ending == .block { found[last].ending = .block }
      }
      return
    }
    let isLabel = ending == .question || ending == .label && box == .none
    found.append(
      Piece(
        range: start..<at, line: startLine, ending, box, isQuoted: isQuoted, isLabel: isLabel,
        isInline: inline && !isLineEnd(at + dropping)))
  }

  private func hasWords(_ first: Int, _ last: Int) -> Bool {
    guard first < last else { return false }
    return (first..<last).contains { tokens[$0].isWord || tokens[$0].isNumber }
  }

  // MARK: Labels above their value

  /// A short line with its value below: after a blank line, numbered, or in capitals.
  private mutating func markLabelLines() {
    for index in found.indices where found[index].ending == .line && found[index].box == .none {
      let piece = found[index]
      let isFirst = index == 0 || found[index - 1].ending == .block
      guard index + 1 < found.count, found[index + 1].line == piece.line + 1,
        wordCount(piece) <= 6, isFirst || isNumbered(piece) || isUpper(piece), !piece.isQuoted
      else { continue }
      found[index].isLabel = true
    }
  }

  private func wordCount(_ piece: Piece) -> Int {
    piece.range.prefix(20).count { tokens[$0].isWord || tokens[$0].isNumber }
  }

  private func isNumbered(_ piece: Piece) -> Bool {
    let at = piece.range.lowerBound
    return at >= 2 && tokens[at - 1].isSign(".") && tokens[at - 2].isNumber
  }

  private func isUpper(_ piece: Piece) -> Bool {
    piece.range.allSatisfy { !tokens[$0].isWord || tokens[$0].isUpper }
  }
}
