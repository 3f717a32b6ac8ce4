internal import Core
internal import Platform

/// Takes the items whose pictures wait, one at a time: recognises them, reads the item again, and commits what
/// that adds. Nothing else waits for it.
actor RecognitionLane {
  private let store: any Store
  private let recognition: TextRecognition
  private let obligations: Obligations
  private let now: @Sendable () -> Timestamp
  /// There may be something new that waits.
  private let bell: Bell
  private let committed: @Sendable () -> Void
  private var backoff = Backoff(first: .seconds(5), limit: .seconds(600))

  /// An attempt more than this is the last.
  private static let retries = 2
  /// Claims that ended with the daemon itself; after so many it is not tried again.
  private static let claims = 10
  /// Longer than any item takes; a claim of a daemon that died is given back at the next start.
  private static let claimSeconds: Int64 = 7200

  /// What a second reading owes, by the texts and queues of now.
  struct Obligations: Sendable {
    var proven: @Sendable (_ claims: [String]) -> String?
    var notices: @Sendable (Verdict, Decision, Placement.Change, Timestamp) -> [Notice]
  }

  /// - Parameter committed: called after each item that may owe something.
  init(
    store: any Store, recognition: TextRecognition, obligations: Obligations, bell: Bell,
    now: @escaping @Sendable () -> Timestamp, committed: @escaping @Sendable () -> Void
  ) {
    self.store = store
    self.recognition = recognition
    self.obligations = obligations
    self.bell = bell
    self.now = now
    self.committed = committed
  }

  /// Until cancelled. A store that fails, or a process that cannot be started, is tried again, less and less
  /// often.
  func run() async {
    while !Task.isCancelled {
      do {
        let wasIdle = try await !round()
        backoff.reset()
        if wasIdle { await bell.sleep(for: .seconds(await secondsToNext())) }
      } catch {
        log(.error, "ocr", "recognition failed", ["why": "\(error)"])
        await bell.sleep(for: backoff.next(jitter: Double.random(in: 0..<1)))
      }
    }
  }

  /// Everything that is due.
  func runOnce() async throws { while try await round() {} }

  private func secondsToNext() async -> Int64 {
    guard let next = try? await store.nextWaiting() else { return 300 }
    return max(1, min(300, next - now()))
  }

  /// One item; false when none is due.
  private func round() async throws -> Bool {
    let start = now()
    guard let item = try await store.claimWaiting(now: start, until: start + Self.claimSeconds)
    else { return false }
    failpoint("claimed")
    do throws(ReaderFailure) {
      try await settle(item)
    } catch {
      // Not the item's fault, as far as anybody knows: it waits for a better moment.
      try await store.postpone(item.id, due: now() + 60, isFailure: false)
      throw StoreError(kind: .other, message: "no process can be had: \(error.word)")
    }
    return true
  }

  private func settle(_ item: WaitingItem) async throws(ReaderFailure) {
    let bytes: [UInt8]
    do throws(StoreError) { bytes = try await store.original(item.digest) ?? [] } catch {
      return await postpone(item, "original: \(error.kind.rawValue)")
    }
    let request = ReadRequest(
      door: item.door, receivedAt: item.receivedAt, name: item.name, bytes: bytes)
    let (found, mayRetry) =
      item.attempts < Self.claims
      ? try await recognition.texts(of: request, parts: item.parts)
      : (gaveUp(item), false)
    if Task.isCancelled { return }
    if mayRetry, item.failures < Self.retries { return await postpone(item, summary(found)) }
    failpoint("recognised")
    guard let verdict = try await verdict(on: request, of: item, with: found) else { return }
    failpoint("reread")
    await commit(item, verdict, summary(found))
    failpoint("revised")
  }

  /// The item read again; nil when that failed and is tried again. A text that ends the reader each time is left
  /// out in the end.
  private func verdict(
    on request: ReadRequest, of item: WaitingItem, with found: [String: Recognition]
  ) async throws(ReaderFailure) -> Verdict? {
    do throws(ReaderFailure) {
      return try await recognition.verdict(on: request, with: found)
    } catch {
      switch error {
      case .start, .tables: throw error
      case .timeout, .crash, .garbage:
        if Task.isCancelled { return nil }
        if item.failures < Self.retries {
          await postpone(item, error.word)
          return nil
        }
        return try await recognition.verdict(on: request, with: gaveUp(item))
      }
    }
  }

  /// What cannot be tried any more.
  private func gaveUp(_ item: WaitingItem) -> [String: Recognition] {
    Dictionary(item.parts.map { ($0, Recognition(fault: .crash)) }) { first, _ in first }
  }

  private func postpone(_ item: WaitingItem, _ why: String) async {
    let due = now() + (item.failures == 0 ? 10 : min(3600, 60 * Int64(item.failures)))
    log(.warning, "item:\(item.id)", "recognition-postponed", ["why": why])
    do throws(StoreError) {
      try await store.postpone(item.id, due: due, isFailure: true)
    } catch { log(.error, "store", "recognition-not-written", ["error": error.description]) }
  }

  private func commit(_ item: WaitingItem, _ verdict: Verdict, _ result: String) async {
    let (obligations, moment) = (obligations, now())
    do throws(StoreError) {
      let disposition = try await store.revise(
        item.id, verdict, provenReference: obligations.proven(verdict.claimedTokens),
        result: result, now: moment
      ) { obligations.notices($0, $1, $2, moment) }
      log(
        .info, disposition?.reference ?? "item:\(item.id)", "recognised",
        ["queue": verdict.queue, "result": result])
      committed()
    } catch {
      log(.error, "store", "recognition-not-written", ["error": error.description])
      // When that fails too, the claim ends by its time.
      try? await store.postpone(item.id, due: now() + 60, isFailure: false)
    }
  }
}

extension RecognitionLane.Obligations {
  init(_ pipeline: Pipeline) {
    proven = { pipeline.present.provenReference($0) }
    notices = { pipeline.present.notices(forRevised: $0, $1, $2, now: $3) }
  }
}

/// How many parts ended how, for the log and the audit trail.
private func summary(_ found: [String: Recognition]) -> String {
  var counts: [String: Int] = [:]
  for recognition in found.values {
    let word =
      if let fault = recognition.fault {
        fault.rawValue
      } else if recognition.pages.contains(
        where: \.isReadable)
      { "read" } else if recognition.pages.contains(where: { $0.confidence > 0 }) {
        "doubtful"
      } else {
        "empty"
      }
    counts[word, default: 0] += 1
  }
  return counts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
}
