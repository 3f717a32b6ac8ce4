/// Names by the moment at which to look at them: a binary heap, earliest first.
struct Schedule: Sendable {
  struct Row: Sendable {
    var due: Duration
    /// Breaks ties: first come, first served.
    var order: UInt64
    var name: [UInt8]

    fileprivate func precedes(_ other: Row) -> Bool {
      due == other.due ? order < other.order : due < other.due
    }
  }

  private var rows: [Row] = []

  var first: Row? { rows.first }
  var count: Int { rows.count }

  mutating func insert(_ row: Row) {
    var at = rows.count
    rows.append(row)
    while at > 0, rows[at].precedes(rows[(at - 1) / 2]) {
      rows.swapAt(at, (at - 1) / 2)
      at = (at - 1) / 2
    }
  }

  /// Takes the first out, when it is due.
  mutating func next(at now: Duration) -> Row? {
    guard let first = rows.first, first.due <= now, let last = rows.popLast() else { return nil }
    guard !rows.isEmpty else { return first }
    rows[0] = last
    sink()
    return first
  }

  private mutating func sink() {
    var at = 0
    while 2 * at + 1 < rows.count {
      var child = 2 * at + 1
      if child + 1 < rows.count, rows[child + 1].precedes(rows[child]) { child += 1 }
      guard rows[child].precedes(rows[at]) else { return }
      rows.swapAt(at, child)
      at = child
    }
  }
}
