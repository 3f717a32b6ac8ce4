internal import CLinux
internal import Glibc

/// Splits this process in two. The new one has all that this one has in memory and open, and leads a process
/// group. The corresponding C function is `fork`.
///
/// - Precondition: this process has one thread.
/// - Returns: in the new process nil; in this one its number.
public func forkProcess() throws(Errno) -> Int32? {
  let id = try checked("fork") { clinux_fork() }
  return id == 0 ? nil : id
}

/// Lets the children go that have ended. The corresponding C function is `waitpid` (WNOHANG).
public func reapChildren() { clinux_reap() }

/// A process by a descriptor of it, which stays its own after it has ended, unlike its number; it need not be
/// a child of the one that holds it. The corresponding C function is `pidfd_open`.
public struct ProcessHandle: ~Copyable, Sendable {
  public let descriptor: FileDescriptor

  /// Takes over a descriptor of a process.
  public init(owning descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  /// - Parameter id: a process that cannot be gone yet: a child that was not waited for.
  public init(_ id: Int32) throws(Errno) {
    descriptor = FileDescriptor(
      owning: try checked("pidfd_open") { clinux_process_descriptor(id) })
  }

  /// SIGKILL. No error when it has ended already. The corresponding C function is `pidfd_send_signal`.
  public borrowing func kill() { _ = clinux_process_kill(descriptor.raw) }

  /// Waits for its end; false when it lasts longer.
  public borrowing func hasEnded(by deadline: Deadline) throws(Errno) -> Bool {
    try wait(for: .reading, of: descriptor.raw, unless: nil, until: deadline) == .ready
  }
}

/// Two connected local stream sockets, blocking. The corresponding C function is `socketpair`.
public struct SocketPair: ~Copyable {
  public let ours: FileDescriptor
  public let theirs: FileDescriptor

  public init() throws(Errno) {
    var ends: [Int32] = [-1, -1]
    try checked("socketpair") {
      unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
    }
    ours = FileDescriptor(owning: ends[0])
    theirs = FileDescriptor(owning: ends[1])
  }

  /// Closes the other.
  public consuming func takeOurs() -> FileDescriptor { ours }
  /// Closes the other.
  public consuming func takeTheirs() -> FileDescriptor { theirs }
}

extension FileDescriptor {
  /// Sends a byte that carries two open descriptors over this local socket; the sender keeps its own. The
  /// corresponding C function is `sendmsg` (SCM_RIGHTS).
  public borrowing func send(
    _ first: borrowing FileDescriptor, _ second: borrowing FileDescriptor
  ) throws(Errno) {
    try checked("sendmsg") { clinux_send_descriptors(raw, first.raw, second.raw) }
  }

  /// Takes the byte that carries two descriptors from this local socket. The corresponding C function is
  /// `recvmsg`.
  ///
  /// - Throws: EBADMSG when the next byte does not carry two, or there is none any more.
  public borrowing func receiveDescriptors() throws(Errno) -> DescriptorPair {
    var numbers: (Int32, Int32) = (-1, -1)
    try checked("recvmsg") { unsafe clinux_receive_descriptors(raw, &numbers.0, &numbers.1) }
    return DescriptorPair(
      first: FileDescriptor(owning: numbers.0), second: FileDescriptor(owning: numbers.1))
  }
}

/// What `receiveDescriptors` took, in the order of `send`.
@frozen public struct DescriptorPair: ~Copyable, Sendable {
  public let first: FileDescriptor
  public let second: FileDescriptor
}
