/// What to do after an attempt. Pure: time and chance come in as arguments.
public struct RetryPolicy: Sendable {
  /// What comes next for an entry.
  public enum Step: Sendable, Hashable {
    case delivered
    /// Try again after so many seconds.
    case wait(seconds: Int64)
    /// It failed for good.
    case giveUp
  }

  /// Seconds that an entry lives.
  public var lifetime: Int64
  /// Seconds after which its owner is told that it is late.
  public var delayWarning: Int64
  /// Seconds after which the owner of an acute one is told.
  public var acuteDelayWarning: Int64
  /// Seconds to wait after the first, second, ... attempt; the last one from then on.
  public var ladder: [Int64]
  /// The ladder for danger now.
  public var acuteLadder: [Int64]
  /// The ladder for faults of our own set-up (`isSetupFault`): slow, since accounts get locked.
  public var setupLadder: [Int64]

  public init(lifetime: Int64 = 5 * 86400, delayWarning: Int64 = 4 * 3600) {
    self.lifetime = lifetime
    self.delayWarning = delayWarning
    acuteDelayWarning = min(delayWarning, 900)
    ladder = [60, 120, 300, 900, 1800, 3600, 7200, 14400]
    acuteLadder = [60, 120, 300]
    setupLadder = [900, 1800, 3600, 7200, 14400]
  }

  /// Decides by class (RFC 3463): delivered, wait, or give up.
  ///
  /// An ambiguous end is repeated once, with the same Message-ID: one lost answer costs at most one extra
  /// copy. A server that loses it again gives no third copy; a person is told instead.
  /// - Parameters:
  ///   - attempts: before this one.
  ///   - age: seconds since the entry was made.
  ///   - lifetime: seconds that this entry lives; nil for `self.lifetime`.
  ///   - jitter: 0...1; takes up to a quarter off the wait, so that entries do not march in step.
  ///   - wasAmbiguous: an earlier attempt ended ambiguous.
  public func next(
    after status: DeliveryStatus, attempts: Int, age: Int64, lifetime: Int64? = nil, jitter: Double,
    isAcute: Bool = false, wasAmbiguous: Bool = false
  ) -> Step {
    if status.isDelivered { return .delivered }
    let left = (lifetime ?? self.lifetime) - age
    if status.isPermanent || left <= 0 || (status.isAmbiguous && wasAmbiguous) { return .giveUp }
    let ladder =
      RetryPolicy.isSetupFault(status) ? setupLadder : isAcute ? acuteLadder : self.ladder
    let step = ladder.isEmpty ? 14400 : ladder[min(max(0, attempts), ladder.count - 1)]
    let share = jitter > 0 ? min(jitter, 1) : 0
    let wait = max(1, step - Int64(Double(step) / 4 * share))
    // The last attempt comes at the end of the life, not before it.
    return .wait(seconds: min(wait, left))
  }

  /// True when the owner must hear now that the entry is late: once, after the delay, or at once when only
  /// a person can mend it.
  public func warnsOfDelay(
    after status: DeliveryStatus, age: Int64, isAcute: Bool, isTold: Bool
  ) -> Bool {
    if isTold || status.isDelivered || status.isPermanent { return false }
    return RetryPolicy.isSetupFault(status) || age >= (isAcute ? acuteDelayWarning : delayWarning)
  }

  /// True for what a person must mend on this side: a refused login (x.7.8), no encryption or a certificate
  /// that is not trusted (x.7.10, x.7.5), no login offered (x.7.4), a server that wants no mail from us
  /// (x.3.5).
  public static func isSetupFault(_ status: DeliveryStatus) -> Bool {
    switch (status.subject, status.detail) {
    case (7, 4), (7, 5), (7, 8), (7, 10), (3, 5): true
    default: false
    }
  }
}
