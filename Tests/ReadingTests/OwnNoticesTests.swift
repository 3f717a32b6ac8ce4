import Core
import Foundation
import Reading
import Testing

/// The recorded notices of the module that writes them, read by the module that reads mail.
@Suite("What we send, GMime reads as it was meant")
struct OwnNoticesTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
  static let names = ["receipt", "notice", "acute", "supplement", "quarantine", "delay"]

  private func submission(_ name: String) throws -> Submission {
    let file = Self.root.appending(path: "Tests/NoticesTests/Fixtures/\(name).eml")
    let bytes = [UInt8](try Data(contentsOf: file))
    let moment = Timestamp(seconds: 1_795_527_200)
    return read(ReadRequest(door: .mail, receivedAt: moment, bytes: bytes)).submission
  }

  @Test("Headers and text of each", arguments: names)
  func each(_ name: String) throws {
    let seen = try submission(name)
    #expect(seen.faults.isEmpty)
    #expect(seen.from?.email == "signalen@voorbeeld.nl")
    #expect(seen.from?.name == "Meldpunt mensenhandel")
    #expect(seen.replyTo?.email == "signalen+MH-2026-0042.k3v7q2zd9abc@voorbeeld.nl")
    #expect(seen.recipients.map(\.email) == ["coordinator@voorbeeld.nl"])
    #expect(seen.date == Timestamp(seconds: 1_795_527_140))
    #expect(seen.subject.contains("MH-2026-0042"))
    #expect(seen.texts.count == 1)
    #expect(seen.parts.map(\.outcome) == [.read])
    let isReceipt = name == "receipt"
    #expect(seen.header("auto-submitted") == (isReceipt ? "auto-replied" : "auto-generated"))
  }

  @Test("The receipt is the text of the file with the reference filled in, letter for letter")
  func receipt() throws {
    let file = Self.root.appending(path: "config/teksten/ontvangstbevestiging.txt")
    let text = try String(contentsOf: file, encoding: .utf8)
      .replacing("{kenmerk}", with: "MH-2026-0042")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let seen = try submission("receipt")
    #expect("Onderwerp: \(seen.subject)" == lines.first)
    let body = String(decoding: seen.texts.first?.bytes ?? [], as: UTF8.self)
    let trimmed = { (text: String) in text.trimmingCharacters(in: .newlines) }
    #expect(trimmed(body) == trimmed(lines.dropFirst(2).joined(separator: "\n")))
  }
}
