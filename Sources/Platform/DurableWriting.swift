internal import Glibc

/// Writing so that a power cut loses nothing that was reported as written. Every change of names needs
/// `sync` of the directory it was made in.
extension Directory {
  /// A new file with exactly these permissions, whole and synced; `EEXIST` when the name is taken.
  /// - Parameter group: gets the file; nil leaves it to the file system.
  public borrowing func write(
    _ name: [UInt8], permissions: UInt32, group: UInt32? = nil, _ bytes: [UInt8]
  ) throws(Errno) {
    let file = try create(name, permissions: 0o600)
    try file.write(bytes)
    try file.setAccess(permissions: permissions, group: group)
    try file.sync()
  }

  /// Makes a directory with exactly these permissions, or leaves the one that is there as it is; true when
  /// made.
  @discardableResult
  public borrowing func ensureDirectory(
    _ name: [UInt8], permissions: UInt32
  ) throws(Errno) -> Bool {
    do throws(Errno) {
      try makeDirectory(name, permissions: 0o700)
    } catch {
      if error.code == EEXIST { return false }
      throw error
    }
    try directory(name).setPermissions(permissions)
    return true
  }

  /// Something has this name.
  public borrowing func has(_ name: [UInt8]) throws(Errno) -> Bool {
    do throws(Errno) {
      _ = try status(of: name)
      return true
    } catch {
      if error.isMissing { return false }
      throw error
    }
  }

  /// Removes a file; no error when it is not there.
  public borrowing func removeIfPresent(_ name: [UInt8]) throws(Errno) {
    do throws(Errno) { try remove(name) } catch { if !error.isMissing { throw error } }
  }

  /// Sets exactly these permissions, and the group to one that we belong to. The corresponding C functions
  /// are `fchown` and `fchmod`.
  public borrowing func setAccess(permissions: UInt32, group: UInt32?) throws(Errno) {
    let own = FileDescriptor(owning: try openEntry([0x2e], O_RDONLY | O_DIRECTORY))
    try own.setAccess(permissions: permissions, group: group)
  }
}

extension FileDescriptor {
  /// The group first: changing it may take bits away.
  borrowing func setAccess(permissions: UInt32, group: UInt32?) throws(Errno) {
    let raw = raw
    if let group { try checked("fchown") { fchown(raw, uid_t.max, group) } }
    try checked("fchmod") { fchmod(raw, permissions) }
  }
}

/// Number of a group by its name; nil when there is none. The corresponding C function is `getgrnam_r`.
public func groupNumber(_ name: String) -> UInt32? {
  var entry = unsafe group()
  var found: UnsafeMutablePointer<group>?
  var buffer = [CChar](repeating: 0, count: 65_536)
  let code = unsafe getgrnam_r(name, &entry, &buffer, buffer.count, &found)
  return unsafe code == 0 && found != nil ? entry.gr_gid : nil
}
