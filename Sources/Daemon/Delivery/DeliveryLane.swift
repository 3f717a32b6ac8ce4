internal import Core
internal import Platform

/// One channel's way through the outbox: claim, deliver, write down, sleep.
actor DeliveryLane {
  private let store: any Store
  private let channel: any Channel
  private let options: DeliveryOptions
  private let bells: LaneBells
  /// Between rounds in which the channel itself was in trouble; rare after three refused logins.
  private var troubleBackoff = LoginBackoff(
    backoff: Backoff(first: .seconds(60), limit: .seconds(600)))
  private var storeBackoff = Backoff(first: .seconds(1), limit: .seconds(60))
  /// The last round, until all of it is written down: nothing is claimed before that.
  private var unwritten: DeliveryLedger?

  init(store: any Store, channel: any Channel, options: DeliveryOptions, bells: LaneBells) {
    self.store = store
    self.channel = channel
    self.options = options
    self.bells = bells
  }

  /// What a round came to.
  private enum Round {
    /// Nothing was due.
    case idle
    case done
    /// The channel refused everything for reasons of its own.
    case trouble(isLogin: Bool)
  }

  /// Until cancelled. A store that fails is tried again, less and less often.
  func run() async {
    while !Task.isCancelled {
      do throws(StoreError) {
        let round = try await round()
        storeBackoff.reset()
        await rest(after: round)
      } catch {
        log(.error, "channel:\(channel.name)", "outbox failed", ["why": error.description])
        await bells.pause.sleep(for: storeBackoff.next(jitter: options.jitter()))
      }
    }
    _ = try? await unwritten?.close()
  }

  /// Everything that is due; ends early when the channel is in trouble.
  func runOnce() async throws(StoreError) {
    while !Task.isCancelled {
      guard case .done = try await round() else { return }
    }
  }

  private func rest(after round: Round) async {
    switch round {
    case .done: troubleBackoff.reset()
    case .idle: await bells.work.sleep(for: .seconds(await secondsToNext()))
    case .trouble(let isLogin):
      let wait = troubleBackoff.next(isRefusal: isLogin, jitter: options.jitter())
      log(
        isLogin ? .error : .warning, "channel:\(channel.name)", "in trouble",
        ["pause": "\(wait.components.seconds)s"])
      await bells.pause.sleep(for: wait)
    }
  }

  /// At most a minute, since other programs write to the outbox too. What is due and was not claimed is
  /// another lane's, or is claimed, or held.
  private func secondsToNext() async -> Int64 {
    guard let next = try? await store.nextDue() else { return 60 }
    let seconds = next - options.now()
    return seconds > 0 ? min(60, seconds) : 5
  }

  private func round() async throws(StoreError) -> Round {
    if let ledger = unwritten {
      _ = try await ledger.close()
      unwritten = nil
    }
    let start = options.now()
    let entries = try await store.lease(
      channels: [channel.name], limit: options.batch, now: start, until: start + options.lease)
    if entries.isEmpty { return .idle }
    let ledger = DeliveryLedger(store: store, entries: entries, options: options)
    unwritten = ledger
    failpoint("delivering")
    await channel.deliver(entries) { id, status in await ledger.settle(id, status) }
    failpoint("delivered")
    let statuses = try await ledger.close()
    unwritten = nil
    return round(of: statuses)
  }

  private func round(of statuses: [DeliveryStatus]) -> Round {
    guard !statuses.isEmpty, statuses.allSatisfy(isChannelFault) else { return .done }
    return .trouble(isLogin: statuses.contains { $0.subject == 7 })
  }
}

/// It says something about the way out, not about one recipient: network (x.4.x), set-up, a system that is
/// not ready (x.3.x), a peer that does not speak the protocol (x.5.x).
private func isChannelFault(_ status: DeliveryStatus) -> Bool {
  status.category == 4 && ([3, 4, 5].contains(status.subject) || RetryPolicy.isSetupFault(status))
}
