/// One mail address that may be written into a header or an SMTP command as it is (RFC 5321 4.1.2:
/// Dot-string `@` Domain, ASCII only).
///
/// There is no other way for an address to leave: no byte of it can end a line, a command or an angle
/// bracket. Quoted local parts, address literals, display names and non-ASCII addresses are refused.
public struct MailAddress: Sendable, Hashable, CustomStringConvertible {
  /// RFC 5321 4.5.3.1.3: a path is at most 256 bytes with its brackets.
  public static let limit = 254

  /// `local@domain`, the domain in lower case.
  public let text: String
  /// In the letters as given; two addresses that differ in them may be one mailbox.
  public let local: String
  /// Lower case.
  public let domain: String

  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count <= MailAddress.limit, let at = bytes.firstIndex(of: UInt8(ascii: "@")),
      isDotString(bytes[..<at]), isDomain(bytes[(at + 1)...])
    else { return nil }
    local = String(decoding: bytes[..<at], as: UTF8.self)
    domain = String(decoding: bytes[(at + 1)...].map(lowercased), as: UTF8.self)
    self.text = local + "@" + domain
  }

  /// One mailbox, as far as letters tell: capitals make no difference.
  public func isSame(as other: MailAddress) -> Bool {
    domain == other.domain && local.utf8.map(lowercased) == other.local.utf8.map(lowercased)
  }

  public var description: String { text }
}

/// ASCII only; other bytes stay.
func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5a).contains(byte) ? byte | 0x20 : byte }

func isLetterOrDigit(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x61...0x7a).contains(lowercased(byte))
}

/// Atoms of RFC 5322 3.2.3 with single dots between, 1...64 bytes.
private func isDotString(_ bytes: ArraySlice<UInt8>) -> Bool {
  let marks: StaticString = "!#$%&'*+-/=?^_`{|}~"
  guard (1...64).contains(bytes.count) else { return false }
  return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
    !$0.isEmpty
      && $0.allSatisfy { byte in
        isLetterOrDigit(byte) || marks.withUTF8Buffer { unsafe $0.contains(byte) }
      }
  }
}

/// Labels of RFC 1035 2.3.1 as RFC 1123 2.1 has them: letters, digits and inner hyphens, 1...63 bytes each.
private func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
  bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
    (1...63).contains($0.count) && $0.first != UInt8(ascii: "-") && $0.last != UInt8(ascii: "-")
      && $0.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
  }
}
