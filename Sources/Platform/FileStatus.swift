internal import CLinux
internal import Glibc

/// What the file system knows about a name or an open file. The corresponding C type is `struct stat`.
public struct FileStatus: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case regular, directory, symbolicLink, pipe, socket, device
  }

  /// A moment by the file system's clock.
  public struct Time: Sendable, Hashable, Comparable {
    /// Since 1970 UTC; may be anything that a writer has set.
    public var seconds: Int64
    public var nanoseconds: Int64

    public init(seconds: Int64, nanoseconds: Int64 = 0) {
      (self.seconds, self.nanoseconds) = (seconds, nanoseconds)
    }

    public static func < (a: Time, b: Time) -> Bool {
      (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
    }
  }

  public var kind: Kind
  public var device: UInt64
  public var inode: UInt64
  /// Number of names that the file has.
  public var links: UInt64
  public var owner: UInt32
  public var group: UInt32
  /// The lower twelve bits of the mode: 0o1777 for a folder like /tmp.
  public var permissions: UInt32
  /// In bytes.
  public var size: Int64
  /// Bytes that it occupies; less than `size` for a file with holes.
  public var allocated: Int64
  /// When the content was last changed (mtime); a writer can set it.
  public var modified: Time
  /// When content or attributes were last changed (ctime); nobody can set it.
  public var changed: Time

  public init(
    kind: Kind, device: UInt64 = 1, inode: UInt64, links: UInt64 = 1, owner: UInt32 = 0,
    group: UInt32 = 0, permissions: UInt32 = 0o644, size: Int64 = 0, allocated: Int64 = 0,
    modified: Time, changed: Time
  ) {
    self.kind = kind
    self.device = device
    self.inode = inode
    self.links = links
    self.owner = owner
    self.group = group
    self.permissions = permissions
    self.size = size
    self.allocated = allocated
    self.modified = modified
    self.changed = changed
  }

  /// True when both are the same file or folder, whatever its content.
  public func isSameFile(as other: FileStatus) -> Bool {
    device == other.device && inode == other.inode && kind == other.kind
  }

  /// True when both are the same file and nothing was written between.
  public func isSameContent(as other: FileStatus) -> Bool {
    isSameFile(as: other) && size == other.size && modified == other.modified
  }
}

extension FileStatus {
  init(_ raw: stat) {
    self.init(
      kind: Kind(mode: raw.st_mode), device: UInt64(raw.st_dev), inode: UInt64(raw.st_ino),
      links: UInt64(raw.st_nlink), owner: raw.st_uid, group: raw.st_gid,
      permissions: raw.st_mode & 0o7777, size: Int64(raw.st_size),
      allocated: Int64(raw.st_blocks) * 512,
      modified: Time(
        seconds: Int64(raw.st_mtim.tv_sec), nanoseconds: Int64(raw.st_mtim.tv_nsec)),
      changed: Time(
        seconds: Int64(raw.st_ctim.tv_sec), nanoseconds: Int64(raw.st_ctim.tv_nsec)))
  }
}

extension FileStatus.Kind {
  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .regular
    case S_IFDIR: self = .directory
    case S_IFLNK: self = .symbolicLink
    case S_IFIFO: self = .pipe
    case S_IFSOCK: self = .socket
    default: self = .device
    }
  }
}

extension FileDescriptor {
  /// The corresponding C function is `fstat`.
  public borrowing func status() throws(Errno) -> FileStatus {
    var raw = stat()
    try checked("fstat") { unsafe fstat(self.raw, &raw) }
    return FileStatus(raw)
  }

  /// Reads on to the end of the file. Nil when there is more than `limit`.
  ///
  /// - Parameter expected: its likely size; no more memory than this is used when it is right.
  public borrowing func readAll(expected: Int, limit: Int) throws(Errno) -> [UInt8]? {
    var bytes = try read(upTo: min(max(expected, 0), limit) + 1)
    guard !bytes.isEmpty else { return bytes }
    while bytes.count <= limit {
      let more = try read(upTo: min(65536, limit - bytes.count + 1))
      if more.isEmpty { return bytes }
      bytes += more
    }
    return nil
  }

  /// Whether another descriptor of any process has this file open for writing; nil when it cannot be told:
  /// the file is not ours, or its file system knows no leases. The corresponding C function is `fcntl`.
  public borrowing func hasWriter() -> Bool? {
    switch clinux_has_writer(raw) {
    case 1: true
    case 0: false
    default: nil
    }
  }
}

/// Who this process acts as. The corresponding C function is `geteuid`.
public func currentUser() -> UInt32 { geteuid() }
