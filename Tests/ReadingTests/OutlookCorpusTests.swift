import Core
import Foundation
import Reading
import Testing

/// What others expect of their own samples: text, names of attachments.
struct TNEFExpectation: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let names: [String]
  /// `body`, `htmlbody`, `rtfbody`, or nil for a message without text.
  let body: String?

  static let folder = Corpus.folder.appending(path: "tnefparse")

  static let all: [TNEFExpectation] = {
    let file = folder.appending(path: "expected/test_decoding.json")
    guard let data = try? Data(contentsOf: file),
      let json = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let rows = json["SPECS"] as? [[Any]]
    else { return [] }
    return rows.compactMap { row in
      guard row.count > 3, let name = row[0] as? String, let names = row[2] as? [String] else {
        return nil
      }
      return TNEFExpectation(testDescription: name, names: names, body: row[3] as? String)
    }
  }()
}

@Suite(
  "Outlook files of others",
  .enabled(if: Corpus.isWanted, "needs SIGNAALPOST_LONG=1 and ../shared/corpora"),
  .serialized)
struct OutlookCorpusTests {
  private func item(_ file: URL) throws -> ReadItem {
    submitted([UInt8](try Data(contentsOf: file)), door: .folder)
  }

  @Test(
    "winmail.dat: the text and the names that its own project expects",
    arguments: TNEFExpectation.all)
  func expected(_ sample: TNEFExpectation) throws {
    let file = TNEFExpectation.folder.appending(path: "tests/examples/\(sample.testDescription)")
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    let item = try item(file)
    #expect(item.refusal == nil || item.refusal == "empty")
    let names = item.submission.parts.dropFirst().map { $0.name ?? "" }
    // A name without a name, and one made of the title, are theirs.
    let theirs = sample.names.filter { !["Untitled_Attachment", "unknown.dat"].contains($0) }
    #expect(Set(theirs).isSubset(of: names), "\(names)")
    if sample.body != nil { #expect(!texts(item.submission).isEmpty) }
  }
}
