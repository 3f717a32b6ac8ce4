import Core
import Foundation
import Platform
import Synchronization
import Testing

@testable import Transport

private let isRoot = getuid() == 0
private let canMount =
  isRoot
  && (try? run(
    "sh",
    ["-c", "d=$(mktemp -d) && mount -t tmpfs none $d && umount $d && rmdir $d"])) != nil

@Suite("A drop folder in trouble", .serialized, .timeLimit(.minutes(5)))
struct FolderFaultTests {
  let drop = Drop()

  // MARK: The folder itself

  /// What happens to the folder while it is watched; a folder is there again at the end.
  @Test(
    "goes on with the folder that is on its path",
    arguments: [
      "rm -r drop && mkdir drop", "mv drop weg && mkdir drop",
      "mv drop weg && sleep 0.3 && mkdir drop",
      "mv drop weg && sleep 0.3 && mv weg drop",
      "mkdir ander && mv -T --exchange drop ander 2>/dev/null || (mv drop weg && mv ander drop)",
      "mv drop weg && ln -s weg drop",
    ])
  func replaced(commands: String) async throws {
    try await drop.running(drop.source(quiet: 100) { $0.rescan = .milliseconds(500) }) {
      drop.write("voor", "voor")
      #expect(await eventually { await drop.recorder.contents == ["voor"] })
      #expect(drop.sh(commands))
      drop.write("na", "na")
      #expect(await eventually { await drop.recorder.contents == ["voor", "na"] })
      #expect(await eventually { await drop.recorder.problem == nil })
      // Watched again, not only listed.
      try await Task.sleep(for: .milliseconds(200))
      drop.write("later", "later")
      #expect(await eventually { await drop.recorder.contents == ["voor", "na", "later"] })
    }
  }

