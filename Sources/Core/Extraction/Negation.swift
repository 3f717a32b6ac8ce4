/// Decides whether something that was found in a text is denied by the words around it.
enum Negation {
  private static let negators: Set<String> = [
    "niet", "geen", "nooit", "niemand", "niets", "niks", "nergens", "zonder", "noch", "geenszins",
    "not",
    "no", "never", "nobody", "none", "without", "dont", "doesnt", "isnt", "arent", "wasnt",
    "werent", "didnt",
    "hasnt", "havent", "cannot", "cant", "neither", "nor", "nicht", "kein", "keine", "keinen",
    "keiner",
    "keinem", "keinerlei", "niemals", "ohne", "nie", "nikt", "nikogo", "bez", "zaden", "zadnych",
    "nimeni", "fara",
    "niciun", "nicio", "evenmin", "nauwelijks", "nichts", "nothing", "ontkent", "ontkennen",
  ]
  private static let conjunctions: Set<String> = [
    "maar", "want", "omdat", "dus", "terwijl", "doordat", "zodat", "als", "toen", "die", "dat",
    "wel", "toch",
    "echter", "but", "because", "although", "aber", "sondern", "weil", "denn", "ale", "bo", "dar",
    "which", "who",
    "dass", "that", "voordat", "nadat", "tenzij", "waarna", "waardoor", "hoewel", "anders",
    "otherwise",
  ]
  private static let additions: Set<String> = ["en", "und", "and", "i", "si", "plus", "oraz"]
  private static let alternatives: Set<String> = [
    "of", "noch", "oder", "or", "nor", "lub", "ani", "sau", "nici",
  ]
  private static let romanian: Set<String> = [
    "suntem", "sunt", "este", "am", "ai", "are", "avem", "au", "ne", "sunati", "vreau", "pot",
    "mai", "stiu", "ma",
    "putem", "platesc", "vrem",
  ]

  static let roles: [(Set<String>, Lexeme.Roles)] = [
    (negators, .negator), (conjunctions, .conjunction), (additions, .addition),
    (alternatives, .alternative),
  ]

  /// Dutch `nu` is now, Romanian `nu` is not.
  static func isRomanianNot(_ tokens: Tokens, _ index: Int) -> Bool {
    tokens[index].lexeme.has(.moment) && tokens.text(index) == "nu"
      && romanian.contains(tokens.word(index + 1))
  }

  static func flags(_ tokens: Tokens, _ index: Int) -> Prose.Word.Flags {
    let roles = tokens[index].lexeme.roles
    if isRomanianNot(tokens, index) { return .negator }
    var flags: Prose.Word.Flags = []
    guard !roles.isDisjoint(with: [.negator, .conjunction, .addition, .alternative]) else {
      return flags
    }
    if roles.contains(.negator), !isIdiom(tokens, index) { flags.insert(.negator) }
    if roles.contains(.conjunction), !isDeterminer(tokens, index) { flags.insert(.conjunction) }
    if roles.contains(.addition) { flags.insert(.addition) }
    if roles.contains(.alternative) { flags.insert(.alternative) }
    return flags
  }

  /// `in dat huis`: no new thought.
  private static func isDeterminer(_ tokens: Tokens, _ index: Int) -> Bool {
    ["dat", "die", "that"].contains(tokens.text(index))
      && prepositions.contains(tokens.word(index - 1))
  }

  private static let prepositions: Set<String> = [
    "in", "van", "op", "aan", "bij", "voor", "uit", "met", "naar", "over", "om", "at", "on", "of",
  ]

  /// `niet alleen ... maar ook`, `niet voor niets`, `zonder twijfel`, `geen twijfel` deny nothing.
  private static func isIdiom(_ tokens: Tokens, _ index: Int) -> Bool {
    let (word, next) = (tokens.text(index), tokens.word(index + 1))
    return switch word {
    case "niet":
      next == "alleen" && tokens.word(index + 2) != "naar"
        || next == "voor" && tokens.word(index + 2) == "niets"
    case "zonder", "geen": ["twijfel", "idee"].contains(next)
    case "not": next == "only"
    case "nicht": next == "nur"
    case "no": next == "doubt" || tokens.isSign(index + 1, ".")
    default: false
    }
  }

  /// Say that a thing is missing, and nothing about the rest of the sentence.
  private static let lacking: Set<String> = ["zonder", "without", "ohne", "bez", "fara"]

  /// How far a denial reaches, in words.
  private static let reachBefore = 6
  private static let reachAfter = 8

  /// Whether a match is denied: a negator between its words, before it, or after it in the same thought.
  ///
  /// - Parameters:
  ///   - isUsed: negators that belong to a term (`mag niet naar buiten`) deny nothing else.
  static func denies(
    _ prose: Prose, _ match: TermMatch, isUsed: (Int) -> Bool
  ) -> Bool {
    let words = prose.words
    func isNegator(_ index: Int) -> Bool { words[index].flags.contains(.negator) && !isUsed(index) }
    for index in match.first...match.last where isNegator(index) && !match.contains(index) {
      // `een hok zonder raam met twee matrassen`: only what follows directly is missing.
      let isShort = lacking.contains(prose.text(index))
      if !isShort || match.contains(index + 1) || match.contains(index + 2) { return true }
    }
    return isDeniedBefore(words, match, isNegator) || isDeniedAfter(words, match, isNegator)
  }

  private static func isDeniedBefore(
    _ words: [Prose.Word], _ match: TermMatch, _ isNegator: (Int) -> Bool
  ) -> Bool {
    let statement = words[match.first].statement
    var index = match.first
    var isList = words[index].flags.contains(.alternative)
    while index > 0, match.first - index < reachBefore {
      let flags = words[index].flags
      if flags.contains(.afterSign), !isList, !startsList(words, index) { return false }
      index -= 1
      guard words[index].statement == statement else { return false }
      if isNegator(index) { return true }
      if !words[index].flags.isDisjoint(with: [.conjunction, .addition]) { return false }
      isList = isList || words[index].flags.contains(.alternative)
    }
    return false
  }

  /// `geen letsel, ruzie of dwang`: the denial reaches over the commas of a list that ends in `of`.
  private static func startsList(_ words: [Prose.Word], _ at: Int) -> Bool {
    for index in at..<min(at + 5, words.count) where words[index].flags.contains(.alternative) {
      return words[index].statement == words[at].statement
    }
    return false
  }

  private static func isDeniedAfter(
    _ words: [Prose.Word], _ match: TermMatch, _ isNegator: (Int) -> Bool
  ) -> Bool {
    let statement = words[match.last].statement
    var index = match.last + 1
    while index < words.count, index - match.last <= reachAfter {
      let word = words[index]
      guard word.statement == statement else { return false }
      if word.flags.contains(.afterSign), !startsList(words, index) { return false }
      if isNegator(index) { return true }
      if !word.flags.isDisjoint(with: [.conjunction, .addition]) { return false }
      index += 1
    }
    return false
  }
}
