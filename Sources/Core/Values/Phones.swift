/// A telephone number as written and in E.164.
struct Phone: Sendable, Hashable {
  var literal: String
  /// `+31546000101`
  var e164: String
  /// In the bytes it was found in.
  var range: Range<Int>
}

/// Dutch numbers of ten digits, and international ones with `+` or `00`. Service numbers (112, 0900) are left out.
enum Phones {
  /// A value that is labelled as a telephone number: also nine digits without the zero, and German and Polish
  /// national numbers.
  static func read(_ text: String) -> Phone? {
    let tokens = Tokens(text)
    if let phone = find(in: tokens).first { return phone }
    return loose(tokens)
  }

  static func find(in text: ArraySlice<UInt8>) -> [Phone] { find(in: Tokens(text)) }

  static func find(in tokens: Tokens) -> [Phone] {
    var found: [Phone] = []
    var at = 0
    while at < tokens.count {
      if let (phone, next) = phone(tokens, at) {
        found.append(phone)
        at = next
      } else {
        at += 1
      }
    }
    return found
  }

  private static func phone(_ tokens: Tokens, _ at: Int) -> (Phone, Int)? {
    let token = tokens[at]
    if token.isSign("+"), token.range.count == 1, let first = tokens.at(at + 1), first.isNumber {
      return international(tokens, at, digitsFrom: at + 1, prefix: 0)
    }
    if token.isSign("("), let first = tokens.at(at + 1), first.isNumber,
      tokens.folded(at + 1).hasPrefix("0")
    {
      return national(tokens, at, from: at + 1)
    }
    guard token.isNumber, tokens.folded(at).hasPrefix("0"), !isGlued(tokens, at),
      !isAccount(tokens, at)
    else { return nil }
    if tokens.folded(at).hasPrefix("00"),
      let found = international(tokens, at, digitsFrom: at, prefix: 2)
    {
      return found
    }
    return national(tokens, at, from: at)
  }

  /// A letter, digit or joining sign touches it.
  private static func isGlued(_ tokens: Tokens, _ at: Int) -> Bool {
    guard tokens[at].gap == .none, let before = tokens.at(at - 1) else { return false }
    if before.isWord { return !["tel", "t", "m", "mob", "telefoon"].contains(tokens.text(at - 1)) }
    return before.kind == .sign && [0x2D, 0x2E, 0x2C, 0x2F, 0x40].contains(before.value)
      && before.gap == .none && tokens.at(at - 2)?.kind != .lineBreak && tokens.at(at - 2) != nil
  }

  /// In an account number: `NL00 NEPB 0000 0141 18`.
  private static func isAccount(_ tokens: Tokens, _ at: Int) -> Bool {
    for offset in 1...3 {
      guard let token = tokens.at(at - offset), token.kind != .lineBreak else { return false }
      if token.isWord {
        return tokens.text(at - offset) == "iban"
          || token.isUpper && token.count == 4 && offset <= 2
            && tokens.at(at - offset - 1)?.isNumber ?? false
      }
      guard token.isNumber else { return false }
    }
    return false
  }

  // MARK: Shapes

  private static func national(_ tokens: Tokens, _ start: Int, from at: Int) -> (Phone, Int)? {
    guard !isDate(tokens, at) else { return nil }
    var digits = ""
    var next = at
    while let group = tokens.at(next), group.isNumber, digits.utf8.count + group.count <= 10 {
      digits += tokens.text(next)
      next += 1
      if digits.utf8.count == 10 { break }
      next = separator(tokens, next) ?? next
      guard tokens.at(next)?.isNumber ?? false else { return nil }
    }
    guard digits.utf8.count == 10, !digits.hasPrefix("00"), !digits.hasPrefix("0800"),
      !digits.hasPrefix("0900"), !goesOn(tokens, next)
    else { return nil }
    return (made(tokens, start, next, "+31" + digits.dropFirst()), next)
  }

