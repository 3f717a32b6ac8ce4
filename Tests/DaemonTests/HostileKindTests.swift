import Core
import Foundation
import Testing

@testable import Daemon

/// One row of the table that `Tests/Support/hostile.py` writes beside its files.
struct HostileKind: Sendable, CustomTestStringConvertible {
  let file: String
  /// `MI-02`, `FA-04`: see `HostileKindTests`.
  let kinds: [String]
  let door: Door
  /// Nil when any will do, as long as there is one.
  let outcome: Outcome?
  let reasons: [String]
  let words: [String]
  let forbidden: [String]
  var testDescription: String { "\(kinds.joined(separator: " ")): \(file)" }

  init?(_ row: Substring) {
    let cells = row.split(separator: "\t", omittingEmptySubsequences: false)
    let list = { (cell: Substring) in cell.split(separator: "|").map(String.init) }
    guard cells.count == 7, let door = Door(rawValue: cells[2] == "folder" ? "map" : "mail") else {
      return nil
    }
    (file, kinds) = (String(cells[0]), cells[1].split(separator: " ").map(String.init))
    (self.door, outcome) = (door, Outcome(rawValue: String(cells[3])))
    (reasons, words, forbidden) = (list(cells[4]), list(cells[5]), list(cells[6]))
  }

  /// The files, made once.
  static let folder: URL? = {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hostile-\(getpid())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = project.appending(path: "Tests/Support/hostile.py").path
    return (try? runTool(script, [folder.path])).map { _ in folder }
  }()

  static let all: [HostileKind] = {
    let table = folder.flatMap {
      try? String(contentsOf: $0.appending(path: "table.tsv"), encoding: .utf8)
    }
    return (table ?? "").split(separator: "\n").compactMap(HostileKind.init)
  }()
}

