import Platform
import Testing

@testable import Transport

private let x = Array("x".utf8)

private func status(
  _ size: Int64, inode: UInt64 = 1, modified: Int64 = 0, kind: FileStatus.Kind = .regular
) -> FileStatus {
  FileStatus(
    kind: kind, inode: inode, size: size, modified: .init(seconds: modified),
    changed: .init(seconds: modified))
}

/// One thing that happens to `x`, at a second.
private enum Step: Sendable {
  case event(Double, Stability.Change)
  /// A look shows a regular file of this size.
  case look(Double, Int64)
  case lookAt(Double, FileStatus.Kind)
  case marked(Double)
  case eventsLost(Double)

  func apply(to stability: inout Stability) {
    switch self {
    case .event(let at, let change): stability.note(change, x, at: .seconds(at))
    case .look(let at, let size):
      _ = stability.observe(x, status(size), at: .seconds(at))
    case .lookAt(let at, let kind):
      _ = stability.observe(x, status(0, kind: kind), at: .seconds(at))
    case .marked(let at):
      _ = stability.observe(x, status(5), isMarked: true, at: .seconds(at))
    case .eventsLost(let at): stability.eventsLost(at: .seconds(at))
    }
  }
}

/// A story about one file, and the second at which it is ready; nil for never.
private struct Story: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var steps: [Step]
  var ready: Double?
  var needsMarker = false

  init(_ description: String, _ steps: [Step], ready: Double?, needsMarker: Bool = false) {
    (testDescription, self.steps, self.ready) = (description, steps, ready)
    self.needsMarker = needsMarker
  }
}

private let stories = [
  Story(
    "written in one go",
    [.event(0, .created), .event(0, .written), .event(0.1, .closed), .look(0.1, 5)], ready: 2.1),
  Story(
    "written slowly, then closed",
    [
      .event(0, .created), .event(0, .written), .look(0, 1), .event(1.5, .written), .look(1.5, 2),
      .event(3, .written), .look(3, 3), .event(3.1, .closed), .look(3.1, 3),
    ], ready: 5.1),
  Story(
    "still open: written to, not closed",
    [.event(0, .created), .event(0, .written), .look(0, 5)], ready: nil),
  Story(
    "opened, closed and opened again within the quiet time",
    [
      .event(0, .created), .event(0, .written), .event(0.1, .closed), .look(0.1, 5),
      .event(1.9, .written), .event(1.9, .closed), .look(1.9, 9),
    ], ready: 3.9),
  Story("made, and nothing written yet", [.event(0, .created), .look(0, 0)], ready: nil),
  Story(
    "made empty and closed", [.event(0, .created), .event(0, .closed), .look(0, 0)], ready: 2),
  Story("linked into place", [.event(0, .created), .look(0, 5)], ready: 2),
  Story(
    "renamed into place", [.event(7, .movedIn(cookie: 3)), .look(7, 5)], ready: 7),
  Story(
    "renamed into place, then touched",
    [.event(7, .movedIn(cookie: 3)), .look(7, 5), .event(7.5, .touched), .look(7.5, 5)], ready: 9.5),
  Story(
    "renamed in the folder after the close",
    [
      .event(0, .written), .event(1, .closed), .event(1, .movedOut(cookie: 4)),
      .event(1, .movedIn(cookie: 4)), .look(1, 5),
    ],
    ready: 1),
  Story(
    "renamed in the folder while open",
    [
      .event(0, .written), .event(1, .movedOut(cookie: 4)), .event(1, .movedIn(cookie: 4)),
      .look(1, 5),
    ],
    ready: nil),
  Story(
    "renamed in the folder while open, closed later",
    [
      .event(0, .written), .event(1, .movedOut(cookie: 4)), .event(1, .movedIn(cookie: 4)),
      .look(1, 5), .event(3, .closed), .look(3, 5),
    ], ready: 5),
  Story("found by a listing", [.look(10, 5)], ready: 12),
  Story(
    "found by a listing and growing without events", [.look(10, 5), .look(11.5, 6)], ready: 13.5),
  Story("attributes changed", [.look(10, 5), .event(11, .touched), .look(11, 5)], ready: 13),
  Story("removed", [.event(0, .created), .event(0, .closed), .event(1, .removed)], ready: nil),
  Story("moved away", [.look(0, 5), .event(1, .movedOut(cookie: 1))], ready: nil),
  Story(
    "open when events were lost: the close may be among them",
    [.event(0, .written), .look(0, 5), .eventsLost(10)], ready: 12),
  Story("a pipe has nothing to wait for", [.event(0, .created), .lookAt(0, .pipe)], ready: 2),
  Story(
    "without its marker", [.event(0, .created), .event(0, .closed), .look(0, 5)], ready: nil,
    needsMarker: true),
  Story(
    "with its marker",
    [.event(0, .created), .event(0, .closed), .look(0, 5), .event(4, .touched), .marked(4)],
    ready: 4, needsMarker: true),
  Story(
    "rewritten and marked before anybody looked",
    [.look(0, 4), .event(4, .written), .event(4, .closed), .event(4, .touched), .marked(4)],
    ready: 4, needsMarker: true),
  Story(
    "renamed into place without its marker", [.event(0, .movedIn(cookie: 2)), .look(0, 5)],
    ready: nil, needsMarker: true),
  Story(
    "a folder needs no marker to be refused", [.event(0, .created), .lookAt(0, .directory)],
    ready: 2, needsMarker: true),
]

