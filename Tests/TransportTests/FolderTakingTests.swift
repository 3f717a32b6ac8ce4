import Core
import Foundation
import Platform
import Synchronization
import Testing

@testable import Transport

private func pause(_ milliseconds: Int) async {
  try? await Task.sleep(for: .milliseconds(milliseconds))
}

/// Runs what waits in between on a thread of its own, so that other tests do not make its pauses longer.
private func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
  try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
    Thread.detachNewThread { done.resume(with: Result(catching: body)) }
  }
}

private func sleep(milliseconds: UInt32) { usleep(milliseconds * 1000) }

@Suite("A drop folder", .serialized, .timeLimit(.minutes(5)))
struct FolderTakingTests {
  let drop = Drop()

  @Test("hands over what lies there and what comes, and lets go of it")
  func takes() async throws {
    drop.write("een.txt", "eerste")
    try await drop.running(drop.source()) {
      #expect(await eventually { await drop.recorder.contents == ["eerste"] })
      drop.write("twee.txt", "tweede")
      #expect(await eventually { await drop.recorder.contents == ["eerste", "tweede"] })
      #expect(await eventually { await drop.recorder.settled == 2 })
    }
    #expect(drop.names().isEmpty)
    let item = try #require(await drop.recorder.items.last)
    #expect(item.door == .folder && item.name == "twee.txt" && item.refusal == nil)
    #expect(item.ledger.source == "balie" && item.ledger.collection == drop.path)
    #expect(abs(item.receivedAt.seconds - wallClock()) < 60)
    #expect(await drop.recorder.problem == nil)
    #expect(await drop.recorder.reports.last?.lastSuccess != nil)
  }

  // MARK: Completeness

  /// Ways in which programs write a file. Each leaves `melding` with the bytes `0123456789`.
  enum Writer: String, CaseIterable, Sendable {
    case slowly, reopening, renamingFromPart, renamingFromElsewhere, rewriting,
      pausingBeforeTheFirstByte,
      reservingSpace, renamingWhileOpen, mapping, linking

    /// In milliseconds. Who closes in between must go on within it; a busy machine makes pauses longer.
    var quiet: Int { self == .reopening || self == .rewriting ? 2500 : 300 }

    func write(in drop: Drop) throws {
      let name = Array("melding".utf8)
      let bytes = Array("0123456789".utf8)
      switch self {
      case .slowly:
        let file = drop.open(name)
        for byte in bytes {
          try file.write([byte])
          sleep(milliseconds: 60)
        }
      case .reopening:
        for byte in bytes {
          try drop.open(name, O_WRONLY | O_CREAT | O_APPEND).write([byte])
          sleep(milliseconds: 100)
        }
      case .renamingFromPart:
        let file = drop.open(name + Array(".part".utf8))
        try file.write(Array(bytes.prefix(5)))
        sleep(milliseconds: 700)
        try file.write(Array(bytes.suffix(5)))
        drop.sh("mv drop/melding.part drop/melding")
      case .renamingFromElsewhere:
        drop.sh("printf 0123456789 > elders/melding; mv elders/melding drop/melding")
      case .rewriting:
        drop.write(name, Array("half".utf8))
        sleep(milliseconds: 150)
        drop.write(name, bytes)
      case .pausingBeforeTheFirstByte:
        let file = drop.open(name)
        sleep(milliseconds: 900)
        try file.write(bytes)
      case .reservingSpace:
        let file = drop.open(name, O_RDWR | O_CREAT)
        #expect(posix_fallocate(file.raw, 0, 10) == 0)
        sleep(milliseconds: 700)
        for (at, byte) in bytes.enumerated() {
          _ = unsafe pwrite(file.raw, [byte], 1, off_t(at))
          sleep(milliseconds: 50)
        }
      case .renamingWhileOpen:
        let file = drop.open(name + Array(".part".utf8))
        try file.write(Array(bytes.prefix(5)))
        drop.sh("mv drop/melding.part drop/melding")
        sleep(milliseconds: 700)
        try file.write(Array(bytes.suffix(5)))
      case .mapping:
        let file = drop.open(name, O_RDWR | O_CREAT)
        #expect(ftruncate(file.raw, 10) == 0)
        let memory = unsafe mmap(nil, 10, PROT_READ | PROT_WRITE, MAP_SHARED, file.raw, 0)
        sleep(milliseconds: 700)
        unsafe memory?.copyMemory(from: bytes, byteCount: 10)
        unsafe munmap(memory, 10)
      case .linking:
        drop.sh(
          "printf 0123456789 > elders/melding; ln elders/melding drop/melding; rm elders/melding")
      }
    }
  }

  @Test("takes a file whole, however it is written", arguments: Writer.allCases)
  func whole(writer: Writer) async throws {
    try await drop.running(drop.source(quiet: writer.quiet)) {
      try await onThread { [drop] in try writer.write(in: drop) }
      #expect(await eventually { await drop.recorder.settled == 1 })
      await pause(700)
    }
    #expect(await drop.recorder.contents == ["0123456789"])
    #expect(drop.names().isEmpty)
  }

