/// What went wrong in a store. Never carries bound values.
public struct StoreError: Error, Sendable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    /// Somebody else holds the lock.
    case busy
    /// No space or quota left.
    case full
    /// The database is damaged, not ours, or newer than this program.
    case corrupt
    /// The commit's fate is unknown (an I/O error while committing): read again before repeating.
    case unknown
    case notFound = "not_found"
    case other
  }

  public let kind: Kind
  public let code: Int32
  public let message: String
  /// The statement's text with placeholders, or the file operation.
  public let statement: String?

  public init(kind: Kind, code: Int32 = 0, message: String, statement: String? = nil) {
    self.kind = kind
    self.code = code
    self.message = message
    self.statement = statement
  }

  /// Waiting may help.
  public var isTransient: Bool { kind == .busy || kind == .full }
  public var description: String {
    "\(message) (\(kind.rawValue) \(code))" + (statement.map { " in \($0)" } ?? "")
  }
}

/// An item with its verdict, ready to be committed.
public struct Taken: Sendable {
  public var item: Item
  /// SHA-256 of the raw bytes; for a refused item of its ledger key.
  public var digest: Digest
  public var verdict: Verdict
  /// The signal that this supplements, proven by a valid token; the sender is compared by the store.
  public var provenReference: String?
  /// Number of the row of a list that this is, from 1; nil for a whole item. A row shares the bytes of its item.
  public var row: Int?

  public init(item: Item, digest: Digest, verdict: Verdict, provenReference: String? = nil) {
    self.item = item
    self.digest = digest
    self.verdict = verdict
    self.provenReference = provenReference
  }
}

/// What the store made of an item.
public enum Disposition: Sendable, Hashable {
  case signal(reference: String)
  /// Added to an earlier signal.
  case supplement(reference: String)
  /// The same content is already there: a second provenance was noted.
  case duplicate(of: String?)
  case notASignal
  case quarantine(ItemID)

  public var reference: String? {
    switch self {
    case .signal(let reference), .supplement(let reference): reference
    case .duplicate(let reference): reference
    case .notASignal, .quarantine: nil
    }
  }
}

/// What the store decided about an item, as far as notices need it.
public struct Decision: Sendable {
  public var disposition: Disposition
  /// Queue of the signal: its own, or for a supplement that of the signal it belongs to; `regio` for the
  /// rest.
  public var queue: String
  /// When somebody must have looked at the signal.
  public var deadline: Timestamp
  /// What became of the rows of a list, in order.
  public var rows: [Disposition] = []

  public init(disposition: Disposition, queue: String, deadline: Timestamp) {
    self.disposition = disposition
    self.queue = queue
    self.deadline = deadline
  }
}

/// Makes the notices that a decision owes, inside the transaction: pure, quick, and called exactly once for
/// each item whose commit counts; not for an item that the ledger already knew. Of a list it is called for each
/// row in order (`Taken.row`), and then for the item itself, with what became of the rows.
public typealias Compose = @Sendable (Taken, Decision) -> [Notice]

/// One ledger row.
public struct LedgerRow: Sendable, Hashable {
  public enum State: String, Sendable {
    /// Ours; the source may still hold it.
    case committed
    /// The source has let go (moved or removed).
    case settled
  }
  public var key: String
  public var state: State
  public var disposition: Outcome

  public init(key: String, state: State, disposition: Outcome) {
    self.key = key
    self.state = state
    self.disposition = disposition
  }
}

/// A notice under lease.
public struct OutboxEntry: Sendable {
  public var id: OutboxID
  public var notice: Notice
  /// Reference of the signal, or nil.
  public var reference: String?
  /// Attempts before this one.
  public var attempts: Int
  public var createdAt: Timestamp
  public var state: OutboxState
  public var lastStatus: String?
  /// The delay warning has been sent.
  public var isDelayTold: Bool

  public init(
    id: OutboxID, notice: Notice, reference: String?, attempts: Int, createdAt: Timestamp,
    state: OutboxState, lastStatus: String?, isDelayTold: Bool
  ) {
    self.id = id
    self.notice = notice
    self.reference = reference
    self.attempts = attempts
    self.createdAt = createdAt
    self.state = state
    self.lastStatus = lastStatus
    self.isDelayTold = isDelayTold
  }
}

public enum OutboxState: String, Sendable, CaseIterable {
  case pending, delivered, failed, held, discarded
}

/// What to write down after an attempt.
public struct OutboxUpdate: Sendable {
  public var id: OutboxID
  public var state: OutboxState
  /// When to try again; only for `pending`.
  public var due: Timestamp
  /// `4.4.1 connection refused`
  public var status: String
  public var delayTold: Bool

