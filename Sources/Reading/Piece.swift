internal import Core

/// Text of one leaf while it is decided whether it counts.
struct Piece {
  var text: TextPart
  var isHTML: Bool
  /// It comes from the wrapping of its message (`winmail.dat`): another version of the message's own text.
  var isWrapped = false

  var isSeen: Bool { !text.hidden }
  /// Bytes that are not white space.
  var weight: Int { text.bytes.count { !$0.isSpace } }

  /// Two lines at least with a label and a value in cells: more than plain text can tell.
  var hasRows: Bool {
    var rows = 0
    var start = 0
    while start < text.bytes.count, rows < 2 {
      let end = text.bytes.position(of: 0x0a, in: start..<text.bytes.count)
      let tab = text.bytes.position(of: 0x09, in: start..<end)
      if tab > start, tab + 1 < end { rows += 1 }
      start = end + 1
    }
    return rows == 2
  }
}

/// Which of several versions of one text is read (RFC 2046 5.1.4).
enum Alternative {
  /// The richer version; also the other one when it tells something else.
  static func choose(_ versions: [[Piece]]) -> (pieces: [Piece], differ: Bool) {
    guard let first = versions.first else { return ([], false) }
    var (chosen, others) = (first, [[Piece]]())
    for version in versions.dropFirst() {
      if isRicher(version, than: chosen) {
        others.append(chosen)
        chosen = version
      } else {
        others.append(version)
      }
    }
    let known = WordSet(chosen)
    let places = postcodes(chosen)
    let telling = others.filter { known.lacks($0) || !postcodes($0).isSubset(of: places) }
    let hidden = others.flatMap { $0.filter { !$0.isSeen } }
    return (chosen + telling.flatMap { $0.filter(\.isSeen) } + hidden, !telling.isEmpty)
  }

  /// Text of a message together with that of its wrapping; files keep their places behind.
  static func unwrapped(_ pieces: [Piece]) -> (pieces: [Piece], differ: Bool) {
    guard pieces.contains(where: \.isWrapped) else { return (pieces, false) }
    let bodies = pieces.filter { $0.text.origin == .body }
    let (chosen, differ) = choose(
      [bodies.filter { !$0.isWrapped }, bodies.filter(\.isWrapped)].filter { !$0.isEmpty })
    return (chosen + pieces.filter { $0.text.origin != .body }, differ)
  }

  /// Plain text is preferred: but not when it is only a sentence about mail programs, when it says clearly
  /// less, or when the other has a table.
  private static func isRicher(_ other: [Piece], than chosen: [Piece]) -> Bool {
    let weights = (weight(chosen), weight(other))
    if weights.0 == 0 { return weights.1 > 0 }
    if weights.0 * 5 < weights.1 * 4 { return true }
    let isTable = other.contains { $0.isHTML && $0.isSeen && $0.hasRows }
    return isTable && weights.1 * 5 >= weights.0 * 4
  }

  /// Digits and letters of whole Dutch postcodes: a version that names another place tells something else, however
  /// few its words are.
  private static func postcodes(_ version: [Piece]) -> Set<[UInt8]> {
    var found: Set<[UInt8]> = []
    for piece in version where piece.isSeen {
      var run: [UInt8] = []
      for byte in piece.text.bytes + [0x0a] {
        if byte.isLetterOrDigit || byte >= 0x80 {
          run.append(byte.lowercased)
        } else if byte != 0x20 || run.count != 4 || !run.allSatisfy({ $0 &- 0x30 < 10 }) {
          let (digits, letters) = (run.prefix(4), run.dropFirst(4))
          if run.count == 6, digits.allSatisfy({ $0 &- 0x30 < 10 }),
            letters.allSatisfy({ $0 &- 0x61 < 26 })
          {
            found.insert(run)
          }
          run = []
        }
      }
    }
    return found
  }

  private static func weight(_ version: [Piece]) -> Int {
    version.filter(\.isSeen).reduce(0) { $0 + $1.weight }
  }
}

/// The words of a text, by hash: says surely that a word is there, and with small doubt that it is.
private struct WordSet {
  private var bits = [UInt64](repeating: 0, count: 1024)

  init(_ pieces: [Piece]) {
    for piece in pieces where piece.isSeen {
      Self.words(piece.text.bytes) { bits[Int($0 >> 6 & 1023)] |= 1 << UInt64($0 & 63) }
    }
  }

  /// More than a third of its words are not here.
  func lacks(_ pieces: [Piece]) -> Bool {
    var (all, missing) = (0, 0)
    for piece in pieces where piece.isSeen {
      Self.words(piece.text.bytes) {
        all += 1
        if bits[Int($0 >> 6 & 1023)] & 1 << UInt64($0 & 63) == 0 { missing += 1 }
      }
    }
    return missing * 3 > all && (missing >= 3 || missing == all)
  }

  private static func words(_ text: [UInt8], _ body: (UInt32) -> Void) {
    var hash: UInt32 = 0x811c_9dc5
    var length = 0
    for byte in text {
      if byte.isLetterOrDigit || byte >= 0x80 {
        hash = (hash ^ UInt32(byte.lowercased)) &* 0x0100_0193
        length += 1
      } else {
        if length > 1 { body(hash ^ hash >> 16) }
        (hash, length) = (0x811c_9dc5, 0)
      }
    }
    if length > 1 { body(hash ^ hash >> 16) }
  }
}
