internal import Core
internal import Platform

/// The server that takes our mail, and who we are to it.
public struct SMTPAccount: Sendable {
  /// Name of the channel in the configuration, in the outbox and in logs.
  public var name: String
  public var host: String
  public var port: UInt16
  public var security: TransportSecurity
  public var user: String
  /// Nil: no login (a relay that knows us by our address). With one, a server that offers none gets nothing.
  public var authentication: Authentication?
  /// What we call ourselves in EHLO; nil: this host's name.
  public var clientName: String?
  /// PEM file with the authorities to trust instead of the system's.
  public var caFile: String?
  /// Entries over one line; servers have limits of their own.
  public var entriesPerLine = 50

  var times = SMTPTimes()

  public init(
    name: String, host: String, port: UInt16 = 465, security: TransportSecurity = .tls,
    user: String = "", authentication: Authentication? = nil
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
      service: .smtp, security: security, host: host, port: port, caFile: caFile,
      clientName: clientName, connectSeconds: times.connect)
  }

  /// Reads the secret, or gets a token.
  func login(now: Timestamp) async throws(ConnectionError) -> Login {
    switch authentication {
    case nil: return .anonymous
    case .password(let file):
      do throws(SecretError) {
        return .password(user: user, try file.read())
      } catch { throw ConnectionError(.configuration, error.description) }
    case .oauth2(let tokens):
      return .bearer(user: user, try await tokens.accessToken(now: now))
    }
  }
}
