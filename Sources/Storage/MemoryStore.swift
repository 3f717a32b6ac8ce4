public import Core

/// A store that forgets everything when it goes: for tests, and for trying out.
public actor MemoryStore: Store {
  private let options: StoreOptions
  private var rows = MemoryRows()
  private var sources: [String: SourceHealth] = [:]

  public init(options: StoreOptions = StoreOptions()) { self.options = options }

  public func commit(_ batch: [Taken], now: Timestamp, compose: @escaping Compose)
    throws(StoreError) -> [Disposition]
  {
    var admission = Admission(rows: rows, options: options, now: now, compose: compose)
    rows = MemoryRows()
    defer { rows = admission.rows }
    var dispositions: [Disposition] = []
    for taken in batch { dispositions.append(try admission.admit(taken)) }
    return dispositions
  }

  // MARK: Second readings

  public func claimWaiting(now: Timestamp, until: Timestamp) -> WaitingItem? {
    let due = rows.waiting.filter {
      $0.value.result == nil && $0.value.due <= now && $0.value.leasedUntil <= now
    }
    let next = due.min { ($0.value.due.seconds, $0.key) < ($1.value.due.seconds, $1.key) }
    guard let (id, row) = next, let taken = rows.item(id)?.new.taken else { return nil }
    rows.waiting[id]?.leasedUntil = until
    rows.waiting[id]?.attempts += 1
    return WaitingItem(
      id: id, digest: taken.digest, door: taken.item.door, receivedAt: taken.item.receivedAt,
      name: taken.item.name, parts: row.parts, attempts: row.attempts, failures: row.failures)
  }

  public func postpone(_ item: ItemID, due: Timestamp, isFailure: Bool) {
    guard rows.waiting[item]?.result == nil else { return }
    rows.waiting[item]?.due = due
    rows.waiting[item]?.leasedUntil = Timestamp(seconds: 0)
    if isFailure {
      rows.waiting[item]?.failures += 1
    } else {
      rows.waiting[item]?.attempts -= 1
    }
  }

  public func nextWaiting() -> Timestamp? {
    rows.waiting.values.filter { $0.result == nil }.map { max($0.due, $0.leasedUntil) }.min()
  }

  public func revise(
    _ item: ItemID, _ verdict: Verdict, provenReference: String?, result: String, now: Timestamp,
    compose: @escaping ComposeRevision
  ) throws(StoreError) -> Disposition? {
    var admission = Admission(rows: rows, options: options, now: now) { _, _ in [] }
    rows = MemoryRows()
    defer { rows = admission.rows }
    return try admission.revise(
      item, verdict, provenReference: provenReference, result: result, compose: compose)
  }

  // MARK: Ledger

  public func ledger(source: String, collection: String, epoch: UInt32) -> [LedgerRow] {
    rows.ledger.compactMap { key, row in
      guard key.source == source, key.collection == collection, key.epoch == epoch,
        let item = rows.item(row.item), item.new.taken.row == nil
      else { return nil }
      return LedgerRow(key: key.key, state: row.state, disposition: item.new.outcome)
    }.sorted { $0.key < $1.key }
  }

  public func epochs(source: String, collection: String) -> [UInt32] {
    var first: [UInt32: ItemID] = [:]
    for (key, row) in rows.ledger where key.source == source && key.collection == collection {
      first[key.epoch] = min(first[key.epoch] ?? row.item, row.item)
    }
    return first.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
  }

  public func settle(_ keys: [LedgerKey]) {
    for key in keys { rows.ledger[key]?.state = .settled }
  }

  // MARK: Outbox

  public func lease(channels: [String], limit: Int, now: Timestamp, until: Timestamp)
    -> [OutboxEntry]
  {
    guard !rows.isOutboxHeld, limit > 0 else { return [] }
    let due = rows.outbox.indices.filter {
      let owed = rows.outbox[$0]
      return owed.entry.state == .pending && owed.entry.notice.due <= now
        && owed.leasedUntil <= now && channels.contains(owed.entry.notice.channel)
    }
    let first = due.sorted { rows.outbox[$0].order < rows.outbox[$1].order }.prefix(limit)
    for index in first { rows.outbox[index].leasedUntil = until }
    return first.map { rows.outbox[$0].entry }
  }

  public func update(_ updates: [OutboxUpdate], now: Timestamp) {
    for update in updates {
      guard let index = index(of: update.id),
        rows.outbox[index].entry.state == .pending || update.state == .delivered
      else { continue }
      rows.outbox[index].leasedUntil = Timestamp(seconds: 0)
      rows.outbox[index].entry.settle(update)
      if update.state != .pending {
        rows.add(Event(at: now, subject: .outbox, id: update.id, event: update.state.rawValue))
      }
    }
  }

  public func enqueue(_ notices: [Notice], now: Timestamp) {
    for notice in notices { rows.add(notice, reference: nil, now: now) }
  }

  public func nextDue() -> Timestamp? {
    guard !rows.isOutboxHeld else { return nil }
    return rows.outbox.filter { $0.entry.state == .pending }
      .map { max($0.entry.notice.due, $0.leasedUntil) }.min()
  }

  public func outbox(states: [OutboxState], limit: Int) -> [OutboxEntry] {
    Array(rows.outbox.lazy.map(\.entry).filter { states.contains($0.state) }.prefix(max(0, limit)))
  }

  public func outboxEntry(_ id: OutboxID) -> OutboxEntry? {
    index(of: id).map { rows.outbox[$0].entry }
  }

  public func setOutboxHeld(_ held: Bool, now: Timestamp) {
    guard rows.isOutboxHeld != held else { return }
    rows.isOutboxHeld = held
    rows.add(Event(at: now, subject: .store, id: 0, event: held ? "hold" : "release"))
  }

  public func requeue(_ id: OutboxID?, now: Timestamp, expires: Timestamp) -> Int {
    let chosen = rows.outbox.indices.filter {
      let entry = rows.outbox[$0].entry
      return (id == nil || entry.id == id) && [.pending, .failed, .held].contains(entry.state)
    }
    for index in chosen {
      rows.outbox[index].entry.renew(due: now, expires: expires)
      let id = rows.outbox[index].entry.id
      rows.add(Event(at: now, subject: .outbox, id: id, event: "requeued"))
    }
    return chosen.count
  }

  public func discard(_ id: OutboxID, reason: String, now: Timestamp) -> Bool {
    guard let index = index(of: id),
      [.pending, .failed, .held].contains(rows.outbox[index].entry.state)
    else { return false }
    rows.outbox[index].entry.state = .discarded
    rows.add(Event(at: now, subject: .outbox, id: id, event: "discarded", detail: reason))
    return true
  }

  // MARK: Signals and items

  public func signals(_ filter: SignalFilter) -> [SignalRow] {
    var chosen: [SignalRow] = []
    for id in rows.order where id > filter.after && chosen.count < filter.limit {
      guard let signal = rows.signals[id], signal.fits(filter) else { continue }
      chosen.append(signal.row)
    }
    return chosen
  }

  public func signal(_ reference: String) -> SignalRow? {
    rows.signal(reference: reference).flatMap { rows.signals[$0.id]?.row }
  }

  public func items(_ outcomes: [Outcome], reference: String?, limit: Int) -> [ItemRow] {
    let chosen = rows.items.lazy.filter {
      $0.new.duplicateOf == nil && outcomes.contains($0.new.outcome)
    }
    return Array(
      chosen.map(self.row).filter { reference == nil || $0.reference == reference }
        .prefix(max(0, limit)))
  }

  public func item(_ id: ItemID) -> ItemRow? { rows.item(id).map(row) }

  public func original(_ digest: Digest) throws(StoreError) -> [UInt8]? {
    guard let known = rows.items(digest: digest).first, let item = rows.item(known.id) else {
      throw StoreError(kind: .notFound, message: "no item has these bytes")
    }
    return item.new.taken.item.refusal == nil ? item.new.taken.item.bytes : nil
  }

  // MARK: Health

  public func report(_ health: SourceHealth) { sources[health.source] = health }
  public func health() -> [SourceHealth] { sources.values.sorted { $0.source < $1.source } }

  public func counts() -> StoreCounts {
    let first = rows.items.filter { $0.new.duplicateOf == nil }
    func count(_ outcome: Outcome) -> Int { first.count { $0.new.outcome == outcome } }
    let pending = rows.outbox.filter { $0.entry.state == .pending }
    var counts = StoreCounts(
      signals: count(.signal), supplements: count(.supplement), notSignals: count(.notASignal),
      quarantine: count(.quarantine),
      queues: rows.signals.values.reduce(into: [:]) {
        $0[$1.new.taken.verdict.queue, default: 0] += 1
      },
      outbox: rows.outbox.reduce(into: [:]) { $0[$1.entry.state, default: 0] += 1 },
      oldestPending: pending.map(\.entry.createdAt).min(), isOutboxHeld: rows.isOutboxHeld)
    counts.waiting = rows.waiting.values.count { $0.result == nil }
    return counts
  }

  /// The audit trail, oldest first.
  var events: [Event] { rows.events }

  private func index(of id: OutboxID) -> Int? {
    id >= 1 && id <= rows.outbox.count ? Int(id) - 1 : nil
  }

  private func row(_ item: MemoryRows.Item) -> ItemRow {
    let taken = item.new.taken
    return ItemRow(
      id: item.id, outcome: item.new.outcome, reason: taken.verdict.reason,
      reference: item.signal.flatMap { rows.signals[$0]?.new.reference },
      receivedAt: taken.item.receivedAt, committedAt: item.new.committedAt, door: taken.item.door,
      source: taken.item.ledger.source, bytes: taken.item.bytes.count, digest: taken.digest,
      record: taken.verdict.record)
  }
}