  @Test("never takes a file that somebody still has open, and tells when it is so for an hour")
  func open() async throws {
    let start = Clock()
    let source = FolderSource(
      DropFolder(
        name: "balie", path: drop.path, quiet: .milliseconds(100), rescan: .milliseconds(200)),
      clock: start.now, wall: { Timestamp(seconds: wallClock()) })
    try await drop.running(source) {
      let file = drop.open(Array("melding".utf8))
      try file.write(Array("half".utf8))
      await pause(1000)
      #expect(await drop.recorder.items.isEmpty)
      start.advance(by: .seconds(3600))
      #expect(
        await eventually { await drop.recorder.problem?.contains("langer dan een uur") == true })
      #expect(await drop.recorder.reports.last?.unaccounted == 1)
      #expect(await drop.recorder.items.isEmpty)
      try file.write(Array(" en heel".utf8))
      _ = consume file
      #expect(await eventually { await drop.recorder.contents == ["half en heel"] })
      #expect(await eventually { await drop.recorder.problem == nil })
    }
  }

  @Test(
    "tells of an upload or a marker that nobody has finished for an hour",
    arguments: [("melding.docx.part", 1), ("melding.docx.klaar", 1), ("Thumbs.db", 0), (".x", 0)])
  func unfinished(name: String, stale: Int) async throws {
    drop.write(name, "half")
    for (age, expected) in [(3500, 0), (3700, stale)] as [(Int64, Int)] {
      var folder = DropFolder(name: "balie", path: drop.path, quiet: .milliseconds(50))
      folder.marker = ".klaar"
      let source = FolderSource(
        folder, clock: Clock().now, wall: { Timestamp(seconds: wallClock() + age) })
      try await drop.once(source)
      #expect(await drop.recorder.reports.last?.unaccounted == expected)
      #expect(await (drop.recorder.problem != nil) == (expected > 0))
    }
    #expect(await drop.recorder.items.isEmpty)
    #expect(drop.names() == [name])
  }

  @Test("looks every half minute, and longer at each file, where the file system tells no changes")
  func network() async throws {
    let clock = Clock()
    let source = FolderSource(
      DropFolder(name: "balie", path: drop.path, quiet: .milliseconds(50)), clock: clock.now,
      wall: { Timestamp(seconds: wallClock()) }, fileSystem: FileSystem(type: 0x6969))
    drop.write("oud", "oud")
    drop.sh("sleep 2")
    try await drop.running(source) {
      // Another machine's clock is not believed: also an old file is looked at twice, 5 s apart.
      await pause(500)
      #expect(await drop.recorder.items.isEmpty)
      clock.advance(by: .milliseconds(5100))
      await source.wakeUp?.yield()
      #expect(await eventually { await drop.recorder.contents == ["oud"] })
      // One that no event told of.
      await source.goBlind()
      drop.write("nieuw", "nieuw")
      await pause(300)
      for seconds in [31, 6] {
        clock.advance(by: .seconds(seconds))
        await source.wakeUp?.yield()
        await pause(300)
      }
      #expect(await eventually { await drop.recorder.contents == ["oud", "nieuw"] })
    }
  }

  /// A store that is slow, and files that never stop coming.
  @Test("says that it is still at it during a look that takes long")
  func progress() async throws {
    let clock = Clock()
    for index in 0..<20 { drop.write("\(index)", "inhoud \(index)") }
    await drop.recorder.interrupt { _ in clock.advance(by: .seconds(31)) }
    let source = FolderSource(
      DropFolder(
        name: "balie", path: drop.path, quiet: .milliseconds(50), rescan: .seconds(100_000),
        batchFiles: 1), clock: clock.now, wall: { Timestamp(seconds: wallClock()) })
    try await drop.once(source)
    #expect(await drop.recorder.items.count == 20)
    #expect(await drop.recorder.reports.count >= 20)
  }

  @Test("takes a file renamed into place at once, whatever the quiet time")
  func renamed() async throws {
    try await drop.running(drop.source(quiet: 3_600_000)) {
      drop.sh("echo x > elders/melding; mv elders/melding drop/")
      #expect(await eventually { await drop.recorder.items.count == 1 })
    }
  }

  @Test("waits for the marker when there are markers, and removes both")
  func marker() async throws {
    let source = drop.source { $0.marker = ".klaar" }
    drop.write("oud.txt", "oud")
    drop.write("oud.txt.klaar", "")
    try await drop.running(source) {
      #expect(await eventually { await drop.recorder.contents == ["oud"] })
      drop.write("nieuw.txt", "half")
      drop.sh("printf y > elders/hernoemd.txt; mv elders/hernoemd.txt drop/")
      await pause(1000)
      #expect(await drop.recorder.contents == ["oud"])
      drop.write("nieuw.txt", "heel")
      drop.write("nieuw.txt.klaar", "")
      #expect(await eventually { await drop.recorder.contents == ["oud", "heel"] })
      #expect(await eventually { await drop.recorder.settled == 2 })
    }
    #expect(drop.names() == ["hernoemd.txt"])
  }

  @Test("lets a marker count only for what was written before it")
  func staleMarker() async throws {
    drop.write("a.txt.klaar", "")
    drop.sh("sleep 0.05; printf nieuw > drop/a.txt")
    try await drop.once(drop.source { $0.marker = ".klaar" })
    #expect(await drop.recorder.items.isEmpty)
    drop.sh("touch drop/a.txt.klaar")
    try await drop.once(drop.source { $0.marker = ".klaar" })
    #expect(await drop.recorder.contents == ["nieuw"])
    #expect(drop.names().isEmpty)
  }

  @Test("leaves partial, lock and system files alone, and counts them")
  func ignores() async throws {
    let names = [
      "a.part", "b.filepart", "~$brief.docx", ".~lock.brief.odt#", "Thumbs.db", "desktop.ini",
      ".DS_Store",
    ]
    for name in names { drop.write(name, name) }
    drop.write("echt.txt", "echt")
    let source = drop.source()
    try await drop.once(source)
    #expect(await drop.recorder.contents == ["echt"])
    #expect(drop.names() == names.sorted())
    #expect(await source.counts.ignored == names.count)
  }

  // MARK: Names

  @Test("takes names of any bytes and shows them escaped")
  func names() async throws {
    let names: [[UInt8]] = [
      [0xff, 0xfe], Array("regel\neinde".utf8), Array("-rf".utf8),
      Array(repeating: 0x61, count: 255),
      Array("é".utf8), Array("e\u{301}".utf8), [0x20], Array("a\u{202e}txt.exe".utf8), [0x5c],
    ]
    for (index, name) in names.enumerated() { drop.write(name, Array("inhoud \(index)".utf8)) }
    try await drop.once(drop.source())
    #expect(await Set(drop.recorder.contents) == Set(names.indices.map { "inhoud \($0)" }))
    let shown = await Set(drop.recorder.items.compactMap(\.name).map { Array($0.utf8) })
    #expect(shown == Set(names.map { Array(escapedName($0).utf8) }))
    #expect(drop.names().isEmpty)
  }

  @Test("takes a file whatever its times, and says when it came")
  func times() async throws {
    drop.write("oud", "1970")
    drop.write("nieuw", "2099")
    drop.sh("touch -d @0 drop/oud; touch -d @4070908800 drop/nieuw")
    try await drop.once(drop.source())
    #expect(await drop.recorder.items.count == 2)
    for item in await drop.recorder.items {
      #expect(abs(item.receivedAt.seconds - wallClock()) < 60)
    }
  }

  @Test("takes the same name again when it has other content, also with the same size and times")
  func sameName() async throws {
    try await drop.running(drop.source()) {
      for round in 0..<5 {
        drop.sh(
          "printf inhoud-\(round) > elders/f; touch -d @1700000000 elders/f; mv elders/f drop/formulier.txt"
        )
        #expect(await eventually { await drop.recorder.items.count == round + 1 })
      }
    }
    #expect(await drop.recorder.repeated == 0)
    #expect(await drop.recorder.contents == (0..<5).map { "inhoud-\($0)" })
  }

  // MARK: Once, and stopping

  @Test("once: takes what is complete, waits for what is fresh, and returns")
  func once() async throws {
    for index in 0..<600 { drop.write("\(index)", "inhoud \(index)") }
    let file = drop.open(Array("x.part".utf8))
    try await drop.once(drop.source { $0.batchFiles = 100 })
    #expect(await drop.recorder.items.count == 600)
    #expect(await drop.recorder.batches.allSatisfy { $0 <= 100 })
    #expect(drop.names() == ["x.part"])
    _ = consume file
  }

  @Test("once: throws when the folder is not there")
  func onceMissing() async throws {
    drop.sh("rmdir drop")
    await #expect(throws: FolderError(source: "balie", text: "de map bestaat niet")) {
      try await drop.once(drop.source())
    }
    #expect(await drop.recorder.problem == "de map bestaat niet")
  }

  @Test("stops within a second, also while it is busy")
  func stops() async throws {
    #expect(try await drop.running(drop.source()) {} < .seconds(1))
    for index in 0..<2000 { drop.write("\(index)", "inhoud \(index)") }
    let busy = try await drop.running(drop.source()) {
      #expect(await eventually { await drop.recorder.items.count > 0 })
    }
    #expect(busy < .seconds(1))
    // What it had not taken is still there.
    try await drop.once(drop.source())
    #expect(await drop.recorder.items.count == 2000)
    #expect(await drop.recorder.duplicates.isEmpty)
  }
}

extension FolderSource {
  /// From now on no event arrives.
  fileprivate func goBlind() {
    for place in places.values {
      if let watch = place.watch { inotify?.unwatch(watch) }
      place.watch = -1
    }
  }
}

/// A monotonic clock that can be put forward.
final class Clock: Sendable {
  private let ahead = Mutex(Duration.zero)

  var now: @Sendable () -> Duration {
    { [self] in ahead.withLock { $0 } + .nanoseconds(Int64(monotonicClock())) }
  }

  func advance(by duration: Duration) { ahead.withLock { $0 += duration } }
}
