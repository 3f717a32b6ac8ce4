/// A mailbox name as IMAP4rev1 writes it: modified UTF-7 (RFC 3501 5.1.3), in a quoted string.
enum MailboxName {
  /// Nil for an empty name and for one with control characters.
  static func quoted(_ name: String) -> [UInt8]? {
    guard !name.isEmpty,
      !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f })
    else { return nil }
    var out: [UInt8] = [0x22]
    for byte in encoded(name) {
      if byte == 0x22 || byte == 0x5c { out.append(0x5c) }
      out.append(byte)
    }
    out.append(0x22)
    return out
  }

  /// Printable ASCII stands for itself, `&` is `&-`, all else is UTF-16 in base64 between `&` and `-`.
  static func encoded(_ name: String) -> [UInt8] {
    var out: [UInt8] = []
    var pending: [UInt16] = []
    for unit in name.utf16 {
      if (0x20..<0x7f).contains(unit) {
        flush(&pending, into: &out)
        out += unit == 0x26 ? [0x26, 0x2d] : [UInt8(unit)]
      } else {
        pending.append(unit)
      }
    }
    flush(&pending, into: &out)
    return out
  }

  private static func flush(_ pending: inout [UInt16], into out: inout [UInt8]) {
    guard !pending.isEmpty else { return }
    out.append(0x26)
    var (bits, count): (UInt32, UInt32) = (0, 0)
    for byte in pending.flatMap({ [UInt8($0 >> 8), UInt8($0 & 255)] }) {
      (bits, count) = (bits << 8 | UInt32(byte), count + 8)
      while count >= 6 {
        count -= 6
        out.append(digit(bits >> count & 63))
      }
    }
    if count > 0 { out.append(digit(bits << (6 - count) & 63)) }
    out.append(0x2d)
    pending = []
  }

  private static func digit(_ value: UInt32) -> UInt8 {
    switch UInt8(value) {
    case let value where value < 26: 0x41 + value
    case let value where value < 52: 0x61 + value - 26
    case let value where value < 62: 0x30 + value - 52
    case 62: 0x2b
    default: 0x2c
    }
  }
}
