import Core
import Foundation
import Platform
import Testing

@testable import Transport

@Suite("Mail leaves by SMTP to a real server", .timeLimit(.minutes(5)))
struct SMTPSinkTests {
  @Test("Encrypted, logged in, one recipient a transaction", arguments: TransportSecurity.allCases)
  func delivered(security: TransportSecurity) async throws {
    let sink = try await SMTPSink.started()
    let channel = SMTPChannel(try sink.account(security))
    let entries = (1...120).map { entry($0, to: "c\($0)@voorbeeld.nl") }
    let statuses = await deliver(entries, by: channel)
    #expect(statuses.allSatisfy { $0 == .delivered })
    let letters = try sink.letters()
    #expect(letters.map(\.to) == entries.map { [$0.notice.recipient] })
    #expect(letters.map(\.bytes) == entries.map(\.notice.bytes))
    #expect(letters.allSatisfy { $0.user == "jan" && $0.from == "signalen@voorbeeld.nl" })
    #expect(
      letters.first?.mailOptions == ["SIZE=\(entries[0].notice.bytes.count)"])
  }

  @Test("A line of one dot, dots at line starts and an empty sender arrive as they are")
  func dots() async throws {
    let sink = try await SMTPSink.started()
    let hostile = entry(
      from: "", message: "Subject: x\r\n\r\n.\r\n..\r\n.x\r\nRCPT TO:<evil@voorbeeld.nl>\r\n.\r\n")
    #expect(await deliver([hostile], by: SMTPChannel(try sink.account(.tls))) == [.delivered])
    let letters = try sink.letters()
    #expect(letters.map(\.bytes) == [hostile.notice.bytes])
    #expect(letters.first?.from == "<>")
    #expect(letters.first?.to == ["coordinator@voorbeeld.nl"])
  }

  @Test("XOAUTH2 with a token from the token service, fetched once for many rounds")
  func bearer() async throws {
    let sink = try await SMTPSink.started()
    let client = try await TokenServer.shared().client("plain", user: "post\(UUID().uuidString)")
    var account = try sink.account(.startTLS)
    account.user = String(client.clientID.drop { $0 != "#" }.dropFirst())
    account.authentication = .oauth2(TokenSource(client))
    let channel = SMTPChannel(account)
    for id in 1...2 { #expect(await deliver([entry(OutboxID(id))], by: channel) == [.delivered]) }
    #expect(try sink.letters().map(\.user) == [account.user, account.user])
    #expect(try await TokenServer.shared().requests(of: client).count == 1)
  }

  @Test(
    "A token that the server refuses is a fault of the set-up; the next round asks for a new one")
  func refusedToken() async throws {
    let sink = try await SMTPSink.started()
    let client = try await TokenServer.shared().client("plain", user: "x\(UUID().uuidString)")
    var account = try sink.account(.tls)
    account.user = "vreemd"
    account.authentication = .oauth2(TokenSource(client))
    let channel = SMTPChannel(account)
    for _ in 1...2 {
      let statuses = await deliver([entry(1), entry(2)], by: channel)
      #expect(statuses.map(\.code) == ["4.7.8", "4.7.8"])
      #expect(statuses.first?.text == "the access token is refused: status 401")
    }
    #expect(try sink.letters().isEmpty)
    #expect(try await TokenServer.shared().requests(of: client).count == 2)
  }

  @Test("A wrong password fails everything of the round at once, with one login")
  func wrongPassword() async throws {
    let sink = try await SMTPSink.started()
    let channel = SMTPChannel(try sink.account(.tls, password: "fout"))
    let statuses = await deliver((1...20).map { entry($0) }, by: channel)
    #expect(statuses.allSatisfy { $0.code == "4.7.8" && RetryPolicy.isSetupFault($0) })
    #expect(try sink.letters().isEmpty)
  }

  @Test("A certificate of a stranger's authority, or no authority: nothing is sent")
  func certificates() async throws {
    let sink = try await SMTPSink.started()
    for security in TransportSecurity.allCases {
      var account = try sink.account(security)
      account.caFile = try Certificates.shared.get().stranger
      let statuses = await deliver([entry()], by: SMTPChannel(account))
      #expect(statuses.map(\.code) == ["4.7.5"])
    }
    #expect(try sink.letters().isEmpty)
  }

  @Test("Check logs in and sends nothing")
  func probe() async throws {
    let sink = try await SMTPSink.started()
    try await SMTPChannel(try sink.account(.tls)).probe()
    let wrong = SMTPChannel(try sink.account(.startTLS, password: "fout"))
    await #expect(throws: ConnectionError.self) { try await wrong.probe() }
    #expect(try sink.letters().isEmpty)
  }

  @Test("Nobody listens: a network fault, and the rest of the round does not wait for it")
  func nobody() async throws {
    let port = try freePort()
    let account = SMTPAccount(name: "uit", host: "localhost", port: port)
    let statuses = await deliver((1...50).map { entry($0) }, by: SMTPChannel(account))
    #expect(statuses.allSatisfy { $0.code == "4.4.1" })
  }
}
