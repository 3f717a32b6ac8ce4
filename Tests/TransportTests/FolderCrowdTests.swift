import Core
import Foundation
import Platform
import Testing

@testable import Transport

/// Counts what it is given, and keeps nothing of it.
private actor Counter: Intake {
  var names: Set<String> = []
  var taken = 0
  var settled = 0
  var largestBatch = 0
  var batches = 0
  var lastTaken: UInt64 = 0

  func take(_ items: [Item]) async throws(StoreError) -> [Disposition] {
    taken += items.count
    batches += 1
    largestBatch = max(largestBatch, items.count)
    for item in items { names.insert(item.name ?? "") }
    lastTaken = monotonicClock()
    return items.map { _ in .notASignal }
  }

  func ledger(source: String, collection: String, epoch: UInt32)
    async throws(StoreError) -> [LedgerRow]
  { [] }

  func epochs(source: String, collection: String) async throws(StoreError) -> [UInt32] { [] }
  func settle(_ keys: [LedgerKey]) async throws(StoreError) { settled += keys.count }
  func report(_ health: SourceHealth) async {}
}

/// Resident memory of this process, in kB.
private func residentMemory() -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
  return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
}

private func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }

@Suite("Very many files in a drop folder", .serialized, .timeLimit(.minutes(5)))
struct FolderCrowdTests {
  let drop = Drop()
  private let counter = Counter()

  /// Files of 2 kB.
  private static func fill(_ drop: Drop, suffix: String = "") {
    let text = Array(repeating: UInt8(ascii: "x"), count: 2000)
    for index in 0..<20_000 {
      drop.write(Array("melding-\(index)\(suffix)".utf8), Array("\(index) ".utf8) + text)
    }
  }

  /// Each way in which 20,000 files can be there.
  @Test(
    "are all taken, each once, with little memory",
    arguments: ["at the start", "while running", "renamed"])
  func crowd(way: String) async throws {
    if way == "at the start" {
      Self.fill(drop)
      // Old enough to be taken without waiting.
      drop.sh("sleep 2")
    }
    let before = residentMemory()
    let source = drop.source(quiet: 500)
    let (drop, counter) = (drop, counter)
    let start = ContinuousClock.now
    let task = Task { try await source.run(counter, once: false) }
    if way != "at the start" {
      try await Task.sleep(for: .milliseconds(200))
      await withCheckedContinuation { done in
        Thread.detachNewThread {
          Self.fill(drop, suffix: way == "renamed" ? ".part" : "")
          if way == "renamed" {
            for index in 0..<20_000 {
              let name = "melding-\(index)"
              unsafe rename(
                drop.cpath(Array("\(name).part".utf8)), drop.cpath(Array(name.utf8)))
            }
          }
          done.resume()
        }
      }
    }
    let written = ContinuousClock.now - start
    var peak = before
    let isDone = await eventually(within: 120) {
      peak = max(peak, residentMemory())
      return await counter.settled >= 20_000
    }
    let took = ContinuousClock.now - start
    task.cancel()
    _ = await task.result
    #expect(isDone)
    #expect(await counter.taken == 20_000)
    #expect(await counter.names.count == 20_000)
    #expect(drop.names().isEmpty)
    print(
      "20,000 files \(way): written in \(milliseconds(written)) ms, all taken after "
        + "\(milliseconds(took)) ms in \(await counter.batches) batches and "
        + "\(await source.listings) listings, memory +\((peak - before) / 1024) MB")
    // The names in the counter are some 3 MB of it.
    #expect(peak - before < 60_000)
  }

  @Test("a file renamed into place is handed over within moments")
  func latency() async throws {
    let source = drop.source()
    let (drop, counter) = (drop, counter)
    let task = Task { try await source.run(counter, once: false) }
    try await Task.sleep(for: .milliseconds(200))
    var waits: [Double] = []
    for round in 1...50 {
      drop.write("x.part", "versie \(round)")
      let renamed = monotonicClock()
      unsafe rename(drop.cpath(Array("x.part".utf8)), drop.cpath(Array("x".utf8)))
      #expect(await eventually { await counter.taken == round })
      waits.append(Double(await counter.lastTaken - renamed) / 1e6)
      _ = await eventually { await counter.settled == round }
    }
    task.cancel()
    _ = await task.result
    waits.sort()
    print("from rename to hand-over: median \(waits[25]) ms, worst \(waits[49]) ms")
    #expect(waits[25] < 100)
  }
}
