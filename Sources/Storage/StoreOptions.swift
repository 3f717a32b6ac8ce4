public import Core

/// What an installation may choose about its store. Fixed once the store is open.
public struct StoreOptions: Sendable {
  /// First part of every reference: `MH` in `MH-2026-0042`.
  public var referencePrefix: String
  /// Seconds from commit until somebody must have looked at a signal.
  public var deadlines: [Urgency: Int64]
  /// A segment of originals that has reached this many bytes is closed, and the next one begun.
  public var segmentLimit: Int
  /// Milliseconds to wait for another process that holds the database before the error is `busy`.
  public var busyTimeout: Int32

  public init(
    referencePrefix: String = "MH",
    deadlines: [Urgency: Int64] = [.acute: 3600, .pressing: 86_400, .normal: 259_200],
    segmentLimit: Int = 256 << 20, busyTimeout: Int32 = 5000
  ) {
    self.referencePrefix = referencePrefix
    self.deadlines = deadlines
    self.segmentLimit = segmentLimit
    self.busyTimeout = busyTimeout
  }

  /// `MH-2026-0042`: at least four digits, more when a year needs them.
  func reference(year: Int, number: Int) -> String {
    let digits = String(number)
    let zeros = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
    return "\(referencePrefix)-\(year)-\(zeros)\(digits)"
  }

  /// When somebody must have looked; an urgency without a row counts as acute.
  func deadline(_ urgency: Urgency, now: Timestamp) -> Timestamp {
    now + (deadlines[urgency] ?? deadlines[.acute] ?? 3600)
  }
}
