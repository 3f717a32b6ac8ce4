public import Core
internal import Glibc
public import Platform

/// Our end of a line to the daemon, in a process that looks inside content.
public final class Line {
  /// Name of the failure when the daemon does not speak our language.
  private static let badLanguage = "frame"

  private let descriptor: FileDescriptor

  /// Where the daemon talks to us: descriptor 3.
  public convenience init() { self.init(FileDescriptor(owning: 3)) }

  private init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  /// The next question; nil at the end of the line.
  ///
  /// - Throws: also when the daemon does not speak our language.
  public func question() throws(Errno) -> (kind: FrameKind, payload: [UInt8])? {
    guard let head = try descriptor.read(exactly: FrameHeader.size) else { return nil }
    guard let header = try? FrameHeader(decoding: head, limit: FrameHeader.requestLimit) else {
      throw Self.foreignQuestion
    }
    guard let payload = try descriptor.read(exactly: header.length) else { return nil }
    return (header.kind, payload)
  }

  public func say(_ kind: FrameKind, _ payload: [UInt8]) throws(Errno) {
    try descriptor.write(frame(kind, payload))
  }

  /// Answers what is wrong, in sentences without content.
  public func refuse(_ problems: [String]) throws(Errno) {
    try say(.problems, FrameProblems(problems).encoded())
  }

  /// Lets go of this line and goes on with another, under the same number.
  public func replace(with other: consuming FileDescriptor) throws(Errno) {
    try descriptor.replace(with: other)
  }

  /// Sends a byte that carries two descriptors, see `FileDescriptor.send`.
  public func send(
    _ first: borrowing FileDescriptor, _ second: borrowing FileDescriptor
  ) throws(Errno) { try descriptor.send(first, second) }

  /// Exit status of a process whose life ended with this error: 65 when the daemon does not speak our language,
  /// 70 when we cannot confine ourselves, 74 when the line breaks.
  public static func exitStatus(_ error: Errno) -> Int32 {
    switch error.call {
    case Confinement.call: 70
    case badLanguage: 65
    default: 74
    }
  }

  /// What a question of a kind that is none here ends with.
  public static let foreignQuestion = Errno(badLanguage, code: EBADMSG)
}
