import Foundation
import Platform

@testable import Transport

/// The token service `token_server.py`, one for the whole test run.
final class TokenServer: Sendable {
  private let folder: URL
  private let port: String
  private let certificates: Certificates

  private static let instance = Result { try TokenServer() }
  static func shared() throws -> TokenServer { try instance.get() }

  private init() throws {
    certificates = try Certificates.shared.get()
    folder = certificates.folder.appending(path: "token")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "token_server.py")
    _ = try Companion(
      script: #"exec python3 "$1" "$2" "$3" "$4" 2>"$2/errors""#,
      arguments: [script.path, folder.path, certificates.folder.path, Dovecot.tokenKey]
    ).forever()
    let answer = folder.appending(path: "port")
    for _ in 0..<500 where !FileManager.default.fileExists(atPath: answer.path) { usleep(20_000) }
    guard let text = try? String(contentsOf: answer, encoding: .utf8) else {
      throw TestFailure("the token service does not start: is python3 installed?")
    }
    port = text
  }

  /// A client whose id tells the service what to do.
  func client(_ scenario: String, user: String, _ grant: OAuth2Client.Grant = .clientCredentials)
    throws
    -> OAuth2Client
  {
    OAuth2Client(
      tokenURL: "https://localhost:\(port)/token", clientID: "\(scenario)#\(user)",
      clientSecret: try secretFile("client & geheim=1"), scope: "mail offline_access", grant: grant,
      caFile: certificates.authority)
  }

  /// The forms that a client posted.
  func requests(of client: OAuth2Client) throws -> [[String: String]] {
    let file = folder.appending(path: "\(client.clientID).requests")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode([String: String].self, from: Data($0.utf8))
    }
  }

  /// A path for a rotated token, where nothing is yet.
  func statePath() -> String { folder.appending(path: "state-\(UUID().uuidString)").path }
}
