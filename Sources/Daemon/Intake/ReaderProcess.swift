internal import Core
internal import Platform

/// One reader: a child that looks inside messages, with the tables it was given. Started when needed, and
/// again after each failure.
actor ReaderProcess {
  nonisolated let generation: Int
  private let program: String
  private let tables: TableFiles
  private let seconds: Int64
  private let executor: BlockingExecutor
  private var child: ChildProcess?
  private var channel: FrameChannel?

  /// - Parameter seconds: time for one message; the start gets as much.
  init(program: String, tables: TableFiles, generation: Int, seconds: Int64) {
    self.program = program
    self.tables = tables
    self.generation = generation
    self.seconds = seconds
    executor = BlockingExecutor("reader")
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  isolated deinit { stop() }

  /// Reads items of the batch until none is left. Three failures are the message's own end.
  func work(through queue: ReadQueue) {
    while let (index, request) = queue.next() {
      do throws(ReaderFailure) {
        queue.finish(index, .success(try read(request.encoded())))
      } catch {
        switch error {
        case .start, .tables: return queue.abandon(error)
        default: queue.finish(index, .failure(error))
        }
      }
    }
  }

  /// Starts the reader if it does not run; the version of the tables it answered.
  func start() throws(ReaderFailure) -> String {
    stop()
    do throws(Errno) {
      let spawned = try Spawn(
        program, environment: ["SWIFT_BACKTRACE=enable=no", "LC_ALL=C.UTF-8", "TZ=UTC"]
      ).start()
      child = spawned.child
      channel = try FrameChannel(spawned.takeChannel())
    } catch { throw .start(error) }
    let (kind, answer) = try ask(.tables, tables.encoded())
    switch kind {
    case .tables: return String(decoding: answer, as: UTF8.self)
    case .problems:
      throw .tables((try? FrameProblems(decoding: answer))?.problems ?? ["the tables are refused"])
    case .read: throw .garbage
    }
  }

  func stop() {
    channel = nil
    child?.kill()
    _ = try? child?.wait()
    child = nil
  }

  private func read(_ request: [UInt8]) throws(ReaderFailure) -> Verdict {
    var attempt = 1
    while true {
      do throws(ReaderFailure) {
        if channel == nil { _ = try start() }
        let (kind, answer) = try ask(.read, request)
        guard kind == .read, let verdict = try? Verdict(decoding: answer) else { throw .garbage }
        return verdict
      } catch {
        stop()
        switch error {
        case .start, .tables: throw error
        default: if attempt == 3 { throw error }
        }
        attempt += 1
      }
    }
  }

  private func ask(_ kind: FrameKind, _ payload: [UInt8]) throws(ReaderFailure) -> (
    FrameKind, [UInt8]
  ) {
    guard channel != nil else { throw .crash }
    return try channel!.ask(kind, payload, deadline: .after(seconds: Double(seconds)))
  }
}
