import Core
import Foundation

/// The tables in `config/tabellen`, as the daemon hands them over.
enum Shipped {
  static let directory = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "config/tabellen")

  static let files: TableFiles = {
    var files: [String: [UInt8]] = [:]
    for name in TableFiles.required {
      files[name] = (try? Data(contentsOf: directory.appending(path: name))).map { [UInt8]($0) }
    }
    return TableFiles(files: files)
  }()

  static let tables = Result<Tables, TableProblems> { () throws(TableProblems) in
    try Tables(files)
  }

  /// The rows of a shipped table, cell by column, read without the parser under test.
  static func rows(_ name: String) -> [[String: String]] {
    rows(of: String(decoding: files.files[name] ?? [], as: UTF8.self))
  }

  static func rows(of text: String) -> [[String: String]] {
    let lines = text.replacing("\r\n", with: "\n").components(separatedBy: "\n")
      .filter { !$0.isEmpty }.map(cells)
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  private static func cells(_ line: String) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }
}
