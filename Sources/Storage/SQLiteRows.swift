internal import Core

/// Rows in the database, originals in segments; within the transaction that its owner has begun.
struct SQLiteRows: CommitRows {
  let database: Connection
  let segments: Segments
  /// Ledger keys that this batch adds.
  private(set) var added: [LedgerKey] = []
  /// Where the original of the newest list lies.
  private var shared: (digest: Digest, location: Location)?
  /// By bytes: two names that look the same are two collections.
  private var collections: [[UInt8]: Int64] = [:]

  init(_ database: Connection, _ segments: Segments) {
    self.database = database
    self.segments = segments
  }

  func provenance(_ key: LedgerKey) throws(StoreError) -> Provenance? {
    try database(
      """
      SELECT i.id, i.outcome, i.digest, s.id, s.reference, s.queue, s.deadline, s.sender, s.reporter,
        l.is_first
      FROM collections AS c
      JOIN ledger AS l ON l.collection_id = c.id
      JOIN items AS i ON i.id = l.item_id
      LEFT JOIN signals AS s ON s.id = coalesce(i.signal_id, i.id)
      WHERE c.source = ? AND c.collection = ? AND c.epoch = ? AND l.key = ?
      """
    ).first(
      .text(key.source), .text(key.collection), .integer(Int64(key.epoch)), .text(key.key)
    ) { (row) throws(StoreError) in
      Provenance(item: try KnownItem(row), isFirst: row.flag(9))
    }
  }

  func items(digest: Digest) throws(StoreError) -> [KnownItem] {
    try database(
      """
      SELECT i.id, i.outcome, i.digest, s.id, s.reference, s.queue, s.deadline, s.sender, s.reporter
      FROM items AS i LEFT JOIN signals AS s ON s.id = coalesce(i.signal_id, i.id)
      WHERE substr(i.digest, 1, 8) = substr(?1, 1, 8) AND i.digest = ?1
        AND i.list_row IS NULL
      ORDER BY i.id
      """
    ).all(.blob(digest.bytes), read: KnownItem.init)
  }

  func items(fingerprint: Digest) throws(StoreError) -> [KnownItem] {
    try database(
      """
      SELECT i.id, i.outcome, i.digest, s.id, s.reference, s.queue, s.deadline, s.sender, s.reporter
      FROM items AS i LEFT JOIN signals AS s ON s.id = coalesce(i.signal_id, i.id)
      WHERE substr(i.fingerprint, 1, 8) = substr(?1, 1, 8) AND i.fingerprint = ?1
        AND i.duplicate_of IS NULL AND i.outcome <> 'quarantine'
      ORDER BY i.id
      """
    ).all(.blob(fingerprint.bytes), read: KnownItem.init)
  }

  func signal(reference: String) throws(StoreError) -> KnownSignal? {
    try database(
      """
      SELECT NULL, NULL, NULL, id, reference, queue, deadline, sender, reporter
      FROM signals WHERE reference = ?
      """
    ).first(.text(reference), read: KnownSignal.init)
  }

  func nextNumber(year: Int) throws(StoreError) -> Int {
    try database(
      """
      INSERT INTO counters (year, last) VALUES (?, 1)
      ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last
      """
    ).first(.integer(year)) { $0.count(0) } ?? 0
  }

