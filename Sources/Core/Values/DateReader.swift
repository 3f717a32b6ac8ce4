/// Finds date expressions, left to right, each with a look-ahead of a few tokens.
struct DateReader {
  let tokens: Tokens
  let today: CivilDate
  /// The text is the value of a date field.
  let isLabelled: Bool

  init(_ tokens: Tokens, today: CivilDate, isLabelled: Bool) {
    (self.tokens, self.today, self.isLabelled) = (tokens, today, isLabelled)
  }

  /// A reading with its place and how much it says (higher is better).
  struct Dated {
    var reading: DateReading
    var range: Range<Int>
    var rank: Int
  }

  /// What stands at a token, before the literal is cut: nil dates are impossible or in the future.
  struct Span {
    var from: CivilDate?
    var until: CivilDate?
    var precision: DatePrecision
    var rank: Int
    var next: Int
  }

  func all() -> [Dated] {
    var found: [Dated] = []
    var at = 0
    while at < tokens.count {
      guard let span = span(at), span.next > at else {
        at += 1
        continue
      }
      if let dated = dated(span, from: at) { found.append(dated) }
      at = span.next
    }
    return found
  }

  private func dated(_ span: Span, from at: Int) -> Dated? {
    guard let from = span.from, from <= today, isLabelled || !hasOtherRole(at, span.next) else {
      return nil
    }
    let until = span.until.map { min($0, today) }.flatMap { $0 > from ? $0 : nil }
    let range = tokens[at].range.lowerBound..<tokens[span.next - 1].range.upperBound
    let reading = DateReading(
      from: from, until: until, precision: span.precision, literal: tokens.literal(range))
    return Dated(reading: reading, range: range, rank: span.rank)
  }

  private func span(_ at: Int) -> Span? {
    let token = tokens[at]
    if token.isNumber { return rangeOfDays(at) ?? explicitSpan(at) ?? ago(at) }
    guard token.isWord, token.lexeme.beginsDate else { return nil }
    return weekday(at) ?? week(at) ?? monthFirst(at) ?? dayWord(at) ?? vague(at)
  }

  // MARK: Days written out

  /// Parts of a date as written.
  struct Written {
    var day: Int
    var month: Int
    var year: Int?
    var next: Int
  }

  /// The day, with the year of receipt when none is written: a day that would lie ahead by that and was less
  /// than half a year ago by the year before is from the year before.
  func resolve(_ written: Written) -> CivilDate? {
    if let year = written.year {
      return CivilDate(year: year, month: written.month, day: written.day)
    }
    let this = CivilDate(year: today.year, month: written.month, day: written.day)
    if let this, this <= today { return this }
    guard
      let last = CivilDate(year: today.year - 1, month: written.month, day: written.day),
      today.dayNumber - last.dayNumber <= 183
    else { return this }
    return last
  }

  private func explicitSpan(_ at: Int) -> Span? {
    guard let first = explicit(at) else { return nil }
    let single = Span(from: resolve(first), precision: .exact, rank: 6, next: first.next)
    guard let start = connector(first.next, nights: true), var last = explicit(start) else {
      return single
    }
    last.year = last.year ?? first.year
    var begin = first
    begin.year = begin.year ?? last.year
    guard let from = resolve(begin), let until = resolve(last), until >= from else { return single }
    return Span(from: from, until: until, precision: .exact, rank: 6, next: last.next)
  }

  func explicit(_ at: Int) -> Written? { iso(at) ?? numeric(at) ?? dayMonth(at) }

  /// `2026-10-10`
  private func iso(_ at: Int) -> Written? {
    guard let year = tokens.at(at), year.isNumber, year.count == 4,
      (1900...2100).contains(year.value), tokens.isSign(at + 1, "-") || tokens.isSign(at + 1, "/"),
      let month = glued(at + 2), month.count == 2, let day = glued(at + 4), day.count == 2,
      tokens.isSign(at + 3, "-") || tokens.isSign(at + 3, "/")
    else { return nil }
    return Written(day: day.value, month: month.value, year: year.value, next: at + 5)
  }

  private func glued(_ at: Int) -> Token? {
    guard let token = tokens.at(at), token.isNumber, token.gap == .none,
      tokens.at(at - 1)?.gap == Token.Gap.none
    else { return nil }
    return token
  }

  /// `06-10-2026`, `6/10`, `6.10.26`, `06 - 10 - 2026`
  private func numeric(_ at: Int) -> Written? {
    guard let day = small(at), let sign = tokens.at(at + 1), sign.kind == .sign,
      sign.range.count <= 3, [0x2D, 0x2E, 0x2F].contains(sign.value), let month = small(at + 2),
      !isGluedNumber(before: at, sign)
    else { return nil }
    if let (year, next) = numericYear(at + 3, sign) {
      guard isTight(at, through: next - 1) || sign.value != 0x2E || year >= 1000 else { return nil }
      guard !continues(next) else { return nil }
      return Written(day: day.value, month: month.value, year: full(year), next: next)
    }
    return dayAndMonth(at, day, month, sign)
  }

