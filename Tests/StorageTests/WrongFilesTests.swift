import Core
import Foundation
import Testing

@testable import Storage

/// Something that happened to the files of a store while it was closed.
private struct Harm: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var kind: StoreError.Kind
  /// Part of the sentence that the operator gets.
  var sentence: String
  var role = SQLiteStore.Role.daemon
  var spoil: @Sendable (Folder) throws -> Void

  static let all = [
    Harm(testDescription: "random bytes", kind: .corrupt, sentence: "damaged, or is none") {
      folder in
      try Data((0..<9000).map { _ in UInt8.random(in: 0...255) }).write(to: database(folder))
    },
    Harm(testDescription: "cut off", kind: .corrupt, sentence: "damaged") { folder in
      let bytes = try Data(contentsOf: database(folder))
      try bytes.prefix(bytes.count / 2).write(to: database(folder))
    },
    Harm(testDescription: "damaged in the middle", kind: .corrupt, sentence: "damaged") { folder in
      var bytes = try Data(contentsOf: database(folder))
      for at in stride(from: 8200, to: bytes.count, by: 4096) {
        bytes.replaceSubrange(at..<(at + 64), with: Data(repeating: 0xa5, count: 64))
      }
      try bytes.write(to: database(folder))
    },
    Harm(testDescription: "made by a newer program", kind: .corrupt, sentence: "version 99") {
      try Connection(path: database($0).path, busyTimeout: 0).execute("PRAGMA user_version = 99")
    },
    Harm(
      testDescription: "made by a newer program, seen by a command", kind: .corrupt,
      sentence: "another version", role: .command
    ) {
      try Connection(path: database($0).path, busyTimeout: 0).execute("PRAGMA user_version = 99")
    },
    Harm(
      testDescription: "the database of another program", kind: .corrupt,
      sentence: "not a database of signaalpost"
    ) {
      try Connection(path: database($0).path, busyTimeout: 0).execute("PRAGMA application_id = 7")
    },
    Harm(testDescription: "the database is gone", kind: .corrupt, sentence: "missing or empty") {
      for name in ["", "-wal", "-shm"] {
        try FileManager.default.removeItem(atPath: database($0).path + name)
      }
    },
    Harm(testDescription: "the database is empty", kind: .corrupt, sentence: "missing or empty") {
      try Data().write(to: database($0))
    },
    Harm(
      testDescription: "the log of writes is gone after a crash", kind: .corrupt,
      sentence: "signaalpost.db-wal is gone"
    ) {
      try Data("12345\n".utf8).write(to: URL(filePath: $0.file("signaalpost.lock")))
      try FileManager.default.removeItem(atPath: database($0).path + "-wal")
    },
    Harm(
      testDescription: "the originals are gone", kind: .corrupt, sentence: "originals are missing"
    ) {
      try FileManager.default.removeItem(atPath: $0.file("originals"))
    },
    Harm(
      testDescription: "the originals are older than the database", kind: .corrupt,
      sentence: "originals are missing"
    ) {
      let segment = URL(filePath: $0.file("originals/000001.seg"))
      try Data(contentsOf: segment).dropLast().write(to: segment)
    },
  ]

  static func database(_ folder: Folder) -> URL { URL(filePath: folder.file("signaalpost.db")) }
}

@Suite("Wrong files are refused and left as they are", .timeLimit(.minutes(2)))
struct WrongFilesTests {
  @Test("Refused with a sentence, and nothing is changed", arguments: Harm.all)
  private func refused(_ harm: Harm) async throws {
    let folder = try Folder()
    let store = try await SQLiteStore.open(directory: folder.path)
    for round in 1...5 {
      _ = try await store.commit(series(round, size: 20), now: noon, compose: usual)
    }
    await store.close()
    try harm.spoil(folder)
    let before = try? Data(contentsOf: Harm.database(folder))
    // Also at the second try: a refusal is no cure.
    for _ in 1...2 {
      let error = await StoreError.opening(folder, role: harm.role)
      #expect(error?.kind == harm.kind)
      #expect(error.map { "\($0)".contains(harm.sentence) } == true, "\(String(describing: error))")
      let after = try? Data(contentsOf: Harm.database(folder))
      #expect(after == before)
    }
  }

  @Test("A log of writes that is missing after a normal stop is no loss")
  func restored() async throws {
    let folder = try Folder()
    let store = try await SQLiteStore.open(directory: folder.path)
    _ = try await store.commit(series(1), now: noon, compose: usual)
    await store.close()
    for name in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: folder.file("signaalpost.db" + name))
    }
    let again = try await SQLiteStore.open(directory: folder.path)
    try await expectSound(again)
    await again.close()
  }

  @Test(
    "A database that cannot be written is refused",
    .enabled(if: getuid() == 0, "only root can become another user"))
  func readOnly() async throws {
    let folder = try Folder()
    await (try SQLiteStore.open(directory: folder.path)).close()
    let nobody: uid_t = 65534
    for name in ["", "originals", "signaalpost.lock", "signaalpost.db-wal", "signaalpost.db-shm"] {
      _ = unsafe chown(folder.file(name), nobody, nobody)
    }
    _ = unsafe chmod(folder.file("signaalpost.db"), 0o444)
    let path = folder.path
    await #expect(processExitsWith: .success) { [path = path as String, nobody = nobody as uid_t] in
      setgid(nobody)
      setuid(nobody)
      do throws(StoreError) {
        _ = try await SQLiteStore.open(directory: path)
        exit(1)
      } catch {
        exit(error.message.contains("cannot be written") ? 0 : 2)
      }
    }
  }
}
