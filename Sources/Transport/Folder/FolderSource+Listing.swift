internal import Core
internal import Platform

extension FolderSource {
  /// Loads, once, what is ours and may still lie here.
  func learnLedger(_ intake: any Intake) async throws(LookFailure) {
    guard !isLedgerKnown else { return }
    do throws(StoreError) {
      for row in try await intake.ledger(source: name, collection: folder.path, epoch: 0)
      where row.state == .committed { held[row.key] = Held(seen: 0, isExplained: false) }
    } catch { throw .store(error) }
    isLedgerKnown = true
  }

  /// Looks at every entry, hands over what is complete, and settles what has gone.
  func list(_ intake: any Intake) async throws(LookFailure) {
    listings += 1
    isListingWanted = false
    problems.kept = 0
    problems.refused = 0
    problems.isOwnFolderUnusable = false
    var tally = Tally()
    var batch = Batch()
    var queue = try startingPlaces()
    var visited: Set<[[UInt8]]> = []
    nextListing = clock() + interval
    while let place = queue.popLast() {
      visited.insert(place.path)
      try await list(place, intake, &tally, &batch, &queue)
    }
    try await commit(&batch, intake)
    for place in places.values where !visited.contains(place.path) { forget(place) }
    conclude(tally)
    try await settleVanished(intake)
  }

  /// Every five minutes or what was asked for; at least every half minute where events are not enough.
  private var interval: Duration {
    problems.isUnwatched = places.values.contains { $0.role == .drop && $0.watch == nil }
    return fileSystem.hasEvents && !problems.isUnwatched
      ? folder.rescan : min(folder.rescan, .seconds(30))
  }

  /// The drop folder, and what a crash may have left in our own.
  private func startingPlaces() throws(LookFailure) -> [Place] {
    guard let root = places[[]], let open = root.open else { throw .folder(.missing) }
    watch(root, open)
    let name = Array(FolderSource.claimsFolder.utf8)
    guard let status = try? open.directory.status(of: name), status.kind == .directory,
      (try? ownFolder(FolderSource.claimsFolder)) != nil
    else { return [root] }
    if places[[name]]?.status.isSameFile(as: status) != true {
      places[[name]] = newPlace(status, path: [name], role: .claims)
    }
    return places[[name]].map { [root, $0] } ?? [root]
  }

  private func list(
    _ place: Place, _ intake: any Intake, _ tally: inout Tally, _ batch: inout Batch,
    _ queue: inout [Place]
  ) async throws(LookFailure) {
    guard let open = try opened(place) else { return forget(place) }
    place.touched.removeAll()
    var listing = try reached { () throws(Errno) in try open.directory.listing() }
    while let name = try reached({ () throws(Errno) in try listing.next() }) {
      if Task.isCancelled { throw .cancelled }
      if let below = try examine(name, in: place, open, &tally, &batch) { queue.append(below) }
      if isFull(batch) { try await commit(&batch, intake) }
    }
    heedListingWish(of: place)
    tally.stale += place.stability.waiting(longerThan: .seconds(3600), at: clock())
    tally.waiting += place.stability.count
  }

  /// Decides about one entry. Gives the folder to go on with when it is one that is read too.
  private func examine(
    _ name: [UInt8], in place: Place, _ open: OpenFolder, _ tally: inout Tally,
    _ batch: inout Batch
  ) throws(LookFailure) -> Place? {
    let sort = place.role == .claims ? .file : rules.sort(name)
    if sort == .ignored { tally.ignored += 1 }
    guard sort != .ignored, let status = try? open.directory.status(of: name) else { return nil }
    switch sort {
    case .partial:
      tally.ignored += 1
      if isForgotten(status) { tally.stale += 1 }
      return nil
    case .marker(let base):
      if isForgotten(status), (try? open.directory.status(of: base)) == nil { tally.stale += 1 }
      return nil
    case .file, .ignored: break
    }
    if status.kind == .directory, let below = try lower(name, status, in: place, open) {
      return below
    }
    if try dealWithHeld(name, status, in: place, &tally) { return nil }
    lookForWriter(name, in: place, open)
    let now = clock()
    let isMarked = marker(of: name, status, in: place, open) != nil
    let verdict = place.stability.observe(
      name, status, isOld: isOld(status), isMarked: isMarked, at: now)
    if verdict == .ready { try gather(name, seen: .init(status), in: place, open, &batch) }
    return nil
  }

