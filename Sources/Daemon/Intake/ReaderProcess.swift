internal import Core
internal import Platform

/// One reader: a child that looks inside messages, with the tables it was given. Another child takes its
/// place after each failure, and after each message that could have taken it over.
actor ReaderProcess {
  nonisolated let generation: Int
  private let program: String
  private let tables: TableFiles
  private let seconds: Int64
  private let executor: BlockingExecutor
  private var child: ChildProcess?
  private var channel: FrameChannel?
  /// The child has the tables, and has not yet said what it thinks of them.
  private var isStarting = false

  /// Time for a start, whatever a message gets: no message is to blame for a slow machine.
  private static let startSeconds: Int64 = 30

  /// - Parameter seconds: time for one message.
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

  /// Number of the child; nil without one.
  var process: Int32? { child?.id }

  /// Reads items of the batch until none is left. Three failures are the message's own end.
  func work(through queue: ReadQueue) {
    while let (index, request) = queue.next() {
      do throws(ReaderFailure) {
        let verdict = try read(.read, request.encoded()) { try? Verdict(decoding: $0) }
        queue.finish(index, .success(verdict))
      } catch {
        switch error {
        case .start, .tables: return queue.abandon(error)
        default: queue.finish(index, .failure(error))
        }
      }
      startAhead()
    }
  }

  /// The bytes of one part of an item. Three failures are the item's own end.
  func part(_ request: PartRequest) -> Result<[UInt8], ReaderFailure> {
    defer { startAhead() }
    do throws(ReaderFailure) {
      let limit = FrameHeader.requestLimit
      return .success(try read(.part, request.encoded(), limit: limit) { $0 })
    } catch { return .failure(error) }
  }

  /// Starts a reader in place of the one that runs; what it answered to the tables.
  func start() throws(ReaderFailure) -> TablesAnswer {
    try launch()
    return try started()
  }

  func stop() {
    channel = nil
    child?.kill()
    _ = try? child?.wait()
    child = nil
  }

  /// Asks, in up to three processes.
  private func read<T>(
    _ kind: FrameKind, _ request: [UInt8], limit: Int = FrameHeader.answerLimit,
    _ decode: ([UInt8]) -> T?
  ) throws(ReaderFailure) -> T {
    var attempt = 1
    while true {
      do throws(ReaderFailure) {
        if channel == nil { try launch() }
        if isStarting { _ = try started() }
        let answer = try ask(kind, request, limit)
        guard answer.kind == kind, let value = decode(answer.payload) else { throw .garbage }
        if answer.isSpent { stop() }
        return value
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

  /// A reader that is gone is replaced before the next message comes, and loads its tables meanwhile. When
  /// that does not work now, it is tried again, and told, when there is a message.
  private func startAhead() { if channel == nil, (try? launch()) == nil { stop() } }

  /// Starts a child and sends it the tables.
  private func launch() throws(ReaderFailure) {
    stop()
    do throws(Errno) {
      let spawned = try Spawn(
        program, environment: ["SWIFT_BACKTRACE=enable=no", "LC_ALL=C.UTF-8", "TZ=UTC"]
      ).start()
      child = spawned.child
      channel = try FrameChannel(spawned.takeChannel())
    } catch { throw .start(error) }
    isStarting = true
    try channel?.send(
      .tables, tables.encoded(), deadline: .after(seconds: Double(Self.startSeconds)))
  }

  /// Takes the answer to the tables.
  private func started() throws(ReaderFailure) -> TablesAnswer {
    let deadline = Deadline.after(seconds: Double(Self.startSeconds))
    guard let answer = try channel?.answer(deadline: deadline) else { throw .crash }
    switch answer.kind {
    case .tables:
      guard let answer = try? TablesAnswer(decoding: answer.payload) else { throw .garbage }
      isStarting = false
      return answer
    case .problems:
      throw .tables(
        (try? FrameProblems(decoding: answer.payload))?.problems ?? ["the tables are refused"])
    case .read, .part, .recognise, .risk: throw .garbage
    }
  }

  private func ask(
    _ kind: FrameKind, _ payload: [UInt8], _ limit: Int
  ) throws(ReaderFailure) -> Answer {
    let deadline = Deadline.after(seconds: Double(seconds))
    guard let answer = try channel?.ask(kind, payload, deadline: deadline, limit: limit) else {
      throw .crash
    }
    return answer
  }
}
