import Core
import Foundation
import Testing

@testable import Storage

extension SQLiteStore {
  /// The one number that a query gives.
  func ask(_ sql: StaticString) throws -> Int64 { try database().number(sql) }

  func words(_ sql: StaticString) throws -> [String] { try database()(sql).all { $0.text(0) } }

  /// Holds the write lock of the database, as another program would.
  func occupy() throws { try database()("BEGIN IMMEDIATE").run() }

  func letGo() throws { try database()("ROLLBACK").run() }
}

extension StoreError {
  /// The error that opening gives.
  static func opening(_ folder: Folder, role: SQLiteStore.Role = .daemon) async -> StoreError? {
    do throws(StoreError) {
      let store = try await SQLiteStore.open(directory: folder.path, role: role)
      await store.close()
      return nil
    } catch { return error }
  }
}

/// Batch n of a series: items with keys, contents and notices of their own.
func series(_ number: Int, size: Int = 3) -> [Taken] {
  (0..<size).map { taken(number * 1000 + $0, "melding \(number) \($0)") }
}

/// Everything that must hold whatever happened: references without gaps, each with the notices that it owes,
/// and every original whole.
func expectSound(_ store: SQLiteStore, sourceLocation: SourceLocation = #_sourceLocation)
  async throws
{
  let signals = try await store.signals(SignalFilter(limit: 1_000_000))
  let numbers = signals.compactMap { Int($0.reference.suffix(4)) }
  #expect(numbers == Array(1..<(signals.count + 1)), sourceLocation: sourceLocation)
  for signal in signals {
    #expect(try await store.original(signal.digest) != nil, sourceLocation: sourceLocation)
  }
  let owed = try await store.outbox(states: OutboxState.allCases, limit: 1_000_000)
  let references = owed.compactMap(\.reference)
  #expect(references.count == signals.count * 2, sourceLocation: sourceLocation)
  #expect(Set(references) == Set(signals.map(\.reference)), sourceLocation: sourceLocation)
  #expect(
    try await store.ask("SELECT count(*) FROM pragma_foreign_key_check") == 0,
    sourceLocation: sourceLocation)
  #expect(
    try await store.words("PRAGMA integrity_check") == ["ok"], sourceLocation: sourceLocation)
}
