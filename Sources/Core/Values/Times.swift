/// Clock times as `HH:MM` in five languages. A bare word clock (`half drie`) is taken as daytime, 07:00-18:59,
/// unless words around it say otherwise. Of a range the start.
enum Times {
  /// A value that is labelled as a time: also `10.00` and a bare hour count.
  static func read(_ text: String) -> String? {
    TimeReader(Tokens(text), isLabelled: true).all().first?.value
  }

  /// The first clock time in a story that is no duration, working hours, or amount.
  static func find(in text: ArraySlice<UInt8>) -> String? { find(in: Tokens(text)) }

  static func find(in tokens: Tokens) -> String? { all(in: tokens).first?.value }

  static func all(in tokens: Tokens) -> [Found<String>] {
    TimeReader(tokens, isLabelled: false).all()
  }
}

/// Finds clock times, left to right, each with a look-ahead of a few tokens.
struct TimeReader {
  let tokens: Tokens
  let isLabelled: Bool

  init(_ tokens: Tokens, isLabelled: Bool) {
    (self.tokens, self.isLabelled) = (tokens, isLabelled)
  }

  /// A time on the clock face.
  struct Clock {
    var hour: Int
    var minute: Int
    var next: Int
    /// Said in words or as a bare hour: twelve hours, the half of the day is open.
    var isOpen = false
    /// Good enough without a word like `om` before it.
    var isPlain = true

    var total: Int { hour * 60 + minute }
  }

  func all() -> [Found<String>] {
    var found: [Found<String>] = []
    var at = 0
    while at < tokens.count {
      guard let clock = clock(at) else {
        at += 1
        continue
      }
      if clock.isPlain || isLabelled || isAnnounced(at) || dayPart(after: clock.next) != nil,
        isLabelled || !isWorkingHours(at, clock)
      {
        let range = tokens[at].range.lowerBound..<tokens[clock.next - 1].range.upperBound
        found.append(Found(value: text(resolved(clock, from: at)), range: range))
      }
      at = skipRange(clock.next)
    }
    return found
  }

  private func text(_ minutes: Int) -> String { "\(pad(minutes / 60 % 24)):\(pad(minutes % 60))" }

  func clock(_ at: Int) -> Clock? {
    digital(at) ?? named(at) ?? quarter(at) ?? half(at) ?? minutes(at) ?? polish(at) ?? hour(at)
  }

  // MARK: In digits

  /// `23:15`, `14.05u`, `9u30`, `10.00-12.30`
  private func digital(_ at: Int) -> Clock? {
    guard let hour = tokens.at(at), hour.isNumber, hour.count <= 2, hour.value <= 23,
      let sign = tokens.at(at + 1), sign.gap == .none, sign.range.count == 1,
      let minute = tokens.at(at + 2), minute.isNumber, minute.gap == .none, minute.count == 2,
      minute.value <= 59, !isPartOfNumber(at)
    else { return nil }
    let next = at + 3
    if sign.isSign(":") {
      return Clock(hour: hour.value, minute: minute.value, next: afterSeconds(next))
    }
    if sign.isWord, ["u", "h", "uur"].contains(tokens.text(at + 1)) {
      return Clock(hour: hour.value, minute: minute.value, next: next)
    }
    guard sign.isSign("."), !isAmount(next) else { return nil }
    let isMarked = isHour(next) || rangeEnds(next)
    return Clock(
      hour: hour.value, minute: minute.value, next: isHour(next) ? next + 1 : next,
      isPlain: isMarked)
  }

  private func afterSeconds(_ at: Int) -> Int {
    guard tokens.isSign(at, ":"), tokens[at].gap == .none, let seconds = tokens.at(at + 1),
      seconds.isNumber, seconds.count == 2
    else { return isHour(at) ? at + 1 : at }
    return at + 2
  }

  private func isHour(_ at: Int) -> Bool { tokens.at(at)?.lexeme.has(.hour) ?? false }

  /// Glued to a digit, a sign and a digit before: `1.283,42`, `10.12.45`, `€ 9.50`.
  private func isPartOfNumber(_ at: Int) -> Bool {
    guard let before = tokens.at(at - 1) else { return false }
    if before.isSign(Sign.euro) || before.isSign("$") || tokens.text(at - 1) == "eur" {
      return true
    }
    guard tokens[at].gap == .none else { return false }
    return before.kind == .sign && [0x2C, 0x2E, 0x3A].contains(before.value)
      && tokens.at(at - 2)?.isNumber ?? false && before.gap == .none || before.isWord
  }

  private static let isAmountUnits: Set<String> = [
    "euro", "euros", "eur", "zl", "lei", "procent", "graden", "kg", "km", "meter", "m", "dollar",
  ]

  /// A word behind `21 uur 30` that makes it a count of something.
  private func isUnit(_ at: Int) -> Bool {
    guard let after = tokens.at(at), after.isWord else { return false }
    return !after.lexeme.has(Lexeme.dayParts) && !after.lexeme.has(.conjunction)
      && !after.lexeme.has(.addition) && tokens.text(at) != "s"
  }

  private func isAmount(_ at: Int) -> Bool {
    guard let after = tokens.at(at) else { return false }
    if after.gap == .none, after.kind == .sign, [0x2C, 0x2E].contains(after.value),
      tokens.at(at + 1)?.isNumber ?? false, tokens[at + 1].gap == .none
    {
      return true
    }
    return after.isSign(Sign.euro) || after.isSign("%")
      || Self.isAmountUnits.contains(tokens.text(at))
  }

