import Testing

@testable import Core

@Suite("Score")
struct ScoreTests {
  @Test("The shared samples, when they are there")
  func shared() throws {
    let samples = Sample.all(in: Sample.sharedFolder)
    guard !samples.isEmpty else { return }
    let tables = try Shipped.tables.get()
    let score = Score(samples) { understand($0.submission(), tables: tables) }
    print(score.report)
  }
}
