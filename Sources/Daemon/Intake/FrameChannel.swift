internal import Core
internal import Platform

/// Why a reader did not answer a question. The word becomes the reason of the item: no content in it.
enum ReaderFailure: Error {
  case timeout
  /// It ended, by itself or by a limit of the kernel.
  case crash
  /// It answered something that is no answer.
  case garbage
  /// It refused the tables; what is wrong with them.
  case tables([String])
  /// It could not be started: not the message's fault.
  case start(Errno)

  var word: String {
    switch self {
    case .timeout: "reader_timeout"
    case .crash: "reader_crash"
    case .garbage: "reader_garbage"
    case .tables: "reader_tables"
    case .start: "reader_start"
    }
  }
}

/// What a reader said to one question.
struct Answer {
  var kind: FrameKind
  var payload: [UInt8]
  /// The reader announced that it decodes a risky format: it is not used again.
  var isSpent: Bool
}

extension Answer {
  /// What a process says of itself when it has what it needs; what it lacks is `tables`.
  func greeting() throws(ReaderFailure) -> TablesAnswer {
    switch kind {
    case .tables:
      guard let greeting = try? TablesAnswer(decoding: payload) else { throw .garbage }
      return greeting
    case .problems:
      throw .tables(
        (try? FrameProblems(decoding: payload))?.problems ?? ["the tables are refused"])
    default: throw .garbage
    }
  }
}

extension Spawn {
  /// Environment of every process that looks inside content.
  static let bareEnvironment = ["SWIFT_BACKTRACE=enable=no", "LC_ALL=C.UTF-8", "TZ=UTC"]
}

/// Questions and answers over one end of a socket pair, each within a time.
struct FrameChannel: ~Copyable, Sendable {
  private let socket: FileDescriptor

  init(_ socket: consuming FileDescriptor) throws(Errno) {
    try socket.makeNonBlocking()
    self.socket = socket
  }

  /// Sends one frame and takes the answer; the deadline is for both.
  borrowing func ask(
    _ kind: FrameKind, _ payload: [UInt8], deadline: Deadline, limit: Int = FrameHeader.answerLimit
  ) throws(ReaderFailure) -> Answer {
    try send(kind, payload, deadline: deadline)
    return try answer(deadline: deadline, limit: limit)
  }

  /// Sends a question whose answer is taken later.
  borrowing func send(
    _ kind: FrameKind, _ payload: [UInt8], deadline: Deadline
  ) throws(ReaderFailure) {
    do throws(Errno) { try send(frame(kind, payload), deadline) } catch { throw .init(error) }
  }

  /// The answer to the oldest question without one, of at most `limit` bytes.
  borrowing func answer(
    deadline: Deadline, limit: Int = FrameHeader.answerLimit
  ) throws(ReaderFailure) -> Answer {
    do throws(Errno) {
      let (kind, payload) = try receive(deadline, limit)
      guard kind == .risk else { return Answer(kind: kind, payload: payload, isSpent: false) }
      let (next, rest) = try receive(deadline, limit)
      guard payload.isEmpty, next != .risk else { throw Errno("read", code: malformed) }
      return Answer(kind: next, payload: rest, isSpent: true)
    } catch { throw .init(error) }
  }

  /// The two descriptors that come after an answer.
  borrowing func descriptors(deadline: Deadline) throws(ReaderFailure) -> DescriptorPair {
    do throws(Errno) {
      try wait(forWriting: false, deadline)
      return try socket.receiveDescriptors()
    } catch { throw .init(error) }
  }

  private borrowing func send(_ bytes: [UInt8], _ deadline: Deadline) throws(Errno) {
    var at = 0
    while at < bytes.count {
      do throws(Errno) {
        at += try socket.writeSome(bytes, from: at)
      } catch {
        guard error.wouldBlock else { throw error }
        try wait(forWriting: true, deadline)
      }
    }
  }

  private borrowing func receive(
    _ deadline: Deadline, _ limit: Int
  ) throws(Errno) -> (FrameKind, [UInt8]) {
    let header = try receive(count: FrameHeader.size, deadline)
    do {
      let header = try FrameHeader(decoding: header, limit: limit)
      return (header.kind, try receive(count: header.length, deadline))
    } catch let error as Errno { throw error } catch {
      throw Errno("read", code: malformed)
    }
  }

  private borrowing func receive(count: Int, _ deadline: Deadline) throws(Errno) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
      do throws(Errno) {
        let piece = min(count - bytes.count, 1 << 18)
        if try socket.read(appendingTo: &bytes, limit: piece) == 0 {
          throw Errno("read", code: ended)
        }
      } catch {
        guard error.wouldBlock else { throw error }
        try wait(forWriting: false, deadline)
      }
    }
    return bytes
  }

  private borrowing func wait(forWriting: Bool, _ deadline: Deadline) throws(Errno) {
    let readiness: Readiness = forWriting ? .writing : .reading
    guard
      try Platform.wait(for: readiness, of: socket.raw, unless: nil, until: deadline) == .ready
    else {
      throw Errno("poll", code: timedOut)
    }
  }
}

extension ReaderFailure {
  fileprivate init(_ error: Errno) {
    switch error.code {
    case timedOut: self = .timeout
    case malformed: self = .garbage
    default: self = .crash
    }
  }
}

private let timedOut: Int32 = 110  // ETIMEDOUT
private let malformed: Int32 = 74  // EBADMSG
private let ended: Int32 = 104  // ECONNRESET
