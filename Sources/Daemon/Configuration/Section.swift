/// A table of the document being read key by key: collects what is wrong, and what was never asked for.
///
/// Every value that is read is also written down with where it came from, which is what
/// `check --print` shows.
final class Section {
  /// `mailbox[0]`
  let path: String
  private let reader: DocumentReader

  init(_ path: String, _ reader: DocumentReader) {
    self.path = path
    self.reader = reader
  }

  func text(_ key: String, default fallback: String? = nil) -> String {
    guard let entry = reader.take(path, key) else {
      if let fallback { return reader.note(path, key, fallback, nil) }
      reader.problem(in: path, "needs the key '\(key)'")
      return ""
    }
    guard case .text(let text) = entry.value else { return wrong(entry, "a text in quotes", "") }
    if fallback == nil, text.isEmpty { return wrong(entry, "a text that is not empty", "") }
    return reader.note(path, key, text, entry)
  }

  /// Nil when the key is absent.
  func optionalText(_ key: String) -> String? { reader.has(path, key) ? text(key) : nil }

  func truth(_ key: String, default fallback: Bool) -> Bool {
    guard let entry = reader.take(path, key) else {
      return reader.note(path, key, fallback, nil)
    }
    guard case .truth(let truth) = entry.value else {
      return wrong(entry, "true or false", fallback)
    }
    return reader.note(path, key, truth, entry)
  }

  func integer(_ key: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
    guard let entry = reader.take(path, key) else {
      return reader.note(path, key, fallback, nil)
    }
    guard case .integer(let number) = entry.value, let number = Int(exactly: number),
      range.contains(number)
    else {
      return wrong(
        entry, "a number from \(range.lowerBound) to \(range.upperBound)", fallback)
    }
    return reader.note(path, key, number, entry)
  }

  /// Seconds, written as `"90s"`, `"5m"`, `"2h"` or `"3d"`.
  func duration(_ key: String, default fallback: String, in range: ClosedRange<Int64>) -> Int64 {
    let entry = reader.take(path, key)
    guard let entry else {
      return reader.note(path, key, seconds(fallback) ?? 0, nil, shown: fallback)
    }
    guard case .text(let text) = entry.value, let value = seconds(text), range.contains(value)
    else {
      let range = "\(range.lowerBound)s to \(range.upperBound)s"
      return wrong(entry, "a time such as \"90s\", \"5m\", \"2h\" or \"3d\", from \(range)", 0)
    }
    return reader.note(path, key, value, entry, shown: text)
  }

  /// One of a few words.
  func choice<T: RawRepresentable<String> & CaseIterable>(_ key: String, default fallback: T?) -> T?
  {
    guard let entry = reader.take(path, key) else {
      if let fallback { return reader.note(path, key, fallback, nil, shown: fallback.rawValue) }
      reader.problem(in: path, "needs the key '\(key)'")
      return nil
    }
    guard case .text(let text) = entry.value, let value = T(rawValue: text) else {
      let words = T.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      return wrong(entry, "one of \(words)", fallback)
    }
    return reader.note(path, key, value, entry, shown: text)
  }

  func texts(_ key: String, default fallback: [String]) -> [String] {
    let entries = reader.takeList(path, key)
    guard !entries.isEmpty else {
      if let entry = reader.take(path, key) { return wrong(entry, "a list of texts", fallback) }
      return reader.note(path, key, fallback, nil, shown: "\(fallback)")
    }
    var values: [String] = []
    for entry in entries {
      if case .text(let text) = entry.value {
        values.append(text)
      } else {
        _ = wrong(entry, "a text", 0)
      }
    }
    return reader.note(path, key, values, entries[0], shown: "\(values)")
  }

  /// Says that a value does not hold for a reason of its own.
  func problem(_ key: String, _ message: String) { reader.problem(at: path, key, message) }

  private func wrong<T>(_ entry: Document.Entry, _ wanted: String, _ fallback: T) -> T {
    reader.problem(entry, "'\(entry.path)' must be \(wanted)")
    return fallback
  }
}

/// Seconds of `"90s"`, `"5m"`, `"2h"`, `"3d"`; nil when it is none of these.
func seconds(_ text: String) -> Int64? {
  let units: [UInt8: Int64] = [
    UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3600, UInt8(ascii: "d"): 86400,
  ]
  guard let last = text.utf8.last, let unit = units[last], let number = Int64(text.dropLast()),
    number >= 0, number < 1 << 32
  else { return nil }
  return number * unit
}
