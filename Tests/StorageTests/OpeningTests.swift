import Core
import Foundation
import Testing

@testable import Storage

@Suite("Opening a store", .timeLimit(.minutes(2)))
struct OpeningTests {
  @Test(
    "Every commit is on the disk before it is answered, and the schema cannot be turned against us")
  func settings() async throws {
    let folder = try Folder()
    let store = try await SQLiteStore.open(directory: folder.path)
    #expect(try await store.words("PRAGMA journal_mode") == ["wal"])
    #expect(try await store.ask("PRAGMA synchronous") == 2)
    #expect(try await store.ask("PRAGMA foreign_keys") == 1)
    #expect(try await store.ask("PRAGMA secure_delete") == 1)
    #expect(try await store.ask("PRAGMA trusted_schema") == 0)
    #expect(try await store.ask("PRAGMA application_id") == Schema.application)
    #expect(try await store.ask("PRAGMA user_version") == Int64(Schema.steps.count))
    let loose = try await store.ask(
      """
      SELECT count(*) FROM pragma_table_list
      WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' AND NOT strict
      """)
    #expect(loose == 0)
    await #expect(throws: StoreError.self) { try await store.ask("SELECT \"geen kolom\"") }
    await #expect(throws: StoreError.self) {
      try await store.ask("UPDATE sqlite_schema SET sql = 'x' RETURNING 1")
    }
    await store.close()
  }

  @Test("Nobody else can look in, whatever the umask")
  func permissions() async throws {
    let folder = try Folder()
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    let store = try await SQLiteStore.open(directory: folder.path)
    _ = try await store.commit(series(1), now: noon, compose: usual)
    let modes = try [
      "", "signaalpost.db", "signaalpost.db-wal", "signaalpost.db-shm", "signaalpost.lock",
      "originals", "originals/000001.seg",
    ].map { name in
      try #require(
        try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions]
          as? Int)
    }
    #expect(modes == [0o700, 0o600, 0o600, 0o600, 0o600, 0o700, 0o600])
    await store.close()
  }

  @Test("A folder that others share is not made ours")
  func shared() async throws {
    let folder = try Folder()
    try Data().write(to: URL(filePath: folder.file("iets anders")))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    let error = await StoreError.opening(folder)
    #expect(error?.message.contains("0700") == true)
    #expect(!FileManager.default.fileExists(atPath: folder.file("signaalpost.db")))
  }

  @Test("Closed and opened again, everything is there and the numbers go on")
  func again() async throws {
    let folder = try Folder()
    for round in 1...3 {
      let store = try await SQLiteStore.open(directory: folder.path)
      let answer = try await store.commit(series(round), now: noon, compose: usual)
      #expect(answer.first?.reference == "MH-2026-000\(round * 3 - 2)")
      try await expectSound(store)
      await store.close()
    }
  }

  @Test("Originals go on in a new segment when one is full")
  func segments() async throws {
    let folder = try Folder()
    let options = StoreOptions(segmentLimit: 50)
    for round in 1...3 {
      let store = try await SQLiteStore.open(directory: folder.path, options: options)
      _ = try await store.commit(series(round), now: noon, compose: usual)
      try await expectSound(store)
      await store.close()
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("originals"))
    #expect(names.count > 2)
    #expect(names.min() == "000001.seg")
  }

  @Test("A damaged original is found out")
  func damagedOriginal() async throws {
    let folder = try Folder()
    let store = try await SQLiteStore.open(directory: folder.path)
    _ = try await store.commit(series(1), now: noon, compose: usual)
    let segment = URL(filePath: folder.file("originals/000001.seg"))
    var bytes = try Data(contentsOf: segment)
    bytes[3] ^= 1
    try bytes.write(to: segment)
    let error = await #expect(throws: StoreError.self) {
      try await store.original(series(1)[0].digest)
    }
    #expect(error?.kind == .corrupt)
    #expect(try await store.original(series(1)[1].digest) != nil)
    await store.close()
  }

  @Test("A second daemon is refused and told which process has the store; commands are not")
  func twoDaemons() async throws {
    let folder = try Folder()
    let store = try await SQLiteStore.open(directory: folder.path)
    let error = await StoreError.opening(folder)
    #expect(error?.kind == .busy)
    #expect(error?.message.contains("process \(getpid())") == true)
    #expect(await StoreError.opening(folder, role: .command) == nil)
    // The one that was refused has not spoilt it for the first.
    _ = try await store.commit(series(1), now: noon, compose: usual)
    await store.close()
    #expect(await StoreError.opening(folder) == nil)
  }

  @Test("Two processes that lease get different notices")
  func twoLeases() async throws {
    let folder = try Folder()
    let daemon = try await SQLiteStore.open(directory: folder.path)
    try await daemon.enqueue((0..<300).map { notice("\($0)") }, now: noon)
    let command = try await SQLiteStore.open(directory: folder.path, role: .command)
    let leased = try await withThrowingTaskGroup(of: [OutboxID].self) { group in
      for store in [daemon, command, daemon, command] {
        group.addTask {
          var ids: [OutboxID] = []
          while true {
            let some = try await store.lease(
              channels: ["smtp"], limit: 5, now: noon, until: noon + 300)
            if some.isEmpty { return ids }
            ids += some.map(\.id)
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(leased.sorted() == Array(1...300))
    await daemon.close()
    await command.close()
  }

  @Test("A command before the first daemon makes nothing")
  func commandFirst() async throws {
    let folder = try Folder()
    let error = await StoreError.opening(folder, role: .command)
    #expect(error?.kind == .notFound)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test("A dropped notice and every decision leave an event, and events are not changed")
  func events() async throws {
    let folder = try Folder()
    let store = try await SQLiteStore.open(directory: folder.path)
    let once: Compose = { _, _ in [notice("x", .receipt, quota: 1)] }
    _ = try await store.commit(
      [taken(1, "een"), taken(2, "een"), taken(3, "dank", .notASignal)], now: noon, compose: once)
    #expect(
      try await store.words(
        "SELECT subject || ' ' || subject_id || ' ' || event || coalesce(' ' || detail, '') FROM events"
      )
        == [
          "item 1 signal", "item 1 repeated", "store 0 quota receipt", "item 2 not_a_signal",
          "store 0 quota receipt",
        ])
    await #expect(throws: StoreError.self) {
      try await store.ask("UPDATE events SET event = 'x' RETURNING 1")
    }
    await #expect(throws: StoreError.self) { try await store.ask("DELETE FROM events RETURNING 1") }
    await store.close()
  }
}
