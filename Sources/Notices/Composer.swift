public import Core

/// What a notice is made of: nothing of what came in.
public struct Letter: Sendable {
  public var kind: Notice.Kind
  public var to: MailAddress
  /// Reference of the signal, or number of the item: letters, digits and hyphens.
  public var reference: String
  /// Last of several references in a row, of which `reference` is the first; nil for one.
  public var lastReference: String?
  /// Proof that a reply belongs to `reference`; nil: the reply address carries none.
  public var token: String?
  /// Makes the Message-ID differ from every other: 8...40 small letters and digits, at random.
  public var unique: String
  public var date: Timestamp
  public var deadline: Timestamp?
  /// Name of the municipality, for `{gemeente}`.
  public var municipality: String?

  public init(
    kind: Notice.Kind, to: MailAddress, reference: String, token: String? = nil, unique: String,
    date: Timestamp, deadline: Timestamp? = nil, municipality: String? = nil
  ) {
    self.kind = kind
    self.to = to
    self.reference = reference
    self.token = token
    self.unique = unique
    self.date = date
    self.deadline = deadline
    self.municipality = municipality
  }
}

/// A finished message.
public struct Composed: Sendable, Hashable {
  /// Without angle brackets.
  public var messageID: String
  /// Canonical CRLF, 7-bit.
  public var bytes: [UInt8]
}

/// Why no message was made. Names the part, never its value.
public struct ComposeError: Error, Sendable, Hashable, CustomStringConvertible {
  public let what: String
  public var description: String { "no message: \(what)" }
}

/// Makes the few constant shapes of mail that leave: text/plain, UTF-8, quoted-printable, one recipient.
public struct Composer: Sendable {
  private let texts: NoticeTexts
  private let from: MailAddress
  private let fromName: String
  private let replyTo: MailAddress
  private let link: String

  /// - Parameters:
  ///   - fromName: what readers see as the sender; any text.
  ///   - replyTo: where replies are taken in; gets `+REFERENCE.token` behind its local part.
  ///   - link: where a coordinator reads a signal, `{kenmerk}` in it is filled in; empty: lines with
  ///     `{link}` are left out.
  public init(
    texts: NoticeTexts, from: MailAddress, fromName: String, replyTo: MailAddress, link: String = ""
  ) {
    self.texts = texts
    self.from = from
    self.fromName = fromName
    self.replyTo = replyTo
    self.link = link
  }

  /// The whole message. The same letter gives the same bytes.
  public func compose(_ letter: Letter) throws(ComposeError) -> Composed {
    guard let text = texts[letter.kind] else { throw ComposeError(what: "this kind has no text") }
    let references = [letter.reference] + [letter.lastReference].compactMap { $0 }
    guard references.allSatisfy({ isWord($0, 1...32, also: "-") }) else {
      throw ComposeError(what: "reference")
    }
    guard isWord(letter.unique, 8...40) else { throw ComposeError(what: "unique part") }
    let reply = try replyAddress(letter)
    let values = fillings(letter)
    let messageID = messageID(letter)
    var bytes: [UInt8] = []
    for (name, words) in fields(letter, text, values, messageID: messageID, reply: reply) {
      bytes += headerField(name, words)
    }
    bytes += [0x0d, 0x0a] + quotedPrintable(bodyLines(text, values))
    try check(bytes)
    return Composed(messageID: messageID, bytes: bytes)
  }

