import Core
import Foundation
import Platform
import Storage
import Synchronization
import Testing

@testable import Daemon

@Suite("The lane of pictures that wait", .offPool, .timeLimit(.minutes(5)))
struct RecognitionLaneTests {
  @Test(
    "A picture that ends its recogniser three times is left to a person; the next one is recognised",
    arguments: [("crash", "brak af"), ("garbage", "brak af"), ("sleep", "duurde te lang")])
  func threeTimes(order: String, told: String) async throws {
    let rig = try await Rig()
    try await rig.take(1, probePicture(order))
    try await rig.take(2, probePicture("text"))
    // The first waits for another attempt, and the second does not wait for it.
    try await rig.lane.runOnce()
    #expect(try await rig.store.nextWaiting() == rig.start + 10)
    #expect(try await rig.store.signal("MH-2026-0002")?.queue == "0153")
    rig.moment.set(rig.start + 10)
    try await rig.lane.runOnce()
    #expect(try await rig.store.nextWaiting() == rig.start + 70)
    #expect(try await rig.note("MH-2026-0001") == "tekst in beeld; wacht op herkenning")
    rig.moment.set(rig.start + 70)
    try await rig.lane.runOnce()
    #expect(try await rig.store.nextWaiting() == nil)
    let note = try await rig.note("MH-2026-0001")
    #expect(note?.contains(told) == true && note?.hasSuffix("lees zelf") == true)
    #expect(try await rig.store.signal("MH-2026-0001")?.queue == regionalQueue)
    await rig.pool.stop()
  }

  @Test("A program that cannot be started is nobody's fault: the picture waits, and counts nothing")
  func noProgram() async throws {
    let rig = try await Rig(program: "/nergens/ocr")
    try await rig.take(1, probePicture("text"))
    await #expect(throws: (any Error).self) { try await rig.lane.runOnce() }
    let waiting = try #require(
      try await rig.store.claimWaiting(now: rig.start + 600, until: rig.start + 601))
    #expect(waiting.failures == 0)
    await rig.pool.stop()
  }
}

/// A lane with a store in memory, one reader, and a recogniser that does what a picture tells it.
private struct Rig {
  let start = Timestamp(seconds: 1_795_521_600)
  let moment: Moment
  let store: any Store = MemoryStore()
  let pool: ReaderPool
  let lane: RecognitionLane

  init(program: String = programs.appending(path: "ocr-probe").path) async throws {
    let moment = Moment(start)
    let pool = ReaderPool(
      program: programs.appending(path: "signaalpost-reader").path, count: 1, seconds: 60)
    try await pool.load(shippedTables)
    let recogniser = TextRecogniser(program: program, seconds: 2)
    (self.moment, self.pool) = (moment, pool)
    lane = RecognitionLane(
      store: store, recognition: TextRecognition(pool: pool, recogniser: recogniser),
      obligations: RecognitionLane.Obligations(
        proven: { _ in nil }, notices: { _, _, _, _ in [] }),
      bell: Bell(), now: { moment.now }, committed: {})
  }

  /// Takes a file in as the pipeline does.
  func take(_ number: Int, _ picture: Data) async throws {
    let item = Item(
      ledger: LedgerKey(source: "balie", collection: "drop", key: "\(number)"), door: .folder,
      receivedAt: start, name: "foto.png", bytes: [UInt8](picture))
    var request = ReadRequest(
      door: item.door, receivedAt: item.receivedAt, name: item.name, bytes: item.bytes)
    request.recognition = .later
    let verdict = try await pool.read([request])[0].get()
    #expect(verdict.waiting == ["1"])
    _ = try await store.commit(
      [Taken(item: item, digest: item.digest, verdict: verdict)], now: start
    ) { _, _ in [] }
  }

  func note(_ reference: String) async throws -> String? {
    let record = try await store.signal(reference)?.record ?? []
    guard case .array(let parts)? = JSONValue.object(try JSONReader.members(record))["parts"] else {
      return nil
    }
    return parts.first?["note"]?.text
  }
}

/// A clock that is set by hand.
private final class Moment: Sendable {
  private let state: Mutex<Timestamp>
  init(_ start: Timestamp) { state = Mutex(start) }
  var now: Timestamp { state.withLock { $0 } }
  func set(_ moment: Timestamp) { state.withLock { $0 = moment } }
}
