import Core
import Foundation
import Reading
import Testing

/// One sample file and what must be read from it. `.eml` comes through a mailbox, others from a folder.
///
/// `SIGNAALPOST_RECORD=1 swift test --filter Golden` writes the expectations anew; read the difference
/// before it is kept.
struct Golden: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let input: [UInt8]

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Fixtures")

  static let all: [Golden] = {
    let names = ["", "office/", "outlook/"].flatMap { place in
      let here = folder.appending(path: place).path
      return ((try? FileManager.default.contentsOfDirectory(atPath: here)) ?? []).map { place + $0 }
    }
    let samples = names.filter { !$0.hasSuffix(".expected") && !$0.hasSuffix(".py") }
    return samples.sorted().compactMap { name in
      guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
      return Golden(testDescription: name, input: [UInt8](data))
    }
  }()

  var expectation: URL { Golden.folder.appending(path: testDescription + ".expected") }

  func rendered(_ bytes: [UInt8]) -> String {
    let door: Door = testDescription.hasSuffix(".eml") ? .mail : .folder
    return render(
      read(
        ReadRequest(
          door: door, receivedAt: Timestamp(seconds: 1_790_000_000), name: testDescription,
          bytes: bytes)))
  }
}

@Suite("Golden files")
struct GoldenTests {
  @Test("There are samples")
  func samples() { #expect(Golden.all.count >= 20) }

  @Test("Every sample reads as recorded", arguments: Golden.all)
  func recorded(_ sample: Golden) throws {
    let actual = sample.rendered(sample.input)
    if ProcessInfo.processInfo.environment["SIGNAALPOST_RECORD"] == "1" {
      try actual.write(to: sample.expectation, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: sample.expectation, encoding: .utf8) == actual)
  }

  @Test("CRLF, LF and CR make no difference", arguments: Golden.all.filter(\.isText))
  func lineEnds(_ sample: Golden) {
    let lines = sample.input.filter { $0 != 0x0d }
    let returned = lines.flatMap { $0 == 0x0a ? [0x0d, 0x0a] : [$0] }
    let old = lines.map { $0 == 0x0a ? 0x0d : $0 }
    let expected = sample.rendered(lines).withoutLineEnds
    #expect(sample.rendered(returned).withoutLineEnds == expected)
    #expect(sample.rendered(old).withoutLineEnds == expected)
  }
}

extension Golden {
  fileprivate var isText: Bool { !input.contains(0) && !input.contains(0x0d) }
}

extension String {
  /// The fault that only says how the lines ended.
  fileprivate var withoutLineEnds: String {
    replacing("FAULTS line_ends\n", with: "").replacing("FAULTS line_ends ", with: "FAULTS ")
  }
}
