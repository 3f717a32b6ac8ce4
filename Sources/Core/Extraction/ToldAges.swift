/// Whether a possible victim is under eighteen, from what is said about ages.
struct ToldAges {
  /// Ages of people in a text, in order.
  static func ages(in tokens: Tokens) -> [Int] {
    var ages: [Int] = []
    for at in 0..<tokens.count where tokens[at].isNumber || tokens[at].lexeme.number > 0 {
      guard let age = age(tokens, at), ages.count < 100 else { continue }
      ages += listed(tokens, before: at) + [age]
    }
    return ages
  }

  /// `ja`, `nee` or nil when the text does not say.
  static func answer(_ tokens: Tokens) -> ShortAnswer? {
    let ages = ages(in: tokens)
    if ages.contains(where: { $0 < 18 }) { return .yes }
    if says(tokens, minorWords, unlessDenied: true) { return .yes }
    if !ages.isEmpty || says(tokens, adultWords, unlessDenied: true) || isDenied(tokens) {
      return .no
    }
    return nil
  }

  /// A number that is somebody's age.
  private static func age(_ tokens: Tokens, _ at: Int) -> Int? {
    let token = tokens[at]
    let value = token.isNumber ? token.value : Int(token.lexeme.number)
    guard (0...99).contains(value), !token.isNumber || token.count <= 2 else { return nil }
    if tokens.at(at - 1)?.isSign(Sign.euro) == true || tokens.at(at - 1)?.isNumber == true {
      return nil
    }
    if behind(tokens, at) { return isDuration(tokens, at) || isOther(tokens, at) ? nil : value }
    guard token.isNumber || value > 12 else { return nil }
    return beside(tokens, at) && !isOther(tokens, at) ? value : nil
  }

  /// `15 jaar`, `16-jarige`, `14 years old`, `38 Jahre`, `lat 17`
  private static func behind(_ tokens: Tokens, _ at: Int) -> Bool {
    let next = tokens.isSign(at + 1, "-") ? at + 2 : at + 1
    return [
      "jaar", "jr", "jarige", "jarig", "jarigen", "years", "year", "yr", "yo", "jahre", "jahrige",
      "jahriges",
      "jahren", "lat", "letnia", "letni", "ani",
    ].contains(tokens.word(next))
  }

  /// `al 15 jaar`, `5 jaar geleden`, `10 jaar lang`, `de afgelopen 3 jaar`
  private static func isDuration(_ tokens: Tokens, _ at: Int) -> Bool {
    let before = tokens.word(at - 1)
    if [
      "al", "sinds", "afgelopen", "laatste", "ruim", "for", "na", "over", "binnen", "seit", "voor",
      "past", "last",
      "elke", "om", "duurt", "meer", "dan", "komende", "gedurende", "vor", "after",
    ].contains(before) {
      return true
    }
    let after = (tokens.word(at + 2), tokens.word(at + 3))
    return ["geleden", "lang", "ago", "terug", "oude", "cel", "garantie", "ervaring", "in"]
      .contains(after.0)
      || after.1 == "geleden" || after.1 == "ago"
  }

  /// `meisje van 17`, `meisje (16)`, `mevrouw is 34`, `zegt 16 te zijn`, `hij is rond de 30`
  private static func beside(_ tokens: Tokens, _ at: Int) -> Bool {
    if tokens.word(at + 1) == "te", tokens.word(at + 2) == "zijn" { return true }
    if tokens.word(at + 1) == "worden" || unit(tokens, at + 1) { return false }
    var back = at - 1
    var steps = 0
    while steps < 7, let token = tokens.at(back), token.kind != .lineBreak || token.value == 1 {
      if token.isWord {
        if persons.contains(token.text) { return steps > 0 || tokens.isSign(at - 1, "(") }
        guard links.contains(token.text) else { return false }
      } else if token.kind == .sign {
        guard
          token.isSign("(") || token.isSign("+") || token.isSign("-") || token.isSign("~")
            || token.isSign("/") || token.value == Int(Sign.other) || token.isSign(",")
        else { return false }
      } else if token.isNumber {
        return false
      }
      (back, steps) = (back - 1, steps + 1)
    }
    return false
  }

  /// A thing is counted, or a moment is told.
  private static func unit(_ tokens: Tokens, _ at: Int) -> Bool {
    guard let token = tokens.at(at) else { return false }
    if token.isSign(":") || token.isSign("%") || token.isSign(Sign.euro) { return true }
    if token.gap == .none, token.isSign("."), tokens.at(at + 1)?.isNumber == true { return true }
    if token.lexeme.month > 0 { return true }
    return token.isWord && units.contains(token.text)
  }

