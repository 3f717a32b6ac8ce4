import Testing

@testable import Daemon

private let options = [Option.json, Option("--since", "DATE", "a day")]

@Test("Options and operands in any order, until --")
func arguments() throws {
  let parsed = try Arguments(["a", "--json", "--since=x", "b", "--", "--c"], options: options)
  #expect(parsed.operands == ["a", "b", "--c"])
  #expect(parsed.has("--json"))
  #expect(parsed["--since"] == "x")
}

@Test(
  "Wrong words are usage errors",
  arguments: [["--nope"], ["--since"], ["--json=1"]])
func wrongArguments(words: [String]) {
  #expect { try Arguments(words, options: options) } throws: { ($0 as? Failure)?.code == .usage }
}

@Test(
  "A wrong command line ends with 64",
  arguments: [["nope"], ["signals"], ["read"], ["outbox", "show", "x"]])
func usage(words: [String]) async { #expect(await Program.main(words) == 64) }

@Test("Without a configuration a command ends with 78")
func noConfiguration() async {
  #expect(await Program.main(["status", "--config", "/nonexistent.toml"]) == 78)
}

@Test(
  "What is shown cannot move a cursor or turn a line round",
  arguments: [
    ("a\u{1b}[2Jb", "a\\u{1b}[2Jb"), ("a\u{202e}b", "a\\u{202e}b"), ("é", "é"),
    ("a\r\nb", "a\\u{d}\\u{a}b"),
    ("\u{9b}31m", "\\u{9b}31m"),
  ])
func safe(text: String, expected: String) { #expect(shown(text) == expected) }

@Test("Columns line up, counted in letters")
func table() {
  #expect(columns([["a", "bb", "c"], ["één", "d", "e"]]) == "a    bb  c\néén  d   e\n")
}

@Test("Every command explains itself")
func help() {
  let names = Program.commands.map(\.name)
  #expect(Set(names).count == names.count)
  for name in ["run", "check", "read", "status", "signals list", "signals show", "signals export"] {
    #expect(names.contains(name))
  }
  for command in Program.commands { #expect(!command.summary.isEmpty) }
}
