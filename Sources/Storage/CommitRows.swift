internal import Core

/// An item that is already there, as far as the rules of a commit look at it.
struct KnownItem {
  var id: ItemID
  var outcome: Outcome
  /// Of its raw bytes.
  var digest: Digest
  /// The signal it is, or belongs to.
  var signal: KnownSignal?
}

/// What the ledger says of a key.
struct Provenance {
  var item: KnownItem
  /// The item came in this way first.
  var isFirst: Bool

  /// What was answered when it came in this way.
  var disposition: Disposition {
    guard isFirst else { return .duplicate(of: item.signal?.reference) }
    return switch (item.outcome, item.signal?.reference) {
    case (.signal, let reference?): .signal(reference: reference)
    case (.supplement, let reference?): .supplement(reference: reference)
    case (.notASignal, _): .notASignal
    default: .quarantine(item.id)
    }
  }
}

/// A signal that is already there.
struct KnownSignal {
  var id: SignalID
  var reference: String
  var queue: String
  var deadline: Timestamp
  /// Addresses, in lower case, that may add to it without a token.
  var senders: [String]
}

/// An item about to be written.
struct NewItem {
  var taken: Taken
  var outcome: Outcome
  var signal: SignalID?
  var duplicateOf: ItemID?
  var committedAt: Timestamp
}

/// A signal about to be written; its id is that of its item.
struct NewSignal {
  var id: SignalID
  var reference: String
  var taken: Taken
  var committedAt: Timestamp
  var deadline: Timestamp
}

/// An item that waits for its second reading.
struct StoredItem {
  var known: KnownItem
  /// As the item was committed; without its bytes.
  var receivedAt: Timestamp
  /// Of the signal that it is; nil for everything else.
  var placement: Placement?
}

/// A line of the audit trail. Never content: a fixed word about a row.
struct Event: Hashable {
  enum Subject: String {
    case item, outbox, store
  }

  var at: Timestamp
  var subject: Subject
  var id: Int64
  var event: String
  var detail: String?
}

/// The rows that the rules of a commit read and write, inside one transaction.
protocol CommitRows {
  mutating func provenance(_ key: LedgerKey) throws(StoreError) -> Provenance?
  /// Whole items, not rows of lists, with these raw bytes, oldest first.
  mutating func items(digest: Digest) throws(StoreError) -> [KnownItem]
  /// Items with this content that repeat no other and are not in quarantine, oldest first.
  mutating func items(fingerprint: Digest) throws(StoreError) -> [KnownItem]
  mutating func signal(reference: String) throws(StoreError) -> KnownSignal?
  /// Takes the year's next number, from 1.
  mutating func nextNumber(year: Int) throws(StoreError) -> Int
  mutating func add(_ item: NewItem) throws(StoreError) -> ItemID
  mutating func add(_ signal: NewSignal) throws(StoreError)
  mutating func add(
    provenance key: LedgerKey, item: ItemID, isFirst: Bool, now: Timestamp
  ) throws(StoreError)
  /// Another way in, or another supplement, of a signal.
  mutating func count(provenances: Int, supplements: Int, signal: SignalID) throws(StoreError)
  /// Notices of one kind made for one recipient since a moment.
  mutating func notices(_ kind: Notice.Kind, recipient: String, since: Timestamp)
    throws(StoreError) -> Int
  mutating func add(_ notice: Notice, reference: String?, now: Timestamp) throws(StoreError)
  mutating func add(_ event: Event) throws(StoreError)

  // MARK: Second readings

  /// Its parts wait to be recognised.
  mutating func wait(_ item: ItemID, parts: [String], now: Timestamp) throws(StoreError)
  /// An item that waits; nil when it does not.
  mutating func waiting(_ item: ItemID) throws(StoreError) -> StoredItem?
  mutating func endWaiting(_ item: ItemID, result: String) throws(StoreError)
  /// Puts another verdict in place of the item's own, under its fingerprint.
  mutating func replace(
    _ item: ItemID, _ verdict: Verdict, outcome: Outcome, signal: SignalID?
  ) throws(StoreError)
  /// Moves a signal, and makes it more urgent.
  mutating func place(_ signal: SignalID, _ placement: Placement, deadline: Timestamp)
    throws(StoreError)
  /// A signal of an item that was none.
  mutating func promote(
    _ item: ItemID, reference: String, _ verdict: Verdict, deadline: Timestamp
  ) throws(StoreError)
}