  @Test("waits for a folder that appears later, and says so meanwhile")
  func appears() async throws {
    drop.sh("rmdir drop")
    try await drop.running(drop.source(quiet: 100)) {
      #expect(await drop.recorder.problem == "de map bestaat niet")
      drop.sh("touch drop")
      #expect(
        await eventually { await drop.recorder.problem == "het ingestelde pad is geen map" })
      #expect(await drop.recorder.reports.last?.consecutiveFailures ?? 0 > 1)
      drop.sh("rm drop; mkdir drop; printf x > drop/x")
      #expect(await eventually { await drop.recorder.contents == ["x"] })
      #expect(await eventually { await drop.recorder.problem == nil })
      #expect(await drop.recorder.reports.last?.consecutiveFailures == 0)
    }
  }

  @Test(
    "never takes what lies under a mount point that is not mounted",
    .enabled(if: canMount, "mounting is not possible here"))
  func unmounted() async throws {
    drop.sh("printf onder > drop/onder; mount -t tmpfs -o size=1m none drop")
    let source = drop.source(quiet: 100) { $0.rescan = .milliseconds(300) }
    try await drop.running(source) {
      drop.write("boven", "boven")
      #expect(await eventually { await drop.recorder.contents == ["boven"] })
      // Nothing of it is held open between looks.
      #expect(await eventually { drop.sh("umount drop") })
      #expect(
        await eventually {
          await drop.recorder.problem == "de schijf of netwerkmap is niet aangekoppeld"
        })
      try await Task.sleep(for: .milliseconds(1500))
      #expect(await drop.recorder.contents == ["boven"])
      #expect(drop.names() == ["onder"])
      drop.sh("mount -t tmpfs -o size=1m none drop; printf weer > drop/weer")
      #expect(await eventually { await drop.recorder.contents == ["boven", "weer"] })
      #expect(await eventually { await drop.recorder.problem == nil })
    }
  }

  @Test("takes nothing from a folder that must be mounted and is not")
  func mustBeMounted() async throws {
    drop.write("onder", "onder")
    let identity = try FolderIdentity(of: Directory(path: drop.path))
    guard identity.mount == nil else { return }
    await #expect(throws: FolderError.self) {
      try await drop.once(drop.source(quiet: 100) { $0.requiresMount = true })
    }
    #expect(await drop.recorder.items.isEmpty)
  }

  @Test(
    "takes each file of a read-only file system once",
    .enabled(if: canMount, "mounting is not possible here"))
  func readOnlyFileSystem() async throws {
    drop.sh("mount -t tmpfs none drop && printf x > drop/x && mount -o remount,ro drop")
    for _ in 0..<3 { try await drop.once(drop.source(quiet: 100)) }
    #expect(await drop.recorder.contents == ["x"])
    #expect(await drop.recorder.repeated == 0)
    #expect(
      await drop.recorder.problem
        == "1 ingelezen bestand(en) kunnen niet uit de map worden verwijderd")
    drop.sh("mount -o remount,rw drop")
    try await drop.once(drop.source(quiet: 100))
    #expect(await drop.recorder.problem == nil)
    #expect(drop.names().isEmpty)
    #expect(await drop.recorder.settled == 1)
  }

  @Test("finds after lost events what the events would have told")
  func overflow() async throws {
    let source = drop.source(quiet: 100)
    try await drop.running(source) {
      drop.write("gezien", "gezien")
      #expect(await eventually { await drop.recorder.settled == 1 })
      // A file put there behind the watch's back: through a second name of the folder no event differs, so
      // the watch is taken away, quietly.
      await source.loseWatch()
      drop.write("ongezien", "ongezien")
      try await Task.sleep(for: .milliseconds(600))
      #expect(await drop.recorder.contents == ["gezien"])
      await source.overflow()
      #expect(await eventually { await drop.recorder.contents == ["gezien", "ongezien"] })
    }
  }

  @Test("lists more often, and says so, when no watch is to be had")
  func noWatch() async throws {
    // The limit is per user: a child becomes a user that nobody is, and uses all of its instances up.
    try #require(isRoot, "only root can become another user")
    await #expect(processExitsWith: .success) {
      let drop = Drop()
      drop.become(54321)
      var all: [Inotify] = []
      while let one = try? Inotify() { all.append(one) }
      let source = drop.source(quiet: 100) { $0.rescan = .milliseconds(300) }
      try await drop.running(source) {
        drop.write("x", "x")
        require(1, await eventually { await drop.recorder.contents == ["x"] })
        require(2, await drop.recorder.problem?.contains("niet worden bewaakt") == true)
        all.removeAll()
        require(3, await eventually { await drop.recorder.problem == nil })
      }
    }
  }

  @Test("keeps everything when no descriptor is left, and goes on when there are some")
  func outOfDescriptors() async throws {
    await #expect(processExitsWith: .success) {
      let drop = Drop()
      try await drop.running(drop.source(quiet: 100) { $0.rescan = .milliseconds(200) }) {
        var hoard: [Int32] = []
        var limit = rlimit(rlim_cur: 64, rlim_max: 1024)
        guard unsafe setrlimit(__rlimit_resource_t(7), &limit) == 0 else { exit(2) }
        drop.write("x", "x")
        while true {
          let descriptor = unsafe Glibc.open("/dev/null", O_RDONLY)
          if descriptor < 0 { break }
          hoard.append(descriptor)
        }
        require(
          4, await eventually { await drop.recorder.problem?.contains("limiet bereikt") == true })
        for descriptor in hoard { Glibc.close(descriptor) }
        require(5, await eventually { await drop.recorder.contents == ["x"] })
        require(6, await eventually { await drop.recorder.problem == nil })
      }
    }
  }

  // MARK: The intake

  @Test("keeps everything while the store refuses, and loses nothing")
  func refusingStore() async throws {
    await drop.recorder.fail([
      StoreError(kind: .full, message: "vol"), StoreError(kind: .busy, message: "bezet"),
    ])
    for index in 0..<50 { drop.write("\(index)", "inhoud \(index)") }
    try await drop.running(drop.source(quiet: 100)) {
      #expect(
        await eventually { await drop.recorder.problem?.contains("opslag weigert (full)") == true })
      #expect(drop.names().count == 50)
      #expect(await drop.recorder.items.isEmpty)
      #expect(await eventually { await drop.recorder.items.count == 50 })
      #expect(await eventually { await drop.recorder.problem == nil })
    }
    #expect(drop.names().isEmpty)
    await #expect(throws: StoreError.self) {
      await drop.recorder.fail([StoreError(kind: .full, message: "vol")])
      drop.write("nog een", "nog een")
      try await drop.once(drop.source(quiet: 100))
    }
    #expect(drop.names() == ["nog een"])
  }

  @Test("takes nothing twice when the fate of a commit is unknown")
  func unknownCommit() async throws {
    let failures = Mutex(2)
    await drop.recorder.interrupt { _ in
      try failures.withLock { left in
        if left > 0 {
          left -= 1
          throw TestFailure("lost")
        }
      }
    }
    drop.write("x", "x")
    try await drop.running(drop.source(quiet: 100)) {
      #expect(await eventually { await drop.recorder.settled == 1 })
    }
    #expect(await drop.recorder.contents == ["x"])
    #expect(await drop.recorder.duplicates.isEmpty)
    #expect(await drop.recorder.repeated == 2)
    #expect(drop.names().isEmpty)
  }

  @Test("removes after a crash what was committed before it, without taking it again")
  func crashAfterCommit() async throws {
    await drop.recorder.interrupt { _ in try await Task.sleep(for: .seconds(3600)) }
    drop.write("x", "x")
    drop.sh("truncate -s 20G drop/groot; ln -s /etc/passwd drop/link")
    try await drop.running(drop.source(quiet: 100)) {
      #expect(await eventually { await drop.recorder.committed == 3 })
    }
    // As if killed: committed, nothing removed.
    #expect(drop.names() == ["groot", "link", "x"])
    await drop.recorder.interrupt(nil)
    try await drop.once(drop.source(quiet: 100))
    #expect(await drop.recorder.items.count == 3)
    #expect(await drop.recorder.repeated == 0)
    #expect(drop.names() == [".afgekeurd", "groot"])
    // The link was refused, so its object is kept, not removed.
    #expect(drop.names("drop/.afgekeurd") == ["groot.reden.txt", "link", "link.reden.txt"])
    #expect(await drop.recorder.settled == 2)
  }

  @Test("finds what a crash left between commit and removal")
  func crashWhileRemoving() async throws {
    // Moved aside, not yet removed; and another that took its place and is in no ledger.
    drop.sh("mkdir -m 700 drop/.bezig; printf bekend > drop/.bezig/a; printf nieuw > drop/.bezig/b")
    drop.write("x", "bekend")
    try await drop.once(drop.source(quiet: 100) { $0.marker = ".klaar" })
    #expect(await Set(drop.recorder.contents) == ["bekend", "nieuw"])
    #expect(drop.names("drop/.bezig").isEmpty)
    try await drop.once(drop.source(quiet: 100))
    #expect(await drop.recorder.contents.count == 2)
    #expect(await drop.recorder.duplicates.count == 1)
    #expect(drop.names().isEmpty)
  }

  // MARK: Others who are at work in the folder

  /// What somebody does to the file between the commit and its removal, and what must be handed over then.
  @Test(
    "never removes what came in the place of what was taken",
    arguments: [
      ("printf nieuw > elders/x; mv elders/x drop/x", ["oud", "nieuw"]),
      ("printf nieuw > drop/x", ["oud", "nieuw"]), ("printf _meer >> drop/x", ["oud", "oud_meer"]),
      ("rm drop/x", ["oud"]), ("mv drop/x drop/y", ["oud"]), ("touch drop/x", ["oud"]),
    ])
  func changed(commands: String, expected: [String]) async throws {
    let isFirst = Mutex(true)
    await drop.recorder.interrupt { [weak drop] _ in
      let isFirst = isFirst.withLock { first in
        defer { first = false }
        return first
      }
      if isFirst { drop?.sh(commands) }
    }
    drop.write("x", "oud")
    try await drop.running(drop.source(quiet: 200)) {
      #expect(await eventually { await drop.recorder.contents == expected })
      #expect(await eventually { drop.names().isEmpty })
    }
    #expect(await drop.recorder.contents == expected)
  }

  @Test("hands over every version of a name that is replaced all the time")
  func replacing() async throws {
    let drop = drop
    try await drop.running(drop.source(quiet: 50)) {
      // The next version comes the moment after the one before it is committed: while it is being removed.
      for round in 0..<300 {
        let name = Array("v.part".utf8)
        drop.write(name, Array("versie \(round)".utf8))
        while round > 0, await !drop.recorder.contents.contains("versie \(round - 1)") {
          await Task.yield()
        }
        unsafe rename(drop.cpath(name), drop.cpath(Array("v".utf8)))
      }
      #expect(await eventually { await drop.recorder.contents.contains("versie 299") })
    }
    #expect(await Set(drop.recorder.contents).isSuperset(of: (0..<300).map { "versie \($0)" }))
  }

  @Test("never hands over content from outside while a link and a file change places")
  func swapping() async throws {
    drop.sh("printf geheim > elders/geheim; ln elders/geheim elders/geheim2")
    let outside = drop.base + "/elders/geheim"
    let drop = drop
    let source = drop.source(quiet: 0) { $0.rescan = .milliseconds(20) }
    try await drop.running(source) {
      await withCheckedContinuation { done in
        Thread.detachNewThread {
          let (file, link) = (drop.cpath(Array("x.part".utf8)), drop.cpath(Array("y.part".utf8)))
          let target = drop.cpath(Array("x".utf8))
          for round in 0..<10_000 {
            drop.write("x.part", "eigen \(round)")
            unsafe rename(file, target)
            _ = unsafe symlink(outside, link)
            unsafe rename(link, target)
            if round % 3 == 0 {
              _ = unsafe Glibc.link(outside, link)
              unsafe rename(link, target)
            }
          }
          done.resume()
        }
      }
    }
    #expect(await drop.recorder.items.count > 0)
    #expect(await drop.recorder.contents.allSatisfy { $0.isEmpty || $0.hasPrefix("eigen ") })
    #expect(drop.text("elders/geheim") == "geheim")
  }
}

extension FolderSource {
  /// Ends the watches without anybody hearing of it.
  fileprivate func loseWatch() {
    let watches = places.values.compactMap(\.watch)
    for place in places.values { place.watch = -1 }
    for watch in watches { inotify?.unwatch(watch) }
  }

  fileprivate func overflow() {
    for place in places.values { place.watch = nil }
    note([Inotify.Event(watch: -1, kinds: .overflow)])
    wakeUp?.yield()
  }
}
