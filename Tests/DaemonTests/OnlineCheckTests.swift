import Foundation
import Testing

@Suite("check --online", .offPool, .timeLimit(.minutes(3)))
struct OnlineCheckTests {
  @Test(
    "logs in at the mailbox and at the SMTP server with a bearer token, and tells what is refused",
    arguments: [
      ("plain#signalen@demo.example", 0, nil),
      ("plain#vreemd", 78, "[smtp]: the access token is refused"),
      ("client#signalen@demo.example", 78, "[smtp]: "),
    ] as [(String, Int32, String?)])
  func bearer(client: String, code: Int32, problem: String?) throws {
    let installation = try Installation()
    let servers = try MailServers(installation)
    try installation.change("way = \"maildir\"", to: "way = \"smtp\"")
    try installation.change(
      "[maildir]\npath = \"\(installation.directory.path)/maildir\"",
      to: """
        [smtp]
        host = "localhost"
        port = \(servers.smtpPort)
        ca_file = "\(servers.authority)"
        user = "\(client.hasSuffix("vreemd") ? "vreemd" : "signalen@demo.example")"
        sign_in = "oauth2-client-credentials"
        secret = "\(servers.secret)"
        token_endpoint = "https://localhost:\(servers.tokenPort)/token"
        token_ca_file = "\(servers.authority)"
        client_id = "\(client)"
        scope = "mail"
        """)
    let check = try installation.command("check", "--online")
    #expect(check.code == code, "\(check.output)\(check.errors)")
    #expect(!(check.output + check.errors).contains("geheim"))
    withExtendedLifetime(servers) {}
    if let problem { #expect((check.output + check.errors).contains(problem), "\(check.errors)") }
  }
}

/// A token service and an SMTP server that takes its tokens, with the certificate of the installation's Dovecot.
private final class MailServers {
  let smtpPort: String
  let tokenPort: String
  let authority: String
  let secret: String
  /// Each server lives as long as its line.
  private let lines: [FileHandle]

  init(_ installation: Installation) throws {
    let imap = installation.directory.appending(path: "imap")
    let folder = installation.directory.appending(path: "servers")
    authority = imap.appending(path: "ca.pem").path
    secret = folder.appending(path: "secret").path
    for name in ["token", "smtp"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    let certificate = folder.appending(path: "localhost.both.pem")
    try ["server.key", "server.pem"].map { try Data(contentsOf: imap.appending(path: $0)) }
      .reduce(Data(), +).write(to: certificate)
    try Data("geheim van de toepassing\n".utf8).write(to: URL(filePath: secret))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
    smtpPort = try freePort()
    let (token, smtp) = (folder.appending(path: "token"), folder.appending(path: "smtp"))
    lines = [
      try Self.python("token_server.py", [token.path, folder.path, "sleutel"]),
      try Self.python("smtp_sink.py", [smtp.path, certificate.path, smtpPort, try freePort()]),
    ]
    let isReady = installation.wait {
      [token, smtp].allSatisfy {
        FileManager.default.fileExists(atPath: $0.appending(path: "ready").path)
      }
    }
    guard isReady else { throw TestFailure("the servers of the test do not start: make deps") }
    tokenPort = try String(contentsOf: token.appending(path: "port"), encoding: .utf8)
  }

  deinit { for line in lines { try? line.close() } }

  /// Ends when its line is closed, also by our own end.
  private static func python(_ script: String, _ arguments: [String]) throws -> FileHandle {
    let process = Process()
    let line = Pipe()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments =
      [
        "-c", "/usr/bin/python3 \"$@\" & cat; kill -9 $!", "sh",
        project.appending(path: "Tests/TransportTests/Fixtures/\(script)").path,
      ] + arguments
    process.standardInput = line
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return line.fileHandleForWriting
  }
}

/// A port on loopback that nobody listens at.
private func freePort() throws -> String {
  let program =
    "import socket; s=socket.socket(); s.bind(('127.0.0.1',0)); print(s.getsockname()[1])"
  let output = try runTool("/usr/bin/python3", ["-c", program])
  return output.output.trimmingCharacters(in: .newlines)
}
