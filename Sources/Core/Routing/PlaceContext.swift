/// The words before a place name, and what they make of it.
struct PlaceContext {
  let isCapital: Bool
  /// Nothing but a postcode, a preposition or `dorp` stands before it.
  let isAtStart: Bool
  let isAtSentenceStart: Bool
  /// "gem. Twenterand", "in de gemeente Twenterand"
  let namesMunicipality: Bool
  let followsPostcode: Bool
  let isBehindPreposition: Bool
  /// Nil when it is the name of a person.
  let role: FoundPlace.Role?

  init(
    name: Range<Int>, isCapital: Bool, text: ArraySlice<UInt8>, recent: RecentWords,
    postcodes: PostcodeTable
  ) {
    let before = Before(name: name, text: text, recent: recent)
    self.isCapital = isCapital
    isAtSentenceStart = before.isSentenceStart
    let postcode = before.postcode()
    followsPostcode = postcode != nil
    let words = before.words
    isAtStart =
      words.count - (postcode?.words ?? 0) == 0
      || words.count == 1 && Self.leading.contains(words[0])
    isBehindPreposition = before.isClose && words.first.map(Self.isPreposition) ?? false
    let municipality = before.municipality()
    namesMunicipality = municipality == .located
    if let postcode {
      role = postcodes.isBox(postcode.text) ? .organisation : .address
    } else if before.isPerson(isCapital: isCapital) {
      role = nil
    } else {
      role = municipality ?? before.role()
    }
  }

  private static func isPreposition(_ word: String) -> Bool {
    located.contains(word) || passing.contains(word)
  }

  static let leading: Set<String> = [
    "in", "te", "dorp", "stad", "plaats", "gem", "gemeente", "nabij", "bij",
  ]
  static let located: Set<String> = [
    "in", "te", "at", "binnen", "omgeving", "dorp", "stad", "plaats", "woonplaats", "buurtschap",
    "kern", "w", "din", "la",
  ]
  static let passing: Set<String> = [
    "bij", "nabij", "vlakbij", "richting", "tussen", "naar", "uit", "vanuit", "bei", "nach", "aus",
    "near", "from", "to", "z", "do", "rond", "langs", "onder",
  ]
  static let municipality: Set<String> = [
    "gemeente", "gem", "gemeinde", "municipality", "gmina", "gemeenten",
  ]
  static let articles: Set<String> = ["de", "het", "onze", "die", "deze"]
  static let organisations: Set<String> = [
    "politie", "rechtbank", "ggd", "roc", "kcc", "ziekenhuis", "veiligheidshuis", "team", "boa",
    "burgerzaken", "publieksplein", "publiekszaken", "handhaving", "wijkteam", "noaberkracht",
    "gemeentehuis", "stadhuis", "postbus", "veiligheidsregio", "omgevingsdienst", "brandweer",
  ]
  static let persons: Set<String> = [
    "dhr", "heer", "mevrouw", "mevr", "mw", "meneer", "mr", "mrs", "ms", "herr", "frau", "familie",
    "fam", "drs", "ing", "ir", "dr", "pan", "pani",
  ]
}

/// The last words before a name, newest first, lower case.
private struct Before {
  let name: Range<Int>
  let text: ArraySlice<UInt8>
  let recent: RecentWords
  let words: Words

  init(name: Range<Int>, text: ArraySlice<UInt8>, recent: RecentWords) {
    (self.name, self.text, self.recent) = (name, text, recent)
    words = Words(text: text, recent: recent)
  }

  /// Their comparable forms, made when they are asked for: mostly the newest is enough.
  struct Words: RandomAccessCollection {
    private let text: ArraySlice<UInt8>
    private let recent: RecentWords
    private let newest: String

    init(text: ArraySlice<UInt8>, recent: RecentWords) {
      (self.text, self.recent) = (text, recent)
      newest = Self.comparable(recent.last, text)
    }

