internal import Core

/// One part of a message as the MIME library found it. Ranges are positions in the message's bytes.
struct Entity {
  /// `text/plain`, lower case.
  var type: String
  var parameters: [String: String] = [:]
  /// File name from either header, decoded; not yet safe to show.
  var name: String?
  /// `attachment`, `inline`, or nil; lower case.
  var disposition: String?
  var encoding: TransferEncoding = .none
  /// Before transfer decoding; nil when there is none.
  var content: Range<Int>?
  var children: [Entity] = []
  /// Text of a multipart outside its parts.
  var loose: [UInt8] = []
  /// Fields of its header that no part has, as lines: text whose blank line above it is missing.
  var stray: [UInt8] = []
  /// Deeper than the limit: its children were not looked at.
  var isTooDeep = false

  var isMultipart: Bool { type.hasPrefix("multipart/") }
  /// A message inside the message.
  var isMessage: Bool {
    ["message/rfc822", "message/rfc2822", "message/global", "message/news"].contains(type)
  }
}

/// The header of a message and its parts.
struct MailTree {
  var headers: [Header] = []
  var from: [Address] = []
  var replyTo: [Address] = []
  var recipients: [Address] = []
  var subject = ""
  var date: Timestamp?
  /// Nil when the bytes do not begin with a header field.
  var root: Entity?
  var faults: [String] = []

  /// Nothing that a mail program writes above a message.
  var isWithoutFields: Bool {
    from.isEmpty && recipients.isEmpty && subject.isEmpty && date == nil
  }
}
