internal import Glibc

/// The whole of it, also to a pipe that takes a little at a time.
public func writeStandardOutput(_ bytes: [UInt8]) throws(Errno) { try writeAll(1, bytes) }

/// Best effort: with a closed standard error there is nobody to tell.
public func writeStandardError(_ text: String) { try? writeAll(2, Array(text.utf8)) }

/// The corresponding C function is `isatty`.
public func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

/// Ends at once, without unwinding. The corresponding C function is `_exit`.
public func endProcess(_ code: Int32) -> Never { _exit(code) }

/// A variable of the environment; nil when it is not set.
public func environment(_ name: String) -> String? {
  guard let value = unsafe getenv(name) else { return nil }
  return unsafe String(cString: value)
}

/// Number of processors this process may use; at least 1.
public func processorCount() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Path of the running program. The corresponding C function is `readlink` on `/proc/self/exe`.
public func programPath() throws(Errno) -> String {
  var buffer = [CChar](repeating: 0, count: 4096)
  let count = try checkedCount("readlink") {
    unsafe readlink("/proc/self/exe", &buffer, buffer.count)
  }
  return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
}
