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
    /// The certificate comes from an authority that is not trusted, or is revoked or broken.
    case certificate
    case certificateExpired = "certificate_expired"
    /// The certificate is for another host.
    case certificateName = "certificate_name"
    /// User name or password is wrong.
    case authentication
    /// The server refuses the access token: expired, or not good for this mailbox.
    case token
    /// The token service refuses our grant (`invalid_grant`): a person must consent again.
    case grant
    /// The token service does not know us, or our own secret has expired (`invalid_client`).
    case client
    /// The login is good, but the mailbox does not open.
    case mailbox
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
    case .mailbox: true
    case .tls, .certificate, .certificateExpired, .certificateName, .configuration: false
    case .authentication, .token, .grant, .client: false
    }
  }

  /// The server or the token service refused who we say we are; repeating it soon may lock the account.
  public var isLoginRefusal: Bool {
    switch kind {
    case .authentication, .token, .grant, .client: true
    default: false
    }
  }

  /// For people who keep the service running: what is wrong and what to do, in Dutch.
  public var explanation: String {
    switch kind {
    case .name: "de naam van de server is niet te vinden (DNS)"
    case .refused: "de server is niet bereikbaar op deze naam en poort"
    case .tls: "de server biedt geen versleutelde verbinding; er is niets verstuurd"
    case .certificate:
      "het certificaat van de server komt van een uitgever die niet wordt vertrouwd"
    case .certificateExpired: "het certificaat van de server is verlopen of nog niet geldig"
    case .certificateName: "het certificaat van de server is voor een andere naam"
    case .authentication: "gebruikersnaam of wachtwoord is geweigerd"
    case .token: "de server weigert het toegangsbewijs (OAuth2)"
    case .grant: "de toestemming (OAuth2) is verlopen of ingetrokken: geef opnieuw toestemming"
    case .client: "de tokendienst kent onze client niet, of het clientgeheim is verlopen"
    case .mailbox: "aangemeld, maar de mailbox gaat niet open"
    case .unavailable: "de server zegt nu niet beschikbaar te zijn"
    case .timeout: "de server antwoordt niet op tijd"
    case .closed: "de verbinding is verbroken"
    case .malformed: "de server spreekt het protocol niet goed"
    case .interrupted: "gestopt"
    case .configuration: "een instelling of geheim is niet bruikbaar: \(message)"
    case .rejected: "de server weigert een opdracht: \(message)"
    }
  }

  public var description: String {
    code == 0 ? "\(message) (\(kind.rawValue))" : "\(message) (\(kind.rawValue) \(code))"
  }
}
