public import Core

extension SQLiteStore {
  public func commit(_ batch: [Taken], now: Timestamp, compose: @escaping Compose)
    throws(StoreError) -> [Disposition]
  {
    guard !batch.isEmpty else { return [] }
    guard role == .daemon, let segments else {
      throw StoreError(kind: .other, message: "only the daemon commits")
    }
    let database = try settled()
    var added: [LedgerKey] = []
    do throws(StoreError) {
      let dispositions = try database.transaction { () throws(StoreError) -> [Disposition] in
        try probe(.begun)
        let rows = SQLiteRows(database, segments)
        var admission = Admission(rows: rows, options: options, now: now, compose: compose)
        var dispositions: [Disposition] = []
        for taken in batch { dispositions.append(try admission.admit(taken)) }
        added = admission.rows.added
        try probe(.written)
        try segments.sync()
        try probe(.synced)
        return dispositions
      }
      segments.keep()
      try probe(.committed)
      return dispositions
    } catch {
      guard error.kind == .unknown else {
        segments.drop()
        throw error
      }
      segments.reopen()
      distrust()
      return try answer(
        batch, whether: added.first, unknown: error, cause: database.commitFailure ?? error)
    }
  }

  /// After a COMMIT that failed: what the ledger says, once it can be believed.
  private func answer(
    _ batch: [Taken], whether added: LedgerKey?, unknown: StoreError, cause: StoreError
  ) throws(StoreError) -> [Disposition] {
    guard let segments else { throw unknown }
    let rows: SQLiteRows
    let isThere: Bool
    do throws(StoreError) {
      rows = SQLiteRows(try database(), segments)
      isThere = if let added { try rows.provenance(added) != nil } else { false }
    } catch { throw unknown }
    guard isThere else { throw cause }
    do throws(StoreError) {
      _ = try settled()
      var dispositions: [Disposition] = []
      for taken in batch {
        guard let known = try rows.provenance(taken.item.ledger) else { throw unknown }
        dispositions.append(known.disposition)
      }
      return dispositions
    } catch { throw unknown }
  }
}
