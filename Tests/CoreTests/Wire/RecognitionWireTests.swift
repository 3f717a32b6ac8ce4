import Core
import Testing

@Suite("What travels about text in pictures")
struct RecognitionWireTests {
  static let found = [
    Recognition(pages: [RecognisedPage(text: Array("Postcode: 7511 UF\n".utf8), confidence: 94)]),
    Recognition(
      pages: [
        RecognisedPage(text: [], confidence: 0),
        RecognisedPage(text: [0xc3, 0xab], confidence: 64),
      ], unseenPages: 7),
    Recognition(pages: []), Recognition(fault: .tooLarge),
  ]

  @Test("An answer comes back as it went", arguments: found)
  func answer(_ recognition: Recognition) throws {
    #expect(try Recognition(decoding: recognition.encoded()) == recognition)
  }

  @Test("A recogniser that was taken over is not believed beyond its limits")
  func refused() {
    let good = Self.found[0].encoded()
    var long = WireWriter()
    long.optional(nil)
    long.integer(0)
    long.integer(11)
    var bold = WireWriter()
    bold.optional(nil)
    bold.integer(0)
    bold.integer(1)
    bold.integer(101)
    bold.block([0x61])
    var garbled = WireWriter()
    garbled.optional(nil)
    garbled.integer(0)
    garbled.integer(1)
    garbled.integer(50)
    garbled.block([0xff, 0xfe])
    var strange = WireWriter()
    strange.optional("tired")
    strange.integer(0)
    strange.integer(0)
    for bytes in [
      good + [0], Array(good.dropLast()), [], long.bytes, bold.bytes, garbled.bytes, strange.bytes,
    ] {
      #expect(throws: WireError.self) { try Recognition(decoding: bytes) }
    }
  }

  @Test(
    "A request says what to do with pictures",
    arguments: [
      RecognitionStage.none, .later, .done([:]), .done(["1": found[0], "2.1.3": found[3]]),
    ])
  func request(_ stage: RecognitionStage) throws {
    var request = ReadRequest(
      door: .folder, receivedAt: Timestamp(seconds: 7), name: "foto.png", bytes: [1, 2, 3])
    request.recognition = stage
    let back = try ReadRequest(decoding: request.encoded())
    #expect(back.recognition == stage)
    #expect(back.bytes == [1, 2, 3])
    let part = try PartRequest(decoding: PartRequest(item: request, path: "2.1").encoded())
    #expect(part.path == "2.1" && part.item.recognition == stage && part.item.name == "foto.png")
  }

  @Test(
    "A part that waits has the name of a part",
    arguments: [
      ("1", true), ("1.2.30", true), ("", false), ("*", false), ("1.", false), ("1 2", false),
      ("../1", false), (String(repeating: "1.", count: 300) + "1", false),
    ])
  func paths(path: String, isGood: Bool) throws {
    var verdict = Verdict(outcome: .signal, reason: nil, fingerprint: .zero, tables: "t")
    verdict.waiting = [path]
    let back = try? Verdict(decoding: verdict.encoded())
    #expect((back?.waiting == [path]) == isGood)
  }
}
