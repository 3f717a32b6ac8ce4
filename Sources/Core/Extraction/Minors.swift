/// Ages of people in a story.
enum Ages {
  /// An age, and whether it is of somebody in the exploiting household rather than a possible victim.
  struct Age: Sendable, Hashable {
    var years: Int
    var isHousehold: Bool
  }

  /// `16 jaar`, `meisje van 17`, `(19, 22 en 30 jaar)`, `16-jarige`; not `al 3 jaar` or `twee jaar geleden`.
  static func find(in tokens: Tokens) -> [Found<Age>] {
    var found: [Found<Age>] = []
    for at in 0..<tokens.count where tokens[at].isNumber || tokens[at].lexeme.number > 1 {
      guard let (years, next) = NumberWords.read(tokens, at), (0...99).contains(years),
        tokens[at].isWord || tokens[at].count <= 2, isAge(tokens, at, next)
      else { continue }
      let range = tokens[at].range.lowerBound..<tokens[next - 1].range.upperBound
      let age = Age(years: years, isHousehold: isHousehold(tokens, at))
      found.append(Found(value: age, range: range))
    }
    return found
  }

  private static let units: Set<String> = [
    "jaar", "jr", "jarig", "jarige", "jarigen", "years", "year", "yrs", "yo", "jahre", "jahren",
    "jahrige", "jahriges",
    "jahrig", "lat", "letnia", "letni", "ani",
  ]
  static let roles: [(Set<String>, Lexeme.Roles)] = [(people, .aged)]

  private static let people: Set<String> = [
    "meisje", "jongen", "jongetje", "vrouw", "man", "leerling", "leerlinge", "kind", "mevrouw",
    "meneer", "dame",
    "jongeman", "meid", "tiener", "puber", "client", "slachtoffer", "girl", "boy", "woman",
    "madchen", "junge",
    "frau", "mann", "student", "scholier", "zusje", "broertje", "dochter", "zoon", "nichtje",
    "neefje", "t", "buurman",
    "buurvrouw", "hij", "zij", "ze", "he", "she", "er", "sie", "persoon", "betrokkene", "jongens",
    "meisjes", "vrouwen",
    "mannen", "dziewczyna", "chlopiec", "fata", "baiat", "heer", "jongere", "dochtertje", "zoontje",
    "stalhulpen",
    "meisjeszijn", "jongste", "oudste", "eentje", "they", "mevr", "mw", "dhr", "nichtjes",
    "stiefdochter",
  ]
  private static let links: Set<String> = [
    "van", "is", "was", "ca", "circa", "ongeveer", "rond", "de", "of", "een", "jaar", "pas", "nog",
    "net", "bijna",
    "slechts", "maar", "only", "aged", "von", "ist", "zegt", "about", "around", "leeftijd", "age",
    "naar", "schatting",
    "jong", "oud", "in", "die", "who", "en", "und", "and", "tot", "heeft", "geschat", "zijn",
    "etwa", "ma", "tussen", "between", "zwischen", "are", "were", "beiden", "allebei", "sind",
  ]

  private static func isAge(_ tokens: Tokens, _ at: Int, _ next: Int) -> Bool {
    let unit = tokens.isSign(next, "-") ? next + 1 : next
    let hasUnit = units.contains(tokens.word(unit))
    guard !isSpan(tokens, at, hasUnit ? unit + 1 : next), !isGlued(tokens, at) else { return false }
    if hasUnit, ["oud", "old", "alt", "jong"].contains(tokens.word(unit + 1)) { return true }
    if hasUnit,
      tokens.word(unit).contains("jarig") || tokens.word(unit).contains("jahrig")
        || tokens.word(unit) == "yo"
    {
      return true
    }
    if hasUnit, isApposition(tokens, at, unit + 1) { return true }
    if !hasUnit, !isBare(tokens, next), !isOfPerson(tokens, at, next) { return false }
    return isPersonBefore(tokens, at, hasUnit: hasUnit)
  }