    var startIndex: Int { 0 }
    var endIndex: Int { recent.count }
    subscript(back: Int) -> String { back == 0 ? newest : Self.comparable(recent[back], text) }

    private static func comparable(_ word: Word?, _ text: ArraySlice<UInt8>) -> String {
      guard let range = word?.range.prefix(WordBuffer.limit) else { return "" }
      return String(decoding: PlaceName(text[range]).bytes, as: UTF8.self)
    }
  }

  /// Bytes between the word before and the name.
  private var gap: ArraySlice<UInt8> {
    text[(recent.last?.range.upperBound ?? text.startIndex)..<name.lowerBound]
  }

  /// Only white space, a comma, a quote or a bracket in between.
  var isClose: Bool {
    gap.count <= 4
      && gap.allSatisfy {
        $0 <= 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "'")
          || $0 == UInt8(ascii: "\"") || $0 >= 0x80
      }
  }

  var isSentenceStart: Bool {
    guard recent.last != nil else { return true }
    var lineEnds = 0
    for byte in gap {
      switch byte {
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "*"),
        UInt8(ascii: "|"), 0x09:
        return true
      case 0x0a: lineEnds += 1
      default: break
      }
    }
    return lineEnds > 1
  }

  /// The postcode right before the name: its four digits, and of how many words it is.
  func postcode() -> (text: String, words: Int)? {
    guard isClose, let last = words.first else { return nil }
    if Self.isPostcode(last) { return (String(last.prefix(4)), 1) }
    guard words.count > 1, last.utf8.count == 2, last.utf8.allSatisfy({ 0x61...0x7a ~= $0 }),
      Self.isCode(words[1])
    else { return nil }
    return (words[1], 2)
  }

  /// "gem. X" and "in de gemeente X" name where it is; "boa gemeente X" and "de gemeente X" an employer.
  func municipality() -> FoundPlace.Role? {
    guard let last = words.first, PlaceContext.municipality.contains(last) else { return nil }
    guard gap.count <= 3, !gap.contains(0x0a) else { return nil }
    if last == "gem" { return .located }
    var back = 1
    while back < words.count, PlaceContext.articles.contains(words[back]) { back += 1 }
    if back < words.count, ["in", "binnen", "te", "uit"].contains(words[back]) { return .located }
    guard let word = recent.last else { return .organisation }
    let end = recent[1]?.range.upperBound ?? text.startIndex
    let between = text[end..<word.range.lowerBound]
    let isApposition = between.contains(UInt8(ascii: ",")) || between.contains(UInt8(ascii: "("))
    return isApposition || gap.contains(UInt8(ascii: ":")) ? .located : .organisation
  }

  /// "mevrouw X", "Jan van X"
  func isPerson(isCapital: Bool) -> Bool {
    guard isClose, let last = words.first, let word = recent.last else { return false }
    if PlaceContext.persons.contains(last) { return isCapital }
    guard last == "van" || last == "von" else { return false }
    if word.letterCase(in: text).startsUpper { return isCapital }
    guard let second = recent[1], words.count > 1 else { return false }
    if PlaceContext.persons.contains(words[1]) { return isCapital }
    let between = text[second.range.upperBound..<word.range.lowerBound]
    let isNewSentence = recent[2].map { third in
      text[third.range.upperBound..<second.range.lowerBound].contains { $0 != 0x20 && $0 != 0x0a }
    }
    let style = second.letterCase(in: text)
    return isCapital && style.startsUpper && !style.isShouting && between.count == 1
      && !(isNewSentence ?? true)
  }

  func role() -> FoundPlace.Role {
    guard let last = words.first, isClose else { return .mentioned }
    if isBehindStreet(0) || PlaceContext.located.contains(last) && isBehindStreet(1) {
      return .address
    }
    if PlaceContext.organisations.contains(last) { return .organisation }
    let isDenied = words.dropFirst().first == "niet"
    if PlaceContext.located.contains(last) { return isDenied ? .denied : .located }
    if PlaceContext.passing.contains(last) { return isDenied ? .denied : .passing }
    return .mentioned
  }

  /// Whether a street, with or without a number, ends `back` words before the name.
  private func isBehindStreet(_ back: Int) -> Bool {
    guard back < words.count, let word = recent[back], isJoined(word, recent[back - 1]) else {
      return false
    }
    if back + 1 < words.count, Self.isHouseNumber(words[back]), let street = recent[back + 1] {
      let between = text[street.range.upperBound..<word.range.lowerBound]
      let isJoined = between.count <= 2 && between.allSatisfy { $0 <= 0x20 || $0 >= 0x80 }
      if isJoined,
        Self.isStreet(words[back + 1], short: true)
          || street.letterCase(in: text).startsUpper && back + 2 < words.count
      {
        return true
      }
    }
    return Self.isStreet(words[back], short: false)
  }

  /// Only white space and commas between two words.
  private func isJoined(_ word: Word, _ next: Word?) -> Bool {
    guard let next else { return true }
    return text[word.range.upperBound..<next.range.lowerBound].allSatisfy {
      $0 <= 0x20 || $0 == UInt8(ascii: ",") || $0 >= 0x80
    }
  }

  private static func isCode(_ word: String) -> Bool {
    word.utf8.count == 4 && word.utf8.allSatisfy { 0x30...0x39 ~= $0 } && word.utf8.first != 0x30
  }

  private static func isPostcode(_ word: String) -> Bool {
    word.utf8.count == 6 && isCode(String(word.prefix(4)))
      && word.utf8.suffix(2).allSatisfy { 0x61...0x7a ~= $0 }
  }

  private static func isHouseNumber(_ word: String) -> Bool {
    let digits = word.utf8.prefix { 0x30...0x39 ~= $0 }.count
    return (1...4).contains(digits) && word.utf8.count - digits <= 2
  }

  /// A word that ends as streets do; short ones (`brink`, `es`) only before a number.
  private static func isStreet(_ word: String, short: Bool) -> Bool {
    let letters = Array(word.utf8)
    func isEnding(_ ending: [UInt8]) -> Bool {
      letters.count > ending.count + 1 && letters.ends(with: ending)
    }
    guard streets.contains(where: isEnding) || short && moreStreets.contains(where: isEnding)
    else { return false }
    return !["onderweg", "snelweg", "halverwege"].contains(word)
  }

  private static let streets = [
    "straat", "weg", "laan", "plein", "steeg", "pad", "dijk", "singel", "kade", "gracht", "dreef",
    "allee", "brink",
  ].map { Array($0.utf8) }
  private static let moreStreets = [
    "hof", "kamp", "es", "esch", "veld", "park", "ring", "markt", "baan", "kolk", "hoek", "stroom",
    "wal", "werf", "poort", "horst", "bos", "berg", "maat", "akker", "meen", "hoeve", "land",
    "ulica",
  ].map { Array($0.utf8) }
}

extension Tables {
  /// The places named in a text, in order, at most `limit`; ranges are indices of `text`.
  ///
  /// Names of the region are found as people write them; names elsewhere only with a capital and behind a
  /// preposition, a street or a postcode, so that words like "beek" and "buren" are left alone.
  public func places(in text: ArraySlice<UInt8>, limit: Int = 500) -> [FoundPlace] {
    PlaceFinder(tables: self, text: text, reading: .story, limit: limit).find()
  }

  public func places(in text: [UInt8], limit: Int = 500) -> [FoundPlace] {
    places(in: text[...], limit: limit)
  }

  /// The places named in the value of a label, such as "Hengelo (Gld)" or "haarle, gem. Tubbergen": a name
  /// at its beginning counts as it stands.
  public func places(inValue text: String, limit: Int = 20) -> [FoundPlace] {
    PlaceFinder(
      tables: self, text: Array(text.utf8.prefix(4096))[...], reading: .value, limit: limit
    ).find()
  }
}
