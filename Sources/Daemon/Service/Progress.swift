internal import Core
internal import Platform
internal import Synchronization

/// Whether work moves: what the watchdog is fed by.
final class Progress: Sendable {
  private struct State {
    var steps = 0
    var next = 0
    /// Start of each piece of work in hand, in nanoseconds of the monotonic clock.
    var running: [Int: UInt64] = [:]
  }

  private let state = Mutex(State())

  /// A source looked, a notice left.
  func step() { state.withLock { $0.steps += 1 } }

  /// A batch is taken in hand.
  func begin() -> Int {
    state.withLock { state in
      state.next += 1
      state.running[state.next] = monotonicClock()
      return state.next
    }
  }

  func end(_ work: Int) {
    state.withLock { state in
      state.running[work] = nil
      state.steps += 1
    }
  }

  /// Seconds that the oldest batch in hand has taken; 0 when there is none.
  var oldestSeconds: UInt64 {
    let start = state.withLock { $0.running.values.min() }
    return start.map { (monotonicClock() - $0) / 1_000_000_000 } ?? 0
  }
}
