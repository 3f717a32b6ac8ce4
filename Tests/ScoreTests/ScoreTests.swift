import Core
import Foundation
import Testing

/// What `make score` prints (with SIGNAALPOST_SCORE set): for every column its precision and recall, and each cell
/// that is wrong.
@Suite("Score")
struct ScoreTests {
  @Test("The project's own samples: place and routing right in all, the rest nearly")
  func own() throws {
    try check(Sample.own, name: "own samples")
  }

  @Test("The shared samples, where they are", .enabled(if: !Sample.shared.isEmpty))
  func shared() throws {
    try check(Sample.shared, name: "shared samples")
  }

  private func check(_ samples: [Sample], name: String) throws {
    try #require(!samples.isEmpty)
    let score = try Score(samples)
    if ProcessInfo.processInfo.environment["SIGNAALPOST_SCORE"] != nil {
      print("== \(name), \(samples.count) messages\n\(score.report)")
    }
    #expect(score.wrongKinds.isEmpty)
    for column in ["gemeente_code", "routering"] {
      #expect(score.tally(column)?.faults == [], "\(column)")
    }
    #expect(score.recall >= 0.97)
  }
}
