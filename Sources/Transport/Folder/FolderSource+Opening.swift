internal import Core
internal import Platform

extension FolderSource {
  /// Where files go between the commit and their removal.
  static let claimsFolder = ".bezig"
  /// Folders below the drop folder that are read at most.
  static let placeLimit = 1000

  /// Opens the drop folder for one look, and makes sure that it is the one that was known.
  func enter() throws(LookFailure) {
    let open = try reached { () throws(Errno) in OpenFolder(try Directory(path: folder.path)) }
    let status = try reached { () throws(Errno) in try open.directory.status() }
    problems.isOpenToAll = status.permissions & 0o002 != 0 && status.permissions & 0o1000 == 0
    if places[[]]?.status.isSameFile(as: status) != true { try arm(open, status) }
    places[[]]?.open = open
  }

  /// Watches a folder that is new, or new again; it is listed after that.
  private func arm(_ open: OpenFolder, _ status: FileStatus) throws(LookFailure) {
    forgetPlaces()
    let found = try reached { () throws(Errno) in try FolderIdentity(of: open.directory) }
    if folder.requiresMount, found.mount == nil { throw .folder(.notMounted) }
    switch identity?.change(to: found) {
    case .unmounted: throw .folder(.notMounted)
    case .replaced: log(.warning, "source:\(name)", "folder_replaced")
    case .same, nil: break
    }
    identity = found
    fileSystem = assumedFileSystem ?? open.directory.fileSystem()
    let root = newPlace(status, path: [])
    places[[]] = root
    watch(root, open)
    listSoon()
  }

  func newPlace(_ status: FileStatus, path: [[UInt8]], role: Place.Role = .drop) -> Place {
    let needsMarker = folder.marker != nil && role == .drop
    return Place(
      status, path: path, role: role,
      stability: Stability(quiet: quiet, needsMarker: needsMarker))
  }

  /// Without a watch the folder is only listed, and oftener.
  func watch(_ place: Place, _ open: OpenFolder) {
    guard place.watch == nil, place.role == .drop else { return }
    do throws(Errno) {
      if inotify == nil {
        let new = try Inotify()
        startPump(new.arrivals)
        inotify = new
      }
      place.watch = try inotify?.watch(open.directory)
    } catch {
      place.stability.eventsLost(at: clock())
    }
  }

  /// Opens a place below the drop folder for this look; nil when it is not there any more.
  func opened(_ place: Place) throws(LookFailure) -> OpenFolder? {
    if let open = place.open { return open }
    guard let root = places[[]]?.open else { throw .folder(.missing) }
    do throws(Errno) {
      var open = root
      for name in place.path { open = OpenFolder(try open.directory.directory(name)) }
      guard try open.directory.status().isSameFile(as: place.status) else { return nil }
      place.open = open
      return open
    } catch {
      if error.isOutOfDescriptors { throw .folder(.outOfDescriptors) }
      return nil
    }
  }

  /// One of our own folders in the drop folder, made when it is not there. Nobody else may look into it, nor
  /// have made it: what passes through it would be in their hands.
  func ownFolder(_ name: String) throws(Errno) -> OpenFolder {
    if let open = ownFolders[name] { return open }
    guard let root = places[[]]?.open else { throw Errno("openat", code: 2) }
    let bytes = Array(name.utf8)
    do throws(Errno) { try root.directory.makeDirectory(bytes) } catch {
      if !error.isPresent { throw error }
    }
    let open = OpenFolder(try root.directory.directory(bytes))
    try secure(open, in: root)
    ownFolders[name] = open
    return open
  }

  /// Network file systems show owners and permissions of their own making; there nothing is asked of them.
  private func secure(_ open: OpenFolder, in root: OpenFolder) throws(Errno) {
    guard fileSystem.hasEvents else { return }
    let status = try open.directory.status()
    guard status.owner == currentUser(), status.device == places[[]]?.status.device else {
      problems.isOwnFolderUnusable = true
      throw Errno("owner", code: 1)
    }
    if status.permissions & 0o077 != 0 { try open.directory.setPermissions(0o700) }
  }

  /// Closes everything, until the next look.
  func leave() {
    for place in places.values { place.open = nil }
    ownFolders.removeAll()
  }

  func forgetPlaces() {
    for place in places.values { forget(place) }
    ownFolders.removeAll()
  }

  func forget(_ place: Place) {
    if let watch = place.watch { inotify?.unwatch(watch) }
    place.watch = nil
    place.open = nil
    places[place.path] = nil
  }

  func reached<Result: ~Copyable>(
    _ body: () throws(Errno) -> Result
  ) throws(LookFailure) -> Result {
    do throws(Errno) { return try body() } catch { throw .folder(FolderTrouble(error)) }
  }

  // MARK: Events

  /// Writes down what happened until now.
  func heedEvents() {
    if let events = inotify?.take(), !events.isEmpty { note(events) }
  }

  func note(_ batch: [Inotify.Event]) {
    let now = clock()
    var byWatch: [Int32: Place] = [:]
    for place in places.values { if let watch = place.watch { byWatch[watch] = place } }
    for event in batch {
      if event.kinds.contains(.overflow) {
        for place in places.values { place.stability.eventsLost(at: now) }
        listAfterQuiet()
      } else if let place = byWatch[event.watch] {
        event.name.isEmpty ? noteSelf(event, place) : noteEntry(event, place, at: now)
      }
    }
    for place in places.values { heedListingWish(of: place) }
  }

  /// The folder itself was moved, removed or unmounted: the next listing sees what is on its path now.
  private func noteSelf(_ event: Inotify.Event, _ place: Place) {
    guard
      !event.kinds.isDisjoint(with: [.selfDeleted, .selfMoved, .unmounted, .ignored])
    else { return }
    listSoon()
    if place.path.isEmpty {
      // Its watch is gone or belongs to a folder that is elsewhere: to be armed again.
      if !event.kinds.contains(.selfMoved) { place.watch = nil }
    } else {
      forget(place)
    }
  }

  private func noteEntry(_ event: Inotify.Event, _ place: Place, at now: Duration) {
    let name: [UInt8]
    var changes = FolderSource.changes(event)
    switch rules.sort(event.name) {
    case .ignored, .partial:
      for change in changes { place.stability.note(change, event.name, isIgnored: true, at: now) }
      return
    case .marker(let base): (name, changes) = (base, [.touched])
    case .file: name = event.name
    }
    for change in changes {
      let isReturned = event.kinds.contains(.movedTo) && place.returned.remove(name) != nil
      place.stability.note(isReturned ? .touched : change, name, at: now)
    }
    if place.touched.count < 10_000 { place.touched.insert(name) }
  }

  /// One event may have several bits, in the order in which things happen.
  private static func changes(_ event: Inotify.Event) -> [Stability.Change] {
    let kinds = event.kinds
    var changes: [Stability.Change] = []
    if kinds.contains(.created) { changes.append(.created) }
    if kinds.contains(.modified) { changes.append(.written) }
    if kinds.contains(.attributes) { changes.append(.touched) }
    if kinds.contains(.closedAfterWriting) { changes.append(.closed) }
    if kinds.contains(.movedFrom) { changes.append(.movedOut(cookie: event.cookie)) }
    if kinds.contains(.movedTo) { changes.append(.movedIn(cookie: event.cookie)) }
    if kinds.contains(.deleted) { changes.append(.removed) }
    return changes
  }

  func heedListingWish(of place: Place) {
    if place.stability.wantsListing() { listAfterQuiet() }
  }
}
