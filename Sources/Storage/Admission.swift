internal import Core

/// The rules of a commit: what becomes of an item, given what is there. The same for every store.
struct Admission<Rows: CommitRows> {
  var rows: Rows
  let options: StoreOptions
  let now: Timestamp
  let compose: Compose

  /// Decides about one item, writes it down, and adds the notices that are owed because of it.
  mutating func admit(_ taken: Taken) throws(StoreError) -> Disposition {
    if let known = try rows.provenance(taken.item.ledger) { return known.disposition }
    var decision = try place(taken)
    decision.rows = try admitRows(of: taken)
    for notice in compose(taken, decision) {
      try owe(notice, reference: decision.disposition.reference)
    }
    return decision.disposition
  }

  /// Each row of a list as an item of its own. One that came before, in whatever list, is a repeat.
  private mutating func admitRows(of list: Taken) throws(StoreError) -> [Disposition] {
    var dispositions: [Disposition] = []
    for (index, verdict) in list.verdict.rows.enumerated() {
      dispositions.append(try admit(Taken(row: index + 1, verdict, of: list)))
    }
    return dispositions
  }

  private mutating func place(_ taken: Taken) throws(StoreError) -> Decision {
    let target = try target(of: taken)
    if let twin = try twin(of: taken, target: target) { return try repeated(taken, twin) }
    switch taken.verdict.outcome {
    case .signal, .supplement:
      guard let target else { return try signal(taken) }
      _ = try write(taken, .supplement, signal: target.id)
      try rows.count(provenances: 0, supplements: 1, signal: target.id)
      return decision(.supplement(reference: target.reference), target, taken)
    case .notASignal:
      _ = try write(taken, .notASignal, signal: target?.id)
      return decision(.notASignal, nil, taken)
    case .quarantine:
      return decision(.quarantine(try write(taken, .quarantine, signal: target?.id)), nil, taken)
    }
  }

  private mutating func signal(_ taken: Taken) throws(StoreError) -> Decision {
    let id = try write(taken, .signal, signal: nil)
    let year = Amsterdam.civil(taken.item.receivedAt).date.year
    let reference = options.reference(year: year, number: try rows.nextNumber(year: year))
    let deadline = options.deadline(taken.verdict.urgency, now: now)
    try rows.add(
      NewSignal(id: id, reference: reference, taken: taken, committedAt: now, deadline: deadline))
    return Decision(
      disposition: .signal(reference: reference), queue: taken.verdict.queue, deadline: deadline)
  }

  /// What has no signal is owned by the region.
  private func decision(_ disposition: Disposition, _ signal: KnownSignal?, _ taken: Taken)
    -> Decision
  {
    Decision(
      disposition: disposition, queue: signal?.queue ?? regionalQueue,
      deadline: signal?.deadline ?? options.deadline(taken.verdict.urgency, now: now))
  }

  /// The signal that an item adds to: proven by its token, else claimed by the address that sent the
  /// signal. A stranger who knows a number adds to nothing.
  private mutating func target(of taken: Taken) throws(StoreError) -> KnownSignal? {
    try target(of: taken.verdict, proven: taken.provenReference)
  }

  mutating func target(of verdict: Verdict, proven: String?) throws(StoreError) -> KnownSignal? {
    if let reference = proven, let signal = try rows.signal(reference: reference) {
      return signal
    }
    guard let sender = verdict.sender?.lowercased(), !sender.isEmpty else { return nil }
    for reference in verdict.claimedReferences {
      if let signal = try rows.signal(reference: reference), signal.senders.contains(sender) {
        return signal
      }
    }
    return nil
  }

  /// The item that has the same bytes or the same content.
  ///
  /// What counts for less never hides what counts for more: a message that now reads as a signal is one,
  /// also when the same bytes were set aside before. Equal words to two signals are two supplements.
  private mutating func twin(of taken: Taken, target: KnownSignal?) throws(StoreError) -> Twin? {
    let weight = taken.verdict.outcome.weight
    if !taken.item.bytes.isEmpty, taken.row == nil {
      for item in try rows.items(digest: taken.digest) where item.outcome.weight >= weight {
        return .bytes(item)
      }
    }
    guard weight > Outcome.quarantine.weight else { return nil }
    for item in try rows.items(fingerprint: taken.verdict.fingerprint)
    where item.outcome.weight >= weight && (target == nil || item.signal?.id == target?.id) {
      return item.digest == taken.digest ? .bytes(item) : .content(item)
    }
    return nil
  }

  /// Notes a second way in. Other bytes with the same content are kept beside the first.
  private mutating func repeated(_ taken: Taken, _ twin: Twin) throws(StoreError) -> Decision {
    let item: KnownItem
    switch twin {
    case .bytes(let known):
      item = known
      try rows.add(provenance: taken.item.ledger, item: item.id, isFirst: false, now: now)
      try rows.add(Event(at: now, subject: .item, id: item.id, event: "repeated"))
    case .content(let known):
      item = known
      _ = try write(taken, item.outcome, signal: item.signal?.id, duplicateOf: item.id)
    }
    if item.outcome == .signal, let signal = item.signal {
      try rows.count(provenances: 1, supplements: 0, signal: signal.id)
    }
    return decision(.duplicate(of: item.signal?.reference), item.signal, taken)
  }

  private mutating func write(
    _ taken: Taken, _ outcome: Outcome, signal: SignalID?, duplicateOf: ItemID? = nil
  ) throws(StoreError) -> ItemID {
    let id = try rows.add(
      NewItem(
        taken: taken, outcome: outcome, signal: signal, duplicateOf: duplicateOf, committedAt: now))
    try rows.add(
      provenance: taken.item.ledger, item: id, isFirst: duplicateOf == nil, now: now)
    if duplicateOf == nil, !taken.verdict.waiting.isEmpty {
      try rows.wait(id, parts: taken.verdict.waiting, now: now)
    }
    let event = duplicateOf == nil ? outcome.rawValue : "repeated"
    try rows.add(Event(at: now, subject: .item, id: id, event: event))
    return id
  }

  /// Adds a notice, unless its recipient has had enough of its kind today.
  mutating func owe(_ notice: Notice, reference: String?) throws(StoreError) {
    if let quota = notice.quotaPerDay {
      let today = Timestamp(seconds: now.seconds - (now.seconds % 86_400 + 86_400) % 86_400)
      let sent = try rows.notices(notice.kind, recipient: notice.recipient, since: today)
      if sent >= quota {
        let detail = notice.kind.rawValue
        let event = Event(at: now, subject: .store, id: 0, event: "quota", detail: detail)
        return try rows.add(event)
      }
    }
    try rows.add(notice, reference: reference, now: now)
  }
}

/// An item that came in before, by what is the same.
private enum Twin {
  case bytes(KnownItem)
  case content(KnownItem)
}

extension Outcome {
  fileprivate var weight: Int {
    switch self {
    case .signal, .supplement: 2
    case .notASignal: 1
    case .quarantine: 0
    }
  }
}

extension Taken {
  /// A row has the ledger key, the bytes, the sender and the reporter of its list. What it adds to must be named
  /// by the row itself.
  fileprivate init(row: Int, _ verdict: Verdict, of list: Taken) {
    self.init(item: list.item, digest: list.digest, verdict: verdict)
    self.row = row
    item.ledger.key += "#row\(row)"
    (self.verdict.rows, self.verdict.waiting) = ([], [])
    self.verdict.sender = list.verdict.sender
    self.verdict.receiptTo = list.verdict.receiptTo
  }
}
