/// What a word can mean in dates, times and counts.
struct Lexeme: Sendable {
  /// Cardinal number, or -1.
  var number: Int16 = -1
  /// 1...12, or 0.
  var month: UInt8 = 0
  /// Monday 1 ... Sunday 7, or 0.
  var weekday: UInt8 = 0
  var roles: Roles = []

  struct Roles: OptionSet, Sendable {
    let rawValue: UInt32
    /// Counts only beside a date: `ma`, `do`, `so`, `jan`.
    static let short = Roles(rawValue: 1)
    static let past = Roles(rawValue: 2)
    static let coming = Roles(rawValue: 4)
    static let week = Roles(rawValue: 8)
    static let hour = Roles(rawValue: 16)
    static let half = Roles(rawValue: 32)
    static let quarter = Roles(rawValue: 64)
    /// Minutes before the hour: `voor`, `to`, `vor`, `za`.
    static let before = Roles(rawValue: 128)
    /// Minutes after the hour: `over`, `past`, `nach`, `po`.
    static let after = Roles(rawValue: 256)
    static let morning = Roles(rawValue: 512)
    static let afternoon = Roles(rawValue: 1024)
    static let evening = Roles(rawValue: 2048)
    static let night = Roles(rawValue: 4096)
    /// `elke`, `every`, `jeden`: a habit, not a moment.
    static let every = Roles(rawValue: 8192)
    /// `om`, `rond`, `at`, `gegen`: a clock time follows.
    static let about = Roles(rawValue: 16384)
    /// Also an article (`een`, `ein`, `a`).
    static let article = Roles(rawValue: 32768)
    /// Ordinal hour of Polish clock words (`trzeciej`).
    static let ordinal = Roles(rawValue: 65536)
    /// May begin a date by itself: `gisteren`, `begin`, `sinds`, `deze`.
    static let moment = Roles(rawValue: 131_072)
    /// `niet`, `geen`, `nobody`, `nie`.
    static let negator = Roles(rawValue: 262_144)
    /// `maar`, `want`, `die`: another thought starts here.
    static let conjunction = Roles(rawValue: 524_288)
    /// `en`, `und`: often another thought.
    static let addition = Roles(rawValue: 1_048_576)
    /// `of`, `noch`: the same thought goes on.
    static let alternative = Roles(rawValue: 2_097_152)
    /// `kenteken`, `Kennzeichen`: a plate follows.
    static let plate = Roles(rawValue: 4_194_304)
    /// `busje`, `Skoda`: a plate may follow.
    static let vehicle = Roles(rawValue: 8_388_608)
    /// One person: `meisje`, `buurman`.
    static let person = Roles(rawValue: 16_777_216)
    /// More than one: `mannen`, `koks`.
    static let people = Roles(rawValue: 33_554_432)
    /// `aantal`, `number`: a count follows.
    static let count = Roles(rawValue: 67_108_864)
    /// Somebody whose age is told.
    static let aged = Roles(rawValue: 134_217_728)
    /// `middernacht`, `elven`.
    static let hourName = Roles(rawValue: 268_435_456)
  }

  /// Whether a date may begin with this word.
  var beginsDate: Bool {
    month > 0 || weekday > 0 || number >= 0 || has([.moment, .past, .week])
  }

  func has(_ role: Roles) -> Bool { !roles.isDisjoint(with: role) }
  static let dayParts: Roles = [.morning, .afternoon, .evening, .night]
}

/// Months, weekdays, numbers and clock words in Dutch, German, English, Polish and Romanian.
enum Lexicon {
  static let words: WordTable<Lexeme> = {
    var table: [String: Lexeme] = [:]
    for (index, names) in months.enumerated() {
      for name in split(names) { table[name, default: Lexeme()].month = UInt8(index + 1) }
    }
    for (index, names) in weekdays.enumerated() {
      for name in split(names) { table[name, default: Lexeme()].weekday = UInt8(index + 1) }
    }
    for name in split(shortNames) { table[name, default: Lexeme()].roles.insert(.short) }
    for (role, names) in roles {
      for name in split(names) { table[name, default: Lexeme()].roles.insert(role) }
    }
    for (words, role) in DateReader.roles + TimeReader.roles + Negation.roles + PlateReader.roles
      + Counts.roles
      + Ages.roles
    {
      for word in words { table[word, default: Lexeme()].roles.insert(role) }
    }
    NumberWords.add(to: &table)
    table.merge(compounds(table)) { word, _ in word }
    return WordTable(table)
  }()

