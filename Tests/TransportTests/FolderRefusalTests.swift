import Core
import Foundation
import Platform
import Testing

@testable import Transport

private let isRoot = getuid() == 0

/// Something that is no plain file of its own, and what becomes of it.
private struct Oddity: Sendable, CustomTestStringConvertible {
  var testDescription: String { refusal }
  /// Shell commands that put it in `drop` under the name `x`.
  var made: String
  var refusal: String
  /// In `.afgekeurd`; else it stays.
  var isMoved: Bool
  /// A word of the explanation.
  var word: String
}

private let oddities = [
  Oddity(
    made: "ln -s /etc/passwd drop/x", refusal: "refused:symlink", isMoved: true, word: "koppeling"),
  Oddity(made: "ln -s x drop/x", refusal: "refused:symlink", isMoved: true, word: "koppeling"),
  Oddity(
    made: "echo geheim > elders/y; ln elders/y drop/x", refusal: "refused:hardlink", isMoved: true,
    word: "hard link"),
  Oddity(made: "mkfifo drop/x", refusal: "refused:fifo", isMoved: true, word: "FIFO"),
  Oddity(
    made: "perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => \"drop/x\", Listen => 1)'",
    refusal: "refused:socket", isMoved: true, word: "socket"),
  Oddity(
    made: "mkdir drop/x; echo y > drop/x/y", refusal: "refused:directory", isMoved: false,
    word: "map"),
  Oddity(
    made: "truncate -s 20G drop/x", refusal: "limit:bytes=21474836480", isMoved: false,
    word: "te groot"),
  Oddity(made: "truncate -s 30M drop/x", refusal: "limit:sparse", isMoved: false, word: "leeg"),
]

@Suite("What a drop folder refuses", .serialized, .timeLimit(.minutes(5)))
struct FolderRefusalTests {
  let drop = Drop()

