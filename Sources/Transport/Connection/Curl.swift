internal import CCurl
internal import Platform

/// One libcurl easy handle, cleaned up once. Used by one thread at a time.
///
/// Every handle verifies certificate and host name with TLS 1.2 or newer, uses no proxy, no environment, no
/// `.netrc`, and no signals. Nothing here can switch that off.
@safe struct Curl: ~Copyable {
  /// What the peer said while libcurl held the line, bounded; lives for one `perform`.
  struct Session {
    let interrupt: Interrupt?
    let limit: Int
    var bytes: [UInt8] = []
    var isOverfull = false

    fileprivate mutating func take(_ data: UnsafeRawBufferPointer) -> Int {
      guard bytes.count + data.count <= limit else {
        isOverfull = true
        return 0
      }
      unsafe bytes.append(contentsOf: data)
      return data.count
    }
  }

  private let handle: UnsafeMutableRawPointer

  private static let isInitialised = ccurl_initialise() == CURLE_OK

  init(url: String, protocols: String, caFile: String?, seconds: Double) throws(ConnectionError) {
    guard Curl.isInitialised, let handle = unsafe curl_easy_init() else {
      throw ConnectionError(.configuration, "libcurl cannot start")
    }
    let limit = Int(seconds * 1000)
    let options: [(CURLoption, Int)] = [
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2),
      (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
      (CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)), (CURLOPT_TCP_KEEPALIVE, 1),
      (CURLOPT_CONNECTTIMEOUT_MS, limit), (CURLOPT_TIMEOUT_MS, limit),
      (CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, limit / 1000)), (CURLOPT_BUFFERSIZE, 262_144),
      (CURLOPT_NOPROGRESS, 0), (CURLOPT_FOLLOWLOCATION, 0),
    ]
    let texts: [(CURLoption, String)] = [
      (CURLOPT_URL, url), (CURLOPT_PROTOCOLS_STR, protocols), (CURLOPT_PROXY, ""),
      (CURLOPT_NOPROXY, "*"),
    ]
    var isRefused = false
    for (option, value) in options where unsafe ccurl_set_long(handle, option, value) != CURLE_OK {
      isRefused = true
    }
    for (option, value) in texts + (caFile.map { [(CURLOPT_CAINFO, $0)] } ?? [])
    where unsafe ccurl_set_string(handle, option, value) != CURLE_OK {
      isRefused = true
    }
    if isRefused {
      unsafe curl_easy_cleanup(handle)
      throw ConnectionError(.configuration, "libcurl refuses an option")
    }
    unsafe self.handle = handle
  }

  deinit { unsafe curl_easy_cleanup(handle) }

  /// Hands over the line after connect and login instead of transferring something.
  borrowing func setConnectOnly() { unsafe ccurl_set_long(handle, CURLOPT_CONNECT_ONLY, 1) }

  /// `mechanisms` as in `CURLOPT_LOGIN_OPTIONS` (`AUTH=PLAIN;AUTH=LOGIN`); nil lets libcurl choose.
  borrowing func setLogin(_ login: Login, mechanisms: String?) {
    switch login {
    case .anonymous: return
    case .password(let user, let secret):
      unsafe ccurl_set_string(handle, CURLOPT_USERNAME, user)
      set(CURLOPT_PASSWORD, secret)
    case .bearer(let user, let secret):
      unsafe ccurl_set_string(handle, CURLOPT_USERNAME, user)
      set(CURLOPT_XOAUTH2_BEARER, secret)
    }
    if let mechanisms { unsafe ccurl_set_string(handle, CURLOPT_LOGIN_OPTIONS, mechanisms) }
  }

  /// Makes it an HTTP POST of a form (`application/x-www-form-urlencoded`).
  borrowing func setPost(_ body: Secret) {
    unsafe ccurl_set_long(handle, CURLOPT_POSTFIELDSIZE, body.count)
    set(CURLOPT_COPYPOSTFIELDS, body)
  }

  private borrowing func set(_ option: CURLoption, _ secret: Secret) {
    var bytes = secret.copy() + [0]
    unsafe bytes.withUnsafeBytes { buffer in
      _ = unsafe ccurl_set_string(
        handle, option, buffer.assumingMemoryBound(to: CChar.self).baseAddress)
    }
    forget(&bytes)
  }

  /// Runs to the end; what the peer says (response lines, or the body of an HTTP answer) goes into
  /// `session`. The corresponding C function is `curl_easy_perform`.
  borrowing func perform(_ session: inout Session, keeping part: Part) -> CURLcode {
    unsafe withUnsafeMutablePointer(to: &session) { context in
      unsafe ccurl_set_pointer(handle, CURLOPT_XFERINFODATA, context)
      unsafe ccurl_set_progress(handle, progress)
      unsafe ccurl_set_data(handle, CURLOPT_WRITEFUNCTION, keep)
      unsafe ccurl_set_data(handle, CURLOPT_HEADERFUNCTION, keep)
      unsafe ccurl_set_pointer(handle, CURLOPT_WRITEDATA, part == .body ? context : nil)
      unsafe ccurl_set_pointer(handle, CURLOPT_HEADERDATA, part == .lines ? context : nil)
      defer {
        // The context ends here; nothing may reach it later.
        unsafe ccurl_set_long(handle, CURLOPT_NOPROGRESS, 1)
        unsafe ccurl_set_pointer(handle, CURLOPT_WRITEDATA, nil)
        unsafe ccurl_set_pointer(handle, CURLOPT_HEADERDATA, nil)
      }
      return unsafe curl_easy_perform(handle)
    }
  }

  enum Part { case lines, body }

  /// An HTTP request; the answer's body is in `session`. Gives the failure, or the status of the answer.
  borrowing func exchange(_ session: inout Session) -> (ConnectionError?, status: Int) {
    let code = perform(&session, keeping: .body)
    if session.isOverfull { return (ConnectionError(.malformed, "the answer is too long"), 0) }
    guard code == CURLE_OK else {
      let verification = number(CURLINFO_SSL_VERIFYRESULT)
      return (ConnectionError(libcurl: code, verification: verification), 0)
    }
    return (nil, number(CURLINFO_RESPONSE_CODE))
  }

  borrowing func number(_ info: CURLINFO) -> Int {
    var value = 0
    unsafe ccurl_get_long(handle, info, &value)
    return value
  }

  /// -1 when there is none. The corresponding C option is `CURLINFO_ACTIVESOCKET`.
  borrowing func socket() -> Int32 {
    var value: curl_socket_t = -1
    unsafe ccurl_get_socket(handle, &value)
    return value
  }

  /// The corresponding C function is `curl_easy_send`.
  borrowing func send(_ bytes: UnsafeRawBufferPointer) -> (CURLcode, Int) {
    var count = 0
    let code = unsafe curl_easy_send(handle, bytes.baseAddress, bytes.count, &count)
    return (code, count)
  }

  /// The corresponding C function is `curl_easy_recv`.
  borrowing func receive(_ bytes: UnsafeMutableRawBufferPointer) -> (CURLcode, Int) {
    var count = 0
    let code = unsafe curl_easy_recv(handle, bytes.baseAddress, bytes.count, &count)
    return (code, count)
  }
}

/// Keeps the data in the session, or drops it where there is none.
private func keep(
  _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let session = unsafe context?.assumingMemoryBound(to: Curl.Session.self) else {
    return size * count
  }
  return unsafe session.pointee.take(UnsafeRawBufferPointer(start: data, count: size * count))
}

private func progress(
  _ context: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
  guard let session = unsafe context?.assumingMemoryBound(to: Curl.Session.self) else { return 0 }
  return unsafe session.pointee.interrupt?.isRaised == true ? 1 : 0
}
