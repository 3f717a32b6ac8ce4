import Foundation
import Platform
import Testing

@Suite("Secrets from files")
struct SecretTests {
  let folder: URL
  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "secret-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func file(_ text: String, mode: Int = 0o600) throws -> SecretFile {
    let url = folder.appending(path: UUID().uuidString)
    try Data(text.utf8).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
    return SecretFile(path: url.path)
  }

  func kind(_ file: SecretFile) -> SecretError.Kind? {
    do throws(SecretError) {
      _ = try file.read()
      return nil
    } catch { return error.kind }
  }

  @Test(
    "One line end at the end is not part of it",
    arguments: [
      ("geheim", "geheim"), ("geheim\n", "geheim"), ("geheim\r\n", "geheim"),
      (" spatie ", " spatie "),
      ("é€\n", "é€"),
    ])
  func content(text: String, secret: String) throws {
    #expect(try file(text).read().copy() == Array(secret.utf8))
  }

  @Test(
    "What cannot be one secret is refused",
    arguments: [
      ("", SecretError.Kind.empty), ("\n", .empty), ("a\nb", .malformed), ("a\n\n", .malformed),
      ("a\0b", .malformed), (String(repeating: "x", count: 20_000), .tooLarge),
    ])
  func refused(text: String, kind: SecretError.Kind) throws {
    #expect(try self.kind(file(text)) == kind)
  }

  @Test(
    "A file that others may read or write is refused",
    arguments: [0o640, 0o604, 0o660, 0o602, 0o644, 0o610])
  func exposed(mode: Int) throws { #expect(try kind(file("x", mode: mode)) == .exposed) }

  @Test("Mode 0400 and 0600 will do", arguments: [0o400, 0o600])
  func closed(mode: Int) throws { #expect(try kind(file("x", mode: mode)) == nil) }

  @Test("Links, folders, pipes and nothing at all are refused, without waiting")
  func otherThings() throws {
    let real = try file("x")
    let link = folder.appending(path: "link").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: real.path)
    #expect(kind(SecretFile(path: link)) == .notAFile)
    #expect(kind(SecretFile(path: folder.path)) == .notAFile)
    let pipe = folder.appending(path: "pipe").path
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    #expect(kind(SecretFile(path: pipe)) == .notAFile)
    #expect(kind(SecretFile(path: folder.appending(path: "none").path)) == .missing)
  }

  @Test("Nothing that prints it shows it, and no error has the path")
  func discretion() throws {
    let secret = Secret("zeer geheim".utf8)
    var dumped = ""
    dump(secret, to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
      #expect(!text.contains("geheim") && !text.contains("122"))
    }
    #expect(!"\(SecretError(.missing))".contains("/"))
  }

  @Test("Forgotten bytes are gone from the array")
  func forgetting() {
    var bytes = Array("geheim".utf8)
    forget(&bytes)
    #expect(bytes.isEmpty)
  }

  @Test("A file is replaced whole, with its permissions, and leaves nothing beside it")
  func replacing() throws {
    let path = folder.appending(path: "state").path
    for text in ["een", "twee"] {
      try replaceFile(path, with: Array(text.utf8))
      #expect(try SecretFile(path: path).read().copy() == Array(text.utf8))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["state"])
    #expect(throws: Errno.self) { try replaceFile(folder.path + "/geen/state", with: []) }
  }
}
