/// How many people, from digits or words in five languages, up to 999.
enum Counts {
  /// The number in a labelled value: `6 (vrouwen, ...)`, `ongeveer 17`, `een stuk of twintig`, `geen` (0). Of a range
  /// the lower end. Nil without one.
  static func read(_ text: String) -> Int? {
    let tokens = Tokens(text)
    var at = 0
    while at < min(tokens.count, 40) {
      if let none = none(tokens, at) { return none }
      if let (number, next) = NumberWords.read(tokens, at), isCount(tokens, at, next, number) {
        return number
      }
      at += 1
    }
    return nil
  }

  private static func none(_ tokens: Tokens, _ at: Int) -> Int? {
    at == 0 && ["geen", "none", "keine", "niemand"].contains(tokens.word(0)) ? 0 : nil
  }

  /// `een stuk of acht`, `een aantal`, `een paar`: the article is no number. An age is none either.
  private static func isCount(_ tokens: Tokens, _ at: Int, _ next: Int, _ number: Int) -> Bool {
    guard (0...999).contains(number) else { return false }
    let after = tokens.word(next)
    if tokens[at].lexeme.has(.article) {
      return ![
        "stuk", "aantal", "paar", "groep", "tiental", "few", "group", "onbekend", "hele", "heel",
      ]
      .contains(after)
    }
    return !["jaar", "jarige", "years", "jahre", "lat", "euro", "uur"].contains(after)
  }

  /// Possible victims told of in a story: the announced number, else the largest group of people named with a number,
  /// or one person with an age. Nil when nobody is counted.
  static func victims(in text: ArraySlice<UInt8>) -> Int? { victims(in: Tokens(text)) }

  static func victims(in tokens: Tokens) -> Int? {
    var (groups, isSingle) = (0, false)
    for at in 0..<tokens.count {
      if let number = announced(tokens, at) { return number }
      if let number = group(tokens, at) { groups = max(groups, number) }
      isSingle = isSingle || isPerson(tokens, at)
    }
    return groups > 0 ? groups : isSingle ? 1 : nil
  }

  /// `aantal pers ong 17`, `number of people: 9`, `Aantal werknemers zonder contract | 27`
  private static func announced(_ tokens: Tokens, _ at: Int) -> Int? {
    guard tokens[at].lexeme.has(.count) else { return nil }
    var isPeople = false
    for next in (at + 1)..<(at + 9) {
      guard let token = tokens.at(next), token.kind != .lineBreak else { return nil }
      isPeople = isPeople || token.lexeme.has(.people)
      if let (number, after) = NumberWords.read(tokens, next), token.isNumber || number > 1 {
        let isOfPeople = isPeople || (tokens.at(after)?.lexeme.has(.people) ?? false)
        return isOfPeople && (1...999).contains(number) ? number : nil
      }
    }
    return nil
  }

  static let roles: [(Set<String>, Lexeme.Roles)] = [
    (people, .people), (persons, .person), (["aantal", "number", "anzahl", "liczba"], .count),
  ]

  private static let people: Set<String> = [
    "personen", "pers", "mensen", "mannen", "vrouwen", "meisjes", "jongens", "meiden", "dames",
    "koks",
    "arbeiders", "werknemers", "plukkers", "arbeidsmigranten", "slachtoffers", "stalhulpen", "man",
    "jongeren",
    "leerlingen", "koeriers", "schoonmakers", "bouwvakkers", "werkers", "medewerkers", "bewoners",
    "frauen", "manner", "personnen", "leute", "betroffene", "madchen", "arbeiter", "people", "men",
    "women", "girls",
    "boys", "persons", "workers", "students", "victims", "osob", "osoby", "ludzi", "mezczyzn",
    "kobiet",
    "kobiety", "barbati", "femei", "persoane", "oameni", "baieti", "fete", "masseuses",
    "prostituees", "chauffeurs",
    "stagiairs", "krachten", "uitzendkrachten", "betrokkenen", "bewoners", "sekswerkers",
    "werkneemsters", "jongemannen",
    "tieners", "kinderen", "nichtjes", "nichten", "neven", "zussen", "broers", "meiskes",
    "stagiaires",
    "collegas", "klusjesmannen", "bouwvakkers", "poetsvrouwen", "roemenen", "polen", "bulgaren",
    "oekrainers",
    "vietnamezen", "chinezen", "hongaren", "moldaviers", "filipijnen", "indonesiers", "marokkanen",
  ]
  /// Groups that are not the victims, or are not there.
  private static let skipped: Set<String> = ["kinderen", "chauffeurs"]

