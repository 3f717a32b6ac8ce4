import Foundation
import Platform

@testable import Transport

/// The token service `token_server.py`, one for the whole test run.
final class TokenServer: Sendable {
  private let server: PythonServer
  private let port: String
  private let certificates: Certificates

  private static let instance = Task { try await blocking { try TokenServer() } }
  static func shared() async throws -> TokenServer { try await instance.value }

  private init() throws {
    certificates = try Certificates.shared.get()
    server = try PythonServer("token_server.py") { [certificates] _ in
      [certificates.folder.path, Dovecot.tokenKey]
    }
    port = try String(contentsOf: server.folder.appending(path: "port"), encoding: .utf8)
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
    let file = server.folder.appending(path: "\(client.clientID).requests")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode([String: String].self, from: Data($0.utf8))
    }
  }

  /// A path for a rotated token, where nothing is yet.
  func statePath() -> String { server.folder.appending(path: "state-\(UUID().uuidString)").path }
}
