import Core
import Foundation
import Platform
import Testing

@testable import Daemon

/// A reader that does what a message tells it, in the pool of the daemon: see Tests/Support/ReaderProbe.
@Suite("A reader that was taken over", .offPool, .timeLimit(.minutes(5)))
struct ReaderSandboxTests {
  /// What comes of it.
  enum End: Sendable {
    /// The system call answered this error.
    case denied(Int32)
    /// The item is given up after three attempts, each in a new process.
    case failure(String)
  }

  @Test(
    "It is stopped, and the next message is served",
    arguments: [
      ("open a file", .denied(EACCES)), ("open its own memory map", .denied(EACCES)),
      ("open the root", .denied(EACCES)), ("list a directory", .denied(EACCES)),
      ("write a file", .denied(EPERM)), ("write in memory", .denied(EPERM)),
      ("cut a file", .denied(EPERM)), ("remove a file", .denied(EPERM)),
      ("rename a file", .denied(EPERM)), ("make a directory", .denied(EPERM)),
      ("connect to loopback", .denied(EPERM)), ("listen", .denied(EPERM)),
      ("open a local socket", .denied(EPERM)), ("open a socket pair", .denied(EPERM)),
      ("fork", .denied(EPERM)), ("start a thread", .denied(EPERM)),
      ("signal the daemon", .denied(EPERM)), ("let the kernel signal the daemon", .denied(EPERM)),
      ("allocate 2 GB", .denied(ENOMEM)), ("write code", .denied(EPERM)),
      ("make data code", .denied(EPERM)), ("raise its limits", .denied(EPERM)),
      ("change its user", .denied(EPERM)), ("change its filter", .denied(EPERM)),
      ("exec", .failure("reader_crash")), ("trace the daemon", .failure("reader_crash")),
      ("look into the daemon", .failure("reader_crash")), ("spin", .failure("reader_crash")),
      ("crash", .failure("reader_crash")), ("end", .failure("reader_crash")),
      ("risk, then crash", .failure("reader_crash")), ("garbage", .failure("reader_garbage")),
      ("long garbage", .failure("reader_garbage")), ("long answer", .failure("reader_garbage")),
      ("empty answer", .failure("reader_garbage")), ("risk twice", .failure("reader_garbage")),
      ("endless risk", .failure("reader_garbage")),
    ] as [(String, End)])
  func stopped(attempt: String, end: End) async throws {
    let pool = try await probes()
    let results = try await pool.read([probe(attempt), ordinary])
    switch (end, results[0]) {
    case (.denied(let error), .success(let verdict)):
      // Without Landlock it is the filter of calls that lets no file be opened.
      let answer = error == EACCES && !canRestrictFiles() ? EPERM : error
      #expect(verdict.reason == "denied:\(answer)")
    case (.failure(let word), .failure(let failure)): #expect(failure.word == word)
    default: Issue.record("\(results[0])")
    }
    #expect(try results[1].get().outcome == .signal)
    await pool.stop()
  }

  @Test("One that says nothing is ended by the daemon's clock")
  func silent() async throws {
    let pool = try await probes(seconds: 3)
    let results = try await pool.read([probe("sleep"), ordinary])
    guard case .failure(.timeout) = results[0] else {
      Issue.record("\(results[0])")
      return
    }
    #expect(try results[1].get().outcome == .signal)
    await pool.stop()
  }

  @Test("One that decoded a risky format is not used again, whatever it says after; others are")
  func spent() async throws {
    let pool = try await probes()
    let ask = { (name: String) in
      try await pool.read([probe(name)])[0].get().reason
    }
    let first = try await ask("who")
    #expect(first?.hasPrefix("process:") == true)
    #expect(try await ask("who") == first)
    #expect(try await ask("risk") == first)
    let second = try await ask("who")
    #expect(second != first)
    #expect(try await ask("who") == second)
    await pool.stop()
  }

  @Test("Its successor is there before the next message comes")
  func ahead() async throws {
    let parent = ReaderParent(program: probeProgram, tables: shippedTables)
    let reader = ReaderProcess(parent: parent, seconds: 30)
    _ = try await reader.start()
    let before = await reader.process
    let queue = ReadQueue([probe("risk")])
    await reader.work(through: queue)
    _ = try queue.results()[0].get()
    let after = await reader.process
    #expect(after != nil && after != before)
    await reader.stop()
  }

