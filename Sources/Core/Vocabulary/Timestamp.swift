/// A moment in UTC, in whole seconds since 1970-01-01T00:00:00Z.
///
/// Storage and protocol code use this; people see `CivilTime` in Europe/Amsterdam.
public struct Timestamp: Sendable, Hashable, Comparable {
  public var seconds: Int64

  public init(seconds: Int64) { self.seconds = seconds }

  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.seconds < b.seconds }

  public static func + (a: Timestamp, seconds: Int64) -> Timestamp {
    Timestamp(seconds: a.seconds &+ seconds)
  }

  /// Seconds from `earlier` to `self`.
  public static func - (a: Timestamp, earlier: Timestamp) -> Int64 { a.seconds &- earlier.seconds }

  /// RFC 3339 in UTC: `2026-11-24T13:32:20Z`.
  public var rfc3339: String {
    let time = CivilTime(self, offset: 0)
    return "\(time.date.iso)T\(pad(time.hour)):\(pad(time.minute)):\(pad(time.second))Z"
  }
}

/// A calendar day of the proleptic Gregorian calendar, without a zone.
public struct CivilDate: Sendable, Hashable, Comparable {
  public var year: Int
  /// 1...12
  public var month: Int
  /// 1...31
  public var day: Int

  /// Nil when the day does not exist (31-11, 29-02 in a common year, year outside 1...9999).
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDate.daysIn(month: month, year: year)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Days since 1970-01-01, negative before.
  public var dayNumber: Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146097 + dayOfEra - 719468
  }

  public init(dayNumber: Int) {
    let z = dayNumber + 719468
    let era = (z >= 0 ? z : z - 146096) / 146097
    let dayOfEra = z - era * 146097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// ISO 8601 weekday: Monday 1 ... Sunday 7.
  public var weekday: Int { (dayNumber + 3) % 7 + ((dayNumber + 3) % 7 < 0 ? 8 : 1) }

  /// `2026-11-24`
  public var iso: String {
    let digits = String(year)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
      + "-\(pad(month))-\(pad(day))"
  }

  public func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

  /// Monday of ISO 8601 week `week` of `year`; nil when that year has no such week.
  public static func monday(ofWeek week: Int, year: Int) -> CivilDate? {
    guard (1...53).contains(week), let fourth = CivilDate(year: year, month: 1, day: 4) else {
      return nil
    }
    let monday = fourth.adding(days: 1 - fourth.weekday + (week - 1) * 7)
    // Week 53 exists only where its Thursday is still in the year.
    return monday.adding(days: 3).year == year ? monday : nil
  }

  public static func < (a: CivilDate, b: CivilDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  public static func daysIn(month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// What a clock on the wall shows.
public struct CivilTime: Sendable, Hashable {
  public var date: CivilDate
  public var hour: Int
  public var minute: Int
  public var second: Int

  public init(_ moment: Timestamp, offset: Int64) {
    let local = moment.seconds &+ offset
    let day = local >= 0 ? local / 86400 : (local - 86399) / 86400
    let rest = Int(local - day * 86400)
    date = CivilDate(dayNumber: Int(day))
    (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
  }

  public init(date: CivilDate, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    (self.date, self.hour, self.minute, self.second) = (date, hour, minute, second)
  }

  /// The moment, when the clock on the wall is `offset` seconds ahead of UTC.
  public func timestamp(offset: Int64) -> Timestamp {
    Timestamp(
      seconds: Int64(date.dayNumber) * 86400 + Int64(hour * 3600 + minute * 60 + second) - offset)
  }
}

/// Europe/Amsterdam by the rule in force since 1996 (Directive 2000/84/EC): summer time from the last
/// Sunday of March to the last Sunday of October, both at 01:00 UTC.
public enum Amsterdam {
  /// Seconds ahead of UTC at a moment: 3600 or 7200.
  public static func offset(at moment: Timestamp) -> Int64 {
    let year = CivilTime(moment, offset: 0).date.year
    let start = switchover(year: year, month: 3)
    let end = switchover(year: year, month: 10)
    return moment >= start && moment < end ? 7200 : 3600
  }

  public static func civil(_ moment: Timestamp) -> CivilTime {
    CivilTime(moment, offset: offset(at: moment))
  }

  /// The moment of a local time. In the hour that summer time skips, the time as if it had not been
  /// skipped; in the hour that comes twice, the first.
  public static func timestamp(_ time: CivilTime) -> Timestamp {
    let summer = time.timestamp(offset: 7200)
    return offset(at: summer) == 7200 ? summer : time.timestamp(offset: 3600)
  }

  private static func switchover(year: Int, month: Int) -> Timestamp {
    let last = CivilDate(year: year, month: month, day: 31) ?? CivilDate(dayNumber: 0)
    let sunday = last.adding(days: -(last.weekday % 7))
    return CivilTime(date: sunday, hour: 1).timestamp(offset: 0)
  }
}

func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
