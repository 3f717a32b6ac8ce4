import Foundation
import Platform
import Testing

@testable import Transport

@Suite("A connection is encrypted, verified and logged in", .timeLimit(.minutes(5)))
struct ConnectionTests {
  let dovecot: Dovecot
  let hostile: HostileServer
  init() async throws {
    (dovecot, hostile) = (try await Dovecot.shared(), try await HostileServer.shared())
  }

  func endpoint(_ security: TransportSecurity, ca: String? = nil) -> Endpoint {
    Endpoint(
      service: .imap, security: security, host: "localhost",
      port: security == .tls ? dovecot.tlsPort : dovecot.startTLSPort,
      caFile: ca ?? dovecot.certificates.authority)
  }

  static func password(_ text: String = Dovecot.password, user: String = "jan") -> Login {
    .password(user: user, Secret(text.utf8))
  }

  /// Why no connection came about; nil when one did.
  func failure(_ endpoint: Endpoint, _ login: Login = password()) async throws -> ConnectionError? {
    try await blocking {
      do throws(ConnectionError) {
        _ = try Connection(to: endpoint, login: login)
        return nil
      } catch { return error }
    }
  }

  @Test("Password and token open both kinds of line", arguments: TransportSecurity.allCases)
  func logins(security: TransportSecurity) async throws {
    for login in [Self.password(), .bearer(user: "jan", Secret(Dovecot.token(for: "jan").utf8))] {
      let endpoint = endpoint(security)
      let answer = try await blocking {
        var line = try Connection(to: endpoint, login: login)
        try line.send(Array("a NOOP\r\n".utf8), until: .after(seconds: 10))
        return try line.receive(upTo: 100, until: .after(seconds: 10))
      }
      #expect(String(decoding: answer, as: UTF8.self).hasPrefix("a OK"))
    }
  }

