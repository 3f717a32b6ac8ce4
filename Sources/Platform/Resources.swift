internal import CLinux
internal import Glibc

/// No program that this process starts can have more rights than it. The corresponding C function is `prctl`
/// (PR_SET_NO_NEW_PRIVS).
public func forbidNewPrivileges() throws(Errno) {
  try checked("prctl") { clinux_no_new_privileges() }
}

/// No process of the same user can look inside this one, and no core file shows what it held. The
/// corresponding C function is `prctl` (PR_SET_DUMPABLE).
public func forbidInspection() throws(Errno) {
  try checked("prctl") { clinux_not_dumpable() }
}

/// A crash ends the process as the kernel has it: without the Swift runtime's report, which starts a program
/// and shows what was in memory.
public func forgetCrashReports() {
  for number in [SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV, SIGQUIT, SIGSYS] {
    _ = signal(number, SIG_DFL)
  }
}

/// For a process that looks inside hostile content: so much memory, so many open files, no core file, no
/// file grows. A write to a file is an error then, not the end of the process. The corresponding C function
/// is `setrlimit`.
///
/// - Parameter addressSpace: bytes.
public func limitResources(addressSpace: UInt64, descriptors: UInt64) throws(Errno) {
  _ = signal(SIGXFSZ, SIG_IGN)
  try limit(RLIMIT_CORE, 0)
  try limit(RLIMIT_FSIZE, 0)
  try limit(RLIMIT_NOFILE, descriptors)
  try limit(RLIMIT_AS, addressSpace)
}

/// Gives this process so much more processor time, from now; then SIGXCPU ends it. Replaces what was left
/// before. The kernel counts in whole seconds: it can be up to one second more. The corresponding C function
/// is `setrlimit` (RLIMIT_CPU, the soft limit).
public func limitProcessorTime(toSeconds seconds: UInt64) throws(Errno) {
  var used = timespec()
  try checked("clock_gettime") { unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) }
  var value = rlimit()
  try checked("getrlimit") {
    unsafe getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &value)
  }
  value.rlim_cur = min(rlim_t(used.tv_sec) + 1 + rlim_t(seconds), value.rlim_max)
  try set(RLIMIT_CPU, value)
}

private func limit(_ resource: __rlimit_resource, _ most: UInt64) throws(Errno) {
  try set(resource, rlimit(rlim_cur: rlim_t(most), rlim_max: rlim_t(most)))
}

private func set(_ resource: __rlimit_resource, _ value: rlimit) throws(Errno) {
  try checked("setrlimit") {
    unsafe withUnsafePointer(to: value) {
      unsafe setrlimit(__rlimit_resource_t(resource.rawValue), $0)
    }
  }
}
