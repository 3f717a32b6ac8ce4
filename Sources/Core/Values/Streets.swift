/// Street and house number in free text and in address fields: `Boterwolkstraat 118`, `aan het Vlinderkanonplein`.
enum Streets {
  /// The first street in a value that is labelled as an address, with its number as written. A name without a
  /// known ending is taken too when a number follows (`Oude Markt 5`).
  static func read(_ text: String) -> String? {
    StreetReader(Tokens(text), isLabelled: true).all().first?.value
  }

  static func find(in text: ArraySlice<UInt8>) -> [Found<String>] { find(in: Tokens(text)) }

  /// Streets with a number, and without one when the words before say that it is an address.
  static func find(in tokens: Tokens) -> [Found<String>] {
    StreetReader(tokens, isLabelled: false).all()
  }
}

/// Finds streets, left to right, by the ending of a word and the number behind it.
struct StreetReader {
  private let tokens: Tokens
  private let isLabelled: Bool

  init(_ tokens: Tokens, isLabelled: Bool) {
    (self.tokens, self.isLabelled) = (tokens, isLabelled)
  }

  func all() -> [Found<String>] {
    var found: [Found<String>] = []
    var (at, floor) = (0, 0)
    while at < tokens.count {
      guard tokens[at].isWord, let (first, last) = street(at, floor) else {
        at += 1
        continue
      }
      let range = tokens[first].range.lowerBound..<tokens[last].range.upperBound
      found.append(Found(value: squeezed(range), range: range))
      at = last + 1
      floor = at
    }
    return found
  }

