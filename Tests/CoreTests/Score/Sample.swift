import Foundation
import Testing

@testable import Core

/// A message as a file, and what should be made of it: a row of `verwacht.csv`.
struct Sample: CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  var expected: [String: String]

  var testDescription: String { name }
  var isSignal: Bool { expected["is_signaal"] != "nee" }

  /// The samples of a folder; empty when it is not there.
  static func all(in folder: URL) -> [Sample] {
    guard
      let sheet = try? String(contentsOf: folder.appending(path: "verwacht.csv"), encoding: .utf8)
    else { return [] }
    return Shipped.rows(of: sheet).compactMap { row in
      guard let name = row["bestand"],
        let bytes = try? [UInt8](Data(contentsOf: folder.appending(path: name)))
      else { return nil }
      return Sample(name: name, bytes: mapped(bytes), expected: row.mapValues { mapped($0) })
    }
  }

  /// The project's own.
  static let ownFolder = root.appending(path: "Tests/Samples")
  static let root = Shipped.directory.deletingLastPathComponent().deletingLastPathComponent()
  static let sharedFolder = root.deletingLastPathComponent().appending(path: "shared/samples")

  /// In the samples `almelo.example` stands for `almelo.nl`.
  static func mapped(_ text: String) -> String {
    var text = text
    for domain in domains where text.contains(domain + ".example") {
      text = text.replacing(domain + ".example", with: domain + ".nl")
    }
    return text
  }

  static func mapped(_ bytes: [UInt8]) -> [UInt8] {
    Array(mapped(String(decoding: bytes, as: UTF8.self)).utf8)
  }

  private static let domains: [String] = Shipped.rows("twente_gemeenten.csv").flatMap { row in
    [row["mail_domain"], row["mail_domain_alias"]].compactMap { $0 }.filter { !$0.isEmpty }
      .map { String($0.dropLast(3)) }
  }

  /// As a file from a drop folder, without the module that reads files: a header block, then text.
  func submission() -> Submission {
    let day = expected["ontvangen"]?.split(separator: "-").compactMap { Int($0) } ?? []
    let date = day.count == 3 ? CivilDate(year: day[0], month: day[1], day: day[2]) : nil
    let received = Amsterdam.timestamp(
      CivilTime(date: date ?? CivilDate(dayNumber: 0), hour: 12))
    return Submission(text: bytes, receivedAt: received)
  }
}

extension Submission {
  /// What reading a text file gives.
  init(text: [UInt8], receivedAt: Timestamp) {
    self.init(door: .folder, receivedAt: receivedAt)
    var body = text[...]
    if let block = HeaderBlock(text) {
      headers = block.headers
      from = block.from
      recipients = block.recipients
      subject = block.subject
      date = block.sent.map(Amsterdam.timestamp)
      body = text[block.bodyStart...]
    }
    texts = [TextPart(bytes: Array(body))]
  }
}
