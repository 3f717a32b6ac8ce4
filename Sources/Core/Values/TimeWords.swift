/// Clock times in words, and the half of the day they belong to.
extension TimeReader {
  // MARK: Word clocks

  private static let plurals: [String: Int] = [
    "enen": 1, "tweeen": 2, "drieen": 3, "vieren": 4, "vijven": 5, "zessen": 6, "zevenen": 7,
    "achten": 8, "negenen": 9, "tienen": 10, "elven": 11, "twaalven": 12,
  ]

  static var roles: [(Set<String>, Lexeme.Roles)] {
    let names: Set<String> = [
      "middernacht", "midnight", "mitternacht", "polnoc", "noon", "midday",
    ]
    return [(names.union(plurals.keys), .hourName)]
  }

  /// `middernacht`, `noon`, `tegen elven`
  func named(_ at: Int) -> Clock? {
    guard tokens.at(at)?.lexeme.has(.hourName) ?? false else { return nil }
    return switch tokens.word(at) {
    case "middernacht", "midnight", "mitternacht", "polnoc": Clock(hour: 0, minute: 0, next: at + 1)
    case "noon", "midday": Clock(hour: 12, minute: 0, next: at + 1)
    case let word where tokens.at(at - 1)?.lexeme.has(.about) ?? false:
      Self.plurals[word].map { Clock(hour: $0, minute: 0, next: at + 1, isOpen: true) }
    default: nil
    }
  }

  /// `half drie`, `halb drei`, `half past two`
  func half(_ at: Int) -> Clock? {
    guard let token = tokens.at(at), token.lexeme.has(.half) else { return nil }
    if tokens.text(at) == "half", tokens.word(at + 1) == "past" {
      guard let (hour, next) = hourWord(at + 2) else { return nil }
      return Clock(hour: hour, minute: 30, next: afterHour(next), isOpen: true)
    }
    let start = tokens.text(at) == "wpol" && tokens.word(at + 1) == "do" ? at + 2 : at + 1
    if tokens.text(at) == "wpol" {
      guard let hour = ordinalHour(start) else { return nil }
      return Clock(hour: hour - 1, minute: 30, next: start + 1, isOpen: true)
    }
    guard let (hour, next) = hourWord(start) else { return nil }
    return Clock(hour: (hour + 11) % 12, minute: 30, next: afterHour(next), isOpen: true)
  }

  /// `kwart over elf`, `viertel vor vier`, `a quarter to six`, `dreiviertel vier`
  func quarter(_ at: Int) -> Clock? {
    guard let token = tokens.at(at), token.lexeme.has(.quarter) else { return nil }
    return offset(15, from: at + 1)
  }

  /// `tien over half drie`, `vijf voor twaalf`, `10 past 9`
  func minutes(_ at: Int) -> Clock? {
    guard let (minutes, next) = NumberWords.read(tokens, at), (1...29).contains(minutes),
      tokens[at].isWord || tokens[at].count <= 2
    else { return nil }
    let isUnit = ["minuten", "minuut", "min", "minutes", "minuty"].contains(tokens.word(next))
    return offset(minutes, from: isUnit ? next + 1 : next)
  }

  private func offset(_ minutes: Int, from at: Int) -> Clock? {
    guard let sign = tokens.at(at), sign.lexeme.has([.before, .after]) else { return nil }
    let direction = sign.lexeme.has(.before) ? -minutes : minutes
    var base = at + 1
    if tokens.word(base) == "de" { base += 1 }
    if let token = tokens.at(base), token.lexeme.has(.half), let clock = half(base) {
      let total = (clock.total + direction + 720) % 720
      return Clock(hour: total / 60, minute: total % 60, next: clock.next, isOpen: true)
    }
    guard let (hour, next) = hourWord(base) else { return nil }
    let total = (hour * 60 + direction + 1440) % (hour > 12 ? 1440 : 720)
    return Clock(
      hour: total / 60, minute: total % 60, next: afterHour(next), isOpen: hour <= 12)
  }

  private static let hourWordUnits: Set<String> = [
    "euro", "personen", "mannen", "vrouwen", "mensen", "dagen", "weken", "maanden", "jaar",
    "meisjes", "jongens", "kinderen", "minuten", "keer", "meter", "procent", "man", "weeks",
    "days",
  ]

  /// An hour 1...12 in words or 1...24 in digits, not followed by what makes it a count.
  private func hourWord(_ at: Int) -> (hour: Int, next: Int)? {
    if let hour = ordinalHour(at) { return (hour, at + 1) }
    guard let (hour, next) = NumberWords.read(tokens, at), (1...24).contains(hour),
      tokens[at].isWord || tokens[at].count <= 2, !tokens[at].lexeme.has(.every)
    else { return nil }
    guard !Self.hourWordUnits.contains(tokens.word(next)), !tokens.isSign(next, "%"),
      !tokens.isSign(next, Sign.euro)
    else { return nil }
    // `een` is an article unless nothing it could belong to follows.
    if tokens[at].lexeme.has(.article), hour == 1, let after = tokens.at(next), after.isWord,
      after.gap != .none, !after.lexeme.has(.hour), !after.lexeme.has(Lexeme.dayParts),
      tokens.text(at) != "een"
        || !["was", "s", "kwam", "stond", "in", "heb", "had", "zag"].contains(tokens.text(next))
    {
      return nil
    }
    return (hour == 24 ? 12 : hour, next)
  }

