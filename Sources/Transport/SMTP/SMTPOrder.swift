internal import Core

/// The bytes of one transaction. Made only of checked parts.
struct SMTPOrder {
  let mail: [UInt8]
  let recipient: [UInt8]
  /// Dot-stuffed (RFC 5321 4.5.2), without the final dot.
  let message: [UInt8]
  /// Bytes before dot-stuffing.
  let size: Int

  /// Nil when an address or a byte of the message must not leave.
  init?(_ entry: OutboxEntry, _ capabilities: SMTPCapabilities) {
    let notice = entry.notice
    guard messageFault(notice.bytes) == nil, let to = MailAddress(notice.recipient),
      let from = SMTPOrder.sender(notice)
    else { return nil }
    size = notice.bytes.count
    var mail = "MAIL FROM:<\(from)>"
    var recipient = "RCPT TO:<\(to)>"
    if capabilities.hasSize { mail += " SIZE=\(size)" }
    // RFC 3834 wants no report about an answer to a message; without a sender none comes.
    if capabilities.hasDSN, !from.isEmpty {
      mail += " RET=HDRS ENVID=\(xtext(notice.messageID))"
      recipient += " NOTIFY=FAILURE,DELAY"
    }
    self.mail = Array((mail + "\r\n").utf8)
    self.recipient = Array((recipient + "\r\n").utf8)
    message = dotStuffed(notice.bytes)
  }

  /// Empty for the null reverse-path; nil when it is no address.
  private static func sender(_ notice: Notice) -> String? {
    notice.sender.isEmpty ? "" : MailAddress(notice.sender)?.text
  }

  /// Why there is no order.
  static func refusal(_ entry: OutboxEntry) -> DeliveryStatus {
    if let fault = messageFault(entry.notice.bytes) {
      return DeliveryStatus(5, 6, 0, "the message has \(fault.rawValue)")
    }
    return MailAddress(entry.notice.recipient) == nil
      ? DeliveryStatus(5, 1, 3, "the recipient is no plain address")
      : DeliveryStatus(5, 1, 7, "the sender is no plain address")
  }
}

/// A dot more before every line that begins with one.
func dotStuffed(_ message: [UInt8]) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(message.count + 64)
  var isLineStart = true
  for byte in message {
    if isLineStart, byte == UInt8(ascii: ".") { result.append(byte) }
    result.append(byte)
    isLineStart = byte == 0x0a
  }
  return result
}

/// RFC 3461 4: printable ASCII but `+` and `=`, the rest as `+` and two digits; at most 100 bytes.
private func xtext(_ text: String) -> String {
  var result = ""
  for byte in text.utf8.prefix(100) {
    let isPlain = (0x21...0x7e).contains(byte) && byte != 0x2b && byte != 0x3d
    let piece =
      isPlain
      ? String(UnicodeScalar(byte))
      : "+" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    if result.utf8.count + piece.utf8.count > 100 { break }
    result += piece
  }
  return result
}