  private static func international(
    _ tokens: Tokens, _ start: Int, digitsFrom at: Int, prefix: Int
  ) -> (Phone, Int)? {
    var digits = ""
    var next = at
    while let group = tokens.at(next), group.isNumber,
      digits.utf8.count + group.count <= 15 + prefix
    {
      if digits == "31", tokens.isSign(next - 1, "("), group.count == 1, group.value == 0 {
        next += tokens.isSign(next + 1, ")") ? 2 : 1
        continue
      }
      digits += tokens.text(next)
      next += 1
      if isWhole(digits.dropFirst(prefix)) { break }
      guard let after = separator(tokens, next), tokens.at(after)?.isNumber ?? false else { break }
      next = after
    }
    var number = digits.dropFirst(prefix)
    if number.hasPrefix("310"), number.count == 12 { number = "31" + number.dropFirst(3) }
    guard (8...15).contains(number.count), !number.hasPrefix("0"), !goesOn(tokens, next),
      !number.hasPrefix("31") || number.count == 11, prefix == 0 || number.count >= 9
    else { return nil }
    return (made(tokens, start, next, "+" + number), next)
  }

  /// Netherlands and Poland have a fixed length: what follows is something else.
  private static func isWhole(_ number: Substring) -> Bool {
    number.hasPrefix("31") && number.count == (number.hasPrefix("310") ? 12 : 11)
      || number.hasPrefix("48") && number.count == 11
  }

  private static func made(_ tokens: Tokens, _ start: Int, _ next: Int, _ e164: String) -> Phone {
    let range = tokens[start].range.lowerBound..<tokens[next - 1].range.upperBound
    return Phone(literal: tokens.literal(range), e164: e164, range: range)
  }

  /// Index after what may stand between groups of digits: blank, `-`, ` - `, `.`, `/`, `)`, `(`.
  private static func separator(_ tokens: Tokens, _ at: Int) -> Int? {
    guard let token = tokens.at(at) else { return nil }
    if token.isNumber { return token.gap == .wide ? nil : at }
    guard token.kind == .sign, token.range.count <= 3 else { return nil }
    switch token.value {
    case 0x2D, 0x2E, 0x2F: return at + 1
    case 0x29: return tokens.isSign(at + 1, "-") ? at + 2 : at + 1
    case 0x28: return at + 1
    default: return nil
    }
  }

  /// More digits are glued on.
  private static func goesOn(_ tokens: Tokens, _ at: Int) -> Bool {
    guard let after = tokens.at(at), after.gap == .none else { return false }
    if after.isNumber || after.isSign("@") { return true }
    return after.kind == .sign && [0x2D, 0x2E, 0x2C].contains(after.value)
      && tokens.at(at + 1)?.isNumber ?? false && tokens[at + 1].gap == .none
  }

  /// `06-10-2026 12`: a day, not a number.
  private static func isDate(_ tokens: Tokens, _ at: Int) -> Bool {
    guard let month = tokens.at(at + 2), let year = tokens.at(at + 4), tokens[at].count == 2,
      month.isNumber, year.isNumber, month.count == 2, (1...12).contains(month.value),
      year.count == 4, (1900...2100).contains(year.value)
    else { return false }
    return tokens.at(at + 1)?.kind == .sign && tokens.at(at + 3)?.kind == .sign
  }

  // MARK: Labelled

  /// `612345678`, `0171 1234567`, `600 000 000`
  private static func loose(_ tokens: Tokens) -> Phone? {
    guard let start = tokens.all.firstIndex(where: \.isNumber) else { return nil }
    var digits = ""
    var next = start
    while let group = tokens.at(next), group.isNumber, digits.utf8.count + group.count <= 13 {
      digits += tokens.text(next)
      next += 1
      guard let after = separator(tokens, next), tokens.at(after)?.isNumber ?? false else { break }
      next = after
    }
    let count = digits.utf8.count
    if count == 9, digits.hasPrefix("6") { return made(tokens, start, next, "+31" + digits) }
    if count == 9 { return made(tokens, start, next, "+48" + digits) }
    if (11...12).contains(count), digits.hasPrefix("0"), !digits.hasPrefix("00") {
      return made(tokens, start, next, "+49" + digits.dropFirst())
    }
    return nil
  }
}
