/// What travels between the daemon and the readers, both ways, each line a socket pair.
///
/// The daemon starts one process, the parent of the readers. That is asked `tables`, and then `fork` for each
/// reader: it never gets a message. A reader has a line of its own; it begins with `tables` by itself, and is
/// asked `read`. Every question is answered with one frame, in order; before the answer to `read` may stand
/// one `risk`.
public enum FrameKind: UInt8, Sendable {
  /// Question to the parent: `TableFiles.encoded()`. Answer, and first word of a reader:
  /// `TablesAnswer.encoded()`.
  case tables = 1
  /// Question to a reader: `ReadRequest.encoded()`. Answer: `Verdict.encoded()`.
  case read = 2
  /// Before an answer, without payload: the reader is about to decode a format that can take it over (PDF,
  /// office, archive, image). It says so before the first byte is decoded, because what it says after may be
  /// a lie; it is not used again.
  case risk = 3
  /// Question: `PartRequest.encoded()`. Answer: the bytes of the part; `problems` when it is not there.
  case part = 4
  /// To the recogniser, its only question: the bytes of a picture or document. Answer:
  /// `Recognition.encoded()`.
  case recognise = 5
  /// Question to the parent, without payload. Answer: `ForkAnswer.encoded()`, and after that frame one byte
  /// that carries the daemon's end of the new reader's line and a descriptor of its process (SCM_RIGHTS).
  case fork = 6
  /// Question to the parent before `tables`: `Limits.encoded()`, for the readers from then on. Answer: the
  /// same. Without it the readers have the limits that `Limits()` has.
  case limits = 7
  /// Answer only: what is wrong with the tables or the question, as `FrameProblems.encoded()`.
  case problems = 255
}

/// The five bytes before every payload: its length (big-endian, four bytes) and its kind.
public struct FrameHeader: Sendable, Hashable {
  public static let size = 5
  /// Most bytes of a question: a message of 60 MiB and its tables fit.
  public static let requestLimit = 64 << 20
  /// Most bytes of an answer.
  public static let answerLimit = Verdict.limit

  public var kind: FrameKind
  /// Bytes that follow the header.
  public var length: Int

  public init(kind: FrameKind, length: Int) {
    self.kind = kind
    self.length = length
  }

  /// Takes exactly `size` bytes from a peer that is not trusted.
  public init(decoding bytes: some Collection<UInt8>, limit: Int) throws(WireError) {
    guard bytes.count == FrameHeader.size else { throw WireError("header ends early") }
    var length = 0
    for byte in bytes.prefix(4) { length = length << 8 | Int(byte) }
    guard length <= limit else { throw WireError("frame too long") }
    guard let kind = bytes.dropFirst(4).first.flatMap(FrameKind.init) else {
      throw WireError("unknown kind of frame")
    }
    self.init(kind: kind, length: length)
  }

  public func encoded() -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + [kind.rawValue]
  }
}

/// A whole frame as it goes over the line, so that it leaves in one write.
///
/// - Precondition: at most 4 GiB, which every limit above keeps far away from.
public func frame(_ kind: FrameKind, _ payload: [UInt8]) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(FrameHeader.size + payload.count)
  bytes += FrameHeader(kind: kind, length: payload.count).encoded()
  bytes += payload
  return bytes
}

/// Payload of an answer of kind `problems`: sentences without content of messages.
public struct FrameProblems: Sendable, Hashable {
  public static let limit = 1000

  public var problems: [String]

  /// Keeps the first `limit`.
  public init(_ problems: [String]) { self.problems = Array(problems.prefix(FrameProblems.limit)) }

  public func encoded() -> [UInt8] {
    var out = WireWriter()
    out.list(problems)
    return out.bytes
  }

  public init(decoding bytes: [UInt8]) throws(WireError) {
    var wire = WireReader(bytes)
    problems = try wire.list(limit: FrameProblems.limit)
    guard wire.isAtEnd else { throw WireError("trailing bytes") }
  }
}
