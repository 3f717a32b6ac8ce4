/// Writes JSON (RFC 8259) in the order given, without a tree in between.
///
/// Strings escape control characters, U+2028 and U+2029, and the bidirectional controls, so that a line of
/// output is safe on a terminal and in a script.
public struct JSONWriter {
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false

  public init() {}

  public mutating func key(_ name: StaticString) {
    separate()
    string(name.description)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  public mutating func key(named name: String) {
    separate()
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  public mutating func value(_ text: String) {
    separate()
    string(text)
    needsComma = true
  }

  public mutating func value(_ text: String?) {
    if let text { value(text) } else { raw("null") }
  }

  public mutating func value(_ number: Int) { raw(String(number)) }
  public mutating func value(_ truth: Bool) { raw(truth ? "true" : "false") }

  public mutating func array(_ values: [String]) {
    array { json in for text in values { json.value(text) } }
  }

  public mutating func array(_ body: (inout JSONWriter) -> Void) { nested("[", "]", body) }
  public mutating func object(_ body: (inout JSONWriter) -> Void) { nested("{", "}", body) }

  /// Members of an object that were written before, without braces; nothing when empty.
  public mutating func members(_ encoded: [UInt8]) {
    guard !encoded.isEmpty else { return }
    separate()
    bytes += encoded
    needsComma = true
  }

  public mutating func raw(_ token: String) {
    separate()
    bytes += token.utf8
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = false
  }

  private mutating func nested(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void)
  {
    separate()
    bytes += open.utf8
    body(&self)
    bytes += close.utf8
    needsComma = true
  }

  /// Copies runs that stand as they are, and writes what lies between them as escapes.
  private mutating func string(_ text: String) {
    let text = Array(text.utf8)[...]
    var start = 0
    bytes.append(UInt8(ascii: "\""))
    for at in text.indices where Escape.mayBegin(with: text[at]) {
      guard let escape = Escape(text[at...]) else { continue }
      bytes += text[start..<at]
      bytes += escape.text.utf8
      start = at + escape.length
    }
    bytes += text[start...]
    bytes.append(UInt8(ascii: "\""))
  }
}

/// A character that is not written as it is.
private struct Escape {
  var text: String
  /// Of the character, in bytes of UTF-8.
  var length = 1

  /// No for most of all bytes. 0xc2 leads U+0080 to U+00BF, 0xe2 leads U+2000 to U+2FFF.
  @inline(__always)
  static func mayBegin(with byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x22 || byte == 0x5c || byte == 0x7f || byte == 0xc2 || byte == 0xe2
  }

  /// Nil when the text begins with a character that stands as it is.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard let scalar = bytes.prefix(3).text.unicodeScalars.first else { return nil }
    switch scalar.value {
    case 0x22: text = "\\\""
    case 0x5c: text = "\\\\"
    case 0x0a: text = "\\n"
    case 0x09: text = "\\t"
    case 0..<0x20, 0x7f..<0xa0, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069:
      let digits = String(scalar.value, radix: 16)
      text = "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      length = UTF8.width(scalar)
    default: return nil
    }
  }
}
