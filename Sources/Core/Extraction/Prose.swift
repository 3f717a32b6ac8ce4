/// A text cut into statements, each with what the form or the writer says about it: a word inside an unticked
/// box, a question answered with `nee`, or a quoted line is not a statement of the writer.
///
/// Made once for a text; indicators, choices and urgency all read it.
struct Prose: Sendable {
  enum Polarity: UInt8, Sendable {
    case stated
    /// A label or question answered with no, unknown, or not asked.
    case denied
    /// A question without a clear answer.
    case asked
    case unticked
    /// Behind a `>`.
    case quoted
  }

  struct Statement: Sendable {
    var polarity: Polarity
    /// Words of the label count by themselves: it was answered with yes, a tick or a number.
    var labelCounts = false
  }

  struct Word: Sendable {
    /// Index in the tokens.
    var token: Int32
    var statement: Int32
    var flags: Flags

    struct Flags: OptionSet, Sendable {
      let rawValue: UInt8
      /// `niet`, `geen`, `nobody`, `nie`.
      static let negator = Flags(rawValue: 1)
      /// A comma, quote, bracket or dash stands before it.
      static let afterSign = Flags(rawValue: 2)
      /// `maar`, `want`, `die`: another thought starts here.
      static let conjunction = Flags(rawValue: 4)
      /// `en`, `und`: often another thought.
      static let addition = Flags(rawValue: 8)
      /// `of`, `noch`: the same thought goes on.
      static let alternative = Flags(rawValue: 16)
      /// Part of a label or question, not of its answer.
      static let label = Flags(rawValue: 32)
    }
  }

  let tokens: Tokens
  private(set) var words: [Word] = []
  private(set) var statements: [Statement] = []

  init(_ text: String) { self.init(Tokens(text)) }

  init(_ tokens: Tokens) {
    self.tokens = tokens
    words.reserveCapacity(tokens.count)
    let pieces = ProseCutter(tokens).pieces()
    var index = 0
    while index < pieces.count {
      index += add(pieces, at: index)
    }
  }

  func token(_ word: Int) -> Token { tokens[Int(words[word].token)] }
  func text(_ word: Int) -> String { tokens.text(Int(words[word].token)) }

  /// From one word through another, in the original bytes.
  func range(_ first: Int, through last: Int) -> Range<Int> {
    token(first).range.lowerBound..<token(last).range.upperBound
  }

  /// Original text from one word through another.
  func literal(_ first: Int, through last: Int) -> String {
    tokens.literal(Int(words[first].token), through: Int(words[last].token))
  }

  /// The first word at or after a byte of the text.
  func word(at position: Int) -> Int? {
    let token = tokens.index(at: position)
    var (low, high) = (0, words.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(words[middle].token) < token { low = middle + 1 } else { high = middle }
    }
    return low < words.count ? low : nil
  }

  // MARK: Statements from pieces

  /// Adds the piece, with its answer when it is a label; how many pieces were used.
  private mutating func add(_ pieces: [Piece], at index: Int) -> Int {
    let piece = pieces[index]
    switch piece.box {
    case .ticked: append(piece, .init(polarity: .stated, labelCounts: true))
    case .unticked: append(piece, .init(polarity: .unticked))
    case .none: return addPlain(pieces, at: index)
    }
    return 1
  }

  private mutating func addPlain(_ pieces: [Piece], at index: Int) -> Int {
    let piece = pieces[index]
    guard !piece.isQuoted else {
      append(piece, .init(polarity: .quoted))
      return 1
    }
    guard piece.isLabel else {
      append(piece, .init(polarity: .stated))
      return 1
    }
    guard index + 1 < pieces.count, piece.ending != .block else {
      append(piece, .init(polarity: piece.ending == .question ? .asked : .stated), asLabel: true)
      return 1
    }
    let next = pieces[index + 1]
    if next.box != .none {
      append(piece, boxed(pieces, from: index + 1), asLabel: true)
      return 1
    }
    return addAnswered(piece, next)
  }

  /// The label before a row of boxes: what is ticked answers it.
  private func boxed(_ pieces: [Piece], from start: Int) -> Statement {
    var index = start
    while index < pieces.count, pieces[index].box != .none, pieces[index].line == pieces[start].line
    {
      if pieces[index].box == .ticked {
        switch Answer(tokens, pieces[index].range) {
        case .yes: return Statement(polarity: .stated, labelCounts: true)
        case .no: return Statement(polarity: .denied)
        case .unknown: return Statement(polarity: .asked)
        case .other, .number: return Statement(polarity: .stated)
        }
      }
      index += 1
    }
    return Statement(polarity: .denied)
  }

  private mutating func addAnswered(_ piece: Piece, _ next: Piece) -> Int {
    switch Answer(tokens, next.range) {
    case .no:
      append(piece, .init(polarity: .denied), asLabel: true)
      return 1
    case .unknown:
      append(piece, .init(polarity: .asked), asLabel: true)
      return 1
    case .yes, .number:
      append(piece, .init(polarity: .stated, labelCounts: true), asLabel: true)
      extend(next)
      return 2
    case .other where piece.ending == .line:
      append(piece, .init(polarity: .stated))
      return 1
    case .other where piece.isInline && !next.isLabel:
      append(piece, .init(polarity: .stated), asLabel: true)
      extend(next)
      return 2
    case .other:
      append(piece, .init(polarity: piece.ending == .question ? .asked : .stated), asLabel: true)
      return 1
    }
  }

  private mutating func append(_ piece: Piece, _ statement: Statement, asLabel: Bool = false) {
    statements.append(statement)
    addWords(piece.range, asLabel ? .label : [])
  }

  /// Adds an answer to the statement of its label.
  private mutating func extend(_ piece: Piece) { addWords(piece.range, []) }

  private mutating func addWords(_ range: Range<Int>, _ base: Word.Flags) {
    var isAfterSign = false
    for index in range {
      let token = tokens[index]
      guard token.isWord || token.isNumber else {
        if token.kind == .sign, !token.isSign("'"), !token.isSign("/"), !token.isSign("&") {
          isAfterSign = isAfterSign || !isJoin(index)
        }
        continue
      }
      var flags = base.union(Negation.flags(tokens, index))
      if isAfterSign { flags.insert(.afterSign) }
      isAfterSign = false
      words.append(
        Word(token: Int32(index), statement: Int32(statements.count - 1), flags: flags))
    }
  }

  /// A hyphen or point inside a word or number is no pause.
  private func isJoin(_ index: Int) -> Bool {
    tokens[index].gap == .none && tokens.at(index + 1)?.gap == Token.Gap.none
  }
}
