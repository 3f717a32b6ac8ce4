internal import CLinux
internal import Glibc

/// This process becomes the parent of each descendant whose own parent ends, and so can wait for what
/// `forkOrphan` makes below it. The corresponding C function is `prctl` (PR_SET_CHILD_SUBREAPER).
public func adoptOrphans() throws(Errno) { try checked("prctl") { clinux_adopt_orphans() } }

/// Splits this process in two. The new one has all that this one has in memory and open, leads a process
/// group, and is a child of the nearest ancestor that called `adoptOrphans`: that one waits for it. The
/// corresponding C function is `fork`.
///
/// - Precondition: this process has one thread.
/// - Returns: in the new process nil; in this one its number.
public func forkOrphan() throws(Errno) -> Int32? {
  var id: pid_t = 0
  let side = try checked("fork") { unsafe clinux_fork_orphan(&id) }
  return side == 0 ? nil : id
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
  /// Sends a byte that carries an open descriptor over this local socket; the sender keeps its own. The
  /// corresponding C function is `sendmsg` (SCM_RIGHTS).
  public borrowing func send(_ descriptor: borrowing FileDescriptor) throws(Errno) {
    try checked("sendmsg") { clinux_send_descriptor(raw, descriptor.raw) }
  }

  /// Takes the byte that carries a descriptor from this local socket. The corresponding C function is
  /// `recvmsg`.
  ///
  /// - Throws: EBADMSG when the next byte carries none, or there is none any more.
  public borrowing func receiveDescriptor() throws(Errno) -> FileDescriptor {
    FileDescriptor(owning: try checked("recvmsg") { clinux_receive_descriptor(raw) })
  }
}
