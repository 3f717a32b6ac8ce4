import Foundation
import Platform

@testable import Transport

/// The misbehaving IMAP server `hostile_imap.py`, one for the whole test run.
final class HostileServer: Sendable {
  private let folder: URL
  private let ports: [String: UInt16]
  private let certificates: Certificates

  private static let instance = Result { try HostileServer() }
  static func shared() throws -> HostileServer { try instance.get() }

  private init() throws {
    certificates = try Certificates.shared.get()
    folder = certificates.folder.appending(path: "hostile")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "hostile_imap.py")
    // The standard input of the companion is the server's: it ends with the tests.
    _ = try Companion(
      script: #"exec python3 "$1" "$2" "$3" 2>"$2/errors""#,
      arguments: [script.path, folder.path, certificates.folder.path]
    ).forever()
    let answer = folder.appending(path: "ports.json")
    for _ in 0..<500 where !FileManager.default.fileExists(atPath: answer.path) { usleep(20_000) }
    guard let data = try? Data(contentsOf: answer) else {
      throw TestFailure("the hostile server does not start: is python3 installed?")
    }
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
    account.connectSeconds = 10
    account.limits.progressSeconds = 10
    account.pollSeconds = 0.2
    return account
  }

  static let password = "niet-op-de-lijn"

  /// Every byte that any client sent, decrypted.
  func wire() -> Data { (try? Data(contentsOf: folder.appending(path: "wire.log"))) ?? Data() }

  /// What the account's client asked, without tags.
  func commands(of account: MailboxAccount) -> [String] {
    let file = folder.appending(path: "\(account.user).commands")
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
