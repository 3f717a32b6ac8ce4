internal import CLinux
internal import Glibc

/// No program that this process starts can have more rights than it. The corresponding C function is `prctl`
/// (PR_SET_NO_NEW_PRIVS).
public func forbidNewPrivileges() throws(Errno) {
  try checked("prctl") { clinux_no_new_privileges() }
}

/// For a process that looks inside hostile content: so much memory, no core file, no file grows. A write
/// to a file is an error then, not the end of the process. The corresponding C function is `setrlimit`.
///
/// - Parameter addressSpace: bytes.
public func limitResources(addressSpace: UInt64) throws(Errno) {
  _ = signal(SIGXFSZ, SIG_IGN)
  try limit(RLIMIT_CORE, 0)
  try limit(RLIMIT_FSIZE, 0)
  try limit(RLIMIT_AS, addressSpace)
}

private func limit(_ resource: __rlimit_resource, _ most: UInt64) throws(Errno) {
  let value = rlimit(rlim_cur: rlim_t(most), rlim_max: rlim_t(most))
  try checked("setrlimit") {
    unsafe withUnsafePointer(to: value) {
      unsafe setrlimit(__rlimit_resource_t(resource.rawValue), $0)
    }
  }
}
