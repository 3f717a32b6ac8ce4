public import Core
internal import Platform

/// A drop folder as a door: takes each file once, when it is complete, and removes it after the commit.
///
/// The folder is watched and listed. What is being looked at is always reached through an open directory and
/// an open file, never through a path a second time; nothing is followed, and nothing is waited on.
public actor FolderSource: Source {
  public nonisolated let name: String
  let folder: DropFolder
  let rules: NameRules
  let clock: @Sendable () -> Duration
  let wall: @Sendable () -> Timestamp
  private let executor: BlockingExecutor

  /// The folders that are read, by their path from the drop folder.
  var places: [[[UInt8]]: Place] = [:]
  var identity: FolderIdentity?
  var fileSystem = FileSystem(type: 0)
  let assumedFileSystem: FileSystem?
  /// Our own folders in it, during a look.
  var ownFolders: [String: OpenFolder] = [:]
  var inotify: Inotify?
  private var pump: Task<Void, Never>?
  var wakeUp: AsyncStream<Void>.Continuation?

  /// What is ours according to the ledger, and still lies here.
  var held: [String: Held] = [:]
  var isLedgerKnown = false
  /// Gone from the folder, and the ledger could not be told yet.
  var unsettled: [LedgerKey] = []

  var nextListing = Duration.zero
  /// Events were lost, or more came than can be remembered: what is here is known only after a listing.
  var isListingWanted = true
  var listings: UInt64 = 0
  private var pausedUntil = Duration.zero
  private var folderBackoff = Backoff(first: .seconds(1), limit: .seconds(30))
  private var storeBackoff = Backoff(first: .seconds(1), limit: .seconds(60))

  var problems = FolderProblems()
  private var health: SourceHealth
  private var toldHealth: SourceHealth?
  private var toldAt = Duration.zero
  /// What happened since the start.
  public internal(set) var counts = FolderCounts()

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  public init(_ folder: DropFolder) {
    self.init(
      folder, clock: { .nanoseconds(Int64(clamping: monotonicClock())) },
      wall: { Timestamp(seconds: wallClock()) })
  }

  /// - Parameters:
  ///   - clock: never goes back; for waiting.
  ///   - wall: to compare with the times of files.
  ///   - fileSystem: what to take the folder's for; nil to ask.
  init(
    _ folder: DropFolder, clock: @escaping @Sendable () -> Duration,
    wall: @escaping @Sendable () -> Timestamp, fileSystem: FileSystem? = nil
  ) {
    self.folder = folder
    self.clock = clock
    self.wall = wall
    assumedFileSystem = fileSystem
    name = folder.name
    rules = NameRules(
      folder, own: [folder.archiveFolder, folder.rejectedFolder, FolderSource.claimsFolder])
    executor = BlockingExecutor("folder \(folder.name)")
    health = SourceHealth(source: folder.name)
  }

  /// Throws, when `once`, a `FolderError` or `StoreError`; else it returns when it is cancelled.
  public func run(_ intake: any Intake, once: Bool) async throws {
    defer { close() }
    if once { try await lookOnce(intake) } else { await watchOn(intake) }
  }

  private func watchOn(_ intake: any Intake) async {
    let (wakes, wakeUp) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    self.wakeUp = wakeUp
    var wake = wakes.makeAsyncIterator()
    while !Task.isCancelled {
      let wait = await step(intake)
      let alarm = Task {
        try await Task.sleep(for: wait)
        wakeUp.yield()
      }
      _ = await wake.next(isolation: #isolation)
      alarm.cancel()
    }
  }

  /// One look: what happened, what is due. Gives the time to the next one.
  private func step(_ intake: any Intake) async -> Duration {
    if clock() >= pausedUntil {
      do throws(LookFailure) {
        try await look(intake)
        succeeded()
      } catch { failed(error) }
      leave()
    }
    await tell(intake)
    return waitingTime()
  }

  private func look(_ intake: any Intake) async throws(LookFailure) {
    health.lastAttempt = wall()
    try enter()
    try await learnLedger(intake)
    heedEvents()
    if clock() >= nextListing { try await list(intake) }
    // In a steady stream of files there always is a next one; something else has its turn too.
    let end = clock() + .seconds(1)
    while try await takeRipe(intake) > 0, clock() < end {}
  }

  /// What is complete now, and what becomes complete by waiting for the quiet time once.
  private func lookOnce(_ intake: any Intake) async throws {
    do throws(LookFailure) {
      try await look(intake)
      try await waitOut(intake)
      succeeded()
    } catch {
      failed(error)
      await tell(intake)
      switch error {
      case .store(let error): throw error
      case .folder(let trouble): throw FolderError(source: name, text: trouble.text)
      case .cancelled: throw CancellationError()
      }
    }
    await tell(intake)
  }

  private func waitOut(_ intake: any Intake) async throws(LookFailure) {
    let patience = quiet * 2 + .seconds(1)
    var arrivedBy = clock()
    var end = clock() + patience
    while clock() < end {
      let pending = places.values.reduce(0) { $0 + $1.stability.pending(arrivedBy: arrivedBy) }
      guard isListingWanted || pending > 0 else { return }
      let next = min(nextLook ?? end, isListingWanted ? nextListing : end) - clock()
      try? await Task.sleep(for: min(max(next, .milliseconds(1)), .milliseconds(200)))
      if Task.isCancelled { throw .cancelled }
      if isListingWanted, clock() >= nextListing {
        try await list(intake)
        (arrivedBy, end) = (clock(), clock() + patience)
      }
      if try await takeRipe(intake) > 0 { end = clock() + patience }
    }
  }

  // MARK: Progress

  private func succeeded() {
    folderBackoff.reset()
    storeBackoff.reset()
    problems.trouble = nil
    problems.store = nil
    health.lastSuccess = wall()
    health.consecutiveFailures = 0
  }

  /// Everything stays where it is, and all of it is looked at again later.
  private func failed(_ failure: LookFailure) {
    let jitter = Double.random(in: 0..<1)
    switch failure {
    case .cancelled: return
    case .folder(let trouble):
      problems.trouble = trouble
      pausedUntil = clock() + folderBackoff.next(jitter: jitter)
      forgetPlaces()
    case .store(let error):
      problems.store = error.kind
      pausedUntil = clock() + storeBackoff.next(jitter: jitter)
    }
    health.consecutiveFailures += 1
    listSoon()
  }

  /// Tells a change at once, and that all is as it was every half minute.
  private func tell(_ intake: any Intake) async {
    health.problem = problems.text
    health.unaccounted = problems.stale
    var known = toldHealth
    known?.lastAttempt = health.lastAttempt
    known?.lastSuccess = health.lastSuccess
    guard known != health || clock() - toldAt >= .seconds(30) else { return }
    toldHealth = health
    toldAt = clock()
    await intake.report(health)
  }

  /// In the middle of a long look: we are still at it.
  func tellProgress(_ intake: any Intake) async {
    guard clock() - toldAt >= .seconds(30) else { return }
    toldAt = clock()
    await intake.report(toldHealth ?? health)
  }

  private func waitingTime() -> Duration {
    let now = clock()
    let next = max(min(nextListing, nextLook ?? nextListing), pausedUntil)
    return max(min(next, toldAt + .seconds(30)) - now, .milliseconds(1))
  }

  /// At the next look.
  func listSoon() {
    nextListing = .zero
    isListingWanted = true
  }

  /// When everything that is here now has had its quiet time: not at every event of a storm.
  func listAfterQuiet() {
    nextListing = min(nextListing, clock() + quiet)
    isListingWanted = true
  }

  private var nextLook: Duration? {
    places.values.compactMap(\.stability.nextLook).min()
  }

  /// Longer on a network file system, where the size that is seen may be older than the file.
  var quiet: Duration { fileSystem.hasEvents ? folder.quiet : max(folder.quiet, .seconds(5)) }

  // MARK: Events

  /// Lets every event wake the loop; the next look takes the events themselves.
  func startPump(_ arrivals: AsyncStream<Void>) {
    let wakeUp = wakeUp
    pump = Task { for await _ in arrivals { wakeUp?.yield() } }
  }

  private func close() {
    forgetPlaces()
    inotify = nil
    pump?.cancel()
    pump = nil
    wakeUp?.finish()
    wakeUp = nil
    listSoon()
  }
}

/// Something of ours that still lies in the folder.
struct Held: Sendable {
  /// Number of the listing that saw it last.
  var seen: UInt64
  /// The text that says why it was refused was written.
  var isExplained: Bool
}

/// What became of the entries of a drop folder since the start.
public struct FolderCounts: Sendable, Hashable {
  /// Handed over and committed.
  public var taken = 0
  public var refused = 0
  /// Left alone because of their names, at the last listing.
  public var ignored = 0
  /// Not complete yet, at the last listing.
  public var waiting = 0
}

/// Why one look at a drop folder failed; in Dutch, without its path.
public struct FolderError: Error, Sendable, Hashable, CustomStringConvertible {
  public let source: String
  public let text: String
  public var description: String { "\(source): \(text)" }
}
