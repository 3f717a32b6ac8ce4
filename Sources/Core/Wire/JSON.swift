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

  private mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c }) {
      bytes += text.utf8
    } else {
      for scalar in text.unicodeScalars { append(scalar) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x22: bytes += "\\\"".utf8
    case 0x5c: bytes += "\\\\".utf8
    case 0x0a: bytes += "\\n".utf8
    case 0x09: bytes += "\\t".utf8
    case 0..<0x20, 0x7f..<0xa0, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069:
      bytes += "\\u".utf8
      for shift in [12, 8, 4, 0] as [UInt32] {
        bytes += String(scalar.value >> shift & 15, radix: 16).utf8
      }
    default: bytes += UTF8.encode(scalar).map(Array.init) ?? []
    }
  }
}