  /// `vrijdagavond`, `gisterochtend`: the day and its part.
  private static func compounds(_ table: [String: Lexeme]) -> [String: Lexeme] {
    let days = table.filter { $0.value.weekday > 0 && $0.value.roles.isEmpty }
    var compounds: [String: Lexeme] = [:]
    for (ending, role) in dayPartEndings {
      for (day, lexeme) in days where (day + ending).utf8.count >= 8 {
        compounds[day + ending] = Lexeme(weekday: lexeme.weekday, roles: role)
      }
      for head in relativeHeads where (head + ending).utf8.count >= 8 {
        compounds[head + ending] = Lexeme(roles: [role, .moment])
      }
    }
    return compounds
  }

  private static func split(_ names: String) -> [String] {
    names.split(separator: " ").map(String.init)
  }

  static let dayPartEndings: [(String, Lexeme.Roles)] = [
    ("ochtend", .morning), ("morgen", .morning), ("namiddag", .afternoon), ("middag", .afternoon),
    ("avond", .evening), ("nacht", .night), ("morgens", .morning), ("vormittag", .morning),
    ("nachmittag", .afternoon), ("abend", .evening), ("ochtends", .morning),
    ("avonds", .evening), ("middags", .afternoon), ("nachts", .night),
  ]

  static let relativeHeads: Set<String> = [
    "gister", "gisteren", "eergister", "eergisteren", "van", "heden", "gestern",
  ]

  private static let months = [
    "januari jan january januar janner stycznia styczen styczniu ianuarie",
    "februari feb febr february februar lutego luty lutym februarie",
    "maart mrt mar march marz maerz marca marzec marcu martie",
    "april apr kwietnia kwiecien kwietniu aprilie",
    "mei may mai maja maj maju",
    "juni jun june czerwca czerwiec czerwcu iunie",
    "juli jul july lipca lipiec lipcu iulie",
    "augustus aug august sierpnia sierpien sierpniu",
    "september sept sep wrzesnia wrzesien wrzesniu septembrie",
    "oktober okt october oct pazdziernika pazdziernik pazdzierniku octombrie",
    "november nov listopada listopad listopadzie noiembrie",
    "december dec dez dezember grudnia grudzien grudniu decembrie",
  ]

  private static let weekdays = [
    "maandag ma mon monday montag mo poniedzialek luni",
    "dinsdag di dins tue tues tuesday dienstag wtorek marti",
    "woensdag wo woe woens wed wednesday mittwoch mi sroda srode miercuri",
    "donderdag do don thu thur thurs thursday donnerstag czwartek joi",
    "vrijdag vr vrij fri friday freitag fr piatek vineri",
    "zaterdag za zat sat saturday samstag sonnabend sa sobota sobote sambata",
    "zondag zo zon sun sunday sonntag so niedziela niedziele duminica",
  ]

  private static let shortNames = """
    ma mon mo di dins tue tues wo woe wed mi do don thu fr fri vr vrij za zat sat sa zo zon sun so jan mar \
    may mai maj marti joi luni dec
    """

  private static let roles: [(Lexeme.Roles, String)] = [
    (
      .past,
      """
      afgelopen laatste vorige vorig jl jongstleden laatstleden ll last letzten letzte letzter letztem vergangenen vergangene \
      zeszly zeszlego zeszlym zeszla ostatni ostatnia trecuta trecut
      """
    ),
    (
      .coming,
      "volgende komende aanstaande aankomende next coming kommenden nachsten nastepny przyszly"
    ),
    (
      .week,
      "week wk weken weeks woche wochen kw weeknr weeknummer tydzien tygodniu tygodnia saptamana"
    ),
    (.hour, "uur u uhr h hr hrs oclock godz godzina godzinie ora"),
    (.half, "half halb halfpast wpol"),
    (.quarter, "kwart quarter viertel kwadrans sfert"),
    (.before, "voor vr to vor za before till"),
    (.after, "over past nach na po after ov"),
    (
      .morning,
      """
      ochtend ochtends sochtends smorgens morgens vanochtend vanmorgen voormiddag vm vormittag vormittags fruh \
      morning mornings am rano dimineata
      """
    ),
    (
      .afternoon,
      "middag middags smiddags vanmiddag namiddag nm nachmittag nachmittags mittags afternoon pm poludniu"
    ),
    (
      .evening,
      "pm avond avonds savonds vanavond abend abends evening tonight wieczorem wieczor seara"
    ),
    (.night, "nacht nachts snachts vannacht night nocy noc noaptea"),
    (
      .every,
      "elke iedere elk ieder alle every each jede jeden jeder jedes kazdy kazda kazdego dagelijks wekelijks fiecare"
    ),
    (
      .about,
      "om rond omstreeks tegen circa ca ongeveer around about at um gegen o okolo tijd tijdstip tussen between zwischen rondom sinds vanaf"
    ),
    (.article, "een n a an ein eine einen einem einer un o"),
  ]
}
