internal import Platform

/// How the line is encrypted. There is no third way.
public enum TransportSecurity: String, Sendable, CaseIterable {
  /// From the first byte (`imaps`, `smtps`; RFC 8314).
  case tls
  /// By STARTTLS; without it nothing is sent.
  case startTLS = "starttls"
}

/// A mail server as libcurl reaches it.
struct Endpoint: Sendable {
  enum Service: Sendable { case imap, smtp }

  var service: Service
  var security: TransportSecurity
  /// A name, or an address as the certificate has it.
  var host: String
  var port: UInt16
  /// PEM file with the authorities to trust instead of the system's.
  var caFile: String?
  /// What we call ourselves in EHLO; unused by IMAP.
  var clientName: String?
  /// For everything up to the login's answer.
  var connectSeconds: Double = 30

  var url: String {
    let scheme =
      switch (service, security) {
      case (.imap, .tls): "imaps"
      case (.imap, .startTLS): "imap"
      case (.smtp, .tls): "smtps"
      case (.smtp, .startTLS): "smtp"
      }
    let name = host.utf8.contains(0x3a) && !host.utf8.starts(with: [0x5b]) ? "[\(host)]" : host
    return "\(scheme)://\(name):\(port)/" + (service == .smtp ? clientName ?? "" : "")
  }

  /// Refuses what could change the meaning of the address.
  func check() throws(ConnectionError) {
    let isPlain = { (text: String) in
      !text.isEmpty && text.utf8.allSatisfy { isHostByte($0) }
    }
    guard isPlain(host), port > 0, clientName.map(isPlain) ?? true else {
      throw ConnectionError(.configuration, "host name or port is not usable")
    }
  }
}

/// Letters, digits, `.`, `-`, `_`, and what an address literal has.
private func isHostByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x3a, 0x5b, 0x5d: true
  default: false
  }
}

/// Who we are to the server.
enum Login: Sendable {
  case anonymous
  /// SASL PLAIN or LOGIN, or the IMAP LOGIN command where the server has no other.
  case password(user: String, Secret)
  /// SASL XOAUTH2 with an access token.
  case bearer(user: String, Secret)

  /// Refuses line breaks and NUL, which would become commands of their own.
  func check() throws(ConnectionError) {
    guard case .password(let user, let secret) = self else {
      guard case .bearer(let user, let secret) = self else { return }
      return try Login.check(user, secret)
    }
    try Login.check(user, secret)
  }

  private static func check(_ user: String, _ secret: Secret) throws(ConnectionError) {
    var bytes = secret.copy()
    defer { forget(&bytes) }
    guard !user.isEmpty, user.utf8.allSatisfy(isSafe), bytes.allSatisfy(isSafe) else {
      throw ConnectionError(.configuration, "user name or password has a line break, or is empty")
    }
  }

  private static func isSafe(_ byte: UInt8) -> Bool { byte != 0 && byte != 0x0a && byte != 0x0d }
}
