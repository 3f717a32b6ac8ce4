internal import Core

/// The shape of the database, as the steps that lead to it. A step that has been released is never changed;
/// the next one is added below it.
enum Schema {
  /// `SGPT`, in the file's header: tells our database from any other.
  static let application: Int64 = 0x5347_5054

  /// Step n leads from version n to n + 1.
  static let steps: [StaticString] = [first, recognition, rowsOfLists]

  /// Brings the database to the newest version, each step in a transaction of its own.
  static func migrate(_ connection: Connection) throws(StoreError) {
    let version = try connection.number("PRAGMA user_version")
    guard version <= steps.count else {
      throw StoreError(
        kind: .corrupt,
        message: "the database has version \(version), made by a newer signaalpost; "
          + "this one knows up to \(steps.count)")
    }
    for step in steps[Int(max(0, version))...] {
      try connection.transaction { () throws(StoreError) in try connection.execute(step) }
    }
  }

  /// Refuses a database that is somebody else's. True when it is still empty.
  static func isNew(_ connection: Connection) throws(StoreError) -> Bool {
    let application = try connection.number("PRAGMA application_id")
    if application == Schema.application { return false }
    let tables = try connection.number("SELECT count(*) FROM sqlite_schema")
    guard application == 0, tables == 0 else {
      throw StoreError(kind: .corrupt, message: "this is not a database of signaalpost")
    }
    return true
  }

  /// Items with pictures whose text is recognised after they were committed.
  private static let recognition: StaticString = """
    CREATE TABLE recognition (
      item_id INTEGER PRIMARY KEY REFERENCES items (id),
      -- Paths of the parts, with a space between.
      parts TEXT NOT NULL,
      due INTEGER NOT NULL,
      leased_until INTEGER NOT NULL DEFAULT 0,
      attempts INTEGER NOT NULL DEFAULT 0,
      failures INTEGER NOT NULL DEFAULT 0,
      -- How it ended, a word; null while it waits.
      result TEXT
    ) STRICT;
    CREATE INDEX recognition_due ON recognition (due, item_id) WHERE result IS NULL;

    PRAGMA user_version = 2;
    """