  private func ordinalHour(_ at: Int) -> Int? {
    guard let token = tokens.at(at), token.lexeme.has(.ordinal) else { return nil }
    return Int(token.lexeme.number)
  }

  private func afterHour(_ at: Int) -> Int {
    tokens.at(at)?.lexeme.has(.hour) ?? false ? at + 1 : at
  }

  /// `o trzeciej`, `o godz. 14`
  func polish(_ at: Int) -> Clock? {
    guard let hour = ordinalHour(at), ["o", "okolo"].contains(tokens.word(at - 1)) else {
      return nil
    }
    return Clock(hour: hour, minute: 0, next: at + 1, isOpen: true)
  }

  // MARK: Half of the day

  /// Minutes since midnight, the half of the day chosen by the words around.
  func resolved(_ clock: Clock, from at: Int) -> Int {
    let part = dayPart(after: clock.next) ?? dayPart(before: at)
    guard let part else {
      guard clock.isOpen else { return clock.total }
      // Working hours: 07:00 up to 18:59.
      let minutes = clock.total % 720
      return minutes < 420 ? minutes + 720 : minutes
    }
    guard clock.hour <= 12 else { return clock.total }
    let minutes = clock.total % 720
    if part.contains(.morning) { return minutes }
    if part.isSuperset(of: [.afternoon, .evening]) { return minutes + 720 }
    if part.contains(.afternoon) { return minutes >= 660 && clock.isOpen ? minutes : minutes + 720 }
    if part.contains(.evening) {
      return minutes < 240 ? minutes + (clock.isOpen && minutes < 60 ? 0 : 720) : minutes + 720
    }
    // Night: from nine in the evening.
    if clock.isOpen, minutes >= 540 { return minutes + 720 }
    return clock.isOpen ? minutes : clock.total
  }

  /// `'s ochtends`, `nachmittags`, `in the evening`, `PM` right after a time.
  func dayPart(after at: Int) -> Lexeme.Roles? {
    for offset in 0..<5 {
      guard let token = tokens.at(at + offset) else { return nil }
      if token.lexeme.has(Lexeme.dayParts) { return token.lexeme.roles }
      let text = tokens.text(at + offset)
      if text == "a" || text == "p", tokens.isSign(at + offset + 1, "."),
        tokens.word(at + offset + 2) == "m"
      {
        return text == "a" ? .morning : .afternoon
      }
      let isFiller =
        token.kind == .lineBreak && token.value == 1
        || ["s", "in", "the", "de", "op", "am", "po", "w", "des", "of", "at", "uur", "uhr"]
          .contains(text)
        || token.isSign("'")
      guard isFiller else { return nil }
    }
    return nil
  }

  /// `gisteravond om`, `vrijdagavond`, `'s middags om` before a time, in the same sentence.
  private func dayPart(before at: Int) -> Lexeme.Roles? {
    for offset in 1..<7 {
      guard let token = tokens.at(at - offset), !token.isSign("."), !token.isSign("?") else {
        return nil
      }
      if token.kind == .lineBreak, token.value > 1 { return nil }
      if token.lexeme.has(Lexeme.dayParts), !["am", "vm"].contains(tokens.text(at - offset)) {
        return token.lexeme.roles
      }
    }
    return nil
  }

  // MARK: Context

  /// `om`, `rond`, `at`, `gegen`, a date or a part of the day stands shortly before.
  func isAnnounced(_ at: Int) -> Bool {
    for offset in 1..<4 {
      guard let token = tokens.at(at - offset) else { return false }
      if token.lexeme.has(.about) || token.lexeme.has(Lexeme.dayParts) || token.lexeme.month > 0
        || token.lexeme.weekday > 0 && !token.lexeme.has(.short)
      {
        return
          !(token.lexeme.has(.about)
          && ["ca", "circa", "ongeveer", "around", "o"].contains(tokens.text(at - offset))
          && tokens[at].isNumber && offset > 1)
      }
      guard token.kind != .lineBreak, token.isWord || token.isSign("'") || token.isSign(",") else {
        return false
      }
    }
    return false
  }

  /// `van tien uur 's avonds tot zeven uur 's ochtends`: a shift, not a moment. Told in words, six hours or
  /// more, or without an hour at the end (`tot 's avonds laat`).
  func isWorkingHours(_ at: Int, _ clock: Clock) -> Bool {
    let isFrom = ["van", "von", "from", "od", "tot", "bis"].contains(tokens.word(at - 1))
    guard isFrom else { return false }
    if ["tot", "bis"].contains(tokens.word(at - 1)) { return true }
    for offset in 0..<6 {
      guard let token = tokens.at(clock.next + offset) else { return false }
      guard
        ["tot", "to", "bis", "till", "until", "do"].contains(tokens.text(clock.next + offset))
          || token.isSign("-")
      else { continue }
      guard let end = self.clock(clock.next + offset + 1) else { return true }
      let length =
        (resolved(end, from: clock.next + offset + 1) - resolved(clock, from: at) + 1440) % 1440
      return length >= 360 || clock.isOpen
    }
    return false
  }
}
