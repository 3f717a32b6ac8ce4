internal import Core
internal import Platform

/// How one look at a mailbox went.
struct PassResult: Sendable {
  /// Items handed over and committed.
  var taken = 0
  /// Messages on the server that are not ours yet.
  var waiting = 0
  /// In Dutch, for the health.
  var problem: String?
  /// Messages that could not be moved away.
  var isMoveRefused = false

  /// With one look only, what is left over is a failure.
  func check() throws(ConnectionError) {
    if waiting > 0 { throw ConnectionError(.rejected, "messages could not be read") }
    if isMoveRefused { throw ConnectionError(.rejected, "messages could not be moved") }
  }
}

extension MailboxSource {
  /// One look: list, take in what is new, move what is committed. With `comparing` the whole mailbox is
  /// compared with the ledger.
  func pass(_ session: MailboxSession, _ intake: any Intake, comparing: Bool) async throws
    -> PassResult
  {
    var list = try session.list(all: comparing)
    let isOdd = session.hasOddOnes(list.uids, except: attempts)
    if comparing || isOdd {
      if !list.isWhole { list = try session.list(all: true) }
      let rows = try await intake.ledger(
        source: name, collection: account.mailbox, epoch: session.epoch)
      let gone = session.learn(rows, listed: list.uids)
      if !gone.isEmpty { try await intake.settle(gone) }
    }
    var work = session.unknown(list.uids)
    if list.isWhole { attempts.keep(work) } else { work = ascending(work + attempts.uids) }
    var result = PassResult()
    health.unaccounted = work.count
    try await takeIn(work, session, intake, &result)
    try await moveAll(session, intake, &result)
    result.waiting = attempts.count + session.unlisted
    if result.waiting > 0 {
      result.problem = problems(result.problem, "\(result.waiting) bericht(en) niet te lezen")
    }
    return result
  }

  private func problems(_ first: String?, _ second: String) -> String {
    first.map { "\($0); \(second)" } ?? second
  }

  /// Reads the next batch while the intake has the previous one.
  private func takeIn(
    _ work: [UInt32], _ session: MailboxSession, _ intake: any Intake, _ result: inout PassResult
  ) async throws {
    var plan = MailboxPlan(
      work.filter { !attempts.isAlone($0) }, alone: attempts.alone(work), account: account)
    var handed: [Item] = []
    var failure: ConnectionError?
    while failure == nil {
      let batch: MailboxPlan.Batch?
      do { batch = try plan.next(session.client) } catch {
        // What was read before is whole and taken in below.
        failure = error
        break
      }
      guard let batch else { break }
      let previous = handed
      async let dispositions = previous.isEmpty ? [] : intake.take(previous)
      let answer = read(batch, session)
      result.taken += try note(await dispositions, of: previous, session)
      handed = answer.items
      failure = answer.failure
      if failure == nil, session.waiting >= MailboxSession.moveSet {
        try await move(session, intake, &result)
      }
    }
    if !handed.isEmpty {
      result.taken += try note(await intake.take(handed), of: handed, session)
    }
    health.unaccounted = max(0, work.count - result.taken)
    if let failure { throw failure }
  }

  /// Fetches a batch and makes items of it, also of what will never be read.
  private func read(_ batch: MailboxPlan.Batch, _ session: MailboxSession) -> (
    items: [Item], failure: ConnectionError?
  ) {
    var items = batch.tooLarge.map { uid in
      item(uid, batch.infos, session, refusal: "limit:bytes=\(batch.infos[uid]?.size ?? 0)")
    }
    let answer: BodyAnswer
    do throws(ConnectionError) {
      guard !batch.uids.isEmpty else { return (items, nil) }
      let request = try session.client.requestBodies(batch.uids, bytes: batch.bytes)
      answer = session.client.collectBodies(request, batch.infos)
    } catch { return (items, error) }
    for message in answer.messages {
      attempts.forget(message.uid)
      items.append(item(message.uid, batch.infos, session, message.bytes, message.date))
    }
    do throws(ConnectionError) {
      items += try decide(answer, batch.infos, session)
    } catch { return (items, error) }
    return (items, answer.failure)
  }

  /// What becomes of messages that did not come whole. "Not there" is believed only after asking for it.
  private func decide(
    _ answer: BodyAnswer, _ infos: [UInt32: MessageInfo], _ session: MailboxSession
  ) throws(ConnectionError) -> [Item] {
    var faults = answer.faults
    let doubtful = faults.filter { $0.value == .missing || $0.value == .refused }.keys.sorted()
    if answer.failure == nil, !doubtful.isEmpty {
      let present = try session.client.present(doubtful)
      for uid in doubtful where !present.contains(uid) {
        faults.removeValue(forKey: uid)
        attempts.forget(uid)
        log(.notice, "source:\(name)", "vanished", ["uid": String(uid)])
      }
    }
    var items: [Item] = []
    for (uid, fault) in faults.sorted(by: { $0.key < $1.key }) {
      switch (attempts.note(fault, of: uid), fault) {
      case (.again, _): continue
      case (.accept, .size(_, let bytes)):
        log(.warning, "source:\(name)", "size_is_estimate", ["uid": String(uid)])
        items.append(item(uid, infos, session, bytes))
      case (.accept, _): continue
      case (.refuse(let reason), _):
        log(.error, "source:\(name)", "unreadable", ["uid": String(uid), "reason": reason])
        items.append(item(uid, infos, session, refusal: reason))
      }
    }
    return items
  }

  private func item(
    _ uid: UInt32, _ infos: [UInt32: MessageInfo], _ session: MailboxSession, _ bytes: [UInt8] = [],
    _ date: Timestamp? = nil, refusal: String? = nil
  ) -> Item {
    let received = date ?? infos[uid]?.date ?? now
    return Item(
      ledger: session.key(uid), door: .mail, receivedAt: min(received, now), bytes: bytes,
      refusal: refusal)
  }

  /// The items are committed: from now on they only wait for their move.
  private func note(_ dispositions: [Disposition], of items: [Item], _ session: MailboxSession)
    throws -> Int
  {
    guard dispositions.count == items.count else {
      throw StoreError(
        kind: .other, message: "the intake answered for other items than it was given")
    }
    for item in items {
      guard let uid = UIDSet.number(Array(item.ledger.key.utf8)) else { continue }
      session.remember(uid, isRejected: item.refusal != nil)
    }
    return items.count
  }

  // MARK: Moving

  /// Moves a set of messages of each kind and writes down that they are gone.
  private func move(_ session: MailboxSession, _ intake: any Intake, _ result: inout PassResult)
    async throws
  {
    for isRejected in [false, true] where !result.isMoveRefused {
      let moved: [UInt32]
      do throws(ConnectionError) {
        moved = try session.moveSome(rejected: isRejected)
      } catch {
        guard error.kind == .rejected else { throw error }
        log(.warning, "source:\(name)", "move_refused", ["error": error.description])
        result.isMoveRefused = true
        result.problem = "verwerkte berichten kunnen niet worden verplaatst"
        return
      }
      if !moved.isEmpty { try await intake.settle(moved.map(session.key)) }
    }
  }

  private func moveAll(_ session: MailboxSession, _ intake: any Intake, _ result: inout PassResult)
    async throws
  {
    while session.waiting > 0, !result.isMoveRefused { try await move(session, intake, &result) }
  }
}
