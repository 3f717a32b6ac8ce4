/// What a character counts as when a text is cut.
enum Glyph {
  case letter(UInt8, upper: Bool)
  /// Two ASCII letters for one character.
  case letters(UInt8, UInt8)
  /// A letter of another script, kept as its bytes.
  case foreign
  case digit(UInt8)
  case space, tab, lineEnd, nothing, apostrophe
  case sign(UInt8)
}

/// Cuts the next token off a text.
struct TokenCutter {
  private let bytes: ArraySlice<UInt8>
  private var at: Int
  private let lexicon = Lexicon.words
  /// Of the words and numbers so far.
  private(set) var letters: [UInt8] = []

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
    letters.reserveCapacity(bytes.count)
  }

  mutating func next() -> Token? {
    let gap = skipSpace()
    guard at < bytes.endIndex else { return nil }
    let (glyph, length) = Folding.glyph(bytes, at)
    return switch glyph {
    case .letter, .letters, .foreign: word(gap)
    case .digit: number(gap)
    case .lineEnd: lineBreak(gap)
    case .apostrophe: sign(UInt8(ascii: "'"), length, gap)
    case .sign(let code): box(gap) ?? sign(code, length, gap)
    case .space, .tab, .nothing: nil
    }
  }

  private mutating func skipSpace() -> Token.Gap {
    var width = 0
    let start = at
    while at < bytes.endIndex {
      let (glyph, length) = Folding.glyph(bytes, at)
      switch glyph {
      case .space: width += 1
      case .tab: width += 3
      case .nothing: break
      default: return gap(width, start)
      }
      at += length
    }
    return gap(width, start)
  }

  private func gap(_ width: Int, _ start: Int) -> Token.Gap {
    width >= 3 ? .wide : width > 0 || start == bytes.startIndex ? .space : .none
  }

  private mutating func word(_ gap: Token.Gap) -> Token {
    let (start, first) = (at, letters.count)
    var (isCapitalised, isUpper) = (false, true)
    scan: while at < bytes.endIndex {
      let (glyph, length) = Folding.glyph(bytes, at)
      switch glyph {
      case .letter(let letter, let upper):
        if at == start { isCapitalised = upper }
        isUpper = isUpper && upper
        letters.append(letter)
      case .letters(let one, let two): letters += [one, two]
      case .foreign: letters += bytes[at..<(at + length)]
      case .nothing: break
      case .apostrophe:
        guard isLetter(at + length) else { break scan }
      default: break scan
      }
      at += length
    }
    var token = Token(.word, gap, range: start..<at)
    token.letters = first..<letters.count
    (token.isCapitalised, token.isUpper) = (isCapitalised, isUpper && isCapitalised)
    token.lexeme = lexeme(letters[first...])
    return token
  }

  private func lexeme(_ word: ArraySlice<UInt8>) -> Lexeme {
    // Nothing in the lexicon is longer: a run of a million letters is not hashed.
    word.count <= 24 ? lexicon[word] ?? Lexeme() : Lexeme()
  }

  private func isLetter(_ index: Int) -> Bool {
    guard index < bytes.endIndex else { return false }
    return switch Folding.glyph(bytes, index).glyph {
    case .letter, .letters, .foreign: true
    default: false
    }
  }

  private mutating func number(_ gap: Token.Gap) -> Token {
    let (start, first) = (at, letters.count)
    var (value, end) = (0, at)
    scan: while at < bytes.endIndex {
      let (glyph, length) = Folding.glyph(bytes, at)
      switch glyph {
      case .digit(let digit):
        letters.append(digit)
        value = letters.count - first > 18 ? -1 : value * 10 + Int(digit - 48)
        end = at + length
      case .nothing: break
      default: break scan
      }
      at += length
    }
    at = end
    var token = Token(.number, gap, range: start..<end, value: value)
    token.letters = first..<letters.count
    return token
  }

  private mutating func lineBreak(_ gap: Token.Gap) -> Token {
    let start = at
    var (lines, end) = (0, at)
    scan: while at < bytes.endIndex {
      let (glyph, length) = Folding.glyph(bytes, at)
      switch glyph {
      case .lineEnd: (lines, end) = (lines + 1, at + length)
      case .space, .tab, .nothing: break
      default: break scan
      }
      at += length
    }
    // The indent of the next line belongs to its first token.
    at = end
    return Token(.lineBreak, gap, range: start..<end, value: lines)
  }

  /// A sign and its repetitions are one token.
  private mutating func sign(_ code: UInt8, _ length: Int, _ gap: Token.Gap) -> Token {
    let start = at
    let unit = bytes[at..<min(at + length, bytes.endIndex)]
    at += length
    if code != Sign.unticked, code != Sign.ticked {
      while at + length <= bytes.endIndex, bytes[at..<(at + length)].elementsEqual(unit) {
        at += length
      }
    }
    return Token(.sign, gap, range: start..<min(at, bytes.endIndex), value: Int(code))
  }

  /// `[ ]`, `[]`, `[x]`, `( )`, `(x)` as one sign.
  private mutating func box(_ gap: Token.Gap) -> Token? {
    let isSquare = bytes[at] == UInt8(ascii: "[")
    guard isSquare || bytes[at] == UInt8(ascii: "(") else { return nil }
    let close = UInt8(ascii: isSquare ? "]" : ")")
    var (index, mark) = (at + 1, UInt8(ascii: " "))
    while index < bytes.endIndex, index < at + 4, bytes[index] != close {
      if bytes[index] != UInt8(ascii: " ") {
        guard mark == UInt8(ascii: " ") else { return nil }
        mark = bytes[index] | 0x20
      }
      index += 1
    }
    guard index < bytes.endIndex, bytes[index] == close else { return nil }
    let code: UInt8
    switch mark {
    case UInt8(ascii: " "): code = Sign.unticked
    case UInt8(ascii: "x"): code = Sign.ticked
    case UInt8(ascii: "v") where isSquare: code = Sign.ticked
    default: return nil
    }
    guard isSquare || index > at + 1 else { return nil }
    defer { at = index + 1 }
    return Token(.sign, gap, range: at..<(index + 1), value: Int(code))
  }
}
