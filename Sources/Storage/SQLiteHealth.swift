public import Core

extension SQLiteStore {
  public func report(_ health: SourceHealth) throws(StoreError) {
    try write { (database) throws(StoreError) in
      try database(
        """
        INSERT INTO sources (source, last_success, last_attempt, consecutive_failures, problem,
          unaccounted)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (source) DO UPDATE SET last_success = excluded.last_success,
          last_attempt = excluded.last_attempt,
          consecutive_failures = excluded.consecutive_failures, problem = excluded.problem,
          unaccounted = excluded.unaccounted
        """
      ).run(
        .text(health.source), .time(health.lastSuccess), .time(health.lastAttempt),
        .integer(health.consecutiveFailures), .text(health.problem), .integer(health.unaccounted))
    }
  }

  public func health() throws(StoreError) -> [SourceHealth] {
    try database()(
      """
      SELECT source, last_success, last_attempt, consecutive_failures, problem, unaccounted
      FROM sources ORDER BY source
      """
    ).all { row in
      var health = SourceHealth(source: row.text(0))
      health.lastSuccess = row.optionalTime(1)
      health.lastAttempt = row.optionalTime(2)
      health.consecutiveFailures = row.count(3)
      health.problem = row.optionalText(4)
      health.unaccounted = row.count(5)
      return health
    }
  }

  public func counts() throws(StoreError) -> StoreCounts {
    let database = try database()
    let others = try database.tally(
      """
      SELECT outcome, count(*) FROM items WHERE duplicate_of IS NULL AND outcome <> 'signal'
      GROUP BY outcome
      """)
    let outbox = try database.tally("SELECT state, count(*) FROM outbox GROUP BY state")
    let queues = try database.tally("SELECT queue, count(*) FROM signals GROUP BY queue")
    let oldest = try database(
      "SELECT min(created_at) FROM outbox INDEXED BY outbox_pending WHERE state = 'pending'"
    ).first { $0.optionalTime(0) }
    let held = try database.number("SELECT count(*) FROM settings WHERE name = 'outbox_held'")
    var counts = StoreCounts(
      signals: queues.values.reduce(0, +), supplements: others[Outcome.supplement.rawValue] ?? 0,
      notSignals: others[Outcome.notASignal.rawValue] ?? 0,
      quarantine: others[Outcome.quarantine.rawValue] ?? 0, queues: queues,
      outbox: outbox.reduce(into: [:]) { counts, row in
        if let state = OutboxState(rawValue: row.key) { counts[state] = row.value }
      }, oldestPending: oldest ?? nil, isOutboxHeld: held > 0)
    counts.waiting = try Int(
      database.number(
        "SELECT count(*) FROM recognition INDEXED BY recognition_due WHERE result IS NULL"))
    return counts
  }
}

extension Connection {
  /// Rows of a word and a count.
  fileprivate func tally(_ sql: StaticString) throws(StoreError) -> [String: Int] {
    let rows = try self(sql).all { ($0.text(0), $0.count(1)) }
    return Dictionary(rows) { $0 + $1 }
  }
}
