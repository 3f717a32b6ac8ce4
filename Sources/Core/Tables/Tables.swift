/// What is wrong in a table: where, what, and what to do.
public struct TableProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public var file: String
  /// 1-based; 0 when it is about the whole file.
  public var line: Int
  public var message: String

  public init(file: String, line: Int, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  public var description: String {
    line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)"
  }
}

/// Everything wrong with a set of tables, at once.
public struct TableProblems: Error, Sendable {
  public var problems: [TableProblem]
  public init(_ problems: [TableProblem]) { self.problems = problems }
}

/// The raw files of `config/tabellen`, by name, as the daemon hands them to a reader.
public struct TableFiles: Sendable {
  public var files: [String: [UInt8]]

  public init(files: [String: [UInt8]]) { self.files = files }

  public func encoded() -> [UInt8] {
    var out = WireWriter()
    out.integer(Int64(files.count))
    for name in files.keys.sorted() {
      out.text(name)
      out.block(files[name] ?? [])
    }
    return out.bytes
  }

  public init(decoding bytes: [UInt8]) throws(WireError) {
    var wire = WireReader(bytes)
    files = [:]
    let count = try wire.integer()
    guard (0...64).contains(count) else { throw WireError("too many tables") }
    for _ in 0..<count {
      let name = try wire.text()
      files[name] = try wire.block()
    }
  }
}
