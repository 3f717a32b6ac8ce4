import Core
import Foundation
import Platform
import Testing

@testable import Reading

@Suite("The confinement", .timeLimit(.minutes(5)))
struct ConfinedTests {
  @Test(
    "takes nothing from a format: every sample reads inside as outside, and the risky ones are told",
    .enabled(if: canRestrictFiles(), "without Landlock no file is opened"))
  func same() throws {
    let reader = try Reader(tables: projectTables)
    let process = try ReaderProcess()
    let samples = try Self.samples()
    #expect(samples.count > 50)
    var risky = 0
    for sample in samples {
      let request = ReadRequest(
        door: sample.pathExtension == "eml" ? .mail : .folder,
        receivedAt: Timestamp(seconds: 1_790_000_000), name: sample.lastPathComponent,
        bytes: [UInt8](try Data(contentsOf: sample)))
      var isRisky = false
      let outside = reader.verdict(request, beforeRisk: { isRisky = true })
      var answer = try #require(try process.ask(.read, request.encoded()), "\(sample.path)")
      #expect((answer.kind == .risk) == isRisky, "\(sample.path)")
      if isRisky {
        risky += 1
        answer = try #require(try process.answer(), "\(sample.path)")
      }
      #expect(answer.payload == outside.encoded(), "\(sample.path)")
    }
    #expect(risky > 0)
  }

  /// Fixtures of every format.
  private static func samples() throws -> [URL] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return paths.sorted().map { folder.appending(path: $0) }.filter {
      !$0.hasDirectoryPath && !["expected", "py", ""].contains($0.pathExtension)
    }
  }
}
