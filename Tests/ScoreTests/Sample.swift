import Core
import Foundation
import Reading
import Testing

/// A message as a file, and what should be made of it: a row of `verwacht.csv`.
struct Sample: CustomTestStringConvertible, Sendable {
  var name: String
  var bytes: [UInt8]
  /// Cells by column.
  var expected: [String: String]

  var testDescription: String { name }
  var isSignal: Bool { expected["is_signaal"] != "nee" }

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  /// The project's own, always there.
  static let own = all(in: root.appending(path: "Tests/Samples"))
  /// A larger set that is only there on the machines of developers; empty elsewhere.
  static let shared = all(in: root.deletingLastPathComponent().appending(path: "shared/samples"))

  static let tables = Result<Tables, any Error> {
    var files: [String: [UInt8]] = [:]
    for name in TableFiles.required {
      files[name] = [UInt8](try Data(contentsOf: root.appending(path: "config/tabellen/\(name)")))
    }
    return try Tables(TableFiles(files: files))
  }

  private static func all(in folder: URL) -> [Sample] {
    guard let sheet = try? Data(contentsOf: folder.appending(path: "verwacht.csv")) else {
      return []
    }
    let header = String(decoding: sheet.prefix { $0 != 0x0a }, as: UTF8.self)
    let columns = header.split(separator: ",").map(String.init)
    var problems: [TableProblem] = []
    let rows = CSV([UInt8](sheet), file: "verwacht.csv", columns: columns, problems: &problems)
    return rows.compactMap { row in
      guard let bytes = try? Data(contentsOf: folder.appending(path: row["bestand"])) else {
        return nil
      }
      var expected: [String: String] = [:]
      for column in columns { expected[column] = mapped(row[column]) }
      let text = mapped(String(decoding: bytes, as: UTF8.self))
      return Sample(name: row["bestand"], bytes: Array(text.utf8), expected: expected)
    }
  }

  /// In the samples `almelo.example` stands for `almelo.nl`: nobody's real mailbox is in them.
  private static func mapped(_ text: String) -> String {
    guard case .success(let tables) = tables else { return text }
    var text = text
    for domain in tables.municipalities.region.flatMap(\.mailDomains) where domain.hasSuffix(".nl")
    {
      text = text.replacing(domain.dropLast(3) + ".example", with: domain)
    }
    return text
  }

  /// Read and understood as a file in a drop folder is.
  func record(bytes changed: [UInt8]? = nil) throws -> Record {
    let day = (expected["ontvangen"] ?? "").split(separator: "-").compactMap { Int($0) }
    let date = try #require(
      day.count == 3 ? CivilDate(year: day[0], month: day[1], day: day[2]) : nil)
    let request = ReadRequest(
      door: .folder, receivedAt: Amsterdam.timestamp(CivilTime(date: date, hour: 18)), name: name,
      bytes: changed ?? bytes)
    return understand(read(request).submission, tables: try Self.tables.get())
  }
}
