import Core
import Testing

@testable import Reading

@Suite("Risky formats")
struct RiskTests {
  @Test("The daemon is told before the first one, and once")
  func once() {
    var told = 0
    var reading = ItemReading(limits: Limits(), beforeRisk: { told += 1 })
    #expect(told == 0)
    reading.isSpent = true
    reading.isSpent = true
    #expect(told == 1)
  }
}
