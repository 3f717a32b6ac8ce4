import Foundation
import Platform

@testable import Transport

/// One user's mail in the shared Dovecot, seen from behind: as files.
struct Mailbox {
  let user: String
  let dovecot: Dovecot
  private let folder: URL

  /// A new user with an empty INBOX.
  init() async throws {
    dovecot = try await Dovecot.shared()
    user = "u" + String(UInt64.random(in: .min ... .max), radix: 36)
    folder = dovecot.folder.appending(path: "mail/\(user)")
    for name in ["cur", "new", "tmp"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    try giveAway()
  }

  private func giveAway() throws {
    if geteuid() == 0 { try run("chown", ["-R", "nobody:nogroup", folder.path]) }
  }

  /// Puts messages in, already seen by somebody when told so.
  func deliver(_ messages: [[UInt8]], seen: Bool = false) throws {
    for message in messages {
      let name = "\(wallClock()).\(UUID().uuidString).test"
      let target = folder.appending(path: seen ? "cur/\(name):2,S" : "new/\(name)")
      let temporary = folder.appending(path: "tmp/\(name)")
      try Data(message).write(to: temporary)
      if geteuid() == 0 { unsafe chown(temporary.path, 65534, 65534) }
      try FileManager.default.moveItem(at: temporary, to: target)
    }
  }

  /// Number of messages in INBOX, or in a mailbox beside it.
  func count(_ name: String? = nil) -> Int {
    let place = name.map { folder.appending(path: ".\($0)") } ?? folder
    return ["cur", "new"].reduce(0) { count, part in
      let path = place.appending(path: part).path
      return count + ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).count
    }
  }

  /// Renumbers INBOX, as a server that was restored does.
  ///
  /// Waits first: a session that has just ended may still write its index, and numbers are made from seconds.
  func changeUIDValidity() throws {
    usleep(1_200_000)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasPrefix("dovecot") && name != "dovecot-uidvalidity" {
      try FileManager.default.removeItem(at: folder.appending(path: name))
    }
  }

  /// Takes the right to write into a mailbox away, or gives it back.
  func setWritable(_ isWritable: Bool, _ name: String) throws {
    for part in ["", "/cur", "/new", "/tmp"] {
      try FileManager.default.setAttributes(
        [.posixPermissions: isWritable ? 0o700 : 0o500],
        ofItemAtPath: folder.appending(path: ".\(name)\(part)").path)
    }
  }

  func account(_ security: TransportSecurity = .tls) throws -> MailboxAccount {
    var account = MailboxAccount(
      name: "postvak", host: "localhost",
      port: security == .tls ? dovecot.tlsPort : dovecot.startTLSPort, security: security,
      user: user,
      authentication: .password(try secretFile(Dovecot.password)))
    account.caFile = dovecot.certificates.authority
    account.pollSeconds = 2
    return account
  }
}

/// A file of mode 0600 with one secret.
func secretFile(_ text: String) throws -> SecretFile {
  let folder = try Certificates.shared.get().folder
  let url = folder.appending(path: "secret-\(UUID().uuidString)")
  try Data(text.utf8).write(to: url)
  try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
  return SecretFile(path: url.path)
}

private let filler = Array(
  String(repeating: "Een regel tekst van een melding.\r\n", count: 30).utf8)

/// A small mail with canonical line ends, different for each number.
func mail(_ number: Int, padding: Int = 0) -> [UInt8] {
  let head = """
    From: balie@voorbeeld.nl\r
    To: meldpunt@voorbeeld.nl\r
    Subject: Melding \(number)\r
    Date: Tue, 24 Nov 2026 13:46:00 +0100\r
    \r
    Locatie: Voorbeeldstraat \(number), Enschede\r

    """
  var bytes = Array(head.utf8)
  for _ in 0..<(padding / filler.count) { bytes += filler }
  return bytes
}

/// For comparing many large messages.
func digests(_ messages: [[UInt8]]) -> Set<[UInt8]> { Set(messages.map(sha256)) }
