extension YesNo {
  /// Reads how a value begins (`ja, graag`, `Nee`, `weet ik niet`, `niet gezien`). Nil when it says neither.
  init?(startOf value: ArraySlice<UInt8>) {
    let words = Fold.folded(value.prefix(60)).split { !$0.isWordByte }.prefix(4).map(\.text)
    guard let first = words.first else { return nil }
    if Self.unknowns.contains(where: { words.starts(with: $0) }) {
      self = .unknown
    } else if Self.noes.contains(where: { words.starts(with: $0) }) {
      self = .no
    } else if Self.yeses.contains(first) {
      self = .yes
    } else {
      return nil
    }
  }

  private static let yeses: Set<String> = [
    "ja", "jawel", "jazeker", "yes", "y", "tak", "da", "graag", "zeker", "inderdaad", "klopt", "x",
    "gerne",
    "please", "oui", "waar", "true", "1x",
  ]

  private static let noes: [[String]] = [
    "nee", "neen", "no", "nein", "nie", "nu", "non", "geen", "niet", "niemand", "nope",
    "liever niet",
    "hoeft niet", "none", "keine", "kein", "brak", "zonder", "false", "niks", "never", "nooit",
    "not",
  ].map { $0.split(separator: " ").map(String.init) }

  private static let unknowns: [[String]] = [
    "onbekend", "weet niet", "weet ik niet", "niet bekend", "geen idee", "niet gevraagd",
    "niet naar gevraagd",
    "niet beoordeeld", "niet gezien onbekend", "niet nagevraagd", "niet duidelijk", "onduidelijk",
    "niet zeker",
    "misschien", "mogelijk", "vermoedelijk", "unknown", "not known", "not sure", "don t know",
    "unbekannt",
    "weiss nicht", "nie wiem", "nieznane", "nvt", "n v t", "niet van toepassing", "geen zicht",
    "geen info",
    "niet na te gaan", "niet te zeggen", "geen antwoord", "twijfel",
  ].map { $0.split(separator: " ").map(String.init) }

}

/// Values that stand for nothing.
enum Blank {
  /// Whether a value says that there is nothing (`-`, `n.v.t.`, `(geen)`, `onbekend`).
  static func isNothing(_ value: ArraySlice<UInt8>) -> Bool {
    let trimmed = value.trimmed { !$0.isWordByte }
    guard !trimmed.isEmpty else { return true }
    guard trimmed.count <= 24 else { return false }
    return nothing.contains(Label.normalised(trimmed).text)
  }

  private static let nothing: Set<String> = [
    "geen", "nvt", "n v t", "onbekend", "niet bekend", "nee", "none", "unknown", "n a", "nihil",
    "leeg",
    "weet ik niet", "weet niet", "geen idee", "unbekannt", "keine", "brak", "niet van toepassing",
    "niets",
    "niet ingevuld", "no", "zie boven", "idem",
  ]
}