  /// `-12.30`, ` tot 12.30`, ` en 17.30` right after a time.
  private func rangeEnds(_ at: Int) -> Bool {
    guard let hour = tokens.at(rangeSign(at) ?? -1), hour.isNumber, hour.count <= 2 else {
      return false
    }
    let start = rangeSign(at) ?? at
    return tokens.isSign(start + 1, ".") && tokens.at(start + 2)?.count == 2 || isHour(start + 1)
  }

  private func rangeSign(_ at: Int) -> Int? {
    if tokens.isSign(at, "-") { return at + 1 }
    return ["tot", "en", "to", "bis", "and", "und", "do"].contains(tokens.word(at)) ? at + 1 : nil
  }

  /// Past the end of a range.
  private func skipRange(_ at: Int) -> Int {
    guard let start = rangeSign(at), let end = clock(start), end.next - at <= 8 else { return at }
    return tokens.isSign(at, "-") || end.isPlain ? end.next : at
  }

  /// `3 uur`, `tien uur`, `1 PM`, `8 rano`, `15 Uhr`
  private func hour(_ at: Int) -> Clock? {
    guard let (hour, next) = NumberWords.read(tokens, at), (0...24).contains(hour),
      !isPartOfNumber(at), tokens[at].isNumber || tokens[at].count > 1 || hour > 1
    else { return nil }
    let isShort = tokens[at].isNumber && tokens[at].count <= 2 || tokens[at].isWord
    guard isShort, !isPartOfDate(at, next) else { return nil }
    // `21 uur 30`
    if isHour(next), hour <= 23, let minute = tokens.at(next + 1), minute.isNumber,
      minute.count == 2, minute.value <= 59, minute.gap == .space, !isAmount(next + 2),
      !isUnit(next + 2)
    {
      return Clock(hour: hour, minute: minute.value, next: next + 2)
    }
    if isHour(next), !isDuration(at, next + 1) {
      let isDigits = tokens[at].isNumber && tokens[at].count == 2
      return Clock(
        hour: hour % 24, minute: 0, next: next + 1, isOpen: hour <= 12 && !(isDigits && hour == 0),
        isPlain: false)
    }
    let part = tokens.text(next)
    let isTwelve =
      ["am", "pm"].contains(part)
      || tokens.isSign(next + 1, ".") && ["a", "p"].contains(part)
        && tokens.word(next + 2) == "m"
    if isTwelve, (1...12).contains(hour) {
      return Clock(hour: hour, minute: 0, next: next, isOpen: true)
    }
    guard isLabelled || ["o", "at", "um"].contains(tokens.word(at - 1)), isBareEnd(next) else {
      return nil
    }
    return Clock(
      hour: hour % 24, minute: 0, next: next, isOpen: hour <= 12,
      isPlain: isLabelled && tokens.count <= next)
  }

  /// Signs and digits are glued on: `20-11-2026`, `12:60`, `1.283`. `11-13` is a range.
  private func isPartOfDate(_ at: Int, _ next: Int) -> Bool {
    if tokens[at].gap == .none, let before = tokens.at(at - 1), before.kind == .sign,
      tokens.at(at - 2)?.isNumber ?? false, before.gap == .none
    {
      return true
    }
    guard let sign = tokens.at(next), sign.kind == .sign, sign.gap == .none,
      let more = tokens.at(next + 1), more.isNumber, more.gap == .none
    else { return false }
    return !sign.isSign("-") || more.count > 2 || tokens.isSign(next + 2, "-")
  }

  /// A bare hour counts only when no unit follows.
  private func isBareEnd(_ at: Int) -> Bool {
    guard let after = tokens.at(at) else { return true }
    return after.kind == .lineBreak
      || after.kind == .sign && !after.isSign("%") && !after.isSign("/")
        && !after.isSign(Sign.euro)
      || after.lexeme.has(Lexeme.dayParts)
  }

  private static let isDurationAfter: Set<String> = [
    "per", "lang", "achter", "achtereen", "werk", "werken", "gewerkt", "overwerk", "later", "in",
    "aan", "ongeoorloofd", "verzuim", "slaap", "rijden", "na", "pro", "am", "dziennie", "pe", "a",
    "zonder",
    "geleden", "nadat", "daarvoor", "durend", "uit", "vrij", "huiswerk", "wachten", "gewacht",
  ]

  private static let isDurationBefore: Set<String> = [
    "binnen", "minimaal", "maximaal", "minstens", "ruim", "meer", "dan", "gedurende", "uren",
    "innerhalb", "within", "for", "oft", "dag", "vaak", "soms", "wel", "laatste", "eerste",
    "hele",
    "een",
  ]

  /// `tien uur per dag`, `binnen 24 u`, `vijfde uur`: no moment.
  private func isDuration(_ at: Int, _ next: Int) -> Bool {
    if tokens.text(at) == "1", tokens.word(at - 1) == "na" { return true }
    return Self.isDurationAfter.contains(tokens.word(next))
      && !(tokens.word(next) == "am" || tokens.word(next) == "in" && dayPart(after: next) != nil)
      || Self.isDurationBefore.contains(tokens.word(at - 1))
  }
}
