internal import Core
internal import Notices
internal import Platform

/// What the service owes people for an item: the texts, the queues' owners, and how mail leaves. Immutable;
/// a reload makes another.
struct Owing: Sendable {
  private let composer: Composer
  private let queues: [String: QueueSettings]
  private let names: [MunicipalityCode: String]
  private let outgoing: OutgoingSettings
  private let tokens: TokenMaker

  init(
    composer: Composer, queues: [QueueSettings], names: [MunicipalityCode: String],
    outgoing: OutgoingSettings, tokens: TokenMaker
  ) {
    self.composer = composer
    self.queues = Dictionary(queues.map { ($0.name, $0) }) { first, _ in first }
    self.names = names
    self.outgoing = outgoing
    self.tokens = tokens
  }

  /// The notices for one decision of the store.
  func notices(for taken: Taken, _ decision: Decision, now: Timestamp) -> [Notice] {
    let owed =
      switch decision.disposition {
      case .signal(let reference): told(taken.verdict, decision, reference, now)
      case .supplement(let reference): toOwner(.supplement, reference, decision, now)
      case .quarantine(let id): toOwner(.quarantine, "item-\(id)", decision, now)
      case .duplicate, .notASignal: [Notice]()
      }
    // A row of a list has no receipt of its own.
    return owed + (taken.row == nil ? receipt(taken.verdict, decision, now) : [])
  }

  /// The notices because an item was read again with more text: whoever got one already gets another only for
  /// what changes the work.
  func notices(
    forRevised verdict: Verdict, _ decision: Decision, _ change: Placement.Change, now: Timestamp
  ) -> [Notice] {
    switch decision.disposition {
    case .signal(let reference) where change.contains(.accepted):
      newSignal(verdict, decision, reference, now)
    case .signal(let reference) where change.contains(.routed) || change.contains(.acute):
      told(verdict, decision, reference, now)
    case .signal(let reference):
      (change.contains(.contradicted) ? toOwner(.supplement, reference, decision, now) : [])
        + copies(reference, decision, now)
    case .supplement(let reference) where change.contains(.accepted):
      toOwner(.supplement, reference, decision, now) + receipt(verdict, decision, now)
    case .supplement(let reference) where change.contains(.acute):
      acute(reference, decision, now)
    case .supplement, .quarantine, .duplicate, .notASignal: []
    }
  }

  /// A warning to the owner of the regional queue that something did not leave in time, or never will.
  func delayNotices(_ entry: OutboxEntry, now: Timestamp) -> [Notice] {
    guard entry.notice.kind != .delay, let owner = owner(of: regionalQueue) else { return [] }
    return letter(.delay, to: owner, entry.reference ?? "bericht-\(entry.id)", nil, now)
  }

  /// The reference that one of the claimed tokens proves.
  func provenReference(_ claims: [String]) -> String? {
    for claim in claims {
      if let reply = ReplyAddress(claim: claim), tokens.isValid(reply) { return reply.reference }
    }
    return nil
  }

  /// Makes one of each for every owner, so that a text or an address that does not do is known at start.
  func check(now: Timestamp) throws(ComposeError) {
    let owners = queues.values.flatMap { [$0.owner] + [$0.acute].compactMap { $0 } }
    for address in owners.compactMap(MailAddress.init) {
      for (kind, _) in NoticeTexts.files {
        _ = try composer.compose(
          letter(kind, to: address, "\(regionalQueue)-2026-0001", deadline: now, queue: nil, now))
      }
    }
  }

  private func newSignal(
    _ verdict: Verdict, _ decision: Decision, _ reference: String, _ now: Timestamp
  ) -> [Notice] {
    told(verdict, decision, reference, now) + receipt(verdict, decision, now)
  }

  /// What the queue's own people get of a signal.
  private func told(
    _ verdict: Verdict, _ decision: Decision, _ reference: String, _ now: Timestamp
  ) -> [Notice] {
    let notices =
      verdict.urgency == .acute
      ? acute(reference, decision, now) : toOwner(.notice, reference, decision, now)
    return notices + copies(reference, decision, now)
  }

