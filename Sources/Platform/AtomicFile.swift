internal import Glibc

/// Puts `bytes` in the place of a file so that after a power cut the old content or the new is there, whole:
/// a new file beside it with the given permissions, fsync, rename, fsync of the folder.
public func replaceFile(_ path: String, with bytes: [UInt8], permissions: UInt32 = 0o600)
  throws(Errno)
{
  let slash = path.utf8.lastIndex(of: 0x2f)
  let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
  let directory = FileDescriptor(
    owning: try checked("open") { unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
  let temporary = ".\(name).\(String(UInt64.random(in: .min ... .max), radix: 36))"
  let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
  let file = FileDescriptor(
    owning: try checked("openat") { unsafe openat(directory.raw, temporary, flags, permissions) })
  do throws(Errno) {
    try file.write(bytes)
    try file.sync()
    try checked("renameat") { unsafe renameat(directory.raw, temporary, directory.raw, name) }
  } catch {
    unsafe unlinkat(directory.raw, temporary, 0)
    throw error
  }
  try directory.sync()
}
