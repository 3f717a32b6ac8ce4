internal import CToml

/// Something wrong in the configuration: where, what, and what to do.
struct ConfigProblem: Error, Sendable, Hashable, CustomStringConvertible {
  var file: String
  /// 1-based; 0 when it is about the whole file.
  var line: Int
  var column: Int
  var message: String

  var description: String {
    line > 0 ? "\(file):\(line):\(column): \(message)" : "\(file): \(message)"
  }
}

/// A TOML document as a flat list: `mailbox[0].host` with its value and place.
struct Document {
  enum Value: Hashable {
    case text(String)
    case integer(Int64)
    case truth(Bool)
    case table
    case other
  }

  struct Entry {
    var path: String
    var value: Value
    var line: Int
    var column: Int
  }

  let file: String
  private(set) var entries: [Entry] = []

  /// The whole of the text must be valid TOML; the first syntax error is thrown with its place.
  init(file: String, bytes: [UInt8]) throws(ConfigProblem) {
    self.file = file
    guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else {
      throw ConfigProblem(file: file, line: 0, column: 0, message: "is not UTF-8 text")
    }
    var message = [CChar](repeating: 0, count: 500)
    var line: Int32 = 0
    var column: Int32 = 0
    var found: [Entry] = []
    let failed = unsafe withUnsafeMutablePointer(to: &found) { found in
      unsafe bytes.withUnsafeBytes { bytes in
        unsafe ctoml_parse(
          bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, collect, found,
          &message, message.count, &line, &column)
      }
    }
    if failed != 0 {
      let text = String(
        decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw ConfigProblem(file: file, line: Int(line), column: Int(column), message: text)
    }
    entries = found
  }
}

/// The callback: `context` is the list being filled, alive for the length of the parse.
private func collect(
  context: UnsafeMutableRawPointer?, path: UnsafePointer<CChar>?, kind: Int32,
  text: UnsafePointer<CChar>?, count: Int, integer: Int64, line: Int32, column: Int32
) {
  guard let context = unsafe context, let path = unsafe path, let text = unsafe text else { return }
  let value: Document.Value
  switch UInt32(kind) {
  case CTOML_TABLE.rawValue: value = .table
  case CTOML_STRING.rawValue:
    value = unsafe .text(
      String(decoding: UnsafeRawBufferPointer(start: text, count: count), as: UTF8.self))
  case CTOML_INTEGER.rawValue: value = .integer(integer)
  case CTOML_BOOLEAN.rawValue: value = .truth(integer != 0)
  default: value = .other
  }
  let entry = unsafe Document.Entry(
    path: String(cString: path), value: value, line: Int(line), column: Int(column))
  unsafe context.assumingMemoryBound(to: [Document.Entry].self).pointee.append(entry)
}
