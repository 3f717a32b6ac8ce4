internal import Glibc

/// A place where a test may end the process as a power cut would: when the environment variable
/// `SIGNAALPOST_FAILPOINT` holds its name, the process kills itself with SIGKILL there.
///
/// Only in debug builds; in a release build the call is nothing.
@inline(__always) public func failpoint(_ name: StaticString) {
  #if DEBUG
    if environment("SIGNAALPOST_FAILPOINT") == name.description { kill(getpid(), SIGKILL) }
  #endif
}
