public import Core

extension SQLiteStore {
  public func signals(_ filter: SignalFilter) throws(StoreError) -> [SignalRow] {
    try database()(SQLiteStore.select(filter)).all(
      .integer(filter.after), .time(filter.since), .text(filter.municipality), .text(filter.queue),
      .integer(max(0, filter.limit)), read: SignalRow.init)
  }

  public func signal(_ reference: String) throws(StoreError) -> SignalRow? {
    try database()(
      """
      SELECT s.id, s.reference, i.received_at, i.committed_at, i.door, i.source, s.status,
        s.municipality, s.queue, s.candidates, s.urgency, s.state, s.deadline, i.digest, s.tables,
        i.record, s.provenances, s.supplements, i.list_row
      FROM signals AS s JOIN items AS i ON i.id = s.id WHERE s.reference = ?
      """
    ).first(.text(reference), read: SignalRow.init)
  }

  public func items(_ outcomes: [Outcome], reference: String?, limit: Int)
    throws(StoreError) -> [ItemRow]
  {
    var names = JSONWriter()
    names.array(outcomes.map(\.rawValue))
    let words = Value.text(String(decoding: names.bytes, as: UTF8.self))
    if let reference {
      return try database()(
        """
        SELECT i.id, i.outcome, i.reason, s.reference, i.received_at, i.committed_at, i.door,
          i.source, i.size, i.digest, i.record
        FROM signals AS s JOIN items AS i ON i.signal_id = s.id OR i.id = s.id
        WHERE s.reference = ?1 AND i.duplicate_of IS NULL
          AND i.outcome IN (SELECT value FROM json_each(?2))
        ORDER BY i.id LIMIT ?3
        """
      ).all(.text(reference), words, .integer(max(0, limit)), read: ItemRow.init)
    }
    guard outcomes.contains(.signal) else {
      return try database()(
        """
        SELECT i.id, i.outcome, i.reason, s.reference, i.received_at, i.committed_at, i.door,
          i.source, i.size, i.digest, i.record
        FROM items AS i INDEXED BY items_outcome LEFT JOIN signals AS s ON s.id = i.signal_id
        WHERE i.duplicate_of IS NULL AND i.outcome <> 'signal'
          AND i.outcome IN (SELECT value FROM json_each(?1))
        ORDER BY i.id LIMIT ?2
        """
      ).all(words, .integer(max(0, limit)), read: ItemRow.init)
    }
    return try database()(
      """
      SELECT i.id, i.outcome, i.reason, s.reference, i.received_at, i.committed_at, i.door,
        i.source, i.size, i.digest, i.record
      FROM items AS i LEFT JOIN signals AS s ON s.id = coalesce(i.signal_id, i.id)
      WHERE i.duplicate_of IS NULL AND i.outcome IN (SELECT value FROM json_each(?1))
      ORDER BY i.id LIMIT ?2
      """
    ).all(words, .integer(max(0, limit)), read: ItemRow.init)
  }

  public func item(_ id: ItemID) throws(StoreError) -> ItemRow? {
    try database()(
      """
      SELECT i.id, i.outcome, i.reason, s.reference, i.received_at, i.committed_at, i.door,
        i.source, i.size, i.digest, i.record
      FROM items AS i LEFT JOIN signals AS s ON s.id = coalesce(i.signal_id, i.id) WHERE i.id = ?
      """
    ).first(.integer(id), read: ItemRow.init)
  }

  public func original(_ digest: Digest) throws(StoreError) -> [UInt8]? {
    let found = try database().location(of: digest)
    guard let found, let segments else {
      throw StoreError(kind: .notFound, message: "no item has these bytes")
    }
    return try found.map { (place) throws(StoreError) in
      try segments.read(place, digest: digest)
    }
  }

  /// One statement for each way to ask, so that each can use its index.
  private static func select(_ filter: SignalFilter) -> StaticString {
    switch (filter.queue, filter.municipality) {
    case (nil, nil):
      """
      SELECT s.id, s.reference, i.received_at, i.committed_at, i.door, i.source, s.status,
        s.municipality, s.queue, s.candidates, s.urgency, s.state, s.deadline, i.digest, s.tables,
        i.record, s.provenances, s.supplements, i.list_row
      FROM signals AS s JOIN items AS i ON i.id = s.id
      WHERE s.id > ?1 AND (?2 IS NULL OR i.committed_at >= ?2) AND ?3 IS NULL AND ?4 IS NULL
      ORDER BY s.id LIMIT ?5
      """
    case (nil, _):
      """
      SELECT s.id, s.reference, i.received_at, i.committed_at, i.door, i.source, s.status,
        s.municipality, s.queue, s.candidates, s.urgency, s.state, s.deadline, i.digest, s.tables,
        i.record, s.provenances, s.supplements, i.list_row
      FROM signals AS s JOIN items AS i ON i.id = s.id
      WHERE s.municipality = ?3 AND s.id > ?1 AND (?2 IS NULL OR i.committed_at >= ?2)
        AND ?4 IS NULL
      ORDER BY s.id LIMIT ?5
      """
    default:
      """
      SELECT s.id, s.reference, i.received_at, i.committed_at, i.door, i.source, s.status,
        s.municipality, s.queue, s.candidates, s.urgency, s.state, s.deadline, i.digest, s.tables,
        i.record, s.provenances, s.supplements, i.list_row
      FROM signals AS s JOIN items AS i ON i.id = s.id
      WHERE s.queue = ?4 AND s.id > ?1 AND (?2 IS NULL OR i.committed_at >= ?2)
        AND (?3 IS NULL OR s.municipality = ?3)
      ORDER BY s.id LIMIT ?5
      """
    }
  }
}

extension Connection {
  /// Where the original with this digest lies; nil inside when its source refused it, nil when there is none.
  func location(of digest: Digest) throws(StoreError) -> Location?? {
    try self(
      """
      SELECT segment, position, length FROM items
      WHERE substr(digest, 1, 8) = substr(?1, 1, 8) AND digest = ?1
      ORDER BY segment IS NULL, id LIMIT 1
      """
    ).first(.blob(digest.bytes)) { row in
      row.isNull(0)
        ? nil : Location(segment: row.count(0), offset: row.integer(1), length: row.count(2))
    }
  }
}

extension SignalRow {
  fileprivate init(_ row: Row) throws(StoreError) {
    self.init(
      id: row.integer(0), reference: row.text(1), receivedAt: row.time(2),
      committedAt: row.time(3), door: try row.word(4), source: row.text(5),
      status: try row.word(6), municipality: row.optionalText(7), queue: row.text(8),
      candidates: row.text(9).split(separator: " ").map(String.init), urgency: try row.word(10),
      state: row.text(11), deadline: row.time(12), digest: try row.digest(13),
      tables: row.text(14), record: row.blob(15), provenances: row.count(16),
      supplements: row.count(17))
    self.row = row.isNull(18) ? nil : row.count(18)
  }
}

extension ItemRow {
  fileprivate init(_ row: Row) throws(StoreError) {
    self.init(
      id: row.integer(0), outcome: try row.word(1), reason: row.optionalText(2),
      reference: row.optionalText(3), receivedAt: row.time(4), committedAt: row.time(5),
      door: try row.word(6), source: row.text(7), bytes: row.count(8), digest: try row.digest(9),
      record: row.blob(10))
  }
}
