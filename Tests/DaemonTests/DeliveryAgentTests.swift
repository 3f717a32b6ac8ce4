import Core
import Storage
import Synchronization
import Testing

@testable import Daemon

@Suite("What is owed is delivered, once, in time, by whoever can", .timeLimit(.minutes(2)))
struct DeliveryAgentTests {
  let store = MemoryStore()
  let clock = TestClock()

  func agent(
    _ channels: [any Channel], policy: RetryPolicy = RetryPolicy(), store: (any Store)? = nil
  ) -> DeliveryAgent {
    DeliveryAgent(
      store: store ?? self.store, channels: channels, policy: policy, now: clock.now,
      jitter: { 0 }, delayNotice: warning)
  }

  @Test("Everything that is due goes out in one look, acute first; what is due later stays")
  func once() async throws {
    let channel = ScriptedChannel("uit")
    await store.enqueue(
      (1...100).map { notice("n\($0)") } + [notice("acuut", kind: .acute)]
        + [notice("later", due: clock.now() + 60)], now: clock.now())
    try await agent([channel]).run(once: true)
    let sent = await channel.sent
    #expect(sent.count == 101)
    #expect(sent.first == "acuut")
    #expect(Set(sent).count == 101)
    #expect(await states() == [.delivered: 101, .pending: 1])
    clock.advance(60)
    try await agent([channel]).run(once: true)
    #expect(await channel.sent.last == "later")
  }

  @Test("A deferral waits its time, then a little longer, and is delivered in the end")
  func ladder() async throws {
    let channel = ScriptedChannel("uit") { _, attempt in
      attempt < 3 ? DeliveryStatus(4, 2, 1, "greylisted") : .delivered
    }
    await store.enqueue([notice("een")], now: clock.now())
    let agent = agent([channel])
    for (seconds, attempts) in [(0, 1), (59, 1), (1, 2), (119, 2), (1, 3), (600, 3)]
      as [(Int64, Int)]
    {
      clock.advance(seconds)
      try await agent.run(once: true)
      #expect(await channel.sent.count == attempts)
    }
    #expect(await states() == [.delivered: 1])
  }

  @Test(
    "Three days without a server: all is sent once when it is back, and owners heard of it once")
  func deadServer() async throws {
    let isUp = Mutex(false)
    let channel = ScriptedChannel("uit") { _, _ in
      isUp.withLock { $0 } ? .delivered : DeliveryStatus(4, 4, 1, "nobody answers")
    }
    await store.enqueue((1...40).map { notice("n\($0)") }, now: clock.now())
    let agent = agent([channel])
    for _ in 0..<(3 * 24 * 4) {
      try await agent.run(once: true)
      clock.advance(900)
    }
    let warned = await entries().filter { $0.notice.kind == .delay }
    #expect(warned.count == 40)
    #expect(Set(warned.map(\.notice.messageID)).count == 40)
    await channel.forget()
    isUp.withLock { $0 = true }
    for _ in 0..<20 {
      clock.advance(900)
      try await agent.run(once: true)
    }
    #expect(await states() == [.delivered: 80])
    #expect(await channel.sent.count == 80)
  }

  @Test("A refusal for good is failed at once and its fallback told once; a warning has no warning")
  func refusal() async throws {
    let channel = ScriptedChannel("uit") { _, _ in DeliveryStatus(5, 1, 1, "no such user") }
    await store.enqueue([notice("een")], now: clock.now())
    try await agent([channel]).run(once: true)
    #expect(await channel.sent == ["een", "warning-een-failed"])
    #expect(await states() == [.failed: 2])
    #expect(await entries().first?.lastStatus == "5.1.1 no such user")
  }

  @Test("At the end of its life it is tried a last time, then failed, and somebody is told")
  func endOfLife() async throws {
    let channel = ScriptedChannel("uit") { entry, _ in
      entry.notice.kind == .delay ? .delivered : DeliveryStatus(4, 4, 1, "nobody answers")
    }
    await store.enqueue([notice("een", lifetime: 3600)], now: clock.now())
    let agent = agent([channel])
    for _ in 0..<70 {
      try await agent.run(once: true)
      clock.advance(60)
    }
    #expect(await entries().first?.state == .failed)
    #expect(await channel.sent.last == "warning-een-failed")
    #expect(await channel.sent.filter { $0 == "een" }.count > 3)
  }