  private func small(_ at: Int) -> Token? {
    guard let token = tokens.at(at), token.isNumber, token.count <= 2,
      (1...31).contains(token.value)
    else { return nil }
    return token
  }

  /// A number and the same sign stand right before: part of something longer.
  private func isGluedNumber(before at: Int, _ sign: Token) -> Bool {
    guard let before = tokens.at(at - 1), let first = tokens.at(at - 2) else { return false }
    return before.kind == .sign && before.value == sign.value && tokens[at].gap == .none
      && before.gap == .none && (first.isNumber || first.isWord)
  }

  private func isTight(_ first: Int, through last: Int) -> Bool {
    (first + 1...max(first + 1, last)).allSatisfy { tokens.at($0)?.gap == Token.Gap.none }
  }

  private func continues(_ at: Int) -> Bool {
    guard let sign = tokens.at(at), sign.kind == .sign, sign.gap == .none,
      let number = tokens.at(at + 1), number.isNumber, number.gap == .none
    else { return false }
    return [0x2D, 0x2E, 0x2F].contains(sign.value) && number.count > 2
  }

  private func numericYear(_ at: Int, _ sign: Token) -> (Int, Int)? {
    guard let again = tokens.at(at), again.kind == .sign, again.value == sign.value else {
      return nil
    }
    let next = tokens.isSign(at + 1, "'") ? at + 2 : at + 1
    guard let year = tokens.at(next), year.isNumber, year.count == 4 || year.count == 2,
      year.count == 2 || (1900...2100).contains(year.value), year.count == 4 || year.gap == .none
    else { return nil }
    return (year.value, next + 1)
  }

  private func full(_ year: Int) -> Int { year < 100 ? 2000 + year : year }

  /// `6/10` always; `6-10` and `6.10.` only in a date field or right after a weekday.
  private func dayAndMonth(_ at: Int, _ day: Token, _ month: Token, _ sign: Token) -> Written? {
    guard isTight(at, through: at + 2), !continues(at + 3), (1...12).contains(month.value) else {
      return nil
    }
    let isAnnounced =
      isLabelled || (tokens.at(at - 1)?.lexeme.weekday ?? 0) > 0
      || ["op", "dd", "d", "am", "on"].contains(tokens.word(at - 1))
    switch sign.value {
    case 0x2F:
      // A fraction, or `24/7`.
      let isFraction =
        day.count == 1 && month.count == 1 && day.value < month.value && day.value < 4
      guard isAnnounced || !(isFraction || day.value == 24 && month.value == 7) else { return nil }
      return Written(day: day.value, month: month.value, next: at + 3)
    case 0x2D where isAnnounced:
      return Written(day: day.value, month: month.value, next: at + 3)
    case 0x2E where tokens.isSign(at + 3, ".") && tokens[at + 3].gap == .none && isAnnounced:
      return Written(day: day.value, month: month.value, next: at + 4)
    default: return nil
    }
  }

  /// `14 okt '26`, `5. November 2026`, `3rd of November`, `14-okt-2026`
  private func dayMonth(_ at: Int) -> Written? {
    guard let day = small(at) else { return nil }
    var next = at + 1
    if tokens.isSign(next, ".") || tokens.isSign(next, "-") || tokens.isSign(next, "/") {
      next += 1
    } else if ["e", "de", "ste", "th", "st", "nd", "rd"].contains(tokens.word(next)),
      tokens[next].gap == .none
    {
      next += 1
    }
    if ["of", "van", "von"].contains(tokens.word(next)) { next += 1 }
    guard let month = tokens.at(next), month.isWord, month.lexeme.month > 0,
      !(tokens.text(next) == "may" && tokens.word(next + 1) == "have")
    else { return nil }
    let (year, end) = year(next + 1)
    return Written(day: day.value, month: Int(month.lexeme.month), year: year, next: end)
  }

  /// `October 27, 2026`, `Nov 3rd`
  private func monthFirst(_ at: Int) -> Span? {
    let month = tokens[at]
    guard month.lexeme.month > 0, let day = small(at + (tokens.isSign(at + 1, ".") ? 2 : 1)) else {
      return nil
    }
    var next = at + (tokens.isSign(at + 1, ".") ? 3 : 2)
    let isOrdinal =
      ["th", "st", "nd", "rd"].contains(tokens.word(next)) && tokens[next].gap == .none
    if isOrdinal { next += 1 }
    let (year, end) = year(tokens.isSign(next, ",") ? next + 1 : next)
    guard year != nil || isOrdinal || isEnglish(at) && !continuesNumber(next) else { return nil }
    let written = Written(
      day: day.value, month: Int(month.lexeme.month), year: year, next: year == nil ? next : end)
    return Span(from: resolve(written), precision: .exact, rank: 6, next: written.next)
  }

