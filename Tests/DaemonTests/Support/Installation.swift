import Core
import Foundation
import Testing

/// The project's directory.
let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

/// Directory of the programs that this test run was built with.
let programs = project.appending(path: ".build/debug")

struct TestFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// What a finished command said.
struct Output {
  let code: Int32
  let output: String
  let errors: String
  var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// A whole signaalpost in a temporary directory: a real Dovecot, a drop folder, a Maildir for what leaves.
final class Installation {
  let directory: URL
  var drop: URL { directory.appending(path: "drop") }
  var maildir: URL { directory.appending(path: "maildir/new") }
  var mail: URL { directory.appending(path: "imap/mail/signalen") }

  init(withMailServer: Bool = true) throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "signaalpost-\(UUID())")
    try make("drop")
    for name in ["cur", "new", "tmp"] { try make("imap/mail/signalen/\(name)") }
    let modes: [(String, Int)] = [("", 0o755), ("drop", 0o700)]
    for (path, mode) in modes {
      try FileManager.default.setAttributes(
        [.posixPermissions: mode], ofItemAtPath: directory.appending(path: path).path)
    }
    if withMailServer { try runTool(dovecot, ["start", directory.appending(path: "imap").path]) }
    try configure(withMailServer: withMailServer)
  }

  deinit {
    _ = try? runTool(dovecot, ["stop", directory.appending(path: "imap").path])
    usleep(100_000)
    try? FileManager.default.removeItem(at: directory)
  }

  private var dovecot: String { project.appending(path: "Tests/Support/dovecot.sh").path }

  private func make(_ path: String) throws {
    try FileManager.default.createDirectory(
      at: directory.appending(path: path), withIntermediateDirectories: true)
  }

  private func configure(withMailServer: Bool) throws {
    let imap = directory.appending(path: "imap").path
    let port = withMailServer ? try String(contentsOfFile: "\(imap)/port", encoding: .utf8) : "1"
    var text = try String(
      contentsOf: project.appending(path: "config/demo.toml"), encoding: .utf8)
    for (old, new) in [
      ("@WORK@/ca.pem", "\(imap)/ca.pem"), ("@WORK@/secret", "\(imap)/secret"),
      ("@WORK@", directory.path), ("@CONFIG@", project.appending(path: "config").path),
      ("@PORT@", port.trimmingCharacters(in: .newlines)),
    ] { text = text.replacingOccurrences(of: old, with: new) }
    if !withMailServer { text = withoutMailbox(text) }
    try Data(text.utf8).write(to: configuration)
  }

  private func withoutMailbox(_ text: String) -> String {
    guard let start = text.range(of: "[[mailbox]]"), let end = text.range(of: "[[folder]]") else {
      return text
    }
    return text.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: "")
  }

  var configuration: URL { directory.appending(path: "signaalpost.toml") }

  /// Edits the configuration.
  func change(_ old: String, to new: String) throws {
    let text = try String(contentsOf: configuration, encoding: .utf8)
    guard text.contains(old) else { throw TestFailure("the configuration has no '\(old)'") }
    try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: configuration)
  }

  /// Puts messages into the inbox as a mail server would.
  func deliver(_ messages: [String]) throws {
    for message in messages {
      let name = "\(Int(Date().timeIntervalSince1970)).\(UUID()).test"
      let file = mail.appending(path: "tmp/\(name)")
      try Data(message.utf8).write(to: file)
      if geteuid() == 0 { try runTool("/bin/chown", ["nobody:nogroup", file.path]) }
      try FileManager.default.moveItem(at: file, to: mail.appending(path: "new/\(name)"))
    }
  }

  /// Drops a file, renamed into place.
  func drop(_ name: String, _ text: String) throws { try drop(name, Data(text.utf8)) }

  func drop(_ name: String, _ bytes: Data) throws {
    let hidden = drop.appending(path: ".\(UUID())")
    try bytes.write(to: hidden)
    try FileManager.default.moveItem(at: hidden, to: drop.appending(path: name))
  }

  /// Runs a command to its end.
  func command(_ words: String..., environment: [String: String] = [:]) throws -> Output {
    try runTool(
      programs.appending(path: "signaalpost").path, words + ["--config", configuration.path],
      environment: environment, mayFail: true)
  }

  /// Starts the daemon; ended by the caller.
  func start(environment: [String: String] = [:]) throws -> Process {
    let process = Process()
    process.executableURL = programs.appending(path: "signaalpost")
    process.arguments = ["run", "--config", configuration.path]
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let log = directory.appending(path: "log")
    if !FileManager.default.fileExists(atPath: log.path) {
      _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    }
    let handle = try FileHandle(forWritingTo: log)
    try handle.seekToEnd()
    process.standardError = handle
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    return process
  }

  var log: String {
    (try? String(contentsOf: directory.appending(path: "log"), encoding: .utf8)) ?? ""
  }

  /// Messages that lie in the inbox.
  var inbox: Int {
    ["new", "cur"].reduce(0) { sum, name in
      sum
        + ((try? FileManager.default.contentsOfDirectory(atPath: mail.appending(path: name).path))?
          .count ?? 0)
    }
  }

  /// What lies in the drop folder, hidden names left out.
  var dropped: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: drop.path)) ?? []).filter {
      !$0.hasPrefix(".")
    }
  }

  /// Everything that left, as text.
  var notices: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: maildir.path)) ?? []
    return names.compactMap {
      try? String(contentsOf: maildir.appending(path: $0), encoding: .utf8)
    }
  }

  /// The Message-IDs of what left.
  var messageIDs: [String] {
    notices.flatMap { $0.components(separatedBy: "\r\n").filter { $0.hasPrefix("Message-ID: ") } }
  }

  /// Waits until it holds; false after `seconds`.
  func wait(seconds: Double = 60, until condition: () throws -> Bool) rethrows -> Bool {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      if try condition() { return true }
      usleep(50_000)
    }
    return false
  }
}

/// Runs a program to its end; an error when it fails and may not.
@discardableResult
func runTool(
  _ path: String, _ arguments: [String], environment: [String: String] = [:], mayFail: Bool = false
) throws -> Output {
  let process = Process()
  process.executableURL = URL(filePath: path)
  process.arguments = arguments
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  let folder = FileManager.default.temporaryDirectory
  let files = ["out", "err"].map { folder.appending(path: "\(UUID()).\($0)") }
  for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
  defer { for file in files { try? FileManager.default.removeItem(at: file) } }
  process.standardOutput = try FileHandle(forWritingTo: files[0])
  process.standardError = try FileHandle(forWritingTo: files[1])
  process.standardInput = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
  let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
  let code =
    process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  if code != 0, !mayFail { throw TestFailure("\(path) ended with \(code): \(texts[1])") }
  return Output(code: code, output: texts[0], errors: texts[1])
}

/// The tables of `config/tabellen`, as the daemon hands them over.
let shippedTables: TableFiles = {
  let folder = project.appending(path: "config/tabellen")
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  let files = names.compactMap { name in
    (try? Data(contentsOf: folder.appending(path: name))).map { (name, [UInt8]($0)) }
  }
  return TableFiles(files: Dictionary(files) { first, _ in first })
}()