  @Test("A lost answer is repeated once, also when something else went wrong in between")
  func ambiguous() async throws {
    let channel = ScriptedChannel("uit") { entry, attempt in
      if entry.notice.kind == .delay { return .delivered }
      return attempt == 2
        ? DeliveryStatus(4, 4, 1, "nobody answers")
        : DeliveryStatus(4, 4, 2, "the final answer was lost", isAmbiguous: true)
    }
    await store.enqueue([notice("een")], now: clock.now())
    let agent = agent([channel])
    for _ in 0..<40 {
      try await agent.run(once: true)
      clock.advance(300)
    }
    let sent = await channel.sent
    #expect(sent.filter { $0 == "een" }.count == 3)
    #expect(await entries().first?.state == .failed)
    #expect(sent.contains("warning-een-failed"))
  }

  @Test("A refused login is told at once, not after hours")
  func login() async throws {
    let channel = ScriptedChannel("uit") { _, _ in DeliveryStatus(4, 7, 8, "password refused") }
    await store.enqueue([notice("een"), notice("twee")], now: clock.now())
    try await agent([channel]).run(once: true)
    #expect(
      Set(await entries().map(\.notice.messageID)) == [
        "een", "twee", "warning-een-pending", "warning-twee-pending",
      ])
    // The look ended at the refusal: the warnings, through the same door, wait too.
    #expect(await channel.sent.count == 2)
  }

  @Test("A channel that hangs delays nobody else")
  func lanes() async throws {
    let hanging = ScriptedChannel("smtp", hangs: true)
    let fast = ScriptedChannel("map")
    await store.enqueue(
      [notice("traag", channel: "smtp")] + (1...50).map { notice("n\($0)", channel: "map") },
      now: clock.now())
    let agent = agent([hanging, fast])
    let work = Task { try await agent.run(once: false) }
    let areSent = await eventually { await fast.sent.count == 50 }
    #expect(areSent)
    // What comes while the other hangs goes out when the agent is told.
    await store.enqueue([notice("nieuw", channel: "map")], now: clock.now())
    agent.wake()
    let isWoken = await eventually { await fast.sent.last == "nieuw" }
    #expect(isWoken)
    work.cancel()
    _ = await work.result
    #expect(await hanging.sent == ["traag"])
  }

  @Test(
    "After trouble with the channel itself the lane rests, until somebody says that it is mended")
  func resting() async throws {
    let isUp = Mutex(false)
    let channel = ScriptedChannel("uit") { _, _ in
      isUp.withLock { $0 } ? .delivered : DeliveryStatus(4, 7, 10, "no TLS")
    }
    await store.enqueue((1...100).map { notice("n\($0)") }, now: clock.now())
    let agent = agent([channel])
    let work = Task { try await agent.run(once: false) }
    let isTried = await eventually { await channel.sent.count == 32 }
    #expect(isTried)
    agent.wake()
    try await Task.sleep(for: .milliseconds(300))
    #expect(await channel.sent.count == 32, "news does not end the rest")
    isUp.withLock { $0 = true }
    agent.resume()
    let isResumed = await eventually { await channel.sent.count >= 100 }
    #expect(isResumed)
    work.cancel()
    _ = await work.result
  }

  @Test("A store that fails for a while: what was delivered is not delivered again")
  func storeTrouble() async throws {
    let channel = ScriptedChannel("uit")
    let flaky = FlakyStore(store, failures: 8)
    await store.enqueue((1...5).map { notice("n\($0)") }, now: clock.now())
    let agent = agent([channel], store: flaky)
    let work = Task { try await agent.run(once: false) }
    let isWritten = await eventually { await states()[.delivered] == 5 }
    #expect(isWritten)
    clock.advance(3600)
    agent.wake()
    try await Task.sleep(for: .milliseconds(200))
    work.cancel()
    _ = await work.result
    #expect(await channel.sent.count == 5)
  }

  @Test("One look with a store that stays broken says so")
  func brokenStore() async throws {
    await store.enqueue([notice("een")], now: clock.now())
    let broken = agent([ScriptedChannel("uit")], store: FlakyStore(store, failures: .max))
    await #expect(throws: StoreError.self) { try await broken.run(once: true) }
  }

  @Test("Told to stop: the work at hand is written down, and goes on at once at the next start")
  func stop() async throws {
    let channel = ScriptedChannel("uit", hangs: true)
    await store.enqueue([notice("een")], now: clock.now())
    let agent = agent([channel])
    let work = Task { try await agent.run(once: false) }
    let isTried = await eventually { await channel.sent.count == 1 }
    #expect(isTried)
    work.cancel()
    _ = await work.result
    #expect(await states() == [.pending: 1])
    #expect(await entries().first?.notice.due == clock.now())
    let next = ScriptedChannel("uit")
    try await self.agent([next]).run(once: true)
    #expect(await next.sent == ["een"])
  }

  @Test("A channel that forgets an entry loses nothing")
  func forgetful() async throws {
    let channel = ForgetfulChannel()
    await store.enqueue([notice("een"), notice("twee")], now: clock.now())
    try await agent([channel]).run(once: true)
    #expect(await states() == [.delivered: 1, .pending: 1])
    #expect(await entries().last?.lastStatus == "4.3.0 the channel said nothing")
  }

  @Test("While the outbox is held nothing leaves")
  func held() async throws {
    let channel = ScriptedChannel("uit")
    await store.enqueue([notice("een")], now: clock.now())
    await store.setOutboxHeld(true, now: clock.now())
    try await agent([channel]).run(once: true)
    #expect(await channel.sent.isEmpty)
    await store.setOutboxHeld(false, now: clock.now())
    try await agent([channel]).run(once: true)
    #expect(await channel.sent == ["een"])
  }

  // MARK: Helpers

  func notice(
    _ id: String, kind: Notice.Kind = .notice, channel: String = "uit", due: Timestamp? = nil,
    lifetime: Int64 = 5 * 86400
  ) -> Notice {
    let start = clock.now()
    return Notice(
      kind: kind, channel: channel, recipient: "c@voorbeeld.nl", sender: "", messageID: id,
      bytes: Array("x\r\n".utf8), due: due ?? start, expires: start + lifetime)
  }

  /// Names the entry and its state in the Message-ID.
  var warning: DeliveryAgent.DelayNotice {
    { [clock] entry in
      let now = clock.now()
      return [
        Notice(
          kind: .delay, channel: entry.notice.channel, recipient: "regio@voorbeeld.nl", sender: "",
          messageID: "warning-\(entry.notice.messageID)-\(entry.state.rawValue)", bytes: [],
          due: now, expires: now + 432_000)
      ]
    }
  }

  func entries() async -> [OutboxEntry] {
    await store.outbox(states: OutboxState.allCases, limit: 1000)
  }

  func states() async -> [OutboxState: Int] {
    Dictionary(grouping: await entries(), by: \.state).mapValues(\.count)
  }
}

