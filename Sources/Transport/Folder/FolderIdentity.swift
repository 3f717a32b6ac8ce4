internal import Platform

/// Where a folder lies, so that it is recognised when it is opened again.
struct FolderIdentity: Sendable, Hashable {
  var device: UInt64
  var inode: UInt64
  /// How many levels up its file system is mounted: 0 for the folder itself, nil for the one of `/`.
  var mount: Int?

  /// What became of the folder that was known, now that another is found on its path.
  enum Change: Sendable, Hashable {
    case same
    /// Another folder, or the same on a file system that was mounted again.
    case replaced
    /// The file system on which it lay is not there: this is what lies under its mount point.
    case unmounted
  }

  func change(to found: FolderIdentity) -> Change {
    if device == found.device { return inode == found.inode ? .same : .replaced }
    guard let mount else { return .replaced }
    return (found.mount ?? .max) > mount ? .unmounted : .replaced
  }
}

extension FolderIdentity {
  init(of directory: borrowing Directory) throws(Errno) {
    let status = try directory.status()
    (device, inode) = (status.device, status.inode)
    mount = try FolderIdentity.levelsToMount(from: directory, status)
  }

  /// Up to 256 levels; deeper counts as the file system of `/`.
  private static func levelsToMount(
    from directory: borrowing Directory, _ status: FileStatus
  ) throws(Errno) -> Int? {
    var below = status
    for level in 0..<256 {
      let above = try directory.status(levelsUp: level + 1)
      if above.device != below.device { return level }
      if above.isSameFile(as: below) { return nil }
      below = above
    }
    return nil
  }
}
