internal import Core
internal import Platform

/// The files of a store: `signaalpost.db` with its log of writes, `originals/`, and `signaalpost.lock`.
final class StoreFiles {
  private let path: String
  private let directory: Directory
  /// Held by the daemon until it closes.
  private var lock: FileDescriptor?
  private var isMarked = false

  /// For a command: nothing is made.
  init(existing path: String) throws(StoreError) {
    self.path = path
    do throws(Errno) { directory = try Directory(path: path) } catch {
      guard error.isMissing else { throw StoreError(error) }
      throw StoreError.missing
    }
    guard try size(StoreFiles.database) ?? 0 > 0 else { throw StoreError.missing }
  }

  /// For the daemon: makes the directory when there is none, and takes the lock.
  init(owning path: String) throws(StoreError) {
    self.path = path
    do throws(Errno) {
      try makeDirectory(path: path)
      directory = try Directory(path: path)
    } catch { throw StoreError(error) }
    try protect()
    try takeLock()
  }

  var databasePath: String { path + "/signaalpost.db" }

  /// Makes an empty database when there is none; refuses where that would hide a loss.
  func prepareDatabase() throws(StoreError) {
    let originals = try originals()
    let exist = try Segments.exist(in: originals)
    if let size = try size(StoreFiles.database), size > 0 { return try checkLog() }
    guard !exist else {
      throw StoreError(
        kind: .corrupt,
        message: "the database is missing or empty, but there are originals: put the database back "
          + "from a backup, or move the folder originals elsewhere to begin anew")
    }
    do throws(Errno) {
      _ = try directory.appendable(StoreFiles.database)
      try directory.sync()
    } catch { throw StoreError(error) }
  }

  /// The folder of the segments; made when there is none.
  func originals() throws(StoreError) -> Directory {
    do throws(Errno) {
      do throws(Errno) { try directory.makeDirectory(StoreFiles.segments) } catch {
        guard error.isPresent else { throw error }
        return try directory.directory(StoreFiles.segments)
      }
      try directory.sync()
      return try directory.directory(StoreFiles.segments)
    } catch { throw StoreError(error) }
  }

  /// Writes down who has the store open. What is there at the next start tells that this one did not end
  /// by closing. On a full disk it stays unsaid.
  func markOpen() throws(StoreError) {
    do throws(Errno) {
      try lock?.truncate(to: 0)
      try lock?.write(Array("\(processID())\n".utf8))
    } catch {
      guard error.isNoSpace else { throw StoreError(error) }
    }
    isMarked = true
  }

  /// Gives the lock back. After the connection is closed.
  func close() {
    if isMarked { try? lock?.truncate(to: 0) }
    lock = nil
  }

  /// The log of writes is kept for ever, so it can only be missing when somebody took it away; after a crash
  /// it holds the newest signals.
  private func checkLog() throws(StoreError) {
    guard try size(StoreFiles.log) == nil, try size(StoreFiles.lock) ?? 0 > 0 else { return }
    throw StoreError(
      kind: .corrupt,
      message:
        "signaalpost.db-wal is gone although the daemon was not stopped in the normal way: the "
        + "newest signals were in it; put it back, or remove signaalpost.lock to go on without")
  }

  /// Nobody else may look in. A folder that others share is not made private behind their back.
  private func protect() throws(StoreError) {
    do throws(Errno) {
      guard try directory.status().permissions & 0o077 != 0 else { return }
      var listing = try directory.listing()
      let isEmpty = try listing.next() == nil
      let isOurs = try hasDatabase()
      if isEmpty || isOurs { return try directory.setPermissions(0o700) }
    } catch { throw StoreError(error) }
    throw StoreError(
      kind: .other,
      message: "the store's directory is open to others and not ours alone: give it mode 0700")
  }

  private func hasDatabase() throws(Errno) -> Bool {
    do throws(Errno) { _ = try directory.status(of: StoreFiles.database) } catch {
      if error.isMissing { return false }
      throw error
    }
    return true
  }

  private func takeLock() throws(StoreError) {
    do throws(Errno) {
      let file = try directory.appendable(StoreFiles.lock)
      guard try file.lock() else {
        let owner = String(decoding: try file.read(at: 0, count: 20), as: UTF8.self)
        let pid = owner.prefix { $0.isNumber }
        throw Errno("lock", code: Int32(pid) ?? 0)
      }
      lock = consume file
    } catch {
      guard error.call == "lock" else { throw StoreError(error) }
      throw StoreError(
        kind: .busy, message: "another daemon has this store open, process \(error.code)")
    }
  }

  private func size(_ name: [UInt8]) throws(StoreError) -> Int64? {
    do throws(Errno) { return try directory.status(of: name).size } catch {
      if error.isMissing { return nil }
      throw StoreError(error)
    }
  }

  private static let database = Array("signaalpost.db".utf8)
  private static let log = Array("signaalpost.db-wal".utf8)
  private static let lock = Array("signaalpost.lock".utf8)
  private static let segments = Array("originals".utf8)
}

extension StoreError {
  fileprivate static let missing = StoreError(
    kind: .notFound,
    message: "there is no database here yet: the daemon makes it at its first start")
}
