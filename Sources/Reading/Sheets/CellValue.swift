/// Values of cells as a Dutch reader writes them.
enum CellValue {
  static func truth(_ isTrue: Bool) -> [UInt8] { Array((isTrue ? "ja" : "nee").utf8) }

  /// `2026-10-06T14:30:00` as `2026-10-06 14:30`; without a time when that is midnight.
  static func date(_ text: String) -> [UInt8] {
    let parts = Array(text.utf8).split(separator: UInt8(ascii: "T"), maxSplits: 1)
    let time = parts.count > 1 ? Array(parts[1].prefix(5)) : []
    let isMidnight = time.isEmpty || time.elementsEqual("00:00".utf8)
    return Array(parts.first ?? []) + (isMidnight ? [] : [0x20] + time)
  }

  /// `PT14H30M00S` (ISO 8601) as `14:30`; nil when it is no time of day.
  static func duration(_ text: String) -> [UInt8]? {
    guard text.hasPrefix("PT") else { return nil }
    var (number, hours, minutes) = (0, 0, 0)
    for byte in text.utf8.dropFirst(2).prefix(30) {
      switch byte {
      case 0x30...0x39: number = min(number * 10 + Int(byte - 0x30), 100_000)
      case UInt8(ascii: "H"): (hours, number) = (number, 0)
      case UInt8(ascii: "M"): (minutes, number) = (number, 0)
      default: number = 0
      }
    }
    return hours < 24 && minutes < 60 ? clock(hours, minutes) : nil
  }

  private static func clock(_ hours: Int, _ minutes: Int) -> [UInt8] {
    padded(hours, 2) + [0x3a] + padded(minutes, 2)
  }

  static func padded(_ number: Int, _ width: Int) -> [UInt8] {
    let digits = Array(String(number).utf8)
    return Array(repeating: 0x30, count: max(width - digits.count, 0)) + digits
  }

  /// A day of Excel: 1 is 1 January 1900, with the 29 February that year did not have, or days since 1904.
  static func serial(_ value: Double, _ format: NumberFormat, isFrom1904: Bool) -> [UInt8]? {
    guard value >= 0, value < 3_000_000 else { return nil }
    let minutes = Int((value * 1440).rounded())
    if format.isDuration { return clock(minutes / 60, minutes % 60) }
    let (day, minute) = (minutes / 1440, minutes % 1440)
    let time = clock(minute / 60, minute % 60)
    guard format.hasDate else { return time }
    // 1970-01-01 is day 25569 of the one and 24107 of the other.
    let epoch = isFrom1904 ? 24_107 : day < 60 ? 25_568 : 25_569
    let date = civil(day - epoch)
    return format.hasTime && minute > 0 ? date + [0x20] + time : date
  }

  /// Proleptic Gregorian date of a day since 1970-01-01.
  private static func civil(_ days: Int) -> [UInt8] {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let inEra = shifted - era * 146_097
    let year = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
    let inYear = inEra - (365 * year + year / 4 - year / 100)
    let shiftedMonth = (5 * inYear + 2) / 153
    let day = inYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let written = year + era * 400 + (month <= 2 ? 1 : 0)
    return padded(written, 4) + [0x2d] + padded(month, 2) + [0x2d] + padded(day, 2)
  }

  /// A number without the exponent and fraction that only the file has.
  static func number(_ text: String, _ format: NumberFormat) -> [UInt8] {
    guard let value = Double(text), value == value.rounded(), abs(value) < 1e15 else {
      return Array(text.utf8)
    }
    return value < 0 ? Array(String(Int(value)).utf8) : padded(Int(value), format.digits)
  }
}

/// What a number format makes of a number (ECMA-376 part 1, 18.8.30 and 18.8.31).
struct NumberFormat {
  var hasDate = false
  var hasTime = false
  /// Hours beyond a day (`[h]:mm`).
  var isDuration = false
  /// Digits that are shown at least (`0000000000` of a telephone number).
  var digits = 0

  init(builtIn number: Int) {
    switch number {
    case 14...17, 27...31, 34...36, 50...54, 57, 58: hasDate = true
    case 22: (hasDate, hasTime) = (true, true)
    case 18...21, 32, 33, 45, 47, 55, 56: hasTime = true
    case 46: (hasTime, isDuration) = (true, true)
    default: break
    }
  }

  init(code: String) {
    let first = code.utf8.prefix(200).split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false
    ).first.map(Array.init)
    let code = first ?? []
    guard !code.map(\.lowercased).elementsEqual("general".utf8) else { return }
    digits = code.allSatisfy { $0 == 0x30 } ? code.count : 0
    var at = 0
    while at < code.count {
      switch code[at].lowercased {
      case UInt8(ascii: "\""): at = code.position(of: 0x22, in: (at + 1)..<code.count)
      case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): at += 1
      case UInt8(ascii: "["):
        let end = code.position(of: 0x5d, in: at..<code.count)
        if code[(at + 1)..<end].allSatisfy({ [0x68, 0x6d, 0x73].contains($0.lowercased) }) {
          (hasTime, isDuration) = (true, true)
        }
        at = end
      case UInt8(ascii: "d"), UInt8(ascii: "y"): hasDate = true
      case UInt8(ascii: "h"), UInt8(ascii: "s"): hasTime = true
      default: break
      }
      at += 1
    }
  }

  var isMoment: Bool { hasDate || hasTime }
}