  private func fields(
    _ letter: Letter, _ text: NoticeText, _ values: [Placeholder: String], messageID: String,
    reply: MailAddress
  ) -> [(String, [String])] {
    let isReceipt = letter.kind == .receipt
    let subject = filled(text.subject, values) ?? letter.reference
    return [
      ("From", HeaderText.phrase(fromName) + ["<\(from)>"]),
      ("To", ["<\(letter.to)>"]),
      ("Reply-To", ["<\(reply)>"]),
      ("Subject", HeaderText.unstructured(subject)),
      ("Date", DutchDate.header(letter.date).split(separator: " ").map(String.init)),
      ("Message-ID", ["<\(messageID)>"]),
      // RFC 3834 5: an answer to a message, or mail of our own accord.
      ("Auto-Submitted", [isReceipt ? "auto-replied" : "auto-generated"]),
      ("X-Auto-Response-Suppress", ["All"]),
    ] + (isReceipt ? [("Precedence", ["bulk"])] : []) + [
      ("X-Signaalpost", [isReceipt ? "receipt" : "notice"]),
      ("MIME-Version", ["1.0"]),
      ("Content-Type", ["text/plain;", "charset=utf-8"]),
      ("Content-Transfer-Encoding", ["quoted-printable"]),
      ("Content-Language", ["nl"]),
    ]
  }

  private func messageID(_ letter: Letter) -> String {
    let known = letter.token.flatMap { ReplyAddress(reference: letter.reference, token: $0) }
    return (known?.messageIDPrefix(unique: letter.unique) ?? letter.unique) + "@\(from.domain)"
  }

  private func replyAddress(_ letter: Letter) throws(ComposeError) -> MailAddress {
    guard let token = letter.token else { return replyTo }
    guard let reply = ReplyAddress(reference: letter.reference, token: token)?.address(at: replyTo)
    else { throw ComposeError(what: "reply address") }
    return reply
  }

  private func fillings(_ letter: Letter) -> [Placeholder: String] {
    let last = letter.lastReference.map { " t/m \($0)" } ?? ""
    var values: [Placeholder: String] = [.reference: letter.reference + last]
    values[.deadline] = letter.deadline.map(DutchDate.text)
    values[.municipality] = letter.municipality.map(cleaned)
    if !link.isEmpty { values[.link] = cleaned(replacingReference(in: link, by: letter.reference)) }
    return values
  }

  /// A line whose placeholder has no value is left out; of blank lines in a row one stays.
  private func bodyLines(_ text: NoticeText, _ values: [Placeholder: String]) -> [String] {
    var lines: [String] = []
    for pieces in text.body {
      guard let line = filled(pieces, values) else { continue }
      if line.isEmpty, lines.last?.isEmpty ?? true { continue }
      lines.append(line)
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private func filled(_ pieces: [Piece], _ values: [Placeholder: String]) -> String? {
    var text = ""
    for piece in pieces {
      switch piece {
      case .literal(let literal): text += literal
      case .placeholder(let placeholder):
        guard let value = values[placeholder] else { return nil }
        text += value
      }
    }
    return text
  }

  /// Byte for byte: canonical, and no field that was not meant to be there.
  private func check(_ bytes: [UInt8]) throws(ComposeError) {
    if let fault = messageFault(bytes) { throw ComposeError(what: fault.rawValue) }
    let known = [
      "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted",
      "X-Auto-Response-Suppress", "Precedence", "X-Signaalpost", "MIME-Version", "Content-Type",
      "Content-Transfer-Encoding", "Content-Language",
    ]
    var seen: Set<String> = []
    for line in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) {
      if line == [0x0d] { break }
      if line.first == 0x20 { continue }
      let name = String(decoding: line.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
      guard known.contains(name), seen.insert(name).inserted else {
        throw ComposeError(what: "a header field that is not ours")
      }
    }
  }
}

private func isWord(_ text: String, _ length: ClosedRange<Int>, also mark: Character? = nil) -> Bool
{
  length.contains(text.utf8.count)
    && text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
        || mark?.asciiValue == byte
    }
}

private func replacingReference(in link: String, by reference: String) -> String {
  var result: [UInt8] = []
  let name = Array("{kenmerk}".utf8)
  var rest = Array(link.utf8)[...]
  while let first = rest.first {
    if rest.starts(with: name) {
      result += reference.utf8
      rest = rest.dropFirst(name.count)
    } else {
      result.append(first)
      rest = rest.dropFirst()
    }
  }
  return String(decoding: result, as: UTF8.self)
}
