import Glibc
import Platform
import Testing

/// Reads events until one satisfies the condition.
private func events(
  of inotify: Inotify, until last: (Inotify.Event) -> Bool
) async -> [Inotify.Event] {
  var seen: [Inotify.Event] = []
  for await _ in inotify.arrivals {
    let batch = inotify.take()
    seen += batch
    if batch.contains(where: last) { break }
  }
  return seen
}

@Suite("inotify", .timeLimit(.minutes(1)))
struct InotifyTests {
  let scratch = Scratch()

  @Test(
    "tells what happens to an entry",
    arguments: [
      ("printf abc > x", [.created, .modified, .closedAfterWriting]),
      ("mv ../x-outside x", [.movedTo]), ("mkdir x", [[.created, .isDirectory]]),
      ("mkfifo x", [.created]),
    ] as [(String, [Inotify.Kinds])])
  func kinds(commands: String, expected: [Inotify.Kinds]) async throws {
    scratch.sh("mkdir drop; touch x-outside")
    let inotify = try Inotify()
    let directory = try Directory(path: scratch.path + "/drop")
    let watch = try inotify.watch(directory)
    scratch.sh("cd drop; \(commands)")
    scratch.sh("cd drop; touch last")
    let seen = await events(of: inotify) { $0.name == Array("last".utf8) }
    #expect(seen.filter { $0.name == Array("x".utf8) }.map(\.kinds) == expected)
    #expect(seen.allSatisfy { $0.watch == watch })
  }

  @Test("ties the two halves of a move together")
  func moves() async throws {
    scratch.write("a.part", "x")
    let inotify = try Inotify()
    _ = try inotify.watch(try Directory(path: scratch.path))
    scratch.sh("mv a.part a")
    let seen = await events(of: inotify) { $0.kinds == .movedTo }
    #expect(seen.map(\.kinds) == [.movedFrom, .movedTo])
    #expect(seen.map(\.name) == [Array("a.part".utf8), Array("a".utf8)])
    #expect(seen.first?.cookie != 0 && seen.first?.cookie == seen.last?.cookie)
  }

  @Test("tells that the directory itself moved or went")
  func selfEvents() async throws {
    scratch.sh("mkdir drop")
    let inotify = try Inotify()
    _ = try inotify.watch(try Directory(path: scratch.path + "/drop"))
    scratch.sh("mv drop elsewhere; rmdir elsewhere")
    let seen = await events(of: inotify) { $0.kinds == .ignored }
    #expect(seen.map(\.kinds) == [.selfMoved, .selfDeleted, .ignored])
  }

  @Test("keeps a burst until it is taken, or says that it was too much", arguments: [7000, 5999])
  func burst(limit: Int) async throws {
    let inotify = try Inotify(limit: limit)
    _ = try inotify.watch(try Directory(path: scratch.path))
    // Three events each: made, written, closed.
    for index in 0..<2000 { scratch.write("bestand-\(index)", "x") }
    try await Task.sleep(for: .milliseconds(500))
    let seen = inotify.take()
    if limit >= 6000 {
      #expect(seen.count == 6000)
      #expect(Set(seen.map(\.name)).count == 2000)
    } else {
      #expect(seen.first == Inotify.Event(watch: -1, kinds: .overflow))
      #expect(seen.count < limit)
    }
    #expect(inotify.take().isEmpty)
  }

  @Test("ends its stream when it is gone")
  func ends() async throws {
    let stream: AsyncStream<Void>
    do {
      let inotify = try Inotify()
      stream = inotify.arrivals
    }
    for await _ in stream { Issue.record("an event without a watch") }
  }
}
