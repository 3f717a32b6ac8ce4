/// Dates that are told in words: weekdays, weeks, yesterday, seasons.
extension DateReader {
  /// Words beside months, weekdays, weeks and numbers that a date can begin with.
  static var roles: [(Set<String>, Lexeme.Roles)] {
    var words = now.union(since).union(within).union(["this", "last", "deze", "dit"])
    words.formUnion(offsets.keys)
    words.formUnion(parts.keys)
    return [(words, .moment)]
  }

  // MARK: Weekdays

  /// `dinsdag 3 november 2026`, `afgelopen dinsdag`, `za jl.`, `vorige week woensdag`, `vrijdagavond`
  func weekday(_ at: Int) -> Span? {
    let token = tokens[at]
    if token.lexeme.has(.past) { return pastWeekday(at) }
    guard token.lexeme.weekday > 0, !(token.isUpper && token.count == 2) else { return nil }
    if let span = weekdayWithDate(at) { return span }
    if let next = pastMark(at + 1) {
      return Span(
        from: last(token.lexeme.weekday), precision: .relative, rank: 5, next: next)
    }
    if tokens.at(at + 1)?.lexeme.has(.past) ?? false, isWeek(at + 2) {
      return inLastWeek(token.lexeme.weekday, next: at + 3)
    }
    return bareWeekday(at, token)
  }

  private func isWeek(_ at: Int) -> Bool { ["week", "wk", "woche"].contains(tokens.word(at)) }

  private func pastWeekday(_ at: Int) -> Span? {
    var next = at + 1
    let week = isWeek(next)
    if week { next += 1 }
    if tokens.isSign(next, ",") || tokens.word(next) == "op" { next += 1 }
    guard let day = tokens.at(next), day.lexeme.weekday > 0, day.count > 1 else { return nil }
    if let span = weekdayWithDate(next) { return span }
    if week, tokens.word(at) != "afgelopen" {
      return inLastWeek(day.lexeme.weekday, next: next + 1)
    }
    return Span(from: last(day.lexeme.weekday), precision: .relative, rank: 5, next: next + 1)
  }

  /// The weekday before a written date adds nothing to it.
  private func weekdayWithDate(_ at: Int) -> Span? {
    var next = at + 1
    while next < at + 5 {
      if let token = tokens.at(next), token.isNumber {
        guard let written = explicit(next) else { return rangeOfDays(next) }
        return Span(from: resolve(written), precision: .exact, rank: 6, next: written.next)
      }
      if let token = tokens.at(next), token.lexeme.month > 0,
        let day = tokens.at(next + 1), day.isNumber, day.count <= 2
      {
        let (year, end) = year(tokens.isSign(next + 2, ",") ? next + 3 : next + 2)
        let written = Written(
          day: day.value, month: Int(token.lexeme.month), year: year,
          next: year == nil ? next + 2 : end)
        return Span(from: resolve(written), precision: .exact, rank: 6, next: written.next)
      }
      let isFiller =
        tokens.isSign(next, ",") || tokens.isSign(next, ".")
        || ["de", "den", "dem", "der", "the", "dnia", "op", "jl"].contains(tokens.word(next))
      guard isFiller else { return nil }
      next += 1
    }
    return nil
  }

  /// Index after `jl.`, `jongstleden`, `l.l.`
  private func pastMark(_ at: Int) -> Int? {
    var next = at
    if ["jl", "jongstleden", "laatstleden", "ll"].contains(tokens.word(next)) {
      next += 1
    } else if ["j", "l"].contains(tokens.word(next)), tokens.isSign(next + 1, "."),
      tokens.word(next + 2) == "l"
    {
      next += 3
    } else {
      return nil
    }
    return tokens.isSign(next, ".") ? next + 1 : next
  }

  private func bareWeekday(_ at: Int, _ token: Token) -> Span? {
    guard isLabelled || !token.lexeme.has(.short) && token.count >= 6 else { return nil }
    let before = tokens.at(at - 1)?.lexeme ?? Lexeme()
    let after = tokens.at(at + 1)
    let isHabit =
      before.has([.every, .coming]) || before.weekday > 0 || (after?.lexeme.weekday ?? 0) > 0
      || tokens.isSign(at + 1, ",") && (tokens.at(at + 2)?.lexeme.weekday ?? 0) > 0
      || ["vrij", "gesloten", "en", "tot"].contains(tokens.text(at + 1))
      // Romanian `două luni` is two months.
      || before.number >= 0 || tokens.at(at - 1)?.isNumber ?? false
    let isAhead =
      before.has(.coming) || isWeek(at - 1) && (tokens.at(at - 2)?.lexeme.has(.coming) ?? false)
    guard isLabelled && !isAhead || !isHabit && !isAhead else { return nil }
    let back = (today.weekday - Int(token.lexeme.weekday) + 7) % 7
    return Span(from: today.adding(days: -back), precision: .relative, rank: 4, next: at + 1)
  }

