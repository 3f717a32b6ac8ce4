internal import Glibc

/// A failed system call: which one, and why. Never carries a path or content.
public struct Errno: Error, Sendable, Hashable, CustomStringConvertible {
  public let code: Int32
  /// `openat`, `fsync`, ...
  public let call: String

  /// Takes the calling thread's errno.
  public init(_ call: String) {
    self.init(call, code: errno)
  }

  public init(_ call: String, code: Int32) {
    self.call = call
    self.code = code
  }

  public var isMissing: Bool { code == ENOENT }
  public var isPresent: Bool { code == EEXIST }
  /// The name is in use.
  public var isTaken: Bool { code == EEXIST }
  public var isNoSpace: Bool { code == ENOSPC || code == EDQUOT }
  public var wouldBlock: Bool { code == EAGAIN }
  public var isDenied: Bool { code == EACCES || code == EPERM }
  /// Too many descriptors, in this process or in the system.
  public var isOutOfDescriptors: Bool { code == EMFILE || code == ENFILE }

  public var description: String { "\(call): \(unsafe String(cString: strerror(code))) (\(code))" }
}

/// Runs a call that answers -1 on failure, again after EINTR.
@discardableResult
func checked(_ call: String, _ body: () -> Int32) throws(Errno) -> Int32 {
  while true {
    let result = body()
    if result >= 0 { return result }
    let error = Errno(call)
    if error.code != EINTR { throw error }
  }
}

/// The same for calls that answer a count of bytes.
func checkedCount(_ call: String, _ body: () -> Int) throws(Errno) -> Int {
  while true {
    let result = body()
    if result >= 0 { return result }
    let error = Errno(call)
    if error.code != EINTR { throw error }
  }
}
