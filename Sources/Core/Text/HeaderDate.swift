/// The moment in a mail header as people's programs write it: RFC 5322 and the long forms of Outlook,
/// Gmail and Apple Mail in Dutch, English, German, Polish, French and Romanian.
enum HeaderDate {
  /// What the clock showed in the Netherlands. Without a time it is noon.
  static func read(_ text: String) -> CivilTime? {
    var scan = DateScan(Array(text.utf8.prefix(200)))
    scan.run()
    guard let date = scan.date else { return nil }
    var hour = scan.time?.0 ?? 12
    let minute = scan.time?.1 ?? 0
    if scan.isAfternoon == true, hour < 12 { hour += 12 }
    if scan.isAfternoon == false, hour == 12 { hour = 0 }
    guard (0...24).contains(hour), (0...59).contains(minute) else {
      return CivilTime(date: date, hour: 12)
    }
    let time = CivilTime(date: date, hour: hour, minute: minute, second: scan.time?.2 ?? 0)
    return scan.offset.map { Amsterdam.civil(time.timestamp(offset: $0)) } ?? time
  }
}

/// One walk over the tokens of a header date.
private struct DateScan {
  private let bytes: [UInt8]
  private var at = 0
  private var numbers: [(value: Int, digits: Int)] = []
  private var month: Int?
  /// Numbers that stood before the month's name.
  private var beforeMonth = 0
  private var numeric: [(value: Int, digits: Int)] = []
  private var isSlashed = false
  private(set) var time: (Int, Int, Int)?
  private(set) var isAfternoon: Bool?
  /// Seconds ahead of UTC.
  private(set) var offset: Int64?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func run() {
    while at < bytes.count {
      let byte = bytes[at]
      if byte.isDigit {
        number()
      } else if byte.isASCIILetter || byte >= 0x80 {
        word()
      } else if byte == 0x2b || byte == 0x2d, time != nil, zone() {
      } else {
        at += 1
      }
    }
  }

  var date: CivilDate? {
    if numeric.count == 3 { return numericDate }
    guard let month, numbers.count >= 1 else { return nil }
    let year =
      numbers.first { $0.digits == 4 }?.value
      ?? (numbers.count > 1 ? numbers.last { $0.digits == 2 }.map { 2000 + $0.value } : nil)
    guard let year, let day = numbers.first(where: { $0.digits <= 2 })?.value else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  private var numericDate: CivilDate? {
    let (a, b, c) = (numeric[0], numeric[1], numeric[2])
    if a.digits == 4 { return CivilDate(year: a.value, month: b.value, day: c.value) }
    let year = c.digits == 2 ? 2000 + c.value : c.value
    let monthFirst = isSlashed && (isAfternoon != nil || b.value > 12)
    return monthFirst
      ? CivilDate(year: year, month: a.value, day: b.value)
      : CivilDate(year: year, month: b.value, day: a.value)
  }

  private mutating func digits() -> (value: Int, digits: Int) {
    var (value, count) = (0, 0)
    while at < bytes.count, bytes[at].isDigit {
      if count < 9 { value = value * 10 + Int(bytes[at] & 15) }
      (at, count) = (at + 1, count + 1)
    }
    return (value, count)
  }

  private mutating func number() {
    let first = digits()
    guard at + 1 < bytes.count, bytes[at + 1].isDigit else { return add(first) }
    switch bytes[at] {
    case UInt8(ascii: ":"): clock(first.value)
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."):
      let separator = bytes[at]
      at += 1
      let second = digits()
      guard at + 1 < bytes.count, bytes[at] == separator, bytes[at + 1].isDigit else {
        if separator == UInt8(ascii: "."), time == nil { time = (first.value, second.value, 0) }
        return
      }
      at += 1
      (numeric, isSlashed) = ([first, second, digits()], separator == UInt8(ascii: "/"))
    default: add(first)
    }
  }

  private mutating func add(_ number: (value: Int, digits: Int)) {
    if numbers.count < 8 { numbers.append(number) }
  }

  private mutating func clock(_ hour: Int) {
    at += 1
    let minute = digits().value
    var second = 0
    if at + 1 < bytes.count, bytes[at] == UInt8(ascii: ":"), bytes[at + 1].isDigit {
      at += 1
      second = digits().value
    }
    if time == nil { time = (hour, minute, min(second, 59)) }
  }

  private mutating func zone() -> Bool {
    let sign: Int64 = bytes[at] == 0x2b ? 1 : -1
    guard at + 4 < bytes.count, bytes[(at + 1)...(at + 4)].allSatisfy(\.isDigit) else {
      return false
    }
    at += 1
    let value = digits().value
    offset = sign * Int64(value / 100 * 3600 + value % 100 * 60)
    return true
  }

  private mutating func word() {
    let start = at
    while at < bytes.count, bytes[at].isASCIILetter || bytes[at] >= 0x80 { at += 1 }
    let word = Fold.folded(bytes[start..<at])
    switch word.text {
    case "am": isAfternoon = time == nil ? isAfternoon : false
    case "pm": isAfternoon = true
    case "gmt", "utc", "z": if time != nil, offset == nil { offset = 0 }
    case "cet": offset = 3600
    case "cest": offset = 7200
    default: if month == nil { month = Months.number(word) }
    }
  }
}

/// Names of months in the languages that header blocks come in.
enum Months {
  /// 1...12 for a folded name or its usual abbreviation.
  static func number(_ folded: [UInt8]) -> Int? {
    guard folded.count >= 3 else { return nil }
    if let exact = names[folded] { return exact }
    return nil
  }

  private static let names: [[UInt8]: Int] = {
    let rows = [
      "januari jan january januar stycznia sty janvier janv ianuarie",
      "februari feb february februar lutego lut fevrier fevr februarie",
      "maart mrt mar march marz marca mars martie",
      "april apr kwietnia kwi avril avr aprilie",
      "mei may mai maja maj",
      "juni jun june czerwca cze juin iunie",
      "juli jul july lipca lip juillet juil iulie",
      "augustus aug august sierpnia sie aout",
      "september sep sept wrzesnia wrz septembre septembrie",
      "oktober okt october oct pazdziernika paz octobre octombrie",
      "november nov listopada lis novembre noiembrie",
      "december dec dezember dez grudnia gru decembre decembrie",
    ]
    var names: [[UInt8]: Int] = [:]
    for (index, row) in rows.enumerated() {
      for name in row.split(separator: " ") { names[Array(name.utf8)] = index + 1 }
    }
    return names
  }()
}