/// The kinds of hostile input, each through the pool of the daemon and a confined reader process.
///
/// What each kind is, and the tests that go deeper than its files here:
///
/// | kind | what | more of it in |
/// |---|---|---|
/// | MI-01 | depth of multiparts and messages | `LimitTests`, also on a small stack |
/// | MI-02 | faults of boundaries | `GoldenTests` (`andere_grens`, `geen_grens`), `MailTests.boundaryEnds` |
/// | MI-03 | 10,000 parts | `LimitTests`, 200,000 of them |
/// | MI-04 | empty, headers only, body only, garbage, UTF-16, cut off | `GoldenTests`, `VerdictTests` |
/// | MI-05 | fields that come twice | `MailTests.doubled` |
/// | MI-06 | NUL, CR, LF, mixed | `GoldenTests` (`nul`, and every sample with each line end) |
/// | MI-07 | broken base64 and quoted-printable | `GoldenTests` (`kapot_base64`, `kapot_qp`) |
/// | MI-08 | characters: unknown, wrong, invalid, missing labels | `GoldenTests`, `ProcessTests.converters` |
/// | MI-09 | UTF-7 is never markup | `HTMLTests` |
/// | MI-10 | encoded words | `MailTests.injected`, `LimitTests` |
/// | MI-11 | size of the header | `LimitTests` |
/// | MI-12 | parameters in pieces, names that come twice | `ManifestTests` |
/// | MI-13 | content elsewhere, and in pieces | `ManifestTests.notes` |
/// | MI-14 | 60 kB of one thing | `RobustnessTests`, for each recogniser |
/// | MI-15 | cut anywhere, flipped bits | `MailTests.broken`, `CorpusTests.broken` |
/// | MI-16 | LF and CRLF | `GoldenTests` |
/// | MI-17 | against what other projects expect | `CorpusTests`, `OutlookCorpusTests` |
/// | MI-18 | libFuzzer | `Tests/Fuzz` |
/// | FA-01 | two municipalities | `PDFUnderstoodTests` for a PDF's value and appearance |
/// | FA-02 | names of files | `ManifestTests.names`, `FolderChannelTests` |
/// | FA-03 | content that is not what it is called | `ManifestTests.lies` |
/// | FA-04 | bombs | `OfficeLimitTests`, `HostilePDFTests`, `HostileOutlookTests` |
/// | FA-05 | external entities | `OfficeLimitTests`, `LimitTests` |
/// | FA-06 | entities that grow | the same |
/// | FA-07 | XML that is not well formed | `OfficeLimitTests` |
/// | FA-08 | templates elsewhere, paths out of an archive, repeat counts | `OfficeLimitTests` |
/// | FA-09 | passwords | `PDFTests` (`wachtwoord`), `OfficeTests.encrypted`, `OutlookTests.sealed` |
/// | FA-10 | no text: a scan | `PDFTests` (`scan`, `leeg`) |
/// | FA-11 | loops in a PDF | `HostilePDFTests` (`lus_...`) |
/// | FA-12 | broken TNEF and .msg | `HostileOutlookTests`, `OutlookMutationTests` |
/// | FA-13 | depth in JSON, XML, RTF | `OfficeLimitTests`, `HostileOutlookTests` |
/// | FA-14 | numbers, byte order marks, odd CSV | `OfficeLimitTests`, `GoldenTests` (`office/`) |
/// | FA-15 | fields missing, unknown, in another language | `FormTests` |
/// | FA-16 | citizen numbers | `NumbersTests`, `RobustnessTests.masked` |
/// | FA-17 | days that do not exist | `DatesTests` |
/// | FA-18 | a reader that dies, hangs, lies or is missing | `ReaderSandboxTests` |
/// | FA-19 | archives in archives, mail in mail | `OfficeLimitTests`, `LimitTests` |
/// | FA-20 | encrypted, or on a page elsewhere | `SealedPartTests`, `SecureMailTests` |
@Suite("Hostile kinds, through a reader process", .offPool, .serialized, .timeLimit(.minutes(10)))
struct HostileKindTests {
  @Test("There are files of every kind that a file can show")
  func complete() {
    let elsewhere: Set = ["MI-15", "MI-16", "MI-17", "MI-18", "FA-10", "FA-11", "FA-18"]
    let kinds =
      (1...18).map { "MI-" + ($0 < 10 ? "0\($0)" : "\($0)") }
      + (1...20).map { "FA-" + ($0 < 10 ? "0\($0)" : "\($0)") }
    #expect(
      Set(HostileKind.all.flatMap(\.kinds)) == Set(kinds).subtracting(elsewhere))
  }

  @Test("Each comes to its outcome, nothing of it is fetched, and the next message is served")
  func outcomes() async throws {
    let folder = try #require(HostileKind.folder)
    let pool = ReaderPool(
      program: programs.appending(path: "signaalpost-reader").path, count: 1, seconds: 60)
    try await pool.load(shippedTables)
    for kind in HostileKind.all {
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: kind.file)))
      let request = ReadRequest(
        door: kind.door, receivedAt: Timestamp(seconds: 1_790_000_000), name: "a", bytes: bytes)
      let start = ContinuousClock.now
      let results = try await pool.read([request, ordinary])
      // A reader has ten seconds of processor time, and a debug build on a busy machine takes ten times as long.
      #expect(start.duration(to: .now) < .seconds(50), "\(kind)")
      #expect(try results[1].get().outcome == .signal, "the message after \(kind)")
      check(kind, results[0])
    }
    await pool.stop()
  }

  private func check(_ kind: HostileKind, _ result: Result<Verdict, ReaderFailure>) {
    guard case .success(let verdict) = result else {
      Issue.record("\(kind): \(result)")
      return
    }
    let record = String(decoding: verdict.record, as: UTF8.self)
    #expect(
      kind.outcome == nil || verdict.outcome == kind.outcome, "\(kind): \(verdict.reason ?? "")")
    #expect(
      kind.reasons.isEmpty || kind.reasons.contains(verdict.reason ?? ""),
      "\(kind): \(verdict.reason ?? "no reason")")
    for word in kind.words {
      #expect(record.contains(word), "\(kind): \(word) is not in \(record)")
    }
    for word in kind.forbidden { #expect(!record.contains(word), "\(kind): \(word)") }
    let names = verdict.parts.compactMap(\.name)
    #expect(!names.contains { $0.contains("/") || $0.contains("\u{202e}") }, "\(kind): \(names)")
  }
}

private let ordinary = ReadRequest(
  door: .folder, receivedAt: Timestamp(seconds: 1_790_000_000), name: "a.txt",
  bytes: Array(signal(1).utf8))
