/// What keeps a reader from more than reading, and which not every kernel has. What every kernel has (limits,
/// no new privileges) is not in this list: a reader without it does not start.
public enum Barrier: String, Sendable, Hashable, CaseIterable {
  /// No file is opened but read-only tables of the system's libraries. Where this lacks and `calls` holds, no
  /// file is opened at all, and a text in rare characters is less readable.
  case files = "landlock"
  /// No network, no process, no program, no file written.
  case calls = "seccomp"
}

/// Payload of the answer to `tables`.
public struct TablesAnswer: Sendable, Hashable {
  /// Version of the tables, as `Verdict.tables` says it.
  public var version: String
  /// What is in force, in the reader that answers.
  public var barriers: Set<Barrier>

  public init(version: String, barriers: Set<Barrier>) {
    self.version = version
    self.barriers = barriers
  }

  public func encoded() -> [UInt8] {
    var out = WireWriter()
    out.text(version)
    out.list(barriers.map(\.rawValue).sorted())
    return out.bytes
  }

  public init(decoding bytes: [UInt8]) throws(WireError) {
    var wire = WireReader(bytes)
    version = try wire.text()
    barriers = Set(try wire.list(limit: Barrier.allCases.count).compactMap(Barrier.init))
    guard wire.isAtEnd else { throw WireError("trailing bytes") }
  }
}
