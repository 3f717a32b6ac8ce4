import Core
import Foundation
import Platform
import Testing

@testable import Transport

@Suite("Access tokens by OAuth 2.0", .timeLimit(.minutes(5)))
struct TokenSourceTests {
  let server: TokenServer
  let user = "u\(UInt32.random(in: 0 ... .max))"
  let now = Timestamp(seconds: wallClock())
  init() async throws { server = try await TokenServer.shared() }

  func refused(_ client: OAuth2Client) async -> ConnectionError? {
    do throws(ConnectionError) {
      _ = try await TokenSource(client).accessToken(now: now)
      return nil
    } catch { return error }
  }

  @Test("Client credentials are posted as a form, and the token opens a mailbox")
  func clientCredentials() async throws {
    let mailbox = try await Mailbox()
    let client = try server.client("plain", user: mailbox.user)
    try mailbox.deliver([mail(1)])
    var account = try mailbox.account()
    account.authentication = .oauth2(TokenSource(client))
    let intake = RecordingIntake()
    try await MailboxSource(account).run(intake, once: true)
    #expect(await intake.contents == [mail(1)])
    #expect(
      try server.requests(of: client) == [
        [
          "client_id": client.clientID, "client_secret": "client & geheim=1",
          "grant_type": "client_credentials", "scope": "mail offline_access",
        ]
      ])
  }

  @Test("A token is kept until half of its life is over", arguments: ["plain", "text"])
  func halfLife(scenario: String) async throws {
    let client = try server.client(scenario, user: user)
    let source = TokenSource(client)
    let first = try await source.accessToken(now: now).copy()
    #expect(try await source.accessToken(now: now + 1799).copy() == first)
    #expect(try await source.accessToken(now: now + 1801).copy() != first)
    #expect(try server.requests(of: client).count == 2)
    await source.discard()
    _ = try await source.accessToken(now: now + 1802)
    #expect(try server.requests(of: client).count == 3)
  }

  @Test("A rotated refresh token is kept before it is used: a new process goes on with it")
  func rotation() async throws {
    let state = server.statePath()
    let grant = OAuth2Client.Grant.refreshToken(try secretFile("eerste"), state: state)
    let client = try server.client("rotate", user: user, grant)
    for _ in 0..<3 { _ = try await TokenSource(client).accessToken(now: now) }
    #expect(
      try server.requests(of: client).map { $0["refresh_token"] }
        == ["eerste", "volgende-1", "volgende-2"])
    let mode = try FileManager.default.attributesOfItem(atPath: state)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("A rotated token that cannot be kept is not used, and not lost while we live")
  func unkept() async throws {
    let state = server.statePath() + "/nog-niet/state"
    let grant = OAuth2Client.Grant.refreshToken(try secretFile("eerste"), state: state)
    let client = try server.client("rotate", user: user, grant)
    let source = TokenSource(client)
    for _ in 0..<2 {
      let error = await #expect(throws: ConnectionError.self) {
        try await source.accessToken(now: now)
      }
      #expect(error?.kind == .configuration)
    }
    #expect(try server.requests(of: client).count == 1)
    try FileManager.default.createDirectory(
      atPath: (state as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    _ = try await source.accessToken(now: now)
    #expect(
      try server.requests(of: client).map { $0["refresh_token"] } == ["eerste", "volgende-1"])
  }

  @Test(
    "A new consent in the place of the first token counts, not what was rotated from the old one")
  func newConsent() async throws {
    let first = try secretFile("eerste")
    let client = try server.client(
      "rotate", user: user, .refreshToken(first, state: server.statePath()))
    _ = try await TokenSource(client).accessToken(now: now)
    try Data("nieuwe toestemming".utf8).write(to: URL(filePath: first.path))
    _ = try await TokenSource(client).accessToken(now: now)
    #expect(
      try server.requests(of: client).map { $0["refresh_token"] } == [
        "eerste", "nieuwe toestemming",
      ])
  }

  @Test(
    "Refusals are told apart, and the service's own words are not repeated",
    arguments: [
      ("grant", ConnectionError.Kind.grant), ("client", .client), ("scope", .configuration),
      ("busy", .unavailable), ("page", .unavailable), ("garbage", .malformed), ("none", .malformed),
      ("large", .malformed), ("elsewhere", .malformed), ("unknown", .configuration),
    ])
  func refusals(scenario: String, kind: ConnectionError.Kind) async throws {
    let error = try #require(await refused(server.client(scenario, user: user)))
    #expect(error.kind == kind)
    for word in ["uitleg", "\r", "storing"] {
      #expect(!"\(error) \(error.explanation)".contains(word))
    }
  }

  @Test("The service is verified like a mail server, and nothing but https is spoken")
  func verification() async throws {
    var client = try server.client("plain", user: user)
    client.caFile = nil
    #expect(await refused(client)?.kind == .certificate)
    client.caFile = try Certificates.shared.get().authority
    client.tokenURL = client.tokenURL.replacing("localhost", with: "127.0.0.1")
    #expect(await refused(client)?.kind == .certificateName)
    for url in ["http://localhost/token", "file:///etc/passwd", "https://local host/", ""] {
      client.tokenURL = url
      #expect(await refused(client)?.kind == .configuration)
    }
  }

  @Test(
    "The end of a consent is announced thirty days ahead",
    arguments: [
      (40, nil), (30, nil), (29, "verloopt over 29 dagen"), (1, "verloopt over 1 dag"),
      (0, "verloopt vandaag"), (-1, "is verlopen"),
    ] as [(Int64, String?)])
  func expiry(days: Int64, text: String?) async throws {
    var client = try server.client("plain", user: user)
    client.expires = now + days * 86_400 + 600
    let warning = await TokenSource(client).warning(now: now)
    #expect(text.map { warning?.contains($0) == true } ?? (warning == nil))
  }

  @Test("What the service tells about the end of a refresh token is announced too")
  func toldExpiry() async throws {
    let grant = OAuth2Client.Grant.refreshToken(try secretFile("eerste"), state: server.statePath())
    let source = TokenSource(try server.client("rotate", user: user, grant))
    #expect(await source.warning(now: now) == nil)
    _ = try await source.accessToken(now: now)
    #expect(await source.warning(now: now)?.contains("10 dagen") == true)
  }

  @Test("A refused token is not used again")
  func refusedToken() async throws {
    let client = try server.client("plain", user: user)
    var account = try await HostileServer.shared().account("token_no")
    account.user = "token_no"
    account.authentication = .oauth2(TokenSource(client))
    let source = MailboxSource(account)
    for _ in 0..<2 {
      let error = await #expect(throws: ConnectionError.self) {
        try await source.run(RecordingIntake(), once: true)
      }
      #expect(error?.kind == .token)
    }
    #expect(try server.requests(of: client).count == 2)
  }
}
