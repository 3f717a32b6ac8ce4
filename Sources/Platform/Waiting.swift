internal import CLinux
internal import Glibc

/// A moment on the monotonic clock at which waiting ends.
public struct Deadline: Sendable, Hashable, Comparable {
  /// As `monotonicClock` counts.
  public let nanoseconds: UInt64

  public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  /// From now; a negative number of seconds is now.
  public static func after(seconds: Double) -> Deadline {
    Deadline(nanoseconds: monotonicClock() &+ UInt64(min(max(0, seconds), 1e9) * 1e9))
  }

  public static func < (a: Deadline, b: Deadline) -> Bool { a.nanoseconds < b.nanoseconds }

  public var isPast: Bool { monotonicClock() >= nanoseconds }

  /// What is left, rounded up; 0 when past, at most a day.
  public var milliseconds: Int32 {
    let now = monotonicClock()
    guard now < nanoseconds else { return 0 }
    return Int32(min((nanoseconds - now + 999_999) / 1_000_000, 86_400_000))
  }
}

/// Ends blocked waits from outside: raised once, it stays raised. The corresponding C function is `eventfd`.
public final class Interrupt: Sendable {
  fileprivate let descriptor: Int32

  public init() throws(Errno) {
    descriptor = try checked("eventfd") { clinux_eventfd() }
  }

  deinit { close(descriptor) }

  /// Callable from any thread, any number of times.
  public func raise() { clinux_eventfd_raise(descriptor) }

  public var isRaised: Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, 0) > 0
  }
}

/// What a descriptor is waited for.
public enum Readiness: Sendable { case reading, writing }

/// Why a wait ended.
public enum Waited: Sendable { case ready, interrupted, timedOut }

/// Waits until the descriptor is ready or broken, the interrupt is raised, or the deadline is past. The
/// corresponding C function is `poll`.
public func wait(
  for readiness: Readiness, of descriptor: Int32, unless interrupt: Interrupt?,
  until deadline: Deadline
) throws(Errno) -> Waited {
  let events = Int16(readiness == .reading ? POLLIN : POLLOUT)
  while true {
    var entries = [
      pollfd(fd: descriptor, events: events, revents: 0),
      pollfd(fd: interrupt?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    let timeout = deadline.milliseconds
    let found = try checked("poll") { unsafe poll(&entries, 2, timeout) }
    if entries[1].revents != 0 { return .interrupted }
    if entries[0].revents != 0 { return .ready }
    if found == 0, deadline.isPast { return .timedOut }
  }
}
