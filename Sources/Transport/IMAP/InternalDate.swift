internal import Core

/// Moment of an INTERNALDATE (RFC 9051 9, `date-time`): `24-Nov-2026 13:46:00 +0100`, day with a leading
/// space or zero. Nil when it is none.
func internalDate(_ text: [UInt8]) -> Timestamp? {
  guard text.count == 26, text[2] == 0x2d, text[6] == 0x2d, text[11] == 0x20, text[14] == 0x3a,
    text[17] == 0x3a, text[20] == 0x20, text[21] == 0x2b || text[21] == 0x2d
  else { return nil }
  let day = text[0] == 0x20 ? number(text[1..<2]) : number(text[0..<2])
  guard let day, let month = months.firstIndex(of: String(decoding: text[3..<6], as: UTF8.self)),
    let year = number(text[7..<11]), let hour = number(text[12..<14]),
    let minute = number(text[15..<17]), let second = number(text[18..<20]),
    let zone = number(text[22..<26]), hour < 24, minute < 60, second < 61,
    let date = CivilDate(year: year, month: month + 1, day: day)
  else { return nil }
  let offset = Int64(zone / 100 * 3600 + zone % 100 * 60) * (text[21] == 0x2d ? -1 : 1)
  return CivilTime(date: date, hour: hour, minute: minute, second: second).timestamp(offset: offset)
}

private let months = [
  "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]

private func number(_ digits: ArraySlice<UInt8>) -> Int? {
  var value = 0
  for digit in digits {
    guard digit >= 0x30, digit <= 0x39 else { return nil }
    value = value * 10 + Int(digit - 0x30)
  }
  return digits.isEmpty ? nil : value
}
