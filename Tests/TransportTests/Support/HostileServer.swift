import Foundation
import Platform

@testable import Transport

/// The misbehaving IMAP server `hostile_imap.py`, one for the whole test run.
final class HostileServer: Sendable {
  private let server: PythonServer
  private let ports: [String: UInt16]
  private let certificates: Certificates

  private static let instance = Task { try await blocking { try HostileServer() } }
  static func shared() async throws -> HostileServer { try await instance.value }

  private init() throws {
    certificates = try Certificates.shared.get()
    server = try PythonServer("hostile_imap.py") { [certificates] _ in [certificates.folder.path] }
    let data = try Data(contentsOf: server.folder.appending(path: "ports.json"))
    ports = try JSONDecoder().decode([String: UInt16].self, from: data)
  }

  /// An account whose name tells the server how to behave after the login; the port how before it.
  func account(_ scenario: String, port: String = "tls") throws -> MailboxAccount {
    let isPlain = ["starttls", "nostarttls", "starttls_no", "starttls_inject", "preauth"]
    var account = MailboxAccount(
      name: "postvak", host: "localhost", port: ports[port] ?? 0,
      security: isPlain.contains(port) ? .startTLS : .tls,
      user: "\(scenario)#\(UInt32.random(in: 0 ... .max))",
      authentication: .password(try secretFile(HostileServer.password)))
    account.caFile = certificates.authority
    account.connectSeconds = 60
    account.limits.progressSeconds = 60
    account.pollSeconds = 0.2
    return account
  }

  static let password = "niet-op-de-lijn"

  /// Every byte that any client sent, decrypted.
  func wire() -> Data {
    (try? Data(contentsOf: server.folder.appending(path: "wire.log"))) ?? Data()
  }

  /// What the account's client asked, without tags.
  func commands(of account: MailboxAccount) -> [String] {
    let file = server.folder.appending(path: "\(account.user).commands")
    return ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n")
      .map(String.init)
  }
}

/// The messages that a hostile mailbox begins with.
func hostileMail(_ number: Int) -> [UInt8] {
  Array(
    "From: balie@voorbeeld.nl\r\nSubject: Melding \(number)\r\n\r\nTekst van melding \(number).\r\n"
      .utf8)
}
