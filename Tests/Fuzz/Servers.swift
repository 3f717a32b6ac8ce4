import Core

@testable import Transport

extension Target {
  /// What an IMAP server and an SMTP server answer. The pieces in which it arrives make no difference.
  static let servers = Target(
    name: "servers",
    inputs: [
      "* OK [CAPABILITY IMAP4rev1 IDLE MOVE] hallo\r\n* BYE tot ziens {12}\r\na1 NO [TRYCREATE] x\r\n",
      "* OK [UIDVALIDITY 3857529045] ok\r\n* OK [UIDNEXT 4392] x\r\n* 23 EXISTS\r\n* 5 EXPUNGE\r\n+ idling\r\n",
      "* SEARCH 2 84 882 \r\n* ESEARCH (TAG \"a1\") UID ALL 1:3,9\r\n* ESEARCH UID COUNT 5 ALL 9:7\r\n",
      "* LIST (\\HasNoChildren) \"/\" INBOX\r\n* LIST () NIL \"een \\\"naam\\\"\"\r\n* LIST () NIL {3}\r\nabc\r\n",
      "* 12 FETCH (FLAGS (\\Seen) UID 4 RFC822.SIZE 123 INTERNALDATE \"24-Nov-2026 13:46:00 +0100\")\r\n",
      "* 1 FETCH (UID 4 BODY[] {12}\r\nSubject: x\r\n FLAGS (\\Seen))\r\na2 OK done\r\n",
      "* 1 FETCH (BODY[HEADER.FIELDS (DATE)]<0> ~{4+}\r\nabcd BODY[] NIL X (((\"a\" NIL))))\r\n",
      "220 mail.example ESMTP\r\n250-mail.example\r\n250-DSN\r\n250 SIZE 1000000\r\n",
      "354 go on\r\n250 2.0.0 taken\r\n450 4.2.0 later\r\n552 5.3.4 too large\r\n421 4.3.2 bye\r\n",
    ].map { Array($0.utf8) },
    words: [
      "* ", "OK ", "NO ", "BAD ", "BYE ", "PREAUTH ", "CAPABILITY ", "FETCH (", "UID ", "SEARCH ",
      "ESEARCH ", "(TAG \"", "ALL ", "EXISTS", "EXPUNGE", "LIST ", "BODY[] ", "RFC822.SIZE ",
      "INTERNALDATE \"", "NIL", "{5}\r\n", "{5+}\r\n", "~{0}\r\n", "\r\n", "[UIDNEXT ",
      "[UIDVALIDITY ",
      "[READ-ONLY]", "[TRYCREATE]", "4294967295", "99999999999999999999", "1:*", "\\\"", "250-",
      "250 ",
      "421 4.3.2 ", "552 ", "SIZE ", "DSN",
    ],
    check: { bytes in
      responsesHold(bytes)
      repliesHold(bytes)
      promiseLinear("IMAP", bytes) { _ = answer($0, piece: 1000) }
    })
}

/// What came out, or how it ended.
private enum Framed: Equatable {
  case responses([RawResponse])
  case error(FramingError, after: [RawResponse])
}

private func answer(_ bytes: [UInt8], piece: Int, line: Int = 65_536) -> Framed {
  var framer = ResponseFramer(limits: ResponseFramer.Limits(line: line, literal: 1 << 16))
  var responses: [RawResponse] = []
  var rest = bytes[...]
  do throws(FramingError) {
    while !rest.isEmpty {
      let count = framer.feed(rest.prefix(piece))
      promise(count > 0, "a framer that wants more has room for it")
      rest = rest.dropFirst(count)
      while let response = try framer.next() { responses.append(response) }
    }
  } catch {
    return .error(error, after: responses)
  }
  return .responses(responses)
}

private func responsesHold(_ bytes: [UInt8]) {
  let whole = answer(bytes, piece: .max)
  for piece in [1, 2, 13] {
    promise(answer(bytes, piece: piece) == whole, "pieces of \(piece) give the same responses")
  }
  // Long lists of numbers come in parts; where they are cut depends on the pieces.
  _ = answer(bytes, piece: 7, line: 64)
  let responses =
    switch whole {
    case .responses(let responses): responses
    case .error(_, let responses): responses
    }
  for raw in responses {
    promise(
      raw.text.count(where: { $0 == 0 }) == raw.literals.count, "each literal has its place")
    if let response = try? Response(raw) { holds(response) }
  }
  _ = internalDate(bytes)
  namesHold(String(decoding: bytes, as: UTF8.self))
}

private func holds(_ response: Response) {
  switch response {
  case .search(let numbers): setsHold(ascending(numbers))
  case .searchSet(_, let ranges):
    promise(ranges.allSatisfy { $0.lowerBound > 0 }, "unique identifiers begin at 1")
    setsHold(ascending(ranges.flatMap { Array($0.prefix(1000)) }))
  case .fetch(let fetched): promise(fetched.size ?? 0 >= 0, "a size is no debt")
  default: break
  }
}

/// Written as sets and read again they are the same.
private func setsHold(_ numbers: [UInt32]) {
  var found: [UInt32] = []
  for (text, _) in UIDSet.texts(numbers) {
    promise(text.utf8.count <= UIDSet.limit + 21, "a set is short enough for a command")
    found += UIDSet.ranges(Array(text.utf8)[...]).flatMap { Array($0) }
  }
  promise(found == numbers, "a set names its numbers")
}

/// A mailbox's name cannot end its command.
private func namesHold(_ name: String) {
  guard let quoted = MailboxName.quoted(name) else { return }
  promise(quoted.allSatisfy { (0x20..<0x7f).contains($0) }, "a quoted name is one line of ASCII")
  promise(quoted.count >= 2 && quoted.last == 0x22, "a quoted name is quoted")
}

// MARK: SMTP

private func replies(_ bytes: [UInt8], piece: Int) -> [SMTPReply?] {
  var parser = SMTPReplyParser()
  var replies: [SMTPReply?] = []
  var rest = bytes[...]
  do throws(SMTPReplyParser.Malformed) {
    while !rest.isEmpty {
      parser.append(Array(rest.prefix(piece)))
      rest = rest.dropFirst(piece)
      while let reply = try parser.next() { replies.append(reply) }
    }
  } catch {
    replies.append(nil)
  }
  return replies
}

private func repliesHold(_ bytes: [UInt8]) {
  let whole = replies(bytes, piece: bytes.count + 1)
  for piece in [1, 5] {
    promise(replies(bytes, piece: piece) == whole, "pieces of \(piece) give the same replies")
  }
  for case let reply? in whole {
    promise((200...599).contains(reply.code), "a code is one of SMTP's")
    for status in [reply.senderStatus, reply.recipientStatus, reply.messageStatus] {
      promise(status.category == 4 || status.category == 5, "a refusal is for now or for ever")
    }
  }
  let lines = bytes.split(separator: 0x0a).map { Array($0) }
  promise(SMTPCapabilities(lines).sizeLimit >= 0, "a size is no debt")
}
