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
  private let account: SMTPAccount
  private let executor: BlockingExecutor

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Connects to nothing yet.
  public init(_ account: SMTPAccount) {
    name = account.name
    self.account = account
    executor = BlockingExecutor("smtp \(account.name)")
  }

  /// Connects, logs in and says goodbye, for `check --online`.
  public func probe() async throws(ConnectionError) {
    let interrupt: Interrupt
    do throws(Errno) { interrupt = try Interrupt() } catch {
      throw ConnectionError(.configuration, error.description)
    }
    try await open(interrupt).quit()
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
    var round = Round(end: .after(seconds: account.times.round))
    var at = 0
    while at < entries.count {
      round.trouble = round.trouble ?? stopped(interrupt, round.end)
      guard round.trouble == nil else { break }
      do throws(ConnectionError) {
        let line = try await open(interrupt)
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
    let stop = min(entries.count, start + account.entriesPerLine)
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

  private func open(_ interrupt: Interrupt) async throws(ConnectionError) -> SMTPSession {
    do throws(ConnectionError) {
      let login = try await account.login(now: Timestamp(seconds: wallClock()))
      return try SMTPSession(
        to: account.endpoint, login: login, interrupt: interrupt, times: account.times)
    } catch {
      if error.kind == .token, case .oauth2(let tokens)? = account.authentication {
        await tokens.discard()
      }
      throw error
    }
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