  @Test("is reported once, put aside or left, and explained", arguments: oddities)
  private func oddity(_ oddity: Oddity) async throws {
    #expect(drop.sh(oddity.made))
    drop.write("gewoon.txt", "gewoon")
    let source = drop.source(quiet: 100) { $0.rescan = .milliseconds(200) }
    try await drop.running(source) {
      #expect(await eventually { await drop.recorder.items.count == 2 })
      // Several more listings.
      try await Task.sleep(for: .milliseconds(900))
    }
    #expect(await drop.recorder.refusals == [oddity.refusal])
    #expect(await drop.recorder.repeated == 0)
    let item = try #require(await drop.recorder.items.first { $0.refusal != nil })
    #expect(item.bytes.isEmpty && item.name == "x")
    #expect(
      drop.names("drop/.afgekeurd") == (oddity.isMoved ? ["x", "x.reden.txt"] : ["x.reden.txt"]))
    #expect(drop.names().contains("x") == !oddity.isMoved)
    #expect(await (drop.recorder.problem == nil) == oddity.isMoved)
    #expect(await drop.recorder.committed == (oddity.isMoved ? 0 : 1))
    let text = try #require(drop.text("drop/.afgekeurd/x.reden.txt"))
    #expect(text.contains(oddity.word) && text.contains("NIET ingelezen"))
    #expect(text.contains(oddity.isMoved ? "verplaatst" : "nog waar het stond"))
  }

  @Test("a device is never opened", .enabled(if: isRoot, "only root can make a device"))
  func device() async throws {
    #expect(drop.sh("mknod drop/x c 1 9"))
    try await drop.once(drop.source(quiet: 100))
    #expect(await drop.recorder.refusals == ["refused:device"])
    #expect(drop.names("drop/.afgekeurd") == ["x", "x.reden.txt"])
  }

  @Test("is not told again after a restart, and its text is not lost")
  func restart() async throws {
    drop.sh("truncate -s 20G drop/x; mkdir drop/map")
    try await drop.once(drop.source(quiet: 100))
    drop.sh("rm drop/.afgekeurd/map.reden.txt")
    try await drop.once(drop.source(quiet: 100))
    #expect(await drop.recorder.refusals.count == 2)
    #expect(await drop.recorder.repeated == 0)
    #expect(drop.names("drop/.afgekeurd") == ["map.reden.txt", "x.reden.txt"])
  }

  @Test("is taken in after all when the limit is raised, or the file replaced")
  func mended() async throws {
    drop.write("groot", String(repeating: "x", count: 2000))
    try await drop.once(drop.source(quiet: 100) { $0.maxBytes = 1000 })
    #expect(await drop.recorder.refusals == ["limit:bytes=2000"])
    #expect(drop.names() == [".afgekeurd", "groot"])
    try await drop.once(drop.source(quiet: 100) { $0.maxBytes = 4000 })
    #expect(await drop.recorder.items.last?.bytes.count == 2000)
    #expect(drop.names() == [".afgekeurd"])
    // Nothing is left that the ledger believes to be there.
    try await drop.once(drop.source(quiet: 100))
    #expect(await drop.recorder.committed == 0)
    #expect(await drop.recorder.problem == nil)
  }

  @Test("keeps every one of the same name")
  func sameNames() async throws {
    let source = drop.source(quiet: 50)
    try await drop.running(source) {
      for round in 1...4 {
        drop.sh("ln -s /doel-\(round) drop/x")
        #expect(await eventually { await drop.recorder.settled == round })
      }
    }
    let names = drop.names("drop/.afgekeurd")
    #expect(names.count == 8 && names.filter { $0.hasSuffix(".reden.txt") }.count == 4)
    let targets = try names.filter { !$0.hasSuffix(".reden.txt") }.map {
      try FileManager.default.destinationOfSymbolicLink(atPath: "\(drop.path)/.afgekeurd/\($0)")
    }
    #expect(Set(targets) == Set((1...4).map { "/doel-\($0)" }))
  }

  @Test("explains names of 255 bytes too")
  func longName() async throws {
    let name = String(repeating: "n", count: 255)
    drop.sh("ln -s /etc/passwd drop/\(name)")
    try await drop.once(drop.source(quiet: 50))
    #expect(drop.names("drop/.afgekeurd").map(\.utf8.count).sorted() == [250, 255])
  }

  @Test("puts things where nobody else can look")
  func permissions() async throws {
    drop.sh("ln -s /etc/passwd drop/x; chmod 777 drop; mkdir -m 777 drop/.afgekeurd")
    try await drop.once(drop.source(quiet: 50))
    let folder = try Directory(path: drop.path + "/.afgekeurd")
    #expect(try folder.status().permissions == 0o700)
    #expect(try folder.status(of: Array("x.reden.txt".utf8)).permissions == 0o600)
    #expect(await drop.recorder.problem?.contains("iedereen") == true)
    drop.sh("chmod 1777 drop")
    try await drop.once(drop.source(quiet: 50))
    #expect(await drop.recorder.problem == nil)
  }

  @Test(
    "does not use a folder that somebody else put in place of ours",
    .enabled(if: isRoot, "only root can give a folder away"),
    arguments: [".afgekeurd", ".bezig"])
  func foreignFolder(name: String) async throws {
    drop.sh("mkdir -m 777 drop/\(name); chown 12345 drop/\(name); ln -s /etc/passwd drop/x")
    drop.write("gewoon", "gewoon")
    try await drop.once(drop.source(quiet: 50))
    #expect(drop.names("drop/\(name)").isEmpty)
    #expect(await drop.recorder.items.count == 2)
    #expect(await drop.recorder.problem?.contains("werkmap") == true)
    #expect(drop.names().contains(name == ".bezig" ? "gewoon" : "x"))
    // Processed once all the same.
    try await drop.once(drop.source(quiet: 50))
    #expect(await drop.recorder.items.count == 2)
    #expect(await drop.recorder.repeated == 0)
  }

  @Test("does not follow a link in place of our folder")
  func linkedFolder() async throws {
    drop.sh(
      "ln -s ../elders drop/.bezig; ln -s ../elders drop/.afgekeurd; ln -s /etc/passwd drop/x")
    drop.write("gewoon", "gewoon")
    try await drop.once(drop.source(quiet: 50))
    #expect(drop.names("elders").isEmpty)
    #expect(await drop.recorder.items.count == 2)
    #expect(drop.names() == ["gewoon", "x"])
    #expect(drop.sh("test -L drop/.bezig && test -L drop/.afgekeurd"))
  }

  // MARK: Folders in the folder

  @Test("reads folders down to the depth that was asked for", arguments: [0, 1, 2])
  func depth(maxDepth: Int) async throws {
    drop.sh("mkdir -p drop/a/b/c; echo 0 > drop/0; echo 1 > drop/a/1; echo 2 > drop/a/b/2")
    let source = drop.source(quiet: 100) { $0.maxDepth = maxDepth }
    try await drop.running(source) {
      #expect(await eventually { await drop.recorder.items.count == maxDepth + 2 })
      // Those are watched too, also new ones.
      if maxDepth > 0 {
        drop.sh("echo later > drop/a/later; mkdir drop/nieuw; echo nieuw > drop/nieuw/x")
        #expect(await eventually { await drop.recorder.items.count == maxDepth + 4 })
      }
    }
    #expect(await drop.recorder.refusals == ["refused:directory"])
    let expected = (0...maxDepth).map { "\($0)\n" } + (maxDepth > 0 ? ["later\n", "nieuw\n"] : [])
    #expect(await drop.recorder.contents.filter { !$0.isEmpty }.sorted() == expected.sorted())
  }

  @Test("does not walk down 900 levels")
  func levels() async throws {
    drop.sh("cd drop && for i in $(seq 900); do mkdir d && cd -P d; done; :")
    let start = ContinuousClock.now
    try await drop.once(drop.source(quiet: 50) { $0.maxDepth = 3 })
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(await drop.recorder.refusals == ["refused:directory"])
  }

  @Test("reports a folder once, whatever happens in it, and goes on saying that it is there")
  func folderOnce() async throws {
    drop.sh("mkdir drop/map")
    let source = drop.source(quiet: 50) { $0.rescan = .milliseconds(100) }
    try await drop.running(source) {
      #expect(await eventually { await drop.recorder.items.count == 1 })
      for round in 0..<5 {
        drop.sh("echo x > drop/map/\(round)")
        try await Task.sleep(for: .milliseconds(150))
      }
      #expect(await drop.recorder.items.count == 1)
      #expect(await drop.recorder.problem?.contains("kunnen niet worden ingelezen") == true)
      drop.sh("rm -r drop/map")
      #expect(await eventually { await drop.recorder.problem == nil })
      #expect(await eventually { await drop.recorder.committed == 0 })
    }
  }

  // MARK: As a user with few rights

  @Test("an unreadable file is told once and taken as soon as it is readable")
  func unreadable() async throws {
    // Root may read everything: a child becomes nobody first.
    await #expect(processExitsWith: .success) {
      let drop = Drop()
      drop.become(65534)
      require(0, drop.sh("echo geheim > drop/x && chmod 000 drop/x"))
      let source = drop.source(quiet: 50) { $0.rescan = .milliseconds(100) }
      try await drop.running(source) {
        require(1, await eventually { await drop.recorder.refusals == ["unreadable:permission"] })
        try await Task.sleep(for: .milliseconds(500))
        require(2, await drop.recorder.items.count == 1)
        require(3, drop.names().contains("x"))
        require(
          4,
          drop.text("drop/.afgekeurd/x.reden.txt")?.contains("mag het bestand niet lezen") == true)
        require(
          5, await drop.recorder.problem == "1 bestand(en) of map(pen) kunnen niet worden ingelezen"
        )
        drop.sh("chmod 600 drop/x")
        require(6, await eventually { await drop.recorder.contents.last == "geheim\n" })
        require(7, await eventually { await drop.recorder.committed == 0 })
        require(8, !drop.names().contains("x"))
      }
    }
  }

  @Test("from a folder that cannot be written to everything is taken once, and that is told")
  func readOnly() async throws {
    await #expect(processExitsWith: .success) {
      let drop = Drop()
      for index in 0..<20 { drop.write("\(index)", "inhoud \(index)") }
      drop.sh("ln -s /etc/passwd drop/link; chmod 555 drop")
      drop.become(65534)
      let source = drop.source(quiet: 50) { $0.rescan = .milliseconds(100) }
      try await drop.running(source) {
        require(9, await eventually { await drop.recorder.items.count == 21 })
        try await Task.sleep(for: .milliseconds(500))
      }
      // A restart changes nothing.
      try await drop.once(drop.source(quiet: 50))
      require(10, await drop.recorder.items.count == 21)
      require(11, await drop.recorder.repeated == 0)
      require(
        12, await drop.recorder.problem?.contains("20 ingelezen bestand(en) kunnen niet") == true)
      require(13, drop.names().count == 21)
      require(14, await drop.recorder.committed == 21)
    }
  }
}

/// In an exit test, where an expectation is not heard: ends with the number of the step.
func require(_ step: Int32, _ condition: Bool) {
  if !condition { exit(100 + step) }
}

extension Drop {
  /// Root may read and write everything: a child of the tests becomes another user first, who owns what is
  /// here. Does nothing when it is not root.
  func become(_ user: UInt32) {
    guard getuid() == 0 else { return }
    sh("chown -hR \(user) .")
    if setgid(user) != 0 || setuid(user) != 0 { exit(2) }
  }
}
