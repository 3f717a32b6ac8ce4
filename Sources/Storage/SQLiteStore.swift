public import Core
internal import Platform

/// The store of one daemon: a database and segment files in a directory of its own.
///
/// Two transactions never run at once in it, and none is interrupted: the actor has a thread of its own, and
/// no method waits for anything but the disk.
public actor SQLiteStore: Store {
  /// What the store is opened for.
  public enum Role: Sendable {
    /// Takes the lock, makes and upgrades the database, and is the only one that commits items.
    case daemon
    /// Looks, and changes the outbox, while a daemon may be running.
    case command
  }

  private let executor = BlockingExecutor("signaalpost.store")
  let directory: String
  let options: StoreOptions
  let role: Role
  var files: StoreFiles?
  var segments: Segments?
  private var connection: Connection?
  /// A commit failed and what it wrote may be read but not be durable.
  private var isDoubtful = false
  /// Called at the steps of a commit; tests fail or stop there.
  let probe: @Sendable (CommitStep) throws(StoreError) -> Void

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Opens the store in a directory.
  ///
  /// Errors: `busy` when another daemon has it (the message names its process); `notFound` when a command
  /// comes before the first daemon; `corrupt` when the database is damaged, not ours, newer, or missing
  /// beside originals: it is never made anew over a loss.
  public static func open(
    directory: String, options: StoreOptions = StoreOptions(), role: Role = .daemon
  ) async throws(StoreError) -> SQLiteStore {
    try await open(directory: directory, options: options, role: role) { _ in }
  }

  static func open(
    directory: String, options: StoreOptions = StoreOptions(), role: Role = .daemon,
    probe: @escaping @Sendable (CommitStep) throws(StoreError) -> Void
  ) async throws(StoreError) -> SQLiteStore {
    let store = SQLiteStore(directory, options, role, probe)
    try await store.start()
    return store
  }

  private init(
    _ directory: String, _ options: StoreOptions, _ role: Role,
    _ probe: @escaping @Sendable (CommitStep) throws(StoreError) -> Void
  ) {
    self.directory = directory
    self.options = options
    self.role = role
    self.probe = probe
  }

  /// Closes the database and gives the lock back. Nothing may be asked of the store after.
  public func close() {
    connection = nil
    segments = nil
    files?.close()
    files = nil
  }

  /// The connection; a new one after a failed commit.
  func database() throws(StoreError) -> Connection {
    if let connection { return connection }
    guard let files else { throw StoreError(kind: .other, message: "the store is closed") }
    let opened = try Connection(path: files.databasePath, busyTimeout: options.busyTimeout)
    try opened.configure()
    connection = opened
    return opened
  }

  /// One transaction that writes.
  func write<T>(_ body: (Connection) throws(StoreError) -> T) throws(StoreError) -> T {
    let database = try settled()
    do throws(StoreError) {
      return try database.transaction { () throws(StoreError) in try body(database) }
    } catch {
      if error.kind == .unknown { distrust() }
      throw error
    }
  }

  /// After a commit of unknown fate: the connection may show what the disk has not.
  func distrust() {
    connection = nil
    isDoubtful = true
  }

  /// A connection of which everything that can be read is durable.
  ///
  /// After a failed commit its rows may be in the log without being on the disk, and a second fsync of the
  /// log would say that all is well. Moving them into the database writes them once more.
  func settled() throws(StoreError) -> Connection {
    let database = try database()
    guard isDoubtful else { return database }
    try database.moveLog()
    isDoubtful = false
    return database
  }

  private func start() throws(StoreError) {
    do throws(StoreError) {
      switch role {
      case .daemon: try startDaemon()
      case .command: try startCommand()
      }
    } catch {
      close()
      throw error.isDamage ? StoreError.damaged(code: error.code) : error
    }
  }

  private func startDaemon() throws(StoreError) {
    let files = try StoreFiles(owning: directory)
    self.files = files
    try files.prepareDatabase()
    let database = try database()
    guard !database.isReadOnly else {
      throw StoreError(kind: .other, message: "the database cannot be written: see its permissions")
    }
    _ = try Schema.isNew(database)
    try database.check(seconds: 3)
    try Schema.migrate(database)
    // The lock says that whoever had these is gone.
    try database.execute("UPDATE outbox SET leased_until = 0 WHERE leased_until > 0")
    try database.execute("UPDATE recognition SET leased_until = 0 WHERE leased_until > 0")
    // The one before may have ended after a failed commit. With a reader in the log, or no room, it waits
    // for the first transaction that writes.
    isDoubtful = true
    do throws(StoreError) { _ = try settled() } catch {
      guard error.isTransient else { throw error }
    }
    let segments = try Segments(files.originals(), limit: options.segmentLimit)
    try checkSegments(database, segments)
    self.segments = segments
    try files.markOpen()
  }

  private func startCommand() throws(StoreError) {
    let files = try StoreFiles(existing: directory)
    self.files = files
    let database = try database()
    guard try !Schema.isNew(database),
      try database.number("PRAGMA user_version") == Schema.steps.count
    else {
      throw StoreError(
        kind: .corrupt,
        message: "the database is of another version than this program: "
          + "start the daemon of this version first")
    }
    segments = try Segments(files.originals(), limit: options.segmentLimit)
  }

  /// The newest original must be there, whole: else the segments are older than the database.
  private func checkSegments(_ database: Connection, _ segments: Segments) throws(StoreError) {
    let newest = try database(
      """
      SELECT segment, position + length FROM items
      WHERE segment IS NOT NULL ORDER BY id DESC LIMIT 1
      """
    ).first { (segment: $0.count(0), end: $0.integer(1)) }
    guard let newest else { return }
    guard let size = try segments.size(newest.segment), size >= newest.end else {
      throw StoreError(
        kind: .corrupt,
        message: "the newest originals are missing: the folder originals is older than the database"
      )
    }
  }
}

/// Moments in a commit at which a crash or an error must do no harm.
enum CommitStep: String, CaseIterable, Sendable {
  /// The transaction is open.
  case begun
  /// All rows and originals are written, none is durable.
  case written
  /// The originals are durable.
  case synced
  /// The rows are durable.
  case committed
}
