/// What makes bytes unfit to leave as a mail message.
public enum MessageFault: String, Error, Sendable, CaseIterable {
  case bareCR = "CR without LF"
  case bareLF = "LF without CR"
  case nul = "NUL"
  /// Above 0x7f: needs 8BITMIME, so we never make it.
  case eightBit = "a byte above 127"
  /// RFC 5321 4.5.3.1.6: 1000 bytes with its CRLF.
  case longLine = "a line over 998 bytes"
  case noFinalLine = "no CRLF at the end"
}

/// The first reason why `message` is not canonical 7-bit mail with CRLF lines, or nil when it is.
///
/// The last check before bytes leave: a bare CR or LF would let a text end the message early (SMTP
/// smuggling), and no notice has either.
public func messageFault(_ message: [UInt8]) -> MessageFault? {
  var line = 0
  var previous: UInt8 = 0
  for byte in message {
    if previous == 0x0d, byte != 0x0a { return .bareCR }
    if byte == 0x0a {
      if previous != 0x0d { return .bareLF }
      line = 0
    } else if byte == 0 {
      return .nul
    } else if byte > 0x7f {
      return .eightBit
    } else if byte != 0x0d {
      line += 1
      if line > 998 { return .longLine }
    }
    previous = byte
  }
  if previous == 0x0d { return .bareCR }
  return previous == 0x0a ? nil : .noFinalLine
}
