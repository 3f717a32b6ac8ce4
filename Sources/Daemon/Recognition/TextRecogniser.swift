internal import Core
internal import Platform
internal import Synchronization

/// The program that recognises text: a process for each picture, never used twice.
actor TextRecogniser {
  private let program: String
  private let seconds: Int64
  private let executor = BlockingExecutor("ocr")
  /// The process that is at work.
  private let running = Mutex<ChildProcess?>(nil)

  /// - Parameter seconds: time for one picture or document.
  init(program: String, seconds: Int64) {
    self.program = program
    self.seconds = seconds
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// What stands in a picture. A task that is cancelled ends the process.
  func recognise(_ picture: [UInt8]) async throws(ReaderFailure) -> Recognition {
    do {
      return try await withTaskCancellationHandler {
        try ask(picture)
      } onCancel: {
        running.withLock { $0?.kill() }
      }
    } catch let failure as ReaderFailure { throw failure } catch { throw .crash }
  }

  /// Starts a process and lets it go: its languages, and what confines it.
  func probe() throws(ReaderFailure) -> TablesAnswer {
    let channel = try start()
    defer { end() }
    return try Self.hello(channel)
  }

  private func ask(_ picture: [UInt8]) throws(ReaderFailure) -> Recognition {
    let channel = try start()
    defer { end() }
    if Task.isCancelled { throw .crash }
    do throws(ReaderFailure) { _ = try Self.hello(channel) } catch {
      if case .tables = error { return Recognition(fault: .unavailable) }
      throw error
    }
    failpoint("recognising")
    let answer = try channel.ask(
      .recognise, picture, deadline: .after(seconds: Double(seconds)))
    guard answer.kind == .recognise, let found = try? Recognition(decoding: answer.payload) else {
      throw .garbage
    }
    return found
  }

  /// It reads its languages and confines itself before it is given anything.
  private static func hello(_ channel: borrowing FrameChannel) throws(ReaderFailure) -> TablesAnswer
  {
    try channel.answer(deadline: .after(seconds: 60)).greeting()
  }

  private func start() throws(ReaderFailure) -> FrameChannel {
    do throws(Errno) {
      // One thread: tesseract's own are many times slower together.
      let spawned = try Spawn(
        program,
        environment: Spawn.bareEnvironment + ["OMP_THREAD_LIMIT=1"]
      ).start()
      let child = spawned.child
      running.withLock { $0 = child }
      return try FrameChannel(spawned.takeChannel())
    } catch {
      end()
      throw .start(error)
    }
  }

  /// Under the lock, so that nobody signals a number that is free again.
  private func end() {
    running.withLock { child in
      child?.kill()
      _ = try? child?.wait()
      child = nil
    }
  }
}