  /// Moments are seconds since 1970 UTC. What a person wrote is in `items.record`, `items.name`,
  /// `signals.sender`, `signals.reporter`, `parts` and the originals, and nowhere else.
  private static let first: StaticString = """
    -- What arrived, whatever became of it. A signal's item has the signal's id.
    CREATE TABLE items (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      outcome TEXT NOT NULL
        CHECK (outcome IN ('signal', 'supplement', 'not_a_signal', 'quarantine')),
      reason TEXT,
      -- The signal that it belongs to; null for a signal's own item.
      signal_id INTEGER REFERENCES signals (id),
      -- The item with the same content in other bytes, that was first.
      duplicate_of INTEGER REFERENCES items (id),
      door TEXT NOT NULL,
      source TEXT NOT NULL,
      name TEXT,
      received_at INTEGER NOT NULL,
      committed_at INTEGER NOT NULL,
      size INTEGER NOT NULL,
      digest BLOB NOT NULL,
      fingerprint BLOB NOT NULL,
      -- Where the original lies, as sealed; null when the source refused to hand it over.
      segment INTEGER,
      position INTEGER,
      length INTEGER,
      record BLOB NOT NULL
    ) STRICT;
    -- Of a digest eight bytes are enough to find it by; short entries keep a batch on few pages.
    CREATE INDEX items_digest ON items (substr(digest, 1, 8));
    CREATE INDEX items_fingerprint ON items (substr(fingerprint, 1, 8))
      WHERE duplicate_of IS NULL AND outcome <> 'quarantine';
    CREATE INDEX items_outcome ON items (outcome)
      WHERE duplicate_of IS NULL AND outcome <> 'signal';
    CREATE INDEX items_signal ON items (signal_id) WHERE signal_id IS NOT NULL;

    CREATE TABLE signals (
      id INTEGER PRIMARY KEY REFERENCES items (id),
      reference TEXT NOT NULL UNIQUE,
      status TEXT NOT NULL,
      municipality TEXT,
      queue TEXT NOT NULL,
      -- Codes with a space between, likeliest first.
      candidates TEXT NOT NULL,
      urgency TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'ontvangen',
      deadline INTEGER NOT NULL,
      tables TEXT NOT NULL,
      -- Addresses in lower case, only to recognise who adds to it.
      sender TEXT,
      reporter TEXT,
      provenances INTEGER NOT NULL DEFAULT 1,
      supplements INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX signals_queue ON signals (queue);
    CREATE INDEX signals_municipality ON signals (municipality);

    CREATE TABLE parts (
      item_id INTEGER NOT NULL REFERENCES items (id),
      number INTEGER NOT NULL,
      path TEXT NOT NULL,
      type TEXT NOT NULL,
      name TEXT,
      size INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      note TEXT,
      PRIMARY KEY (item_id, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE collections (
      id INTEGER PRIMARY KEY,
      source TEXT NOT NULL,
      collection TEXT NOT NULL,
      epoch INTEGER NOT NULL,
      UNIQUE (source, collection, epoch)
    ) STRICT;

    CREATE TABLE ledger (
      collection_id INTEGER NOT NULL REFERENCES collections (id),
      key TEXT NOT NULL,
      item_id INTEGER NOT NULL REFERENCES items (id),
      is_first INTEGER NOT NULL,
      is_settled INTEGER NOT NULL DEFAULT 0,
      committed_at INTEGER NOT NULL,
      PRIMARY KEY (collection_id, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      -- 0 for acute, 1 for the rest: who goes first.
      rank INTEGER NOT NULL,
      kind TEXT NOT NULL,
      channel TEXT NOT NULL,
      recipient TEXT NOT NULL COLLATE NOCASE,
      sender TEXT NOT NULL,
      message_id TEXT NOT NULL,
      reference TEXT,
      created_at INTEGER NOT NULL,
      due INTEGER NOT NULL,
      expires INTEGER NOT NULL,
      leased_until INTEGER NOT NULL DEFAULT 0,
      attempts INTEGER NOT NULL DEFAULT 0,
      state TEXT NOT NULL DEFAULT 'pending',
      last_status TEXT,
      is_delay_told INTEGER NOT NULL DEFAULT 0,
      bytes BLOB NOT NULL
    ) STRICT;
    CREATE INDEX outbox_pending ON outbox (rank, due, id) WHERE state = 'pending';
    CREATE INDEX outbox_state ON outbox (state);
    CREATE INDEX outbox_quota ON outbox (recipient, kind, created_at);

    -- The audit trail: fixed words about rows, never content.
    CREATE TABLE events (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      subject TEXT NOT NULL,
      subject_id INTEGER NOT NULL,
      event TEXT NOT NULL,
      detail TEXT
    ) STRICT;
    CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
      BEGIN SELECT RAISE (ABORT, 'events are not changed'); END;
    CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
      BEGIN SELECT RAISE (ABORT, 'events are not removed'); END;

    CREATE TABLE sources (
      source TEXT PRIMARY KEY,
      last_success INTEGER,
      last_attempt INTEGER,
      consecutive_failures INTEGER NOT NULL,
      problem TEXT,
      unaccounted INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- The last number given in a year of receipt.
    CREATE TABLE counters (
      year INTEGER PRIMARY KEY,
      last INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE settings (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    PRAGMA application_id = 0x53475054;
    PRAGMA user_version = 1;
    """

  /// Rows of lists with a signal a row: items that share the original of their list.
  private static let rowsOfLists: StaticString = """
    -- Number of the row, from 1; null for a whole item.
    ALTER TABLE items ADD COLUMN list_row INTEGER;
    PRAGMA user_version = 3;
    """
}
