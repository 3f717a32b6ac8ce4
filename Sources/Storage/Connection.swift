internal import CSQLite
internal import Core
internal import Platform

/// One connection to the database, closed once. Belongs to one actor: it has no lock of its own.
@safe final class Connection {
  fileprivate let handle: OpaquePointer
  // A statement's text is a literal, so its address is its name.
  private var statements: [UnsafeRawPointer: Statement] = unsafe [:]

  /// What SQLite answered to a commit of unknown fate.
  var commitFailure: StoreError?

  /// Opens a file that exists. The corresponding C function is `sqlite3_open_v2`.
  init(path: String, busyTimeout: Int32) throws(StoreError) {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = unsafe sqlite3_open_v2(path, &handle, flags, nil)
    guard code == SQLITE_OK, let handle = unsafe handle else {
      let error = unsafe StoreError(handle, code, nil)
      unsafe sqlite3_close_v2(handle)
      throw error
    }
    unsafe sqlite3_busy_timeout(handle, busyTimeout)
    unsafe self.handle = handle
  }

  deinit {
    unsafe statements.removeAll()
    unsafe sqlite3_close_v2(handle)
  }

  /// The prepared form of a literal; made once.
  func callAsFunction(_ sql: StaticString) throws(StoreError) -> Statement {
    let key = unsafe UnsafeRawPointer(sql.utf8Start)
    if let statement = unsafe statements[key] { return statement }
    let statement = try unsafe Statement(sql, connection: handle)
    unsafe statements[key] = statement
    return statement
  }

  /// Runs several statements without values. The corresponding C function is `sqlite3_exec`.
  func execute(_ script: StaticString) throws(StoreError) {
    let text = unsafe UnsafeRawPointer(script.utf8Start).assumingMemoryBound(to: CChar.self)
    let code = unsafe sqlite3_exec(handle, text, nil, nil, nil)
    guard code == SQLITE_OK else { throw unsafe StoreError(handle, code, nil) }
  }

  /// The one value of a PRAGMA or query.
  func number(_ sql: StaticString) throws(StoreError) -> Int64 {
    try self(sql).first { $0.integer(0) } ?? 0
  }

  func word(_ sql: StaticString) throws(StoreError) -> String {
    try self(sql).first { $0.text(0) } ?? ""
  }

  /// True while no transaction is open.
  var isIdle: Bool { unsafe sqlite3_get_autocommit(handle) != 0 }

  /// True when the file, or the folder it is in, cannot be written.
  var isReadOnly: Bool { unsafe sqlite3_db_readonly(handle, "main") == 1 }

  /// Rows that the last statement changed.
  var changes: Int { unsafe Int(sqlite3_changes64(handle)) }

  /// The row that the last INSERT made.
  var lastID: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

  /// Keeps the schema from being turned against us, and the log of writes from being removed by whoever
  /// closes last. The corresponding C functions are `sqlite3_db_config` and `sqlite3_file_control`.
  func harden() throws(StoreError) {
    let settings = [
      (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
      (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0),
      (SQLITE_DBCONFIG_ENABLE_FKEY, 1), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
    ]
    for (setting, value) in settings {
      let code = unsafe csqlite_db_config_int(handle, setting, Int32(value))
      guard code == SQLITE_OK else { throw unsafe StoreError(handle, code, nil) }
    }
    var keep: Int32 = 1
    let code = unsafe sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &keep)
    guard code == SQLITE_OK else { throw unsafe StoreError(handle, code, nil) }
  }
}

extension Connection {
  /// Interrupts statements that run past a moment of the monotonic clock; nil lets them run again. The
  /// corresponding C function is `sqlite3_progress_handler`.
  func limit(until deadline: UnsafeMutablePointer<UInt64>?) {
    guard let deadline = unsafe deadline else {
      return unsafe sqlite3_progress_handler(handle, 0, nil, nil)
    }
    unsafe sqlite3_progress_handler(
      handle, 1000,
      { deadline in
        guard let deadline = unsafe deadline else { return 0 }
        return unsafe monotonicClock() > deadline.load(as: UInt64.self) ? 1 : 0
      }, deadline)
  }
}

extension StoreError {
  /// What SQLite answered, in its words for the code: those about the statement could quote it.
  init(_ connection: OpaquePointer?, _ code: Int32, _ sql: StaticString?) {
    let system = unsafe connection.map { unsafe sqlite3_system_errno($0) } ?? 0
    self.init(
      kind: StoreError.kind(code, system: system), code: code,
      message: unsafe String(cString: sqlite3_errstr(code)), statement: sql?.description)
  }

  /// SQLite could not write for lack of space.
  var isNoRoom: Bool { code & 0xff == SQLITE_FULL }

  private static func kind(_ code: Int32, system: Int32) -> Kind {
    switch code & 0xff {
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_FULL: .full
    case SQLITE_IOERR where system == noSpace || system == quotaExceeded: .full
    case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
    default: .other
    }
  }

  /// ENOSPC and EDQUOT of Linux.
  private static let noSpace: Int32 = 28
  private static let quotaExceeded: Int32 = 122
}
