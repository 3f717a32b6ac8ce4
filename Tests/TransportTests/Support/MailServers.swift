import Core
import Foundation
import Platform
import Testing

@testable import Transport

/// A Python program of `Fixtures`, in a folder of its own, that ends with this object.
final class PythonServer: Sendable {
  let folder: URL
  private let companion: Companion

  /// Debian's own interpreter: it has the Debian package.
  static let interpreter = "/usr/bin/python3"

  /// - Parameter arguments: behind the folder, which comes first.
  init(_ script: String, arguments: (URL) throws -> [String]) throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "signaalpost-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/\(script)").path
    companion = try Companion(
      script:
        "\(Self.interpreter) \"$@\" 2>\"$2/errors\" & p=$!; cat >/dev/null; kill $p; wait $p; rm -rf \"$2\"",
      arguments: [path, folder.path] + arguments(folder))
    let ready = folder.appending(path: "ready").path
    for _ in 0..<1500 where !FileManager.default.fileExists(atPath: ready) { usleep(20_000) }
    guard FileManager.default.fileExists(atPath: ready) else {
      let errors = try? String(contentsOf: folder.appending(path: "errors"), encoding: .utf8)
      throw TestFailure(
        errors?.contains("No module named 'aiosmtpd'") == true
          ? "aiosmtpd is not installed: `make deps` installs it (python3-aiosmtpd)"
          : "\(script) does not start: \(errors ?? "no python3")")
    }
  }
}

/// aiosmtpd on loopback, with login: user `jan`, password `wachtwoord`, or a token for the user.
struct SMTPSink: Sendable {
  struct Letter: Decodable {
    var from: String
    var to: [String]
    var mailOptions: [String]
    var content: String
    var user: String
    var bytes: [UInt8] { content.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }

    enum CodingKeys: String, CodingKey {
      case from, to, content, user
      case mailOptions = "mail_options"
    }
  }

  let server: PythonServer
  let tlsPort: UInt16
  let startTLSPort: UInt16

  static func started() async throws -> SMTPSink { try await blocking { try SMTPSink() } }

  private init() throws {
    let (tls, startTLS) = (try freePort(), try freePort())
    (tlsPort, startTLSPort) = (tls, startTLS)
    let certificate = try Certificates.shared.get().server()
    server = try PythonServer("smtp_sink.py") { _ in [certificate, "\(tls)", "\(startTLS)"] }
  }

  func account(_ security: TransportSecurity, password: String = "wachtwoord") throws
    -> SMTPAccount
  {
    var account = SMTPAccount(
      name: "uit", host: "localhost", port: security == .tls ? tlsPort : startTLSPort,
      security: security, user: "jan",
      authentication: .password(try secretFile(password, in: server.folder)))
    account.caFile = try Certificates.shared.get().authority
    return account
  }

  /// In the order in which they were taken.
  func letters() throws -> [Letter] {
    var letters: [Letter] = []
    while let data = try? Data(
      contentsOf: server.folder.appending(path: "\(letters.count + 1).json"))
    {
      letters.append(try JSONDecoder().decode(Letter.self, from: data))
    }
    return letters
  }
}

/// A server that does one thing wrong, over real sockets, and writes down every byte it got.
struct SMTPFiend: Sendable {
  let server: PythonServer
  let port: UInt16

  /// - Parameter times: how often it misbehaves; 0: always.
  static func started(_ mode: String, times: Int = 0) async throws -> SMTPFiend {
    try await blocking { try SMTPFiend(mode, times) }
  }

  private init(_ mode: String, _ times: Int) throws {
    let port = try freePort()
    self.port = port
    let certificate = try Certificates.shared.get().server()
    server = try PythonServer("smtp_fiend.py") { _ in [certificate, "\(port)", mode, "\(times)"] }
  }

  func account(user: String = "jan") throws -> SMTPAccount {
    var account = SMTPAccount(
      name: "uit", host: "localhost", port: port, security: .startTLS, user: user,
      authentication: .password(try secretFile("geheim-w8woord", in: server.folder)))
    account.caFile = try Certificates.shared.get().authority
    return account
  }

  /// Everything that arrived, in order: connection, encrypted, bytes.
  func wire() throws -> [(connection: Int, isEncrypted: Bool, bytes: [UInt8])] {
    let path = server.folder.appending(path: "wire")
    guard let text = try? String(contentsOf: path, encoding: .utf8) else { return [] }
    return try text.utf8.split(separator: 0x0a).map { line in
      let row = try JSONSerialization.jsonObject(with: Data(line)) as? [Any] ?? []
      guard row.count == 3, let connection = row[0] as? Int, let isEncrypted = row[1] as? Bool,
        let data = row[2] as? String
      else { throw TestFailure("the wire log is broken") }
      return (
        connection, isEncrypted, data.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
      )
    }
  }

  /// Commands and message lines of all connections, encrypted or not.
  func lines() throws -> [String] {
    let bytes = try wire().flatMap(\.bytes)
    return bytes.split(separator: 0x0a, omittingEmptySubsequences: false).map {
      String(decoding: $0.last == 0x0d ? $0.dropLast() : $0, as: UTF8.self)
    }
  }

  /// Commands whose verb is this, in order.
  func commands(_ verb: String) throws -> [String] {
    try lines().filter { $0.uppercased().hasPrefix(verb) }
  }

  /// Messages that it took for good.
  func taken() -> [[UInt8]] {
    var messages: [[UInt8]] = []
    while let data = try? Data(
      contentsOf: server.folder.appending(path: "taken-\(messages.count + 1)"))
    {
      messages.append([UInt8](data))
    }
    return messages
  }
}

func secretFile(_ text: String, in folder: URL) throws -> SecretFile {
  let path = folder.appending(path: "secret-\(UUID().uuidString)").path
  guard
    FileManager.default.createFile(
      atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
  else { throw TestFailure("no secret file") }
  return SecretFile(path: path)
}

/// An entry of the outbox with a small message.
func entry(
  _ id: OutboxID = 1, to recipient: String = "coordinator@voorbeeld.nl",
  from sender: String = "signalen@voorbeeld.nl", kind: Notice.Kind = .notice,
  message: String? = nil, reference: String? = "MH-2026-0042"
) -> OutboxEntry {
  let messageID = "uniek\(id)@voorbeeld.nl"
  let text =
    message ?? "From: <signalen@voorbeeld.nl>\r\nMessage-ID: <\(messageID)>\r\n\r\nHallo \(id)\r\n"
  let start = Timestamp(seconds: 1_764_000_000)
  return OutboxEntry(
    id: id,
    notice: Notice(
      kind: kind, channel: "uit", recipient: recipient, sender: sender, messageID: messageID,
      bytes: Array(text.utf8), due: start, expires: start + 432_000),
    reference: reference, attempts: 0, createdAt: start, state: .pending, lastStatus: nil,
    isDelayTold: false)
}

/// What a channel said about each entry, in the order in which it said it.
func deliver(_ entries: [OutboxEntry], by channel: some Channel) async -> [DeliveryStatus] {
  let told = Told()
  await channel.deliver(entries) { id, status in await told.add(id, status) }
  let all = await told.all
  #expect(all.map(\.0) == entries.map(\.id), "each entry is told once, in order")
  return all.map(\.1)
}

private actor Told {
  var all: [(OutboxID, DeliveryStatus)] = []
  func add(_ id: OutboxID, _ status: DeliveryStatus) { all.append((id, status)) }
}
