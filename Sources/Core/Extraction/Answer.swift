/// How an answer to a label or a question begins.
enum Answer: Sendable {
  case yes, no, unknown
  /// More than nought.
  case number
  case other

  private static let affirmations: Set<String> = [
    "ja", "jawel", "yes", "tak", "da", "klopt", "zeker", "jazeker", "y", "j", "inderdaad",
    "vermoedelijk",
    "waarschijnlijk", "soms", "vaak", "regelmatig", "mogelijk", "meerdere", "graag", "altijd",
    "veel",
  ]
  private static let denials: Set<String> = [
    "nee", "neen", "no", "nein", "nie", "geen", "none", "keine", "kein", "niemand", "niets", "niks",
    "nooit", "brak", "nu", "never", "nobody", "0",
  ]
  private static let unknowns: Set<String> = [
    "onbekend", "unknown", "unbekannt", "nvt", "niet", "not", "nicht", "onduidelijk", "unklar",
    "weetniet",
    "nieznane", "necunoscut", "onbek",
  ]

  init(_ tokens: Tokens, _ range: Range<Int>) {
    guard let at = range.first(where: { tokens[$0].isWord || tokens[$0].isNumber }) else {
      self = .other
      return
    }
    let (word, second) = (tokens.text(at), tokens.word(at + 1))
    if tokens[at].isNumber {
      self = tokens[at].value == 0 ? .no : .number
    } else if Self.isUnknown(tokens, at) {
      self = .unknown
    } else if Self.denials.contains(word)
      || ["hoeft", "liever", "niet"].contains(word) && ["niet", "nodig"].contains(second)
    {
      self = .no
    } else {
      self =
        Self.unknowns.contains(word) ? .unknown : Self.affirmations.contains(word) ? .yes : .other
    }
  }

  /// `geen idee`, `n.v.t.`, `weet ik niet`, `nog niet bekend`, `?`
  private static func isUnknown(_ tokens: Tokens, _ at: Int) -> Bool {
    let (second, third) = (tokens.word(at + 1), tokens.word(at + 2))
    return switch tokens.text(at) {
    case "geen", "no", "keine":
      ["idee", "idea", "ahnung", "antwoord", "informatie", "zicht"].contains(second)
    case "n": tokens.isSign(at + 1, ".") || tokens.isSign(at + 1, "/")
    case "weet", "weiss", "dont": true
    case "nog", "wissen", "mij": second == "niet" || third == "niet"
    default: false
    }
  }
}

/// An answer to a question that knows no other.
enum YesNo: String, Sendable {
  case yes = "ja"
  case no = "nee"
  case unknown = "onbekend"

  /// The answer in a value: its ticked box, or how it begins. Nil when it says neither.
  static func read(_ value: String) -> YesNo? {
    let tokens = Tokens(value)
    let hasBoxes = tokens.all.contains { $0.isSign(Sign.ticked) || $0.isSign(Sign.unticked) }
    guard hasBoxes else { return read(tokens, 0..<tokens.count) }
    guard let box = tokens.all.firstIndex(where: { $0.isSign(Sign.ticked) }) else { return nil }
    return read(tokens, (box + 1)..<tokens.count)
  }

  private static func read(_ tokens: Tokens, _ range: Range<Int>) -> YesNo? {
    switch Answer(tokens, range) {
    case .yes, .number: .yes
    case .no: .no
    case .unknown: .unknown
    case .other: nil
    }
  }
}
