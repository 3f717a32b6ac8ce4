internal import Core

/// What a server says (RFC 9051 7), as far as we need to know.
enum Response: Sendable, Hashable {
  enum Condition: String, Sendable {
    case ok = "OK"
    case no = "NO"
    case bad = "BAD"
    case bye = "BYE"
    case preauth = "PREAUTH"
  }

  /// The end of a command.
  case tagged(tag: String, Condition, Code?)
  /// An untagged status.
  case condition(Condition, Code?)
  /// `+`: go on.
  case continuation
  case capabilities([String])
  /// A mailbox's name as the server writes it.
  case list(name: [UInt8])
  case search([UInt32])
  /// ESEARCH's ALL (RFC 4731); nil tag when it names no command.
  case searchSet(tag: String?, [ClosedRange<UInt32>])
  case exists(Int)
  case expunge
  case fetch(Fetched)
  /// Something that we did not ask for or do not need.
  case other
}

/// A response code in brackets (RFC 9051 7.1, RFC 5530).
enum Code: Sendable, Hashable {
  case uidValidity(UInt32)
  case uidNext(UInt32)
  case readOnly
  case readWrite
  case tryCreate
  case capabilities([String])
  /// Any other, in upper case.
  case named(String)
}

/// Data of one message.
struct Fetched: Sendable, Hashable {
  enum Body: Sendable, Hashable {
    case bytes([UInt8])
    case none
  }
  var uid: UInt32?
  /// RFC822.SIZE
  var size: Int?
  var date: Timestamp?
  /// Of `BODY[]`; nil when the answer has none.
  var body: Body?
}
