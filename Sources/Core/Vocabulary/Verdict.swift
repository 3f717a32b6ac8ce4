/// The reader's answer about one item: what the daemon needs to act on, and the rest as sealed bytes that
/// it stores without looking inside.
public struct Verdict: Sendable {
  public var outcome: Outcome
  public var reason: String?
  public var status: RoutingStatus
  public var municipality: MunicipalityCode?
  public var queue: String
  public var candidates: [MunicipalityCode]
  public var urgency: Urgency
  /// SHA-256 over the normalised text and attachments: equal for the same form through two doors.
  public var fingerprint: Digest
  /// Where a receipt may go; nil for anonymous, automatic or missing senders. Checked bytes: printable
  /// ASCII, one `@`, no spaces, at most 254.
  public var receiptTo: String?
  /// Sender of the mail in the same checked form, for comparing a supplement's sender; nil without one.
  public var sender: String?
  public var claimedReferences: [String]
  /// Strings that may be our reply tokens: recipient addresses with a `+`, and the message ids of
  /// In-Reply-To and References. At most 16, each at most 255 bytes.
  public var claimedTokens: [String]
  /// Version of the tables that decided.
  public var tables: String
  public var parts: [Part]
  /// Paths of the parts whose text is still to be recognised; only when the request said `later`.
  public var waiting: [String] = []
  /// Body of a JSON object without its braces: the members `outcome` ... `unrecognised` of the contract.
  public var record: [UInt8]
  /// Of a list with a report a row, a verdict for each, in order; none of them has rows. `receiptTo`, tokens and
  /// the like are the item's own: what a row says of them is not looked at.
  public var rows: [Verdict] = []
  /// Most rows of one item.
  public static let rowLimit = 500

  public init(outcome: Outcome, reason: String?, fingerprint: Digest, tables: String) {
    self.outcome = outcome
    self.reason = reason
    status = .unknown
    queue = regionalQueue
    candidates = []
    urgency = .normal
    self.fingerprint = fingerprint
    claimedReferences = []
    claimedTokens = []
    self.tables = tables
    parts = []
    record = []
  }
}