/// A clock that moves when told.
final class TestClock: Sendable {
  private let seconds = Mutex<Int64>(1_764_000_000)
  var now: @Sendable () -> Timestamp {
    { [self] in Timestamp(seconds: seconds.withLock { $0 }) }
  }
  func advance(_ by: Int64) { seconds.withLock { $0 += by } }
}

/// A channel that does as it is told, and remembers Message-IDs.
actor ScriptedChannel: Channel {
  typealias Script = @Sendable (_ entry: OutboxEntry, _ attempt: Int) -> DeliveryStatus

  nonisolated let name: String
  private(set) var sent: [String] = []
  private var attempts: [OutboxID: Int] = [:]
  private let hangs: Bool
  private let script: Script

  init(_ name: String, hangs: Bool = false, _ script: @escaping Script = { _, _ in .delivered }) {
    (self.name, self.hangs, self.script) = (name, hangs, script)
  }

  func forget() { sent = [] }

  func deliver(
    _ entries: [OutboxEntry], settled: @escaping @Sendable (OutboxID, DeliveryStatus) async -> Void
  ) async {
    for entry in entries {
      sent.append(entry.notice.messageID)
      attempts[entry.id, default: 0] += 1
      if hangs {
        try? await Task.sleep(for: .seconds(3600))
        await settled(entry.id, DeliveryStatus(4, 3, 2, "told to stop"))
      } else {
        await settled(entry.id, script(entry, attempts[entry.id] ?? 0))
      }
    }
  }
}

/// Tells only about the first entry.
struct ForgetfulChannel: Channel {
  let name = "uit"
  func deliver(
    _ entries: [OutboxEntry], settled: @escaping @Sendable (OutboxID, DeliveryStatus) async -> Void
  ) async {
    if let entry = entries.first(where: { $0.attempts == 0 }) {
      await settled(entry.id, .delivered)
    }
  }
}

/// Asks again until it is true; false when it did not become so in time.
private func eventually(within seconds: Double = 20, _ condition: () async -> Bool) async -> Bool {
  let end = ContinuousClock.now + .seconds(seconds)
  while ContinuousClock.now < end {
    if await condition() { return true }
    try? await Task.sleep(for: .milliseconds(10))
  }
  return await condition()
}
