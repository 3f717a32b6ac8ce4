/// Reference numbers that a message names, such as `MH-2026-0042`.
enum References {
  /// At most so many are kept.
  private static let limit = 16

  /// In order, each once, in capitals: two to five letters, a year, and three to six digits, with a hyphen
  /// between. Whether there is such a signal is for the store to say.
  static func find(in texts: [ArraySlice<UInt8>]) -> [String] {
    var found: [String] = []
    for text in texts {
      var at = text.startIndex
      while let hyphen = text[at...].firstIndex(of: UInt8(ascii: "-")), found.count < limit {
        at = hyphen + 1
        guard let reference = reference(text, hyphen), !found.contains(reference) else { continue }
        found.append(reference)
      }
    }
    return found
  }

  private static func reference(_ text: ArraySlice<UInt8>, _ hyphen: Int) -> String? {
    var start = hyphen
    while start > text.startIndex, hyphen - start < 6, text[start - 1].isASCIILetter { start -= 1 }
    guard (2...5).contains(hyphen - start), start == text.startIndex || !text[start - 1].isWordByte,
      let year = digits(text, hyphen + 1, 4...4), text[year.startIndex] == 0x32,
      year.endIndex < text.endIndex, text[year.endIndex] == UInt8(ascii: "-"),
      let number = digits(text, year.endIndex + 1, 3...6),
      number.endIndex == text.endIndex || !text[number.endIndex].isWordByte
    else { return nil }
    let prefix = text[start..<hyphen].map { $0.isLower ? $0 & 0xdf : $0 }
    return prefix.text + "-" + year.text + "-" + number.text
  }

  private static func digits(
    _ text: ArraySlice<UInt8>, _ start: Int, _ count: ClosedRange<Int>
  ) -> ArraySlice<UInt8>? {
    let run = text[min(start, text.endIndex)...].prefix(7).prefix(while: \.isDigit)
    return count.contains(run.count) ? run : nil
  }
}
