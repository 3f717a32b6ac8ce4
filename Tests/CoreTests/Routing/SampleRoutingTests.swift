import Core
import Foundation
import Testing

/// The development set beside the project, when it is there.
private enum Samples {
  static let directory = Shipped.directory
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/samples")

  /// What the field "Gemeente" says, in the messages that have one.
  static let fields = [
    "d01": "Almelo", "d09": "Almelo", "d10": "Haaksbergen", "d11": "Rijssen-Holten",
    "d13": "Oldenzaal", "d15": "Almelo", "d16": "Wierden", "d28": "Dinkelland",
    "d34": "Hof van Twente", "d38": "Haaksbergen",
  ]

  static let rows: [[String: String]] = {
    guard let data = try? Data(contentsOf: directory.appending(path: "verwacht.csv")) else {
      return []
    }
    return Shipped.rows(of: String(decoding: data, as: UTF8.self)).filter {
      $0["is_signaal"] == "ja"
    }
  }()

  static func clues(_ row: [String: String]) -> PlaceClues {
    let file = row["bestand"] ?? ""
    let bytes = (try? Data(contentsOf: directory.appending(path: file))).map { [UInt8]($0) } ?? []
    let text = String(decoding: bytes, as: UTF8.self)
    let domains = text.matches(of: /@([a-z.-]+)\.example/).map { "\($0.output.1).nl" }
    let sender = domains.first { !$0.hasPrefix("twente") }
    let filled = { (key: String) in row[key].flatMap { $0.isEmpty ? nil : $0 } }
    return PlaceClues(
      postcodes: [filled("postcode")].compactMap { $0 },
      places: [filled("woonplaats")].compactMap { $0 },
      municipalityField: fields[String(file.prefix(3))], text: report(bytes),
      senderDomains: [sender].compactMap { $0 })
  }

  /// Without the header block and the signature.
  static func report(_ bytes: [UInt8]) -> [UInt8] {
    var lines = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false)
    if lines.first?.contains(": ") == true, let empty = lines.firstIndex(of: "") {
      lines.removeFirst(empty)
    }
    let end = lines.firstIndex { $0.contains("Postbus") || $0.hasPrefix(">") } ?? lines.endIndex
    let body = lines[..<end].filter {
      !$0.lowercased().hasPrefix("gemeente losser") && !$0.hasPrefix("gemeente ")
    }
    return Array(body.joined(separator: "\n").utf8)
  }
}

@Suite("Routing of the development set") struct SampleRoutingTests {
  @Test("Each message goes where the table says", arguments: Samples.rows)
  func sample(row: [String: String]) throws {
    let tables = try Shipped.tables.get()
    let assignment = route(Samples.clues(row), tables: tables)
    let comment = Comment(rawValue: "\(row["bestand"] ?? ""): \(assignment.explanation)")
    #expect(assignment.status.rawValue == row["routering"], comment)
    #expect(assignment.municipality ?? "" == row["gemeente_code"], comment)
    #expect(assignment.candidates.joined(separator: "|") == row["kandidaten"], comment)
    let queue = assignment.status == .certain ? assignment.municipality : regionalQueue
    #expect(assignment.queue == queue, comment)
  }
}
