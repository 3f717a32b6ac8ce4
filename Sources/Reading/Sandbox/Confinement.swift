internal import Core
internal import Platform

/// What a reader takes away from itself before it sees the first byte of a message, while it has one thread.
enum Confinement {
  /// Address space in bytes: a message of 60 MiB is read in less than half of it.
  static let addressSpace: UInt64 = 512 << 20
  /// The line, three times `/dev/null`, and what a library opens at one time.
  static let descriptors: UInt64 = 32
  /// Name of a failure to confine ourselves.
  static let call = "confine"

  /// What every kernel can take away must go. What lacks of the rest is missing in the answer: the reader
  /// serves without it, and the daemon tells.
  static func apply() throws(Errno) -> Set<Barrier> {
    do throws(Errno) {
      forgetCrashReports()
      try forbidNewPrivileges()
      try forbidInspection()
      try limitResources(addressSpace: addressSpace, descriptors: descriptors)
    } catch { throw Errno(call, code: error.code) }
    var barriers: Set<Barrier> = []
    if isInForce({ () throws(Errno) in
      try restrictFiles(toReadingBelow: ReadableDirectory.table.map(\.path))
    }) {
      barriers.insert(.files)
    }
    // Last: it forbids the calls that the others need.
    let mayOpen = barriers.contains(.files)
    if isInForce({ () throws(Errno) in
      try enforce(SystemCalls.rules(mayOpenFiles: mayOpen))
    }) {
      barriers.insert(.calls)
    }
    return barriers
  }

  /// A barrier that cannot be had is told by its absence, whatever the reason.
  private static func isInForce(_ barrier: () throws(Errno) -> Void) -> Bool {
    do throws(Errno) {
      try barrier()
      return true
    } catch { return false }
  }
}

/// A directory that a parser reads from after the reader has confined itself.
struct ReadableDirectory {
  var path: String
  var reason: String

  /// Of the system and without secrets, all of it. One that is missing is skipped.
  static let table: [ReadableDirectory] = [
    ReadableDirectory(
      path: "/usr/lib/x86_64-linux-gnu/gconv",
      reason: "the C library loads the converter of a character set when a text first has it"),
    ReadableDirectory(path: "/usr/lib/aarch64-linux-gnu/gconv", reason: "the same on ARM"),
    ReadableDirectory(
      path: "/usr/share/poppler", reason: "poppler: character maps of East Asian PDFs"),
  ]
}