@Suite("When a file is complete")
struct FolderStabilityTests {
  @Test("after the quiet time of two seconds", arguments: stories)
  private func story(_ story: Story) {
    var stability = Stability(quiet: .seconds(2), needsMarker: story.needsMarker)
    for step in story.steps { step.apply(to: &stability) }
    guard let ready = story.ready else {
      #expect(stability.ripe(at: .seconds(100_000)).isEmpty)
      return
    }
    #expect(stability.ripe(at: .seconds(ready) - .milliseconds(1)).isEmpty)
    #expect((stability.nextLook ?? .seconds(1000)) <= .seconds(ready) + .milliseconds(1))
    #expect(stability.ripe(at: .seconds(ready) + .milliseconds(1)) == [x])
    // Given once.
    #expect(stability.ripe(at: .seconds(ready + 100)).isEmpty)
    #expect(stability.nextLook == nil)
  }

  @Test(
    "at once when a listing finds it old, unless it is being written",
    arguments: [
      (true, false, Stability.Verdict.ready), (false, false, .waiting), (true, true, .waiting),
    ])
  func old(isOld: Bool, isWritten: Bool, verdict: Stability.Verdict) {
    var stability = Stability(quiet: .seconds(2))
    if isWritten { stability.note(.written, x, isIgnored: true, at: .zero) }
    #expect(stability.observe(x, status(5), isOld: isOld, at: .seconds(9)) == verdict)
    #expect(stability.count == (verdict == .ready ? 0 : 1))
  }

  @Test(
    "confirmed through the open file",
    arguments: [
      (status(5), true), (status(6), false), (status(5, inode: 2), false),
      (status(5, modified: 1), false),
    ])
  func confirmation(last: FileStatus, isSame: Bool) {
    // Found old by a listing, not remembered.
    var stability = Stability(quiet: .seconds(2))
    #expect(stability.confirm(x, seen: .init(status(5)), last, at: .seconds(9)) == isSame)
    #expect(stability.ripe(at: .seconds(11)) == (isSame ? [] : [x]))
    // Remembered since its events.
    stability = Stability(quiet: .seconds(2))
    stability.note(.closed, x, at: .zero)
    _ = stability.observe(x, status(5), at: .zero)
    #expect(stability.ripe(at: .seconds(2)) == [x])
    #expect(stability.confirm(x, seen: nil, last, at: .seconds(2)) == isSame)
  }

