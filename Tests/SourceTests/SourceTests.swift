import Foundation
import Testing

/// The rules of the house, read from the source text itself.
private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

private struct SwiftFile: CustomTestStringConvertible {
  let module: String
  let path: String
  let lines: [String]
  var testDescription: String { path }

  /// Modules that the file imports.
  var imports: [String] {
    lines.compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
        words[..<at].allSatisfy({
          $0.hasPrefix("@") || ["public", "internal", "package", "private"].contains($0)
        })
      else { return nil }
      return words[at + 1]
    }
  }
}

private let sources: [SwiftFile] = {
  let folder = root.appending(path: "Sources")
  let paths =
    FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
  return paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
    let text = (try? String(contentsOf: folder.appending(path: path), encoding: .utf8)) ?? ""
    return SwiftFile(
      module: String(path.split(separator: "/")[0]), path: path,
      lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }
}()

/// What each module may import: ours, C, and of the toolchain.
private let allowed: [String: Set<String>] = [
  "Core": [],
  "Platform": ["CLinux", "CSystemd", "CCrypto", "Glibc", "Dispatch", "Synchronization"],
  "Sandbox": ["Core", "Platform", "CSeccomp", "Glibc"],
  "Reading": [
    "Core", "Platform", "Sandbox", "CGMime", "CGsf", "CPoppler", "CQPDF", "CXML", "CZip", "Glibc",
  ],
  "Recognition": ["Core", "Platform", "Sandbox", "CTesseract", "CPageImage", "Glibc"],
  "Notices": ["Core"],
  "Transport": ["Core", "Platform", "CCurl", "Dispatch", "Synchronization"],
  "Storage": ["Core", "Platform", "CSQLite"],
  "Daemon": ["Core", "Platform", "Notices", "Transport", "Storage", "CToml", "Synchronization"],
  "signaalpost": ["Daemon", "Platform"],
  "signaalpost-reader": ["Reading", "Glibc"],
  "signaalpost-ocr": ["Recognition", "Glibc"],
]

@Test("A module imports what its place in the house allows", arguments: allowed.keys.sorted())
func imports(module: String) throws {
  let files = sources.filter { $0.module == module }
  #expect(!files.isEmpty)
  for file in files {
    #expect(Set(file.imports).subtracting(allowed[module] ?? []) == [], "\(file.path)")
  }
}

@Test("Every module has its rule")
func everyModule() { #expect(Set(sources.map(\.module)) == Set(allowed.keys)) }

@Test("A C module is imported by one Swift module")
func oneOwner() {
  var owners: [String: Set<String>] = [:]
  for file in sources {
    for name in file.imports where name.first == "C" && name.dropFirst().first?.isUppercase == true
    {
      owners[name, default: []].insert(file.module)
    }
  }
  #expect(owners.count >= 8)
  for (name, modules) in owners { #expect(modules.count == 1, "\(name): \(modules.sorted())") }
}

@Test("No C module is imported for others to see")
func noPublicC() {
  for file in sources {
    for line in file.lines where line.hasPrefix("public import") {
      #expect(
        !["CG", "CC", "CS", "CX", "CZ", "CL", "CT", "CQ", "CP", "Gl"].contains(
          String(line.dropFirst(14).prefix(2))))
    }
  }
}

@Test("A file is about one thing")
func sizes() {
  for file in sources {
    #expect(file.lines.count <= 401, "\(file.path): \(file.lines.count) lines")
  }
}

@Test("Nothing ends the process on what came in")
func noTraps() {
  for file in sources {
    for (number, line) in file.lines.enumerated() {
      let code = line.split(separator: "//", maxSplits: 1)[safe: 0].map(String.init) ?? ""
      let isTrap =
        code.contains("try!") || code.contains(" as! ") || code.contains("preconditionFailure")
      #expect(!isTrap, "\(file.path):\(number + 1)")
    }
  }
}

@Test("The daemon links no parser of what came in", .enabled(if: daemon != nil))
func libraries() throws {
  let tool = Process()
  let output = Pipe()
  tool.executableURL = URL(filePath: "/usr/bin/ldd")
  tool.arguments = [daemon?.path ?? ""]
  tool.standardOutput = output
  try tool.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  tool.waitUntilExit()
  #expect(text.contains("libcurl"))
  for library in [
    "libgmime", "libxml2", "libpoppler", "libqpdf", "libzip", "libgsf", "libgio", "libtesseract",
    "liblept",
  ] {
    #expect(!text.contains(library), "\(library)")
  }
}

private let daemon: URL? = {
  let url = root.appending(path: ".build/debug/signaalpost")
  return FileManager.default.isExecutableFile(atPath: url.path) ? url : nil
}()

extension Array {
  fileprivate subscript(safe index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
