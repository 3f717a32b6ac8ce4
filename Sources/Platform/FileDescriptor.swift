internal import Glibc

/// One open descriptor with one owner, closed once. All are opened with `O_CLOEXEC`.
public struct FileDescriptor: ~Copyable, Sendable {
  public let raw: Int32

  /// Takes over an open descriptor.
  public init(owning raw: Int32) { self.raw = raw }

  deinit { close(raw) }

  /// Gives the descriptor away; the caller closes it.
  public consuming func release() -> Int32 {
    let raw = raw
    discard self
    return raw
  }

  /// From now on this number is `other`; what it was is closed. The corresponding C function is `dup2`.
  public borrowing func replace(with other: consuming FileDescriptor) throws(Errno) {
    let other = other
    try checked("dup2") { dup2(other.raw, raw) }
    try checked("fcntl") { fcntl(raw, F_SETFD, FD_CLOEXEC) }
  }

  /// Reads up to `count` bytes; empty at the end. The corresponding C function is `read`.
  public borrowing func read(upTo count: Int) throws(Errno) -> [UInt8] {
    var failure: Errno?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(Errno) {
        filled = try checkedCount("read") { unsafe Glibc.read(raw, buffer.baseAddress, count) }
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Reads exactly `count` bytes, in as many calls as it takes; nil when the end comes before.
  public borrowing func read(exactly count: Int) throws(Errno) -> [UInt8]? {
    var failure: Errno?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(Errno) {
        while filled < count {
          let got = try checkedCount("read") {
            unsafe Glibc.read(raw, buffer.baseAddress?.advanced(by: filled), count - filled)
          }
          if got == 0 { return }
          filled += got
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes.count == count ? bytes : nil
  }

  /// Writes all of it. The corresponding C function is `write`.
  public borrowing func write(_ bytes: [UInt8]) throws(Errno) { try writeAll(raw, bytes) }

  /// The corresponding C function is `fsync`.
  public borrowing func sync() throws(Errno) { try checked("fsync") { fsync(raw) } }

  /// The corresponding C function is `fdatasync`.
  public borrowing func syncData() throws(Errno) { try checked("fdatasync") { fdatasync(raw) } }
}

/// Writes all of it to a descriptor that may take a little at a time.
func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) throws(Errno) {
  var at = 0
  while at < bytes.count {
    let rest = bytes.count - at
    var failure: Errno?
    unsafe bytes.withUnsafeBytes { buffer in
      do throws(Errno) {
        at += try checkedCount("write") {
          unsafe write(descriptor, buffer.baseAddress?.advanced(by: at), rest)
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
