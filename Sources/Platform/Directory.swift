internal import CLinux
internal import Glibc

/// An open directory; everything in it is named by bytes and found relative to this descriptor, so that
/// nobody can put another directory in between. No call follows a symbolic link.
public struct Directory: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  /// Opens the directory at a path; links in the path itself are followed.
  public init(path: String) throws(Errno) { try self.init(path: Array(path.utf8)) }

  /// The same, by bytes.
  public init(path: [UInt8]) throws(Errno) {
    let terminated = path.map { CChar(bitPattern: $0) } + [0]
    let raw = try checked("open") { unsafe open(terminated, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    descriptor = FileDescriptor(owning: raw)
  }

  private init(owning raw: Int32) { descriptor = FileDescriptor(owning: raw) }

  /// A directory in this one. The corresponding C function is `openat`.
  public borrowing func directory(_ name: [UInt8]) throws(Errno) -> Directory {
    Directory(owning: try openEntry(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW))
  }

  /// Opens an entry for reading, without waiting on a pipe. The corresponding C function is `openat`.
  public borrowing func file(_ name: [UInt8]) throws(Errno) -> FileDescriptor {
    FileDescriptor(owning: try openEntry(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY))
  }

  /// Makes a file that does not exist yet, for writing. The corresponding C function is `openat`.
  public borrowing func create(
    _ name: [UInt8], permissions: UInt32 = 0o600
  ) throws(Errno) -> FileDescriptor {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
    return FileDescriptor(owning: try openEntry(name, flags, permissions))
  }

  borrowing func openEntry(
    _ name: [UInt8], _ flags: Int32, _ permissions: UInt32 = 0
  ) throws(Errno) -> Int32 {
    try unsafe call("openat", name) { unsafe openat($0, $1, flags | O_CLOEXEC, permissions) }
  }

  /// The corresponding C function is `mkdirat`.
  public borrowing func makeDirectory(
    _ name: [UInt8], permissions: UInt32 = 0o700
  ) throws(Errno) {
    try unsafe call("mkdirat", name) { unsafe mkdirat($0, $1, permissions) }
  }

  /// Of the directory itself. The corresponding C function is `fstat`.
  public borrowing func status() throws(Errno) -> FileStatus { try descriptor.status() }

  /// Of the directory so many levels above this one; above the root there is the root again. The
  /// corresponding C function is `fstatat`.
  public borrowing func status(levelsUp levels: Int) throws(Errno) -> FileStatus {
    var raw = stat()
    let path = "./" + String(repeating: "../", count: levels)
    try checked("fstatat") { unsafe fstatat(descriptor.raw, path, &raw, 0) }
    return FileStatus(raw)
  }

  /// Of an entry; of a symbolic link itself. The corresponding C function is `fstatat`.
  public borrowing func status(of name: [UInt8]) throws(Errno) -> FileStatus {
    var raw = stat()
    try unsafe call("fstatat", name) { unsafe fstatat($0, $1, &raw, AT_SYMLINK_NOFOLLOW) }
    return FileStatus(raw)
  }

  /// The corresponding C function is `unlinkat`.
  public borrowing func remove(_ name: [UInt8]) throws(Errno) {
    try unsafe call("unlinkat", name) { unsafe unlinkat($0, $1, 0) }
  }

  /// Removes an empty directory. The corresponding C function is `unlinkat`.
  public borrowing func removeDirectory(_ name: [UInt8]) throws(Errno) {
    try unsafe call("unlinkat", name) { unsafe unlinkat($0, $1, AT_REMOVEDIR) }
  }

  /// Moves an entry; `EEXIST` when the new name is taken. The corresponding C function is `renameat2`.
  ///
  /// Where the file system cannot do that in one step (NFS, some FUSE), a second name is made and the first
  /// removed; where it has no hard links either, the new name is looked for before the move.
  public borrowing func move(
    _ name: [UInt8], to target: borrowing Directory, as newName: [UInt8]
  ) throws(Errno) {
    let from = descriptor.raw
    let to = target.descriptor.raw
    try unsafe entry(newName) { (newName) throws(Errno) in
      try unsafe entry(name) { (name) throws(Errno) in
        if unsafe clinux_move_if_absent(from, name, to, newName) == 0 { return }
        let refusal = Errno("renameat2")
        guard refusal.code == EINVAL || refusal.code == ENOSYS else { throw refusal }
        if unsafe linkat(from, name, to, newName, 0) == 0 {
          try checked("unlinkat") { unsafe unlinkat(from, name, 0) }
          return
        }
        var raw = stat()
        guard unsafe fstatat(to, newName, &raw, AT_SYMLINK_NOFOLLOW) != 0 else {
          throw Errno("renameat", code: EEXIST)
        }
        try checked("renameat") { unsafe renameat(from, name, to, newName) }
      }
    }
  }

  /// Makes new and removed names durable. The corresponding C function is `fsync`.
  public borrowing func sync() throws(Errno) { try descriptor.sync() }

  public borrowing func setPermissions(_ permissions: UInt32) throws(Errno) {
    try checked("fchmod") { fchmod(descriptor.raw, permissions) }
  }

  public borrowing func fileSystem() -> FileSystem {
    FileSystem(type: clinux_filesystem_type(descriptor.raw))
  }

  /// The names in it, in no order. The corresponding C function is `fdopendir`.
  public borrowing func listing() throws(Errno) -> Listing {
    // A descriptor of its own: its place in the directory is not shared.
    let own = try openEntry([0x2e], O_RDONLY | O_DIRECTORY)
    guard let stream = unsafe fdopendir(own) else {
      let error = Errno("fdopendir")
      close(own)
      throw error
    }
    return unsafe Listing(stream)
  }

  /// A path that names this very directory, for calls that know no descriptor.
  var descriptorPath: String { "/proc/self/fd/\(descriptor.raw)" }

  @discardableResult
  private borrowing func call(
    _ what: String, _ name: [UInt8], _ body: (Int32, UnsafePointer<CChar>) -> Int32
  ) throws(Errno) -> Int32 {
    let raw = descriptor.raw
    return try unsafe entry(name) { (name) throws(Errno) in
      try checked(what) { unsafe body(raw, name) }
    }
  }
}

/// Gives a name of one entry as C wants it; `EINVAL` when it is empty or has a slash or a zero in it.
private func entry<Result>(
  _ name: [UInt8], _ body: (UnsafePointer<CChar>) throws(Errno) -> Result
) throws(Errno) -> Result {
  guard !name.isEmpty, !name.contains(0), !name.contains(0x2f) else {
    throw Errno("name", code: EINVAL)
  }
  let terminated = name.map { CChar(bitPattern: $0) } + [0]
  var outcome: Swift.Result<Result, Errno>?
  unsafe terminated.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    do throws(Errno) { outcome = .success(try unsafe body(base)) } catch {
      outcome = .failure(error)
    }
  }
  guard let outcome else { throw Errno("name", code: EINVAL) }
  return try outcome.get()
}

/// Walks through the names of a directory, one at a time. What is added or removed meanwhile may or may not
/// be seen; everything else is seen once.
@safe public struct Listing: ~Copyable {
  private let stream: OpaquePointer

  fileprivate init(_ stream: OpaquePointer) { unsafe self.stream = stream }

  deinit { unsafe closedir(stream) }

  /// The next name, `.` and `..` left out; nil at the end. The corresponding C function is `readdir`.
  public mutating func next() throws(Errno) -> [UInt8]? {
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno == 0 { return nil }
        throw Errno("readdir")
      }
      let name = unsafe Listing.name(of: entry)
      if name != [0x2e], name != [0x2e, 0x2e] { return name }
    }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
    let text = unsafe UnsafeRawPointer(entry).advanced(by: offset)
    let length = unsafe strlen(text.assumingMemoryBound(to: CChar.self))
    return unsafe [UInt8](UnsafeRawBufferPointer(start: text, count: length))
  }
}
