/// Dutch postcodes, `7511UF`. Only the form is checked: any four digits from 1000 and any two letters but SA,
/// SD and SS.
enum Postcodes {
  /// A value that is labelled as a postcode; four digits alone are taken too. `7511UF` or `7511`.
  static func read(_ text: String) -> String? {
    let tokens = Tokens(text)
    let whole = all(in: tokens, isLabelled: true)
    if let first = whole.first { return first.value }
    return tokens.all.firstIndex(where: isArea).map(tokens.text)
  }

  /// Whole postcodes anywhere; four digits only right after the word `postcode`.
  static func find(in text: ArraySlice<UInt8>) -> [Found<String>] { find(in: Tokens(text)) }

  static func find(in tokens: Tokens) -> [Found<String>] { all(in: tokens, isLabelled: false) }

  private static let labels: Set<String> = [
    "postcode", "pc", "postcodes", "plz", "postleitzahl", "zip",
  ]

  private static func isArea(_ token: Token) -> Bool {
    token.isNumber && token.count == 4 && token.value >= 1000
  }

  private static func all(in tokens: Tokens, isLabelled: Bool) -> [Found<String>] {
    var found: [Found<String>] = []
    var at = 0
    while at < tokens.count {
      defer { at += 1 }
      let area = tokens[at]
      guard isArea(area), !isGlued(tokens, at) else { continue }
      let isNamed = isLabelled || isAfterLabel(tokens, at)
      if let letters = tokens.at(at + 1), isLetters(tokens, at + 1, isNamed: isNamed) {
        let range = area.range.lowerBound..<letters.range.upperBound
        found.append(Found(value: tokens.text(at) + uppercased(tokens.text(at + 1)), range: range))
      } else if isNamed, !isLabelled {
        found.append(Found(value: tokens.text(at), range: area.range))
      }
    }
    return found
  }

  private static func isAfterLabel(_ tokens: Tokens, _ at: Int) -> Bool {
    for offset in 1...3 {
      guard let token = tokens.at(at - offset) else { return false }
      let text = tokens.text(at - offset)
      if labels.contains(text) { return true }
      guard token.kind == .sign || text == "is" else { return false }
    }
    return false
  }

  /// Digits or letters touch it: part of a number, plate or account.
  private static func isGlued(_ tokens: Tokens, _ at: Int) -> Bool {
    guard let before = tokens.at(at - 1) else { return false }
    if before.isSign(Sign.euro) { return true }
    guard tokens[at].gap == .none else { return false }
    return before.isWord
      || before.kind == .sign && before.gap == .none
        && [0x2D, 0x2E, 0x2F, 0x3A, 0x40, 0x2C, 0x2B].contains(before.value)
        && tokens.at(at - 2).map { $0.isNumber || $0.isWord } ?? false
  }

  /// Capitals; small letters when they are glued to the digits or labelled.
  private static func isLetters(_ tokens: Tokens, _ at: Int, isNamed: Bool) -> Bool {
    guard let letters = tokens.at(at), letters.isWord, letters.range.count == 2, letters.count == 2,
      letters.gap != .wide, tokens.folded(at).allSatisfy({ (0x61...0x7A).contains($0) }),
      !["sa", "sd", "ss"].contains(tokens.text(at))
    else { return false }
    if let after = tokens.at(at + 1), after.gap == .none, after.isNumber { return false }
    if letters.isUpper { return true }
    let isSmall = !letters.isCapitalised
    return isSmall && (letters.gap == .none || isNamed && !stopWords.contains(tokens.text(at)))
  }

  private static let stopWords: Set<String> = [
    "en", "te", "in", "is", "of", "om", "op", "de", "er",
  ]
}

/// A copy in capitals, ASCII only.
func uppercased(_ text: String) -> String {
  String(
    decoding: text.utf8.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
}
