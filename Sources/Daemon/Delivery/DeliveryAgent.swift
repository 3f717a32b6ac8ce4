internal import Core
internal import Platform

/// Takes what is owed from the outbox and hands it to the channels, each in a lane of its own: a server that
/// is dead delays nobody else.
actor DeliveryAgent {
  /// Notices that tell somebody that an entry is late (`pending`) or failed for good (`failed`); never asked
  /// about a notice that is such a warning itself.
  typealias DelayNotice = @Sendable (OutboxEntry) -> [Notice]

  private let store: any Store
  private let channels: [any Channel]
  private let options: DeliveryOptions
  private let bells: [LaneBells]

  init(
    store: any Store, channels: [any Channel], policy: RetryPolicy = RetryPolicy(),
    now: @escaping @Sendable () -> Timestamp = { Timestamp(seconds: wallClock()) },
    jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
    delayNotice: @escaping DelayNotice
  ) {
    self.store = store
    self.channels = channels
    options = DeliveryOptions(policy: policy, now: now, jitter: jitter, delayNotice: delayNotice)
    bells = channels.map { _ in LaneBells() }
  }

  /// Delivers until cancelled; with `once` what is due now, and throws when the outbox cannot be read or
  /// written.
  func run(once: Bool) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (channel, bells) in zip(channels, bells) {
        let lane = DeliveryLane(store: store, channel: channel, options: options, bells: bells)
        group.addTask {
          if once { try await lane.runOnce() } else { await lane.run() }
        }
      }
      try await group.waitForAll()
    }
  }

  /// There may be something new to deliver.
  nonisolated func wake() {
    for bell in bells { bell.work.ring() }
  }

  /// Somebody has mended something: channels in trouble are tried again now.
  nonisolated func resume() {
    for bell in bells { bell.pause.ring() }
    wake()
  }
}

/// What ends the sleeps of one lane.
struct LaneBells: Sendable {
  /// There may be something to do.
  let work = Bell()
  /// The trouble may be over.
  let pause = Bell()
}

/// What all lanes share.
struct DeliveryOptions: Sendable {
  var policy: RetryPolicy
  var now: @Sendable () -> Timestamp
  /// 0...1
  var jitter: @Sendable () -> Double
  var delayNotice: DeliveryAgent.DelayNotice
  /// Entries of one round.
  var batch = 32
  /// Seconds for which a round's entries are ours.
  var lease: Int64 = 600
}
