internal import Platform

/// Messages that did not come whole, and what to do about each. Pure.
///
/// Such a message is asked for again, alone and after all others, so that it cannot hold them up. After three
/// bad answers it is given up as unread, which gives it an owner. A line that breaks is no answer: that is
/// tried for ever.
struct Attempts: Sendable {
  enum Decision: Sendable, Hashable {
    case again
    /// The bytes are the message, although RFC822.SIZE was wrong: some servers only estimate it.
    case accept
    /// See `Item.refusal`.
    case refuse(String)
  }

  /// Answers before a message is given up.
  static let limit = 3

  private struct Entry {
    var tries = 0
    var answers = 0
    var digest: [UInt8] = []
  }
  private var entries: [UInt32: Entry] = [:]

  /// It failed before: ask for it alone.
  func isAlone(_ uid: UInt32) -> Bool { entries[uid] != nil }
  var count: Int { entries.count }
  var uids: [UInt32] { Array(entries.keys) }

  /// Those of the given that failed before, the least tried first: one that breaks every session cannot hold up
  /// the others.
  func alone(_ uids: [UInt32]) -> [UInt32] {
    uids.filter(isAlone).sorted { (tries($0), $0) < (tries($1), $1) }
  }

  private func tries(_ uid: UInt32) -> Int { entries[uid]?.tries ?? 0 }

  mutating func note(_ fault: FetchFault, of uid: UInt32) -> Decision {
    var entry = entries[uid] ?? Entry()
    entry.tries += 1
    switch fault {
    case .tooLarge(let bytes): return decide(.refuse("limit:bytes=\(bytes)"), uid)
    case .broken, .unknown:
      entries[uid] = entry
      return .again
    case .size(_, let bytes):
      let digest = sha256(bytes)
      // Only the same answer three times in a row says that the server means it.
      entry.answers = digest == entry.digest ? entry.answers + 1 : 1
      entry.digest = digest
    case .empty, .missing, .refused, .malformed: entry.answers += 1
    }
    entries[uid] = entry
    return entry.answers < Attempts.limit ? .again : decide(Attempts.last(fault), uid)
  }

  /// Others are no longer there.
  mutating func keep(_ uids: [UInt32]) {
    let there = Set(uids)
    entries = entries.filter { there.contains($0.key) }
  }

  mutating func forget(_ uid: UInt32) { entries.removeValue(forKey: uid) }

  private mutating func decide(_ decision: Decision, _ uid: UInt32) -> Decision {
    forget(uid)
    return decision
  }

  private static func last(_ fault: FetchFault) -> Decision {
    switch fault {
    case .size(let told, let bytes):
      // An estimate is near; a message cut short is not.
      bytes.count >= told / 4 * 3 ? .accept : .refuse("unreadable:size=\(bytes.count)/\(told)")
    case .empty: .refuse("unreadable:empty")
    case .missing, .refused: .refuse("unreadable:refused")
    case .malformed, .tooLarge, .broken, .unknown: .refuse("unreadable:answer")
    }
  }
}
