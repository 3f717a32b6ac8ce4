/// Why a connection could not be made or used: what to do about it, and what was being done. Never carries
/// a secret, an address, or the peer's own words.
public struct ConnectionError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, CaseIterable {
    /// The host name has no address.
    case name
    /// Nobody listens, or the network has no way there.
    case refused
    /// No encryption: STARTTLS is missing or was refused, or the handshake failed.
    case tls
    /// The certificate is not to be trusted: expired, another host's, unknown authority.
    case certificate
    /// User name or password is wrong.
    case authentication
    /// The access token is expired, or not good for this mailbox.
    case token
    /// The server says that it cannot serve now.
    case unavailable
    case timeout
    /// The peer hung up.
    case closed
    /// The peer does not speak the protocol, or says more than it may.
    case malformed
    /// We were told to stop.
    case interrupted
    /// What we were given cannot be used: a line break in a name, a CA file that cannot be read.
    case configuration
    /// The peer understood and said no to one request.
    case rejected
  }

  public let kind: Kind
  /// libcurl's number (`CURLcode`), or 0.
  public let code: Int32
  /// Our own words.
  public let message: String

  public init(_ kind: Kind, code: Int32 = 0, _ message: String) {
    self.kind = kind
    self.code = code
    self.message = message
  }

  /// Waiting may help without anybody doing something.
  public var isTransient: Bool {
    switch kind {
    case .name, .refused, .unavailable, .timeout, .closed, .malformed, .interrupted, .rejected: true
    case .tls, .certificate, .authentication, .token, .configuration: false
    }
  }

  public var description: String {
    code == 0 ? "\(message) (\(kind.rawValue))" : "\(message) (\(kind.rawValue) \(code))"
  }
}
