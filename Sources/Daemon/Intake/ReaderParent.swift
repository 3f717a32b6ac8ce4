internal import Core
internal import Platform
internal import Synchronization

/// The process that loads the tables and never sees a message: each reader is a fork of it. It is started
/// when the first reader is wanted, and again after it ended.
final class ReaderParent: Sendable {
  private let program: String
  private let tables: TableFiles
  private let limits: Limits
  private let process = Mutex<ParentProcess?>(nil)

  /// Time for a start, whatever a message gets: no message is to blame for a slow machine.
  static let startSeconds = 30.0

  init(program: String, tables: TableFiles, limits: Limits = Limits()) {
    self.program = program
    self.tables = tables
    self.limits = limits
  }

  deinit { stop() }

  /// A new reader; blocks.
  func fork() throws(ReaderFailure) -> ForkedReader {
    try process.withLock { process throws(ReaderFailure) in
      // One that ended meanwhile is nobody's fault.
      if let forked = try? process?.fork() { return forked }
      process = nil
      process = try ParentProcess.start(program, tables, limits)
      guard let forked = try process?.fork() else { throw .crash }
      return forked
    }
  }

  /// Ends it: the next reader comes from a new process, whose memory lies elsewhere. What a reader that was
  /// taken over has learnt of its own memory is worth nothing then.
  func stop() { process.withLock { $0 = nil } }
}

/// A reader, ended with this value. It says first what confines it.
struct ForkedReader: ~Copyable, Sendable {
  /// Its number, for people; nobody but its parent may know by this number that it still runs.
  let id: Int32
  let channel: FrameChannel
  private let process: ProcessHandle

  init(id: Int32, channel: consuming FrameChannel, process: consuming ProcessHandle) {
    self.id = id
    self.channel = channel
    self.process = process
  }

  init(id: Int32, _ descriptors: consuming DescriptorPair) throws(ReaderFailure) {
    do throws(Errno) {
      let process = ProcessHandle(owning: descriptors.second)
      self.init(id: id, channel: try FrameChannel(descriptors.first), process: process)
    } catch { throw .start(error) }
  }

  deinit { process.kill() }
}

/// One process, as long as this value lives.
private struct ParentProcess: ~Copyable, Sendable {
  private let child: ChildProcess
  private let channel: FrameChannel

  /// Takes over a running child.
  private init(child: ChildProcess, channel: consuming FrameChannel) {
    self.child = child
    self.channel = channel
  }

  /// Starts one and gives it the tables.
  static func start(_ program: String, _ tables: TableFiles, _ limits: Limits) throws(ReaderFailure)
    -> ParentProcess
  {
    let process: ParentProcess
    do throws(Errno) {
      let spawned = try Spawn(program, environment: Spawn.bareEnvironment).start()
      let child = spawned.child
      process = ParentProcess(child: child, channel: try FrameChannel(spawned.takeChannel()))
    } catch { throw .start(error) }
    try process.limit(limits)
    try process.load(tables)
    return process
  }

  private borrowing func limit(_ limits: Limits) throws(ReaderFailure) {
    let answer = try channel.ask(.limits, limits.encoded(), deadline: Self.deadline)
    guard answer.kind == .limits else { throw .garbage }
  }

  private borrowing func load(_ tables: TableFiles) throws(ReaderFailure) {
    let answer = try channel.ask(.tables, tables.encoded(), deadline: Self.deadline)
    _ = try answer.greeting()
  }

  deinit {
    child.kill()
    _ = try? child.wait()
  }

  borrowing func fork() throws(ReaderFailure) -> ForkedReader {
    let answer = try channel.ask(.fork, [], deadline: Self.deadline)
    guard answer.kind == .fork, let fork = try? ForkAnswer(decoding: answer.payload) else {
      throw .garbage
    }
    let descriptors = try channel.descriptors(deadline: Self.deadline)
    return try ForkedReader(id: fork.process, descriptors)
  }

  private static var deadline: Deadline { .after(seconds: ReaderParent.startSeconds) }
}