  public init(id: OutboxID, state: OutboxState, due: Timestamp, status: String, delayTold: Bool) {
    self.id = id
    self.state = state
    self.due = due
    self.status = status
    self.delayTold = delayTold
  }
}

/// One signal as the commands show it.
public struct SignalRow: Sendable {
  public var id: SignalID
  public var reference: String
  public var receivedAt: Timestamp
  public var committedAt: Timestamp
  public var door: Door
  public var source: String
  public var status: RoutingStatus
  public var municipality: MunicipalityCode?
  public var queue: String
  public var candidates: [MunicipalityCode]
  public var urgency: Urgency
  /// `ontvangen` in this version; later issues add more.
  public var state: String
  /// When somebody must have looked at it.
  public var deadline: Timestamp
  public var digest: Digest
  public var tables: String
  /// See `Verdict.record`.
  public var record: [UInt8]
  /// Number of ways it came in, and of supplements.
  public var provenances: Int
  public var supplements: Int
  /// Number of the row of a list that it is, from 1: the original tells of other signals too. Nil for a whole
  /// item.
  public var row: Int?

  public init(
    id: SignalID, reference: String, receivedAt: Timestamp, committedAt: Timestamp, door: Door,
    source: String, status: RoutingStatus, municipality: MunicipalityCode?, queue: String,
    candidates: [MunicipalityCode], urgency: Urgency, state: String, deadline: Timestamp,
    digest: Digest, tables: String, record: [UInt8], provenances: Int, supplements: Int
  ) {
    self.id = id
    self.reference = reference
    self.receivedAt = receivedAt
    self.committedAt = committedAt
    self.door = door
    self.source = source
    self.status = status
    self.municipality = municipality
    self.queue = queue
    self.candidates = candidates
    self.urgency = urgency
    self.state = state
    self.deadline = deadline
    self.digest = digest
    self.tables = tables
    self.record = record
    self.provenances = provenances
    self.supplements = supplements
  }
}

/// An item that is no signal row: quarantined, or not a signal.
public struct ItemRow: Sendable {
  public var id: ItemID
  public var outcome: Outcome
  public var reason: String?
  public var reference: String?
  public var receivedAt: Timestamp
  public var committedAt: Timestamp
  public var door: Door
  public var source: String
  public var bytes: Int
  public var digest: Digest
  /// See `Verdict.record`; of a supplement its own.
  public var record: [UInt8]

  public init(
    id: ItemID, outcome: Outcome, reason: String?, reference: String?, receivedAt: Timestamp,
    committedAt: Timestamp, door: Door, source: String, bytes: Int, digest: Digest, record: [UInt8]
  ) {
    self.id = id
    self.outcome = outcome
    self.reason = reason
    self.reference = reference
    self.receivedAt = receivedAt
    self.committedAt = committedAt
    self.door = door
    self.source = source
    self.bytes = bytes
    self.digest = digest
    self.record = record
  }
}

public struct SignalFilter: Sendable {
  public var since: Timestamp?
  public var municipality: MunicipalityCode?
  public var queue: String?
  /// Rows after this id, for paging.
  public var after: SignalID
  public var limit: Int

  public init(
    since: Timestamp? = nil, municipality: MunicipalityCode? = nil, queue: String? = nil,
    after: SignalID = 0, limit: Int = 1000
  ) {
    self.since = since
    self.municipality = municipality
    self.queue = queue
    self.after = after
    self.limit = limit
  }
}

/// How a source is doing, for `status` and alarms.
public struct SourceHealth: Sendable, Hashable {
  public var source: String
  /// Last time it was looked at with success; nil when never.
  public var lastSuccess: Timestamp?
  public var lastAttempt: Timestamp?
  public var consecutiveFailures: Int
  /// Our own words, no content; nil when all is well.
  public var problem: String?
  /// On the server and not in the ledger after a reconciliation.
  public var unaccounted: Int

  public init(source: String) {
    self.source = source
    consecutiveFailures = 0
    unaccounted = 0
  }
}

/// Counts for `status`.
public struct StoreCounts: Sendable, Hashable {
  public var signals: Int
  public var supplements: Int
  public var notSignals: Int
  public var quarantine: Int
  /// Signals per queue.
  public var queues: [String: Int]
  /// Outbox rows per state.
  public var outbox: [OutboxState: Int]
  /// Moment the oldest pending notice was made.
  public var oldestPending: Timestamp?
  public var isOutboxHeld: Bool
  /// Items with parts whose text is still to be recognised.
  public var waiting = 0