  /// A folder on a level that is read; it is watched from now on.
  private func lower(
    _ name: [UInt8], _ status: FileStatus, in place: Place, _ open: OpenFolder
  ) throws(LookFailure) -> Place? {
    guard place.role == .drop, place.path.count < folder.maxDepth,
      status.device == place.status.device
    else { return nil }
    let path = place.path + [name]
    if let known = places[path] {
      if known.status.isSameFile(as: status) { return known }
      forget(known)
    }
    guard places.count < FolderSource.placeLimit else { return nil }
    let below = newPlace(status, path: path)
    places[path] = below
    if let opened = try opened(below) { watch(below, opened) }
    return below
  }

  /// True when it is ours already: taken in and not removed, or refused.
  private func dealWithHeld(
    _ name: [UInt8], _ status: FileStatus, in place: Place, _ tally: inout Tally
  ) throws(LookFailure) -> Bool {
    guard !held.isEmpty else { return false }
    let path = place.path(of: name)
    let taken = FileKey.taken(path, status)
    if held[taken] != nil {
      held[taken]?.seen = listings
      let work = Work(place: place, name: name, key: taken, status: status)
      if tally.isRemovalRefused || !remove(work) {
        tally.isRemovalRefused = true
        problems.kept += 1
      } else {
        gone(taken)
      }
      return true
    }
    return isRefusedStill(name, FileKey.refused(path, status), status, in: place)
  }

  /// What may be readable by now is tried again; the rest is left alone, told once.
  private func isRefusedStill(
    _ name: [UInt8], _ key: String, _ status: FileStatus, in place: Place
  ) -> Bool {
    guard let known = held[key] else { return false }
    held[key]?.seen = listings
    guard let refusal = refusal(of: status, in: place) else {
      problems.refused += 1
      return false
    }
    let work = Work(place: place, name: name, key: key, status: status, refusal: refusal)
    held[key]?.isExplained = true
    if reject(work, telling: known.isExplained ? .nothing : .ifMissing) {
      gone(key)
    } else {
      problems.refused += 1
    }
    return true
  }

  /// The close of a file may have been missed; who has it open can sometimes be asked.
  private func lookForWriter(_ name: [UInt8], in place: Place, _ open: OpenFolder) {
    guard place.stability.awaitsClose(name) else { return }
    if (try? open.directory.file(name))?.hasWriter() == false {
      place.stability.note(.closed, name, at: clock())
    }
  }

  /// Last changed longer ago than the quiet time, by the clock of this machine.
  private func isOld(_ status: FileStatus) -> Bool {
    let age = wall().seconds - status.changed.seconds
    return fileSystem.hasEvents && .seconds(age) >= quiet + .seconds(1)
  }

  /// Part of an upload that nobody has gone on with for an hour.
  private func isForgotten(_ status: FileStatus) -> Bool {
    wall().seconds - status.changed.seconds >= 3600
  }

  private func conclude(_ tally: Tally) {
    problems.stale = tally.stale
    counts.ignored = tally.ignored
    counts.waiting = tally.waiting
  }

  /// What is ours and was not seen by a whole listing is not there any more.
  private func settleVanished(_ intake: any Intake) async throws(LookFailure) {
    for (key, entry) in held where entry.seen < listings { gone(key) }
    try await settle(intake)
  }

  func gone(_ key: String) {
    held[key] = nil
    unsettled.append(LedgerKey(source: name, collection: folder.path, key: key))
  }

  func settle(_ intake: any Intake) async throws(LookFailure) {
    let keys = unsettled
    guard !keys.isEmpty else { return }
    do throws(StoreError) { try await intake.settle(keys) } catch { throw .store(error) }
    unsettled.removeFirst(keys.count)
  }
}

/// What one listing comes across.
struct Tally: Sendable {
  var ignored = 0
  var waiting = 0
  var stale = 0
  /// The first removal failed: the others are not tried this time.
  var isRemovalRefused = false
}
