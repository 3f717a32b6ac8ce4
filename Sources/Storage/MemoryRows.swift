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
    digests[item.taken.digest, default: []].append(id)
    if item.duplicateOf == nil, item.outcome != .quarantine {
      fingerprints[item.taken.verdict.fingerprint, default: []].append(id)
    }
    return id
  }

  mutating func add(_ signal: NewSignal) {
    signals[signal.id] = Signal(new: signal)
    references[signal.reference] = signal.id
    order.append(signal.id)
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

  private func knownItem(_ id: ItemID) -> KnownItem? {
    item(id).map {
      KnownItem(id: id, outcome: $0.new.outcome, signal: $0.signal.flatMap(knownSignal))
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