  /// To the owner, and to who is on duty.
  private func acute(_ reference: String, _ decision: Decision, _ now: Timestamp) -> [Notice] {
    let notices = toOwner(.acute, reference, decision, now)
    guard let second = queues[decision.queue]?.acute ?? queues[regionalQueue]?.acute,
      let second = MailAddress(second)
    else { return notices }
    return notices + letter(.acute, to: second, reference, decision, now)
  }

  private func copies(_ reference: String, _ decision: Decision, _ now: Timestamp) -> [Notice] {
    queues[decision.queue]?.folder == nil ? [] : [copy(reference, decision, now)]
  }

  /// One for an item, also for a list: it names the references that are new, which follow one another.
  private func receipt(_ verdict: Verdict, _ decision: Decision, _ now: Timestamp) -> [Notice] {
    guard outgoing.receipts, let address = verdict.receiptTo.flatMap(MailAddress.init) else {
      return []
    }
    let all = [decision.disposition] + decision.rows
    let new = all.compactMap { if case .signal(let reference) = $0 { reference } else { nil } }
    let added = all.compactMap {
      if case .supplement(let reference) = $0 { reference } else { nil }
    }
    guard let first = new.first ?? added.first else { return [] }
    return letter(.receipt, to: address, first, last: new.count > 1 ? new.last : nil, nil, now)
  }

  private func toOwner(
    _ kind: Notice.Kind, _ reference: String, _ decision: Decision, _ now: Timestamp
  ) -> [Notice] {
    guard let owner = owner(of: decision.queue) ?? owner(of: regionalQueue) else { return [] }
    return letter(kind, to: owner, reference, decision, now)
  }

  private func owner(of queue: String) -> MailAddress? {
    queues[queue].flatMap { MailAddress($0.owner) }
  }

  private func letter(
    _ kind: Notice.Kind, to address: MailAddress, _ reference: String, deadline: Timestamp?,
    queue: String?, _ now: Timestamp
  ) -> Letter {
    Letter(
      kind: kind, to: address, reference: reference, token: tokens.token(for: reference),
      unique: hexadecimal(randomBytes(12)), date: now, deadline: deadline,
      municipality: queue.flatMap { names[$0] })
  }

  private func letter(
    _ kind: Notice.Kind, to address: MailAddress, _ reference: String, last: String? = nil,
    _ decision: Decision?, _ now: Timestamp
  ) -> [Notice] {
    var letter = letter(
      kind, to: address, reference, deadline: decision?.deadline, queue: decision?.queue, now)
    letter.lastReference = last
    // The texts and addresses were checked at start: `check` made one of each.
    guard let composed = try? composer.compose(letter) else { return [] }
    return [
      Notice(
        kind: kind, channel: outgoing.way.rawValue, recipient: address.text, sender: outgoing.from,
        messageID: composed.messageID, bytes: composed.bytes, due: now,
        expires: now + outgoing.lifetimeSeconds,
        quotaPerDay: kind == .receipt ? outgoing.receiptsPerDay : nil)
    ]
  }

  private func copy(_ reference: String, _ decision: Decision, _ now: Timestamp) -> Notice {
    Notice(
      kind: .copy, channel: copyChannel, recipient: decision.queue, sender: "",
      messageID: "", bytes: [], due: now, expires: now + outgoing.lifetimeSeconds)
  }
}

/// Name of the channel that copies into the queues' own folders.
let copyChannel = "folder"

/// Makes and checks the tokens in reply addresses: HMAC-SHA-256 over the reference with a key of this
/// installation, the first 80 bits.
struct TokenMaker: Sendable {
  private let key: Secret

  init(key: Secret) { self.key = key }

  /// 20 hexadecimal digits.
  func token(for reference: String) -> String {
    var key = key.copy()
    defer { forget(&key) }
    return hexadecimal(hmac(Array(reference.utf8), key: key).prefix(10))
  }

  func isValid(_ reply: ReplyAddress) -> Bool {
    equalInConstantTime(Array(token(for: reply.reference).utf8), Array(reply.token.utf8))
  }
}