  /// `acht mannen`, `drie jonge vrouwen`, `met z'n achten`, `alle drie`, `om 2 personen`
  private static func group(_ tokens: Tokens, _ at: Int) -> Int? {
    if ["alle", "alledrie"].contains(tokens.word(at)),
      let (number, next) = NumberWords.read(tokens, at + 1),
      (2...99).contains(number), !(tokens.at(next)?.isWord ?? false) || isVerb(tokens.word(next))
    {
      return number
    }
    guard let (number, start) = NumberWords.read(tokens, at), (2...199).contains(number),
      tokens.at(at - 1)?.isSign("-") != true, !isPartOfNumber(tokens, at)
    else { return nil }
    guard !isOthers(tokens, at) else { return nil }
    var (next, words) = (start, 0)
    while words < 3, let token = tokens.at(next), token.gap != .wide {
      // `negen Oost-Europese mannen`
      if token.isSign("-") && token.gap == .none || token.kind == .lineBreak && token.value == 1 {
        next += 1
        continue
      }
      guard token.isWord else { return nil }
      if token.lexeme.has(.people) {
        return skipped.contains(tokens.text(next)) ? nil : number
      }
      guard !stops.contains(tokens.text(next)) else { return nil }
      (next, words) = (next + 1, tokens.isSign(next + 1, "-") ? words : words + 1)
    }
    return nil
  }

  /// `voor twee oudere jongens`, `door drie mannen`: those who use them.
  private static func isOthers(_ tokens: Tokens, _ at: Int) -> Bool {
    let before = tokens.word(at - 1)
    return before == "door" || before == "by"
      || ["voor", "bij", "met", "for"].contains(before)
        && ["oudere", "older"].contains(tokens.word(at + 1))
  }

  private static let stops: Set<String> = [
    "van", "of", "en", "uur", "euro", "jaar", "keer", "dagen", "weken", "kamers", "bedden",
    "andere", "auto",
    "autos", "in", "per", "voor", "met", "dag", "maand", "maanden", "om", "tot", "gemeenten", "is",
  ]

  private static func isVerb(_ word: String) -> Bool {
    ["weer", "werken", "slapen", "wonen", "de", "zijn", "worden", "hebben", "kwamen", "zaten"]
      .contains(word)
  }

  private static func isPartOfNumber(_ tokens: Tokens, _ at: Int) -> Bool {
    guard let before = tokens.at(at - 1), tokens[at].gap == .none else { return false }
    return before.kind == .sign && [0x2C, 0x2E, 0x2F, 0x3A].contains(before.value)
  }

  private static let persons: Set<String> = [
    "vrouw", "man", "meisje", "jongen", "jongeman", "dame", "mevrouw", "meneer", "leerling",
    "leerlinge",
    "meid", "buurman", "buurvrouw", "client", "clienten", "girl", "boy", "woman", "frau", "mann",
    "madchen", "junge",
    "dziewczyna", "kobieta", "mezczyzna", "fata", "femeie", "barbat", "jongetje", "pair", "heer",
    "persoon", "stagiair",
    "werknemer", "dochter", "nichtje", "vriendin",
  ]

  /// One person with an age: `een jonge vrouw van 24`, `meisje (+-20)`, `mevrouw is 34`, `hij is rond de 30`.
  private static func isPerson(_ tokens: Tokens, _ at: Int) -> Bool {
    if isAgedPronoun(tokens, at) { return true }
    guard tokens[at].lexeme.has(.person), !["ander", "andere"].contains(tokens.word(at - 1))
    else {
      return false
    }
    for next in (at + 1)..<(at + 8) {
      guard let token = tokens.at(next), token.kind != .lineBreak || token.value == 1 else {
        return false
      }
      if let (age, _) = NumberWords.read(tokens, next), (1...79).contains(age),
        token.isNumber || age > 1
      {
        return true
      }
      guard token.kind != .word || ageWords.contains(tokens.text(next)) || token.range.count <= 2
      else {
        return false
      }
    }
    return false
  }

  /// `ze is 20.`
  private static func isAgedPronoun(_ tokens: Tokens, _ at: Int) -> Bool {
    guard tokens[at].lexeme.has(.aged),
      ["ze", "zij", "hij", "she", "he"].contains(tokens.text(at)),
      ["is", "was"].contains(tokens.word(at + 1)), let age = tokens.at(at + 2), age.isNumber,
      (1...79).contains(age.value)
    else { return false }
    guard let after = tokens.at(at + 3) else { return true }
    return after.kind != .word && !after.isSign(":") && !after.isSign("%")
      || tokens.text(at + 3) == "jaar"
  }

  private static let ageWords: Set<String> = [
    "van", "is", "ongeveer", "rond", "circa", "ca", "een", "jaar", "of", "de", "hij", "zij", "ze",
    "pas", "nog",
    "maar", "about", "aged", "who", "von", "aged",
  ]
}
