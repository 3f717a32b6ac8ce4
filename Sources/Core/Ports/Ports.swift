/// The daemon's side of the doors: reads, routes and commits what a source hands over.
public protocol Intake: Sendable {
  /// What became of each item, in order, durable when it returns. Throws when nothing was decided; the
  /// source then keeps everything and tries again later.
  func take(_ items: [Item]) async throws(StoreError) -> [Disposition]
  func ledger(source: String, collection: String, epoch: UInt32)
    async throws(StoreError) -> [LedgerRow]
  func epochs(source: String, collection: String) async throws(StoreError) -> [UInt32]
  func settle(_ keys: [LedgerKey]) async throws(StoreError)
  /// Writes the health down, logs a change, and counts as progress for the watchdog.
  func report(_ health: SourceHealth) async
}

/// A door: a mailbox or a folder. Keeps the bytes until the intake has them.
public protocol Source: Sendable {
  var name: String { get }
  /// Looks until cancelled; with `once` looks one time, hands over everything, and returns.
  ///
  /// Trouble of its own (a dead server, a missing folder) is reported and tried again with back-off inside;
  /// it returns only when cancelled, or after one look. With `once` it throws when the look failed.
  func run(_ intake: any Intake, once: Bool) async throws
}

/// An exit: SMTP, a Maildir, a folder.
public protocol Channel: Sendable {
  var name: String { get }
  /// Delivers each entry in a transaction of its own, in order, and tells its fate as soon as it is known.
  /// Never throws: every way to fail is a status. Returns when all were told.
  func deliver(
    _ entries: [OutboxEntry], settled: @escaping @Sendable (OutboxID, DeliveryStatus) async -> Void
  ) async
}
