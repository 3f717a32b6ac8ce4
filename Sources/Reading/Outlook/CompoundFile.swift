internal import CGsf
internal import Core

/// A folder in a compound file (MS-CFB): its streams and folders.
struct Storage {
  var name = ""
  var streams: [String: [UInt8]] = [:]
  var storages: [Storage] = []
  /// A stream of this folder ends before its size.
  var isCut = false

  func storage(_ name: String) -> Storage? { storages.first { $0.name == name } }
}

/// Takes a compound file apart with libgsf; nothing of the library outlives the call.
struct CompoundFile {
  /// Most entries of a directory: the library walks siblings on its stack, and sorts them by inserting one
  /// after the other.
  static let entryLimit = 10_000
  private static let library: Void = cgsf_start()

  private let limits: Limits

  /// - Parameter isWanted: folders by name; others stay closed.
  /// - Throws: `damaged`, `limit`.
  static func read(
    _ bytes: [UInt8], _ budget: inout FileBudget, isWanted: (String) -> Bool
  ) throws(FileFault) -> Storage {
    _ = library
    guard DirectoryRecords.count(in: bytes) <= entryLimit else { throw .limit("entries") }
    let file = CompoundFile(limits: budget.limits)
    var outcome: Result<Storage, FileFault> = .failure(.damaged)
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let root = unsafe cgsf_open(buffer.baseAddress, buffer.count) else { return }
      defer { unsafe cgsf_close_file(root) }
      do throws(FileFault) {
        outcome = .success(unsafe try file.storage(root, depth: 0, &budget, isWanted))
      } catch {
        outcome = .failure(error)
      }
    }
    return try outcome.get()
  }

  private func storage(
    _ folder: OpaquePointer, depth: Int, _ budget: inout FileBudget,
    _ isWanted: (String) -> Bool
  ) throws(FileFault) -> Storage {
    // A message in a message is two folders deeper.
    guard depth <= limits.depth * 2 else { throw .limit("depth") }
    var found = Storage()
    let count = unsafe gsf_infile_num_children(folder)
    try budget.enter(Int(max(0, count)))
    for index in 0..<max(0, count) {
      guard let child = unsafe gsf_infile_child_by_index(folder, index) else {
        found.isCut = true
        continue
      }
      defer { unsafe cgsf_close(child) }
      guard let written = unsafe gsf_input_name(child) else { continue }
      let name = unsafe String(cString: written)
      if let inner = unsafe cgsf_storage(child) {
        guard isWanted(name) else { continue }
        var storage = unsafe try self.storage(inner, depth: depth + 1, &budget, isWanted)
        storage.name = name
        found.storages.append(storage)
      } else {
        let (bytes, isWhole) = unsafe try stream(child, &budget)
        found.streams[name] = bytes
        if !isWhole { found.isCut = true }
      }
    }
    return found
  }

  /// The size that the directory declares is only a hint.
  private func stream(
    _ input: OpaquePointer, _ budget: inout FileBudget
  ) throws(FileFault) -> (bytes: [UInt8], isWhole: Bool) {
    var bytes: [UInt8] = []
    var left = Int(clamping: unsafe gsf_input_remaining(input))
    while left > 0 {
      let step = min(left, 64 << 10)
      guard let piece = unsafe gsf_input_read(input, step, nil) else { return (bytes, false) }
      try budget.inflate(step)
      unsafe bytes += UnsafeBufferPointer(start: piece, count: step)
      left -= step
    }
    return (bytes, true)
  }
}

/// The 128-byte records of a directory (MS-CFB 2.6), wherever in the file they stand.
private enum DirectoryRecords {
  /// How many there can be at most: everything that looks like one counts.
  static func count(in bytes: [UInt8]) -> Int {
    var found = 0
    let all = UInt32(clamping: bytes.count / 128)
    var at = 512
    while at + 128 <= bytes.count {
      if isRecord(bytes, at, all) { found += 1 }
      at += 128
    }
    return found
  }

  /// A storage, a stream or the root, with a left and a right sibling and a child that exist or are none.
  private static func isRecord(_ bytes: [UInt8], _ at: Int, _ all: UInt32) -> Bool {
    guard [1, 2, 5].contains(bytes[at + 66]) else { return false }
    return [68, 72, 76].allSatisfy { offset in
      let link = bytes.number32(at + offset) ?? .max
      return link == .max || link < all
    }
  }
}