  private func isEnglish(_ at: Int) -> Bool {
    [
      "january", "february", "march", "may", "june", "july", "october", "august", "oct",
    ].contains(tokens.text(at)) && tokens[at].isCapitalised
  }

  private func continuesNumber(_ at: Int) -> Bool {
    guard let token = tokens.at(at) else { return false }
    return token.gap == .none && token.kind == .sign && tokens.at(at + 1)?.isNumber ?? false
      || ["jaar", "years", "euro", "uur"].contains(tokens.text(at))
  }

  /// A year after a month: `2026`, `'26`, `of 2026`, and `26` when it is near the year of receipt.
  func year(_ at: Int) -> (year: Int?, next: Int) {
    var next = tokens.isSign(at, ".") && tokens[at].range.count == 1 ? at + 1 : at
    if tokens.isSign(next, "-") || tokens.isSign(next, "/") { next += 1 }
    if ["of", "van", "roku"].contains(tokens.word(next)) { next += 1 }
    let isShort = tokens.isSign(next, "'")
    if isShort { next += 1 }
    guard let year = tokens.at(next), year.isNumber else {
      return (nil, tokens.isSign(at, ".") && tokens[at].gap == .none ? at + 1 : at)
    }
    if year.count == 4, (1900...2100).contains(year.value) { return (year.value, next + 1) }
    let isNear = abs(2000 + year.value - today.year) <= 3 && !startsTime(next)
    if year.count == 2, isShort || isNear { return (2000 + year.value, next + 1) }
    return (nil, at)
  }

  private func startsTime(_ at: Int) -> Bool {
    guard let after = tokens.at(at + 1) else { return false }
    return after.lexeme.has(.hour)
      || after.kind == .sign && after.gap == .none
        && tokens.at(at + 2)?.isNumber ?? false
  }

  // MARK: Ranges

  /// `14 t/m 20 september`, `van 7 op 8 november`, `14-20 september`, `16, 17 en di 18 november`
  func rangeOfDays(_ at: Int) -> Span? {
    guard let first = small(at) else { return nil }
    var next = at + 1
    while next < at + 9, tokens.isSign(next, ","), small(next + 1) != nil { next += 2 }
    guard var start = connector(next, nights: true) else { return nil }
    if (tokens.at(start)?.lexeme.weekday ?? 0) > 0 {
      start += tokens.isSign(start + 1, ".") ? 2 : 1
    }
    guard let last = dayMonth(start), let until = resolve(last) else { return nil }
    var from = CivilDate(year: until.year, month: until.month, day: first.value)
    if first.value > last.day {
      let (year, month) =
        until.month == 1 ? (until.year - 1, 12) : (until.year, until.month - 1)
      from = CivilDate(year: year, month: month, day: first.value)
    }
    guard let from else { return nil }
    return Span(from: from, until: until, precision: .exact, rank: 6, next: last.next)
  }

  /// Index after `t/m`, `tot en met`, `-`, `bis`, `to`; with `nights` also `op`, `en`.
  func connector(_ at: Int, nights: Bool = false) -> Int? {
    switch tokens.word(at) {
    case "t" where tokens.isSign(at + 1, "/") && tokens.word(at + 2) == "m": at + 3
    case "tm", "tem", "bis", "to", "until", "do": at + 1
    case "tot" where tokens.word(at + 1) == "en" && tokens.word(at + 2) == "met": at + 3
    case "tot": at + 1
    case "op" where nights, "en" where nights, "und" where nights, "and" where nights: at + 1
    case "": tokens.isSign(at, "-") ? at + 1 : nil
    default: nil
    }
  }

  // MARK: Other roles

  private static let hasOtherRoleBefore: Set<String> = [
    "geb", "geboren", "geboortedatum", "gebdatum", "born", "dob", "ur", "urodzony", "urodzona",
    "vlucht", "vliegt", "ticket", "tickets", "flight", "geldig", "verloopt", "versie", "version",
    "vliegtuig", "geburtsdatum",
  ]

  private static let hasOtherRoleAfter: Set<String> = [
    "ingelicht", "geboren", "geinformeerd", "verzonden",
  ]

  /// A birth, a flight, an expiry, or when somebody else was told: not the observation.
  private func hasOtherRole(_ first: Int, _ next: Int) -> Bool {
    for offset in 1...4 {
      guard let token = tokens.at(first - offset), token.kind != .lineBreak else { break }
      if Self.hasOtherRoleBefore.contains(tokens.text(first - offset)) { return true }
    }
    for offset in 0...2 {
      guard let token = tokens.at(next + offset), token.kind != .lineBreak else { break }
      if Self.hasOtherRoleAfter.contains(tokens.text(next + offset)) { return true }
    }
    return false
  }
}
