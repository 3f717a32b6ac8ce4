/// A mailbox address as written, decoded; both may be hostile text.
public struct Address: Sendable, Hashable {
  public var name: String
  /// `local@domain`, lower-cased domain; empty when there was none.
  public var email: String

  public init(name: String = "", email: String = "") {
    self.name = name
    self.email = email
  }
}

/// One header field of interest, name in lower case, value decoded and unfolded.
public struct Header: Sendable, Hashable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// Text found in a message, in reading order, ready for extraction.
///
/// UTF-8, lines end in `\n`. In text made from HTML a table row is one line with its cells separated by
/// `\t`; a line break inside a cell is `\u{0B}`. List items start with `- `.
public struct TextPart: Sendable {
  public enum Origin: Sendable, Hashable {
    /// The body of this message.
    case body
    /// A file in it, by the path of its part (`2.1`).
    case attachment(path: String)
  }

  public var bytes: [UInt8]
  public var origin: Origin
  /// Text that a reader of the mail would not see (HTML `display:none`, white on white): kept and shown
  /// to the coordinator, never used as a fact.
  public var hidden: Bool
  /// Number of the record in data that hold several, from 1; 0 for all other text.
  public var entry = 0

  public init(bytes: [UInt8], origin: Origin = .body, hidden: Bool = false) {
    self.bytes = bytes
    self.origin = origin
    self.hidden = hidden
  }
}

/// A leaf of the message and what became of it: nothing is skipped in silence.
public struct Part: Sendable, Hashable {
  public enum Outcome: String, Sendable {
    /// Its text took part in the reading.
    case read
    /// Kept with the original, not read (a format that is not read yet, a picture).
    case stored
    /// Could not be read although it should have been; `note` says why, in Dutch.
    case reported
  }

  /// `1.2`, as in an IMAP section (RFC 9051 6.4.5.1).
  public var path: String
  /// Media type by content where it is known, else as declared, lower case.
  public var type: String
  public var name: String?
  /// Size in bytes after transfer decoding.
  public var bytes: Int
  public var outcome: Outcome
  public var note: String?

  public init(
    path: String, type: String, name: String? = nil, bytes: Int, outcome: Outcome,
    note: String? = nil
  ) {
    self.path = path
    self.type = type
    self.name = name
    self.bytes = bytes
    self.outcome = outcome
    self.note = note
  }
}

/// A message or file taken apart: the result of MIME, before anything is understood.
public struct Submission: Sendable {
  public var door: Door
  public var receivedAt: Timestamp
  /// From, Reply-To, To, Cc, Subject, Date, Message-ID, In-Reply-To, References, Return-Path, and all
  /// that tell automatic mail (Auto-Submitted, Precedence, List-*, X-Auto-*, X-Loop, Content-Type ...).
  /// In order of appearance; names may repeat. Empty for a file without headers.
  public var headers: [Header]
  public var from: Address?
  public var replyTo: Address?
  public var recipients: [Address]
  public var subject: String
  /// The Date header, when it could be read.
  public var date: Timestamp?
  public var texts: [TextPart]
  /// Messages attached to this one (message/rfc822, .eml), outermost first; each may have its own.
  public var attached: [Submission]
  public var parts: [Part]
  /// Faults worth showing: `charset`, `base64`, `boundary`, `truncated`, ...
  public var faults: [String]

  public init(door: Door, receivedAt: Timestamp) {
    self.door = door
    self.receivedAt = receivedAt
    headers = []
    recipients = []
    subject = ""
    texts = []
    attached = []
    parts = []
    faults = []
  }

  /// First value of a header, by lower-case name.
  public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
