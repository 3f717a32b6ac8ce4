/// Makes the notices that a second reading of an item owes, inside the transaction; as `Compose` otherwise.
public typealias ComposeRevision = @Sendable (Verdict, Decision, Placement.Change) -> [Notice]

/// An item with parts whose text is still to be recognised, claimed by who has it.
public struct WaitingItem: Sendable, Hashable {
  public var id: ItemID
  public var digest: Digest
  public var door: Door
  public var receivedAt: Timestamp
  public var name: String?
  /// See `Verdict.waiting`.
  public var parts: [String]
  /// Claims before this one that failed, or that nobody gave back: a crash ended them.
  public var attempts: Int
  /// Attempts that failed, as `postpone` was told.
  public var failures: Int

  public init(
    id: ItemID, digest: Digest, door: Door, receivedAt: Timestamp, name: String?, parts: [String],
    attempts: Int, failures: Int
  ) {
    (self.id, self.digest, self.door, self.receivedAt) = (id, digest, door, receivedAt)
    (self.name, self.parts, self.attempts, self.failures) = (name, parts, attempts, failures)
  }
}
