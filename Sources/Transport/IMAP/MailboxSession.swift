internal import Core
internal import Platform

/// One visit to a mailbox: what is there, what of it is ours already, what must still be moved. Blocks; used
/// inside one actor.
final class MailboxSession {
  let client: IMAPClient
  /// UIDVALIDITY; a number of this visit alone when the server tells none.
  let epoch: UInt32
  let hasOwnEpoch: Bool
  private let account: MailboxAccount
  private var uidNext: UInt32?

  /// On the server and taken in; they wait for their move.
  private(set) var known: Set<UInt32> = []
  /// Where the known ones go.
  private var rejected: Set<UInt32> = []
  /// Highest identifier of the last list: an optimisation for large mailboxes, never proof of anything.
  private var highest: UInt32 = 0
  /// Messages that the last whole list lacks by the server's own count.
  private(set) var unlisted = 0

  /// Connects, logs in, makes the two mailboxes, and selects.
  init(_ account: MailboxAccount, _ login: Login, _ interrupt: Interrupt) throws(ConnectionError) {
    self.account = account
    let line = try Connection(to: account.endpoint, login: login, interrupt: interrupt)
    client = IMAPClient(line, limits: account.limits)
    try client.begin()
    try client.ensure(account.processedMailbox)
    try client.ensure(account.rejectedMailbox)
    let selected = try client.select(account.mailbox)
    uidNext = selected.uidNext
    hasOwnEpoch = selected.uidValidity != nil
    // Without UIDVALIDITY an identifier may be another message's tomorrow: trust none of an earlier visit.
    epoch = selected.uidValidity ?? UInt32.random(in: 0x8000_0000...UInt32.max)
    client.literalLimit = account.maxMessageBytes
  }

  func key(_ uid: UInt32) -> LedgerKey {
    LedgerKey(
      source: account.name, collection: account.mailbox, epoch: epoch, key: String(uid))
  }

  // MARK: What is there

  /// The mailbox is small enough to be listed whole each time.
  var isSmall: Bool { client.exists <= 1000 }

  /// Lists all, or what lies behind the last list.
  func list(all: Bool) throws(ConnectionError) -> (uids: [UInt32], isWhole: Bool) {
    // Some servers show SEARCH only what an earlier command announced.
    try client.command("NOOP")
    client.hasNews = false
    let isWhole = all || isSmall
    let from = isWhole ? 1 : highest == .max ? highest : highest + 1
    let uids = try client.uids(from: from, uidNext: uidNext)
    if isWhole {
      unlisted = client.hasNews ? 0 : max(0, client.exists - uids.count)
      known.formIntersection(uids)
      rejected.formIntersection(known)
    }
    return (uids, isWhole)
  }

  /// True when something that nobody knows lies below what was listed before: only the ledger can tell what
  /// it is. Remembers how far this list went.
  func hasOddOnes(_ uids: [UInt32], except attempts: Attempts) -> Bool {
    let before = highest
    highest = max(highest, uids.last ?? 0)
    return uids.contains { $0 <= before && !known.contains($0) && !attempts.isAlone($0) }
  }

  func unknown(_ uids: [UInt32]) -> [UInt32] { uids.filter { !known.contains($0) } }

  /// Learns from the ledger which of the listed are taken in; gives back the rows of what the server no longer
  /// has, although nobody wrote down that it was moved.
  func learn(_ rows: [LedgerRow], listed uids: [UInt32]) -> [LedgerKey] {
    let there = Set(uids)
    var gone: [LedgerKey] = []
    for row in rows {
      guard let uid = UIDSet.number(Array(row.key.utf8)) else { continue }
      if there.contains(uid) {
        remember(uid, isRejected: row.disposition == .quarantine)
      } else if row.state == .committed {
        gone.append(key(uid))
      }
    }
    return gone
  }

  /// It is committed.
  func remember(_ uid: UInt32, isRejected: Bool) {
    known.insert(uid)
    if isRejected { rejected.insert(uid) }
  }

  // MARK: Letting go

  /// Moved in one command. Each MOVE makes the server look through its mailbox again: sets of 1,024 take more
  /// than twice as long for 10,000 messages.
  static let moveSet = 4096

  /// How many wait for their move.
  var waiting: Int { known.count }

  /// Moves a set of the known, of those that could not be read or of the others, and tells which;
  /// `.rejected` when the server refuses.
  func moveSome(rejected isRejected: Bool) throws(ConnectionError) -> [UInt32] {
    let uids = Array(
      known.filter { rejected.contains($0) == isRejected }.sorted().prefix(MailboxSession.moveSet))
    guard !uids.isEmpty else { return [] }
    let target = isRejected ? account.rejectedMailbox : account.processedMailbox
    do {
      try client.move(uids, to: target)
    } catch {
      guard error.kind == .rejected else { throw error }
      // Somebody may have removed the mailbox meanwhile.
      try client.ensure(target)
      try client.move(uids, to: target)
    }
    known.subtract(uids)
    rejected.subtract(uids)
    return uids
  }
}
