import Glibc
import Platform

/// A directory of its own for one test, removed with everything in it at the end.
final class Scratch: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/signaalpost-test-XXXXXX".utf8CString)
    _ = unsafe mkdtemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { shell("rm -rf '\(path)'") }

  /// The path of a name in it, by bytes.
  func at(_ name: [UInt8]) -> [CChar] {
    path.utf8.map { CChar(bitPattern: $0) } + [0x2f] + name.map { CChar(bitPattern: $0) } + [0]
  }

  /// Writes a file through a path, as another program would.
  func write(_ name: String, _ text: String) { write(Array(name.utf8), Array(text.utf8)) }

  func write(_ name: [UInt8], _ bytes: [UInt8]) {
    let descriptor = unsafe open(at(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
  }

  /// Runs shell commands in it.
  @discardableResult
  func sh(_ commands: String) -> Int32 { shell("cd '\(path)' && \(commands)") }
}

@discardableResult
func shell(_ commands: String) -> Int32 {
  guard
    let child = try? Spawn(
      "/bin/sh", arguments: ["-c", commands], environment: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
    ).start().child,
    case .exited(let code) = try? child.wait()
  else { return -1 }
  return code
}

/// The names in a directory, in order.
func names(_ directory: borrowing Directory) throws -> [[UInt8]] {
  var listing = try directory.listing()
  var names: [[UInt8]] = []
  while let name = try listing.next() { names.append(name) }
  return names.sorted { $0.lexicographicallyPrecedes($1) }
}
