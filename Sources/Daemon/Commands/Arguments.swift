/// A switch or a value that a command takes.
struct Option: Sendable {
  /// `--received`
  let name: String
  /// Name of its value in the help; nil for a switch.
  let value: String?
  let help: String

  init(_ name: String, _ value: String? = nil, _ help: String) {
    self.name = name
    self.value = value
    self.help = help
  }
}

/// The words after a command, taken apart by its options.
struct Arguments: Sendable {
  private(set) var operands: [String] = []
  private var values: [String: String] = [:]

  /// Options are `--name value`, `--name=value` or switches; `--` ends them.
  init(_ words: [String], options: [Option]) throws(Failure) {
    var words = words[...]
    while let word = words.popFirst() {
      if word == "--" {
        operands += words
        return
      }
      guard word.hasPrefix("--") else {
        operands.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let option = options.first(where: { $0.name == name }) else {
        throw Failure(.usage, "unknown option \(name)")
      }
      if option.value == nil {
        guard parts.count == 1 else { throw Failure(.usage, "\(name) takes no value") }
        values[name] = ""
      } else if parts.count == 2 {
        values[name] = String(parts[1])
      } else if let value = words.popFirst() {
        values[name] = value
      } else {
        throw Failure(.usage, "\(name) needs a value: \(name) \(option.value ?? "")")
      }
    }
  }

  func has(_ name: String) -> Bool { values[name] != nil }
  subscript(_ name: String) -> String? { values[name] }
}
