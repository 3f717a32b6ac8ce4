internal import Core

/// One whole answer of an SMTP server (RFC 5321 4.2): the text in it is not kept, since servers repeat
/// addresses and content in it.
struct SMTPReply: Sendable, Hashable {
  /// 200...599
  var code: Int
  /// Subject and detail of the enhanced status code (RFC 2034), when the first line has one.
  var enhanced: (subject: Int, detail: Int)?

  static func == (a: SMTPReply, b: SMTPReply) -> Bool {
    a.code == b.code && a.enhanced?.subject == b.enhanced?.subject
      && a.enhanced?.detail == b.enhanced?.detail
  }

  func hash(into hasher: inout Hasher) { hasher.combine(code) }

  var isPositive: Bool { code / 100 == 2 }
  /// The server closes the line.
  var isClosing: Bool { code == 421 }
}

/// What a refusal means for the entry.
extension SMTPReply {
  /// A sender that is refused concerns every notice, so a person must mend it; only size is the message's
  /// own.
  var senderStatus: DeliveryStatus {
    if let loginStatus { return loginStatus }
    if code == 552 { return status("size", fallback: (3, 4)) }
    if code / 100 == 5 { return DeliveryStatus(4, 3, 5, "sender refused (\(code))") }
    return status("sender", fallback: (3, 0))
  }

  var recipientStatus: DeliveryStatus {
    loginStatus ?? status("recipient", fallback: (1, 0))
  }

  var messageStatus: DeliveryStatus { status("message", fallback: (3, 0)) }

  /// RFC 4954 6: it will not take mail without a login, or without a better one.
  private var loginStatus: DeliveryStatus? {
    [530, 534, 535, 538].contains(code)
      ? DeliveryStatus(4, 7, 8, "the server wants a login (\(code))") : nil
  }

  /// The class is that of the reply code, also where the enhanced code says otherwise; `fallback` is subject
  /// and detail when the server gave none.
  private func status(_ what: String, fallback: (Int, Int)) -> DeliveryStatus {
    let (subject, detail) =
      enhanced.map { ($0.subject, $0.detail) } ?? (isClosing ? (3, 2) : fallback)
    return DeliveryStatus(code / 100 == 5 ? 5 : 4, subject, detail, "\(what) refused (\(code))")
  }
}

/// Takes replies out of what arrives.
struct SMTPReplyParser {
  /// RFC 5321 4.5.3.1.5 says 512; servers write more.
  static let lineLimit = 4096
  static let linesLimit = 200

  private var buffer: [UInt8] = []
  private var start = 0
  private var lines = 0
  private var reply: SMTPReply?

  struct Malformed: Error, Hashable {}

  mutating func append(_ bytes: [UInt8]) {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    buffer += bytes
  }

  /// Something came that no command has asked for.
  var isEmpty: Bool { start == buffer.count && reply == nil }

  /// The next whole reply; nil when more bytes are needed.
  mutating func next() throws(Malformed) -> SMTPReply? {
    while let end = buffer[start...].firstIndex(of: 0x0a) {
      let line = buffer[start..<end]
      start = end + 1
      if let reply = try take(line) { return reply }
    }
    guard buffer.count - start <= SMTPReplyParser.lineLimit else { throw Malformed() }
    return nil
  }

  private mutating func take(_ line: ArraySlice<UInt8>) throws(Malformed) -> SMTPReply? {
    let line = line.last == 0x0d ? line.dropLast() : line
    lines += 1
    guard line.count <= SMTPReplyParser.lineLimit, lines <= SMTPReplyParser.linesLimit,
      let code = number(line.prefix(3)), line.prefix(3).count == 3, (200...599).contains(code),
      reply.map({ $0.code == code }) ?? true
    else { throw Malformed() }
    let rest = line.dropFirst(3)
    if reply == nil {
      reply = SMTPReply(code: code, enhanced: enhanced(rest.dropFirst(), category: code / 100))
    }
    switch rest.first {
    case UInt8(ascii: "-"): return nil
    case UInt8(ascii: " "), nil:
      defer { (reply, lines) = (nil, 0) }
      return reply
    default: throw Malformed()
    }
  }
}

/// `5.7.1` at the start, followed by a space or the end; of the class that the reply has.
private func enhanced(_ text: ArraySlice<UInt8>, category: Int) -> (subject: Int, detail: Int)? {
  let word = text.prefix { $0 != 0x20 }
  let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  guard parts.count == 3, number(parts[0]) == category, let subject = number(parts[1]),
    let detail = number(parts[2])
  else { return nil }
  return (subject, detail)
}

/// One to three digits.
private func number(_ digits: ArraySlice<UInt8>) -> Int? {
  guard (1...3).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
    return nil
  }
  return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
}

/// What a server can do, from its last EHLO answer before the hand-over.
struct SMTPCapabilities: Sendable, Hashable {
  /// RFC 3461
  var hasDSN = false
  /// RFC 1870
  var hasSize = false
  /// Largest message it takes; 0 when it does not say.
  var sizeLimit = 0

  /// - Parameter transcript: response lines without their ends. What was said before the encryption does not
  ///   count: the last block of 250 lines is the one after it.
  init(_ transcript: [[UInt8]]) {
    var block: [ArraySlice<UInt8>] = []
    var isComplete = false
    for line in transcript {
      guard line.starts(with: "250".utf8) else { continue }
      if isComplete { block = [] }
      block.append(line.dropFirst(4))
      isComplete = line.dropFirst(3).first != UInt8(ascii: "-")
    }
    for line in block.dropFirst() { take(line) }
  }

  private mutating func take(_ line: ArraySlice<UInt8>) {
    let words = line.split(separator: 0x20).map { word in
      String(decoding: word.map { (0x61...0x7a).contains($0) ? $0 & 0xdf : $0 }, as: UTF8.self)
    }
    switch words.first {
    case "DSN": hasDSN = true
    case "SIZE":
      hasSize = true
      sizeLimit = words.count > 1 ? Int(words[1]).flatMap { $0 > 0 ? $0 : nil } ?? 0 : 0
    default: break
    }
  }
}
