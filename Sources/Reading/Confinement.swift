internal import Platform

/// What a reader takes away from itself before it sees the first byte of a message.
///
/// Landlock and seccomp belong here too, at the end of `apply`: no file, no socket, no program. What must
/// stay possible then is reading the C library's character tables (`gconv`), which it loads when a message
/// first needs them.
enum Confinement {
  /// Address space in bytes: a message of 60 MiB is read in less than half of it.
  static let addressSpace: UInt64 = 512 << 20
  static let call = "confine"

  static func apply() throws(Errno) {
    do throws(Errno) {
      try forbidNewPrivileges()
      try limitResources(addressSpace: addressSpace)
    } catch { throw Errno(call, code: error.code) }
  }
}
