internal import Glibc

/// Makes a directory when there is none; its parent must exist. The corresponding C function is `mkdir`.
public func makeDirectory(path: String, permissions: UInt32 = 0o700) throws(Errno) {
  guard unsafe mkdir(path, permissions) != 0 else { return }
  let error = Errno("mkdir")
  guard error.code == EEXIST else { throw error }
}

extension Directory {
  /// Opens a file for reading anywhere and writing at its end only; makes it when there is none. The
  /// corresponding C function is `openat` with `O_APPEND`.
  public borrowing func appendable(
    _ name: [UInt8], permissions: UInt32 = 0o600
  ) throws(Errno) -> FileDescriptor {
    let flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
    return FileDescriptor(owning: try openEntry(name, flags, permissions))
  }
}

extension FileDescriptor {
  /// Reads `count` bytes from a place; fewer only at the end of the file. The corresponding C function is
  /// `pread`.
  public borrowing func read(at offset: Int64, count: Int) throws(Errno) -> [UInt8] {
    let raw = raw
    var failure: Errno?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(Errno) {
        while filled < count {
          let place = unsafe buffer.baseAddress?.advanced(by: filled)
          let rest = count - filled
          let from = off_t(offset) + filled
          let got = try checkedCount("pread") { unsafe pread(raw, place, rest, from) }
          if got == 0 { return }
          filled += got
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Cuts the file off. The corresponding C function is `ftruncate`.
  public borrowing func truncate(to size: Int64) throws(Errno) {
    try checked("ftruncate") { ftruncate(raw, off_t(size)) }
  }

  /// Takes the file for this descriptor alone until it is closed; false when somebody else has it. The
  /// corresponding C function is `flock`.
  public borrowing func lock() throws(Errno) -> Bool {
    do throws(Errno) { try checked("flock") { flock(raw, LOCK_EX | LOCK_NB) } } catch {
      guard error.wouldBlock else { throw error }
      return false
    }
    return true
  }
}

/// The corresponding C function is `getpid`.
public func processID() -> Int32 { getpid() }