  @Test("The system's authorities do not know the test's, and another authority does not do")
  func authorities() async throws {
    var system = endpoint(.tls)
    system.caFile = nil
    #expect(try await failure(system)?.kind == .certificate)
    #expect(
      try await failure(endpoint(.tls, ca: dovecot.certificates.stranger))?.kind == .certificate)
    #expect(try await failure(endpoint(.tls, ca: "/nowhere/ca.pem"))?.kind == .configuration)
  }

  @Test("A name that the certificate lacks is refused on both kinds of line")
  func wrongName() async throws {
    for security in TransportSecurity.allCases {
      var address = endpoint(security)
      address.host = "127.0.0.1"
      #expect(try await failure(address)?.kind == .certificateName)
    }
  }

  @Test(
    "Each way to fail before the login has its own name",
    arguments: [
      ("silent", ConnectionError.Kind.timeout), ("endless", .malformed), ("binary", .malformed),
      ("longline", .closed), ("bye", .unavailable), ("tls11", .tls), ("tlspreauth", .malformed),
      ("wrongname", .certificateName), ("expired", .certificateExpired),
    ])
  func beforeLogin(port: String, kind: ConnectionError.Kind) async throws {
    var address = try hostile.account("plain", port: port).endpoint
    address.connectSeconds = port == "silent" ? 3 : 60
    let begun = ContinuousClock.now
    #expect(try await failure(address)?.kind == kind)
    #expect(ContinuousClock.now - begun < .seconds(55))
  }

  @Test(
    "Where encryption is stripped, no byte of the password leaves",
    arguments: ["nostarttls", "starttls_no", "starttls_inject", "preauth"])
  func stripped(port: String) async throws {
    let secret = "geheim-\(UInt64.random(in: 0 ... .max))"
    let user = "jan-\(UInt32.random(in: 0 ... .max))"
    let address = try hostile.account("plain", port: port).endpoint
    let error = try await failure(address, Self.password(secret, user: user))
    #expect(error?.kind == .tls || error?.kind == .malformed)
    let wire = hostile.wire()
    let initial = Data("\0\(user)\0\(secret)".utf8).base64EncodedData()
    for word in [
      Data(secret.utf8), Data(user.utf8), initial, Data(secret.utf8).base64EncodedData(),
    ] {
      #expect(wire.range(of: word) == nil)
    }
  }

  @Test("Over STARTTLS the password does leave: the search of the test before finds what it seeks")
  func notStripped() async throws {
    let address = try hostile.account("plain", port: "starttls").endpoint
    let user = "plain#\(UInt32.random(in: 0 ... .max))"
    #expect(try await failure(address, Self.password("iets", user: user)) == nil)
    let initial = Data("\0\(user)\0iets".utf8).base64EncodedData()
    #expect(hostile.wire().range(of: initial) != nil)
  }

  @Test("A server with nothing but the LOGIN command takes a password")
  func loginCommand() async throws {
    let address = try hostile.account("plain", port: "loginonly").endpoint
    #expect(try await failure(address, Self.password(user: "plain#login")) == nil)
    let token = Login.bearer(user: "plain#login", Secret("x".utf8))
    #expect(try await failure(address, token)?.kind == .authentication)
  }

  @Test(
    "Wrong password, busy server, refused token: three different alarms",
    arguments: [
      ("login_no", false, ConnectionError.Kind.authentication), ("login_busy", false, .unavailable),
      ("login_bye", false, .unavailable), ("token_no", true, .token),
    ])
  func refusals(scenario: String, isToken: Bool, kind: ConnectionError.Kind) async throws {
    let address = try hostile.account("plain").endpoint
    let error = try await failure(
      address,
      isToken ? .bearer(user: scenario, Secret("x".utf8)) : Self.password(user: scenario))
    #expect(error?.kind == kind)
    if isToken { #expect(error?.message.hasSuffix("status 401") == true) }
  }

  @Test("Dovecot's refusals of a password and of an expired token are told apart")
  func dovecotRefusals() async throws {
    #expect(try await failure(endpoint(.tls), Self.password("fout"))?.kind == .authentication)
    let expired = Dovecot.token(for: "jan", validSeconds: -60)
    #expect(
      try await failure(endpoint(.tls), .bearer(user: "jan", Secret(expired.utf8)))?.kind == .token)
  }

  @Test(
    "Line breaks and NUL in what is sent to log in are refused before anything is sent",
    arguments: ["a\r\nA001 LOGOUT", "a\nb", "a\rb", "a\0b", ""])
  func injection(text: String) async throws {
    #expect(try await failure(endpoint(.tls), Self.password(user: text))?.kind == .configuration)
    if !text.isEmpty {
      #expect(try await failure(endpoint(.tls), Self.password(text))?.kind == .configuration)
    }
  }

  @Test(
    "A host that is more than a name is refused",
    arguments: ["localhost/x", "a@b", "a b", "a\nb", "a?b", "a#b", "", "a%62"])
  func hosts(host: String) async throws {
    var address = endpoint(.tls)
    address.host = host
    #expect(try await failure(address)?.kind == .configuration)
  }

  @Test("Nobody there, and no such name")
  func nobody() async throws {
    var address = endpoint(.tls)
    address.port = try freePort()
    #expect(try await failure(address)?.kind == .refused)
    address.host = "bestaat-niet.invalid"
    #expect(try await failure(address)?.kind == .name)
  }

  @Test("An error says nothing of user, password or host")
  func discretion() async throws {
    let login = Self.password("zeer-geheim", user: "piet")
    for error in [
      try await failure(endpoint(.tls), login),
      try await failure(endpoint(.tls, ca: "/nowhere"), login),
    ] {
      let text = "\(error.map { "\($0) \($0.explanation)" } ?? "")"
      for word in ["zeer-geheim", "piet", "localhost"] { #expect(!text.contains(word)) }
    }
    #expect("\(login)".contains("zeer-geheim") == false)
    #expect(String(reflecting: login).contains("zeer-geheim") == false)
  }

  @Test("Raising the interrupt ends a connect and a wait", arguments: ["connect", "receive"])
  func interrupt(phase: String) async throws {
    let interrupt = try Interrupt()
    let address = try hostile.account("plain", port: phase == "connect" ? "silent" : "tls").endpoint
    let (kind, took) = try await blocking { () -> (ConnectionError.Kind?, Duration) in
      let raised = ContinuousClock.now + .milliseconds(700)
      Thread.detachNewThread {
        Thread.sleep(forTimeInterval: 0.7)
        interrupt.raise()
      }
      do throws(ConnectionError) {
        let login = Self.password(user: "plain#interrupt")
        var line = try Connection(to: address, login: login, interrupt: interrupt)
        _ = try line.receive(upTo: 10, until: .after(seconds: 60))
        return (nil, .zero)
      } catch { return (error.kind, ContinuousClock.now - raised) }
    }
    #expect(kind == .interrupted)
    #expect(took < .seconds(10))
  }

  @Test("Without an answer a wait ends at its deadline")
  func deadline() async throws {
    let endpoint = endpoint(.tls)
    let (kind, took) = try await blocking { () -> (ConnectionError.Kind?, Duration) in
      var line = try Connection(to: endpoint, login: Self.password())
      let begun = ContinuousClock.now
      do throws(ConnectionError) {
        _ = try line.receive(upTo: 10, until: .after(seconds: 0.3))
        return (nil, .zero)
      } catch { return (error.kind, ContinuousClock.now - begun) }
    }
    #expect(kind == .timeout)
    #expect((.milliseconds(290) ... .seconds(10)).contains(took))
  }
}
