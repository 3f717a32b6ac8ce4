@unsafe @preconcurrency internal import Dispatch
internal import Glibc
internal import Synchronization

/// Changes in directories, as the kernel tells them. The corresponding C functions are `inotify_*`.
public final class Inotify: Sendable {
  /// What happened; the bits of `IN_*`.
  public struct Kinds: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let modified = Kinds(rawValue: UInt32(IN_MODIFY))
    public static let attributes = Kinds(rawValue: UInt32(IN_ATTRIB))
    /// A descriptor that was open for writing was closed.
    public static let closedAfterWriting = Kinds(rawValue: UInt32(IN_CLOSE_WRITE))
    public static let movedFrom = Kinds(rawValue: UInt32(IN_MOVED_FROM))
    public static let movedTo = Kinds(rawValue: UInt32(IN_MOVED_TO))
    public static let created = Kinds(rawValue: UInt32(IN_CREATE))
    public static let deleted = Kinds(rawValue: UInt32(IN_DELETE))
    /// The watched directory itself was removed or moved.
    public static let selfDeleted = Kinds(rawValue: UInt32(IN_DELETE_SELF))
    public static let selfMoved = Kinds(rawValue: UInt32(IN_MOVE_SELF))
    public static let unmounted = Kinds(rawValue: UInt32(IN_UNMOUNT))
    /// Events were lost, in the kernel or on the way: look at everything again. Belongs to no watch.
    public static let overflow = Kinds(rawValue: UInt32(IN_Q_OVERFLOW))
    /// The watch is gone.
    public static let ignored = Kinds(rawValue: UInt32(IN_IGNORED))
    /// The name is a directory.
    public static let isDirectory = Kinds(rawValue: UInt32(IN_ISDIR))

    /// Everything that can happen to the entries of a directory, and to itself.
    public static let all: Kinds = [
      .modified, .attributes, .closedAfterWriting, .movedFrom, .movedTo, .created, .deleted,
      .selfDeleted, .selfMoved,
    ]
  }

  public struct Event: Sendable, Hashable {
    /// Which watch, by the number that `watch` gave; -1 for an overflow.
    public var watch: Int32
    public var kinds: Kinds
    /// Equal in the two halves of one move; 0 without.
    public var cookie: UInt32
    /// Of the entry, without a path; empty when it is about the directory itself.
    public var name: [UInt8]

    public init(watch: Int32, kinds: Kinds, cookie: UInt32 = 0, name: [UInt8] = []) {
      self.watch = watch
      self.kinds = kinds
      self.cookie = cookie
      self.name = name
    }
  }

  /// Something arrived, once for any number of events; for one reader, who then takes them. Ends when this
  /// object does.
  public let arrivals: AsyncStream<Void>
  private let pending: Pending
  private let descriptor: Int32
  private let source: any DispatchSourceRead

  /// - Parameter limit: how many events are kept until they are taken. One more, and all are dropped and an
  ///   overflow is told instead.
  /// - Throws: `EMFILE` when this user has no instance left (fs.inotify.max_user_instances).
  public init(limit: Int = 32_768) throws(Errno) {
    let descriptor = try checked("inotify_init1") {
      inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    }
    let source = DispatchSource.makeReadSource(
      fileDescriptor: descriptor, queue: DispatchQueue(label: "inotify"))
    let (arrivals, arrival) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let pending = Pending(limit: limit)
    source.setEventHandler { @Sendable in
      pending.add(Inotify.drain(descriptor))
      arrival.yield()
    }
    source.setCancelHandler { @Sendable in
      arrival.finish()
      close(descriptor)
    }
    source.activate()
    self.descriptor = descriptor
    self.source = source
    self.pending = pending
    self.arrivals = arrivals
  }

  deinit { source.cancel() }

  /// What arrived since the last time, in order.
  public func take() -> [Event] { pending.take() }

  /// Watches an open directory, whatever its path has become; the same directory twice gives the same
  /// number. The corresponding C function is `inotify_add_watch`.
  ///
  /// - Throws: `ENOSPC` when this user has no watch left (fs.inotify.max_user_watches).
  public func watch(
    _ directory: borrowing Directory, for kinds: Kinds = .all
  ) throws(Errno) -> Int32 {
    let mask = kinds.rawValue | UInt32(IN_ONLYDIR) | UInt32(IN_EXCL_UNLINK)
    let path = directory.descriptorPath
    return try checked("inotify_add_watch") { unsafe inotify_add_watch(descriptor, path, mask) }
  }

  /// Ends a watch; an `ignored` event follows. The corresponding C function is `inotify_rm_watch`.
  public func unwatch(_ watch: Int32) { _ = inotify_rm_watch(descriptor, watch) }

  /// Events between the kernel and the reader.
  private final class Pending: Sendable {
    private let events = Mutex<[Event]>([])
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    func add(_ batch: [Event]) {
      events.withLock { events in
        events += batch
        if events.count > limit { events = [Event(watch: -1, kinds: .overflow)] }
      }
    }

    func take() -> [Event] {
      events.withLock { events in
        defer { events = [] }
        return events
      }
    }
  }

  /// One reading of at most 64 kB.
  private static func drain(_ descriptor: Int32) -> [Event] {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
      count = max(0, unsafe read(descriptor, buffer.baseAddress, 65536))
    }
    return decode(bytes)
  }

  /// `struct inotify_event` one after another: watch, mask, cookie, length, and a name padded with zeros.
  static func decode(_ bytes: [UInt8]) -> [Event] {
    var events: [Event] = []
    var at = 0
    while bytes.count - at >= 16 {
      let word = { (offset: Int) in
        unsafe bytes.withUnsafeBytes {
          unsafe $0.loadUnaligned(fromByteOffset: at + offset, as: UInt32.self)
        }
      }
      let end = at + 16 + Int(word(12))
      guard end <= bytes.count else { break }
      events.append(
        Event(
          watch: Int32(bitPattern: word(0)), kinds: Kinds(rawValue: word(4)), cookie: word(8),
          name: Array(bytes[(at + 16)..<end].prefix { $0 != 0 })))
      at = end
    }
    return events
  }
}
