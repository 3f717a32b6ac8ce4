import Core
import Foundation
import Platform
import Reading
import Testing

/// Messages and documents of public projects, when they lie beside the project. Long: only with
/// `SIGNAALPOST_LONG=1`.
enum Corpus {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/corpora")

  static let isLong = ProcessInfo.processInfo.environment["SIGNAALPOST_LONG"] == "1"

  static let isWanted =
    isLong && FileManager.default.fileExists(atPath: folder.path)

  static func each(_ body: (String, [UInt8]) throws -> Void) rethrows {
    let walk = FileManager.default.enumerator(atPath: folder.path)
    while let path = walk?.nextObject() as? String {
      let file = folder.appending(path: path)
      guard !file.hasDirectoryPath, let data = try? Data(contentsOf: file) else { continue }
      try body(path, [UInt8](data))
    }
  }
}

/// Numbers that look random and are the same each time.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 33
  }
}

/// Resident memory of this process in kB.
func residentKilobytes() -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
  return Int(line.split(separator: " ").dropLast().last ?? "") ?? 0
}

@Suite(
  "Everything that others have",
  .enabled(if: Corpus.isWanted, "needs SIGNAALPOST_LONG=1 and ../shared/corpora"),
  .serialized)
struct CorpusTests {
  @Test("Every file of every corpus, through both doors: no crash, under two seconds each")
  func all() {
    var count = 0
    let before = residentKilobytes()
    Corpus.each { path, bytes in
      for door in Door.allCases {
        let start = monotonicClock()
        let item = submitted(bytes, door: door)
        let took = Double(monotonicClock() - start) / 1e9
        #expect(took < 2, "\(path) took \(took) s")
        #expect(isWhole(item), "\(path)")
        count += 1
      }
    }
    #expect(count > 500)
    #expect(residentKilobytes() - before < 256_000)
  }

  @Test("Messages cut and with flipped bits: no crash, under two seconds each")
  func broken() {
    var dice = Dice(7)
    Corpus.each { path, bytes in
      guard !bytes.isEmpty, bytes.count < 300_000, Format.isMail(path) else { return }
      for _ in 0..<20 {
        let cut = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &dice)))
        var flipped = bytes
        for _ in 0..<20 {
          flipped[Int.random(in: 0..<bytes.count, using: &dice)] ^=
            1 << UInt8.random(in: 0...7, using: &dice)
        }
        for variant in [cut, flipped] {
          let start = monotonicClock()
          let item = submitted(variant)
          #expect(Double(monotonicClock() - start) / 1e9 < 2, "\(path)")
          #expect(isWhole(item), "\(path)")
        }
      }
    }
  }
}

private enum Format {
  static func isMail(_ path: String) -> Bool {
    ["eml", "txt", "raw", "golden"].contains { path.hasSuffix("." + $0) }
  }
}

/// Every leaf once, every text valid, every path where the manifest can name it.
func isWhole(_ item: ReadItem) -> Bool {
  let paths = item.submission.parts.map(\.path)
  return Set(paths).count == paths.count
    && texts(item.submission).allSatisfy { text in
      let isListed =
        if case .attachment(let path) = text.origin {
          paths.contains(path) || item.refusal != nil
        } else { true }
      return String(validating: text.bytes, as: UTF8.self) != nil && !text.bytes.contains(0)
        && !text.bytes.contains(0x0d) && isListed
    }
}

func texts(_ submission: Submission) -> [TextPart] {
  submission.texts + submission.attached.flatMap(texts)
}
