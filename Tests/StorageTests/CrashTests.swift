import Core
import Foundation
import Platform
import Testing

@testable import Storage

extension CommitStep: Codable {}

@Suite("Killed in the middle", .timeLimit(.minutes(5)))
struct CrashTests {
  @Test(
    "Killed at a step of a commit, a batch is there whole or not at all",
    arguments: CommitStep.allCases)
  func steps(_ step: CommitStep) async throws {
    let folder = try Folder()
    let before = try await SQLiteStore.open(directory: folder.path)
    _ = try await before.commit(series(1), now: noon, compose: usual)
    await before.close()

    let path = folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, step = step as CommitStep] in
      let store = try await SQLiteStore.open(directory: path) { reached in
        if reached == step { kill(getpid(), SIGKILL) }
      }
      _ = try await store.commit(series(2), now: noon, compose: usual)
    }

    let store = try await SQLiteStore.open(directory: folder.path)
    #expect(try await store.counts().signals == (step == .committed ? 6 : 3))
    try await expectSound(store)
    // The source still has the batch, and hands it over again.
    let again = try await store.commit(series(2), now: noon, compose: usual)
    #expect(again.map(\.reference) == ["MH-2026-0004", "MH-2026-0005", "MH-2026-0006"])
    _ = try await store.commit(series(3), now: noon, compose: usual)
    try await expectSound(store)
    await store.close()
  }

  @Test("Killed at any moment, what was acknowledged is there, and once")
  func anyMoment() async throws {
    let folder = try Folder()
    let path = folder.path
    for round in 0..<8 {
      let milliseconds = UInt32(20 + round * 25)
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, round = round as Int, milliseconds = milliseconds as UInt32] in
        let store = try await SQLiteStore.open(directory: path)
        let acknowledged = try Directory(path: path).appendable(Array("acknowledged".utf8))
        Thread.detachNewThread {
          usleep(milliseconds * 1000)
          kill(getpid(), SIGKILL)
        }
        for number in (round * 10_000)... {
          _ = try await store.commit(series(number), now: noon, compose: usual)
          try acknowledged.write(Array("\(number)\n".utf8))
        }
      }
    }
    let store = try await SQLiteStore.open(directory: folder.path)
    try await expectSound(store)
    let numbers = try String(contentsOfFile: folder.file("acknowledged"), encoding: .utf8)
      .split(separator: "\n").compactMap { Int($0) }
    #expect(!numbers.isEmpty)
    for number in numbers {
      for taken in series(number) {
        #expect(try await store.original(taken.digest) == taken.item.bytes)
      }
    }
    // At most the one batch of each round that was not yet acknowledged is there besides.
    let extra = try await store.counts().signals - numbers.count * 3
    #expect((0...24).contains(extra))
    await store.close()
  }

  @Test("The tail that a killed batch leaves is not written over")
  func tail() async throws {
    let folder = try Folder()
    let path = folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let store = try await SQLiteStore.open(directory: path) { step in
        if step == .synced { kill(getpid(), SIGKILL) }
      }
      _ = try await store.commit(series(1), now: noon, compose: usual)
    }
    let segment = folder.file("originals/000001.seg")
    let tail = try Data(contentsOf: URL(filePath: segment))
    #expect(!tail.isEmpty)
    let store = try await SQLiteStore.open(directory: folder.path)
    _ = try await store.commit(series(2), now: noon, compose: usual)
    #expect(try Data(contentsOf: URL(filePath: segment)).starts(with: tail))
    #expect(try await store.ask("SELECT min(position) FROM items") == Int64(tail.count))
    try await expectSound(store)
    await store.close()
  }
}