  @Test(
    "What the kernel lacks is told, and the rest still holds",
    arguments: [
      ("", [.files, .calls], "open a file", "denied:\(EACCES)"),
      ("", [.files, .calls], "open a converter's directory", "done"),
      // Without Landlock no file is opened at all.
      ("--without-landlock", [.calls], "open a file", "denied:\(EPERM)"),
      ("--without-landlock", [.calls], "open a converter's directory", "denied:\(EPERM)"),
      ("--without-landlock", [.calls], "connect to loopback", "denied:\(EPERM)"),
      ("--without-seccomp", [.files], "open a file", "denied:\(EACCES)"),
      ("--without-seccomp", [.files], "write a file", "denied:\(EACCES)"),
      ("--without-seccomp", [.files], "allocate 2 GB", "denied:\(ENOMEM)"),
      ("--without-landlock --without-seccomp", [], "allocate 2 GB", "denied:\(ENOMEM)"),
    ] as [(String, Set<Barrier>, String, String)])
  func lacking(options: String, barriers: Set<Barrier>, attempt: String, reason: String)
    async throws
  {
    // What this system itself lacks cannot be shown here.
    guard canRestrictFiles() || !barriers.contains(.files) else { return }
    let script = try Script(options)
    let pool = try await probes(program: script.file.path)
    #expect(await pool.barriers == barriers)
    let results = try await pool.read([probe(attempt), ordinary])
    #expect(try results[0].get().reason == reason)
    #expect(try results[1].get().outcome == .signal)
    await pool.stop()
  }

  @Test("A message that ends three readers goes to quarantine with its original; the others do not")
  func quarantine() throws {
    let installation = try Installation(withMailServer: false)
    try installation.change("[service]\n", to: "[service]\nreader = \"\(probeProgram)\"\n")
    try installation.drop("1.txt", signal(1))
    try installation.drop("2.txt", "probe: crash\n")
    try installation.drop("3.txt", signal(3))
    let run = try installation.command("run", "--once")
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors.contains("not-confined") == !canRestrictFiles())
    #expect(try installation.command("signals", "list").lines.count == 3)
    let list = try installation.command("quarantine", "list", "--json")
    #expect(list.lines.count == 1)
    #expect(list.output.contains("unreadable:reader_crash"))
    let id = try #require(list.output.firstMatch(of: #/"id":(\d+)/#)).1
    let original = try installation.command("quarantine", "original", String(id))
    #expect(original.output == "probe: crash\n")
  }

  @Test("The daemon tells at its start, and check, that the kernel lacks a barrier; nothing stops")
  func told() throws {
    let script = try Script("--without-landlock")
    let installation = try Installation(withMailServer: false)
    try installation.change("[service]\n", to: "[service]\nreader = \"\(script.file.path)\"\n")
    let check = try installation.command("check")
    #expect(check.code == 0)
    #expect(check.errors.contains("warning: [service] reader: this system does not confine it"))
    try installation.drop("1.txt", signal(1))
    let run = try installation.command("run", "--once")
    #expect(run.code == 0)
    #expect(run.errors.contains("reader not-confined lacks=landlock"))
    #expect(try installation.command("signals", "list").lines.count == 2)
  }

  @Test("check finds a reader that does not start")
  func broken() throws {
    let installation = try Installation(withMailServer: false)
    try installation.change("[service]\n", to: "[service]\nreader = \"/bin/true\"\n")
    let check = try installation.command("check")
    #expect(check.code == 78)
    #expect(check.errors.contains("reader_crash"), "\(check.errors)")
  }
}

private let probeProgram = programs.appending(path: "reader-probe").path

/// A pool with one reader, so that the next message meets what the one before left.
private func probes(program: String = probeProgram, seconds: Int64 = 60) async throws -> ReaderPool
{
  let pool = ReaderPool(program: program, count: 1, seconds: seconds)
  try await pool.load(shippedTables)
  return pool
}

private let ordinary = request(signal(1))

private func probe(_ name: String) -> ReadRequest { request("probe: \(name)\n") }

private func request(_ text: String) -> ReadRequest {
  ReadRequest(
    door: .folder, receivedAt: Timestamp(seconds: 1_790_000_000), name: "a.txt",
    bytes: Array(text.utf8))
}

/// Starts the probe with arguments, which the daemon does not give.
private final class Script {
  let file: URL

  init(_ options: String) throws {
    file = FileManager.default.temporaryDirectory.appending(path: "probe-\(UUID()).sh")
    try Data("#!/bin/sh\nexec '\(probeProgram)' \(options)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  deinit { try? FileManager.default.removeItem(at: file) }
}
