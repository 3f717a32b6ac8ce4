internal import Glibc

/// Syslog levels by what the operator must do; journald reads the number.
public enum LogLevel: Int, Sendable {
  /// Somebody must act.
  case error = 3
  /// Somebody should look.
  case warning = 4
  /// Worth keeping.
  case notice = 5
  case info = 6
  case debug = 7
}

/// One event, one line on standard error: `<6>MH-2026-0042 committed queue=0153 notices=2`.
///
/// - Parameters:
///   - subject: reference or item id, `source:NAME`, or `daemon`; never content.
///   - event: a fixed word.
///   - details: values are escaped and cut at 200 bytes.
public func log(
  _ level: LogLevel, _ subject: String, _ event: StaticString,
  _ details: KeyValuePairs<StaticString, String> = [:]
) {
  var line = "<\(level.rawValue)>\(escaped(subject, limit: 80)) \(event)"
  for (key, value) in details {
    let value = escaped(value, limit: 200)
    line += " \(key)=\(value.utf8.contains(0x20) || value.isEmpty ? "\"\(value)\"" : value)"
  }
  line += "\n"
  _ = line.withUTF8 { unsafe write(2, $0.baseAddress, $0.count) }
}

/// Printable ASCII, everything else and `"` and `\` as `\u{..}`: safe on a terminal and in a log.
public func escaped(_ text: String, limit: Int = 200) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    if result.utf8.count >= limit { return result + "..." }
    switch scalar.value {
    case 0x22, 0x5c: result += "\\u{\(String(scalar.value, radix: 16))}"
    case 0x20..<0x7f: result.unicodeScalars.append(scalar)
    default: result += "\\u{\(String(scalar.value, radix: 16))}"
    }
  }
  return result
}
