internal import Core

// The rules of a second reading, which only adds. The same for every store.
extension Admission {
  /// Nil when the item does not wait: it was read again already.
  mutating func revise(
    _ id: ItemID, _ verdict: Verdict, provenReference: String?, result: String,
    compose: ComposeRevision
  ) throws(StoreError) -> Disposition? {
    guard let stored = try rows.waiting(id) else { return nil }
    let (decision, change) =
      switch stored.known.outcome {
      case .signal: try amend(stored, verdict)
      case .supplement: try supplement(stored, verdict)
      case .notASignal, .quarantine: try reconsider(stored, verdict, provenReference)
      }
    try rows.endWaiting(id, result: result)
    try rows.add(Event(at: now, subject: .item, id: id, event: "recognised", detail: result))
    for notice in compose(verdict, decision, change) {
      try owe(notice, reference: decision.disposition.reference)
    }
    return decision.disposition
  }

  private mutating func amend(
    _ stored: StoredItem, _ verdict: Verdict
  ) throws(StoreError) -> (Decision, Placement.Change) {
    let id = stored.known.id
    guard let signal = stored.known.signal, let before = stored.placement else {
      throw StoreError(kind: .corrupt, message: "a signal's item has no signal")
    }
    let (placement, change) = before.revised(by: verdict.placement)
    let deadline =
      placement.urgency > before.urgency
      ? min(signal.deadline, options.deadline(placement.urgency, now: now)) : signal.deadline
    try rows.replace(id, verdict, outcome: .signal, signal: nil)
    try rows.place(signal.id, placement, deadline: deadline)
    let decision = Decision(
      disposition: .signal(reference: signal.reference), queue: placement.queue, deadline: deadline)
    return (decision, change)
  }

  /// What came in addition stays that; danger in it is told.
  private mutating func supplement(
    _ stored: StoredItem, _ verdict: Verdict
  ) throws(StoreError) -> (Decision, Placement.Change) {
    guard let signal = stored.known.signal else {
      throw StoreError(kind: .corrupt, message: "a supplement belongs to no signal")
    }
    try rows.replace(stored.known.id, verdict, outcome: .supplement, signal: signal.id)
    let decision = Decision(
      disposition: .supplement(reference: signal.reference), queue: signal.queue,
      deadline: signal.deadline)
    return (decision, verdict.urgency == .acute ? .acute : [])
  }

  /// What was set aside is a signal, or adds to one, when it reads so now.
  private mutating func reconsider(
    _ stored: StoredItem, _ verdict: Verdict, _ provenReference: String?
  ) throws(StoreError) -> (Decision, Placement.Change) {
    let (id, outcome) = (stored.known.id, stored.known.outcome)
    let deadline = options.deadline(verdict.urgency, now: now)
    guard verdict.outcome == .signal || verdict.outcome == .supplement else {
      try rows.replace(id, verdict, outcome: outcome, signal: stored.known.signal?.id)
      let disposition: Disposition = outcome == .quarantine ? .quarantine(id) : .notASignal
      return (Decision(disposition: disposition, queue: regionalQueue, deadline: deadline), [])
    }
    if let target = try target(of: verdict, proven: provenReference) {
      try rows.replace(id, verdict, outcome: .supplement, signal: target.id)
      try rows.count(provenances: 0, supplements: 1, signal: target.id)
      let decision = Decision(
        disposition: .supplement(reference: target.reference), queue: target.queue,
        deadline: target.deadline)
      return (decision, .accepted)
    }
    let year = Amsterdam.civil(stored.receivedAt).date.year
    let reference = options.reference(year: year, number: try rows.nextNumber(year: year))
    try rows.replace(id, verdict, outcome: .signal, signal: nil)
    try rows.promote(id, reference: reference, verdict, deadline: deadline)
    let decision = Decision(
      disposition: .signal(reference: reference), queue: verdict.queue, deadline: deadline)
    return (decision, .accepted)
  }
}
