/// How sure a date is. Raw values are the field `datum_precisie`.
enum DatePrecision: String, Sendable {
  /// A day was written out, with or without the year.
  case exact
  /// Counted from the receipt: `gisteren`, `afgelopen dinsdag`.
  case relative = "relatief"
  /// An ISO week, or `vorige week`.
  case week
  /// `begin oktober`, `vorige maand`, `sinds de zomer`.
  case vague = "vaag"
  case unknown = "onbekend"
}

/// A date or a range of dates as someone wrote it.
struct DateReading: Sendable, Hashable {
  var from: CivilDate
  var until: CivilDate?
  var precision: DatePrecision
  /// The words it was read from.
  var literal: String
}

/// Dates of observations in five languages. Day before month; a missing year is the year of receipt; never in
/// the future; a day that does not exist is no date.
enum Dates {
  /// A value that is labelled as a date: also `6-10` and bare weekdays count. Nil when it holds a day that
  /// does not exist or lies ahead, and nothing better.
  static func read(_ text: String, relativeTo now: CivilTime) -> DateReading? {
    best(DateReader(Tokens(text), today: now.date, isLabelled: true).all())
  }

  /// The likeliest date of observation in a story: days written out before relative ones before vague ones.
  static func find(in text: ArraySlice<UInt8>, relativeTo now: CivilTime) -> DateReading? {
    find(in: Tokens(text), relativeTo: now)
  }

  static func find(in tokens: Tokens, relativeTo now: CivilTime) -> DateReading? {
    best(DateReader(tokens, today: now.date, isLabelled: false).all())
  }

  /// Every date in a story, in order, except those that clearly have another role (birth, flight, expiry).
  static func all(in tokens: Tokens, relativeTo now: CivilTime) -> [Found<DateReading>] {
    DateReader(tokens, today: now.date, isLabelled: false).all().map {
      Found(value: $0.reading, range: $0.range)
    }
  }

  static func all(in text: ArraySlice<UInt8>, relativeTo now: CivilTime) -> [Found<DateReading>] {
    all(in: Tokens(text), relativeTo: now)
  }

  private static func best(_ matches: [DateReader.Dated]) -> DateReading? {
    var best: DateReader.Dated?
    for match in matches where match.rank > best?.rank ?? 0 { best = match }
    return best?.reading
  }
}
