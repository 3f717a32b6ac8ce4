import Testing

@testable import Daemon

@Suite("A bell that wakes a sleeper", .timeLimit(.minutes(1)))
struct BellTests {
  @Test("A ring before the sleep is not lost, and counts once")
  func early() async {
    let bell = Bell()
    bell.ring()
    bell.ring()
    await bell.sleep(for: .seconds(3600))
    let start = ContinuousClock.now
    await bell.sleep(for: .milliseconds(50))
    #expect(ContinuousClock.now - start >= .milliseconds(50))
  }

  @Test("A ring ends a sleep; so does cancelling")
  func during() async throws {
    let bell = Bell()
    let sleeper = Task { await bell.sleep(for: .seconds(3600)) }
    try await Task.sleep(for: .milliseconds(20))
    bell.ring()
    await sleeper.value
    let cancelled = Task { await bell.sleep(for: .seconds(3600)) }
    try await Task.sleep(for: .milliseconds(20))
    cancelled.cancel()
    await cancelled.value
  }

  @Test("Many rings from many tasks never leave the sleeper hanging")
  func storm() async {
    let bell = Bell()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { for _ in 0..<500 { bell.ring() } } }
      for _ in 0..<200 { await bell.sleep(for: .milliseconds(1)) }
    }
  }
}