  mutating func add(_ item: NewItem) throws(StoreError) -> ItemID {
    let taken = item.taken
    let location = try place(taken)
    try database(
      """
      INSERT INTO items (outcome, reason, signal_id, duplicate_of, door, source, name, received_at,
        committed_at, size, digest, fingerprint, segment, position, length, list_row, record)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).run(
      .text(item.outcome.rawValue), .text(taken.verdict.reason), .integer(item.signal),
      .integer(item.duplicateOf), .text(taken.item.door.rawValue), .text(taken.item.ledger.source),
      .text(taken.item.name), .time(taken.item.receivedAt), .time(item.committedAt),
      .integer(taken.item.bytes.count), .blob(taken.digest.bytes),
      .blob(taken.verdict.fingerprint.bytes), .integer(location.map { Int64($0.segment) }),
      .integer(location?.offset), .integer(location.map { Int64($0.length) }),
      .integer(taken.row.map(Int64.init)), large: taken.verdict.record)
    let id = database.lastID
    try add(taken.verdict.parts, item: id)
    return id
  }

  /// Writes the original, unless it is there: rows share that of their list, which was written before them.
  private mutating func place(_ taken: Taken) throws(StoreError) -> Location? {
    guard taken.item.refusal == nil else { return nil }
    if taken.row == nil { return try segments.append(taken.item.bytes) }
    if let shared, shared.digest == taken.digest { return shared.location }
    let found = try database.location(of: taken.digest)
    guard let found = found ?? nil else {
      throw StoreError(kind: .other, message: "the original of a list is missing")
    }
    shared = (taken.digest, found)
    return found
  }

  func add(_ parts: [Part], item: ItemID) throws(StoreError) {
    for (number, part) in parts.enumerated() {
      try database(
        """
        INSERT INTO parts (item_id, number, path, type, name, size, outcome, note)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        .integer(item), .integer(number), .text(part.path), .text(part.type), .text(part.name),
        .integer(part.bytes), .text(part.outcome.rawValue), .text(part.note))
    }
  }

  func add(_ signal: NewSignal) throws(StoreError) {
    try add(
      signal: signal.id, reference: signal.reference, signal.taken.verdict,
      deadline: signal.deadline)
  }

  func add(
    signal id: SignalID, reference: String, _ verdict: Verdict, deadline: Timestamp
  ) throws(StoreError) {
    try database(
      """
      INSERT INTO signals (id, reference, status, municipality, queue, candidates, urgency, deadline,
        tables, sender, reporter)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).run(
      .integer(id), .text(reference), .text(verdict.status.rawValue),
      .text(verdict.municipality), .text(verdict.queue),
      .text(verdict.candidates.joined(separator: " ")), .text(verdict.urgency.rawValue),
      .time(deadline), .text(verdict.tables), .text(verdict.sender?.lowercased()),
      .text(verdict.receiptTo?.lowercased()))
  }

  mutating func add(
    provenance key: LedgerKey, item: ItemID, isFirst: Bool, now: Timestamp
  ) throws(StoreError) {
    try database(
      """
      INSERT INTO ledger (collection_id, key, item_id, is_first, committed_at)
      VALUES (?, ?, ?, ?, ?)
      """
    ).run(
      .integer(try collection(key)), .text(key.key), .integer(item), .flag(isFirst), .time(now))
    added.append(key)
  }

  func count(provenances: Int, supplements: Int, signal: SignalID) throws(StoreError) {
    try database(
      """
      UPDATE signals SET provenances = provenances + ?, supplements = supplements + ? WHERE id = ?
      """
    ).run(.integer(provenances), .integer(supplements), .integer(signal))
  }

  func notices(_ kind: Notice.Kind, recipient: String, since: Timestamp) throws(StoreError) -> Int {
    try database(
      "SELECT count(*) FROM outbox WHERE recipient = ? AND kind = ? AND created_at >= ?"
    ).first(.text(recipient), .text(kind.rawValue), .time(since)) { $0.count(0) } ?? 0
  }

  func add(_ notice: Notice, reference: String?, now: Timestamp) throws(StoreError) {
    try database.add(notice, reference: reference, now: now)
  }

  func add(_ event: Event) throws(StoreError) { try database.add(event) }

  private mutating func collection(_ key: LedgerKey) throws(StoreError) -> Int64 {
    let name = Array("\(key.source)\0\(key.collection)\0\(key.epoch)".utf8)
    if let id = collections[name] { return id }
    // The update changes nothing; it makes RETURNING answer for a row that is there.
    let id = try database(
      """
      INSERT INTO collections (source, collection, epoch) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET epoch = excluded.epoch RETURNING id
      """
    ).first(.text(key.source), .text(key.collection), .integer(Int64(key.epoch))) { $0.integer(0) }
    collections[name] = id
    return id ?? 0
  }
}

extension Connection {
  func add(_ event: Event) throws(StoreError) {
    try self("INSERT INTO events (at, subject, subject_id, event, detail) VALUES (?, ?, ?, ?, ?)")
      .run(
        .time(event.at), .text(event.subject.rawValue), .integer(event.id), .text(event.event),
        .text(event.detail))
  }

  func add(_ notice: Notice, reference: String?, now: Timestamp) throws(StoreError) {
    try self(
      """
      INSERT INTO outbox (rank, kind, channel, recipient, sender, message_id, reference, created_at,
        due, expires, bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).run(
      .integer(notice.kind == .acute ? 0 : 1), .text(notice.kind.rawValue), .text(notice.channel),
      .text(notice.recipient), .text(notice.sender), .text(notice.messageID), .text(reference),
      .time(now), .time(notice.due), .time(notice.expires), large: notice.bytes)
  }
}

extension KnownItem {
  /// Columns: id, outcome, digest, and those of a signal.
  init(_ row: Row) throws(StoreError) {
    id = row.integer(0)
    outcome = try row.word(1)
    digest = try row.digest(2)
    signal = row.isNull(3) ? nil : try KnownSignal(row)
  }
}

extension KnownSignal {
  /// Columns from 3: id, reference, queue, deadline, sender, reporter.
  fileprivate init(_ row: Row) throws(StoreError) {
    id = row.integer(3)
    reference = row.text(4)
    queue = row.text(5)
    deadline = row.time(6)
    senders = [row.optionalText(7), row.optionalText(8)].compactMap { $0 }
  }
}
