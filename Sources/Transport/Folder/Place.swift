internal import Platform

/// A directory that is open for as long as somebody holds this.
final class OpenFolder: Sendable {
  let directory: Directory

  init(_ directory: consuming Directory) { self.directory = directory }
}

/// A folder that files are taken from, with what is known about them: the drop folder, one below it, or the
/// one of our own where files wait to be removed.
///
/// Between looks nothing in it is open, so that its file system can be unmounted. Belongs to one actor.
final class Place {
  enum Role: Sendable { case drop, claims }

  /// Names from the drop folder to here; empty for the drop folder.
  let path: [[UInt8]]
  let role: Role
  /// As it was when it was found.
  let status: FileStatus
  var stability: Stability
  /// Number of its watch; nil when none could be had.
  var watch: Int32?
  /// Only during a look.
  var open: OpenFolder?
  /// Names that something happened to since the last look.
  var touched: Set<[UInt8]> = []
  /// Names that we put back ourselves: not renamed into place by somebody who had finished.
  var returned: Set<[UInt8]> = []

  init(_ status: FileStatus, path: [[UInt8]], role: Role = .drop, stability: Stability) {
    self.status = status
    self.path = path
    self.role = role
    self.stability = stability
  }

  /// The path of a name in it from the drop folder, by bytes.
  func path(of name: [UInt8]) -> [UInt8] { Array((path + [name]).joined(separator: [0x2f])) }
}
