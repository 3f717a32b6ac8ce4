/// Why bytes could not be decoded. The bytes themselves are never in it.
public struct WireError: Error, Sendable, CustomStringConvertible {
  public let what: String
  public init(_ what: String) { self.what = what }
  public var description: String { "malformed frame: \(what)" }
}

/// Appends length-prefixed values: the whole language between the daemon and its readers.
public struct WireWriter {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func byte(_ value: UInt8) { bytes.append(value) }

  public mutating func integer(_ value: Int64) {
    let value = UInt64(bitPattern: value)
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }

  public mutating func block(_ value: [UInt8]) {
    integer(Int64(value.count))
    bytes += value
  }

  public mutating func text(_ value: String) { block(Array(value.utf8)) }

  public mutating func optional(_ value: String?) {
    byte(value == nil ? 0 : 1)
    if let value { text(value) }
  }

  public mutating func list(_ values: [String]) {
    integer(Int64(values.count))
    for value in values { text(value) }
  }
}

/// Reads what `WireWriter` wrote, from a peer that is not trusted: every length is checked.
public struct WireReader {
  private let bytes: [UInt8]
  private var at = 0

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public var isAtEnd: Bool { at == bytes.count }

  public mutating func byte() throws(WireError) -> UInt8 {
    guard at < bytes.count else { throw WireError("ends early") }
    defer { at += 1 }
    return bytes[at]
  }

  public mutating func integer() throws(WireError) -> Int64 {
    guard bytes.count - at >= 8 else { throw WireError("ends early") }
    var value: UInt64 = 0
    for index in at..<(at + 8) { value = value << 8 | UInt64(bytes[index]) }
    at += 8
    return Int64(bitPattern: value)
  }

  public mutating func block() throws(WireError) -> [UInt8] {
    let count = try integer()
    guard count >= 0, count <= bytes.count - at else { throw WireError("length out of bounds") }
    defer { at += Int(count) }
    return Array(bytes[at..<(at + Int(count))])
  }

  public mutating func text() throws(WireError) -> String {
    guard let text = String(validating: try block(), as: UTF8.self) else {
      throw WireError("text is not UTF-8")
    }
    return text
  }

  public mutating func optional() throws(WireError) -> String? {
    switch try byte() {
    case 0: nil
    case 1: try text()
    default: throw WireError("flag out of range")
    }
  }

  /// At most `limit` values.
  public mutating func list(limit: Int) throws(WireError) -> [String] {
    let count = try integer()
    guard count >= 0, count <= limit else { throw WireError("list too long") }
    var values: [String] = []
    for _ in 0..<count { values.append(try text()) }
    return values
  }
}
