import Core
import Foundation
import Platform
import Testing

@testable import Storage

/// What the next system call of a kind does instead of its work.
private struct Injection: Sendable, CustomTestStringConvertible {
  var call: String
  /// `error=EIO`, `signal=KILL`
  var effect: String
  var testDescription: String { "\(call) \(effect)" }

  static let all =
    ["fdatasync", "fsync", "ftruncate", "write"].flatMap { call in
      ["error=EIO", "error=ENOSPC", "signal=KILL"].map { Injection(call: call, effect: $0) }
    } + [Injection(call: "pwrite64", effect: "signal=KILL")]

  /// Runs the workload under strace with the n-th such call on the store's files spoilt. False when it has
  /// fewer.
  func run(_ number: Int, _ folder: Folder) throws -> Bool {
    let trace = folder.file("strace")
    let names = [
      "", "/originals", "/originals/000001.seg", "/signaalpost.db", "/signaalpost.db-wal",
      "/signaalpost.lock",
    ]
    let program = Process()
    program.executableURL = URL(filePath: "/usr/bin/strace")
    var arguments = ["-f", "-o", trace]
    for name in names { arguments += ["-P", folder.file("store") + name] }
    arguments += ["-e", "trace=\(call)", "-e", "inject=\(call):\(effect):when=\(number)"]
    arguments += [CommandLine.arguments[0], "--testing-library", "swift-testing"]
    program.arguments = arguments + ["--filter", "FaultWorkload"]
    program.environment = ProcessInfo.processInfo.environment.merging(
      ["SIGNAALPOST_FAULT": folder.path]) { $1 }
    program.standardOutput = FileHandle.nullDevice
    program.standardError = FileHandle.nullDevice
    try program.run()
    program.waitUntilExit()
    let text = try String(contentsOfFile: trace, encoding: .utf8)
    return text.contains("INJECTED") || text.contains("killed by SIGKILL")
  }
}

/// The program that is spoilt: commits some batches, tries again after an error, and writes down what it was
/// told to be done.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SIGNAALPOST_FAULT"] != nil))
struct FaultWorkload {
  @Test func commits() async throws {
    let folder = ProcessInfo.processInfo.environment["SIGNAALPOST_FAULT"] ?? ""
    let acknowledged = try Directory(path: folder).appendable(Array("acknowledged".utf8))
    for number in 1...4 {
      for _ in 1...3 {
        guard let store = try? await SQLiteStore.open(directory: folder + "/store") else {
          continue
        }
        let answer = try? await store.commit(series(number), now: noon, compose: usual)
        if answer != nil { try acknowledged.write(Array("\(number)\n".utf8)) }
        await store.close()
        if answer != nil { break }
      }
    }
  }
}

@Suite(
  "Every system call fails once", .serialized, .timeLimit(.minutes(15)),
  .enabled(
    if: ProcessInfo.processInfo.environment["SIGNAALPOST_LONG"] != nil
      && FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"),
    "long, and needs strace"))
struct FaultSweepTests {
  @Test("Whatever fails, at whatever moment, nothing is lost or doubled", arguments: Injection.all)
  private func sweep(_ injection: Injection) async throws {
    var number = 1
    var isHit = true
    while isHit {
      let folder = try Folder()
      isHit = try injection.run(number, folder)
      let store = try await SQLiteStore.open(directory: folder.file("store"))
      try await expectSound(store)
      let acknowledged =
        (try? String(contentsOfFile: folder.file("acknowledged"), encoding: .utf8)) ?? ""
      for line in acknowledged.split(separator: "\n") {
        for taken in series(Int(line) ?? 0) {
          #expect(try await store.original(taken.digest) == taken.item.bytes, "call \(number)")
        }
      }
      if !isHit { #expect(acknowledged == "1\n2\n3\n4\n") }
      await store.close()
      number += 1
    }
    #expect(number > 3, "nothing was spoilt")
  }
}
