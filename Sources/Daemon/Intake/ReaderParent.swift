internal import Core
internal import Platform
internal import Synchronization

/// The process that loads the tables and never sees a message: each reader is a fork of it, and a child of
/// the daemon. It is started when the first reader is wanted, and again after it ended.
final class ReaderParent: Sendable {
  private let program: String
  private let tables: TableFiles
  private let process = Mutex<ParentProcess?>(nil)

  /// Time for a start, whatever a message gets: no message is to blame for a slow machine.
  static let startSeconds = 30.0

  init(program: String, tables: TableFiles) {
    self.program = program
    self.tables = tables
  }

  deinit { stop() }

  /// A new reader; blocks.
  func fork() throws(ReaderFailure) -> ForkedReader {
    try process.withLock { process throws(ReaderFailure) in
      // One that ended meanwhile is nobody's fault.
      if let forked = try? process?.fork() { return forked }
      process = nil
      process = try ParentProcess.start(program, tables)
      guard let forked = try process?.fork() else { throw .crash }
      return forked
    }
  }

  /// Ends it: the next reader comes from a new process, whose memory lies elsewhere. What a reader that was
  /// taken over has learnt of its own memory is worth nothing then.
  func stop() { process.withLock { $0 = nil } }
}

/// A reader that was just made, and our end of its line. It says first what confines it.
struct ForkedReader: ~Copyable, Sendable {
  let child: ChildProcess
  let channel: FrameChannel

  consuming func takeChannel() -> FrameChannel { channel }
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
  static func start(_ program: String, _ tables: TableFiles) throws(ReaderFailure) -> ParentProcess
  {
    let process: ParentProcess
    do throws(Errno) {
      try adoptOrphans()
      let spawned = try Spawn(
        program, environment: ["SWIFT_BACKTRACE=enable=no", "LC_ALL=C.UTF-8", "TZ=UTC"]
      ).start()
      let child = spawned.child
      process = ParentProcess(child: child, channel: try FrameChannel(spawned.takeChannel()))
    } catch { throw .start(error) }
    try process.load(tables)
    return process
  }

  private borrowing func load(_ tables: TableFiles) throws(ReaderFailure) {
    let answer = try channel.ask(.tables, tables.encoded(), deadline: Self.deadline)
    switch answer.kind {
    case .tables: break
    case .problems:
      throw .tables(
        (try? FrameProblems(decoding: answer.payload))?.problems ?? ["the tables are refused"])
    default: throw .garbage
    }
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
    let line = try channel.descriptor(deadline: Self.deadline)
    do throws(Errno) {
      return ForkedReader(
        child: ChildProcess(id: fork.process), channel: try FrameChannel(line))
    } catch { throw .start(error) }
  }

  private static var deadline: Deadline { .after(seconds: ReaderParent.startSeconds) }
}
