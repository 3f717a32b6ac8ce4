internal import CZip

/// A zip archive in memory: its entries, and their bytes one by one.
///
/// Names are only names: nothing is unpacked to a file, and an absolute name or `..` leads nowhere. Names
/// that come twice are two entries.
@safe struct Archive: ~Copyable {
  /// Entries that are files, in order of the directory.
  private(set) var entries: [Entry] = []
  private var byName: [String: Int] = [:]
  private let handle: OpaquePointer

  struct Entry {
    /// UTF-8; old programs' names are taken as code page 437.
    var name: String
    var isEncrypted: Bool
    fileprivate var index: UInt64
  }

  /// Most entries of one archive: libzip compares names that hash alike with each other.
  static let entryLimit = 10_000

  /// Opens an archive for the length of a call. The corresponding C function is `zip_open_from_source`, which
  /// keeps the pointer.
  static func open<Result>(
    _ bytes: [UInt8], _ budget: inout FileBudget,
    _ body: (borrowing Archive, inout FileBudget) throws(FileFault) -> Result
  ) throws(FileFault) -> Result {
    guard directoryEntries(bytes) <= entryLimit else { throw .limit("entries") }
    return try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(FileFault) -> Result in
      guard let handle = unsafe czip_open(buffer.baseAddress, UInt64(buffer.count)) else {
        throw .damaged
      }
      let archive = unsafe Archive(handle)
      try budget.enter(archive.entries.count)
      return try body(archive, &budget)
    }
  }

  private init(_ handle: OpaquePointer) {
    unsafe self.handle = handle
    for index in 0..<UInt64(max(0, unsafe zip_get_num_entries(handle, 0))) {
      var status = unsafe zip_stat_t()
      guard unsafe zip_stat_index(handle, index, 0, &status) == 0 else { continue }
      let name = unsafe status.name.map { unsafe String(cString: $0) } ?? ""
      guard name.utf8.last != UInt8(ascii: "/") else { continue }
      let isEncrypted = unsafe status.encryption_method != UInt16(ZIP_EM_NONE)
      if byName[name] == nil { byName[name] = entries.count }
      entries.append(Entry(name: name, isEncrypted: isEncrypted, index: index))
    }
  }

  deinit { unsafe zip_discard(handle) }

  /// The first entry of a name.
  borrowing func entry(_ name: String) -> Entry? { byName[name].map { entries[$0] } }

  /// Entries with this beginning, in order.
  borrowing func entries(under folder: String) -> [Entry] {
    entries.filter { $0.name.hasPrefix(folder) }
  }

  /// The bytes of an entry, each piece counted: the size in the directory is only a hint.
  borrowing func content(
    of entry: Entry, _ budget: inout FileBudget
  ) throws(FileFault) -> [UInt8] {
    guard !entry.isEncrypted else { throw .protected }
    guard let file = unsafe zip_fopen_index(handle, entry.index, 0) else {
      throw unsafe czip_needs_password(handle) != 0 ? .protected : .damaged
    }
    defer { unsafe zip_fclose(file) }
    var content: [UInt8] = []
    let room = 64 << 10
    let piece = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 8)
    defer { unsafe piece.deallocate() }
    while true {
      let count = Int(unsafe zip_fread(file, piece, UInt64(room)))
      guard count >= 0 else { throw .damaged }
      if count == 0 { return content }
      try budget.inflate(count)
      unsafe content.append(contentsOf: UnsafeRawBufferPointer(start: piece, count: count))
    }
  }

  /// How many headers of the directory stand in the bytes, or in archives inside them; looked at before
  /// libzip makes room for them.
  private static func directoryEntries(_ bytes: [UInt8]) -> Int {
    var (at, found) = (0, 0)
    while true {
      at = bytes.position(of: 0x50, in: at..<bytes.count)
      guard at + 4 <= bytes.count else { return found }
      if bytes[at + 1] == 0x4b, bytes[at + 2] == 1, bytes[at + 3] == 2 { found += 1 }
      at += 1
    }
  }
}
