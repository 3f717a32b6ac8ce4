internal import Core

/// Listing a mailbox: in windows of unique identifiers, because one answer for a large mailbox is more than
/// some servers give and many clients can read.
extension IMAPClient {
  /// Mailboxes up to this size are asked for at once.
  static let window = 10_000
  /// More numbers than this are not kept of one answer.
  static let mostNumbers = 1_000_000

  /// All unique identifiers from `first` on, ascending, each once.
  func uids(from first: UInt32 = 1, uidNext: UInt32?) throws(ConnectionError) -> [UInt32] {
    var found: [UInt32] = []
    var low = UInt64(first)
    var width = UInt64(IMAPClient.window)
    // `uidNext` is a hint of where the last, open window begins; nothing depends on its being right.
    while exists > IMAPClient.window, low < UInt64(uidNext ?? 0) {
      let high = low + width - 1
      let part = try search(low...high)
      found += part
      low = high + 1
      if part.count < IMAPClient.window / 10 { width *= 4 }
      if part.count > 2 * IMAPClient.window { width = max(width / 4, 1000) }
    }
    if low <= UInt64(UInt32.max) { found += try search(low...UInt64.max) }
    return ascending(found)
  }

  /// Those of the given that are still there.
  func present(_ uids: [UInt32]) throws(ConnectionError) -> Set<UInt32> {
    var found: Set<UInt32> = []
    for (set, part) in UIDSet.texts(uids) {
      found.formUnion(try search("UID \(set)", isComplete: true).filter(Set(part).contains))
    }
    return found
  }

  private func search(_ window: ClosedRange<UInt64>) throws(ConnectionError) -> [UInt32] {
    let end = window.upperBound > UInt64(UInt32.max) ? "*" : String(window.upperBound)
    // `n:*` names the last message even when it lies before n.
    let isWhole = window.lowerBound == 1 && end == "*"
    return try search("UID \(window.lowerBound):\(end)", isComplete: isWhole && exists > 0)
      .filter { window.contains(UInt64($0)) }
  }

  /// `isComplete`: an answer without data is no answer.
  private func search(_ criteria: String, isComplete: Bool) throws(ConnectionError) -> [UInt32] {
    var numbers: [UInt32] = []
    var isAnswered = false
    let isExtended = capabilities.contains("ESEARCH")
    expect()
    let tag = try start(Array("UID SEARCH \(isExtended ? "RETURN (ALL) " : "")\(criteria)".utf8))
    try finish(tag, "SEARCH") { response in
      switch response {
      case .search(let part):
        isAnswered = true
        numbers += part.prefix(IMAPClient.mostNumbers - numbers.count)
      case .searchSet(let named, let ranges) where named == nil || named == tag:
        isAnswered = true
        for range in ranges { numbers += range.prefix(IMAPClient.mostNumbers - numbers.count) }
      default: break
      }
    }
    guard isAnswered || !isComplete else {
      throw ConnectionError(.malformed, "SEARCH was not answered")
    }
    return numbers
  }
}

/// Sorted, each once.
func ascending(_ numbers: [UInt32]) -> [UInt32] {
  var result: [UInt32] = []
  result.reserveCapacity(numbers.count)
  for number in numbers.sorted() where result.last != number { result.append(number) }
  return result
}
