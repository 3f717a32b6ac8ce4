import Core
import Testing

@testable import Transport

@Suite("Small values of IMAP")
struct IMAPValueTests {
  @Test(
    "INTERNALDATE",
    arguments: [
      ("24-Nov-2026 13:46:00 +0100", 1_795_524_360), (" 1-Jan-1970 00:00:00 +0000", 0),
      ("01-Jan-1970 00:00:00 -0130", 5400), ("29-Feb-2024 23:59:59 +0000", 1_709_251_199),
      ("30-Feb-2024 00:00:00 +0000", nil), ("24-nov-2026 13:46:00 +0100", nil), ("", nil),
      ("24-Nov-2026 25:46:00 +0100", nil), ("24-Nov-2026 13:46:00 0100 ", nil),
    ] as [(String, Int64?)])
  func dates(text: String, seconds: Int64?) {
    #expect(internalDate(Array(text.utf8))?.seconds == seconds)
  }

  @Test(
    "Mailbox names in modified UTF-7 (RFC 3501 5.1.3)",
    arguments: [
      ("INBOX", #""INBOX""#), ("A & B", #""A &- B""#), ("日本語", #""&ZeVnLIqe-""#),
      ("Entwürfe", #""Entw&APw-rfe""#),
      ("~peter/mail/台北/日本語", #""~peter/mail/&U,BTFw-/&ZeVnLIqe-""#),
      (#"a"b\c"#, #""a\"b\\c""#), ("😀", #""&2D3eAA-""#), ("", nil), ("a\r\nb", nil), ("a\0", nil),
    ] as [(String, String?)])
  func names(name: String, quoted: String?) {
    #expect(MailboxName.quoted(name).map { String(decoding: $0, as: UTF8.self) } == quoted)
  }

  @Test(
    "Sets are written short",
    arguments: [
      ([1], ["1"]), ([1, 2, 3, 5], ["1:3,5"]), ([], []),
      ([7, 8, 4_294_967_295], ["7:8,4294967295"]),
    ] as [([UInt32], [String])])
  func sets(uids: [UInt32], texts: [String]) {
    #expect(UIDSet.texts(uids).map(\.text) == texts)
  }

  @Test("Long sets are cut, and the pieces are the whole")
  func longSets() {
    let uids = (0..<5000).map { UInt32($0 * 3 + 1_000_000) }
    let pieces = UIDSet.texts(uids)
    #expect(pieces.count > 1)
    #expect(pieces.allSatisfy { $0.text.utf8.count <= UIDSet.limit })
    #expect(pieces.flatMap { Array($0.uids) } == uids)
    #expect(
      pieces.flatMap { UIDSet.ranges(Array($0.text.utf8)[...]).flatMap { Array($0) } } == uids)
    #expect(
      UIDSet.texts(Array(1...100), count: 30).map(\.text) == ["1:30", "31:60", "61:90", "91:100"])
  }

  @Test(
    "Sets from a server: what is no number is left out",
    arguments: [
      ("1:3,9", [1...3, 9...9]), ("5:2", [2...5]), ("0,1:0,x,,4:,7", [7...7]), ("1:2:3,8", [8...8]),
      ("1:4294967296,2", [2...2]),
    ] as [(String, [ClosedRange<UInt32>])])
  func ranges(text: String, ranges: [ClosedRange<UInt32>]) {
    #expect(UIDSet.ranges(Array(text.utf8)[...]) == ranges)
  }
}

@Suite("A message that does not come whole")
struct AttemptsTests {
  @Test("A broken line is tried for ever")
  func broken() {
    var attempts = Attempts()
    for _ in 0..<100 { #expect(attempts.note(.broken, of: 5) == .again) }
    #expect(attempts.isAlone(5))
  }

  @Test(
    "Three bad answers give it an owner",
    arguments: [
      (FetchFault.empty, "unreadable:empty"), (.missing, "unreadable:refused"),
      (.refused, "unreadable:refused"), (.malformed, "unreadable:answer"),
      (.size(told: 80, bytes: [1, 2]), "unreadable:size=2/80"),
    ])
  func three(fault: FetchFault, reason: String) {
    var attempts = Attempts()
    #expect(attempts.note(fault, of: 5) == .again)
    #expect(attempts.note(fault, of: 5) == .again)
    #expect(attempts.note(fault, of: 5) == .refuse(reason))
    #expect(!attempts.isAlone(5))
  }

  @Test("A size that is only estimated is forgiven after three equal answers, and only then")
  func estimate() {
    var attempts = Attempts()
    let bytes = [UInt8](repeating: 7, count: 100)
    for answer in [bytes, bytes, bytes.reversed() + [1]] {
      #expect(attempts.note(.size(told: 104, bytes: answer), of: 5) == .again)
    }
    for _ in 0..<2 { #expect(attempts.note(.size(told: 104, bytes: bytes), of: 5) == .again) }
    #expect(attempts.note(.size(told: 104, bytes: bytes), of: 5) == .accept)
  }

  @Test("A literal over the limit is refused at once, with its size")
  func tooLarge() {
    var attempts = Attempts()
    #expect(attempts.note(.tooLarge(5_000_000_000), of: 5) == .refuse("limit:bytes=5000000000"))
  }

  @Test("What is no longer there is forgotten")
  func gone() {
    var attempts = Attempts()
    for uid in [1, 2, 3] as [UInt32] { _ = attempts.note(.empty, of: uid) }
    attempts.keep([2])
    #expect(attempts.uids == [2])
  }
}
