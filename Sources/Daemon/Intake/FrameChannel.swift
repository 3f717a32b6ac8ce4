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

/// Questions and answers over one end of a socket pair, each within a time.
struct FrameChannel: ~Copyable {
  private let socket: FileDescriptor

  init(_ socket: consuming FileDescriptor) throws(Errno) {
    try socket.makeNonBlocking()
    self.socket = socket
  }

  /// Sends one frame and takes one; the deadline is for both.
  borrowing func ask(
    _ kind: FrameKind, _ payload: [UInt8], deadline: Deadline
  ) throws(ReaderFailure) -> (FrameKind, [UInt8]) {
    do throws(Errno) {
      try send(frame(kind, payload), deadline)
      return try receive(deadline)
    } catch {
      if error.code == timedOut { throw .timeout }
      throw error.code == malformed ? .garbage : .crash
    }
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

  private borrowing func receive(_ deadline: Deadline) throws(Errno) -> (FrameKind, [UInt8]) {
    let header = try receive(FrameHeader.size, deadline)
    do {
      let header = try FrameHeader(decoding: header, limit: FrameHeader.answerLimit)
      return (header.kind, try receive(header.length, deadline))
    } catch let error as Errno { throw error } catch {
      throw Errno("read", code: malformed)
    }
  }

  private borrowing func receive(_ count: Int, _ deadline: Deadline) throws(Errno) -> [UInt8] {
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

private let timedOut: Int32 = 110  // ETIMEDOUT
private let malformed: Int32 = 74  // EBADMSG
private let ended: Int32 = 104  // ECONNRESET