  public init(
    signals: Int, supplements: Int, notSignals: Int, quarantine: Int, queues: [String: Int],
    outbox: [OutboxState: Int], oldestPending: Timestamp?, isOutboxHeld: Bool
  ) {
    self.signals = signals
    self.supplements = supplements
    self.notSignals = notSignals
    self.quarantine = quarantine
    self.queues = queues
    self.outbox = outbox
    self.oldestPending = oldestPending
    self.isOutboxHeld = isOutboxHeld
  }
}

/// Where everything is kept. One implementation is embedded (SQLite), one lives in memory for tests; both
/// pass the same contract suite.
public protocol Store: Sendable {
  /// Commits the batch in one transaction, durable when it returns; results in the order given.
  ///
  /// References are given in order, without gaps, from a counter per year of `receivedAt` in
  /// Europe/Amsterdam. An item whose ledger key is already there is answered from the ledger.
  ///
  /// Rows of a list are committed with their item, each as an item of its own under the item's ledger key with
  /// `#rowN` behind it; the answer is the item's. The ledger does not show them to sources.
  func commit(_ batch: [Taken], now: Timestamp, compose: @escaping Compose)
    async throws(StoreError) -> [Disposition]

  /// Claims the item that has waited longest for its pictures, until `until`; nil when none is due.
  func claimWaiting(now: Timestamp, until: Timestamp) async throws(StoreError) -> WaitingItem?
  /// Gives a claim back, to be tried again.
  func postpone(_ item: ItemID, due: Timestamp, isFailure: Bool) async throws(StoreError)
  /// When the next item is due that waits; nil when none does.
  func nextWaiting() async throws(StoreError) -> Timestamp?
  /// Commits what a second reading of an item that waits adds, in one transaction: its record and parts, its
  /// place (`Placement.revised`), what is owed because of it, and the end of its waiting. The item keeps its
  /// fingerprint, a signal its reference. Nil when it does not wait (any more): nothing changes then.
  ///
  /// - Parameter result: a word for the audit trail, no content.
  func revise(
    _ item: ItemID, _ verdict: Verdict, provenReference: String?, result: String, now: Timestamp,
    compose: @escaping ComposeRevision
  ) async throws(StoreError) -> Disposition?

  /// All rows of one collection and epoch.
  func ledger(source: String, collection: String, epoch: UInt32)
    async throws(StoreError) -> [LedgerRow]
  /// Epochs that the ledger knows for a collection, newest last.
  func epochs(source: String, collection: String) async throws(StoreError) -> [UInt32]
  /// The source has let go of these.
  func settle(_ keys: [LedgerKey]) async throws(StoreError)

  /// Claims up to `limit` due notices of the given channels (acute first) until `until`; single statement,
  /// so that two daemons never get the same one. Nothing while the outbox is held.
  func lease(channels: [String], limit: Int, now: Timestamp, until: Timestamp)
    async throws(StoreError) -> [OutboxEntry]
  func update(_ updates: [OutboxUpdate], now: Timestamp) async throws(StoreError)
  /// Adds notices that belong to no item, such as a delay warning.
  func enqueue(_ notices: [Notice], now: Timestamp) async throws(StoreError)
  /// When the next pending notice is due; nil when none is.
  func nextDue() async throws(StoreError) -> Timestamp?

  func outbox(states: [OutboxState], limit: Int) async throws(StoreError) -> [OutboxEntry]
  func outboxEntry(_ id: OutboxID) async throws(StoreError) -> OutboxEntry?
  func setOutboxHeld(_ held: Bool, now: Timestamp) async throws(StoreError)
  /// Makes failed, held or pending ones due now with a fresh life; nil means all. Returns how many.
  func requeue(_ id: OutboxID?, now: Timestamp, expires: Timestamp) async throws(StoreError) -> Int
  /// Gives one up for a reason that is written down. False when it is not there or already delivered.
  func discard(_ id: OutboxID, reason: String, now: Timestamp) async throws(StoreError) -> Bool

  func signals(_ filter: SignalFilter) async throws(StoreError) -> [SignalRow]
  func signal(_ reference: String) async throws(StoreError) -> SignalRow?
  /// Items with these outcomes (`quarantine`, `notASignal`, `supplement`), oldest first.
  func items(_ outcomes: [Outcome], reference: String?, limit: Int)
    async throws(StoreError) -> [ItemRow]
  func item(_ id: ItemID) async throws(StoreError) -> ItemRow?
  /// The raw bytes, checked against their digest; nil when the item was refused unread.
  func original(_ digest: Digest) async throws(StoreError) -> [UInt8]?

  func report(_ health: SourceHealth) async throws(StoreError)
  func health() async throws(StoreError) -> [SourceHealth]
  func counts() async throws(StoreError) -> StoreCounts
}
