/// Row of the outbox.
public typealias OutboxID = Int64
/// Row of a signal.
public typealias SignalID = Int64
/// Row of an item.
public typealias ItemID = Int64

/// Something that must leave, as finished bytes: a retry is identical to the first attempt.
public struct Notice: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// To the reporter: received, with the reference.
    case receipt
    /// To a coordinator: a new signal in the queue.
    case notice
    /// As `notice`, for danger now: first in line, also to the second address.
    case acute
    /// To a coordinator: something was added to a signal.
    case supplement
    /// To the owner of the regional queue: something could not be read.
    case quarantine
    /// To the owner of what could not be delivered in time.
    case delay
    /// A copy into the queue's own folder.
    case copy
  }

  public var kind: Kind
  /// Name of the channel in the configuration.
  public var channel: String
  /// Exactly one checked address; for `copy` the queue.
  public var recipient: String
  /// Envelope sender; empty for the null reverse-path.
  public var sender: String
  /// Without angle brackets; the same for every attempt.
  public var messageID: String
  /// The whole message with canonical CRLF; empty for `copy`.
  public var bytes: [UInt8]
  public var due: Timestamp
  /// After this it counts as failed.
  public var expires: Timestamp
  /// At most so many of this kind to this recipient in a day (UTC); more are dropped, with an event.
  public var quotaPerDay: Int?

  public init(
    kind: Kind, channel: String, recipient: String, sender: String, messageID: String,
    bytes: [UInt8], due: Timestamp, expires: Timestamp, quotaPerDay: Int? = nil
  ) {
    self.kind = kind
    self.channel = channel
    self.recipient = recipient
    self.sender = sender
    self.messageID = messageID
    self.bytes = bytes
    self.due = due
    self.expires = expires
    self.quotaPerDay = quotaPerDay
  }
}

/// How an attempt ended: an enhanced status code (RFC 3463) and a sentence without personal data.
public struct DeliveryStatus: Sendable, Hashable {
  /// 2 delivered, 4 try again, 5 failed for good.
  public var category: Int
  public var subject: Int
  public var detail: Int
  /// What the peer or library said, safe to log: our own words and the reply code only.
  public var text: String
  /// The peer may have taken it: the final answer after the data was lost. Tried again with the same
  /// Message-ID.
  public var isAmbiguous: Bool

  public init(
    _ category: Int, _ subject: Int, _ detail: Int, _ text: String, isAmbiguous: Bool = false
  ) {
    self.category = category
    self.subject = subject
    self.detail = detail
    self.text = text
    self.isAmbiguous = isAmbiguous
  }

  public static let delivered = DeliveryStatus(2, 0, 0, "delivered")
  public var isDelivered: Bool { category == 2 }
  public var isPermanent: Bool { category == 5 }
  /// `4.4.1`
  public var code: String { "\(category).\(subject).\(detail)" }
}
