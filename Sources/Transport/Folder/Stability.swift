internal import Platform

/// When a file is complete: a value that turns events, observations and time into what is ready and when to
/// look again. Pure; times are durations since any fixed start.
///
/// A file is ready when nothing happened to it for the quiet time and its size and modification time stayed
/// the same meanwhile. Renamed into place it is ready at once. While somebody is known to be writing (written
/// to and not closed since), it waits for the close, for ever if need be. With a marker it is ready when the
/// marker is there, and not before.
struct Stability: Sendable {
  /// What happened to a name.
  enum Change: Sendable, Hashable {
    case created, written
    /// Closed by who had it open for writing.
    case closed
    /// Attributes changed, or its marker appeared.
    case touched
    /// The two halves of one move have the same cookie.
    case movedIn(cookie: UInt32)
    case movedOut(cookie: UInt32)
    case removed
  }

  /// What must stay the same.
  struct Sight: Sendable, Hashable {
    var isRegular: Bool
    var inode: UInt64
    var size: Int64
    var modified: FileStatus.Time

    init(_ status: FileStatus) {
      isRegular = status.kind == .regular
      (inode, size, modified) = (status.inode, status.size, status.modified)
    }
  }

  enum Verdict: Sendable, Hashable {
    case ready, waiting
    /// No room to remember it: to be found by a later listing.
    case full
  }

  private struct Entry: Sendable {
    var first: Duration
    /// The last event or change of any kind.
    var quietSince: Duration
    var quiet: Duration
    var sight: Sight?
    /// Made here and not closed since: when it is empty, its content is still to come.
    var isNewborn = false
    var isMarked = false
    /// Could not be taken when it was ready: the marker alone is not enough.
    var isPostponed = false
    /// Its row in the schedule; others of the same name are out of date.
    var queued: Duration?
    var order: UInt64
  }

  private let quiet: Duration
  private let needsMarker: Bool
  private let limit: Int
  private var entries: [[UInt8]: Entry] = [:]
  /// Names, ignored ones too, that were written to and not closed since.
  private var open: Set<[UInt8]> = []
  /// Moves of which the first half was seen: whether the file was open.
  private var moves: [UInt32: Bool] = [:]
  private var schedule = Schedule()
  private var order: UInt64 = 0
  private var needsListing = false

  /// - Parameter limit: how many names are remembered at most.
  init(quiet: Duration, needsMarker: Bool = false, limit: Int = 10_000) {
    self.quiet = quiet
    self.needsMarker = needsMarker
    self.limit = limit
  }

  var count: Int { entries.count }

  /// When `ripe` may have something; nil when only an event or a listing can help.
  var nextLook: Duration? { schedule.first?.due }

  /// Waits for the close by a writer. When there turns out to be none, the event was lost: note a close.
  func awaitsClose(_ name: [UInt8]) -> Bool { open.contains(name) || isEmptyNewborn(name) }

  private func isEmptyNewborn(_ name: [UInt8]) -> Bool {
    guard let entry = entries[name], entry.isNewborn, let sight = entry.sight else { return false }
    return sight.isRegular && sight.size == 0
  }

  // MARK: Events

  /// - Parameter isIgnored: the name is not to be taken; whether it is open matters when it is renamed.
  mutating func note(_ change: Change, _ name: [UInt8], isIgnored: Bool = false, at now: Duration) {
    noteOpenness(change, name)
    switch change {
    case .movedOut, .removed: entries[name] = nil
    default: if !isIgnored { disturb(name, by: change, at: now) }
    }
  }

  private mutating func noteOpenness(_ change: Change, _ name: [UInt8]) {
    switch change {
    case .written: if open.count < limit { open.insert(name) }
    case .closed, .removed, .created: open.remove(name)
    case .touched: break
    case .movedOut(let cookie):
      if moves.count >= 1024 { moves.removeAll() }
      moves[cookie] = open.remove(name) != nil
    case .movedIn(let cookie):
      if moves.removeValue(forKey: cookie) == true { open.insert(name) } else { open.remove(name) }
    }
  }

  private mutating func disturb(_ name: [UInt8], by change: Change, at now: Duration) {
    guard var entry = entries[name] ?? newEntry(at: now) else { return }
    entry.quietSince = now
    entry.quiet = quiet
    entry.isPostponed = false
    switch change {
    case .created: (entry.sight, entry.isNewborn, entry.first) = (nil, true, now)
    case .movedIn:
      (entry.sight, entry.isNewborn, entry.first) = (nil, false, now)
      entry.quiet = .zero
    case .closed: entry.isNewborn = false
    default: break
    }
    entries[name] = entry
    enqueue(name)
  }

