import Foundation

/// One parser under libFuzzer: takes any bytes, and ends the process where a promise does not hold.
struct Target: Sendable {
  let name: String
  /// Longest input that libFuzzer makes, in bytes.
  var longest = 4096
  /// Files of the project to begin with: folders below it, and endings.
  var files: [(folder: String, endings: [String])] = []
  /// Inputs to begin with that no file has.
  var inputs: [[UInt8]] = []
  /// What an input of this kind is likely to contain.
  var words: [String] = []
  let check: @Sendable ([UInt8]) -> Void

  static let all = [report, values, servers, data, wire, formats, mail]
}

/// `fuzz TARGET` and libFuzzer's arguments runs one; `fuzz prepare PROJECT FOLDER` writes what all of them
/// begin with to `FOLDER/TARGET/` and `FOLDER/TARGET.dict`; `fuzz list` names them, `fuzz longest TARGET` tells how
/// long their inputs become.
///
/// The name is what the package manager calls the `main` of this module.
@_cdecl("fuzz_main")
func start(_ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
{
  let words = CommandLine.arguments
  switch words.dropFirst().first {
  case "list": print(Target.all.map(\.name).joined(separator: "\n"))
  case "longest" where words.count == 3:
    print(Target.all.first { $0.name == words[2] }?.longest ?? 0)
  case "prepare" where words.count == 4:
    do { for target in Target.all { try target.prepare(words[2], words[3]) } } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      return 1
    }
  case let name?:
    guard let target = Target.all.first(where: { $0.name == name }) else { fallthrough }
    chosen.target = target
    // The name of the target is no argument of libFuzzer's.
    var (count, arguments): (Int32, UnsafeMutablePointer<_>?) = unsafe (count - 1, arguments + 1)
    return unsafe drive(&count, &arguments, one)
  default:
    FileHandle.standardError.write(Data("usage: fuzz TARGET|list|prepare PROJECT FOLDER\n".utf8))
    return 64
  }
  return 0
}

/// The target of this process; set once, before the first input.
private final class Chosen: @unchecked Sendable {
  var target: Target?
}
private let chosen = Chosen()

private func one(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  chosen.target?.check(unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}

/// libFuzzer's loop.
@_silgen_name("LLVMFuzzerRunDriver")
private func drive(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

extension Target {
  fileprivate func prepare(_ project: String, _ folder: String) throws {
    let own = URL(filePath: folder).appending(path: name)
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    for (number, bytes) in inputs.enumerated() {
      try Data(bytes).write(to: own.appending(path: "input-\(number)"))
    }
    for (root, endings) in files {
      let start = URL(filePath: project).appending(path: root)
      let paths = FileManager.default.enumerator(atPath: start.path)?.allObjects ?? []
      for case let path as String in paths where endings.contains((path as NSString).pathExtension)
      {
        let bytes = try Data(contentsOf: start.appending(path: path))
        let file = path.replacing("/", with: "-")
        if bytes.count <= longest { try bytes.write(to: own.appending(path: file)) }
      }
    }
    let lines = words.map { "\"\($0.utf8.map { String(format: "\\x%02x", $0) }.joined())\"\n" }
    try Data(lines.joined().utf8).write(to: own.appendingPathExtension("dict"))
  }
}