  @Test("and it comes back when it could not be taken after all")
  func again() {
    var stability = Stability(quiet: .seconds(2))
    _ = stability.observe(x, status(5), at: .zero)
    #expect(stability.ripe(at: .seconds(2)) == [x])
    stability.restart(x, at: .seconds(2))
    #expect(stability.ripe(at: .seconds(3)).isEmpty)
    #expect(stability.ripe(at: .seconds(4)) == [x])
    // A listing finds it too.
    #expect(stability.observe(x, status(5), at: .seconds(5)) == .ready)
    stability.forget(x)
    #expect(stability.count == 0)
  }

  @Test("and one that is marked does not come back at once, over and over")
  func markedAgain() {
    var stability = Stability(quiet: .seconds(2), needsMarker: true)
    _ = stability.observe(x, status(5), isMarked: true, at: .zero)
    stability.note(.touched, x, at: .zero)
    _ = stability.observe(x, status(5), isMarked: true, at: .zero)
    #expect(stability.ripe(at: .zero) == [x])
    stability.restart(x, at: .zero)
    #expect(stability.ripe(at: .seconds(1)).isEmpty)
    #expect(stability.ripe(at: .seconds(2)) == [x])
  }

  @Test("in the order of arrival")
  func order() {
    var stability = Stability(quiet: .seconds(2))
    let names = (0..<500).map { Array("naam-\(($0 * 7919) % 500)".utf8) }
    for name in names {
      stability.note(.closed, name, at: .zero)
      _ = stability.observe(name, status(5), at: .zero)
    }
    #expect(stability.ripe(at: .seconds(2)) == names)
  }

  @Test("with bounded memory: what does not fit is left to a listing")
  func limit() {
    var stability = Stability(quiet: .seconds(2), limit: 3)
    for index in 0..<5 { stability.note(.closed, [UInt8(index)], at: .zero) }
    #expect(stability.count == 3)
    #expect(stability.wantsListing() == true)
    #expect(stability.wantsListing() == false)
    #expect(stability.observe([9], status(5), at: .zero) == .full)
    #expect(stability.wantsListing() == true)
    // Old ones need no memory.
    #expect(stability.observe([9], status(5), isOld: true, at: .seconds(9)) == .ready)
  }

  @Test("with a marker, no listing is asked for what waits for its marker anyway")
  func markerLimit() {
    var stability = Stability(quiet: .seconds(2), needsMarker: true, limit: 1)
    #expect(stability.observe([1], status(5), at: .zero) == .waiting)
    #expect(stability.observe([2], status(5), at: .zero) == .full)
    #expect(stability.wantsListing() == false)
    #expect(stability.observe([2], status(5), isMarked: true, at: .zero) == .ready)
  }

  @Test("one that is not complete for an hour counts as stale, and is still not given up")
  func stale() {
    var stability = Stability(quiet: .seconds(2))
    stability.note(.written, x, at: .zero)
    _ = stability.observe(x, status(5), at: .zero)
    #expect(stability.waiting(longerThan: .seconds(3600), at: .seconds(3599)) == 0)
    #expect(stability.waiting(longerThan: .seconds(3600), at: .seconds(3600)) == 1)
    #expect(stability.awaitsClose(x))
    stability.note(.closed, x, at: .seconds(9000))
    #expect(stability.ripe(at: .seconds(9002)) == [x])
    // Ready, but its turn has not come: not stale.
    #expect(stability.waiting(longerThan: .seconds(3600), at: .seconds(9002)) == 0)
  }

  @Test("a name that is busy for ever keeps one row in the schedule")
  func churn() {
    var stability = Stability(quiet: .seconds(2))
    for second in 0..<1000 {
      stability.note(.closed, x, at: .seconds(second))
      _ = stability.observe(x, status(Int64(second)), at: .seconds(second))
      #expect(stability.ripe(at: .seconds(second)).isEmpty)
    }
    #expect(stability.ripe(at: .seconds(1001)) == [x])
  }
}
