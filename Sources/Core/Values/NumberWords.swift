/// Cardinal numbers in words, 0...99 and a few round ones.
enum NumberWords {
  static func add(to table: inout [String: Lexeme]) {
    for (words, base) in plain {
      for (index, word) in words.split(separator: " ").enumerated() {
        table[String(word), default: Lexeme()].number = Int16(base + index)
      }
    }
    for (words, value) in others {
      for word in words.split(separator: " ") {
        table[String(word), default: Lexeme()].number = Int16(value)
      }
    }
    joined(dutchUnits, "en", dutchTens, &table)
    joined(germanUnits, "und", germanTens, &table)
    for (index, word) in polishHours.split(separator: " ").enumerated() {
      table[String(word), default: Lexeme()].number = Int16(index + 1)
      table[String(word), default: Lexeme()].roles.insert(.ordinal)
    }
  }

  /// `eenentwintig`, `einundzwanzig`.
  private static func joined(
    _ units: String, _ and: String, _ tens: String, _ table: inout [String: Lexeme]
  ) {
    for (ten, tenWord) in tens.split(separator: " ").enumerated() {
      for (unit, unitWord) in units.split(separator: " ").enumerated() {
        table[unitWord + and + tenWord, default: Lexeme()].number = Int16((ten + 2) * 10 + unit + 1)
      }
    }
  }

  private static let dutchUnits = "een twee drie vier vijf zes zeven acht negen"
  private static let dutchTens =
    "twintig dertig veertig vijftig zestig zeventig tachtig negentig"
  private static let germanUnits = "ein zwei drei vier funf sechs sieben acht neun"
  private static let germanTens =
    "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig"

  /// Consecutive words with the value of the first.
  private static let plain: [(String, Int)] = [
    (
      """
      nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien \
      zeventien achttien negentien
      """, 0
    ),
    (
      """
      null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn \
      siebzehn achtzehn neunzehn
      """, 0
    ),
    (
      """
      zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
      seventeen eighteen nineteen
      """, 0
    ),
    (
      """
      jeden dwa trzy cztery piec szesc siedem osiem dziewiec dziesiec jedenascie dwanascie trzynascie czternascie \
      pietnascie szesnascie siedemnascie osiemnascie dziewietnascie
      """, 1
    ),
    (
      """
      unu doi trei patru cinci sase sapte opt noua zece unsprezece doisprezece treisprezece paisprezece \
      cincisprezece saisprezece saptesprezece optsprezece nouasprezece
      """, 1
    ),
    ("dwoje troje czworo piecioro szescioro siedmioro osmioro", 2),
    ("dwoch trzech czterech pieciu szesciu siedmiu osmiu dziewieciu dziesieciu", 2),
  ]

  private static let others: [(String, Int)] = [
    ("ein eine einen einem einer eene jedna jedno jedna una", 1),
    ("dwie doua zwo beide beiden allebei", 2),
    ("dozijn dutzend dozen tuzin", 12), ("fuenf", 5), ("zwoelf", 12),
    ("twintig zwanzig twenty dwadziescia douazeci", 20),
    ("dertig dreissig thirty trzydziesci treizeci", 30),
    ("veertig vierzig forty fourty czterdziesci patruzeci", 40),
    ("vijftig funfzig fifty piecdziesiat cincizeci", 50),
    ("zestig sechzig sixty szescdziesiat saizeci", 60),
    ("zeventig siebzig seventy siedemdziesiat saptezeci", 70),
    ("tachtig achtzig eighty osiemdziesiat optzeci", 80),
    ("negentig neunzig ninety dziewiecdziesiat nouazeci", 90),
    ("honderd hundert hundred sto", 100),
  ]

  private static let polishHours =
    "pierwszej drugiej trzeciej czwartej piatej szostej siodmej osmej dziewiatej dziesiatej jedenastej dwunastej"

  /// The number that starts at a token, in digits or words, and the index after it. `twenty-one` and
  /// `dwadzieścia jeden` are one number.
  static func read(_ tokens: Tokens, _ at: Int) -> (value: Int, next: Int)? {
    guard let token = tokens.at(at) else { return nil }
    if token.isNumber { return token.value >= 0 ? (token.value, at + 1) : nil }
    let number = Int(token.lexeme.number)
    guard token.isWord, number >= 0, !token.lexeme.has(.ordinal) else { return nil }
    guard number >= 20, number <= 90, number % 10 == 0 else { return (number, at + 1) }
    let next = tokens.isSign(at + 1, "-") ? at + 2 : at + 1
    if let unit = tokens.at(next), unit.isWord, (1...9).contains(unit.lexeme.number),
      !unit.lexeme.has([.article, .ordinal])
    {
      return (number + Int(unit.lexeme.number), next + 1)
    }
    return (number, at + 1)
  }
}
