public import Core
public import Platform

/// What a process that looks inside content takes away from itself before it sees the first byte, while it has
/// one thread.
public struct Confinement: Sendable {
  /// Directories that it may still read from.
  public var readable: [ReadableDirectory]
  /// In bytes.
  public var addressSpace: UInt64
  /// The line, three times `/dev/null`, and what a library opens at one time.
  public var descriptors: UInt64
  /// Name of a failure to confine ourselves.
  public static let call = "confine"

  public init(readable: [ReadableDirectory], addressSpace: UInt64, descriptors: UInt64 = 32) {
    self.readable = readable
    self.addressSpace = addressSpace
    self.descriptors = descriptors
  }

  /// What a process may lose that still forks; its forks are born without it. What every kernel can take
  /// away must go. What lacks of the rest is missing in the answer: the process serves without it, and the
  /// daemon tells.
  public func begin() throws(Errno) -> Set<Barrier> {
    do throws(Errno) {
      forgetCrashReports()
      try forbidNewPrivileges()
      try forbidInspection()
      try limitResources(addressSpace: addressSpace, descriptors: descriptors)
    } catch { throw Errno(Self.call, code: error.code) }
    return Self.isInForce({ () throws(Errno) in
      try restrictFiles(toReadingBelow: readable.map(\.path))
    }) ? [.files] : []
  }

  /// The rest: the system calls that it does without. Last, as it forbids the calls that the others need.
  ///
  /// - Parameter barriers: those that `begin` raised.
  public func complete(_ barriers: Set<Barrier>) -> Set<Barrier> {
    let mayOpen = barriers.contains(.files)
    return Self.isInForce({ () throws(Errno) in
      try enforce(SystemCalls.rules(mayOpenFiles: mayOpen))
    }) ? [.calls] : []
  }

  /// Both.
  public func apply() throws(Errno) -> Set<Barrier> {
    let barriers = try begin()
    return barriers.union(complete(barriers))
  }

  /// A barrier that cannot be had is told by its absence, whatever the reason.
  private static func isInForce(_ barrier: () throws(Errno) -> Void) -> Bool {
    do throws(Errno) {
      try barrier()
      return true
    } catch { return false }
  }
}

/// A directory that a library reads from after the process has confined itself. Of the system and without
/// secrets, all of it. One that is missing is skipped.
public struct ReadableDirectory: Sendable {
  public var path: String
  public var reason: String

  public init(path: String, reason: String) { (self.path, self.reason) = (path, reason) }
}
