@testable import Core

extension Target {
  /// The recognisers of dates, times, plates, telephone numbers, streets, postcodes, counts, mail addresses and
  /// citizen numbers in running text and in labelled values.
  static let values = Target(
    name: "values",
    files: [("Tests/Samples", ["txt", "eml"]), ("Tests/ReadingTests/Fixtures", ["txt"])],
    words: [
      "gisteren", "dinsdag", "oktober", "2026", "-11-", "31", "week", "begin", "sinds", "half drie",
      "kwart over", "uur", "kenteken", "XX-99-9", "Kennzeichen", "06-", "+31", "0031", "(0)",
      "0546",
      "7511 UF", "postcode", "straat", "plein", "Oude Markt 5", "@", ".nl", "BSN", "123456782",
      "vrouwen", "een stuk of", "\u{2610}", "\u{a0}", "\u{2013}", "\u{e9}", "[x]", "\t", "\n",
    ],
    check: { bytes in
      valuesHold(bytes)
      promiseLinear("values", bytes) { valuesHold($0) }
    })
}

private let now = CivilTime(Timestamp(seconds: 1_790_000_000), offset: 7200)

private func valuesHold(_ bytes: [UInt8]) {
  let text = bytes[...]
  let tokens = Tokens(text)
  tokensHold(tokens, text)

  for found in Dates.all(in: tokens, relativeTo: now) {
    inside(found.range, text, "date")
    dateHolds(found.value)
  }
  for found in Plates.all(in: tokens) + Plates.all(in: tokens, labelled: true) {
    inside(found.range, text, "plate")
    promise(found.value.utf8.contains { $0.isDigit }, "a plate has a digit")
    promise(found.value.utf8.count <= 24, "a plate is short")
  }
  for phone in Phones.find(in: tokens) {
    inside(phone.range, text, "telephone number")
    promise(isInternational(phone.e164), "\(phone.e164) is E.164")
  }
  for found in Postcodes.find(in: tokens) {
    inside(found.range, text, "postcode")
    promise(isPostcode(found.value) || isArea(found.value), "\(found.value) is a postcode")
  }
  for found in Streets.find(in: tokens) {
    inside(found.range, text, "street")
    promise(!found.value.isEmpty, "a street has a name")
  }
  for found in Emails.find(in: text) {
    inside(found.range, text, "mail address")
    promise(found.value.utf8.count(where: { $0 == 0x40 }) == 1, "a mail address has one @")
  }
  for found in Times.all(in: tokens) {
    inside(found.range, text, "time")
    promise(isClock(found.value), "\(found.value) is a time")
  }
  if let count = Counts.victims(in: tokens) { promise((0...999).contains(count), "a count") }
  masked(bytes)
  labelled(text.text)
}

private func labelled(_ value: String) {
  if let date = Dates.read(value, relativeTo: now) { dateHolds(date) }
  if let phone = Phones.read(value) { promise(isInternational(phone.e164), "E.164") }
  if let code = Postcodes.read(value) { promise(isPostcode(code) || isArea(code), code) }
  if let time = Times.read(value) { promise(isClock(time), time) }
  if let count = Counts.read(value) { promise((0...999).contains(count), "a count") }
  _ = Streets.read(value)
  _ = Emails.read(value)
}

/// Tokens lie in the text, in order, and do not overlap.
private func tokensHold(_ tokens: Tokens, _ text: ArraySlice<UInt8>) {
  var end = text.startIndex
  for token in tokens.all {
    promise(token.range.lowerBound >= end && !token.range.isEmpty, "tokens are in order")
    end = token.range.upperBound
  }
  promise(end <= text.endIndex, "tokens lie in the text")
}

private func inside(_ range: Range<Int>, _ text: ArraySlice<UInt8>, _ what: String) {
  promise(
    !range.isEmpty && range.lowerBound >= text.startIndex && range.upperBound <= text.endIndex,
    "a \(what) lies in the text")
}

private func dateHolds(_ date: DateReading) {
  promise(date.from <= now.date, "\(date.from.iso) is not in the future")
  promise(date.until.map { date.from <= $0 } ?? true, "a range of dates has its start first")
  promise(!date.literal.isEmpty, "a date has its words")
  for day in [date.from, date.until ?? date.from] {
    promise(
      CivilDate(year: day.year, month: day.month, day: day.day) == day, "\(day.iso) is a day")
  }
}

/// What was masked is not found again, and nothing else has changed its place.
private func masked(_ bytes: [UInt8]) {
  for range in BSN.find(in: bytes[...]) { inside(range, bytes[...], "citizen number") }
  let once = BSN.mask(bytes)
  promise(BSN.find(in: once.bytes[...]).isEmpty, "a masked text has no citizen number")
  promise(once.found || once.bytes == bytes, "a text without a citizen number stays as it is")
}

private func isInternational(_ number: String) -> Bool {
  let digits = number.utf8.dropFirst()
  return number.utf8.first == 0x2b && (7...15).contains(digits.count)
    && digits.allSatisfy { $0.isDigit } && digits.first != 0x30
}

private func isPostcode(_ code: String) -> Bool {
  let code = Array(code.utf8)
  return code.count == 6 && code[0] != 0x30 && code[..<4].allSatisfy { $0.isDigit }
    && code[4...].allSatisfy { $0.isUpper }
}

/// The four digits alone, after their label.
private func isArea(_ code: String) -> Bool {
  code.utf8.count == 4 && code.utf8.allSatisfy { $0.isDigit }
}

private func isClock(_ time: String) -> Bool {
  let time = Array(time.utf8)
  guard time.count == 5, time[2] == 0x3a else { return false }
  let number = { (at: Int) in Int(time[at]) * 10 + Int(time[at + 1]) - 528 }
  return (0...23).contains(number(0)) && (0...59).contains(number(3))
}
