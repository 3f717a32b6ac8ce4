public import Core

extension SQLiteStore {
  public func ledger(source: String, collection: String, epoch: UInt32)
    throws(StoreError) -> [LedgerRow]
  {
    try database()(
      """
      SELECT l.key, l.is_settled, i.outcome
      FROM collections AS c
      JOIN ledger AS l ON l.collection_id = c.id
      JOIN items AS i ON i.id = l.item_id
      WHERE c.source = ? AND c.collection = ? AND c.epoch = ? AND i.list_row IS NULL
      ORDER BY l.key
      """
    ).all(.text(source), .text(collection), .integer(Int64(epoch))) { (row) throws(StoreError) in
      LedgerRow(
        key: row.text(0), state: row.flag(1) ? .settled : .committed, disposition: try row.word(2))
    }
  }

  public func epochs(source: String, collection: String) throws(StoreError) -> [UInt32] {
    try database()("SELECT epoch FROM collections WHERE source = ? AND collection = ? ORDER BY id")
      .all(.text(source), .text(collection)) { UInt32(truncatingIfNeeded: $0.integer(0)) }
  }

  public func settle(_ keys: [LedgerKey]) throws(StoreError) {
    guard !keys.isEmpty else { return }
    try write { (database) throws(StoreError) in
      for key in keys {
        try database(
          """
          UPDATE ledger SET is_settled = 1
          WHERE key = ? AND collection_id =
            (SELECT id FROM collections WHERE source = ? AND collection = ? AND epoch = ?)
          """
        ).run(
          .text(key.key), .text(key.source), .text(key.collection), .integer(Int64(key.epoch)))
      }
    }
  }
}
