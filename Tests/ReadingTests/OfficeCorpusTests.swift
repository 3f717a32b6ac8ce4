import Core
import Foundation
import Platform
import Reading
import Testing

@Suite(
  "Office corpora", .enabled(if: Corpus.isWanted, "needs SIGNAALPOST_LONG=1 and ../shared/corpora"),
  .serialized)
struct OfficeCorpusTests {
  @Test("Every document of other projects gives an outcome in time, and most give words")
  func documents() {
    var outcomes: [String: Int] = [:]
    var count = 0
    let before = residentKilobytes()
    Corpus.each { path, bytes in
      guard path.hasPrefix("python-docx/") || path.hasPrefix("odftoolkit/") else { return }
      let start = monotonicClock()
      let item = submitted(bytes, door: .folder)
      let took = Double(monotonicClock() - start) / 1e9
      #expect(took < 5, "\(path) took \(took) s")
      #expect(isWhole(item), "\(path)")
      #expect(!item.submission.parts.isEmpty, "\(path)")
      let type = path.split(separator: ".").last ?? ""
      let outcome = item.refusal ?? item.submission.parts.first?.outcome.rawValue ?? "none"
      outcomes["\(type) \(outcome)", default: 0] += 1
      if item.refusal != nil || item.submission.parts.first?.outcome != .read {
        print("OFFICE \(path) \(outcome) \(item.submission.parts.first?.note ?? "")")
      }
      count += 1
    }
    for (outcome, number) in outcomes.sorted(by: { $0.key < $1.key }) {
      print("OFFICE \(outcome): \(number)")
    }
    #expect(count > 200)
    #expect(residentKilobytes() - before < 256_000)
  }
}
