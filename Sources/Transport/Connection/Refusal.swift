internal import CCurl

/// Reads from what a server said before the hand-over why it said no. libcurl's own number does not tell a
/// wrong password from a server under maintenance.
struct Refusal {
  private let transcript: [[UInt8]]
  private let service: Endpoint.Service

  init(_ transcript: [[UInt8]], _ service: Endpoint.Service) {
    self.transcript = transcript
    self.service = service
  }

  /// The IMAP server has a SASL mechanism for a password.
  var offersPlainOrLogin: Bool {
    transcript.contains { contains($0, "AUTH=PLAIN") || contains($0, "AUTH=LOGIN") }
  }

  /// Nil when the line is up, encrypted, and logged in as asked.
  func error(_ code: CURLcode, verification: Int, _ session: Curl.Session, _ login: Login)
    -> ConnectionError?
  {
    let number = Int32(code.rawValue)
    if session.isOverfull {
      return ConnectionError(.malformed, code: number, "the server says too much before the login")
    }
    switch code {
    case CURLE_OK: return silentRefusal(login)
    case CURLE_LOGIN_DENIED: return loginDenied(login)
    case CURLE_WEIRD_SERVER_REPLY where isTurnedAway, CURLE_RECV_ERROR where isTurnedAway,
      CURLE_GOT_NOTHING where isTurnedAway:
      return ConnectionError(.unavailable, code: number, "the server does not serve now")
    case CURLE_WEIRD_SERVER_REPLY where isRejected, CURLE_REMOTE_ACCESS_DENIED where isRejected:
      return ConnectionError(.rejected, code: number, "the server wants nothing from us")
    default:
      return ConnectionError(libcurl: code, verification: verification)
    }
  }

  /// libcurl is content, but nobody asked who we are.
  private func silentRefusal(_ login: Login) -> ConnectionError? {
    if case .anonymous = login { return nil }
    switch service {
    case .imap where transcript.first.map({ contains($0, "* PREAUTH") }) ?? false:
      return ConnectionError(.malformed, "the server skips the login")
    case .smtp where !transcript.contains(where: { $0.starts(with: "235".utf8) }):
      return ConnectionError(.authentication, "the server offers no login that we may use")
    default: return nil
    }
  }

  private func loginDenied(_ login: Login) -> ConnectionError {
    let number = Int32(CURLE_LOGIN_DENIED.rawValue)
    let words = ["[UNAVAILABLE]", "[LIMIT]", "[INUSE]", "[SERVERBUG]", "[CONTACTADMIN]", "* BYE"]
    let isBusy = transcript.suffix(2).contains { line in
      service == .imap ? words.contains { contains(line, $0) } : line.first == UInt8(ascii: "4")
    }
    if isBusy {
      return ConnectionError(.unavailable, code: number, "the server cannot check the login now")
    }
    guard isLoginAnswered else {
      return ConnectionError(
        .authentication, code: number, "the server offers no login that we may use")
    }
    return login.isPassword
      ? ConnectionError(.authentication, code: number, "user name or password is refused")
      : ConnectionError(.token, code: number, "the access token is refused\(bearerStatus)")
  }

  /// The last line is an answer to a login: a tagged NO or BAD, or a reply of SMTP's 5xx kind.
  private var isLoginAnswered: Bool {
    guard let last = transcript.last(where: { !$0.starts(with: "* ".utf8) }) else { return false }
    if service == .smtp {
      // A second challenge is how XOAUTH2 servers say no: it tells why, and libcurl ends there.
      return last.first == UInt8(ascii: "5") || last.starts(with: "334".utf8)
    }
    return contains(last, " NO") || contains(last, " BAD") || last.first == UInt8(ascii: "+")
  }

  /// `: status 401` from the JSON that XOAUTH2 servers send base64-coded as a continuation.
  private var bearerStatus: String {
    for line in transcript.reversed() {
      let text = line.starts(with: "334 ".utf8) ? line.dropFirst(4) : line.dropFirst(2)
      guard line.first == UInt8(ascii: "+") || line.starts(with: "334".utf8),
        let json = base64(text),
        let at = find("\"status\":\"", in: json)
      else { continue }
      let digits = json[at...].prefix { $0 >= 0x30 && $0 <= 0x39 }.prefix(3)
      if !digits.isEmpty { return ": status \(String(decoding: digits, as: UTF8.self))" }
    }
    return ""
  }

  /// The greeting or the answer to EHLO is an SMTP server's no for good.
  private var isRejected: Bool { service == .smtp && transcript.last?.first == UInt8(ascii: "5") }

  /// The greeting or the last line says BYE or 421: not now.
  private var isTurnedAway: Bool {
    guard let line = transcript.last else { return false }
    return service == .imap ? contains(line, "* BYE") : line.first == UInt8(ascii: "4")
  }
}

/// `needle` (upper case) anywhere in `line`, without regard to case of ASCII letters.
private func contains(_ line: [UInt8], _ needle: StaticString) -> Bool {
  contains(line, needle.description)
}

private func contains(_ line: [UInt8], _ needle: String) -> Bool {
  let upper = line.map { $0 >= 0x61 && $0 <= 0x7a ? $0 - 32 : $0 }
  return find(needle, in: upper) != nil
}

/// Index after the first place where `needle` stands.
private func find(_ needle: String, in bytes: [UInt8]) -> Int? {
  let needle = Array(needle.utf8)
  guard bytes.count >= needle.count else { return nil }
  for start in 0...(bytes.count - needle.count)
  where bytes[start..<(start + needle.count)].elementsEqual(needle) {
    return start + needle.count
  }
  return nil
}

/// Base64 (RFC 4648); nil when it is none.
func base64(_ text: ArraySlice<UInt8>) -> [UInt8]? {
  var (bits, count): (UInt32, Int) = (0, 0)
  var bytes: [UInt8] = []
  for byte in text {
    let value: UInt8
    switch byte {
    case 0x41...0x5a: value = byte - 0x41
    case 0x61...0x7a: value = byte - 0x61 + 26
    case 0x30...0x39: value = byte - 0x30 + 52
    case 0x2b: value = 62
    case 0x2f: value = 63
    case 0x3d: continue
    default: return nil
    }
    (bits, count) = (bits << 6 | UInt32(value), count + 6)
    if count >= 8 {
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
  }
  return bytes
}
