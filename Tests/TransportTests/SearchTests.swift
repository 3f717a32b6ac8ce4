import Core
import Foundation
import Platform
import Testing

@testable import Transport

@Suite("Listing a large mailbox", .timeLimit(.minutes(5)))
struct SearchTests {
  let server: HostileServer
  init() async throws { server = try await HostileServer.shared() }

  /// Lists as a session would, with the count that the server tells; gives the commands too.
  func list(_ scenario: String, uidNext: UInt32?) async throws -> ([UInt32], [String]) {
    let account = try server.account(scenario)
    let found = try await blocking {
      let login = Login.password(user: account.user, Secret("x".utf8))
      let client = IMAPClient(try Connection(to: account.endpoint, login: login))
      try client.begin()
      _ = try client.select("INBOX")
      defer { client.logout() }
      return try client.uids(uidNext: uidNext)
    }
    return (found, server.commands(of: account).filter { $0.hasPrefix("UID SEARCH") })
  }

  @Test(
    "200,000 numbers in one answer are all read, as a line and as a set",
    arguments: ["line", "set"])
  func oneAnswer(form: String) async throws {
    let (found, commands) = try await list("huge:\(form)-5", uidNext: nil)
    let all = form == "line" ? Array(1...200_000) : Array(stride(from: 1, to: 400_000, by: 2))
    #expect(found == all.map(UInt32.init))
    #expect(commands.count == 1)
  }

  @Test("A large mailbox is asked for in windows", arguments: ["line", "set"])
  func windows(form: String) async throws {
    let (found, commands) = try await list("huge:\(form)-200000", uidNext: 400_001)
    #expect(found.count == 200_000)
    #expect(commands.count > 10)
    #expect(commands.last?.hasSuffix(":*") == true)
  }

  @Test(
    "A hint of the next number that is too low or too high changes nothing",
    arguments: [1, 150_000, .max])
  func hints(uidNext: UInt32) async throws {
    let (found, commands) = try await list("huge:line-200000", uidNext: uidNext)
    #expect(found == Array(1...200_000))
    #expect(commands.count < 60)
  }
}