  /// The literal with single blanks.
  private func squeezed(_ range: Range<Int>) -> String {
    tokens.literal(range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func street(_ at: Int, _ floor: Int) -> (Int, Int)? {
    let token = tokens[at]
    if let polish = polish(at) { return polish }
    let number = houseNumber(at + 1)
    guard number != nil || token.isCapitalised || isLabelled else { return nil }
    let isStreet = hasEnding(at)
    guard isStreet || isLabelled && token.isCapitalised else { return nil }
    if isStreet {
      guard number != nil || isAddress(at) || isLabelled && token.count > 4 else { return nil }
      let first = start(at, floor)
      return (first, number ?? at)
    }
    guard let number, at + 1 < tokens.count else { return nil }
    return (start(at, floor), number)
  }

  // MARK: Endings

  private static let endings = [
    "straat", "weg", "laan", "plein", "dijk", "pad", "steeg", "singel", "kade", "hof", "brink",
    "esch",
    "esch", "kamp", "veld", "park", "dreef", "gracht", "allee", "markt", "wal", "hoek", "es", "erf",
    "horst", "burg", "haven", "ring", "kolk", "beek", "maat", "mate", "made", "bos", "akker",
    "tuin",
    "hagen", "oord", "poort", "waard", "berg", "strasse", "gasse", "street", "road", "lane", "str",
    "wei",
    "weide", "loo", "stege", "bree", "rode", "goor", "kotten", "meer", "dorp", "diek", "voort",
  ]
  /// These endings are common in other words: a capital and a house number are needed.
  private static let weak: Set<String> = [
    "es", "hoek", "park", "hof", "veld", "kamp", "berg", "burg", "horst", "erf", "ring", "bos",
    "made",
    "beek", "haven", "tuin", "oord", "meer", "dorp", "str", "loo", "rode", "wal", "poort", "bree",
    "wei",
    "goor", "maat", "mate", "markt", "akker", "waard", "kolk", "voort", "hagen", "lane", "road",
    "ring",
  ]
  private static let others: Set<String> = [
    "onderweg", "terugweg", "snelweg", "weg", "vakantiepark", "bungalowpark", "sportpark",
    "voetbalveld",
    "straat", "gerechtshof", "woonadres", "heenweg", "adres", "proces", "flesje", "dames",
    "vakantieparken",
    "bedrijventerrein", "park", "pretpark", "wagenpark", "kwekerij", "sportveld", "werkveld", "hof",
    "plein",
    "uitweg", "omweg", "halverweg", "midden", "meer", "dorp", "berg", "bos", "markt", "haven",
    "tuin",
    "binnenhaven", "parkeerplein", "schoolplein", "dorpsplein", "marktplein", "snackbar",
    "rijksweg",
    "autoweg", "binnenweg", "industriepark", "vluchtweg", "arbeidsmarkt", "supermarkt", "bouwmarkt",
    "moes", "zes", "les", "mes", "fles", "proces", "succes", "busjes", "euroes", "hek",
    "thuishaven",
    "arbeidshof", "buurtpark", "keuring", "waring", "sloop", "bedrijvenpark", "woonpark", "dijk",
    "ring",
    "pad", "laan", "vandijk", "kerkhof", "ziekenhuis", "landweg", "zandweg", "veldweg", "zijweg",
    "zijstraat",
    "hoofdstrasse", "omgeving", "bakker", "makker", "advies", "agnes", "hoek", "zoek", "onderzoek",
    "bezoek",
    "verzoek", "boek", "huisbezoek", "mannes", "hannes", "johannes", "agenes", "hermes",
  ]

  /// The longest known ending of a word.
  private func ending(_ word: ArraySlice<UInt8>) -> [UInt8]? {
    guard word.count >= 4, word.count <= 60, let last = word.last,
      let endings = Self.byLastLetter[last]
    else { return nil }
    return endings.first { word.ends(with: $0) }
  }

  /// Longest first.
  private static let byLastLetter: [UInt8: [[UInt8]]] = {
    let longestFirst = endings.map { Array($0.utf8) }.sorted { $0.count > $1.count }
    return Dictionary(grouping: longestFirst) { $0.last ?? 0 }
  }()

  private func hasEnding(_ at: Int) -> Bool {
    let token = tokens[at]
    guard let ending = ending(tokens.folded(at)) else { return false }
    if Self.others.contains(tokens.text(at)) { return false }
    let stem = token.count - ending.count
    let isWeak = Self.weak.contains(ending[...].text)
    if stem == 0 { return token.isCapitalised && !isWeak }
    guard stem >= 2 else { return false }
    return !isWeak || token.isCapitalised && stem >= 3
  }

  // MARK: Around it

  /// First word of the name: capitals right before on the same line (`Tinnen Zwaluwpad`).
  private func start(_ at: Int, _ floor: Int) -> Int {
    var first = at
    while first > floor, at - first < 4 {
      let before = tokens[first - 1]
      // Long names are wrapped: `Tinnen` at the end of a line.
      if before.kind == .lineBreak, before.value == 1, first - 1 > floor, isPart(first - 2),
        tokens[at].isCapitalised, !isLabelled
      {
        first -= 2
        continue
      }
      guard isPart(first - 1), tokens[first].gap == .space else { break }
      first -= 1
    }
    while first < at, ["de", "den", "het", "van", "s"].contains(tokens.word(first)),
      !tokens[first].isCapitalised
    {
      first += 1
    }
    return first
  }

  private func isPart(_ at: Int) -> Bool {
    guard let token = tokens.at(at), token.isWord else { return false }
    if token.isCapitalised { return !Self.notNames.contains(tokens.text(at)) }
    return ["van", "de", "den", "der", "ter", "ten", "het"].contains(tokens.text(at))
      && (tokens.at(at - 1)?.isCapitalised ?? false) && !Self.notNames.contains(tokens.word(at - 1))
  }

  /// Capitalised at the start of a sentence or a label, but no part of a name.
  private static let notNames: Set<String> = [
    "de", "het", "een", "aan", "in", "op", "adres", "straat", "locatie", "bij", "te", "waar",
    "woont",
    "opgegeven", "adresse", "address", "at", "woonadres", "bezoekadres", "hij", "zij", "ze", "dat",
    "dit",
    "hoek", "app", "flat", "over", "naar", "vanaf", "nabij", "the", "der", "die", "das", "er", "is",
    "gemeente",
    "woning", "pand", "plaats", "zie", "daar", "hier", "w", "na", "huis", "appartement",
    "aanvulling", "meldadres",
    "haus", "hause", "wohnung", "house", "apartment", "number", "home", "strasse",
    "situatie", "signaal", "melding", "betreft", "onderwerp", "t", "dhr", "mevr", "mevrouw",
    "meneer",
  ]

  /// `aan de`, `op het`, `adres`, `flat`, `app`: what follows is an address.
  private func isAddress(_ at: Int) -> Bool {
    guard tokens[at].isCapitalised else { return false }
    let first = start(at, 0)
    for offset in 1...3 {
      guard let token = tokens.at(first - offset), token.kind != .lineBreak || offset == 1 else {
        return false
      }
      let text = tokens.text(first - offset)
      if Self.addressWords.contains(text) { return true }
      guard token.kind != .word || ["de", "het", "the", "t", "der", "is"].contains(text)
      else {
        return false
      }
    }
    return false
  }

  private static let addressWords: Set<String> = [
    "aan", "op", "in", "adres", "app", "appartement", "flat", "straat", "hoek", "bij", "woont",
    "locatie",
    "over", "adresse", "address", "in", "nabij", "pand", "woning", "huis", "at", "on", "an",
    "vanaf", "woonadres",
  ]

  /// Index of the last token of a house number: `118`, `88a`, `14 b`, `12-2`, `5 bis`.
  private func houseNumber(_ at: Int) -> Int? {
    var start = at
    if tokens.isSign(start, ".") { start += 1 }
    if ["nr", "nummer", "no", "huisnummer"].contains(tokens.word(start)) { start += 1 }
    if tokens.isSign(start, ".") { start += 1 }
    guard let number = tokens.at(start), number.isNumber, number.count <= 5, number.value > 0,
      number.gap != .wide || isLabelled, !isQuantity(start + 1, number)
    else { return nil }
    return addition(start)
  }

  private static let isQuantityUnits: Set<String> = [
    "euro", "uur", "personen", "mannen", "vrouwen", "jaar", "keer", "mensen", "dagen", "weken",
    "meisjes", "u", "pers", "eur", "maanden", "januari", "februari", "maart", "april", "mei",
    "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
  ]

  /// `3 personen`, `20 euro`, `7511 UF`, `10.30`, `20-11-2026`: no house number.
  private func isQuantity(_ at: Int, _ number: Token) -> Bool {
    guard let after = tokens.at(at) else { return false }
    if Self.isQuantityUnits.contains(tokens.text(at)) || after.isSign("%")
      || after.isSign(Sign.euro)
    {
      return true
    }
    if number.count == 4, after.isWord, after.isUpper, after.range.count == 2 { return true }
    guard after.gap == .none, after.kind == .sign, let more = tokens.at(at + 1), more.isNumber,
      more.gap == .none
    else { return false }
    return !after.isSign("-") || tokens.isSign(at + 2, "-") || more.count > 3
  }

  private func addition(_ at: Int) -> Int {
    guard let after = tokens.at(at + 1) else { return at }
    if after.isWord, after.range.count == 1, after.gap == .none { return at + 1 }
    if after.isWord, after.range.count == 1, isLetterAddition(at + 1),
      tokens.at(at + 2)?.isWord != true
    {
      return at + 1
    }
    if ["bis", "hs", "huis"].contains(tokens.text(at + 1)), after.gap != .wide { return at + 1 }
    if after.isSign("-"), after.gap == .none, after.range.count == 1, let more = tokens.at(at + 2),
      more.gap == .none, more.isNumber ? more.count <= 3 : more.isWord && more.count <= 2
    {
      return at + 2
    }
    return at
  }

  /// `ul. Długa 5`
  private func polish(_ at: Int) -> (Int, Int)? {
    guard ["ul", "ulica"].contains(tokens.word(at)) else { return nil }
    var next = tokens.isSign(at + 1, ".") ? at + 2 : at + 1
    let first = next
    while next < first + 4, let token = tokens.at(next), token.isWord { next += 1 }
    guard next > first, let number = houseNumber(next) else { return nil }
    return (at, number)
  }

  /// A single letter after a blank that can belong to a house number, not a word of its own.
  private func isLetterAddition(_ at: Int) -> Bool {
    tokens[at].gap == .space && !["u", "n", "t", "s"].contains(tokens.text(at))
  }
}
