internal import Core
internal import Platform

extension FolderSource {
  /// Lets go of everything in a batch that was committed, and makes that durable.
  func release(_ works: [Work]) {
    var places: [Place] = []
    for work in works {
      let isGone = work.refusal == nil ? remove(work) : reject(work, telling: .anew)
      if isGone { gone(work.key) } else { remains(work) }
      if !places.contains(where: { $0 === work.place }) { places.append(work.place) }
    }
    // A lost removal only means that the ledger recognises the file when it is back.
    for place in places { try? place.open?.directory.sync() }
    for open in ownFolders.values { try? open.directory.sync() }
  }

  private func remains(_ work: Work) {
    if work.refusal == nil { problems.kept += 1 } else { problems.refused += 1 }
  }

  // MARK: Removing what was taken

  /// Removes a file that is ours, or moves it to the archive. False when it still lies there.
  ///
  /// It is moved into a folder of our own first, and looked at there: another file that took its name in the
  /// meantime is not removed but put back.
  func remove(_ work: Work) -> Bool {
    guard let open = work.place.open else { return false }
    do throws(Errno) {
      guard try open.directory.status(of: work.name).isSameContent(as: work.status) else {
        // Written again since: what was taken is no more, the new content is a file of its own.
        work.place.stability.restart(work.name, at: clock())
        return true
      }
      let archive = try folder.archives ? archiveOfToday() : nil
      let (claims, name) = try claim(work, open)
      guard let name else { return true }
      removeMarker(of: work, open)
      if let archive {
        _ = try moveAside(name, from: claims, to: archive, as: work.name)
        try archive.directory.sync()
      } else {
        try claims.directory.remove(name)
      }
      work.place.stability.forget(work.name)
      return true
    } catch {
      work.place.stability.forget(work.name)
      return error.isMissing
    }
  }

  /// Moves the file into our own folder. The name is nil when it was another file after all, and is back.
  private func claim(
    _ work: Work, _ open: OpenFolder
  ) throws(Errno) -> (OpenFolder, [UInt8]?) {
    if work.place.role == .claims { return (open, work.name) }
    let claims = try ownFolder(FolderSource.claimsFolder)
    let name = try moveAside(work.name, from: open, to: claims, as: work.name)
    if try claims.directory.status(of: name).isSameContent(as: work.status) {
      return (claims, name)
    }
    try putBack(name, from: claims, to: work, open)
    return (claims, nil)
  }

  /// When its name is taken again already, it stays in our folder, from which the next listing takes it.
  private func putBack(
    _ name: [UInt8], from claims: OpenFolder, to work: Work, _ open: OpenFolder
  ) throws(Errno) {
    do throws(Errno) {
      work.place.returned.insert(work.name)
      try claims.directory.move(name, to: open.directory, as: work.name)
      work.place.stability.restart(work.name, at: clock())
    } catch {
      work.place.returned.remove(work.name)
      listAfterQuiet()
    }
  }

  /// Only the marker that announced what was taken; a newer one announces a newer file.
  private func removeMarker(of work: Work, _ open: OpenFolder) {
    guard let marker = folder.marker, let seen = work.marker else { return }
    let name = work.name + Array(marker.utf8)
    if (try? open.directory.status(of: name)) == seen { try? open.directory.remove(name) }
  }

  /// `.verwerkt/2026-11-24`, by the calendar of people.
  private func archiveOfToday() throws(Errno) -> OpenFolder {
    let archive = try ownFolder(folder.archiveFolder)
    let day = Amsterdam.civil(wall()).date.iso
    if let open = ownFolders["archive \(day)"] { return open }
    do throws(Errno) { try archive.directory.makeDirectory(Array(day.utf8)) } catch {
      if !error.isPresent { throw error }
    }
    let open = OpenFolder(try archive.directory.directory(Array(day.utf8)))
    ownFolders["archive \(day)"] = open
    return open
  }

  // MARK: Putting aside what was refused

  enum Telling: Sendable { case nothing, ifMissing, anew }

  /// Moves it out of the way where that is right, and writes down why. False when it still lies there.
  func reject(_ work: Work, telling: Telling) -> Bool {
    guard let refusal = work.refusal, let open = work.place.open else { return false }
    guard refusal.isMoved || telling != .nothing else { return false }
    do throws(Errno) {
      let rejected = try ownFolder(folder.rejectedFolder)
      do throws(Errno) {
        guard let name = try putAside(work, refusal, open, rejected) else { return true }
        if telling != .nothing {
          explain(work, refusal, name, isMoved: refusal.isMoved, telling, in: rejected)
        }
        return refusal.isMoved
      } catch {
        // It is not ours to move.
        guard !error.isMissing else { return true }
        if telling != .nothing {
          explain(work, refusal, work.name, isMoved: false, telling, in: rejected)
        }
        return false
      }
    } catch { return false }
  }

  /// Gives the name in the folder for refused things, or nil when it was another file by now. What cannot be
  /// moved stays where it is.
  private func putAside(
    _ work: Work, _ refusal: FileRefusal, _ open: OpenFolder, _ rejected: OpenFolder
  ) throws(Errno) -> [UInt8]? {
    guard refusal.isMoved else { return work.name }
    guard try open.directory.status(of: work.name).isSameFile(as: work.status) else { return nil }
    let name = try moveAside(work.name, from: open, to: rejected, as: work.name)
    if try rejected.directory.status(of: name).isSameFile(as: work.status) { return name }
    work.place.returned.insert(work.name)
    try rejected.directory.move(name, to: open.directory, as: work.name)
    return nil
  }

  /// `NAME.reden.txt`, the name cut where it would become too long.
  private func explain(
    _ work: Work, _ refusal: FileRefusal, _ name: [UInt8], isMoved: Bool, _ telling: Telling,
    in rejected: OpenFolder
  ) {
    let now = Amsterdam.civil(wall())
    let minute = now.minute < 10 ? "0\(now.minute)" : "\(now.minute)"
    let when = "\(now.date.day)-\(now.date.month)-\(now.date.year) \(now.hour):\(minute)"
    let text = refusal.explanation(
      name: escapedName(work.place.path(of: work.name)), when: when, isMoved: isMoved)
    let file = Array(name.prefix(240)) + Array(".reden.txt".utf8)
    if telling == .anew { try? rejected.directory.remove(file) }
    guard let written = try? rejected.directory.create(file) else { return }
    try? written.write(Array(text.utf8))
    try? written.sync()
  }

  /// Moves an entry, under a name of its own when its name is taken there. Gives that name.
  private func moveAside(
    _ name: [UInt8], from source: OpenFolder, to target: OpenFolder, as wanted: [UInt8]
  ) throws(Errno) -> [UInt8] {
    var attempt = wanted
    for _ in 0..<8 {
      do throws(Errno) {
        try source.directory.move(name, to: target.directory, as: attempt)
        return attempt
      } catch {
        if !error.isPresent { throw error }
      }
      let suffix = "." + hexadecimal(randomBytes(4))
      attempt = Array(wanted.prefix(255 - suffix.utf8.count)) + Array(suffix.utf8)
    }
    throw Errno("renameat2", code: 17)
  }
}
