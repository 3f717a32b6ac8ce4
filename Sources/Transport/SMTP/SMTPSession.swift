internal import Core
internal import Platform

/// How long each phase may take, in seconds. The longest round, all phases added, stays within ten minutes,
/// the time for which entries are claimed.
struct SMTPTimes: Sendable, Hashable {
  /// Connection, TLS and login.
  var connect: Double = 30
  /// All of a transaction up to the final dot.
  var message: Double = 120
  /// The answer to the final dot (RFC 5321 4.5.3.2.6).
  var final: Double = 270
  /// Of that, when we are told to stop.
  var stopping: Double = 5
  /// After this no transaction starts any more.
  var round: Double = 150
  /// QUIT and RSET.
  var courtesy: Double = 5
}

/// One line to a server, logged in, over which transactions go one after the other.
struct SMTPSession: ~Copyable {
  private var connection: Connection
  private var parser = SMTPReplyParser()
  private let capabilities: SMTPCapabilities
  private let times: SMTPTimes
  /// False once the line is of no more use.
  private(set) var isUsable = true
  /// We were told to stop.
  var isInterrupted: Bool { connection.interrupt?.isRaised ?? false }

  init(
    to endpoint: Endpoint, login: Login, interrupt: Interrupt, times: SMTPTimes
  ) throws(ConnectionError) {
    connection = try Connection(to: endpoint, login: login, interrupt: interrupt)
    capabilities = SMTPCapabilities(connection.transcript)
    self.times = times
  }

  /// One recipient, one transaction (RFC 5321 3.3), and how it ended. Nothing of the entry is sent when it
  /// has a byte that must not leave.
  mutating func deliver(_ entry: OutboxEntry) -> DeliveryStatus {
    guard let order = SMTPOrder(entry, capabilities) else { return SMTPOrder.refusal(entry) }
    if capabilities.sizeLimit > 0, order.size > capabilities.sizeLimit {
      return DeliveryStatus(5, 3, 4, "larger than the server takes")
    }
    let deadline = Deadline.after(seconds: times.message)
    do throws(ConnectionError) {
      if let refused = try announce(order, until: deadline) {
        reset()
        return refused
      }
      try connection.send(order.message, until: deadline)
    } catch {
      // Without the final dot the server has no message (RFC 5321 4.1.1.4): safe to repeat.
      isUsable = false
      return status(error)
    }
    return finish()
  }

  /// MAIL, RCPT, DATA; nil when the server waits for the message.
  private mutating func announce(_ order: SMTPOrder, until deadline: Deadline)
    throws(ConnectionError) -> DeliveryStatus?
  {
    var reply = try ask(order.mail, until: deadline)
    if !reply.isPositive { return refused(reply, reply.senderStatus) }
    reply = try ask(order.recipient, until: deadline)
    if !reply.isPositive { return refused(reply, reply.recipientStatus) }
    reply = try ask(Array("DATA\r\n".utf8), until: deadline)
    if reply.code == 354 { return nil }
    return refused(reply, reply.messageStatus)
  }

  /// A no, or else an answer out of place, after which nobody knows what the server waits for.
  private mutating func refused(_ reply: SMTPReply, _ meaning: DeliveryStatus) -> DeliveryStatus {
    if reply.code >= 400 { return meaning }
    isUsable = false
    return DeliveryStatus(4, 5, 0, "answer out of place (\(reply.code))")
  }

  /// The final dot. From here on the server may have the message, whatever we hear.
  private mutating func finish() -> DeliveryStatus {
    do throws(ConnectionError) {
      let reply = try askPatiently(Array(".\r\n".utf8), until: .after(seconds: times.final))
      if reply.isPositive { return .delivered }
      guard reply.code >= 400 else { throw malformed() }
      return reply.messageStatus
    } catch {
      isUsable = false
      let why = error.kind == .timeout ? "no final answer in time" : "the final answer was lost"
      return DeliveryStatus(4, 4, 2, why, isAmbiguous: true)
    }
  }

  /// Makes the line ready for the next transaction, or gives it up.
  private mutating func reset() {
    guard isUsable else { return }
    do throws(ConnectionError) {
      let reply = try ask(Array("RSET\r\n".utf8), until: .after(seconds: times.courtesy))
      if !reply.isPositive { isUsable = false }
    } catch { isUsable = false }
  }

  /// Says goodbye and waits a moment for the answer.
  consuming func quit() {
    guard isUsable else { return }
    connection.interrupt = nil
    _ = try? ask(Array("QUIT\r\n".utf8), until: .after(seconds: times.courtesy))
  }

  private mutating func ask(_ command: [UInt8], until deadline: Deadline) throws(ConnectionError)
    -> SMTPReply
  {
    // What was said before the question is no answer to it.
    guard parser.isEmpty else { throw malformed() }
    try connection.send(command, until: deadline)
    return try answer(until: deadline)
  }

  /// When told to stop, waits a little longer instead of leaving the answer unheard.
  private mutating func askPatiently(_ command: [UInt8], until deadline: Deadline)
    throws(ConnectionError) -> SMTPReply
  {
    do throws(ConnectionError) {
      return try ask(command, until: deadline)
    } catch {
      guard error.kind == .interrupted else { throw error }
      let interrupt = connection.interrupt
      connection.interrupt = nil
      defer { connection.interrupt = interrupt }
      return try answer(until: min(deadline, .after(seconds: times.stopping)))
    }
  }

  private mutating func answer(until deadline: Deadline) throws(ConnectionError) -> SMTPReply {
    while true {
      do throws(SMTPReplyParser.Malformed) {
        if let reply = try parser.next() {
          if reply.isClosing { isUsable = false }
          return reply
        }
      } catch { throw malformed() }
      parser.append(try connection.receive(upTo: 4096, until: deadline))
    }
  }

  private func malformed() -> ConnectionError {
    ConnectionError(.malformed, "the server does not speak SMTP")
  }
}

/// What a line that failed means for the entry that was to go over it.
func status(_ error: ConnectionError) -> DeliveryStatus {
  let (subject, detail) =
    switch error.kind {
    case .name: (4, 3)
    case .refused, .timeout: (4, 1)
    case .closed: (4, 2)
    case .tls: (7, 10)
    case .certificate, .certificateExpired, .certificateName: (7, 5)
    case .authentication, .token, .grant, .client: (7, 8)
    case .configuration, .rejected: (3, 5)
    case .unavailable, .interrupted, .mailbox: (3, 2)
    case .malformed: (5, 0)
    }
  return DeliveryStatus(4, subject, detail, error.message)
}
