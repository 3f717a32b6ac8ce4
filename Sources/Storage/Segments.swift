internal import Core
internal import Platform

/// Where an original lies.
struct Location: Hashable {
  /// From 1; its file is `000001.seg`.
  var segment: Int
  var offset: Int64
  var length: Int
}

/// The originals, one after the other in files that only grow.
///
/// Bytes at the end that no row names come from a batch that was not committed. They do no harm: what comes
/// next goes behind them.
final class Segments {
  private let directory: Directory
  private let limit: Int
  /// The segment that grows; nil before the first original.
  private var last: Int?
  private var file: FileDescriptor?
  private var end: Int64 = 0
  /// Where the batch began that has no row yet.
  private var mark: (segment: Int?, end: Int64)?
  private var hasNewFile = false

  /// - Parameter limit: a segment of this many bytes gets no more.
  init(_ directory: consuming Directory, limit: Int) throws(StoreError) {
    self.directory = directory
    self.limit = limit
    last = try Segments.numbers(in: self.directory).max()
  }

  /// Writes an original at the end. Durable only after `sync`.
  func append(_ original: [UInt8]) throws(StoreError) -> Location {
    let bytes = seal(original)
    try makeRoom()
    let location = Location(segment: last ?? 1, offset: end, length: bytes.count)
    try touching("write") { () throws(Errno) in try file?.write(bytes) }
    end += Int64(bytes.count)
    return location
  }

  /// Makes what was appended durable; needed before a commit may name it.
  func sync() throws(StoreError) {
    guard mark != nil else { return }
    try touching("fdatasync") { () throws(Errno) in
      try file?.syncData()
      if hasNewFile { try directory.sync() }
    }
    hasNewFile = false
  }

  /// The batch is committed.
  func keep() { mark = nil }

  /// The batch is surely not committed: cuts off what it appended, so that a full disk does not stay full of
  /// it. A failure does no harm.
  func drop() {
    if let mark, mark.segment == last { try? file?.truncate(to: mark.end) }
    reopen()
  }

  /// Looks again where the file ends before the next original. For a batch that may be committed.
  func reopen() {
    mark = nil
    file = nil
  }

  /// - Parameter digest: SHA-256 of the original.
  func read(_ location: Location, digest: Digest) throws(StoreError) -> [UInt8] {
    let name = Segments.name(location.segment)
    var sealed: [UInt8] = []
    try touching("pread") { () throws(Errno) in
      sealed = try directory.file(name).read(at: location.offset, count: location.length)
    }
    let bytes = unseal(sealed)
    guard sealed.count == location.length, sha256(bytes) == digest.bytes else {
      throw StoreError(
        kind: .corrupt, message: "the original in segment \(location.segment) is damaged")
    }
    return bytes
  }

  /// Bytes in a segment; nil when there is none.
  func size(_ segment: Int) throws(StoreError) -> Int64? {
    do throws(Errno) { return try directory.status(of: Segments.name(segment)).size } catch {
      if error.isMissing { return nil }
      throw StoreError(error)
    }
  }

  static func exist(in directory: borrowing Directory) throws(StoreError) -> Bool {
    try !numbers(in: directory).isEmpty
  }

  /// Opens the segment that grows, or begins the next one.
  private func makeRoom() throws(StoreError) {
    if let last, file == nil { try open(last) }
    if file == nil || end >= Int64(limit) {
      // A batch over two segments: the first is made durable before it is closed.
      if mark != nil { try sync() }
      try open((last ?? 0) + 1)
      hasNewFile = true
    }
    if mark == nil { mark = (last, end) }
  }

  private func open(_ segment: Int) throws(StoreError) {
    try touching("openat") { () throws(Errno) in
      let opened = try directory.appendable(Segments.name(segment))
      end = try opened.status().size
      file = consume opened
    }
    last = segment
  }

  private func touching(_ call: String, _ body: () throws(Errno) -> Void) throws(StoreError) {
    do throws(Errno) { try body() } catch { throw StoreError(error) }
  }

  private static func name(_ segment: Int) -> [UInt8] {
    let digits = String(segment)
    return Array(
      (String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits + ".seg").utf8)
  }

  private static func numbers(in directory: borrowing Directory) throws(StoreError) -> [Int] {
    do throws(Errno) {
      var listing = try directory.listing()
      var numbers: [Int] = []
      while let name = try listing.next() {
        guard name.suffix(4).elementsEqual(".seg".utf8),
          let number = Int(String(decoding: name.dropLast(4), as: UTF8.self))
        else { continue }
        numbers.append(number)
      }
      return numbers
    } catch { throw StoreError(error) }
  }
}

/// What goes into a segment for an original: the one place where encryption will be. Not compressed: of real
/// mail half are photos, which zlib makes a quarter smaller in 25 times the time of writing them.
private func seal(_ original: [UInt8]) -> [UInt8] { original }

/// The original of what `seal` made.
private func unseal(_ sealed: [UInt8]) -> [UInt8] { sealed }

extension StoreError {
  /// A file operation that failed.
  init(_ error: Errno) {
    self.init(
      kind: error.isNoSpace ? .full : .other, code: error.code, message: error.description,
      statement: error.call)
  }
}
