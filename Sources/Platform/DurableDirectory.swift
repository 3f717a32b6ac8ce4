internal import Glibc

/// An open directory to write into so that a power cut loses nothing that was reported as written.
///
/// Names are single path components of our own making. Every change needs `sync` of the directory it was
/// made in.
public struct DurableDirectory: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  /// Opens an existing directory. The corresponding C function is `open`.
  public init(path: String) throws(Errno) {
    let raw = try checked("open") { unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    descriptor = FileDescriptor(owning: raw)
  }

  private init(owning raw: Int32) { descriptor = FileDescriptor(owning: raw) }

  /// Opens a directory in this one, never through a symbolic link. The corresponding C function is
  /// `openat`.
  public borrowing func open(_ name: String) throws(Errno) -> DurableDirectory {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW
    return DurableDirectory(
      owning: try checked("openat") { unsafe openat(descriptor.raw, name, flags) })
  }

  /// Makes a directory with exactly this mode, or leaves the one that is there as it is; true when made.
  @discardableResult
  public borrowing func makeDirectory(_ name: String, mode: UInt32) throws(Errno) -> Bool {
    do throws(Errno) {
      try checked("mkdirat") { unsafe mkdirat(descriptor.raw, name, 0o700) }
    } catch {
      if error.code == EEXIST { return false }
      throw error
    }
    try checked("fchmodat") { unsafe fchmodat(descriptor.raw, name, mode, 0) }
    return true
  }

  /// A new file with exactly this mode, written and synced; fails when the name is taken.
  /// - Parameter group: gets the file; nil leaves it to the file system.
  public borrowing func create(
    _ name: String, mode: UInt32, group: UInt32? = nil, _ bytes: [UInt8]
  ) throws(Errno) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    let file = FileDescriptor(
      owning: try checked("openat") { unsafe openat(descriptor.raw, name, flags, 0o600) })
    try file.write(bytes)
    if let group { try checked("fchown") { fchown(file.raw, uid_t.max, group) } }
    try checked("fchmod") { fchmod(file.raw, mode) }
    try file.sync()
  }

  /// Up to `limit` bytes of a regular file, or nil when it is longer, another kind, or not there.
  public borrowing func contents(_ name: String, limit: Int) throws(Errno) -> [UInt8]? {
    let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let raw: Int32
    do throws(Errno) {
      raw = try checked("openat") { unsafe openat(descriptor.raw, name, flags) }
    } catch {
      if error.isMissing || error.code == ELOOP { return nil }
      throw error
    }
    let file = FileDescriptor(owning: raw)
    var status = stat()
    try checked("fstat") { unsafe fstat(file.raw, &status) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else { return nil }
    var bytes: [UInt8] = []
    while bytes.count <= limit {
      let more = try file.read(upTo: 65_536)
      if more.isEmpty { return bytes }
      bytes += more
    }
    return nil
  }

  /// Something has this name.
  public borrowing func has(_ name: String) throws(Errno) -> Bool {
    var status = stat()
    do throws(Errno) {
      try checked("fstatat") {
        unsafe fstatat(descriptor.raw, name, &status, AT_SYMLINK_NOFOLLOW)
      }
      return true
    } catch {
      if error.isMissing { return false }
      throw error
    }
  }

  /// Moves into another directory of the same file system; an existing file of that name is replaced. The
  /// corresponding C function is `renameat`.
  public borrowing func rename(
    _ name: String, to newName: String, in other: borrowing DurableDirectory
  ) throws(Errno) {
    let (from, to) = (descriptor.raw, other.descriptor.raw)
    try checked("renameat") { unsafe renameat(from, name, to, newName) }
  }

  /// Removes a file; no error when it is not there.
  public borrowing func removeFile(_ name: String) throws(Errno) { try remove(name, 0) }

  /// Removes an empty directory; no error when it is not there.
  public borrowing func removeDirectory(_ name: String) throws(Errno) {
    try remove(name, AT_REMOVEDIR)
  }

  private borrowing func remove(_ name: String, _ flags: Int32) throws(Errno) {
    do throws(Errno) {
      try checked("unlinkat") { unsafe unlinkat(descriptor.raw, name, flags) }
    } catch { if !error.isMissing { throw error } }
  }

  /// Sets exactly this mode, and the group to one that we belong to. The corresponding C functions are
  /// `fchown` and `fchmod`.
  public borrowing func setAccess(mode: UInt32, group: UInt32?) throws(Errno) {
    if let group { try checked("fchown") { fchown(descriptor.raw, uid_t.max, group) } }
    try checked("fchmod") { fchmod(descriptor.raw, mode) }
  }

  /// Makes its entries durable. The corresponding C function is `fsync`.
  public borrowing func sync() throws(Errno) { try descriptor.sync() }
}

/// Number of a group by its name; nil when there is none. The corresponding C function is `getgrnam_r`.
public func groupNumber(_ name: String) -> UInt32? {
  var entry = unsafe group()
  var found: UnsafeMutablePointer<group>?
  var buffer = [CChar](repeating: 0, count: 65_536)
  let code = unsafe getgrnam_r(name, &entry, &buffer, buffer.count, &found)
  return unsafe code == 0 && found != nil ? entry.gr_gid : nil
}
