internal import Platform

/// A command of the program: a row of the table that help, parsing and dispatch come from.
struct Command: Sendable {
  /// `signals list`
  let name: String
  /// What follows the name in the help.
  let operands: String
  let summary: String
  let options: [Option]
  let run: @Sendable (Arguments) async throws(Failure) -> ExitCode

  init(
    _ name: String, _ operands: String = "", _ summary: String, _ options: [Option] = [],
    run: @escaping @Sendable (Arguments) async throws(Failure) -> ExitCode
  ) {
    self.name = name
    self.operands = operands
    self.summary = summary
    self.options = options + [.config]
    self.run = run
  }
}

extension Option {
  static let config = Option("--config", "FILE", "use this configuration")
  static let json = Option("--json", nil, "JSON Lines instead of a table")
}

/// The program `signaalpost`.
public enum Program {
  public static let version = "0.1.0"

  static let commands =
    serviceCommands + readCommands + signalCommands + outboxCommands + quarantineCommands
    + formCommands

  /// Runs the command that the words name; the exit code.
  public static func main(_ words: [String]) async -> Int32 {
    ignoreBrokenPipes()
    do throws(Failure) {
      return try await dispatch(words).rawValue
    } catch {
      for message in error.messages { Terminal.error("signaalpost: \(message)") }
      if error.code == .usage { Terminal.error("See 'signaalpost --help'.") }
      return error.code.rawValue
    }
  }

  private static func dispatch(_ words: [String]) async throws(Failure) -> ExitCode {
    guard let first = words.first, first != "--help", first != "help" else {
      Terminal.write(help())
      return words.isEmpty ? .usage : .done
    }
    if first == "--version" {
      Terminal.write("signaalpost \(version)\n")
      return .done
    }
    let name = words.prefix(2).joined(separator: " ")
    let found = commands.first { $0.name == name } ?? commands.first { $0.name == first }
    guard let command = found else {
      if words.dropFirst().first == "--help", hasGroup(first) {
        Terminal.write(help(group: first))
        return .done
      }
      throw Failure(
        .usage,
        hasGroup(first)
          ? "'\(first)' needs one of its commands" : "unknown command '\(escaped(first))'")
    }
    let rest = words.dropFirst(command.name.contains(" ") ? 2 : 1)
    if rest.contains("--help") {
      Terminal.write(help(command))
      return .done
    }
    return try await command.run(try Arguments(Array(rest), options: command.options))
  }

  private static func hasGroup(_ word: String) -> Bool {
    commands.contains { $0.name.hasPrefix(word + " ") }
  }

  private static func help(group: String = "") -> String {
    let shown = commands.filter { group.isEmpty || $0.name.hasPrefix(group + " ") }
    let rows = shown.map { ["  \($0.name) \($0.operands)", $0.summary] }
    return "Usage: signaalpost COMMAND [OPTIONS]\n\n" + columns(rows)
      + "\nEach command has --help; --version tells the version.\n"
  }

  private static func help(_ command: Command) -> String {
    let rows = command.options.map { ["  \($0.name) \($0.value ?? "")", $0.help] }
    return
      "Usage: signaalpost \(command.name) \(command.operands) [OPTIONS]\n\n\(command.summary)\n\n"
      + columns(rows)
  }
}
