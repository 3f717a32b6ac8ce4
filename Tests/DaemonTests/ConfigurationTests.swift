import Core
import Foundation
import Testing

@testable import Daemon

/// A small configuration that is good; tests change one line.
private let good = """
  [service]
  state = "/tmp/none/state"

  [[folder]]
  name = "balie"
  path = "/tmp/none/drop"

  [outgoing]
  way = "maildir"
  from = "signalen@example.nl"

  [maildir]
  path = "/tmp/none/mail"

  [[queue]]
  municipality = "regio"
  owner = "regio@example.nl"
  """

private func load(_ text: String) throws -> Configuration {
  let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).toml")
  try Data(text.utf8).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  return try Configuration.load(file.path)
}

private func problems(_ text: String) -> [ConfigProblem] {
  do {
    _ = try load(text)
    return []
  } catch { return (error as? ConfigProblems)?.problems ?? [] }
}

@Test("The defaults are those that signaalpost.toml shows")
func defaults() throws {
  let configuration = try load(good)
  #expect(configuration.service.referencePrefix == "MH")
  #expect(configuration.folders[0].quietSeconds == 2)
  #expect(configuration.folders[0].rescanSeconds == 300)
  #expect(configuration.limits.readerSeconds == 30)
  #expect(configuration.limits.reading == Limits())
  #expect(configuration.deadlines.normal == 3 * 86400)
  #expect(configuration.outgoing.receipts)
  #expect(
    configuration.effective.contains { $0.path == "folder[0].quiet" && $0.origin == "default" })
  #expect(configuration.effective.contains { $0.path == "folder[0].name" && $0.origin == "line 5" })
}

@Test(
  "A fault is told with its line and what to do",
  arguments: [
    ("name = \"balie\"", "name = \"Balie 1\"", 5, "small letters"),
    ("name = \"balie\"", "naam = \"balie\"", 5, "did you mean 'folder[0].name'?"),
    ("way = \"maildir\"", "way = \"pigeon\"", 9, "one of \"smtp\", \"maildir\""),
    ("way = \"maildir\"", "way = 3", 9, "one of"),
    ("from = \"signalen@example.nl\"", "from = \"signalen\"", 10, "plain mail address"),
    (
      "from = \"signalen@example.nl\"", "from = \"a@b.nl\\r\\nBcc: c@d.nl\"", 10,
      "plain mail address"
    ),
    ("from = \"signalen@example.nl\"", "from = \"a@b.nl\"\nlink = \"http://x\"", 11, "https://"),
    ("path = \"/tmp/none/drop\"", "path = \"/tmp/none/state/drop\"", 6, "apart"),
    ("path = \"/tmp/none/drop\"", "path = \"/d\"\nquiet = \"5 weeks\"", 7, "a time such as"),
    ("path = \"/tmp/none/drop\"", "path = \"/d\"\nrescan = \"0s\"", 7, "from 1s to 86400s"),
    (
      "path = \"/tmp/none/drop\"", "path = \"/d\"\nverify = false", 7,
      "unknown key 'folder[0].verify'"
    ),
    ("path = \"/tmp/none/drop\"", "path = \"/d\"\narchive = \"yes\"", 7, "true or false"),
    ("path = \"/tmp/none/drop\"", "path = \"/d\"\nignore = [\"*.tmp\", 3]", 7, "must be a text"),
    ("municipality = \"regio\"", "municipality = \"Enschede\"", 16, "CBS code"),
    ("owner = \"regio@example.nl\"", "owner = \"\"", 17, "not empty"),
    ("owner = \"regio@example.nl\"", "owner = \"a@b.nl\"\nowner = \"c@d.nl\"", 18, "owner"),
    ("[service]", "[servce]", 1, "did you mean 'service'?"),
    ("name = \"balie\"", "name = \"balie", 5, "string"),
  ])
func faults(line: String, wrong: String, number: Int, message: String) {
  let found = problems(good.replacingOccurrences(of: line, with: wrong))
  #expect(
    found.contains { $0.line == number && $0.column > 0 && $0.message.contains(message) },
    "\(found)")
}

@Test("Every fault is told in one run")
func allAtOnce() {
  let text =
    good.replacingOccurrences(of: "\"balie\"", with: "7")
    .replacingOccurrences(of: "\"maildir\"", with: "\"x\"")
    .replacingOccurrences(of: "\"regio\"", with: "\"0153\"") + "\nextra = 1\n"
  let found = problems(text)
  #expect(found.count >= 4, "\(found)")
  #expect(found.map(\.line) == found.map(\.line).sorted())
}

@Test(
  "A mailbox has no way to leave out the certificate's check", arguments: ["off", "none", "try"])
func noWeakSecurity(word: String) {
  let mailbox = """

    [[mailbox]]
    name = "post"
    host = "imap.example.nl"
    user = "u"
    secret = "credential:x"
    security = "\(word)"
    """
  #expect(problems(good + mailbox).contains { $0.message.contains("\"tls\", \"starttls\"") })
}

@Test("A file that cannot be read is one clear problem")
func unreadable() throws {
  for path in ["/nonexistent/file.toml", "/etc", "/dev/null", "/dev/zero"] {
    do {
      _ = try Configuration.load(path)
      #expect(path == "/dev/null")
    } catch {
      #expect(error.problems.count >= 1)
      #expect(error.problems[0].file == path)
    }
  }
}

@Test("The shipped example is good but for what only an administrator knows")
func shipped() throws {
  let config = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "config")
  let configuration = try Configuration.load(config.appending(path: "signaalpost.toml").path)
  #expect(configuration.queues.count == 15)
  #expect(try Resources.load(configuration).tables.municipalities.region.count == 14)
}

@Test("Every key of the code stands in the shipped example, and the other way round")
func everyKeyIsExplained() throws {
  let config = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "config/signaalpost.toml")
  let text = try String(contentsOf: config, encoding: .utf8)
  let configuration = try Configuration.load(config.path)
  for (path, _, _) in configuration.effective {
    let key = path.split(separator: ".").last.map(String.init) ?? ""
    #expect(text.contains("\n\(key) = ") || text.contains("\n#\(key) = "), "\(path)")
  }
  let numbers = text.replacing("_", with: "")
  for limit in Limits.table {
    let name = limit.name.replacing("_", with: "")
    #expect(numbers.contains("\n#\(name) = \(Limits()[keyPath: limit.path]) "), "\(limit.name)")
  }
}

@Test("Times", arguments: [("90s", 90), ("5m", 300), ("2h", 7200), ("3d", 259_200)])
func durations(text: String, value: Int64) { #expect(seconds(text) == value) }

@Test("No times", arguments: ["", "s", "5", "-5s", "1e3s", "5 m", "99999999999999999999d", "5w"])
func noDurations(text: String) { #expect(seconds(text) == nil) }
