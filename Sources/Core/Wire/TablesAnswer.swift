/// What keeps a reader from more than reading, and which not every kernel has. What every kernel has (limits,
/// no new privileges) is not in this list: a reader without it does not start.
public enum Barrier: String, Sendable, Hashable, CaseIterable {
  /// No file is opened but read-only tables of the system's libraries. Where this lacks and `calls` holds, no
  /// file is opened at all, and a text in rare characters is less readable.
  case files = "landlock"
  /// No network, no process, no program, no file written.
  case calls = "seccomp"
}

/// Payload of the answer to `tables`, and of a reader's first word.
public struct TablesAnswer: Sendable, Hashable {
  /// Version of the tables, as `Verdict.tables` says it.
  public var version: String
  /// What is in force in the process that says it: in a reader all that the kernel has.
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

/// Payload of the answer to `fork`.
public struct ForkAnswer: Sendable, Hashable {
  /// Number of the new process.
  public var process: Int32

  public init(process: Int32) { self.process = process }

  public func encoded() -> [UInt8] {
    var out = WireWriter()
    out.integer(Int64(process))
    return out.bytes
  }

  public init(decoding bytes: [UInt8]) throws(WireError) {
    var wire = WireReader(bytes)
    // A number that is no single process would make a signal to it reach others.
    guard let process = Int32(exactly: try wire.integer()), process > 1 else {
      throw WireError("no process")
    }
    self.process = process
    guard wire.isAtEnd else { throw WireError("trailing bytes") }
  }
}
