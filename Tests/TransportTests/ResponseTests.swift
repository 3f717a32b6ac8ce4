import Core
import Testing

@testable import Transport

/// Feeds bytes in pieces of the given size and gives the responses, framed.
func frame(_ bytes: [UInt8], piece: Int, limits: ResponseFramer.Limits = .init())
  throws(FramingError) -> [RawResponse]
{
  var framer = ResponseFramer(limits: limits)
  var responses: [RawResponse] = []
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = framer.feed(rest.prefix(piece))
    rest = rest.dropFirst(count)
    while let response = try framer.next() { responses.append(response) }
  }
  return responses
}

func parse(_ text: String, piece: Int = .max) throws -> [Response] {
  try frame(Array(text.utf8), piece: piece).map { try Response($0) }
}

@Suite("Responses of an IMAP server")
struct ResponseTests {
  @Test(
    "One line, one response",
    arguments: [
      ("* OK hallo", Response.condition(.ok, nil)),
      ("* BYE tot ziens {12}", .condition(.bye, nil)),
      ("* OK [UIDVALIDITY 3857529045] UIDs valid", .condition(.ok, .uidValidity(3_857_529_045))),
      ("* ok [uidnext 4392] lower case", .condition(.ok, .uidNext(4392))),
      ("* OK [UIDVALIDITY 0] no number", .condition(.ok, .named("UIDVALIDITY"))),
      ("a1 OK [READ-WRITE] done", .tagged(tag: "a1", .ok, .readWrite)),
      ("a1 NO [TRYCREATE] none", .tagged(tag: "a1", .no, .tryCreate)),
      ("a1 BAD", .tagged(tag: "a1", .bad, nil)),
      ("+ idling", .continuation), ("+", .continuation),
      ("* CAPABILITY IMAP4rev1 move", .capabilities(["IMAP4REV1", "MOVE"])),
      (
        "* OK [CAPABILITY IMAP4rev1 IDLE] x", .condition(.ok, .capabilities(["IMAP4REV1", "IDLE"]))
      ),
      ("* 23 EXISTS", .exists(23)), ("* 5 EXPUNGE", .expunge), ("* 3 RECENT", .other),
      ("* SEARCH", .search([])), ("* SEARCH 2 84 882 ", .search([2, 84, 882])),
      ("* SEARCH -5 0 1 1 99999999999999999999 4294967296 x 3", .search([1, 1, 3])),
      (#"* ESEARCH (TAG "a1") UID ALL 1:3,9"#, .searchSet(tag: "a1", [1...3, 9...9])),
      (#"* ESEARCH (TAG "a1") UID"#, .searchSet(tag: "a1", [])),
      ("* ESEARCH UID COUNT 5 ALL 9:7", .searchSet(tag: nil, [7...9])),
      (#"* LIST (\HasNoChildren) "/" INBOX"#, .list(name: Array("INBOX".utf8))),
      (#"* LIST () NIL "een \"naam\"""#, .list(name: Array(#"een "naam""#.utf8))),
      ("* FLAGS (\\Seen)", .other), ("* X-ANYTHING goes (here", .other), ("* 4 X", .other),
      ("* 12 FETCH (FLAGS (\\Seen) UID 4)", .fetch(Fetched(uid: 4))),
      ("* 12 FETCH (UID 0)", .fetch(Fetched())),
      ("* 1 fetch (uid 4 rfc822.size 123)", .fetch(Fetched(uid: 4, size: 123))),
      ("* 1 FETCH (UID 4 BODY[] NIL)", .fetch(Fetched(uid: 4, body: Fetched.Body.none))),
      (
        #"* 1 FETCH (BODY[] "a\"b" UID 4)"#,
        .fetch(Fetched(uid: 4, body: .bytes(Array(#"a"b"#.utf8))))
      ),
      ("*  1  FETCH  (  UID  4  )", .fetch(Fetched(uid: 4))),
      (
        #"* 1 FETCH (BODY[HEADER.FIELDS (A B)]<0> "x" ENVELOPE ("a" (("b" NIL)) NIL) UID 4)"#,
        .fetch(Fetched(uid: 4))
      ),
    ])
  func lines(text: String, expected: Response) throws {
    for end in ["\r\n", "\n"] { #expect(try parse(text + end) == [expected]) }
  }

  @Test(
    "What is no response is refused",
    arguments: [
      "A1", "a1 MAYBE", "a1 BYE", ")", "* 1 FETCH UID 4", "* 1 FETCH (UID 4", "* 1 FETCH (BODY[ 4)",
      #"* 1 FETCH (BODY[] "a)"#, "* 1 FETCH (BODY[] 5)", "* 1 FETCH (FLAGS (a (b) )", "* LIST (",
      #"* 1 FETCH (INTERNALDATE 5)"#, "( ", "\"\"", "* 1 FETCH (()UID 4)",
    ])
  func malformed(text: String) {
    #expect(throws: MalformedResponse.self) { try parse(text + "\r\n") }
  }

  static let bodies = [
    "", "x", "a\r\n)\r\n* BYE\r\n", "{5}\r\n", "A1 OK\r\n\r\n", "\0\u{1}\r\r\n\n",
    String(repeating: "é", count: 700),
  ]

  @Test("A literal is bytes, whatever they look like, in pieces of any size", arguments: 1...40)
  func literals(piece: Int) throws {
    var text = "* OK begin\r\n"
    var expected: [Response] = [.condition(.ok, nil)]
    for (index, body) in Self.bodies.enumerated() {
      text +=
        "* \(index + 1) FETCH (UID \(index + 1) BODY[] {\(body.utf8.count)}\r\n\(body) FLAGS ())\r\n"
      expected.append(
        .fetch(Fetched(uid: UInt32(index + 1), body: .bytes(Array(body.utf8)))))
    }
    text +=
      "* LIST () \"/\" {3}\r\na)b\r\n* 9 FETCH (X {2+}\r\nab Y ~{1}\r\n\0 UID 9)\r\na9 OK done\r\n"
    expected += [
      .list(name: Array("a)b".utf8)), .fetch(Fetched(uid: 9)), .tagged(tag: "a9", .ok, nil),
    ]
    #expect(try parse(text, piece: piece) == expected)
  }

  @Test(
    "Large literals come whole whichever way they are fed",
    arguments: [1000, 16_384, 70_000, 1 << 20])
  func largeLiterals(piece: Int) throws {
    let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let one = Array("* 1 FETCH (UID 7 BODY[] {300000}\r\n".utf8) + body + Array(")\r\n".utf8)
    let responses = try frame(one + one + Array("a OK\r\n".utf8), piece: piece)
    #expect(responses.map(\.literals) == [[body], [body], []])
  }

  @Test(
    "Lengths that cannot be are refused at once",
    arguments: [
      ("{-5}", FramingError.badLiteral(text: Array("* 1 FETCH (UID 2 BODY[] {-5}".utf8))),
      ("{}", .badLiteral(text: Array("* 1 FETCH (UID 2 BODY[] {}".utf8))),
      (
        "{99999999999999999999}",
        .badLiteral(text: Array("* 1 FETCH (UID 2 BODY[] {99999999999999999999}".utf8))
      ),
      (
        "{5000000000}",
        .largeLiteral(
          bytes: 5_000_000_000, text: Array("* 1 FETCH (UID 2 BODY[] {5000000000}".utf8))
      ),
    ])
  func lengths(literal: String, expected: FramingError) {
    #expect(throws: expected) {
      try frame(Array("* 1 FETCH (UID 2 BODY[] \(literal)\r\n".utf8), piece: .max)
    }
  }

  @Test("A line over the limit is refused before it is whole; NUL in a line too")
  func limits() throws {
    #expect(throws: FramingError.longLine) {
      try frame(Array(("* OK " + String(repeating: "x", count: 70_000)).utf8), piece: 1000)
    }
    #expect(throws: FramingError.longLine) {
      let part = "* 1 FETCH (X {1}\r\na " + String(repeating: "y", count: 65_600)
      _ = try frame(Array((part + "\r\n").utf8), piece: 1000)
    }
    #expect(throws: FramingError.malformed) { try frame(Array("* OK a\0b\r\n".utf8), piece: 10) }
  }

  @Test(
    "Lists of numbers may be any length and come in pieces",
    arguments: [
      (999, 200_000), (16_384, 200_000), (1 << 20, 200_000), (16_384, 10_100), (7, 11_000),
    ])
  func longLists(piece: Int, count: Int) throws {
    let odd = (0..<count).map { UInt32($0 * 2 + 1) }
    let line = "* SEARCH " + odd.map(String.init).joined(separator: " ") + "\r\n"
    let set =
      "* ESEARCH (TAG \"a\") UID ALL " + odd.map(String.init).joined(separator: ",") + "\r\n"
    var (found, ranges): ([UInt32], [ClosedRange<UInt32>]) = ([], [])
    for response in try frame(Array((line + set).utf8), piece: piece).map({ try Response($0) }) {
      switch response {
      case .search(let part): found += part
      case .searchSet("a", let part): ranges += part
      default: Issue.record("unexpected")
      }
    }
    #expect(found == odd)
    #expect(ranges == odd.map { $0...$0 })
  }

  @Test("A number without end is a line without end")
  func endlessNumber() {
    for head in ["* SEARCH 1 ", "* ESEARCH UID ALL 1,"] {
      #expect(throws: FramingError.longLine) {
        try frame(Array((head + String(repeating: "9", count: 300_000)).utf8), piece: 16_384)
      }
    }
  }

  @Test("Random damage never traps, and what comes out is bounded by what went in")
  func fuzz() throws {
    var random = Chance(seed: 20_261_124)
    let base = Array(
      ("* OK [UIDVALIDITY 7] x\r\n* 3 EXISTS\r\n* SEARCH 1 2 3\r\n* ESEARCH (TAG \"a\") UID ALL 1:9,4\r\n"
        + "* 1 FETCH (UID 1 RFC822.SIZE 9 INTERNALDATE \"24-Nov-2026 13:46:00 +0100\" BODY[] {5}\r\nab)\r\n)\r\n"
        + "* LIST (\\A) \"/\" \"x\"\r\n+ go\r\na OK [TRYCREATE] {3}\r\n").utf8)
    for _ in 0..<5_000 {
      var bytes = base
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        case 2:
          bytes.insert(
            Array("{}()[]\"\\ *<\r\n0:9,".utf8).randomElement(using: &random) ?? 0, at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + 9))
        }
        if bytes.isEmpty { bytes = [0x2a] }
      }
      let piece = Int.random(in: 1...90, using: &random)
      guard let responses = try? frame(bytes, piece: piece, limits: .init(line: 200, literal: 100))
      else { continue }
      #expect(responses.reduce(0) { $0 + $1.text.count } <= bytes.count)
      for response in responses { _ = try? Response(response) }
    }
  }

  @Test("Nesting of any depth is read without recursion")
  func depth() throws {
    let deep = String(repeating: "(", count: 30_000) + String(repeating: ")", count: 30_000)
    #expect(try parse("* 1 FETCH (X \(deep) UID 3)\r\n") == [.fetch(Fetched(uid: 3))])
  }
}

/// A generator that gives the same numbers each time (SplitMix64).
struct Chance: RandomNumberGenerator {
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
