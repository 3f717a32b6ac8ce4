public import Core
internal import Platform

/// Delivers into a local Maildir (`tmp`, `new`, `cur`): one file of mode 0600 for each entry, its bytes as
/// they were composed. The embedded default, for hosts whose own mail system takes it from there.
///
/// A file's name follows from the entry, so a repeat after a crash makes no second copy while the first is still in
/// `new`.
public actor MaildirChannel: Channel {
  public nonisolated let name: String
  private let path: String
  private let executor: BlockingExecutor

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// - Parameter path: of the Maildir; made when it is missing, the folder above it must be there.
  public init(name: String, path: String) {
    self.name = name
    self.path = path
    executor = BlockingExecutor("maildir:\(name)")
  }

  public func deliver(
    _ entries: [OutboxEntry], settled: @escaping @Sendable (OutboxID, DeliveryStatus) async -> Void
  ) async {
    for (entry, status) in zip(entries, write(entries)) { await settled(entry.id, status) }
  }

  /// One sync of `new` for all.
  private func write(_ entries: [OutboxEntry]) -> [DeliveryStatus] {
    do throws(Errno) {
      let maildir = try opened()
      let temporary = try maildir.directory(Array("tmp".utf8))
      let new = try maildir.directory(Array("new".utf8))
      let statuses = entries.map { write($0, from: temporary, to: new) }
      try new.sync()
      return statuses
    } catch {
      return entries.map { _ in failure(error) }
    }
  }

  private func write(
    _ entry: OutboxEntry, from temporary: borrowing Directory, to new: borrowing Directory
  ) -> DeliveryStatus {
    let name = Array(fileName(entry).utf8)
    do throws(Errno) {
      // What a crash left behind.
      try temporary.removeIfPresent(name)
      try temporary.write(name, permissions: 0o600, entry.notice.bytes)
      try temporary.move(name, to: new, as: name)
      return .delivered
    } catch {
      try? temporary.removeIfPresent(name)
      return error.isTaken ? .delivered : failure(error)
    }
  }

  private func opened() throws(Errno) -> Directory {
    let (parent, last) = split(path)
    let above = try Directory(path: parent)
    if try above.ensureDirectory(last, permissions: 0o700) { try above.sync() }
    let maildir = try Directory(path: path)
    var isNew = false
    for folder in ["tmp", "new", "cur"] {
      if try maildir.ensureDirectory(Array(folder.utf8), permissions: 0o700) { isNew = true }
    }
    if isNew { try maildir.sync() }
    return maildir
  }

  /// `1764000000.0123456789abcdef0123456789abcdef.signaalpost`
  private func fileName(_ entry: OutboxEntry) -> String {
    let identity = sha256(Array("\(entry.notice.messageID) \(entry.notice.recipient)".utf8))
    return "\(entry.createdAt.seconds).\(hexadecimal(identity.prefix(16))).signaalpost"
  }
}

/// Folder above and last component.
private func split(_ path: String) -> (parent: String, last: [UInt8]) {
  var bytes = Array(path.utf8)[...]
  while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes = bytes.dropLast() }
  guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
    return (".", Array(bytes))
  }
  let parent = slash == bytes.startIndex ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
  return (parent, Array(bytes[(slash + 1)...]))
}

/// What a failed write means: no space may pass, a missing folder or right is for a person to mend.
func failure(_ error: Errno) -> DeliveryStatus {
  if error.isNoSpace { return DeliveryStatus(4, 3, 1, "no space left (\(error.call))") }
  if error.isDenied || error.isMissing {
    return DeliveryStatus(4, 3, 5, "folder missing or not writable (\(error.call))")
  }
  return DeliveryStatus(4, 3, 0, "cannot write (\(error.call) \(error.code))")
}
