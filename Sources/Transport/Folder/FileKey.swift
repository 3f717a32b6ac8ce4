internal import Platform

/// How the ledger knows one version of a file.
///
/// The change time is in it, which no writer can set: two files with the same name, size and modification
/// time are told apart even when the second has got the inode of the first. A touched file is taken again
/// and recognised by its content; none is ever taken for another.
enum FileKey {
  /// - Parameter path: from the drop folder, by bytes.
  static func taken(_ path: [UInt8], _ status: FileStatus) -> String {
    let identity = "\(status.device):\(status.inode)"
    return
      "\(escapedName(path)) \(identity) \(status.size) \(text(status.modified)) \(text(status.changed))"
  }

  /// Of something that was refused; never equal to a key of something taken, because its bytes are not ours.
  /// A folder is refused once, whatever happens in it.
  static func refused(_ path: [UInt8], _ status: FileStatus) -> String {
    status.kind == .directory
      ? "\(prefix)\(escapedName(path)) \(status.device):\(status.inode)"
      : prefix + taken(path, status)
  }

  static func isRefused(_ key: String) -> Bool { key.utf8.starts(with: prefix.utf8) }

  private static let prefix = "geweigerd "

  private static func text(_ time: FileStatus.Time) -> String {
    "\(time.seconds).\(time.nanoseconds)"
  }
}
