import Core
import Foundation
import Platform
import Reading
import Testing

/// The PDF files of `Fixtures/pdf` (made by `make.py` beside them), and what must be read from each.
///
/// `SIGNAALPOST_RECORD=1 swift test --filter PDF` writes the expectations anew; read the difference before it
/// is kept.
struct PDFSample: Sendable, CustomTestStringConvertible {
  let testDescription: String

  static let folder = Golden.folder.appending(path: "pdf")

  static let all: [PDFSample] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".pdf") }.sorted().map(PDFSample.init)
  }()

  init(_ name: String) { testDescription = name }

  var file: URL { Self.folder.appending(path: testDescription) }
  var expectation: URL { Self.folder.appending(path: testDescription + ".expected") }

  func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: file)) }

  func read() throws -> ReadItem {
    Reading.read(
      ReadRequest(
        door: .folder, receivedAt: Timestamp(seconds: 1_790_000_000), name: testDescription,
        bytes: try bytes()))
  }
}

@Suite("PDF")
struct PDFTests {
  @Test("There are samples")
  func samples() { #expect(PDFSample.all.count >= 15) }

  @Test("Every sample reads as recorded", arguments: PDFSample.all)
  func recorded(_ sample: PDFSample) throws {
    let actual = render(try sample.read())
    if ProcessInfo.processInfo.environment["SIGNAALPOST_RECORD"] == "1" {
      try actual.write(to: sample.expectation, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: sample.expectation, encoding: .utf8) == actual)
  }
}
