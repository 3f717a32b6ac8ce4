internal import CLinux
internal import Glibc

/// Whether the kernel has Landlock and nothing keeps it from us.
public func canRestrictFiles() -> Bool { clinux_landlock_version() > 0 }

/// From now on this process opens no file and lists no directory but below these, only to read, and makes,
/// removes and renames nothing. Where the kernel's version reaches so far also: no TCP port (4), no device
/// control (5), no signal and no abstract socket to a process outside (6).
///
/// What is open stays usable. Directories that are missing are skipped. Needs `forbidNewPrivileges` before
/// it, and binds the calling thread only: call it before there is a second one.
///
/// - Throws: `ENOSYS` or `EOPNOTSUPP` where the kernel has no Landlock, `EPERM` where something keeps it
///   from us, such as a filter of system calls. Nothing has changed then.
public func restrictFiles(toReadingBelow directories: [String]) throws(Errno) {
  let version = try checked("landlock_version") { clinux_landlock_version() }
  let rules = FileDescriptor(
    owning: try checked("landlock_create_ruleset") {
      clinux_landlock_begin(
        Landlock.files(version), version >= 4 ? Landlock.ports : 0,
        version >= 6 ? Landlock.scopes : 0)
    })
  for directory in directories {
    do throws(Errno) {
      try checked("landlock_add_rule") {
        unsafe clinux_landlock_permit(rules.raw, directory, Landlock.reading)
      }
    } catch { if !error.isMissing, !error.isDenied { throw error } }
  }
  try checked("landlock_restrict_self") { clinux_landlock_enforce(rules.raw) }
}

/// Bits of linux/landlock.h.
private enum Landlock {
  static let reading: UInt64 = 1 << 2 | 1 << 3
  static let ports: UInt64 = 1 << 0 | 1 << 1
  static let scopes: UInt64 = 1 << 0 | 1 << 1

  /// Every kind of access to files that the version knows: 13 in the first, then moving between directories,
  /// cutting, and control of devices.
  static func files(_ version: Int32) -> UInt64 {
    let count =
      switch version {
      case ..<2: 13
      case 2: 14
      case 3, 4: 15
      default: 16
      }
    return 1 << UInt64(count) - 1
  }
}
