internal import Glibc

/// The whole of a regular file; an error when it is longer than `limit` or no regular file.
public func readFile(_ path: String, limit: Int) throws(Errno) -> [UInt8] {
  let file = FileDescriptor(
    owning: try checked("open") { unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) })
  var status = stat()
  try checked("fstat") { unsafe fstat(file.raw, &status) }
  guard status.st_mode & S_IFMT == S_IFREG else {
    throw Errno("open", code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
  }
  guard status.st_size <= limit else { throw Errno("read", code: EFBIG) }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(Int(status.st_size))
  while true {
    let piece = try file.read(upTo: 1 << 16)
    if piece.isEmpty { return bytes }
    bytes += piece
    guard bytes.count <= limit else { throw Errno("read", code: EFBIG) }
  }
}

/// Names in a directory, sorted by bytes, without `.` and `..`; names that are not UTF-8 are left out.
public func namesInDirectory(_ path: String) throws(Errno) -> [String] {
  guard let directory = unsafe opendir(path) else { throw Errno("opendir") }
  defer { unsafe closedir(directory) }
  var names: [String] = []
  while let entry = unsafe readdir(directory) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
      unsafe name.withMemoryRebound(to: UInt8.self, capacity: 256) { bytes in
        unsafe String(
          validatingCString: UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self))
      }
    }
    if let name, name != ".", name != ".." { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// True when this process may run the file. The corresponding C function is `access`.
public func isExecutable(_ path: String) -> Bool { unsafe access(path, X_OK) == 0 }
