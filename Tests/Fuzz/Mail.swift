@testable import Core
@testable import Reading

extension Target {
  /// A whole message, from its bytes to the verdict that goes to the daemon.
  static let mail = Target(
    name: "mail", longest: 8192,
    files: [("Tests/ReadingTests/Fixtures", ["eml"]), ("Tests/Samples", ["eml"])],
    words: [
      "\n\n", "\r\n", "\n--b\n", "\n--b--\n", "From: ", "Subject: ", "Date: ", "Message-ID: <",
      "To: ",
      "In-Reply-To: ", "Content-Type: multipart/mixed; boundary=b\n", "multipart/alternative",
      "message/rfc822", "text/html", "text/plain; charset=", "format=flowed; delsp=yes", "utf-8",
      "utf-16",
      "utf-7", "windows-1252", "iso-2022-jp", "koi8-r", "Content-Transfer-Encoding: base64\n",
      "quoted-printable", "Content-Disposition: attachment; filename*0*=utf-8''a%20b", "=?utf-8?q?",
      "=?utf-8?b?",
      "?=", "=E9", "=\n", "begin 644 a.txt\n", "Auto-Submitted: auto-replied\n",
      "message/delivery-status",
      "message/partial", "message/external-body", "application/pkcs7-mime; smime-type=",
      "smime.p7m",
      "text/calendar; method=REPLY", "\0",
    ],
    check: { bytes in
      for door in [Door.mail, .folder] where door == .mail || !isForeign(bytes) {
        mailHolds(bytes, door)
      }
      promiseLinear("mail", bytes) { _ = request($0, .mail) }
    })
}

/// A file that the C libraries read: they are not what is on trial here.
private func isForeign(_ bytes: [UInt8]) -> Bool {
  if case .file = Format(of: bytes) { true } else { false }
}

private let reader = try? Reader(tables: tableFiles)

private func request(_ bytes: [UInt8], _ door: Door) -> ReadRequest {
  ReadRequest(door: door, receivedAt: Timestamp(seconds: 1_790_000_000), bytes: bytes)
}

private func mailHolds(_ bytes: [UInt8], _ door: Door) {
  let request = request(bytes, door)
  let item = read(request)
  let paths = item.submission.parts.map(\.path)
  promise(Set(paths).count == paths.count, "a part is listed once")
  promise(
    !paths.isEmpty || item.refusal != nil, "a message has a part, or a reason why it has none")
  textsHold(item.submission)
  guard let verdict = reader?.verdict(request) else { return promise(false, "there are tables") }
  let wire = verdict.encoded()
  promise(wire.count <= Verdict.limit, "a verdict fits into its frame")
  promise((try? Verdict(decoding: wire))?.encoded() == wire, "the daemon takes the verdict")
  promise((try? JSONReader.members(verdict.record)) != nil, "a record is JSON")
  for address in [verdict.receiptTo, verdict.sender].compactMap({ $0 }) {
    let bytes = Array(address.utf8)
    promise(
      bytes.count <= 254 && bytes.allSatisfy { (0x21...0x7e).contains($0) }
        && bytes.count(where: { $0 == 0x40 }) == 1, "an address is one word of ASCII with one @")
  }
  promise(
    verdict.claimedTokens.count <= 16 && verdict.claimedTokens.allSatisfy { $0.utf8.count <= 255 },
    "tokens are limited")
}

private func textsHold(_ submission: Submission) {
  for text in submission.texts {
    promise(
      text.bytes.isUTF8 && !text.bytes.contains(0) && !text.bytes.contains(0x0d),
      "text is clean UTF-8")
  }
  promise(
    !submission.subject.utf8.contains { $0 < 0x20 || $0 == 0x7f }, "a subject is one line")
  for inner in submission.attached { textsHold(inner) }
}
