public import Core
internal import Platform

/// A queue's own folder.
public struct FolderTarget: Sendable, Hashable {
  public var path: String
  /// Of each signal's folder; its files get the same without the right to search.
  public var mode: UInt32
  /// Name of the group that gets the folders; nil leaves it to the file system.
  public var group: String?

  public init(path: String, mode: UInt32 = 0o750, group: String? = nil) {
    self.path = path
    self.mode = mode
    self.group = group
  }
}

/// Delivers signals into folders of the queues: for each a folder named by its reference, with a page to
/// read, the record as JSON, and the original.
///
/// A folder appears whole or not at all. What is there is never changed: when a signal has grown since, it
/// comes again beside it as `REFERENCE_2`.
public actor FolderChannel: Channel {
  /// Gives what belongs to a reference; nil when it cannot be had now.
  public typealias Load = @Sendable (_ reference: String) async -> Dossier?

  public nonisolated let name: String
  private let targets: [String: FolderTarget]
  private let labels: [String: String]
  private let load: Load
  private let executor: BlockingExecutor

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// - Parameters:
  ///   - targets: by queue.
  ///   - labels: what people call a field, by its key (`velden.csv`).
  public init(
    name: String, targets: [String: FolderTarget], labels: [String: String],
    load: @escaping Load
  ) {
    self.name = name
    self.targets = targets
    self.labels = labels
    self.load = load
    executor = BlockingExecutor("folder:\(name)")
  }

  public func deliver(
    _ entries: [OutboxEntry], settled: @escaping @Sendable (OutboxID, DeliveryStatus) async -> Void
  ) async {
    for entry in entries { await settled(entry.id, await deliver(entry)) }
  }

  private func deliver(_ entry: OutboxEntry) async -> DeliveryStatus {
    guard let target = targets[entry.notice.recipient] else {
      return DeliveryStatus(4, 3, 5, "no folder is configured for this queue")
    }
    guard let reference = entry.reference, isPlainName(reference) else {
      return DeliveryStatus(5, 1, 3, "no reference")
    }
    guard let dossier = await load(reference), dossier.signal.reference == reference else {
      return DeliveryStatus(4, 3, 0, "the signal cannot be loaded now")
    }
    guard let page = SignalPage(dossier, labels: labels) else {
      return DeliveryStatus(4, 3, 0, "the record cannot be read")
    }
    return write(dossier, page: page.bytes, to: target)
  }

  private func write(_ dossier: Dossier, page: [UInt8], to target: FolderTarget) -> DeliveryStatus {
    var group: UInt32?
    if let name = target.group {
      group = groupNumber(name)
      if group == nil { return DeliveryStatus(4, 3, 5, "the folder's group does not exist") }
    }
    var files = [("signaal.html", page), ("signaal.json", dossier.json)]
    if let name = dossier.originalName, let original = dossier.original {
      files.append((name, original))
    }
    do throws(Errno) {
      let parent = try Directory(path: target.path)
      for name in candidates(dossier.signal.reference) {
        if try !parent.has(name) {
          try put(files, into: parent, as: name, target.mode, group)
          return .delivered
        }
        if try isSame(dossier, as: name, in: parent) { return .delivered }
      }
      return DeliveryStatus(5, 3, 0, "too many versions")
    } catch { return failure(error) }
  }

  /// The reference, then the same with a number behind it.
  private func candidates(_ reference: String) -> [[UInt8]] {
    [Array(reference.utf8)] + (2...1000).map { Array("\(reference)_\($0)".utf8) }
  }

  /// The same record is already there.
  private func isSame(
    _ dossier: Dossier, as name: [UInt8], in parent: borrowing Directory
  ) throws(Errno) -> Bool {
    let folder = try parent.directory(name)
    let json = Array("signaal.json".utf8)
    guard try folder.has(json) else { return false }
    let file = try folder.file(json)
    guard try file.status().kind == .regular else { return false }
    let limit = dossier.json.count
    return try file.readAll(expected: limit, limit: limit) == dossier.json
  }

  private func put(
    _ files: [(String, [UInt8])], into parent: borrowing Directory, as name: [UInt8],
    _ mode: UInt32, _ group: UInt32?
  ) throws(Errno) {
    let temporary = Array(".".utf8) + name + Array(".tmp".utf8)
    try clear(temporary, in: parent)
    try parent.makeDirectory(temporary, permissions: 0o700)
    do throws(Errno) {
      let folder = try parent.directory(temporary)
      for (file, bytes) in files {
        try folder.write(Array(file.utf8), permissions: mode & 0o666, group: group, bytes)
      }
      try folder.setAccess(permissions: mode, group: group)
      try folder.sync()
      try parent.move(temporary, to: parent, as: name)
    } catch {
      try? clear(temporary, in: parent)
      throw error
    }
    try parent.sync()
  }

  /// Removes what an attempt that was cut short left behind.
  private func clear(_ name: [UInt8], in parent: borrowing Directory) throws(Errno) {
    guard try parent.has(name) else { return }
    let folder = try parent.directory(name)
    let originals = Dossier.Original.allCases.map { "origineel.\($0.rawValue)" }
    for file in ["signaal.html", "signaal.json"] + originals {
      try folder.removeIfPresent(Array(file.utf8))
    }
    try parent.removeDirectory(name)
  }
}

/// Letters, digits and hyphens: cannot leave the folder or hide in it.
private func isPlainName(_ text: String) -> Bool {
  (1...64).contains(text.utf8.count)
    && text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) || $0 == UInt8(ascii: "-")
    }
}
