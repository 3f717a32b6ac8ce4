public import Core
internal import Platform

/// A mailbox as a source. What lies in it is taken in, committed, and only then moved away; what was taken in
/// is known from the ledger alone, never from a flag.
public actor MailboxSource: Source {
  public nonisolated let name: String
  let account: MailboxAccount
  private let executor: BlockingExecutor
  private var backoff: LoginBackoff
  var health: SourceHealth
  var attempts = Attempts()
  /// UIDVALIDITY of the last visit, whose identifiers `attempts` counts.
  private var lastEpoch: UInt32?

  /// Its own: the server may keep it waiting.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Connects to nothing yet.
  public init(_ account: MailboxAccount) {
    name = account.name
    self.account = account
    executor = BlockingExecutor("mailbox \(account.name)")
    backoff = account.backoff
    health = SourceHealth(source: account.name)
  }

  /// Connects, logs in, looks at the mailbox and says goodbye, for `check --online`. Makes the two other
  /// mailboxes when they are missing, as a visit would.
  public func probe() async throws {
    try MailboxSession(account, try await login(), try Interrupt()).client.logout()
  }

  /// Stops within two seconds after a cancellation, apart from what the intake is doing.
  public func run(_ intake: any Intake, once: Bool) async throws {
    let interrupt = try Interrupt()
    try await withTaskCancellationHandler {
      try await keepLooking(intake, once, interrupt)
    } onCancel: {
      interrupt.raise()
    }
  }

  private func keepLooking(_ intake: any Intake, _ once: Bool, _ interrupt: Interrupt) async throws
  {
    while !Task.isCancelled {
      do {
        try await visit(intake, once, interrupt)
        if once { return }
      } catch {
        if Task.isCancelled { break }
        let wait = await failed(error)
        await intake.report(health)
        if once { throw error }
        try? await Task.sleep(for: wait)
      }
    }
    if once { try Task.checkCancellation() }
  }

  /// One session, from login to goodbye.
  private func visit(_ intake: any Intake, _ once: Bool, _ interrupt: Interrupt) async throws {
    health.lastAttempt = now
    let session = try MailboxSession(account, try await login(), interrupt)
    do {
      try await work(session, intake, once)
      session.client.logout()
    } catch {
      session.client.logout()
      throw error
    }
  }

  private func login() async throws(ConnectionError) -> Login {
    switch account.authentication {
    case .password(let file):
      do { return .password(user: account.user, try file.read()) } catch {
        throw ConnectionError(.configuration, "\(error)")
      }
    case .oauth2(let tokens):
      return .bearer(user: account.user, try await tokens.accessToken(now: now))
    }
  }

  /// Looks again and again, until something fails.
  private func work(_ session: MailboxSession, _ intake: any Intake, _ once: Bool) async throws {
    var warning = try await enter(session, intake)
    var compared = Deadline.after(seconds: 0)
    var idleness = 0
    for look in 1... {
      let isComparison = once || compared.isPast
      let result = try await pass(session, intake, comparing: isComparison)
      if isComparison { compared = .after(seconds: account.reconcileSeconds) }
      await succeeded(result, warning)
      await intake.report(health)
      if once {
        if result.waiting == 0 || look >= Attempts.limit { return try result.check() }
        continue
      }
      warning = nil
      idleness = result.taken > 0 ? 0 : min(idleness + 1, 30)
      try await rest(session, idleness)
    }
  }

  /// Warns when the mailbox is not the one that the ledger knows.
  private func enter(_ session: MailboxSession, _ intake: any Intake) async throws -> String? {
    // Without UIDVALIDITY what failed is remembered all the same, or it would be the first again each time.
    if session.hasOwnEpoch {
      if lastEpoch != session.epoch { attempts = Attempts() }
      lastEpoch = session.epoch
    }
    guard session.hasOwnEpoch else {
      log(.warning, "source:\(name)", "no_uidvalidity")
      return "de server geeft geen UIDVALIDITY; alles wordt bij elk bezoek opnieuw vergeleken"
    }
    let epochs = try await intake.epochs(source: name, collection: account.mailbox)
    guard !epochs.isEmpty, !epochs.contains(session.epoch) else { return nil }
    log(.warning, "source:\(name)", "uidvalidity_changed", ["now": String(session.epoch)])
    return "de mailbox is opnieuw genummerd (UIDVALIDITY); alles is opnieuw vergeleken"
  }

  /// Waits for news or the next look. A server that announces news where there is none is answered ever later.
  private func rest(_ session: MailboxSession, _ idleness: Int) async throws {
    if session.client.hasNews {
      if idleness > 1 { try await Task.sleep(for: .seconds(idleness)) }
    } else if account.usesIdle, session.client.capabilities.contains("IDLE") {
      let begun = monotonicClock()
      try session.client.idle(until: .after(seconds: min(account.pollSeconds, 28 * 60)))
      let isHasty = monotonicClock() - begun < 1_000_000_000
      if isHasty, idleness > 2 { try await Task.sleep(for: .seconds(idleness)) }
    } else {
      try await Task.sleep(for: .seconds(account.pollSeconds))
    }
    try Task.checkCancellation()
  }

  // MARK: Health

  var now: Timestamp { Timestamp(seconds: wallClock()) }

  private func succeeded(_ result: PassResult, _ warning: String?) async {
    backoff.reset()
    health.lastSuccess = now
    health.consecutiveFailures = 0
    health.unaccounted = result.waiting
    var problems = [warning, result.problem].compactMap { $0 }
    if case .oauth2(let tokens) = account.authentication {
      problems += [await tokens.warning(now: now)].compactMap { $0 }
    }
    health.problem = problems.isEmpty ? nil : problems.joined(separator: "; ")
  }

  /// Writes the failure into the health and tells how long to wait.
  private func failed(_ error: any Error) async -> Duration {
    health.consecutiveFailures += 1
    let known = error as? ConnectionError
    if known?.kind == .token, case .oauth2(let tokens) = account.authentication {
      await tokens.discard()
    }
    let isRefusal = known?.isLoginRefusal ?? false
    let wait = backoff.next(isRefusal: isRefusal, jitter: Double.random(in: 0...1))
    health.problem = known?.explanation ?? "de opslag neemt nu niets aan"
    if backoff.isSlow { health.problem? += "; wordt nog eenmaal per uur geprobeerd" }
    log(
      isRefusal ? .error : .warning, "source:\(name)", "failed",
      ["error": known?.description ?? "intake", "retry_seconds": String(wait.components.seconds)])
    return wait
  }
}
