internal import Core
internal import Platform

/// How much a server may say and how long it may take.
struct IMAPLimits: Sendable, Hashable {
  /// Seconds without a byte before a command counts as failed.
  var progressSeconds: Double = 60
  /// Seconds for one response, however slowly it drips: one message.
  var responseSeconds: Double = 600
  /// Responses to one command beyond those that we asked for.
  var responses = 100_000
  /// Bytes of one command's answer beyond those that we asked for.
  var bytes = 67_108_864
  var line = 65_536
}

/// One IMAP session (RFC 9051, and IMAP4rev1 of RFC 3501) over a connection that is logged in. Blocks;
/// used inside one actor. The commands are in `IMAPCommands`.
final class IMAPClient {
  /// In upper case, as told after the login.
  var capabilities: Set<String> = []
  /// Messages in the selected mailbox, as last told.
  private(set) var exists = 0
  /// More messages were announced since this was last set to false.
  var hasNews = false
  /// What was wrong with a literal, when the session ended over it.
  private(set) var literalFault: FramingError?
  let limits: IMAPLimits

  private var faultyText: [UInt8] = []
  private var line: Connection
  private var framer: ResponseFramer
  private var allowance = Allowance()

  /// What the command under way may still receive.
  private struct Allowance {
    var responses = 0
    var bytes = 0
    var isSlow = false
  }

  init(_ line: consuming Connection, limits: IMAPLimits = IMAPLimits()) {
    self.line = line
    self.limits = limits
    framer = ResponseFramer(limits: .init(line: limits.line, literal: limits.line))
  }

  /// The largest literal to accept from now on, in bytes.
  var literalLimit: Int {
    get { framer.limits.literal }
    set { framer.limits.literal = newValue }
  }

  /// Text of the response at which the session broke: it may tell whose data it was.
  var lastText: [UInt8] { faultyText.isEmpty ? framer.text : faultyText }

  /// No longer waits for the interrupt, to end in peace after it.
  func ignoreInterrupt() { line.interrupt = nil }

  /// Nothing of a response is under way: a last command can still be answered.
  var isBetweenResponses: Bool { framer.isBetweenResponses }
  /// IDLE was begun and not ended.
  var isIdling = false

  // MARK: Commands

  /// Sends a command and gives its tag, which nobody can guess.
  func start(_ command: [UInt8]) throws(ConnectionError) -> String {
    guard !command.contains(where: { $0 == 0 || $0 == 0x0a || $0 == 0x0d }) else {
      throw ConnectionError(.configuration, "a command has a line break")
    }
    let tag = "s" + String(UInt64.random(in: .min ... .max), radix: 36)
    try send(Array(tag.utf8) + [0x20] + command)
    return tag
  }

  func send(_ text: [UInt8]) throws(ConnectionError) {
    try line.send(text + [0x0d, 0x0a], until: .after(seconds: limits.progressSeconds))
  }

  /// Lets the next answer be larger than the spare limits by what was asked for; `isSlow` when the server works
  /// in silence before it answers.
  func expect(responses: Int = 0, bytes: Int = 0, isSlow: Bool = false) {
    allowance = Allowance(
      responses: limits.responses + responses, bytes: limits.bytes + bytes, isSlow: isSlow)
  }

  /// Reads until the command's end; hands over everything untagged. Throws when it is not OK.
  @discardableResult
  func finish(
    _ tag: String, _ what: StaticString, _ take: (Response) throws(ConnectionError) -> Void
  ) throws(ConnectionError) -> Code? {
    while true {
      let response = try next()
      switch response {
      case .tagged(tag, .ok, let code): return code
      case .tagged(tag, _, let code): throw refusal(what, code)
      case .tagged: throw ConnectionError(.malformed, "an answer to no command of ours")
      case .condition(.bye, _):
        throw ConnectionError(.unavailable, "the server ends the session")
      default: try take(response)
      }
    }
  }

  /// One command with its whole answer.
  @discardableResult
  func command(
    _ command: String, _ take: (Response) throws(ConnectionError) -> Void = { _ in }
  ) throws(ConnectionError) -> Code? {
    expect()
    return try finish(try start(Array(command.utf8)), "command", take)
  }

  private func refusal(_ what: StaticString, _ code: Code?) -> ConnectionError {
    guard case .named(let name) = code, IMAPClient.knownCodes.contains(name) else {
      return ConnectionError(.rejected, "\(what) refused")
    }
    return ConnectionError(.rejected, "\(what) refused: \(name)")
  }

  /// RFC 5530; other words of a server are not repeated.
  private static let knownCodes: Set<String> = [
    "UNAVAILABLE", "LIMIT", "INUSE", "SERVERBUG", "CONTACTADMIN", "OVERQUOTA", "NOPERM",
    "CLIENTBUG",
    "CANNOT", "ALREADYEXISTS", "NONEXISTENT", "CORRUPTION", "EXPIRED", "EXPUNGEISSUED", "TRYCREATE",
  ]

  // MARK: Responses

  /// The next response; waits for it, until `deadline` when given.
  func next(until deadline: Deadline? = nil) throws(ConnectionError) -> Response {
    while true {
      guard let raw = try nextRaw(until: deadline) else { continue }
      let response: Response
      do { response = try Response(raw) } catch {
        faultyText = raw.text
        throw ConnectionError(.malformed, "a response cannot be read")
      }
      note(response)
      return response
    }
  }

  /// The next response whatever it is, also torn; nil when it is empty.
  func nextRaw(until deadline: Deadline? = nil) throws(ConnectionError) -> RawResponse? {
    let whole = Deadline.after(seconds: limits.responseSeconds)
    let silence = allowance.isSlow ? limits.responseSeconds : limits.progressSeconds
    while true {
      let raw: RawResponse?
      do { raw = try framer.next() } catch { throw broken(error) }
      if let raw {
        allowance.responses -= 1
        guard allowance.responses >= 0 else {
          throw ConnectionError(.malformed, "the server says too much")
        }
        return raw.text.isEmpty ? nil : raw
      }
      try receive(until: deadline ?? min(whole, .after(seconds: silence)))
    }
  }

  private func broken(_ error: FramingError) -> ConnectionError {
    switch error {
    case .largeLiteral, .badLiteral: literalFault = error
    case .longLine, .malformed: break
    }
    return ConnectionError(.malformed, "a response is too long or broken")
  }

  private func receive(until deadline: Deadline) throws(ConnectionError) {
    let count =
      if framer.wantsLiteral {
        try line.receive(into: &framer.literal, from: framer.filled, until: deadline)
      } else {
        try line.receive(into: &framer.buffer, from: framer.end, until: deadline)
      }
    framer.received(count)
    allowance.bytes -= count
    guard allowance.bytes >= 0 else {
      throw ConnectionError(.malformed, "the server says too much")
    }
  }

  func note(_ response: Response) {
    switch response {
    case .exists(let count):
      if count > exists { hasNews = true }
      exists = count
    case .expunge: exists = max(0, exists - 1)
    case .capabilities(let words): capabilities = Set(words)
    case .condition(.ok, .capabilities(let words)?), .tagged(_, .ok, .capabilities(let words)?):
      capabilities = Set(words)
    default: break
    }
  }
}
