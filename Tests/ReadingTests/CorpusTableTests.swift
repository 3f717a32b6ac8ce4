import Core
import Foundation
import Platform
import Reading
import Testing

/// One line of the table: what became of files of one kind.
private struct Tally {
  var files = 0
  var outcomes: [Part.Outcome: Int] = [:]
  var limits: [String: Int] = [:]
  var others: [String: Int] = [:]
  var seconds = 0.0
  var kilobytes = 0

  mutating func count(_ verdict: Verdict, _ seconds: Double, _ kilobytes: Int) {
    files += 1
    if let part = verdict.parts.first { outcomes[part.outcome, default: 0] += 1 }
    if let reason = verdict.reason, reason.hasPrefix("limit:") {
      limits[reason, default: 0] += 1
    } else if let reason = verdict.reason {
      others[reason, default: 0] += 1
    }
    self.seconds = max(self.seconds, seconds)
    self.kilobytes = max(self.kilobytes, kilobytes)
  }
}

@Suite(
  "Every file of every corpus through a reader process",
  .enabled(if: Corpus.isWanted, "needs SIGNAALPOST_LONG=1 and ../shared/corpora"), .serialized)
struct CorpusTableTests {
  @Test("No crash, no hang, memory bounded, an outcome for each; a table by kind")
  func table() throws {
    let table = try CorpusTable()
    Corpus.each(table.take)
    #expect(table.files > 1000)
    for line in table.lines { print(line) }
  }
}

private final class CorpusTable {
  private var tallies: [String: Tally] = [:]
  private var reader: ConfinedReader

  init() throws { reader = try ConfinedReader() }

  var files: Int { tallies.values.map(\.files).reduce(0, +) }

  func take(_ path: String, _ bytes: [UInt8]) {
    let start = monotonicClock()
    guard let verdict = try? reader.read(bytes) else {
      Issue.record("\(path): no answer")
      return restart()
    }
    let seconds = Double(monotonicClock() - start) / 1e9
    let kilobytes = reader.peakKilobytes
    #expect(seconds < 10, "\(path) took \(seconds) s")
    #expect(kilobytes < 256_000, "\(path) took \(kilobytes) kB")
    #expect(!verdict.parts.isEmpty || verdict.reason != nil, "\(path) has no outcome")
    let kind = (path as NSString).pathExtension.lowercased()
    tallies[kind, default: Tally()].count(verdict, seconds, kilobytes)
    if reader.isSpent { restart() }
  }

  private func restart() {
    do { reader = try ConfinedReader() } catch { Issue.record(error) }
  }

  var lines: [String] {
    let head =
      "CORPUS kind        files  read stored reported    ms    MB  limits and other reasons"
    return [head]
      + tallies.sorted { $0.value.files > $1.value.files }.map { kind, tally in
        let counts = [Part.Outcome.read, .stored, .reported].map { tally.outcomes[$0] ?? 0 }
        let reasons = (tally.limits.merging(tally.others) { $1 }).sorted { $0.value > $1.value }
          .map { "\($0.key) \($0.value)" }
        return "CORPUS " + kind.padding(toLength: 12, withPad: " ", startingAt: 0)
          + String(
            format: "%5d %5d %6d %8d %5.0f %5d  ", tally.files, counts[0], counts[1], counts[2],
            tally.seconds * 1000, tally.kilobytes / 1024) + reasons.joined(separator: ", ")
      }
  }
}

/// The shipped reader, with the tables; ended with this object.
private final class ConfinedReader {
  private let process: ReaderProcess
  /// It decoded a format that may have taken it over.
  private(set) var isSpent = false

  init() throws {
    process = try ReaderProcess(isShipped: true)
  }

  func read(_ bytes: [UInt8]) throws -> Verdict {
    let request = ReadRequest(
      door: .folder, receivedAt: Timestamp(seconds: 1_790_000_000), name: "a", bytes: bytes)
    var answer = try #require(try process.ask(.read, request.encoded()))
    if answer.kind == .risk {
      isSpent = true
      answer = try #require(try process.answer())
    }
    return try Verdict(decoding: answer.payload)
  }

  var peakKilobytes: Int {
    let file = "/proc/\(process.id)/status"
    let status = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return Int(line.split(separator: " ").dropLast().last ?? "") ?? 0
  }
}
