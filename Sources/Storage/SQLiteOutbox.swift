public import Core

extension SQLiteStore {
  public func lease(channels: [String], limit: Int, now: Timestamp, until: Timestamp)
    throws(StoreError) -> [OutboxEntry]
  {
    guard limit > 0 else { return [] }
    var names = JSONWriter()
    names.array(channels)
    let channels = String(decoding: names.bytes, as: UTF8.self)
    let leased = try write { (database) throws(StoreError) in
      try database(
        """
        UPDATE outbox SET leased_until = ?1
        WHERE id IN (
            SELECT id FROM outbox INDEXED BY outbox_pending
            WHERE state = 'pending' AND due <= ?2 AND leased_until <= ?2
              AND channel IN (SELECT value FROM json_each(?3))
            ORDER BY rank, due, id LIMIT ?4)
          AND NOT EXISTS (SELECT 1 FROM settings WHERE name = 'outbox_held')
        RETURNING id, kind, channel, recipient, sender, message_id, bytes, due, expires, reference,
          attempts, created_at, state, last_status, is_delay_told, rank
        """
      ).all(.time(until), .time(now), .text(channels), .integer(limit)) {
        (row) throws(StoreError) in (entry: try OutboxEntry(row), rank: row.integer(15))
      }
    }
    // RETURNING promises no order.
    return leased.sorted {
      ($0.rank, $0.entry.notice.due.seconds, $0.entry.id)
        < ($1.rank, $1.entry.notice.due.seconds, $1.entry.id)
    }.map(\.entry)
  }

  public func update(_ updates: [OutboxUpdate], now: Timestamp) throws(StoreError) {
    guard !updates.isEmpty else { return }
    try write { (database) throws(StoreError) in
      for update in updates {
        // What was discarded meanwhile stays so, unless it has left after all.
        try database(
          """
          UPDATE outbox SET state = ?2, due = ?3, last_status = ?4, is_delay_told = ?5,
            attempts = attempts + 1, leased_until = 0
          WHERE id = ?1 AND (state = 'pending' OR ?2 = 'delivered')
          """
        ).run(
          .integer(update.id), .text(update.state.rawValue), .time(update.due),
          .text(update.status), .flag(update.delayTold))
        guard database.changes > 0, update.state != .pending else { continue }
        try database.add(
          Event(at: now, subject: .outbox, id: update.id, event: update.state.rawValue))
      }
    }
  }

  public func enqueue(_ notices: [Notice], now: Timestamp) throws(StoreError) {
    guard !notices.isEmpty else { return }
    try write { (database) throws(StoreError) in
      for notice in notices { try database.add(notice, reference: nil, now: now) }
    }
  }

  public func nextDue() throws(StoreError) -> Timestamp? {
    try database()(
      """
      SELECT min(max(due, leased_until)) FROM outbox INDEXED BY outbox_pending
      WHERE state = 'pending' AND NOT EXISTS (SELECT 1 FROM settings WHERE name = 'outbox_held')
      """
    ).first { $0.optionalTime(0) } ?? nil
  }

  public func outbox(states: [OutboxState], limit: Int) throws(StoreError) -> [OutboxEntry] {
    var names = JSONWriter()
    names.array(states.map(\.rawValue))
    return try database()(
      """
      SELECT id, kind, channel, recipient, sender, message_id, bytes, due, expires, reference,
        attempts, created_at, state, last_status, is_delay_told
      FROM outbox WHERE state IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?
      """
    ).all(
      .text(String(decoding: names.bytes, as: UTF8.self)), .integer(max(0, limit)),
      read: OutboxEntry.init)
  }

  public func outboxEntry(_ id: OutboxID) throws(StoreError) -> OutboxEntry? {
    try database()(
      """
      SELECT id, kind, channel, recipient, sender, message_id, bytes, due, expires, reference,
        attempts, created_at, state, last_status, is_delay_told
      FROM outbox WHERE id = ?
      """
    ).first(.integer(id), read: OutboxEntry.init)
  }

  public func setOutboxHeld(_ held: Bool, now: Timestamp) throws(StoreError) {
    try write { (database) throws(StoreError) in
      if held {
        try database(
          "INSERT INTO settings (name, value) VALUES ('outbox_held', '1') ON CONFLICT DO NOTHING"
        ).run()
      } else {
        try database("DELETE FROM settings WHERE name = 'outbox_held'").run()
      }
      guard database.changes > 0 else { return }
      try database.add(
        Event(at: now, subject: .store, id: 0, event: held ? "hold" : "release"))
    }
  }

  public func requeue(_ id: OutboxID?, now: Timestamp, expires: Timestamp)
    throws(StoreError) -> Int
  {
    try write { (database) throws(StoreError) in
      // A lease is left alone: whoever has it may be sending.
      let requeued = try database(
        """
        UPDATE outbox SET state = 'pending', attempts = 0, is_delay_told = 0, due = ?2, expires = ?3
        WHERE (?1 IS NULL OR id = ?1) AND state IN ('pending', 'failed', 'held')
        RETURNING id
        """
      ).all(.integer(id), .time(now), .time(expires)) { $0.integer(0) }
      for id in requeued {
        try database.add(Event(at: now, subject: .outbox, id: id, event: "requeued"))
      }
      return requeued.count
    }
  }

  public func discard(_ id: OutboxID, reason: String, now: Timestamp) throws(StoreError) -> Bool {
    try write { (database) throws(StoreError) in
      try database(
        """
        UPDATE outbox SET state = 'discarded'
        WHERE id = ? AND state IN ('pending', 'failed', 'held')
        """
      ).run(.integer(id))
      guard database.changes > 0 else { return false }
      try database.add(
        Event(at: now, subject: .outbox, id: id, event: "discarded", detail: reason))
      return true
    }
  }
}

extension OutboxEntry {
  /// Columns: id, kind, channel, recipient, sender, message_id, bytes, due, expires, reference, attempts,
  /// created_at, state, last_status, is_delay_told.
  fileprivate init(_ row: Row) throws(StoreError) {
    let notice = Notice(
      kind: try row.word(1), channel: row.text(2), recipient: row.text(3), sender: row.text(4),
      messageID: row.text(5), bytes: row.blob(6), due: row.time(7), expires: row.time(8))
    self.init(
      id: row.integer(0), notice: notice, reference: row.optionalText(9), attempts: row.count(10),
      createdAt: row.time(11), state: try row.word(12), lastStatus: row.optionalText(13),
      isDelayTold: row.flag(14))
  }
}
