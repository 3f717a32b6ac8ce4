/// How long to wait after a failure, longer each time. Pure: chance comes in as an argument.
public struct Backoff: Sendable {
  /// Wait after the first failure.
  public var first: Duration
  /// The longest wait.
  public var limit: Duration
  /// Failures in a row so far.
  public private(set) var failures = 0

  public init(first: Duration = .seconds(1), limit: Duration = .seconds(60)) {
    self.first = first
    self.limit = limit
  }

  /// Counts a failure and gives the wait: doubled each time up to the limit, minus up to a quarter.
  ///
  /// - Parameter jitter: 0...1, so that many who failed together do not come back together.
  public mutating func next(jitter: Double) -> Duration {
    var wait = first
    for _ in 0..<min(failures, 30) where wait < limit { wait *= 2 }
    failures += 1
    return min(wait, limit) * (1 - 0.25 * min(max(jitter, 0), 1))
  }

  /// All is well again.
  public mutating func reset() { failures = 0 }
}
