import Core
import Testing

@Suite("Frames between the daemon and a reader")
struct FrameTests {
  @Test("A header comes back as it went", arguments: [0, 1, 255, 65_536, FrameHeader.requestLimit])
  func header(length: Int) throws {
    let header = FrameHeader(kind: .read, length: length)
    let bytes = header.encoded()
    #expect(bytes.count == FrameHeader.size)
    #expect(try FrameHeader(decoding: bytes, limit: FrameHeader.requestLimit) == header)
  }

  @Test(
    "A header that is short, too long or of an unknown kind is refused",
    arguments: [
      ([0, 0, 0, 1], "header ends early"), ([0, 0, 1, 1, 2], "frame too long"),
      ([255, 255, 255, 255, 2], "frame too long"), ([0, 0, 0, 1, 9], "unknown kind of frame"),
    ] as [([UInt8], String)])
  func refused(bytes: [UInt8], reason: String) {
    #expect { try FrameHeader(decoding: bytes, limit: 256) } throws: {
      ($0 as? WireError)?.what == reason
    }
  }

  @Test("A frame is its header and its payload")
  func whole() {
    #expect(frame(.tables, [7, 8]) == [0, 0, 0, 2, 1, 7, 8])
  }

  @Test("Problems come back as they went, the first thousand")
  func problems() throws {
    let many = FrameProblems((0..<1500).map { "velden.csv:\($0): onbekend" })
    let back = try FrameProblems(decoding: many.encoded())
    #expect(back == many)
    #expect(back.problems.count == 1000)
  }

  @Test("The answer to the tables comes back as it went; a word of another age is passed over")
  func tablesAnswer() throws {
    let answer = TablesAnswer(version: "2026-11-04-1a2b", barriers: [.calls])
    #expect(try TablesAnswer(decoding: answer.encoded()) == answer)
    var out = WireWriter()
    out.text("v")
    out.list(["landlock", "moat"])
    #expect(try TablesAnswer(decoding: out.bytes).barriers == [.files])
    #expect(throws: WireError.self) { try TablesAnswer(decoding: out.bytes + [0]) }
  }
}
