import Foundation
import Platform
import Testing

@testable import Transport

@Suite("A connection is encrypted, verified and logged in", .timeLimit(.minutes(5)))
struct ConnectionTests {
  let dovecot: Dovecot
  init() throws { dovecot = try Dovecot.shared() }

  func endpoint(_ security: TransportSecurity, ca: String? = nil) -> Endpoint {
    Endpoint(
      service: .imap, security: security, host: "localhost",
      port: security == .tls ? dovecot.tlsPort : dovecot.startTLSPort,
      caFile: ca ?? dovecot.certificates.authority)
  }

  @Test("Password and token open both kinds of line", arguments: TransportSecurity.allCases)
  func logins(security: TransportSecurity) throws {
    for login in [
      Login.password(user: "jan", Secret(Dovecot.password.utf8)),
      Login.bearer(user: "jan", Secret(Dovecot.token(for: "jan").utf8)),
    ] {
      var line = try Connection(to: endpoint(security), login: login)
      try line.send(Array("a NOOP\r\n".utf8), until: .after(seconds: 10))
      let answer = try line.receive(upTo: 100, until: .after(seconds: 10))
      #expect(String(decoding: answer, as: UTF8.self).hasPrefix("a OK"))
    }
  }
}
