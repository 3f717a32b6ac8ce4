internal import Platform

/// Standard output and standard error, and what may be shown there.
enum Terminal {
  /// Writes to standard output; ends the process with 74 when that is not possible.
  static func write(_ text: String) { write(Array(text.utf8)) }

  static func write(_ bytes: [UInt8]) {
    do { try writeStandardOutput(bytes) } catch { endProcess(ExitCode.inputOutput.rawValue) }
  }

  static func error(_ text: String) { writeStandardError(text + "\n") }

  static var isInteractive: Bool { isTerminal(1) }
}

/// Text from outside as it may be shown: control characters, bidirectional controls and other lines' ends
/// as `\u{..}`.
func shown(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff:
      result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// Rows as aligned columns, two spaces apart; every cell is made safe to show.
func columns(_ rows: [[String]]) -> String {
  let cells = rows.map { $0.map(shown) }
  let count = cells.map(\.count).max() ?? 0
  let widths = (0..<count).map { column in
    cells.map { column < $0.count ? $0[column].unicodeScalars.count : 0 }.max() ?? 0
  }
  var text = ""
  for row in cells {
    var line = ""
    for (column, cell) in row.enumerated() {
      line += cell
      if column + 1 < row.count {
        line += String(repeating: " ", count: widths[column] + 2 - cell.unicodeScalars.count)
      }
    }
    text += line + "\n"
  }
  return text
}
