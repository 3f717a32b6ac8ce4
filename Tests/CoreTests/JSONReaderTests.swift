import Core
import Testing

@Suite("JSON")
struct JSONReaderTests {
  @Test(
    "Values of every kind are read",
    arguments: [
      ("null", JSONValue.null), ("true", .truth(true)), (" false\r\n", .truth(false)),
      ("0", .number("0")), ("-1.5e+10", .number("-1.5e+10")), ("\"\"", .text("")),
      ("\"caf\u{e9} \\u00e9 \\ud83d\\ude00 \\n\\t\\\"\\\\\\/\"", .text("café é 😀 \n\t\"\\/")),
      ("[]", .array([])), ("[1, [2]]", .array([.number("1"), .array([.number("2")])])),
      ("{}", .object([])),
      (
        "{\"b\": 1, \"a\": {\"c\": null}}",
        .object([
          JSONMember("b", .number("1")),
          JSONMember("a", .object([JSONMember("c", .null)])),
        ])
      ),
    ])
  func values(_ text: String, _ value: JSONValue) throws {
    #expect(try JSONReader.value(Array(text.utf8)) == value)
  }

  @Test(
    "What is not JSON to the letter is refused",
    arguments: [
      "", " ", "nul", "truex", "True", "01", "-", "1.", ".5", "1e", "+1", "0x10", "NaN", "'a'",
      "\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"",
      "\"\\udc00\"", "\"a\nb\"", "\"\u{1}\"", "[", "[1", "[1,]", "[,1]", "[1 2]", "]", "{",
      "{\"a\"}",
      "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\":1 \"b\":2}", "{\"a\":1,\"a\":2}",
      "{\"a\":1,\"\\u0061\":2}", "1 2", "{} {}", "// x", "\u{feff}1", "[\u{a0}1]",
    ])
  func refused(_ text: String) {
    #expect(throws: JSONError.self) { try JSONReader.value(Array(text.utf8)) }
  }

  @Test("Bytes that are no UTF-8, and a NUL, are refused")
  func bytes() {
    #expect(throws: JSONError.self) { try JSONReader.value([0x22, 0xff, 0x22]) }
    #expect(throws: JSONError.self) { try JSONReader.value([0x22, 0xc3, 0x22]) }
    #expect(throws: JSONError.self) { try JSONReader.value([0x22, 0x00, 0x22]) }
    #expect(throws: JSONError.self) { try JSONReader.value([0x31, 0x00]) }
  }

  @Test("Depth and count have limits, and a bomb of brackets ends at the first")
  func limits() throws {
    let deep = JSONReader.depthLimit
    let nested = { (depth: Int) in
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    _ = try JSONReader.value(nested(deep))
    #expect(throws: JSONError.self) { try JSONReader.value(nested(deep + 1)) }
    #expect(throws: JSONError.self) { try JSONReader.value(nested(1_000_000)) }
    let many = Array(("[1" + String(repeating: ",1", count: JSONReader.countLimit) + "]").utf8)
    #expect(throws: JSONError.self) { try JSONReader.value(many) }
    let large = [UInt8](repeating: 0x20, count: JSONReader.sizeLimit) + [0x31]
    #expect(throws: JSONError.self) { try JSONReader.value(large) }
  }

  @Test("What our own writer writes is read back")
  func writer() throws {
    let hostile = "a\"\\\n\t\u{0}\u{7f}\u{202e}\u{2028}é😀</script>"
    var json = JSONWriter()
    json.key("text")
    json.value(hostile)
    json.key("list")
    json.array([hostile, ""])
    json.key("count")
    json.value(-3)
    json.key("none")
    json.value(nil as String?)
    let object = JSONValue.object(try JSONReader.members(json.bytes))
    #expect(object["text"]?.text == hostile)
    #expect(object["list"]?.texts == [hostile, ""])
    #expect(object["count"] == .number("-3"))
    #expect(object["none"] == .null)
    #expect(object["absent"] == nil)
    #expect(try JSONReader.members([]) == [])
  }

  @Test("Braces smuggled into members do not make two objects")
  func smuggledBraces() {
    #expect(throws: JSONError.self) { try JSONReader.members(Array("\"a\":1},{\"b\":2".utf8)) }
  }

  @Test("Random and damaged bytes end in a value or an error, never otherwise")
  func random() {
    var random = SplitMix(seed: 42)
    let good = Array(
      "{\"a\":[1,2.5e-3,\"\\u00e9\\ud83d\\ude00\"],\"b\":{\"c\":null,\"d\":true}}".utf8)
    var read = 0
    for round in 0..<20_000 {
      var bytes = good
      if round % 2 == 0 {
        let alphabet = Array("{}[]:,\"\\u0e-. tfn1".utf8) + [0, 0xff]
        bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }
      } else {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        bytes[at] = UInt8.random(in: 0...255, using: &random)
        if round % 3 == 0 { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
      }
      if (try? JSONReader.value(bytes)) != nil { read += 1 }
    }
    #expect(read > 100 && read < 15_000)
  }
}

/// Repeatable chance.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