  /// Nil when there is no room; the files are then found by a listing.
  private mutating func newEntry(at now: Duration) -> Entry? {
    guard entries.count < limit else {
      needsListing = true
      return nil
    }
    order += 1
    return Entry(first: now, quietSince: now, quiet: quiet, order: order)
  }

  /// Events were lost: a close may be among them, so nobody is known any more to be writing. Who waited for
  /// a close waits for the quiet time; for the others the last look decides whether anything changed.
  mutating func eventsLost(at now: Duration) {
    let waiting = entries.keys.filter(awaitsClose)
    open.removeAll()
    moves.removeAll()
    for name in waiting {
      entries[name]?.isNewborn = false
      restart(name, at: now)
    }
  }

  // MARK: Observations

  /// What a look at the file shows. A file that is not remembered is ready when it is old, else remembered.
  ///
  /// - Parameters:
  ///   - isOld: last changed longer ago than the quiet time, by a clock that can be trusted.
  ///   - isMarked: its marker is there.
  mutating func observe(
    _ name: [UInt8], _ status: FileStatus, isOld: Bool = false, isMarked: Bool = false,
    at now: Duration
  ) -> Verdict {
    let sight = Sight(status)
    if entries[name] == nil {
      let isComplete = needsMarker && sight.isRegular ? isMarked : isOld
      if isComplete, !open.contains(name) { return .ready }
      let isForEvents = needsMarker && sight.isRegular && !isMarked
      if isForEvents, entries.count >= limit { return .full }
      guard let entry = newEntry(at: now) else { return .full }
      entries[name] = entry
    }
    if let seen = entries[name]?.sight, seen != sight {
      entries[name]?.quietSince = now
      entries[name]?.quiet = quiet
    }
    entries[name]?.sight = sight
    entries[name]?.isMarked = isMarked
    // Also when it is ready: whoever only looks, and does not take it, meets it again in `ripe`.
    enqueue(name)
    return due(name).map { $0 <= now } == true ? .ready : .waiting
  }

  /// The last look, through the open file, before it is taken: true when it still is what was seen. A file
  /// that is not remembered must be equal to what `seen` says of it.
  mutating func confirm(
    _ name: [UInt8], seen: Sight?, _ status: FileStatus, isMarked: Bool = false, at now: Duration
  ) -> Bool {
    if entries[name] != nil {
      return observe(name, status, isMarked: isMarked, at: now) == .ready
    }
    if seen == Sight(status), !open.contains(name) { return true }
    restart(name, at: now)
    entries[name]?.sight = Sight(status)
    return false
  }

  /// Lets the name wait for the quiet time again.
  mutating func restart(_ name: [UInt8], at now: Duration) {
    guard var entry = entries[name] ?? newEntry(at: now) else { return }
    entry.quietSince = now
    entry.quiet = quiet
    entry.isPostponed = true
    entries[name] = entry
    enqueue(name)
  }

  mutating func forget(_ name: [UInt8]) { entries[name] = nil }

  /// True, once, when something could not be remembered: list the folder after the quiet time.
  mutating func wantsListing() -> Bool {
    defer { needsListing = false }
    return needsListing
  }

  // MARK: Time

  /// What has become ready, in order of arrival. Each is given once; one that was not taken after all comes
  /// back by `observe`, `restart` or an event.
  mutating func ripe(at now: Duration) -> [[UInt8]] {
    var ripe: [[UInt8]] = []
    while let row = schedule.next(at: now) {
      guard let entry = entries[row.name], entry.queued == row.due else { continue }
      entries[row.name]?.queued = nil
      guard let due = due(row.name) else { continue }
      if due <= now { ripe.append(row.name) } else { enqueue(row.name) }
    }
    return ripe
  }

  /// How many have been waiting for so long without being complete.
  func waiting(longerThan age: Duration, at now: Duration) -> Int {
    entries.count { name, entry in
      now - entry.first >= age && (due(name).map { $0 > now } ?? true)
    }
  }

  /// How many that arrived until then may become complete by waiting alone.
  func pending(arrivedBy moment: Duration) -> Int {
    entries.count { name, entry in entry.first <= moment && due(name) != nil }
  }

  /// When the name is ready if nothing happens; nil when something must happen first.
  private func due(_ name: [UInt8]) -> Duration? {
    guard let entry = entries[name], !awaitsClose(name) else { return nil }
    if needsMarker, let sight = entry.sight, sight.isRegular {
      guard entry.isMarked else { return nil }
      return entry.isPostponed ? entry.quietSince + quiet : entry.quietSince
    }
    return entry.quietSince + entry.quiet
  }

  private mutating func enqueue(_ name: [UInt8]) {
    guard let entry = entries[name], let due = due(name), due < entry.queued ?? .seconds(1 << 40)
    else { return }
    entries[name]?.queued = due
    schedule.insert(.init(due: due, order: entry.order, name: name))
  }
}
