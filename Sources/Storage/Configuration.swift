internal import CSQLite
internal import Core
internal import Platform

extension Connection {
  /// Sets what does not stay in the file, and looks whether it took.
  func configure() throws(StoreError) {
    try harden()
    try execute(
      """
      PRAGMA synchronous = FULL;
      PRAGMA secure_delete = ON;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -16384;
      PRAGMA cell_size_check = ON;
      PRAGMA wal_autocheckpoint = 4000;
      PRAGMA journal_size_limit = 33554432;
      """)
    let expected: [(StaticString, String)] = [
      ("PRAGMA journal_mode = WAL", "wal"), ("PRAGMA synchronous", "2"),
      ("PRAGMA foreign_keys", "1"), ("PRAGMA secure_delete", "1"),
      ("PRAGMA trusted_schema", "0"),
    ]
    for (question, answer) in expected where try word(question) != answer {
      throw StoreError(
        kind: .other, message: "SQLite does not keep a setting that we need",
        statement: question.description)
    }
  }

  /// Moves the log of writes into the database, durable, and empties it; `busy` while somebody reads in it.
  func moveLog() throws(StoreError) {
    let isBusy = try self("PRAGMA wal_checkpoint(TRUNCATE)").first { $0.flag(0) }
    if isBusy == true {
      throw StoreError(kind: .busy, message: "somebody is reading in the log of writes")
    }
  }

  /// Looks through the database for damage, for about so long; what was not reached counts as good.
  ///
  /// 800 MB a second from memory: 200,000 signals.
  func check(seconds: Double) throws(StoreError) {
    var deadline = monotonicClock() + UInt64(seconds * 1e9)
    let report = try unsafe withUnsafeMutablePointer(to: &deadline) {
      (deadline) throws(StoreError) -> String in
      unsafe limit(until: deadline)
      defer { unsafe limit(until: nil) }
      do throws(StoreError) { return try word("PRAGMA quick_check(1)") } catch {
        guard error.code & 0xff == SQLITE_INTERRUPT else { throw error }
        return "ok"
      }
    }
    guard report == "ok" else { throw StoreError.damaged(code: SQLITE_CORRUPT) }
  }
}

extension StoreError {
  /// SQLite found no database, or one that is broken.
  var isDamage: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(code & 0xff) }

  static func damaged(code: Int32) -> StoreError {
    StoreError(
      kind: .corrupt, code: code,
      message: "the database is damaged, or is none: put it back from a backup; nothing was changed"
    )
  }
}
