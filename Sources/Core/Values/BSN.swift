/// Citizen service numbers: found to be hidden, never to be used.
enum BSN {
  /// The text with every number masked as `•••••••33`. When in doubt a number is masked: it must pass the
  /// eleven test and not be plainly something else (telephone, account, chamber of commerce, date, amount).
  static func mask(_ text: String) -> (text: String, found: Bool) {
    let (bytes, found) = mask(Array(text.utf8))
    return found ? (String(decoding: bytes, as: UTF8.self), true) : (text, false)
  }

  static func mask(_ bytes: [UInt8]) -> (bytes: [UInt8], found: Bool) {
    let hits = find(in: ArraySlice(bytes))
    guard !hits.isEmpty else { return (bytes, false) }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + hits.count * 16)
    var at = 0
    for hit in hits {
      out += bytes[at..<hit.lowerBound]
      out += Array("•••••••".utf8)
      out += lastTwoDigits(bytes[hit])
      at = hit.upperBound
    }
    out += bytes[at...]
    return (out, true)
  }

  private static func lastTwoDigits(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    Array(Tokens(bytes).letters.suffix(2))
  }

  /// Weights 9 8 7 6 5 4 3 2 -1 over nine digits; eight digits have a leading zero.
  static func passesElevenTest(_ digits: [UInt8]) -> Bool {
    guard digits.count == 8 || digits.count == 9, digits.contains(where: { $0 != 0 }) else {
      return false
    }
    let nine = digits.count == 8 ? [0] + digits : digits
    var sum = 0
    for (index, digit) in nine.enumerated() { sum += Int(digit) * (index == 8 ? -1 : 9 - index) }
    return sum % 11 == 0
  }

  /// Bytes before a line in which its label may stand.
  private static let lookBack = 500

  /// A number stands on one line; only lines with enough digits without a letter between are looked at, each with the
  /// words of a line before it, where its label may stand.
  static func find(in text: ArraySlice<UInt8>) -> [Range<Int>] {
    var hits: [Range<Int>] = []
    var (start, labels) = (text.startIndex, text.startIndex)
    while start < text.endIndex {
      var (end, digits, most, isBlank) = (start, 0, 0, true)
      while end < text.endIndex, text[end] != 0x0a {
        if text[end].isDigit || isWide(text, end) { digits += 1 }
        most = max(most, digits)
        if text[end].isASCIILetter { digits = 0 }
        isBlank = isBlank && !(0x21...0x7e ~= text[end])
        end += 1
      }
      if most >= 8 {
        let from = max(labels, start - lookBack)
        hits += find(in: Tokens(text[from..<end])).filter { $0.lowerBound >= start }
      }
      if !isBlank { labels = start }
      start = end + 1
    }
    return hits
  }

  /// Digits of full width begin with these bytes.
  private static func isWide(_ text: ArraySlice<UInt8>, _ at: Int) -> Bool {
    text[at] == 0xef && at + 1 < text.endIndex && text[at + 1] == 0xbc
  }

  private static func find(in tokens: Tokens) -> [Range<Int>] {
    let phones = Phones.find(in: tokens).map(\.range)
    var (hits, at, phone) = ([Range<Int>](), 0, 0)
    while at < tokens.count {
      guard tokens[at].isNumber, let number = Number(tokens, at) else {
        at += 1
        continue
      }
      while phone < phones.count, phones[phone].upperBound <= number.range.lowerBound { phone += 1 }
      let isPhone = phone < phones.count && phones[phone].overlaps(number.range)
      if !isPhone, passesElevenTest(number.digits), !isSomethingElse(tokens, at, number) {
        hits.append(number.range)
        at = number.next
      } else {
        at += 1
      }
    }
    return hits
  }

  /// Eight or nine digits, whole or in two to four groups with the same sign between.
  private struct Number {
    var digits: [UInt8]
    var groups: [Int]
    var sign: Int
    var range: Range<Int>
    var next: Int

    init?(_ tokens: Tokens, _ at: Int) {
      guard !Number.isGlued(tokens, at) else { return nil }
      (digits, groups, sign, next) = (
        tokens.folded(at).map { $0 - 48 }, [tokens[at].count], -1, at + 1
      )
      while digits.count < 8 || digits.count == 8 && groups.count > 1, groups.count < 9 {
        guard let (index, between) = Number.group(tokens, next), sign == -1 || sign == between,
          digits.count + tokens[index].count <= 9
        else { break }
        sign = between
        digits += tokens.folded(index).map { $0 - 48 }
        groups.append(tokens[index].count)
        next = index + 1
      }
      guard digits.count == 8 || digits.count == 9, !Number.goesOn(tokens, next) else { return nil }
      range = tokens[at].range.lowerBound..<tokens[next - 1].range.upperBound
    }

    /// The next group of digits and the sign before it (0 for a blank).
    private static func group(_ tokens: Tokens, _ at: Int) -> (Int, Int)? {
      guard let token = tokens.at(at) else { return nil }
      if token.isNumber { return token.gap == .space ? (at, 0) : nil }
      guard token.kind == .sign, token.range.count <= 3, [0x2D, 0x2E, 0x2F].contains(token.value),
        let number = tokens.at(at + 1), number.isNumber
      else { return nil }
      return (at + 1, token.value)
    }

    private static func isGlued(_ tokens: Tokens, _ at: Int) -> Bool {
      guard let before = tokens.at(at - 1), tokens[at].gap == .none else { return false }
      if before.isSign("+") || before.isSign("@") { return true }
      return before.kind == .sign && [0x2D, 0x2E, 0x2C, 0x2F].contains(before.value)
        && before.gap == .none && tokens.at(at - 2)?.isNumber ?? false
    }

    private static func goesOn(_ tokens: Tokens, _ at: Int) -> Bool {
      guard let after = tokens.at(at), after.gap == .none, after.kind == .sign,
        [0x2C, 0x2E, 0x2D].contains(after.value), let more = tokens.at(at + 1), more.isNumber,
        more.gap == .none
      else { return false }
      return true
    }
  }

  private static let otherLabels: Set<String> = [
    "kvk", "iban", "rekening", "rekeningnummer", "zaaknummer", "zaaknr", "dossier", "dossiernummer",
    "kenmerk", "referentie", "referentienummer", "ordernummer", "factuur", "factuurnummer", "rsin",
    "koophandel", "commerce", "btw", "vestigingsnummer", "telefoon", "tel", "telefoonnummer",
    "mobiel",
    "fax", "phone", "handelsregister", "big", "agb", "volgnummer", "meldingsnummer",
    "mutatienummer",
    "registratienummer", "krs", "regon", "nip", "hrb",
  ]
  private static let ownLabels: Set<String> = [
    "bsn", "burgerservicenummer", "sofi", "sofinummer", "bsnr", "persoonsnummer",
  ]

  private static func isSomethingElse(_ tokens: Tokens, _ at: Int, _ number: Number) -> Bool {
    for offset in 1...4 {
      guard let token = tokens.at(at - offset), token.kind != .lineBreak || offset == 1 else {
        break
      }
      let text = tokens.text(at - offset)
      if ownLabels.contains(text) { return false }
      if otherLabels.contains(text) { return true }
    }
    if isDate(number) { return true }
    let before = tokens.at(at - 1)
    if before?.isSign(Sign.euro) ?? false || tokens.text(at - 1) == "eur" { return true }
    let after = tokens.at(number.next)
    if ["euro", "eur", "m", "meter", "km"].contains(tokens.text(number.next))
      || after?.isSign(Sign.euro) ?? false
    {
      return true
    }
    return isPostcode(tokens, at, number) || isAccount(tokens, at) || isTooLoose(number)
  }

  /// `10-10-2026`, `2026-10-10`
  private static func isDate(_ number: Number) -> Bool {
    guard number.groups.count == 3 else {
      return number.groups == [8] && isCompactDate(number.digits)
    }
    let digits = number.digits.map(Int.init)
    func value(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    switch number.groups {
    case [2, 2, 4]:
      return (1...31).contains(value(0..<2)) && (1...12).contains(value(2..<4))
        && (1900...2100).contains(value(4..<8))
    case [4, 2, 2]:
      return (1900...2100).contains(value(0..<4)) && (1...12).contains(value(4..<6))
        && (1...31).contains(value(6..<8))
    default: return false
    }
  }

  /// `20261110`: year, month, day without signs.
  private static func isCompactDate(_ digits: [UInt8]) -> Bool {
    let year = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
    let month = digits[4..<6].reduce(0) { $0 * 10 + Int($1) }
    let day = digits[6..<8].reduce(0) { $0 * 10 + Int($1) }
    return (2000...2040).contains(year) && (1...12).contains(month) && (1...31).contains(day)
  }

  /// `7511 UF` is never cut from digits, but `7511` may be followed by another number.
  private static func isPostcode(_ tokens: Tokens, _ at: Int, _ number: Number) -> Bool {
    number.groups == [4, 4] && number.sign == 0 && ["postcode", "pc"].contains(tokens.word(at - 1))
  }

  /// Right after the letters of an account number.
  private static func isAccount(_ tokens: Tokens, _ at: Int) -> Bool {
    for offset in 1...3 {
      guard let token = tokens.at(at - offset) else { return false }
      if token.isWord {
        return token.isUpper && token.count == 4 && tokens.at(at - offset - 1)?.isNumber ?? false
      }
      guard token.isNumber else { return false }
    }
    return false
  }

  /// Numbers with blanks between that are not grouped as people group this one: `16 17 30 45`.
  private static func isTooLoose(_ number: Number) -> Bool {
    number.groups.count > 1 && (number.groups.count > 5 || number.groups.contains(1))
      && number.sign == 0 && number.groups.count != 9
  }
}