  /// `mevrouw K., nummer 12, 63 jaar, dementerend`: between commas or brackets.
  private static func isApposition(_ tokens: Tokens, _ at: Int, _ next: Int) -> Bool {
    guard let before = tokens.at(at - 1), before.isSign(",") || before.isSign("(") else {
      return false
    }
    guard let after = tokens.at(next) else { return true }
    return after.isSign(",") || after.isSign(")") || after.isSign(";") || after.isSign("|")
  }

  /// `mevrouw van 22 vertelde`: directly behind a person, and no unit follows.
  private static func isOfPerson(_ tokens: Tokens, _ at: Int, _ next: Int) -> Bool {
    guard ["van", "von", "aged"].contains(tokens.word(at - 1)),
      tokens.at(at - 2)?.lexeme.has(.aged) ?? false,
      let after = tokens.at(next), after.isWord, after.gap != .none
    else { return false }
    return !measures.contains(tokens.text(next)) && after.lexeme.month == 0
  }

  private static let measures: Set<String> = [
    "uur", "u", "euro", "eur", "weken", "maanden", "dagen", "meter", "kilo", "kg", "km", "procent",
    "man",
    "mannen", "vrouwen", "personen", "mensen", "keer", "minuten", "kamers", "cent",
  ]

  /// A person stands before, with nothing between that breaks the link.
  private static func isPersonBefore(_ tokens: Tokens, _ at: Int, hasUnit: Bool) -> Bool {
    var isLinked = hasUnit
    for offset in 1...8 {
      guard let token = tokens.at(at - offset) else { return false }
      if token.lexeme.has(.aged) {
        return isLinked && (hasUnit || offset > 1 || token.count > 3)
      }
      let text = tokens.text(at - offset)
      if text == "leeftijd" || text == "leeftijden" || text == "age" {
        return true
      }
      let isSign =
        token.isSign("(") || token.isSign("+") || token.isSign("-") || token.isSign(",")
        || token.isSign("~")
        || token.isSign(":") || token.isSign("?") || token.isSign("/") || token.isSign(Sign.other)
        || token.isSign(Sign.ticked)
      if token.isSign("("), hasUnit { return true }
      if ["van", "is", "zegt", "aged", "von", "ist", "leeftijd", "are", "were", "zijn"].contains(
        text)
        || token.isSign("(")
        || text == "die"
      {
        isLinked = true
      }
      let isList = token.isNumber && token.count <= 2 || token.lexeme.number >= 0
      guard
        links.contains(text) || isSign || isList || token.isCapitalised && token.count == 1
          || token.isSign(".") && offset <= 4
      else { return false }
    }
    return false
  }

  /// No unit, sign or word behind it that makes it a number of something else.
  private static func isBare(_ tokens: Tokens, _ next: Int) -> Bool {
    guard let after = tokens.at(next) else { return true }
    if after.kind == .lineBreak || after.kind == .sign {
      return !after.isSign("%") && !after.isSign(Sign.euro) && !after.isSign("/")
        && !(after.gap == .none && tokens.at(next + 1)?.isNumber ?? false
          && tokens[next + 1].gap == .none)
    }
    // `they are 17 and 19`
    if after.lexeme.has(.addition), tokens.at(next + 1)?.isNumber ?? false {
      return tokens[next + 1].count <= 2 && isBare(tokens, next + 2)
    }
    return after.isWord && after.gap != .none
      && [
        "in", "te", "is", "die", "en", "haar", "aan", "voor", "met", "dat", "of", "komt", "uit",
        "woont", "werkt", "who",
        "from", "moet", "wordt", "zit", "met", "was", "wil", "aus", "als",
      ].contains(tokens.text(next))
  }

  private static let isSpanBefore: Set<String> = [
    "al", "sinds", "afgelopen", "ruim", "binnen", "over", "na", "per", "elke", "voor", "laatste",
    "for", "seit", "since",
    "within", "od", "om", "tot", "week", "huisje", "kamer", "nummer", "nr", "groep", "klas",
  ]

  private static let isSpanAfter: Set<String> = [
    "geleden", "later", "lang", "ago", "ervaring", "cel", "gevangenis", "contract", "garantie",
    "getrouwd", "samen",
    "weken", "dagen", "maanden", "uur", "euro", "km", "personen", "mannen", "vrouwen", "keer",
    "kilo", "procent",
  ]

