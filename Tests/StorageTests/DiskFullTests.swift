import Core
import Foundation
import Testing

@testable import Storage

/// A small disk of its own, when we may have one.
private final class SmallDisk: Sendable {
  let folder: Folder

  init?(kilobytes: Int) throws {
    folder = try Folder()
    let options = "size=\(kilobytes)k,mode=0700"
    guard unsafe mount("tmpfs", folder.path, "tmpfs", 0, options) == 0 else { return nil }
  }

  deinit { _ = unsafe umount2(folder.path, Int32(MNT_DETACH)) }

  static let isPossible = (try? SmallDisk(kilobytes: 64)) != nil
}

@Suite(
  "A full disk", .timeLimit(.minutes(2)),
  .enabled(if: SmallDisk.isPossible, "only root can mount a small disk"))
struct DiskFullTests {
  /// Where the space runs out: in the originals, in the log of writes and the database, or in either.
  enum Kind: String, CaseIterable, Sendable {
    case originals, rows, both
  }

  private func batch(_ number: Int, _ kind: Kind) -> [Taken] {
    series(number).map { item in
      var item = item
      if kind != .rows {
        item.item.bytes += [UInt8](repeating: 0x20, count: 20_000)
        item.digest = digest(item.item.bytes)
      }
      if kind != .originals { item.verdict.record += [UInt8](repeating: 0x20, count: 20_000) }
      return item
    }
  }

  @Test(
    "Nothing half is left, what was there can be read, and it goes on when there is room",
    arguments: Kind.allCases)
  func full(_ kind: Kind) async throws {
    let disk = try #require(try SmallDisk(kilobytes: 3000))
    let filler = URL(filePath: disk.folder.file("filler"))
    try Data(repeating: 1, count: 1 << 20).write(to: filler)
    let store = try await SQLiteStore.open(directory: disk.folder.path)
    var number = 0
    var error: StoreError?
    while error == nil, number < 1000 {
      number += 1
      do throws(StoreError) {
        _ = try await store.commit(batch(number, kind), now: noon, compose: usual)
      } catch let failure { error = failure }
    }
    #expect(error?.kind == .full)
    #expect(error?.isTransient == true)
    // Tried again and again, it does not fill the disk further, and what is there can be read.
    for _ in 1...20 {
      await #expect(throws: StoreError.self) {
        try await store.commit(batch(number, kind), now: noon, compose: usual)
      }
    }
    #expect(try await store.counts().signals == (number - 1) * 3)
    try await expectSound(store)
    let segment = disk.folder.file("originals/000001.seg")
    let size = try FileManager.default.attributesOfItem(atPath: segment)[.size] as? Int64
    #expect(try await store.ask("SELECT sum(length) FROM items") == size)

    // A daemon that starts on a full disk takes nothing in, but shows what is there.
    await store.close()
    let restarted = try await SQLiteStore.open(directory: disk.folder.path)
    await #expect(throws: StoreError.self) {
      try await restarted.commit(batch(number, kind), now: noon, compose: usual)
    }
    try await expectSound(restarted)

    try FileManager.default.removeItem(at: filler)
    let after = try await restarted.commit(batch(number, kind), now: noon, compose: usual)
    #expect(after.count == 3)
    try await expectSound(restarted)
    await restarted.close()
    let again = try await SQLiteStore.open(directory: disk.folder.path)
    #expect(try await again.counts().signals == number * 3)
    try await expectSound(again)
    await again.close()
  }
}
