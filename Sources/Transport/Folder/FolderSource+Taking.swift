internal import Core
internal import Platform

/// One entry on its way: handed over, and to be removed after.
struct Work {
  var place: Place
  var name: [UInt8]
  /// In the ledger.
  var key: String
  /// As it was when it was read.
  var status: FileStatus
  var marker: FileStatus?
  var refusal: FileRefusal?
}

/// What is handed over together.
struct Batch {
  var items: [Item] = []
  var works: [Work] = []
  var bytes = 0
}

extension FolderSource {
  func isFull(_ batch: Batch) -> Bool {
    batch.items.count >= folder.batchFiles || batch.bytes >= folder.batchBytes
  }

  /// Takes what has become complete; gives how many names were due.
  func takeRipe(_ intake: any Intake) async throws(LookFailure) -> Int {
    heedEvents()
    var batch = Batch()
    var due = 0
    for place in Array(places.values) where isDue(place) {
      guard let open = try opened(place) else {
        listSoon()
        continue
      }
      observeTouched(in: place, open)
      let names = place.stability.ripe(at: clock())
      due += names.count
      for name in names {
        if Task.isCancelled { throw .cancelled }
        try gather(name, seen: nil, in: place, open, &batch)
        if isFull(batch) { try await commit(&batch, intake) }
      }
      heedListingWish(of: place)
    }
    try await commit(&batch, intake)
    return due
  }

  private func isDue(_ place: Place) -> Bool {
    !place.touched.isEmpty || place.stability.nextLook.map { $0 <= clock() } == true
  }

  private func observeTouched(in place: Place, _ open: OpenFolder) {
    guard !place.touched.isEmpty else { return }
    let names = place.touched
    place.touched.removeAll()
    for name in names {
      guard let status = try? open.directory.status(of: name) else {
        place.stability.forget(name)
        continue
      }
      if status.kind == .directory, place.path.count < folder.maxDepth {
        place.stability.forget(name)
        listSoon()
        continue
      }
      let isMarked = marker(of: name, status, in: place, open) != nil
      _ = place.stability.observe(name, status, isMarked: isMarked, at: clock())
    }
  }

  /// Reads one entry for the batch, when it still is what it was.
  func gather(
    _ name: [UInt8], seen: Stability.Sight?, in place: Place, _ open: OpenFolder,
    _ batch: inout Batch
  ) throws(LookFailure) {
    guard let status = try? open.directory.status(of: name) else {
      return place.stability.forget(name)
    }
    let marker = marker(of: name, status, in: place, open)
    guard
      place.stability.confirm(name, seen: seen, status, isMarked: marker != nil, at: clock())
    else { return }
    if let refusal = refusal(of: status, in: place) {
      return refuse(name, status, refusal, in: place, &batch)
    }
    let key = FileKey.taken(place.path(of: name), status)
    guard held[key] == nil else { return place.stability.forget(name) }
    do throws(Errno) {
      guard let bytes = try read(name, status, in: place, open) else {
        return place.stability.restart(name, at: clock())
      }
      batch.items.append(item(name, key, status, bytes))
      batch.works.append(
        Work(place: place, name: name, key: key, status: status, marker: marker))
      batch.bytes += bytes.count
    } catch {
      try cannotRead(name, status, error, in: place, &batch)
    }
  }

  /// Nil when somebody is at work on it: to be looked at again later.
  private func read(
    _ name: [UInt8], _ status: FileStatus, in place: Place, _ open: OpenFolder
  ) throws(Errno) -> [UInt8]? {
    let file = try open.directory.file(name)
    let opened = try file.status()
    guard opened == status, refusal(of: opened, in: place) == nil, file.hasWriter() != true,
      let bytes = try file.readAll(expected: Int(opened.size), limit: folder.maxBytes)
    else { return nil }
    let after = try file.status()
    return after.isSameContent(as: opened) && bytes.count == Int(after.size) ? bytes : nil
  }

  private func cannotRead(
    _ name: [UInt8], _ status: FileStatus, _ error: Errno, in place: Place, _ batch: inout Batch
  ) throws(LookFailure) {
    if error.isOutOfDescriptors || error.isStale { throw .folder(FolderTrouble(error)) }
    if error.isMissing { return place.stability.forget(name) }
    if error.isBusy || error.isLink { return place.stability.restart(name, at: clock()) }
    refuse(name, status, error.isDenied ? .denied : .damaged, in: place, &batch)
  }

  func refusal(of status: FileStatus, in place: Place) -> FileRefusal? {
    FileRefusal(
      status, device: place.status.device, maxBytes: folder.maxBytes,
      knowsHoles: fileSystem.hasEvents)
  }

  /// Hands over that it was refused, once, so that somebody owns the matter.
  private func refuse(
    _ name: [UInt8], _ status: FileStatus, _ refusal: FileRefusal, in place: Place,
    _ batch: inout Batch
  ) {
    place.stability.forget(name)
    let key = FileKey.refused(place.path(of: name), status)
    guard held[key] == nil else { return }
    var item = item(name, key, status, [])
    item.refusal = refusal.code
    batch.items.append(item)
    batch.works.append(
      Work(place: place, name: name, key: key, status: status, refusal: refusal))
  }

  private func item(
    _ name: [UInt8], _ key: String, _ status: FileStatus, _ bytes: [UInt8]
  ) -> Item {
    Item(
      ledger: LedgerKey(source: self.name, collection: folder.path, key: key), door: .folder,
      receivedAt: receivedAt(status, now: wall()), name: escapedName(name), bytes: bytes)
  }

  /// The marker of a name, when it was made after the file was last written; nil without markers. What lies
  /// in our own folder was complete before.
  func marker(
    of name: [UInt8], _ status: FileStatus, in place: Place, _ open: OpenFolder
  ) -> FileStatus? {
    guard let marker = folder.marker, place.role == .drop,
      let found = try? open.directory.status(of: name + Array(marker.utf8)),
      found.changed >= min(status.changed, status.modified)
    else { return nil }
    return found
  }

  /// Commits a batch, and lets go of what is ours then.
  func commit(_ batch: inout Batch, _ intake: any Intake) async throws(LookFailure) {
    guard !batch.items.isEmpty else { return }
    let works = batch.works
    do throws(StoreError) {
      let items = batch.items
      batch = Batch()
      _ = try await intake.take(items)
    } catch { throw .store(error) }
    for work in works {
      held[work.key] = Held(seen: listings, isExplained: true)
      if work.refusal == nil { counts.taken += 1 } else { counts.refused += 1 }
    }
    release(works)
    heedEvents()
    try await settle(intake)
    await tellProgress(intake)
  }
}

/// When a file came in: when it was last written, unless that is no sensible answer (in the future, or more
/// than a month before it got here), and then when it got here.
func receivedAt(_ status: FileStatus, now: Timestamp) -> Timestamp {
  let (written, arrived) = (status.modified.seconds, status.changed.seconds)
  let isSensible = written <= min(arrived, now.seconds) && written > arrived - 31 * 86400
  return Timestamp(seconds: min(isSensible ? written : arrived, now.seconds))
}
