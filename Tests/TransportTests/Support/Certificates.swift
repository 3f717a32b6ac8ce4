import Foundation

/// An authority of this test run with certificates for `localhost`, made by openssl in a temporary folder.
final class Certificates: Sendable {
  let folder: URL
  /// The authority, the way `caFile` wants it.
  let authority: String
  /// An authority that signed nothing here.
  let stranger: String

  static let shared = Result { try Certificates() }

  private init() throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "signaalpost-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    authority = folder.appending(path: "ca.pem").path
    stranger = folder.appending(path: "stranger.pem").path
    try makeAuthority("ca")
    try makeAuthority("stranger")
    try makeServer("localhost", validity: ["-days", "2"])
    try makeServer("elsewhere.example", validity: ["-days", "2"])
    try makeServer("expired", names: "localhost", validity: ["-days", "-1"])
    removeAtExit(folder)
  }

  /// Certificate and key in one file, for `localhost`, `elsewhere.example` or `expired`.
  func server(_ name: String = "localhost") -> String {
    folder.appending(path: "\(name).both.pem").path
  }

  private func makeAuthority(_ name: String) throws {
    try run(
      "openssl",
      ["req", "-x509", "-subj", "/CN=\(name)", "-days", "2", "-out", "\(name).pem"]
        + Certificates.newKey(name) + [
          "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=keyCertSign",
        ], in: folder)
  }

  private func makeServer(_ name: String, names: String? = nil, validity: [String]) throws {
    try "subjectAltName=DNS:\(names ?? name)\nbasicConstraints=CA:FALSE\n".write(
      to: folder.appending(path: "\(name).ext"), atomically: true, encoding: .utf8)
    try run(
      "openssl",
      ["req", "-subj", "/CN=\(names ?? name)", "-out", "\(name).csr"] + Certificates.newKey(name),
      in: folder)
    try run(
      "openssl",
      [
        "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key",
        "-CAcreateserial",
        "-extfile", "\(name).ext", "-out", "\(name).pem",
      ] + validity, in: folder)
    let both = try ["pem", "key"].map {
      try String(contentsOf: folder.appending(path: "\(name).\($0)"), encoding: .utf8)
    }
    try both.joined().write(
      to: folder.appending(path: "\(name).both.pem"), atomically: true, encoding: .utf8)
  }

  private static func newKey(_ name: String) -> [String] {
    [
      "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
      "\(name).key",
    ]
  }
}

/// Removes a folder when this process ends, however it ends: a shell waits for its standard input to close.
func removeAtExit(_ folder: URL) {
  _ = try? Companion(script: "cat >/dev/null; rm -rf \"$1\"", arguments: [folder.path]).forever()
}
