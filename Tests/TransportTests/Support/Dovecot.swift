import Foundation

/// A real Dovecot on loopback, started without privileges (as root it becomes `nobody`), one for the whole
/// test run. Any user name exists, with the password `wachtwoord`, or by XOAUTH2 with a token of `token(for:)`.
final class Dovecot: Sendable {
  static let password = "wachtwoord"
  let folder: URL
  let tlsPort: UInt16
  let startTLSPort: UInt16
  let certificates: Certificates
  private let companion: Companion

  private static let instance = Task { try await blocking { try Dovecot() } }

  /// The server, started at the first call.
  static func shared() async throws -> Dovecot { try await instance.value }

  private init() throws {
    guard
      let program = ["/usr/sbin/dovecot", "/usr/bin/dovecot"].first(
        where: FileManager.default.isExecutableFile)
    else {
      throw TestFailure("dovecot is not installed: `make deps` installs it (dovecot-imapd)")
    }
    certificates = try Certificates.shared.get()
    folder = certificates.folder.appending(path: "dovecot")
    (tlsPort, startTLSPort) = (try freePort(), try freePort())
    for name in ["run", "state", "mail", "keys/default/HS256"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    try Data(Dovecot.tokenKey.utf8).base64EncodedString().write(
      to: folder.appending(path: "keys/default/HS256/default"), atomically: true, encoding: .utf8)
    let (user, group) = Dovecot.identity
    try Dovecot.configuration(
      folder.path, certificate: certificates.server(), tls: tlsPort, startTLS: startTLSPort, user,
      group
    ).write(to: folder.appending(path: "dovecot.conf"), atomically: true, encoding: .utf8)
    try """
    introspection_mode = local
    local_validation_key_dict = fs:posix:prefix=\(folder.path)/keys/
    username_attribute = sub
    """.write(to: folder.appending(path: "oauth2.conf"), atomically: true, encoding: .utf8)
    let isRoot = geteuid() == 0
    if isRoot { try run("chown", ["-R", "\(user):\(group)", folder.path]) }
    let become = isRoot ? "setpriv --reuid=\(user) --regid=\(group) --clear-groups" : ""
    companion = try Companion(
      script:
        "\(become) \(program) -c \"$1/dovecot.conf\" -F & p=$!; cat >/dev/null; kill $p; wait $p",
      arguments: [folder.path]
    ).forever()
    try waitUntilListening()
  }

  private static var identity: (user: String, group: String) {
    if geteuid() == 0 { return ("nobody", "nogroup") }
    return (
      (try? run("id", ["-un"]))?.trimmingCharacters(in: .newlines) ?? "",
      (try? run("id", ["-gn"]))?.trimmingCharacters(in: .newlines) ?? ""
    )
  }

  private func waitUntilListening() throws {
    for _ in 0..<500 {
      if connects(to: tlsPort), connects(to: startTLSPort) { return }
      usleep(20_000)
    }
    let log = (try? String(contentsOf: folder.appending(path: "log"), encoding: .utf8)) ?? ""
    throw TestFailure("dovecot does not start: \(log)")
  }

  private static func configuration(
    _ folder: String, certificate: String, tls: UInt16, startTLS: UInt16, _ user: String,
    _ group: String
  ) -> String {
    """
    base_dir = \(folder)/run
    state_dir = \(folder)/state
    log_path = \(folder)/log
    protocols = imap
    listen = 127.0.0.1
    default_internal_user = \(user)
    default_internal_group = \(group)
    default_login_user = \(user)
    first_valid_uid = 1
    ssl = required
    ssl_cert = <\(certificate)
    ssl_key = <\(certificate)
    mail_location = maildir:\(folder)/mail/%u
    mailbox_list_index = yes
    auth_mechanisms = plain login xoauth2
    auth_failure_delay = 0
    mail_max_userip_connections = 100
    service imap-login {
      chroot =
      process_min_avail = 1
      inet_listener imap {
        port = \(startTLS)
      }
      inet_listener imaps {
        port = \(tls)
        ssl = yes
      }
    }
    service anvil {
      chroot =
      unix_listener anvil-auth-penalty {
        mode = 0
      }
    }
    service stats {
      chroot =
    }
    passdb {
      driver = static
      mechanisms = plain login
      args = password=\(password)
    }
    passdb {
      driver = oauth2
      mechanisms = xoauth2
      args = \(folder)/oauth2.conf
    }
    userdb {
      driver = static
      args = uid=\(user) gid=\(group) home=\(folder)/mail/%u
    }

    """
  }
}

/// True when something listens there.
func connects(to port: UInt16) -> Bool {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  address.sin_port = port.bigEndian
  return unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
  }
}