  /// `al 3 jaar`, `twee jaar geleden`, `binnen een jaar`, `5 jaar ervaring`.
  private static func isSpan(_ tokens: Tokens, _ at: Int, _ next: Int) -> Bool {
    if Self.isSpanBefore.contains(tokens.word(at - 1)),
      !(tokens.word(at - 1) == "tot" && tokens.at(at - 2)?.isNumber ?? false)
    {
      return true
    }
    return Self.isSpanAfter.contains(tokens.word(next))
      || Self.isSpanAfter.contains(tokens.word(next - 1))
  }

  private static func isGlued(_ tokens: Tokens, _ at: Int) -> Bool {
    guard tokens[at].gap == .none, let before = tokens.at(at - 1) else { return false }
    return before.isNumber || before.isWord
      || before.kind == .sign && [0x2E, 0x2C, 0x3A, 0x2F].contains(before.value)
        && tokens.at(at - 2)?.isNumber ?? false
  }

  private static let household: Set<String> = [
    "gezin", "eigenaar", "eigenares", "hun", "familie", "kleinkind", "kleinkinderen", "werkgever",
    "baas", "gastgezin",
    "opdrachtgever", "echtpaar", "verhuurder", "family", "familie", "uitbater",
  ]

  private static let offspring: Set<String> = [
    "kinderen", "kind", "zoon", "zoontje", "zoons", "dochter", "dochtertje", "dochters", "baby",
    "kleinkind", "kleinkinderen", "children", "child", "son", "daughter", "kinder", "sohn",
    "tochter",
  ]

  /// `de kinderen van het gezin, 4 en 6 jaar`: the age is a child's, and the child is theirs. In `het meisje van 16
  /// slaapt bij de baas` it is not.
  private static func isHousehold(_ tokens: Tokens, _ at: Int) -> Bool {
    let owner = (1...8).map { at - $0 }.first {
      tokens.at($0)?.lexeme.has(.aged) ?? false || offspring.contains(tokens.text($0))
    }
    guard let owner, offspring.contains(tokens.text(owner)) else { return false }
    return (1...6).contains { offset in
      [at - offset, at + offset].contains { index in
        household.contains(tokens.text(index)) && tokens.word(index - 1) != "zonder"
      }
    }
  }
}

/// Whether a possible victim is under 18, and the words that say so.
struct Minors: Sendable {
  var answer: YesNo
  /// Empty unless the answer is yes and a story tells it.
  var text: String

  /// The field `minderjarigen`: what was answered, else what the story says. An age under 18 of a possible victim
  /// is yes; adult ages only, or minors denied, is no; otherwise unknown.
  ///
  /// - Parameter answer: from a labelled field, nil when it was not there.
  static func read(_ prose: Prose, _ reading: ChoiceTable.Reading, answer: YesNo?) -> Minors {
    let ages = Ages.find(in: prose.tokens).filter {
      !$0.value.isHousehold && !isUncounted(prose, $0.range)
    }
    let young = ages.first { $0.value.years < 18 }
    let said = reading.first(field, "ja")
    let text =
      young.map { prose.tokens.literal($0.range) }
      ?? said.map { prose.tokens.literal($0.range) } ?? ""
    if answer == .yes || young != nil { return Minors(answer: .yes, text: text) }
    if answer == .no { return Minors(answer: .no, text: "") }
    if said != nil { return Minors(answer: .yes, text: text) }
    let isDenied = reading.hits.contains {
      ($0.field == field && $0.value == "ja" || $0.field == "kinderen") && $0.standing == .denied
    }
    let isAdult = isDenied || !ages.isEmpty || reading.first(field, "nee") != nil
    return Minors(answer: isAdult ? .no : .unknown, text: "")
  }

  private static let field = "minderjarigen"

  /// In a statement that is quoted or unticked.
  private static func isUncounted(_ prose: Prose, _ range: Range<Int>) -> Bool {
    guard let word = prose.word(at: range.lowerBound) else { return false }
    let polarity = prose.statements[Int(prose.words[word].statement)].polarity
    return polarity == .quoted || polarity == .unticked
  }
}