  private static let units: Set<String> = [
    "uur", "u", "euro", "weken", "week", "maanden", "maand", "dagen", "dag", "weeks", "months",
    "days", "hours", "man",
    "mannen", "vrouwen", "personen", "mensen", "pers", "kamers", "bedden", "procent", "minuten",
    "km", "meter", "keer",
    "graden", "kinderen", "huizen", "april", "mei", "telefoons", "jongens", "meisjes", "tygodni",
  ]
  private static let links: Set<String> = [
    "van", "is", "was", "ongeveer", "rond", "circa", "ca", "de", "een", "pas", "nog", "maar", "of",
    "about", "aged",
    "age", "around", "zegt", "dat", "ze", "hij", "zij", "leeftijd", "oud", "ik", "schat", "haar",
    "hem", "op", "lijkt",
    "hoogstens", "amper", "net", "von", "who", "she", "he", "the", "only", "ten", "hooguit",
    "schatting", "a", "wordt",
    "ist", "etwa", "says", "bijna", "iets", "begin", "eind", "midden",
  ]
  private static let persons: Set<String> = [
    "meisje", "meisjes", "jongen", "jongens", "jongetje", "vrouw", "vrouwen", "man", "mannen",
    "mevrouw", "meneer", "dame",
    "leerling", "leerlinge", "scholier", "kind", "dochter", "zoon", "nichtje", "meid", "buurman",
    "buurvrouw", "client",
    "clienten", "girl", "girls", "boy", "boys", "woman", "women", "frau", "frauen", "mann",
    "madchen", "junge",
    "dziewczyna", "chlopak", "kobieta", "persoon", "slachtoffer", "betrokkene", "hij", "zij", "ze",
    "she", "he", "pair",
    "jongeman", "jongedame", "stagiair", "werknemer", "peuter", "tiener", "pupil", "student",
    "studente", "heer",
    "tochter", "sohn", "jongvolwassene", "meiske", "medewerker", "jongeren", "plukker",
    "schoonmaakster", "fata", "baiat",
    "stalhulpen", "stalhulp", "arbeiders", "werknemers", "koeriers", "jongste", "oudste", "zusje",
    "broertje", "zus",
  ]

  /// The age of somebody else: `een "vriend" van 23`, `de eigenaar, 45 jaar`.
  private static func isOther(_ tokens: Tokens, _ at: Int) -> Bool {
    var back = at - 1
    var steps = 0
    while steps < 6, let token = tokens.at(back), !token.isSign("."),
      token.kind != .lineBreak || token.value == 1
    {
      if persons.contains(token.text), !["man", "hij", "he", "heer", "mann"].contains(token.text) {
        return false
      }
      if others.contains(token.text) { return true }
      (back, steps) = (back - 1, steps + 1)
    }
    return false
  }

  private static let others: Set<String> = [
    "vriend", "vriendje", "ex", "baas", "eigenaar", "exploitant", "chauffeur", "voorman", "dader",
    "verdachte",
    "partner", "echtgenoot", "vader", "moeder", "oom", "neef", "pooier", "boss", "owner",
    "boyfriend", "husband",
    "freund", "chef", "melder", "collega", "ouders", "loverboy", "huisbaas", "verhuurder", "opa",
    "oma", "geleden",
    "begeleider", "handlanger", "neefje", "beller", "bellers",
  ]

  /// Numbers before this one in a list: `16, 18 en 19 jaar`.
  private static func listed(_ tokens: Tokens, before at: Int) -> [Int] {
    var ages: [Int] = []
    var back = at
    while ages.count < 10,
      tokens.isSign(back - 1, ",")
        || ["en", "and", "und", "of", "i"].contains(tokens.word(back - 1)),
      let token = tokens.at(back - 2), token.isNumber, token.count <= 2
    {
      ages.insert(token.value, at: 0)
      back -= 2
    }
    return ages
  }

  private static let minorWords: Set<String> = [
    "minderjarig", "minderjarige", "minderjarigen", "underage", "minor", "minors", "minderjahrig",
    "minderjahrige",
    "nieletni", "nieletnia", "nieletnich", "baby", "kleuter", "minorii", "minora",
  ]
  private static let adultWords: Set<String> = [
    "meerderjarig", "meerderjarige", "volwassen", "volwassenen", "adults", "adult", "volljahrig",
    "erwachsen",
    "erwachsene", "dorosli", "dorosly", "dorosla", "adulti",
  ]
  private static let denials: Set<String> = [
    "geen", "no", "niet", "not", "keine", "kein", "nie", "zonder", "nicht", "nee",
  ]

  /// Whether one of the words stands there undenied.
  private static func says(_ tokens: Tokens, _ words: Set<String>, unlessDenied: Bool) -> Bool {
    for at in 0..<tokens.count where tokens[at].isWord && words.contains(tokens[at].text) {
      let isDenied = (1...3).contains { denials.contains(tokens.word(at - $0)) }
      let isAsked = tokens.isSign(at + 1, "?")
      if !isDenied, !isAsked { return true }
    }
    return false
  }

  /// `geen kinderen`, `no minors`, `kinderen? nee`
  private static func isDenied(_ tokens: Tokens) -> Bool {
    let words = minorWords.union(["kinderen", "kind", "children", "kids", "kinder", "dzieci"])
    for at in 0..<tokens.count where tokens[at].isWord && words.contains(tokens[at].text) {
      if (1...2).contains(where: { denials.contains(tokens.word(at - $0)) }) { return true }
      if tokens.isSign(at + 1, "?"), denials.contains(tokens.word(at + 2)) { return true }
    }
    return false
  }
}
