/// Back-off for something behind a login. A refused login has a ladder of its own, because servers lock
/// accounts that try too often: after some refusals in a row it is tried once an hour, and never given up.
/// Pure: chance comes in as an argument.
public struct LoginBackoff: Sendable {
  /// For every kind of failure.
  public var backoff: Backoff
  /// So many refusals in a row make it slow.
  public var refusals: Int
  /// The wait when it is slow.
  public var slow: Duration
  public private(set) var refused = 0

  public init(
    backoff: Backoff = Backoff(first: .milliseconds(6667), limit: .seconds(900)), refusals: Int = 3,
    slow: Duration = .seconds(3600)
  ) {
    (self.backoff, self.refusals, self.slow) = (backoff, refusals, slow)
  }

  /// The login is refused so often that attempts are rare now: somebody must act.
  public var isSlow: Bool { refused >= refusals }

  /// Counts a failure and gives the wait; `jitter` is 0...1.
  public mutating func next(isRefusal: Bool, jitter: Double) -> Duration {
    refused = isRefusal ? refused + 1 : 0
    let wait = backoff.next(jitter: jitter)
    return isSlow ? slow : wait
  }

  /// All is well again.
  public mutating func reset() {
    backoff.reset()
    refused = 0
  }
}
