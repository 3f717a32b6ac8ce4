/// What of a header is kept, and how it is made safe.
enum HeaderFields {
  /// Most bytes of one value.
  static let valueLimit = 16_384

  /// Everything but the trace that mail servers leave, which says nothing to a reader.
  static func isKept(_ name: String) -> Bool {
    !traces.contains(name) && !tracePrefixes.contains { name.hasPrefix($0) }
  }

  private static let traces: Set<String> = [
    "received", "x-received", "received-spf", "dkim-signature", "domainkey-signature",
    "x-google-dkim-signature", "x-gm-message-state", "authentication-results",
    "x-forefront-antispam-report", "x-microsoft-antispam", "x-spam-report", "x-spam-status",
    "autocrypt", "x-face", "face",
  ]
  private static let tracePrefixes = [
    "arc-", "x-ms-exchange-antispam", "x-microsoft-antispam", "x-ms-exchange-crosstenant",
    "x-ms-exchange-transport", "x-google-",
  ]

  /// Unfolded, without control characters, cut at `valueLimit` bytes. An encoded word can hold a line
  /// break (RFC 2047): it becomes a space like every other.
  static func cleaned(_ value: String) -> String {
    let isClean = value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f && $0 != 0xc2 }
    if isClean, value.utf8.count <= valueLimit { return trimmed(value) }
    var out = String.UnicodeScalarView()
    var (size, afterSpace) = (0, false)
    for scalar in value.unicodeScalars {
      let isSpace = scalar.value <= 0x20 || (0x7f..<0xa0).contains(scalar.value)
      if !(isSpace && afterSpace) { out.append(isSpace ? " " : scalar) }
      afterSpace = isSpace
      size += 1
      if size >= valueLimit { break }
    }
    return trimmed(String(out))
  }

  private static func trimmed(_ value: String) -> String {
    guard value.utf8.first == 0x20 || value.utf8.last == 0x20 else { return value }
    var rest = Substring(value)
    while rest.utf8.first == 0x20 { rest = rest.dropFirst() }
    while rest.utf8.last == 0x20 { rest = rest.dropLast() }
    return String(rest)
  }

  /// `local@domain` with the domain in lower case; as it is without an `@`.
  static func address(_ written: String) -> String {
    let text = cleaned(written)
    guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return text }
    return String(text[..<at]) + String(text[at...]).asciiLowercased
  }

  /// A file name fit to be shown: the last piece of a path, without control and direction characters, at
  /// most 200 characters. Never used to open anything. Nil when nothing is left.
  static func fileName(_ written: String) -> String? {
    let last = written.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last ?? []
    let shown = last.filter { !isInvisible($0) }.prefix(200)
    let name = trimmed(String(String.UnicodeScalarView(shown)))
    return name.isEmpty ? nil : name
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0, 0xad, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff:
      true
    default: false
    }
  }
}