  /// The last such weekday before today.
  private func last(_ weekday: UInt8) -> CivilDate {
    let back = (today.weekday - Int(weekday) + 6) % 7 + 1
    return today.adding(days: -back)
  }

  private func inLastWeek(_ weekday: UInt8, next: Int) -> Span {
    let monday = today.adding(days: 1 - today.weekday - 7)
    return Span(
      from: monday.adding(days: Int(weekday) - 1), precision: .relative, rank: 5, next: next)
  }

  // MARK: Weeks

  /// `week 41`, `week 38 van 2026`, `KW 41/2026`
  func week(_ at: Int) -> Span? {
    guard tokens[at].lexeme.has(.week) else { return nil }
    let start = tokens.isSign(at + 1, ".") ? at + 2 : at + 1
    guard let number = tokens.at(start), number.isNumber, (1...53).contains(number.value),
      number.count <= 2
    else { return nil }
    // `week 45 en 46`, `week 45-46`
    var (last, after) = (number, start + 1)
    if let second = connector(start + 1, nights: true).flatMap(tokens.at), second.isNumber,
      second.count <= 2, (number.value...53).contains(second.value)
    {
      (last, after) = (second, (connector(start + 1, nights: true) ?? start) + 1)
    }
    let (year, next) = weekYear(after)
    return Span(
      from: monday(number.value, year), until: monday(last.value, year)?.adding(days: 6),
      precision: .week, rank: 5, next: next)
  }

  private func weekYear(_ at: Int) -> (Int?, Int) {
    let isJoined =
      tokens.isSign(at, "/") || tokens.isSign(at, "-") || tokens.isSign(at, ",")
      || ["van", "of", "in", "roku"].contains(tokens.word(at))
    let start = isJoined ? at + 1 : at
    guard let year = tokens.at(start), year.isNumber, year.count == 4,
      (1990...2100).contains(year.value)
    else { return (nil, at) }
    return (year.value, start + 1)
  }

  private func monday(_ week: Int, _ year: Int?) -> CivilDate? {
    if let year { return CivilDate.monday(ofWeek: week, year: year) }
    guard let this = CivilDate.monday(ofWeek: week, year: today.year), this <= today else {
      let last = CivilDate.monday(ofWeek: week, year: today.year - 1)
      return last.flatMap { today.dayNumber - $0.dayNumber <= 183 ? $0 : nil }
    }
    return this
  }

  // MARK: Yesterday and the like

  private static let offsets: [String: Int] = [
    "vandaag": 0, "heute": 0, "today": 0, "dzis": 0, "dzisiaj": 0, "azi": 0, "vanochtend": 0,
    "vanmorgen": 0, "vanmiddag": 0, "vanavond": 0, "vannacht": 0, "tonight": 0, "heden": 0,
    "gisteren": 1, "gister": 1, "gestern": 1, "yesterday": 1, "wczoraj": 1, "ieri": 1,
    "eergisteren": 2, "eergister": 2, "vorgestern": 2, "przedwczoraj": 2, "alaltaieri": 2,
  ]

  private static let now: Set<String> = [
    "nu", "now", "jetzt", "teraz", "acum", "zojuist", "zonet", "momenteel", "daarnet",
  ]

  func dayWord(_ at: Int) -> Span? {
    let text = tokens.text(at)
    if let back = Self.offsets[text] ?? compoundOffset(tokens[at], text) {
      guard isLabelled || back > 0 || !isWish(at) else { return nil }
      return Span(
        from: today.adding(days: -back), precision: .relative, rank: 5, next: at + 1)
    }
    if Self.now.contains(text), !Negation.isRomanianNot(tokens, at) {
      return Span(from: today, precision: .relative, rank: 3, next: at + 1)
    }
    if text == "this",
      tokens.at(at + 1)?.lexeme.has(.morning.union(.afternoon).union(.evening)) ?? false
    {
      return Span(from: today, precision: .relative, rank: 5, next: at + 2)
    }
    if text == "last", tokens.word(at + 1) == "night" {
      return Span(from: today.adding(days: -1), precision: .relative, rank: 5, next: at + 2)
    }
    return nil
  }

