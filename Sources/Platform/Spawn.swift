internal import CLinux
internal import Glibc

/// A program to be started as a child that talks over one socket, its descriptor 3.
///
/// The child has nothing else of ours: standard input and output are `/dev/null`, every descriptor from 4
/// on is closed, the environment is the one given, all signals have their default action and none is
/// blocked, and it leads a process group of its own.
public struct Spawn: Sendable {
  public enum ErrorOutput: Sendable {
    /// The child writes to our standard error.
    case inherited
    case discarded
  }

  /// Absolute path; not looked up in `PATH`.
  public var program: String
  /// Without the program's own name, which is added in front.
  public var arguments: [String]
  /// `NAME=value` each.
  public var environment: [String]
  public var errorOutput: ErrorOutput

  public init(
    _ program: String, arguments: [String] = [], environment: [String] = [],
    errorOutput: ErrorOutput = .discarded
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.errorOutput = errorOutput
  }

  /// Starts it. The corresponding C function is `posix_spawn`.
  ///
  /// - Throws: the spawn's own failure: `ENOENT` without the program, `EAGAIN` when no process is to be had,
  ///   `EMFILE` without descriptors. It never waits for a resource to come free.
  public func start() throws(Errno) -> Spawned {
    let pair = try SocketPair()
    let id = try launch(channel: pair.theirs.raw)
    return Spawned(child: ChildProcess(id: id), channel: pair.takeOurs())
  }

  private func launch(channel: Int32) throws(Errno) -> Int32 {
    var files = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    try accepted(unsafe posix_spawn_file_actions_init(&files))
    defer { unsafe posix_spawn_file_actions_destroy(&files) }
    try accepted(unsafe posix_spawnattr_init(&attributes))
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    try unsafe place(channel: channel, in: &files)
    try isolate(&attributes)
    let argumentVector = CStrings([program] + arguments)
    let environmentVector = CStrings(environment)
    var id: pid_t = 0
    try accepted(
      unsafe posix_spawn(
        &id, program, &files, &attributes, argumentVector.pointers, environmentVector.pointers))
    return id
  }

  /// The channel first: it may have any number, also one that is replaced after.
  private func place(
    channel: Int32, in files: inout posix_spawn_file_actions_t
  ) throws(Errno) {
    try accepted(unsafe posix_spawn_file_actions_adddup2(&files, channel, 3))
    let nowhere = "/dev/null"
    try accepted(unsafe posix_spawn_file_actions_addopen(&files, 0, nowhere, O_RDONLY, 0))
    try accepted(unsafe posix_spawn_file_actions_addopen(&files, 1, nowhere, O_WRONLY, 0))
    if errorOutput == .discarded {
      try accepted(unsafe posix_spawn_file_actions_addopen(&files, 2, nowhere, O_WRONLY, 0))
    }
    try accepted(unsafe clinux_spawn_close_from(&files, 4))
  }

  private func isolate(_ attributes: inout posix_spawnattr_t) throws(Errno) {
    var all = sigset_t()
    var none = sigset_t()
    unsafe sigfillset(&all)
    unsafe sigemptyset(&none)
    try accepted(unsafe posix_spawnattr_setsigdefault(&attributes, &all))
    try accepted(unsafe posix_spawnattr_setsigmask(&attributes, &none))
    try accepted(unsafe posix_spawnattr_setpgroup(&attributes, 0))
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    try accepted(unsafe posix_spawnattr_setflags(&attributes, Int16(flags)))
  }

  /// These calls answer the error instead of setting errno.
  private func accepted(_ code: Int32) throws(Errno) {
    guard code == 0 else { throw Errno("posix_spawn", code: code) }
  }
}

/// What a start gives: the child, and our end of its channel. Give the channel away with `takeChannel`.
@frozen public struct Spawned: ~Copyable, Sendable {
  public let child: ChildProcess
  /// A blocking stream socket; the child reads the end of file when it is closed.
  public let channel: FileDescriptor

  public consuming func takeChannel() -> FileDescriptor { channel }
}

/// A child of this process, by its number. The number is free for others once the child was waited for.
public struct ChildProcess: Sendable, Hashable {
  public enum End: Sendable, Hashable {
    case exited(Int32)
    /// Ended by this signal.
    case signalled(Int32)
  }

  public let id: Int32

  public init(id: Int32) { self.id = id }

  /// Sends a signal to the child and all of its process group. No error when it has ended already.
  /// The corresponding C function is `kill`.
  public func signal(_ number: Int32) { _ = Glibc.kill(-id, number) }

  /// SIGKILL to the child and all of its process group.
  public func kill() { signal(SIGKILL) }

  /// Waits for the end and reaps it; blocks. The corresponding C function is `waitpid`.
  public func wait() throws(Errno) -> End {
    var status: Int32 = 0
    try checked("waitpid") { unsafe waitpid(id, &status, 0) }
    return End(status)
  }

  /// How it ended, reaping it; nil while it runs. The corresponding C function is `waitpid`.
  public func poll() throws(Errno) -> End? {
    var status: Int32 = 0
    let ended = try checked("waitpid") { unsafe waitpid(id, &status, WNOHANG) }
    return ended == 0 ? nil : End(status)
  }
}

extension ChildProcess.End {
  /// From the status word of `waitpid`.
  init(_ status: Int32) {
    let signal = status & 0x7f
    self = signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal)
  }
}

/// A null-terminated array of C strings, freed at the end of its life.
@safe private struct CStrings: ~Copyable {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ texts: [String]) { unsafe pointers = texts.map { unsafe strdup($0) } + [nil] }

  deinit { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
}
