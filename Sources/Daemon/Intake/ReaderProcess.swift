internal import Core
internal import Platform

/// One reader: a child that looks inside messages. Another child takes its place after each failure, and
/// after each message that could have taken it over.
actor ReaderProcess {
  nonisolated let parent: ReaderParent
  private let seconds: Int64
  private let executor: BlockingExecutor
  private var reader: ForkedReader?
  /// The child has not yet said what confines it.
  private var isStarting = false

  /// - Parameter seconds: time for one message.
  init(parent: ReaderParent, seconds: Int64) {
    self.parent = parent
    self.seconds = seconds
    executor = BlockingExecutor("reader")
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  isolated deinit { stop() }

  /// Number of the child; nil without one.
  var process: Int32? { reader?.id }

  /// Reads items of the batch until none is left. Three failures are the message's own end; a reader that
  /// cannot be had is the end of the batch.
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

  /// Starts a reader in place of the one that runs; what it says of itself.
  func start() throws(ReaderFailure) -> TablesAnswer {
    try launch()
    return try started()
  }

  func stop() {
    reader = nil
  }

  /// Asks, in up to three processes.
  private func read<T>(
    _ kind: FrameKind, _ request: [UInt8], limit: Int = FrameHeader.answerLimit,
    _ decode: ([UInt8]) -> T?
  ) throws(ReaderFailure) -> T {
    var attempt = 1
    while true {
      try prepare()
      do throws(ReaderFailure) {
        let answer = try ask(kind, request, limit)
        guard answer.kind == kind, let value = decode(answer.payload) else { throw .garbage }
        if answer.isSpent { stop() }
        return value
      } catch {
        stop()
        parent.stop()
        if attempt == 3 { throw error }
        attempt += 1
      }
    }
  }

  /// Has a reader that is ready; whatever hinders that is not the message's fault.
  private func prepare() throws(ReaderFailure) {
    do throws(ReaderFailure) {
      if reader == nil { try launch() }
      if isStarting { _ = try started() }
    } catch {
      stop()
      switch error {
      case .start, .tables: throw error
      case .crash, .timeout, .garbage: throw .start(Errno("reader_start", code: noChild))
      }
    }
  }

  /// A reader that is gone is replaced before the next message comes, and confines itself meanwhile. When
  /// that does not work now, it is tried again, and told, when there is a message.
  private func startAhead() { if reader == nil, (try? launch()) == nil { stop() } }

  private func launch() throws(ReaderFailure) {
    stop()
    reader = try parent.fork()
    isStarting = true
  }

  /// Takes the child's first word.
  private func started() throws(ReaderFailure) -> TablesAnswer {
    let answer = try reader?.channel.answer(deadline: .after(seconds: ReaderParent.startSeconds))
    guard let answer else { throw .crash }
    let greeting = try answer.greeting()
    isStarting = false
    return greeting
  }

  private func ask(
    _ kind: FrameKind, _ payload: [UInt8], _ limit: Int
  ) throws(ReaderFailure) -> Answer {
    let deadline = Deadline.after(seconds: Double(seconds))
    guard let answer = try reader?.channel.ask(kind, payload, deadline: deadline, limit: limit)
    else {
      throw .crash
    }
    return answer
  }
}

private let noChild: Int32 = 10  // ECHILD
