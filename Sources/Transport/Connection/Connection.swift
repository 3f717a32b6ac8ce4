internal import CCurl
internal import Platform

/// An encrypted, verified and logged-in line to a mail server. libcurl makes it; every byte after that is
/// read and written by the caller.
///
/// Blocks: it lives in an actor that is pinned to a `BlockingExecutor`. It hangs up when it goes away,
/// without a word to the peer.
@safe struct Connection: ~Copyable {
  /// What the server said before the hand-over: greeting, capabilities, answer to the login. Response lines
  /// without their line ends.
  let transcript: [[UInt8]]
  /// Ends a blocked `send` or `receive`; nil to finish in peace after it was raised.
  var interrupt: Interrupt?

  private let curl: Curl
  private let socket: Int32
  // OpenSSL wants a repeated write at the same address.
  private let pinned: UnsafeMutableRawBufferPointer

  /// Connects and logs in; raising the interrupt ends it within a second.
  init(to endpoint: Endpoint, login: Login, interrupt: Interrupt? = nil) throws(ConnectionError) {
    try endpoint.check()
    try login.check()
    var opened = Opening(endpoint, login, interrupt, mechanisms: login.mechanisms)
    if opened.offersOnlyLoginCommand {
      opened = Opening(endpoint, login, interrupt, mechanisms: nil)
    }
    if let failure = opened.failure { throw failure }
    guard let curl = opened.curl.take() else {
      throw ConnectionError(.configuration, "libcurl cannot start")
    }
    let socket = curl.socket()
    guard socket >= 0 else { throw ConnectionError(.closed, "the server hung up after the login") }
    transcript = opened.transcript
    self.interrupt = interrupt
    self.socket = socket
    unsafe pinned = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
    self.curl = curl
  }

  deinit { unsafe pinned.deallocate() }

  /// Sends all of it.
  mutating func send(_ bytes: some Collection<UInt8>, until deadline: Deadline)
    throws(ConnectionError)
  {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = min(rest.count, unsafe pinned.count)
      unsafe pinned.copyBytes(from: rest.prefix(count))
      try sendPinned(count, until: deadline)
      rest = rest.dropFirst(count)
    }
  }

  private mutating func sendPinned(_ count: Int, until deadline: Deadline) throws(ConnectionError) {
    var at = 0
    while at < count {
      let (code, sent) = unsafe curl.send(UnsafeRawBufferPointer(rebasing: pinned[at..<count]))
      switch code {
      case CURLE_OK: at += sent
      case CURLE_AGAIN: try wait(for: .writing, until: deadline)
      default:
        throw ConnectionError(.closed, code: Int32(code.rawValue), "the line broke while sending")
      }
    }
  }

  /// Writes what is there into `bytes` from `start` on and tells how much, at least 1; waits for it when
  /// nothing is there. `start` is below `bytes.count`.
  mutating func receive(into bytes: inout [UInt8], from start: Int, until deadline: Deadline)
    throws(ConnectionError) -> Int
  {
    while true {
      let (code, count) = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe curl.receive(UnsafeMutableRawBufferPointer(rebasing: buffer[start...]))
      }
      switch code {
      case CURLE_OK where count > 0: return count
      case CURLE_OK: throw ConnectionError(.closed, "the server hung up")
      case CURLE_AGAIN: try wait(for: .reading, until: deadline)
      default: throw ConnectionError(.closed, code: Int32(code.rawValue), "the line broke")
      }
    }
  }

  /// At least 1 byte, at most `limit`.
  mutating func receive(upTo limit: Int, until deadline: Deadline) throws(ConnectionError)
    -> [UInt8]
  {
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = try receive(into: &bytes, from: 0, until: deadline)
    bytes.removeLast(limit - count)
    return bytes
  }

  private func wait(for readiness: Readiness, until deadline: Deadline) throws(ConnectionError) {
    let waited: Waited
    do {
      waited = try Platform.wait(for: readiness, of: socket, unless: interrupt, until: deadline)
    } catch { throw ConnectionError(.closed, "the line cannot be waited for") }
    switch waited {
    case .ready: return
    case .interrupted: throw ConnectionError(.interrupted, "told to stop")
    case .timedOut: throw ConnectionError(.timeout, "no answer in time")
    }
  }
}

extension Login {
  /// Without this pin libcurl prefers DIGEST-MD5 and NTLM.
  fileprivate var mechanisms: String? {
    switch self {
    case .anonymous: nil
    case .password: "AUTH=PLAIN;AUTH=LOGIN"
    case .bearer: "AUTH=XOAUTH2"
    }
  }
}

/// One attempt to connect and log in.
private struct Opening: ~Copyable {
  var curl: Curl?
  var transcript: [[UInt8]] = []
  var failure: ConnectionError?
  var offersOnlyLoginCommand = false

  init(_ endpoint: Endpoint, _ login: Login, _ interrupt: Interrupt?, mechanisms: String?) {
    do throws(ConnectionError) {
      let curl = try Curl(
        url: endpoint.url, protocols: "imap,imaps,smtp,smtps", caFile: endpoint.caFile,
        seconds: endpoint.connectSeconds)
      curl.setConnectOnly()
      curl.setLogin(login, mechanisms: mechanisms)
      var session = Curl.Session(interrupt: interrupt, limit: 65_536)
      let code = curl.perform(&session, keeping: .lines)
      transcript = lines(session.bytes)
      let refusal = Refusal(transcript, endpoint.service)
      failure = refusal.error(
        code, verification: curl.number(CURLINFO_SSL_VERIFYRESULT), session, login)
      offersOnlyLoginCommand =
        code == CURLE_LOGIN_DENIED && mechanisms != nil
        && endpoint.service == .imap && login.isPassword && !refusal.offersPlainOrLogin
      self.curl = consume curl
    } catch {
      failure = error
      curl = nil
    }
  }
}

extension Login {
  var isPassword: Bool {
    if case .password = self { true } else { false }
  }
}

/// Lines without their ends; a last one without end too.
private func lines(_ bytes: [UInt8]) -> [[UInt8]] {
  bytes.split(separator: 0x0a).map { $0.last == 0x0d ? Array($0.dropLast()) : Array($0) }
}
