/// A JSON value (RFC 8259). Members keep their order; numbers keep their text.
public indirect enum JSONValue: Sendable, Equatable {
  case null
  case truth(Bool)
  case number(String)
  case text(String)
  case array([JSONValue])
  case object([JSONMember])

  /// Value of a member of an object; nil for everything else.
  public subscript(_ name: String) -> JSONValue? {
    if case .object(let members) = self { members.first { $0.name == name }?.value } else { nil }
  }

  public var text: String? { if case .text(let text) = self { text } else { nil } }

  /// Texts of an array; other values in it are left out.
  public var texts: [String] {
    if case .array(let values) = self { values.compactMap(\.text) } else { [] }
  }
}

public struct JSONMember: Sendable, Equatable {
  public var name: String
  public var value: JSONValue

  public init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

/// Why bytes are no JSON that we take. Carries a place, never the bytes.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  public let what: String
  /// Offset in bytes.
  public let at: Int
  /// It may be JSON, but is larger or deeper than we take.
  public var isLimit: Bool { what.hasPrefix("too ") }
  public var description: String { "JSON at byte \(at): \(what)" }
}

/// Reads JSON strictly, in one pass, with limits on size, depth and count.
///
/// Refused besides what RFC 8259 forbids: names that come twice, halves of surrogate pairs, bytes that are
/// not UTF-8, anything after the value.
public struct JSONReader {
  /// Bytes of one document.
  public static let sizeLimit = 16 << 20
  /// Arrays and objects within one another.
  public static let depthLimit = 32
  /// Values in one document.
  public static let countLimit = 500_000

  private let bytes: [UInt8]
  private var at = 0
  private var count = 0

  /// One value and nothing else.
  public static func value(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.at == bytes.count else { throw reader.error("something after the value") }
    return value
  }

  /// Members of an object without its braces, as `Verdict.record` has them.
  public static func members(_ bytes: [UInt8]) throws(JSONError) -> [JSONMember] {
    guard !bytes.isEmpty else { return [] }
    let object = try value([UInt8(ascii: "{")] + bytes + [UInt8(ascii: "}")])
    guard case .object(let members) = object else { return [] }
    return members
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func error(_ what: String) -> JSONError { JSONError(what: what, at: at) }

  private mutating func skipSpace() {
    while at < bytes.count, [0x20, 0x0a, 0x0d, 0x09].contains(bytes[at]) { at += 1 }
  }

  /// The next byte that is no space, not taken; 0 at the end.
  private mutating func peek() -> UInt8 {
    skipSpace()
    return at < bytes.count ? bytes[at] : 0
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte, at < bytes.count else { return false }
    at += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard bytes.count <= JSONReader.sizeLimit else { throw error("too large") }
    guard depth < JSONReader.depthLimit else { throw error("too deep") }
    count += 1
    guard count <= JSONReader.countLimit else { throw error("too many values") }
    switch peek() {
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["): return .array(try elements(depth: depth))
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .truth(true))
    case UInt8(ascii: "f"): return try word("false", .truth(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func members(depth: Int) throws(JSONError) -> [JSONMember] {
    at += 1
    var members: [JSONMember] = []
    if take(UInt8(ascii: "}")) { return members }
    var names: Set<String> = []
    repeat {
      guard peek() == UInt8(ascii: "\"") else { throw error("a name was expected") }
      let name = try text()
      guard names.insert(name).inserted else { throw error("a name comes twice") }
      guard take(UInt8(ascii: ":")) else { throw error("a colon was expected") }
      members.append(JSONMember(name, try value(depth: depth + 1)))
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw error("an object does not end") }
    return members
  }

  private mutating func elements(depth: Int) throws(JSONError) -> [JSONValue] {
    at += 1
    var values: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return values }
    repeat { values.append(try value(depth: depth + 1)) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw error("an array does not end") }
    return values
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError)
    -> JSONValue
  {
    let end = at + word.utf8CodeUnitCount
    let isThere =
      end <= bytes.count && word.withUTF8Buffer { unsafe $0.elementsEqual(bytes[at..<end]) }
    guard isThere else { throw error("no value") }
    at = end
    return value
  }

  private mutating func number() throws(JSONError) -> String {
    let start = at
    if at < bytes.count, bytes[at] == UInt8(ascii: "-") { at += 1 }
    let whole = digits()
    guard whole > 0 else { throw error("no value") }
    if whole > 1, bytes[at - whole] == UInt8(ascii: "0") { throw error("a leading zero") }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      guard digits() > 0 else { throw error("a digit was expected") }
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < bytes.count, [0x2b, 0x2d].contains(bytes[at]) { at += 1 }
      guard digits() > 0 else { throw error("a digit was expected") }
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = at
    while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
    return at - start
  }

  private mutating func text() throws(JSONError) -> String {
    at += 1
    var result: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: result, as: UTF8.self) else {
          throw error("text is not UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): result += try escape()
      case 0..<0x20: throw error("a control character in a text")
      default: result.append(byte)
      }
    }
    throw error("a text does not end")
  }

  private mutating func escape() throws(JSONError) -> [UInt8] {
    guard at < bytes.count else { throw error("a text does not end") }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(try scalar()).utf8)
    default: throw error("an unknown escape")
    }
  }

  private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
    let high = try codeUnit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard (0xd800...0xdbff).contains(high), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
      bytes[at + 1] == UInt8(ascii: "u")
    else { throw error("half a surrogate pair") }
    at += 2
    let low = try codeUnit()
    guard (0xdc00...0xdfff).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00))
    else { throw error("half a surrogate pair") }
    return scalar
  }

  private mutating func codeUnit() throws(JSONError) -> UInt32 {
    guard bytes.count - at >= 4 else { throw error("a text does not end") }
    var unit: UInt32 = 0
    for _ in 0..<4 {
      let byte = bytes[at]
      switch byte {
      case 0x30...0x39: unit = unit << 4 | UInt32(byte - 0x30)
      case 0x41...0x46, 0x61...0x66: unit = unit << 4 | UInt32((byte | 0x20) - 0x57)
      default: throw error("four hexadecimal digits were expected")
      }
      at += 1
    }
    return unit
  }
}