  /// `gisteravond`, `eergisterenmiddag`
  private func compoundOffset(_ token: Token, _ text: String) -> Int? {
    guard token.lexeme.has(Lexeme.dayParts), token.count >= 11 else { return nil }
    if text.hasPrefix("eergister") { return 2 }
    return text.hasPrefix("gister") ? 1 : nil
  }

  private static let isWishWords: Set<String> = [
    "graag", "moet", "kan", "kunnen", "nog", "kijken", "iemand", "willen", "wil", "please",
    "langs",
    "bellen", "gebeld",
  ]

  /// `er moet vandaag iemand kijken`: asked for, not seen.
  private func isWish(_ at: Int) -> Bool {
    return (1...2).contains { Self.isWishWords.contains(tokens.word(at - $0)) }
      || (1...2).contains {
        Self.isWishWords.contains(tokens.word(at + $0)) && tokens.word(at + $0) != "gebeld"
      }
  }

  /// `drie dagen geleden`, `2 weeks ago`, `vor drei Tagen`
  func ago(_ at: Int) -> Span? {
    guard let (number, next) = NumberWords.read(tokens, at), (1...99).contains(number) else {
      return nil
    }
    let isAgo =
      ["geleden", "terug", "ago", "temu"].contains(tokens.word(next + 1))
      || tokens.word(at - 1) == "vor"
    guard isAgo else { return nil }
    let end = tokens.word(at - 1) == "vor" ? next + 1 : next + 2
    switch tokens.word(next) {
    case "dag", "dagen", "days", "day", "tagen", "tag", "tage", "dni", "dzien":
      return Span(
        from: today.adding(days: -number), precision: .relative, rank: 5, next: end)
    case "week", "weken", "weeks", "wochen", "woche", "tygodnie", "tygodni":
      return Span(
        from: today.adding(days: -7 * number), precision: .vague, rank: 2, next: end)
    case "maand", "maanden", "month", "months", "monat", "monaten", "miesiace":
      return Span(from: monthsAgo(number), precision: .vague, rank: 2, next: end)
    default: return nil
    }
  }

  // MARK: Vague

  private static let parts: [String: (first: Int, last: Int)] = [
    "begin": (1, 10), "anfang": (1, 10), "early": (1, 10), "beginning": (1, 10),
    "half": (11, 20), "medio": (11, 20), "midden": (11, 20), "mitte": (11, 20), "mid": (11, 20),
    "eind": (21, 31), "einde": (21, 31), "ende": (21, 31), "late": (21, 31), "end": (21, 31),
  ]

  private static let since: Set<String> = [
    "sinds", "vanaf", "since", "seit", "od", "from", "sedert",
  ]
  private static let within: Set<String> = ["in", "im", "w", "during", "maand"]

  /// `begin oktober`, `in juli`, `vorige maand`, `sinds de zomer`, `vorige week`
  func vague(_ at: Int) -> Span? {
    let word = tokens.text(at)
    if let (number, _) = NumberWords.read(tokens, at), number < 100, let span = ago(at) {
      return span
    }
    if let part = Self.parts[word] {
      let start = ["van", "of", "w"].contains(tokens.word(at + 1)) ? at + 2 : at + 1
      return month(start, first: part.first, last: part.last, isOpen: false)
    }
    if Self.since.contains(word) || tokens[at].lexeme.has(.past), let span = lately(at + 1) {
      return span
    }
    if Self.since.contains(word) {
      return month(at + 1, first: 1, last: 31, isOpen: true) ?? season(at + 1, isOpen: true)
        ?? past(at + 1, isOpen: true)
    }
    if Self.within.contains(word) {
      return month(at + 1, first: 1, last: 31, isOpen: false) ?? season(at + 1, isOpen: false)
    }
    if isLabelled, tokens[at].lexeme.month > 0 {
      return month(at, first: 1, last: 31, isOpen: false)
    }
    if tokens[at].lexeme.has(.past) || word == "deze" || word == "this" {
      return past(at, isOpen: false) ?? season(at + 1, isOpen: false)
    }
    return nil
  }

