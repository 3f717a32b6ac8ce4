import Foundation
import Testing

@Suite("A daemon that is killed", .offPool, .timeLimit(.minutes(30)))
struct KillTests {
  /// The steps of one take-over, in order.
  static let steps = [
    "taking", "read", "committed", "settling", "settled", "delivering", "delivered",
  ]

  @Test("At every step of a take-over: one signal, every notice, nothing left", arguments: steps)
  func atEveryStep(step: String) throws {
    let installation = try Installation()
    try installation.deliver((1...3).map { mail($0) })
    for number in 4...5 { try installation.drop("signaal-\(number).txt", signal(number)) }
    let victim = try installation.start(environment: ["SIGNAALPOST_FAILPOINT": step])
    #expect(installation.wait(seconds: 60) { !victim.isRunning }, "\(step) was not reached")
    if victim.isRunning { victim.terminate() }
    victim.waitUntilExit()
    #expect(victim.terminationReason == .uncaughtSignal && victim.terminationStatus == SIGKILL)
    try recover(installation, signals: 5, notices: 8)
  }

  @Test(
    "At random moments over 200 messages, 50 times",
    .enabled(if: ProcessInfo.processInfo.environment["SIGNAALPOST_LONG"] != nil))
  func atRandom() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededRandom(state: seed)
    print("seed \(seed)")
    for round in 1...50 {
      let installation = try Installation()
      try installation.deliver((1...150).map { mail($0) })
      for number in 151...200 { try installation.drop("signaal-\(number).txt", signal(number)) }
      for _ in 1...3 {
        let victim = try installation.start()
        usleep(UInt32.random(in: 20_000...900_000, using: &random))
        kill(victim.processIdentifier, SIGKILL)
        victim.waitUntilExit()
      }
      try recover(installation, signals: 200, notices: 350)
      print("round \(round): whole")
    }
  }

  private func recover(_ installation: Installation, signals: Int, notices: Int) throws {
    let run = try installation.command("run", "--once")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try installation.command("signals", "list").lines.count == signals + 1)
    #expect(installation.inbox == 0)
    #expect(installation.dropped == [])
    // A notice may have left twice when the kill fell between delivery and its note: same Message-ID.
    #expect(Set(installation.messageIDs).count == notices, "\(installation.messageIDs.count) left")
    #expect(installation.messageIDs.count <= notices + 32)
    #expect(try installation.command("outbox", "list").lines.count == 1)
  }
}

/// SplitMix64: the same seed gives the same numbers.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
