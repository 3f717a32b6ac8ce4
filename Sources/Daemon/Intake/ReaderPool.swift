internal import Core
internal import Platform

/// The warm readers. A batch gets one reader at least, and every other that is idle at that moment, so that
/// a message that holds one reader up delays nobody else.
actor ReaderPool {
  private let program: String
  private let count: Int
  private let seconds: Int64
  private let limits: Limits
  private var parent: ReaderParent?
  private var idle: [ReaderProcess] = []
  private var waiting: [CheckedContinuation<ReaderProcess, Never>] = []
  /// Version of the tables in use.
  private(set) var version = ""
  /// What the readers say that confines them.
  private(set) var barriers: Set<Barrier> = []

  init(program: String, count: Int, seconds: Int64, limits: Limits = Limits()) {
    self.program = program
    self.count = count
    self.seconds = seconds
    self.limits = limits
  }

  /// Puts readers with these tables in place of the present ones, which finish what they have in hand.
  ///
  /// The first new reader must accept the tables; until then nothing changes.
  func load(_ tables: TableFiles) async throws(ReaderFailure) {
    let parent = ReaderParent(program: program, tables: tables, limits: limits)
    let readers = (0..<count).map { _ in ReaderProcess(parent: parent, seconds: seconds) }
    let answer = try await readers[0].start()
    self.parent = parent
    (version, barriers) = (answer.version, answer.barriers)
    let old = idle
    idle = []
    for reader in readers { put(reader) }
    for reader in old { await reader.stop() }
  }

  /// Reads a batch; results in order.
  func read(_ requests: [ReadRequest]) async throws(ReaderFailure) -> [Result<
    Verdict, ReaderFailure
  >] {
    guard !requests.isEmpty else { return [] }
    let queue = ReadQueue(requests)
    var readers = [await take()]
    while readers.count * 4 < requests.count, let reader = idle.popLast() { readers.append(reader) }
    await withTaskGroup(of: Void.self) { group in
      for reader in readers {
        group.addTask {
          await reader.work(through: queue)
          await self.giveBack(reader)
        }
      }
    }
    return try queue.results()
  }

  /// The bytes of one part of an item.
  func part(_ request: PartRequest) async throws(ReaderFailure) -> [UInt8] {
    let reader = await take()
    let answer = await reader.part(request)
    await giveBack(reader)
    return try answer.get()
  }

  func stop() async {
    parent = nil
    for reader in idle { await reader.stop() }
    idle = []
  }

  private func take() async -> ReaderProcess {
    if let reader = idle.popLast() { return reader }
    return await withCheckedContinuation { waiting.append($0) }
  }

  private func giveBack(_ reader: ReaderProcess) async {
    if reader.parent === parent { put(reader) } else { await reader.stop() }
  }

  private func put(_ reader: ReaderProcess) {
    if waiting.isEmpty {
      idle.append(reader)
    } else {
      waiting.removeFirst().resume(returning: reader)
    }
  }
}
