/// Text for a header or a line: what controls, breaks or hides is a space or gone.
///
/// Controls and line breaks of every kind (C0, C1, U+2028, U+2029) become spaces; marks that cannot be seen
/// (bidirectional controls, zero width) go.
func cleaned(_ text: String) -> String {
  if text.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return text }
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: result.append(" ")
    case .format, .surrogate, .privateUse, .unassigned: continue
    default: result.append(scalar)
    }
  }
  return String(result)
}

/// Words of a header's value: between two of them a line may be folded.
enum HeaderText {
  /// Words of unstructured text (RFC 5322 2.2.1), encoded where they must be (RFC 2047 5.1).
  static func unstructured(_ text: String) -> [String] {
    let text = cleaned(text)
    guard needsEncoding(text) else {
      return text.split(separator: " ").map(String.init)
    }
    return encodedWords(text)
  }

  /// Words of a display name (RFC 5322 3.2.5 phrase): atoms, a quoted string, or encoded words.
  static func phrase(_ text: String) -> [String] {
    let text = cleaned(text)
    if needsEncoding(text) { return encodedWords(text) }
    let words = text.split(separator: " ").map(String.init)
    if words.allSatisfy({ $0.utf8.allSatisfy(isAtomByte) }) { return words }
    let escaped = words.joined(separator: " ").flatMap { character -> [Character] in
      character == "\"" || character == "\\" ? ["\\", character] : [character]
    }
    return ["\"\(String(escaped))\""]
  }

  /// Anything but printable ASCII, or what a reader would take for an encoded word.
  private static func needsEncoding(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.contains { !(0x20..<0x7f).contains($0) }
      || zip(bytes, bytes.dropFirst()).contains {
        $0 == UInt8(ascii: "=") && $1 == UInt8(ascii: "?")
      }
  }

  private static func isAtomByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
      || byte == UInt8(ascii: "-")
  }

  /// RFC 2047: at most 75 bytes a word, never a character in two.
  private static func encodedWords(_ text: String) -> [String] {
    var words: [String] = []
    var chunk: [UInt8] = []
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if chunk.count + bytes.count > 42 {
        words.append("=?utf-8?B?\(base64(chunk))?=")
        chunk = []
      }
      chunk += bytes
    }
    if !chunk.isEmpty { words.append("=?utf-8?B?\(base64(chunk))?=") }
    return words
  }
}

/// RFC 4648 section 4, with padding.
func base64(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var result: [UInt8] = []
  var at = 0
  while at < bytes.count {
    let group = (0..<3).map { at + $0 < bytes.count ? UInt32(bytes[at + $0]) : 0 }
    let bits = group[0] << 16 | group[1] << 8 | group[2]
    for place in 0..<4 {
      let isThere = at + place <= bytes.count
      let digit = Int(bits >> UInt32(18 - 6 * place) & 63)
      result.append(isThere ? alphabet[digit] : UInt8(ascii: "="))
    }
    at += 3
  }
  return String(decoding: result, as: UTF8.self)
}

/// One header field, folded so that lines stay within 78 bytes where its words allow it.
func headerField(_ name: String, _ words: [String]) -> [UInt8] {
  var field = Array(name.utf8) + [UInt8(ascii: ":")]
  var width = field.count
  for word in words {
    if width + 1 + word.utf8.count > 78, width > name.utf8.count + 1 {
      field += [0x0d, 0x0a]
      width = 0
    }
    field.append(0x20)
    field += word.utf8
    width += 1 + word.utf8.count
  }
  return field + [0x0d, 0x0a]
}

/// Quoted-printable (RFC 2045 6.7) of lines of text; ends in CRLF.
///
/// Dots and `From ` at the start of a line are encoded too: what passes through careless hands stays whole.
func quotedPrintable(_ lines: [String]) -> [UInt8] {
  var out: [UInt8] = []
  for line in lines {
    let bytes = Array(line.utf8)
    var width = 0
    for (index, byte) in bytes.enumerated() {
      let token = quoted(byte, isFirst: index == 0, isLast: index == bytes.count - 1)
      if width + token.count > 75, index < bytes.count - 1 || width + token.count > 76 {
        out += [UInt8(ascii: "="), 0x0d, 0x0a]
        width = 0
      }
      out += token
      width += token.count
    }
    out += [0x0d, 0x0a]
  }
  return out
}

private func quoted(_ byte: UInt8, isFirst: Bool, isLast: Bool) -> [UInt8] {
  let isPlain =
    switch byte {
    case UInt8(ascii: "="): false
    case UInt8(ascii: "."), UInt8(ascii: "F"): !isFirst
    case 0x20: !isLast
    default: (0x21...0x7e).contains(byte)
    }
  if isPlain { return [byte] }
  let digits = Array("0123456789ABCDEF".utf8)
  return [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
}
