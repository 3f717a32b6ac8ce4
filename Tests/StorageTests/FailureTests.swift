import Core
import Foundation
import Synchronization
import Testing

@testable import Storage

/// Fails the next commit at a step, once.
private final class Fault: Sendable {
  private let step: CommitStep
  private let error: StoreError
  private let isArmed = Mutex(false)

  init(_ step: CommitStep, _ kind: StoreError.Kind) {
    self.step = step
    error = StoreError(kind: kind, message: "injected")
  }

  func arm() { isArmed.withLock { $0 = true } }

  func probe(_ step: CommitStep) throws(StoreError) {
    guard step == self.step,
      isArmed.withLock({
        let was = $0
        $0 = false
        return was
      })
    else {
      return
    }
    throw error
  }
}

@Suite("Errors in a commit", .timeLimit(.minutes(2)))
struct FailureTests {
  @Test(
    "A failure before the commit leaves nothing, not even in the segment",
    arguments: [CommitStep.begun, .written, .synced], [StoreError.Kind.full, .busy, .other])
  func nothing(_ step: CommitStep, _ kind: StoreError.Kind) async throws {
    let folder = try Folder()
    let fault = Fault(step, kind)
    let store = try await SQLiteStore.open(directory: folder.path, probe: fault.probe)
    _ = try await store.commit(series(1), now: noon, compose: usual)
    let size = try bytes(folder)
    fault.arm()
    let error = await #expect(throws: StoreError.self) {
      try await store.commit(series(2), now: noon, compose: usual)
    }
    #expect(error?.kind == kind)
    #expect(try bytes(folder) == size)
    try await expectSound(store)
    let again = try await store.commit(series(2), now: noon, compose: usual)
    #expect(again.first == .signal(reference: "MH-2026-0004"))
    try await expectSound(store)
    await store.close()
  }

  @Test("A commit that failed and is there all the same is answered as done")
  func unknownAndThere() async throws {
    let folder = try Folder()
    let fault = Fault(.committed, .unknown)
    let store = try await SQLiteStore.open(directory: folder.path, probe: fault.probe)
    fault.arm()
    let answer = try await store.commit(series(1), now: noon, compose: usual)
    #expect(answer.map(\.reference) == ["MH-2026-0001", "MH-2026-0002", "MH-2026-0003"])
    // Its rows were moved out of the log, whose fsync may have lied.
    #expect(try await store.ask("SELECT count(*) FROM signals") == 3)
    _ = try await store.commit(series(2), now: noon, compose: usual)
    try await expectSound(store)
    await store.close()
  }

  @Test("A commit that failed and is not there is an error, and can be repeated")
  func unknownAndAbsent() async throws {
    let folder = try Folder()
    let store = try await SQLiteStore.open(directory: folder.path)
    // A reference to nothing that is looked at when the transaction ends.
    let other = try Connection(path: folder.file("signaalpost.db"), busyTimeout: 1000)
    try other.execute(
      """
      CREATE TABLE bad (id INTEGER REFERENCES items (id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER bad AFTER INSERT ON ledger BEGIN INSERT INTO bad VALUES (99999); END
      """)
    let error = await #expect(throws: StoreError.self) {
      try await store.commit(series(1), now: noon, compose: usual)
    }
    #expect(error?.kind == .other)
    #expect(error?.statement == "COMMIT")
    #expect(try await store.counts().signals == 0)
    try other.execute("DROP TABLE bad; DROP TRIGGER bad")
    let again = try await store.commit(series(1), now: noon, compose: usual)
    #expect(again.map(\.reference) == ["MH-2026-0001", "MH-2026-0002", "MH-2026-0003"])
    try await expectSound(store)
    await store.close()
  }

  @Test("A commit of unknown fate stays unknown while somebody reads in the log")
  func unknownAndRead() async throws {
    let folder = try Folder()
    let fault = Fault(.committed, .unknown)
    let options = StoreOptions(busyTimeout: 50)
    let store = try await SQLiteStore.open(
      directory: folder.path, options: options, probe: fault.probe)
    _ = try await store.commit(series(1), now: noon, compose: usual)
    let reader = try Connection(path: folder.file("signaalpost.db"), busyTimeout: 0)
    try reader.execute("BEGIN; SELECT count(*) FROM signals")
    fault.arm()
    let error = await #expect(throws: StoreError.self) {
      try await store.commit(series(2), now: noon, compose: usual)
    }
    #expect(error?.kind == .unknown)
    try reader.execute("ROLLBACK")
    let again = try await store.commit(series(2), now: noon, compose: usual)
    #expect(again.map(\.reference) == ["MH-2026-0004", "MH-2026-0005", "MH-2026-0006"])
    try await expectSound(store)
    await store.close()
  }

  @Test("Locked by another program, a commit waits; in vain, it is busy and nothing is lost")
  func locked() async throws {
    let folder = try Folder()
    let options = StoreOptions(busyTimeout: 50)
    let store = try await SQLiteStore.open(directory: folder.path, options: options)
    let other = try await SQLiteStore.open(directory: folder.path, role: .command)
    try await other.occupy()
    let error = await #expect(throws: StoreError.self) {
      try await store.commit(series(1), now: noon, compose: usual)
    }
    #expect(error?.kind == .busy)
    #expect(error?.isTransient == true)
    try await other.letGo()
    _ = try await store.commit(series(1), now: noon, compose: usual)
    try await expectSound(store)
    await store.close()

    let patient = try await SQLiteStore.open(directory: folder.path)
    try await other.occupy()
    async let answer = patient.commit(series(2), now: noon, compose: usual)
    try await Task.sleep(for: .milliseconds(200))
    try await other.letGo()
    #expect(try await answer.count == 3)
    await patient.close()
    await other.close()
  }

  @Test("An error names the statement and never the values")
  func noValues() async throws {
    let folder = try Folder()
    let store = try await SQLiteStore.open(directory: folder.path)
    await store.close()
    let connection = try Connection(path: folder.file("signaalpost.db"), busyTimeout: 0)
    let error = #expect(throws: StoreError.self) {
      try connection("INSERT INTO counters (year, last) VALUES (1, ?)").run(.text("geheim"))
    }
    #expect(error?.statement == "INSERT INTO counters (year, last) VALUES (1, ?)")
    #expect(error.map { !"\($0)".contains("geheim") } == true)
  }

  @Test("Only a daemon commits")
  func command() async throws {
    let folder = try Folder()
    await (try SQLiteStore.open(directory: folder.path)).close()
    let store = try await SQLiteStore.open(directory: folder.path, role: .command)
    await #expect(throws: StoreError.self) {
      try await store.commit(series(1), now: noon, compose: usual)
    }
    await store.close()
  }

  private func bytes(_ folder: Folder) throws -> Int {
    try Data(contentsOf: URL(filePath: folder.file("originals/000001.seg"))).count
  }
}
