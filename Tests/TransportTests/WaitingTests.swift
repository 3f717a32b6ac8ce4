import Core
import Foundation
import Platform
import Testing

@testable import Transport

@Suite("Waiting for news", .timeLimit(.minutes(5)))
struct WaitingTests {
  let server: HostileServer
  let intake = RecordingIntake()
  init() async throws { server = try await HostileServer.shared() }

  /// Runs the source beside `body`, then stops it and tells how long stopping took.
  func running(_ account: MailboxAccount, _ body: () async throws -> Void) async throws -> Duration
  {
    let source = MailboxSource(account)
    let task = Task { [intake] in try await source.run(intake, once: false) }
    do { try await body() } catch {
      task.cancel()
      throw error
    }
    let begun = ContinuousClock.now
    task.cancel()
    try await task.value
    return ContinuousClock.now - begun
  }

  @Test("What the server announces is fetched at once")
  func news() async throws {
    var account = try server.account("idle_news")
    account.pollSeconds = 600
    let stop = try await running(account) {
      #expect(await eventually { await intake.contents.count == 4 })
    }
    #expect(stop < .seconds(10))
  }

  @Test("A line that is dead but looks alive is noticed at the next poll")
  func deadLine() async throws {
    var account = try server.account("idle_dead")
    account.pollSeconds = 0.3
    account.limits.progressSeconds = 1
    account.backoff = LoginBackoff(backoff: Backoff(first: .milliseconds(50)))
    _ = try await running(account) {
      #expect(await eventually { await intake.contents.count == 4 })
    }
    #expect(await intake.problems.contains { $0.contains("antwoordt niet op tijd") })
  }

  @Test("A server that says goodbye is visited again")
  func goodbye() async throws {
    var account = try server.account("idle_bye")
    account.backoff = LoginBackoff(backoff: Backoff(first: .milliseconds(50)))
    _ = try await running(account) {
      #expect(await eventually { await intake.reports.count { $0.lastSuccess != nil } >= 3 })
    }
    #expect(await intake.problems.contains { $0.contains("niet beschikbaar") })
  }

  @Test("A flood of announcements without mail does not keep us busy")
  func flood() async throws {
    let account = try server.account("idle_flood")
    let searches = { [server] in
      server.commands(of: account).count { $0.hasPrefix("UID SEARCH") }
    }
    _ = try await running(account) {
      #expect(await eventually { searches() >= 3 })
      let before = searches()
      try await Task.sleep(for: .seconds(4))
      #expect(searches() - before < 8)
    }
    #expect(await intake.handed.count == 3)
  }

  @Test(
    "A cancellation ends it within two seconds wherever it is",
    arguments: ["stall", "idle_quiet", "login_no", "logout_silent"])
  func cancellation(scenario: String) async throws {
    var account = try server.account(scenario)
    account.pollSeconds = 600
    account.limits.progressSeconds = 600
    let stop = try await running(account) { try await Task.sleep(for: .seconds(1)) }
    #expect(stop < .seconds(10))
  }
}
