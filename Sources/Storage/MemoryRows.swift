internal import Core

/// Rows in dictionaries.
struct MemoryRows: CommitRows {
  struct Item {
    var new: NewItem
    var id: ItemID
    /// The signal it is, or belongs to.
    var signal: SignalID?
  }

  struct Signal {
    var new: NewSignal
    var provenances = 1
    var supplements = 0
  }

  struct Entry {
    var item: ItemID
    var isFirst: Bool
    var state = LedgerRow.State.committed
  }

  /// An item that waits, or has waited, for its second reading.
  struct Waiting {
    var parts: [String]
    var due: Timestamp
    var leasedUntil = Timestamp(seconds: 0)
    var attempts = 0
    var failures = 0
    var result: String?
  }

  struct Owed {
    var entry: OutboxEntry
    var leasedUntil = Timestamp(seconds: 0)
  }

  var items: [Item] = []
  var signals: [SignalID: Signal] = [:]
  /// Ids of signals, oldest first.
  private(set) var order: [SignalID] = []
  var ledger: [LedgerKey: Entry] = [:]
  var outbox: [Owed] = []
  var events: [Event] = []
  var isOutboxHeld = false
  var waiting: [ItemID: Waiting] = [:]
  private var digests: [Digest: [ItemID]] = [:]
  private var fingerprints: [Digest: [ItemID]] = [:]
  private var references: [String: SignalID] = [:]
  private var counters: [Int: Int] = [:]

  /// Ids count from 1, in the order of adding.
  func item(_ id: ItemID) -> Item? {
    id >= 1 && id <= items.count ? items[Int(id) - 1] : nil
  }

  func items(digest: Digest) -> [KnownItem] { (digests[digest] ?? []).compactMap(knownItem) }

  func items(fingerprint: Digest) -> [KnownItem] {
    (fingerprints[fingerprint] ?? []).compactMap(knownItem)
  }

  func provenance(_ key: LedgerKey) -> Provenance? {
    guard let row = ledger[key], let item = knownItem(row.item) else { return nil }
    return Provenance(item: item, isFirst: row.isFirst)
  }

  func signal(reference: String) -> KnownSignal? { references[reference].flatMap(knownSignal) }

  mutating func nextNumber(year: Int) -> Int {
    counters[year, default: 0] += 1
    return counters[year, default: 0]
  }

  mutating func add(_ item: NewItem) -> ItemID {
    let id = ItemID(items.count + 1)
    let signal = item.outcome == .signal && item.duplicateOf == nil ? id : item.signal
    items.append(Item(new: item, id: id, signal: signal))
    if item.taken.row == nil { digests[item.taken.digest, default: []].append(id) }
    if item.duplicateOf == nil, item.outcome != .quarantine {
      fingerprints[item.taken.verdict.fingerprint, default: []].append(id)
    }
    return id
  }

  mutating func add(_ signal: NewSignal) {
    signals[signal.id] = Signal(new: signal)
    references[signal.reference] = signal.id
    // An item that was set aside can become a signal after later ones.
    order.insert(signal.id, at: order.lastIndex { $0 < signal.id }.map { $0 + 1 } ?? 0)
  }

  mutating func add(provenance key: LedgerKey, item: ItemID, isFirst: Bool, now: Timestamp) {
    ledger[key] = Entry(item: item, isFirst: isFirst)
  }

  mutating func count(provenances: Int, supplements: Int, signal: SignalID) {
    signals[signal]?.provenances += provenances
    signals[signal]?.supplements += supplements
  }

  func notices(_ kind: Notice.Kind, recipient: String, since: Timestamp) -> Int {
    outbox.count {
      $0.entry.createdAt >= since && $0.entry.notice.kind == kind
        && $0.entry.notice.recipient.lowercased() == recipient.lowercased()
    }
  }

  mutating func add(_ notice: Notice, reference: String?, now: Timestamp) {
    let entry = OutboxEntry(
      id: OutboxID(outbox.count + 1), notice: notice, reference: reference, attempts: 0,
      createdAt: now, state: .pending, lastStatus: nil, isDelayTold: false)
    outbox.append(Owed(entry: entry))
  }

  mutating func add(_ event: Event) { events.append(event) }

  // MARK: Second readings

  mutating func wait(_ item: ItemID, parts: [String], now: Timestamp) {
    waiting[item] = Waiting(parts: parts, due: now)
  }

  func waiting(_ id: ItemID) -> StoredItem? {
    guard let row = waiting[id], row.result == nil, let item = item(id), let known = knownItem(id)
    else { return nil }
    return StoredItem(
      known: known, receivedAt: item.new.taken.item.receivedAt,
      placement: signals[id]?.new.taken.verdict.placement)
  }

  mutating func endWaiting(_ item: ItemID, result: String) { waiting[item]?.result = result }

  mutating func replace(
    _ id: ItemID, _ verdict: Verdict, outcome: Outcome, signal: SignalID?
  ) {
    guard let item = item(id) else { return }
    let fingerprint = item.new.taken.verdict.fingerprint
    var verdict = verdict
    verdict.fingerprint = fingerprint
    if item.new.outcome == .quarantine, outcome != .quarantine {
      fingerprints[fingerprint, default: []].append(id)
    }
    let at = Int(id) - 1
    items[at].new.taken.verdict = verdict
    items[at].new.outcome = outcome
    items[at].signal = outcome == .signal ? id : signal
    signals[id]?.new.taken.verdict.record = verdict.record
  }

  mutating func place(_ signal: SignalID, _ placement: Placement, deadline: Timestamp) {
    signals[signal]?.new.taken.verdict.placement = placement
    signals[signal]?.new.deadline = deadline
  }

  mutating func promote(
    _ id: ItemID, reference: String, _ verdict: Verdict, deadline: Timestamp
  ) {
    guard let item = item(id) else { return }
    add(
      NewSignal(
        id: id, reference: reference, taken: item.new.taken, committedAt: item.new.committedAt,
        deadline: deadline))
  }

  private func knownItem(_ id: ItemID) -> KnownItem? {
    item(id).map {
      KnownItem(
        id: id, outcome: $0.new.outcome, digest: $0.new.taken.digest,
        signal: $0.signal.flatMap(knownSignal))
    }
  }

  private func knownSignal(_ id: SignalID) -> KnownSignal? {
    signals[id].map {
      let verdict = $0.new.taken.verdict
      return KnownSignal(
        id: id, reference: $0.new.reference, queue: verdict.queue, deadline: $0.new.deadline,
        senders: [verdict.sender, verdict.receiptTo].compactMap { $0?.lowercased() })
    }
  }
}
