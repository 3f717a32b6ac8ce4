internal import Core

/// Dates as people and mail headers write them, in Europe/Amsterdam.
enum DutchDate {
  private static let days = [
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
  ]
  private static let months = [
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
  ]

  /// `dinsdag 24 november 2026 om 14.30 uur`
  static func text(_ moment: Timestamp) -> String {
    let time = Amsterdam.civil(moment)
    let date = time.date
    return "\(days[date.weekday - 1]) \(date.day) \(months[date.month - 1]) \(date.year)"
      + " om \(twoDigits(time.hour)).\(twoDigits(time.minute)) uur"
  }

  /// RFC 5322 3.3: `Tue, 24 Nov 2026 14:30:00 +0100`
  static func header(_ moment: Timestamp) -> String {
    let time = Amsterdam.civil(moment)
    let date = time.date
    let day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][date.weekday - 1]
    let month = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ][date.month - 1]
    return "\(day), \(date.day) \(month) \(date.year) \(twoDigits(time.hour)):"
      + "\(twoDigits(time.minute)):\(twoDigits(time.second)) "
      + (Amsterdam.offset(at: moment) == 7200 ? "+0200" : "+0100")
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
