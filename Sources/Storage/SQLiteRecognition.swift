public import Core

extension SQLiteStore {
  public func claimWaiting(now: Timestamp, until: Timestamp) throws(StoreError) -> WaitingItem? {
    try write { (database) throws(StoreError) in
      let claimed = try database(
        """
        UPDATE recognition SET leased_until = ?1, attempts = attempts + 1
        WHERE item_id = (
          SELECT item_id FROM recognition INDEXED BY recognition_due
          WHERE result IS NULL AND due <= ?2 AND leased_until <= ?2
          ORDER BY due, item_id LIMIT 1)
        RETURNING item_id, parts, attempts - 1, failures
        """
      ).first(.time(until), .time(now)) {
        (id: $0.integer(0), parts: $0.text(1), attempts: $0.count(2), failures: $0.count(3))
      }
      guard let claimed else { return nil }
      return try database(
        "SELECT digest, door, received_at, name FROM items WHERE id = ?"
      ).first(.integer(claimed.id)) { (row) throws(StoreError) in
        WaitingItem(
          id: claimed.id, digest: try row.digest(0), door: try row.word(1), receivedAt: row.time(2),
          name: row.optionalText(3), parts: claimed.parts.split(separator: " ").map(String.init),
          attempts: claimed.attempts, failures: claimed.failures)
      }
    }
  }

  public func postpone(_ item: ItemID, due: Timestamp, isFailure: Bool) throws(StoreError) {
    try write { (database) throws(StoreError) in
      try database(
        """
        UPDATE recognition SET due = ?1, leased_until = 0, failures = failures + ?2,
          attempts = max(0, attempts - 1 + ?2)
        WHERE item_id = ?3 AND result IS NULL
        """
      ).run(.time(due), .flag(isFailure), .integer(item))
    }
  }

  public func nextWaiting() throws(StoreError) -> Timestamp? {
    try database()(
      """
      SELECT min(max(due, leased_until)) FROM recognition INDEXED BY recognition_due
      WHERE result IS NULL
      """
    ).first { $0.optionalTime(0) } ?? nil
  }

  public func revise(
    _ item: ItemID, _ verdict: Verdict, provenReference: String?, result: String, now: Timestamp,
    compose: @escaping ComposeRevision
  ) throws(StoreError) -> Disposition? {
    guard role == .daemon, let segments else {
      throw StoreError(kind: .other, message: "only the daemon commits")
    }
    return try write { (database) throws(StoreError) in
      let rows = SQLiteRows(database, segments)
      var admission = Admission(rows: rows, options: options, now: now) { _, _ in [] }
      return try admission.revise(
        item, verdict, provenReference: provenReference, result: result, compose: compose)
    }
  }
}

// Second readings, within the transaction that its owner has begun.
extension SQLiteRows {
  func wait(_ item: ItemID, parts: [String], now: Timestamp) throws(StoreError) {
    try database("INSERT INTO recognition (item_id, parts, due) VALUES (?, ?, ?)")
      .run(.integer(item), .text(parts.joined(separator: " ")), .time(now))
  }

  func waiting(_ item: ItemID) throws(StoreError) -> StoredItem? {
    try database(
      """
      SELECT i.id, i.outcome, i.digest, s.id, s.reference, s.queue, s.deadline, s.sender, s.reporter,
        i.received_at, s.status, s.municipality, s.candidates, s.urgency
      FROM recognition AS r JOIN items AS i ON i.id = r.item_id
      LEFT JOIN signals AS s ON s.id = coalesce(i.signal_id, i.id)
      WHERE r.item_id = ? AND r.result IS NULL
      """
    ).first(.integer(item)) { (row) throws(StoreError) in
      let known = try KnownItem(row)
      var placement: Placement?
      if known.outcome == .signal, let signal = known.signal {
        placement = Placement(
          outcome: .signal, status: try row.word(10), municipality: row.optionalText(11),
          queue: signal.queue, candidates: row.text(12).split(separator: " ").map(String.init),
          urgency: try row.word(13))
      }
      return StoredItem(known: known, receivedAt: row.time(9), placement: placement)
    }
  }

  func endWaiting(_ item: ItemID, result: String) throws(StoreError) {
    try database("UPDATE recognition SET result = ?, leased_until = 0 WHERE item_id = ?")
      .run(.text(result), .integer(item))
  }

  func replace(
    _ item: ItemID, _ verdict: Verdict, outcome: Outcome, signal: SignalID?
  ) throws(StoreError) {
    try database("UPDATE items SET outcome = ?, reason = ?, signal_id = ?, record = ? WHERE id = ?")
      .run(
        .text(outcome.rawValue), .text(verdict.reason), .integer(signal), .blob(verdict.record),
        .integer(item))
    try database("DELETE FROM parts WHERE item_id = ?").run(.integer(item))
    try add(verdict.parts, item: item)
  }

  func place(
    _ signal: SignalID, _ placement: Placement, deadline: Timestamp
  ) throws(StoreError) {
    try database(
      """
      UPDATE signals SET status = ?, municipality = ?, queue = ?, candidates = ?, urgency = ?,
        deadline = ? WHERE id = ?
      """
    ).run(
      .text(placement.status.rawValue), .text(placement.municipality), .text(placement.queue),
      .text(placement.candidates.joined(separator: " ")), .text(placement.urgency.rawValue),
      .time(deadline), .integer(signal))
  }

  func promote(
    _ item: ItemID, reference: String, _ verdict: Verdict, deadline: Timestamp
  ) throws(StoreError) {
    try add(
      signal: item, reference: reference, verdict, deadline: deadline)
  }
}
