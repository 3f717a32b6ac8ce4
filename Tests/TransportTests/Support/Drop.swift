import Core
import Foundation
import Platform

@testable import Transport

/// A drop folder of its own for one test, and a source that reads it. Removed with everything in it.
final class Drop: Sendable {
  let base: String
  let recorder = Recorder()

  init() {
    var template = Array("/tmp/signaalpost-drop-XXXXXX".utf8CString)
    _ = unsafe mkdtemp(&template)
    base = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    sh("mkdir drop elders")
  }

  deinit { sh("umount -q drop; chmod -R u+rwX . ; cd /; rm -rf '\(base)'") }

  var path: String { base + "/drop" }

  /// - Parameter quiet: in milliseconds.
  func source(quiet: Int = 300, _ configure: (inout DropFolder) -> Void = { _ in }) -> FolderSource
  {
    var folder = DropFolder(
      name: "balie", path: path, quiet: .milliseconds(quiet), rescan: .seconds(3600))
    configure(&folder)
    return FolderSource(folder)
  }

  /// Runs a source for as long as the body takes, and sees that it ends within a second after.
  @discardableResult
  func running(
    _ source: FolderSource, _ body: () async throws -> Void
  ) async throws -> Duration {
    let recorder = recorder
    let task = Task { try await source.run(recorder, once: false) }
    // The watch is there when the first look was told, or has found something.
    _ = await eventually { await recorder.isInUse }
    let failure: (any Error)?
    do {
      try await body()
      failure = nil
    } catch { failure = error }
    let stopped = ContinuousClock.now
    task.cancel()
    _ = await task.result
    if let failure { throw failure }
    return ContinuousClock.now - stopped
  }

  func once(_ source: FolderSource) async throws { try await source.run(recorder, once: true) }

  // MARK: What others do in it

  /// Runs shell commands where `drop` and `elders` are.
  @discardableResult
  func sh(_ commands: String) -> Bool {
    (try? run("sh", ["-c", "cd '\(base)' && \(commands)"])) != nil
  }

  func cpath(_ name: [UInt8]) -> [CChar] {
    (Array(path.utf8) + [0x2f] + name + [0]).map { CChar(bitPattern: $0) }
  }

  /// Opens a file in the folder as another program does.
  func open(_ name: [UInt8], _ flags: Int32 = O_WRONLY | O_CREAT) -> FileDescriptor {
    FileDescriptor(owning: unsafe Glibc.open(cpath(name), flags | O_CLOEXEC, 0o644))
  }

  func write(_ name: String, _ text: String) { write(Array(name.utf8), Array(text.utf8)) }

  func write(_ name: [UInt8], _ bytes: [UInt8]) {
    try? open(name, O_WRONLY | O_CREAT | O_TRUNC).write(bytes)
  }

  /// Names in a folder below the base, our own empty ones left out.
  func names(_ folder: String = "drop") -> [String] {
    let path = "\(base)/\(folder)"
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
      let content = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\($0)")
      return !($0.hasPrefix(".") && content?.isEmpty == true)
    }.sorted()
  }

  func text(_ file: String) -> String? {
    try? String(contentsOfFile: "\(base)/\(file)", encoding: .utf8)
  }
}