  /// `sinds 3 weken`, `laatste twee maanden`: from so long ago on.
  private func lately(_ at: Int) -> Span? {
    guard let (number, next) = NumberWords.read(tokens, at), (1...99).contains(number) else {
      return nil
    }
    let days: Int
    switch tokens.word(next) {
    case "dagen", "days", "tagen", "dni": days = number
    case "weken", "weeks", "wochen", "tygodni": days = number * 7
    case "maanden", "months", "monaten", "miesiecy":
      return Span(from: monthsAgo(number), precision: .vague, rank: 2, next: next + 1)
    default: return nil
    }
    return Span(from: today.adding(days: -days), precision: .vague, rank: 2, next: next + 1)
  }

  private func month(_ at: Int, first: Int, last: Int, isOpen: Bool) -> Span? {
    guard let token = tokens.at(at), token.lexeme.month > 0, token.count > 2,
      !token.lexeme.has(.short) || isLabelled
    else { return nil }
    let (written, next) = year(at + 1)
    let month = Int(token.lexeme.month)
    let year = written ?? (month > today.month ? today.year - 1 : today.year)
    let end = CivilDate.daysIn(month: month, year: year)
    return Span(
      from: CivilDate(year: year, month: month, day: first),
      until: isOpen ? nil : CivilDate(year: year, month: month, day: min(last, end)),
      precision: .vague, rank: 2, next: next)
  }

  private func monthsAgo(_ number: Int) -> CivilDate? {
    let months = today.year * 12 + today.month - 1 - number
    return CivilDate(year: months / 12, month: months % 12 + 1, day: 1)
  }

  private static let seasons: [String: Int] = [
    "lente": 3, "voorjaar": 3, "spring": 3, "fruhling": 3, "wiosny": 3, "wiosna": 3,
    "zomer": 6, "summer": 6, "sommer": 6, "lata": 6, "latem": 6, "zomervakantie": 7,
    "herfst": 9, "najaar": 9, "autumn": 9, "herbst": 9, "jesieni": 9, "herfstvakantie": 10,
    "winter": 12, "zimy": 12,
  ]

  private func season(_ at: Int, isOpen: Bool) -> Span? {
    let articles = ["de", "the", "dem", "het", "afgelopen", "vorige", "deze"]
    let start = articles.contains(tokens.word(at)) ? at + 1 : at
    guard let month = Self.seasons[tokens.word(start)] else { return nil }
    let year = month > today.month ? today.year - 1 : today.year
    guard let from = CivilDate(year: year, month: month, day: 1) else { return nil }
    return Span(
      from: from, until: isOpen ? nil : from.adding(days: 91), precision: .vague, rank: 2,
      next: start + 1)
  }

  /// `vorige week`, `afgelopen weekend`, `last month`, `vorig jaar`, `deze week`
  private func past(_ at: Int, isOpen: Bool) -> Span? {
    guard let first = tokens.at(at) else { return nil }
    let isThis = ["deze", "dit", "this"].contains(tokens.text(at))
    guard first.lexeme.has(.past) || isThis else { return nil }
    switch tokens.word(at + 1) {
    case "week", "wk", "woche":
      let monday = today.adding(days: 1 - today.weekday - (isThis ? 0 : 7))
      return Span(
        from: monday, until: isOpen ? nil : monday.adding(days: 6), precision: .week, rank: 2,
        next: at + 2)
    case "weekend", "weekeinde", "wochenende":
      let back = (today.weekday - 6 + 7) % 7
      let saturday = today.adding(days: -(back < 2 ? back + (isThis ? 0 : 7) : back))
      return Span(
        from: saturday, until: saturday.adding(days: 1), precision: .relative, rank: 4, next: at + 2
      )
    case "maand", "month", "monat", "miesiac", "miesiacu":
      let from = monthsAgo(isThis ? 0 : 1)
      let until = from?.adding(days: 30)
      return Span(from: from, until: isOpen ? nil : until, precision: .vague, rank: 2, next: at + 2)
    case "jaar", "year", "jahr", "roku", "rok":
      let year = today.year - (isThis ? 0 : 1)
      return Span(
        from: CivilDate(year: year, month: 1, day: 1),
        until: isOpen ? nil : CivilDate(year: year, month: 12, day: 31), precision: .vague, rank: 2,
        next: at + 2)
    default: return nil
    }
  }
}
