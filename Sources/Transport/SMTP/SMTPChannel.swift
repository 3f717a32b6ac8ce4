public import Core
internal import Platform

/// Delivers over SMTP to one server that is trusted with it, encrypted and verified, one transaction for
/// each entry.
///
/// Each call of `deliver` is a round: it connects when it has something to send, uses a line for many
/// entries, and says goodbye. A line that breaks is made anew; when it cannot be, or keeps breaking, the
/// rest of the round is told so without further tries.
public actor SMTPChannel: Channel {
  public nonisolated let name: String
  private let endpoint: Endpoint
  private let login: @Sendable () async throws(ConnectionError) -> Login
  private let times: SMTPTimes
  private let entriesPerLine: Int
  private let executor: BlockingExecutor

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// - Parameter login: asked anew for every line.
  init(
    name: String, endpoint: Endpoint, entriesPerLine: Int = 50, times: SMTPTimes = SMTPTimes(),
    login: @escaping @Sendable () async throws(ConnectionError) -> Login
  ) {
    self.name = name
    self.endpoint = endpoint
    self.login = login
    self.times = times
    self.entriesPerLine = entriesPerLine
    executor = BlockingExecutor("smtp:\(name)")
  }

  public func deliver(
    _ entries: [OutboxEntry], settled: @escaping @Sendable (OutboxID, DeliveryStatus) async -> Void
  ) async {
    let interrupt: Interrupt
    do throws(Errno) {
      interrupt = try Interrupt()
    } catch {
      for entry in entries { await settled(entry.id, failure(error)) }
      return
    }
    await withTaskCancellationHandler {
      await round(entries, interrupt, settled)
    } onCancel: {
      interrupt.raise()
    }
  }

  private func round(
    _ entries: [OutboxEntry], _ interrupt: Interrupt,
    _ settled: @Sendable (OutboxID, DeliveryStatus) async -> Void
  ) async {
    var round = Round(end: .after(seconds: times.round))
    var at = 0
    while at < entries.count {
      round.trouble = round.trouble ?? stopped(interrupt, round.end)
      guard round.trouble == nil else { break }
      do throws(ConnectionError) {
        let line = try SMTPSession(
          to: endpoint, login: try await login(), interrupt: interrupt, times: times)
        at = await deliver(entries, from: at, over: line, &round, settled)
      } catch { round.trouble = status(error) }
    }
    for entry in entries[at...] { await settled(entry.id, round.trouble ?? .notReached) }
  }

  private struct Round {
    let end: Deadline
    /// Lines that broke since the last entry that was delivered.
    var breaks = 0
    /// Why nothing more is tried.
    var trouble: DeliveryStatus?
  }

  /// Over one line, as many as it lasts; tells where it stopped.
  private func deliver(
    _ entries: [OutboxEntry], from start: Int, over line: consuming SMTPSession,
    _ round: inout Round, _ settled: @Sendable (OutboxID, DeliveryStatus) async -> Void
  ) async -> Int {
    var line = line
    let stop = min(entries.count, start + entriesPerLine)
    var at = start
    while at < stop, line.isUsable, !line.isInterrupted, !round.end.isPast {
      let result = line.deliver(entries[at])
      round.breaks = result.isDelivered ? 0 : line.isUsable ? round.breaks : round.breaks + 1
      if round.breaks == 3 { round.trouble = DeliveryStatus(4, 4, 2, "the line keeps breaking") }
      await settled(entries[at].id, result)
      at += 1
    }
    line.quit()
    return at
  }

  private func stopped(_ interrupt: Interrupt, _ end: Deadline) -> DeliveryStatus? {
    if interrupt.isRaised { return DeliveryStatus(4, 3, 2, "told to stop") }
    return end.isPast ? .notReached : nil
  }
}

extension DeliveryStatus {
  /// The round ended before its turn came.
  fileprivate static let notReached = DeliveryStatus(4, 4, 5, "no time left in this round")
}