extension MemoryRows.Owed {
  /// Acute first, then by due time, then as they were made.
  fileprivate var order: (Int, Int64, OutboxID) {
    (entry.notice.kind == .acute ? 0 : 1, entry.notice.due.seconds, entry.id)
  }
}

extension OutboxEntry {
  fileprivate mutating func settle(_ update: OutboxUpdate) {
    state = update.state
    notice.due = update.due
    lastStatus = update.status
    isDelayTold = update.delayTold
    attempts += 1
  }

  fileprivate mutating func renew(due: Timestamp, expires: Timestamp) {
    state = .pending
    attempts = 0
    isDelayTold = false
    notice.due = due
    notice.expires = expires
  }
}

extension MemoryRows.Signal {
  fileprivate func fits(_ filter: SignalFilter) -> Bool {
    let verdict = new.taken.verdict
    return (filter.municipality == nil || verdict.municipality == filter.municipality)
      && (filter.queue == nil || verdict.queue == filter.queue)
      && (filter.since.map { new.committedAt >= $0 } ?? true)
  }

  fileprivate var row: SignalRow {
    let verdict = new.taken.verdict
    var row = SignalRow(
      id: new.id, reference: new.reference, receivedAt: new.taken.item.receivedAt,
      committedAt: new.committedAt, door: new.taken.item.door, source: new.taken.item.ledger.source,
      status: verdict.status, municipality: verdict.municipality, queue: verdict.queue,
      candidates: verdict.candidates, urgency: verdict.urgency, state: "ontvangen",
      deadline: new.deadline, digest: new.taken.digest, tables: verdict.tables,
      record: verdict.record, provenances: provenances, supplements: supplements)
    row.row = new.taken.row
    return row
  }
}
