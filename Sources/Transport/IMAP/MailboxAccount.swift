internal import Core
public import Platform

/// How to prove who we are to a mail server.
public enum Authentication: Sendable {
  /// The password's file is read anew at each login.
  case password(SecretFile)
  /// XOAUTH2 with an access token; several accounts may share one source.
  case oauth2(TokenSource)
}

/// A mailbox to take mail from, and how.
public struct MailboxAccount: Sendable {
  /// Name of the source in the configuration, in the ledger and in logs.
  public var name: String
  public var host: String
  public var port: UInt16
  public var security: TransportSecurity
  public var user: String
  public var authentication: Authentication
  /// Where mail arrives.
  public var mailbox = "INBOX"
  /// Where it goes after the commit; made when missing.
  public var processedMailbox = "Verwerkt"
  /// Where it goes when it could not be read from the server; made when missing.
  public var rejectedMailbox = "Afgekeurd"
  /// Between two looks when the server announces nothing.
  public var pollSeconds: Double = 60
  /// Lets the server announce new mail (IDLE, RFC 2177) between two looks.
  public var usesIdle = true
  /// Between two comparisons of the whole mailbox with the ledger.
  public var reconcileSeconds: Double = 14_400
  /// Larger messages are not read; they become an item in quarantine.
  public var maxMessageBytes = 52_428_800
  /// At most so many messages, and bytes, are read before they are handed over.
  public var batchMessages = 128
  public var batchBytes = 8_388_608
  /// PEM file with the authorities to trust instead of the system's.
  public var caFile: String?
  /// For connection and login together.
  public var connectSeconds: Double = 30

  var limits = IMAPLimits()
  var backoff = LoginBackoff()

  public init(
    name: String, host: String, port: UInt16 = 993, security: TransportSecurity = .tls,
    user: String,
    authentication: Authentication
  ) {
    self.name = name
    self.host = host
    self.port = port
    self.security = security
    self.user = user
    self.authentication = authentication
  }

  var endpoint: Endpoint {
    Endpoint(
      service: .imap, security: security, host: host, port: port, caFile: caFile,
      connectSeconds: connectSeconds)
  }
}
