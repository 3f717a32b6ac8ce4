public import Core
public import Platform

/// How to get access tokens (OAuth 2.0, RFC 6749).
public struct OAuth2Client: Sendable, Hashable {
  public enum Grant: Sendable, Hashable {
    /// The application itself may open the mailbox (RFC 6749 4.4).
    case clientCredentials
    /// Somebody consented once (RFC 6749 6). `state` is a path of ours: a rotated token is kept there.
    case refreshToken(SecretFile, state: String)
  }

  /// `https://` only.
  public var tokenURL: String
  public var clientID: String
  public var clientSecret: SecretFile?
  /// Separated by spaces.
  public var scope: String
  public var grant: Grant
  /// When the secret or the consent ends, as the provider's console says; nil when nobody wrote it down.
  public var expires: Timestamp?
  /// PEM file with the authorities to trust instead of the system's.
  public var caFile: String?

  public init(
    tokenURL: String, clientID: String, clientSecret: SecretFile? = nil, scope: String,
    grant: Grant,
    expires: Timestamp? = nil, caFile: String? = nil
  ) {
    self.tokenURL = tokenURL
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.scope = scope
    self.grant = grant
    self.expires = expires
    self.caFile = caFile
  }
}

/// Fetches access tokens and keeps one until half of its life is over.
public actor TokenSource {
  private let client: OAuth2Client
  private let executor = BlockingExecutor("token")
  private var kept: (token: Secret, until: Timestamp)?
  /// Told by the provider (`refresh_token_expires_in`).
  private var expiry: Timestamp?
  /// A rotated refresh token that could not be written down yet.
  private var unsaved: Secret?

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  public init(_ client: OAuth2Client) { self.client = client }

  /// A token that is good for some time yet.
  public func accessToken(now: Timestamp) throws(ConnectionError) -> Secret {
    if let kept, now < kept.until { return kept.token }
    if let unsaved { try save(unsaved) }
    let answer = try post(try form())
    if let rotated = answer["refresh_token"]?.text, !rotated.isEmpty,
      case .refreshToken = client.grant
    {
      // A token that is used but not kept would be lost with this process.
      try save(Secret(rotated.utf8))
    }
    if let seconds = answer["refresh_token_expires_in"]?.seconds { expiry = now + seconds }
    guard let text = answer["access_token"]?.text, !text.isEmpty else {
      throw ConnectionError(.malformed, "the token service gave no token")
    }
    let token = Secret(text.utf8)
    kept = (token, now + min(answer["expires_in"]?.seconds ?? 0, 86_400) / 2)
    return token
  }

  /// The server refused it: the next one is fetched anew.
  public func discard() { kept = nil }

  /// In Dutch, when the secret or the consent ends within 30 days; nil otherwise.
  public func warning(now: Timestamp) -> String? {
    guard let end = [expiry, client.expires].compactMap({ $0 }).min() else { return nil }
    let days = (end - now) / 86_400
    if end <= now { return "de toestemming of het geheim voor OAuth2 is verlopen" }
    guard days < 30 else { return nil }
    return days == 0
      ? "de toestemming of het geheim voor OAuth2 verloopt vandaag"
      : "de toestemming of het geheim voor OAuth2 verloopt over \(days) dag\(days == 1 ? "" : "en")"
  }

  // MARK: Request

  private func form() throws(ConnectionError) -> Secret {
    var fields: [(String, [UInt8])] = [("client_id", Array(client.clientID.utf8))]
    if !client.scope.isEmpty { fields.append(("scope", Array(client.scope.utf8))) }
    if let file = client.clientSecret { fields.append(("client_secret", try read(file).copy())) }
    switch client.grant {
    case .clientCredentials: fields.append(("grant_type", Array("client_credentials".utf8)))
    case .refreshToken(let file, let state):
      fields.append(("grant_type", Array("refresh_token".utf8)))
      fields.append(("refresh_token", try refreshToken(file, state).copy()))
    }
    var body: [UInt8] = []
    for (name, value) in fields {
      body += (body.isEmpty ? [] : [0x26]) + Array(name.utf8) + [0x3d] + percentEncoded(value)
    }
    defer { forget(&body) }
    return Secret(body)
  }

  private func post(_ body: Secret) throws(ConnectionError) -> JSONValue {
    guard client.tokenURL.utf8.starts(with: "https://".utf8),
      client.tokenURL.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
    else { throw ConnectionError(.configuration, "the token address is not https") }
    let curl = try Curl(
      url: client.tokenURL, protocols: "https", caFile: client.caFile, seconds: 30)
    curl.setPost(body)
    var session = Curl.Session(interrupt: nil, limit: 65_536)
    let (code, status) = curl.exchange(&session)
    defer { forget(&session.bytes) }
    if let failure = code { throw failure }
    guard let fields = try? JSONReader.value(session.bytes) else {
      throw ConnectionError(
        status >= 500 ? .unavailable : .malformed, "the token service answers with status \(status)"
      )
    }
    if status == 200 { return fields }
    throw refusal(fields["error"]?.text ?? "", status)
  }

  /// RFC 6749 5.2; only the words we know are repeated.
  private func refusal(_ error: String, _ status: Int) -> ConnectionError {
    switch error {
    case "invalid_grant": ConnectionError(.grant, "the token service says invalid_grant")
    case "invalid_client", "unauthorized_client":
      ConnectionError(.client, "the token service says \(error)")
    case "invalid_scope", "invalid_request", "unsupported_grant_type":
      ConnectionError(.configuration, "the token service says \(error)")
    case "temporarily_unavailable", "server_error", "slow_down":
      ConnectionError(.unavailable, "the token service says \(error)")
    default:
      ConnectionError(kind(status), "the token service answers with status \(status)")
    }
  }

  private func kind(_ status: Int) -> ConnectionError.Kind {
    switch status {
    case 401, 403: .client
    case 429, 500...: .unavailable
    default: .configuration
    }
  }

  // MARK: Refresh token

  private func read(_ file: SecretFile) throws(ConnectionError) -> Secret {
    do { return try file.read() } catch { throw ConnectionError(.configuration, "\(error)") }
  }

  /// The rotated one, unless somebody put a new first one in its place since.
  private func refreshToken(_ file: SecretFile, _ state: String) throws(ConnectionError) -> Secret {
    let first = try read(file)
    let kept: Secret
    do { kept = try SecretFile(path: state).read() } catch {
      guard error.kind == .missing else { throw ConnectionError(.configuration, "\(error)") }
      return first
    }
    let mark = Array(TokenSource.mark(first).utf8)
    let bytes = kept.copy()
    return bytes.starts(with: mark) ? Secret(bytes.dropFirst(mark.count)) : first
  }

  private func save(_ rotated: Secret) throws(ConnectionError) {
    guard case .refreshToken(let file, let state) = client.grant else { return }
    unsaved = rotated
    var bytes = Array(TokenSource.mark(try read(file)).utf8) + rotated.copy() + [0x0a]
    defer { forget(&bytes) }
    do { try replaceFile(state, with: bytes) } catch {
      throw ConnectionError(.configuration, "a rotated refresh token cannot be kept: \(error)")
    }
    unsaved = nil
  }

  /// Names the first token that a rotated one descends from.
  private static func mark(_ first: Secret) -> String {
    hexadecimal(sha256(first.copy()).prefix(16)) + " "
  }
}

extension JSONValue {
  /// A number of seconds, also as text; nil when it is none or negative.
  fileprivate var seconds: Int64? {
    switch self {
    case .number(let text), .text(let text): Int64(text).flatMap { $0 < 0 ? nil : $0 }
    default: nil
    }
  }
}

/// `application/x-www-form-urlencoded`, everything but letters, digits and `-._~` as `%XX`.
private func percentEncoded(_ bytes: [UInt8]) -> [UInt8] {
  bytes.flatMap { byte -> [UInt8] in
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: [byte]
    default: [0x25] + hexadecimal([byte]).utf8
    }
  }
}
