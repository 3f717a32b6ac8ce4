/// A reference with the token that proves we gave it to somebody: what a reply brings back, in the address
/// it goes to or in the Message-ID it answers.
///
/// Only the form is here. Whoever makes or believes a token computes it: a parsed claim proves nothing.
public struct ReplyAddress: Sendable, Hashable {
  /// `MH-2026-0042`: letters, digits and hyphens, capitals.
  public let reference: String
  /// 8...40 letters and digits, small, because mail systems may change capitals.
  public let token: String

  /// Nil when a part has another form; capitals are set right.
  public init?(reference: String, token: String) {
    let reference = Array(reference.utf8.map(uppercased))
    let token = Array(token.utf8.map(lowercased))
    guard isReference(reference[...]), (8...40).contains(token.count),
      token.allSatisfy(isLetterOrDigit)
    else { return nil }
    self.reference = String(decoding: reference, as: UTF8.self)
    self.token = String(decoding: token, as: UTF8.self)
  }

  /// Reads `local+MH-2026-0042.token@domain`, or a Message-ID `MH-2026-0042.token.unique@domain` with or
  /// without its angle brackets; nil for everything else.
  public init?(claim: String) {
    var bytes = Array(claim.utf8.prefix(300))[...]
    if bytes.first == UInt8(ascii: "<"), bytes.last == UInt8(ascii: ">") {
      bytes = bytes.dropFirst().dropLast()
    }
    guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return nil }
    var parts = bytes[..<at]
    var isMessageID = true
    if let plus = parts.lastIndex(of: UInt8(ascii: "+")) {
      parts = parts[(plus + 1)...]
      isMessageID = false
    }
    let pieces = parts.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard pieces.count == (isMessageID ? 3 : 2) else { return nil }
    self.init(
      reference: String(decoding: pieces[0], as: UTF8.self),
      token: String(decoding: pieces[1], as: UTF8.self))
  }

  /// The address that a reply goes to: `base` with our part after a `+`; nil when it gets too long.
  public func address(at base: MailAddress) -> MailAddress? {
    MailAddress("\(base.local)+\(reference).\(token)@\(base.domain)")
  }

  /// The left side of a Message-ID; `unique` makes each one differ.
  public func messageIDPrefix(unique: String) -> String { "\(reference).\(token).\(unique)" }
}

private func uppercased(_ byte: UInt8) -> UInt8 {
  (0x61...0x7a).contains(byte) ? byte & 0xdf : byte
}

/// Words of letters and digits with single hyphens between, at least two words, at most 32 bytes.
private func isReference(_ bytes: ArraySlice<UInt8>) -> Bool {
  let words = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
  return bytes.count <= 32 && words.count >= 2
    && words.allSatisfy { !$0.isEmpty && $0.allSatisfy(isLetterOrDigit) }
}
