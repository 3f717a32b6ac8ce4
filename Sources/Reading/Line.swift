internal import Core
internal import Glibc
internal import Platform

/// Our end of a line to the daemon.
final class Line {
  /// Name of the failure when the daemon does not speak our language.
  static let badLanguage = "frame"

  private let descriptor: FileDescriptor

  init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  /// The next question; nil at the end of the line.
  func question() throws(Errno) -> (kind: FrameKind, payload: [UInt8])? {
    guard let head = try descriptor.read(exactly: FrameHeader.size) else { return nil }
    guard let header = try? FrameHeader(decoding: head, limit: FrameHeader.requestLimit) else {
      throw Errno(Self.badLanguage, code: EBADMSG)
    }
    guard let payload = try descriptor.read(exactly: header.length) else { return nil }
    return (header.kind, payload)
  }

  func say(_ kind: FrameKind, _ payload: [UInt8]) throws(Errno) {
    try descriptor.write(frame(kind, payload))
  }

  func refuse(_ problems: [String]) throws(Errno) {
    try say(.problems, FrameProblems(problems).encoded())
  }

  /// Lets go of this line and goes on with another, under the same number.
  func replace(with other: consuming FileDescriptor) throws(Errno) {
    try descriptor.replace(with: other)
  }

  func send(
    _ first: borrowing FileDescriptor, _ second: borrowing FileDescriptor
  ) throws(Errno) { try descriptor.send(first, second) }
}
