internal import Core

/// A message made safe for the MIME library: its limits are checked here, on the bytes, because the library
/// has none for header fields and parts, and takes time and stack beyond them.
struct ScannedMessage {
  /// What the library may see: the bytes given, or a copy with fewer.
  var bytes: [UInt8]
  /// Where the body begins in `bytes`.
  var bodyStart: Int
  /// `headers` or `parts`: something was left out.
  var limit: String?
  var faults: [String] = []

  init(_ raw: [UInt8], limits: Limits) {
    bytes = raw
    bodyStart = 0
    mendLineEnds()
    dropLeadIn()
    var header = HeaderScan(bytes, limits: limits)
    header.run()
    bodyStart = header.bodyStart
    if header.isOverLimit { limit = "headers" }
    faults += header.faults
    if let kept = header.rewritten {
      bytes = kept + bytes[header.bodyStart...]
      bodyStart = kept.count
    }
    var body = BodyScan(bytes, from: bodyStart, limits: limits)
    body.run()
    if let end = body.cut {
      bytes.removeSubrange(end...)
      limit = limit ?? body.limit
    }
  }

  /// Lines that end in CR alone, or in CR CR LF, hide the end of the header from the library.
  private mutating func mendLineEnds() {
    let lineFeed = bytes.position(of: 0x0a, in: 0..<bytes.count)
    if lineFeed == bytes.count {
      guard bytes.contains(0x0d, in: 0..<bytes.count) else { return }
      bytes = bytes.map { $0 == 0x0d ? 0x0a : $0 }
    } else if lineFeed >= 2, bytes[lineFeed - 1] == 0x0d, bytes[lineFeed - 2] == 0x0d {
      bytes = withoutDoubledReturns()
    } else {
      return
    }
    faults.append("line_ends")
  }

  private func withoutDoubledReturns() -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0d, index + 1 < bytes.count, bytes[index + 1] == 0x0d { continue }
      out.append(byte)
    }
    return out
  }

  /// A byte order mark or the separator line of an mbox file is not part of the header.
  private mutating func dropLeadIn() {
    var start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    if bytes[start...].starts(with: "From ".utf8) || bytes[start...].starts(with: ">From ".utf8) {
      start = min(bytes.position(of: 0x0a, in: start..<bytes.count) + 1, bytes.count)
    }
    if start > 0 { bytes.removeSubrange(..<start) }
  }
}

/// One walk over the header of a message.
private struct HeaderScan {
  private let bytes: [UInt8]
  private let limits: Limits
  private(set) var bodyStart = 0
  private(set) var isOverLimit = false
  private(set) var faults: [String] = []
  private var hasNUL = false
  /// Fields in the order given; a field is its lines, folded ones included.
  private var fields: [Range<Int>] = []
  private var dropped: Set<Int> = []
  /// Fields that must be there once, by name, while more than one was seen.
  private var singles: [String: [Int]] = [:]

  init(_ bytes: [UInt8], limits: Limits) {
    self.bytes = bytes
    self.limits = limits
  }

  mutating func run() {
    var at = 0
    while at < bytes.count {
      let end = min(bytes.position(of: 0x0a, in: at..<bytes.count) + 1, bytes.count)
      if isBlank(at..<end) {
        bodyStart = end
        break
      }
      take(at..<end)
      at = end
      bodyStart = end
    }
    inspect()
  }

  /// The header as the library may see it, with its blank line; nil when it may stay as it is.
  var rewritten: [UInt8]? {
    let joined = fields.map { EncodedWords.joined(bytes[$0]) }
    let isJoined = joined.contains { $0 != nil }
    guard isOverLimit || hasNUL || isJoined || !dropped.isEmpty else { return nil }
    var out: [UInt8] = []
    for (index, field) in fields.enumerated() where !dropped.contains(index) {
      out += (joined[index] ?? Array(bytes[field])).lazy.map { $0 == 0 ? 0x20 : $0 }
    }
    if out.last != 0x0a { out.append(0x0a) }
    return out + [0x0a]
  }

  private func isBlank(_ line: Range<Int>) -> Bool {
    line.count <= 2 && (bytes[line.lowerBound] == 0x0a || bytes[line].elementsEqual([0x0d, 0x0a]))
  }

  private mutating func take(_ line: Range<Int>) {
    let first = bytes[line.lowerBound]
    if let last = fields.indices.last, first == 0x20 || first == 0x09 {
      fields[last] = fields[last].lowerBound..<line.upperBound
    } else if fields.count < limits.headers, line.upperBound <= limits.headerBytes {
      fields.append(line)
    } else {
      isOverLimit = true
    }
    if let last = fields.last, last.upperBound > limits.headerBytes {
      fields[fields.count - 1] = last.lowerBound..<line.lowerBound
      isOverLimit = true
    }
  }

  private mutating func inspect() {
    let header = 0..<(fields.last?.upperBound ?? 0)
    if bytes.contains(0, in: header) {
      hasNUL = true
      faults.append("nul")
    }
    for (index, field) in fields.enumerated() { inspect(field, index) }
    for (name, places) in singles where places.count > 1 { settle(name, places) }
  }

  private mutating func inspect(_ field: Range<Int>, _ index: Int) {
    let (start, end) = (field.lowerBound, field.upperBound)
    switch bytes[start].lowercased {
    case UInt8(ascii: "c"):
      for name in Self.onceOnly where bytes.hasWord(name, at: start, before: end) {
        singles[name.description, default: []].append(index)
      }
      fallthrough
    case UInt8(ascii: "f"), UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "b"),
      UInt8(ascii: "r"), UInt8(ascii: "d"):
      let isAddresses = Self.addressFields.contains { bytes.hasWord($0, at: start, before: end) }
      if isAddresses { guardGroups(field, index) }
    default: break
    }
  }

  private static let onceOnly: [StaticString] = ["content-type:", "content-transfer-encoding:"]
  private static let addressFields: [StaticString] = [
    "from", "sender", "to", "cc", "bcc", "reply-to", "resent-", "disposition-notification-to",
  ]

  /// The library reads a group inside a group by recursion and dies of it at some ten thousand levels.
  private mutating func guardGroups(_ field: Range<Int>, _ index: Int) {
    guard field.count > 2000 else { return }
    guard bytes[field].count(where: { $0 == UInt8(ascii: ":") }) > 1000 else { return }
    dropped.insert(index)
    isOverLimit = true
  }

  /// Of fields that contradict one another one counts, the same one in whatever order they come: a
  /// multipart before others, then the first in the order of their bytes.
  private mutating func settle(_ name: String, _ places: [Int]) {
    let texts = places.map { Array(bytes[fields[$0]]) }
    guard Set(texts).count > 1 else { return }
    faults.append("headers")
    let ranked = zip(places, texts).sorted { a, b in
      let isMultipart = (rank(a.1), rank(b.1))
      if isMultipart.0 != isMultipart.1 { return isMultipart.0 < isMultipart.1 }
      return a.1.lexicographicallyPrecedes(b.1)
    }
    for (index, _) in ranked.dropFirst() { dropped.insert(index) }
  }

  private func rank(_ field: [UInt8]) -> Int {
    field.hasWord("multipart/", in: 0..<field.count) ? 0 : 1
  }
}

/// One walk over the body, for what the library would spend without measure: boundaries times open
/// multiparts, parts, and header fields of parts.
private struct BodyScan {
  /// More than any real message has; the limit on parts itself is checked on what the library finds.
  private static let partLimit = 20_000
  private static let costLimit = 30_000_000

  private let bytes: [UInt8]
  private let limits: Limits
  private var at: Int
  private(set) var cut: Int?
  private(set) var limit = "parts"
  private var multiparts = 1
  private var cost = 0
  private var parts = 0
  /// Lines since a line that may be a boundary, while they look like header fields.
  private var fieldLines: Int?
  private var fieldStart = 0

  init(_ bytes: [UInt8], from start: Int, limits: Limits) {
    self.bytes = bytes
    self.limits = limits
    at = start
  }

  mutating func run() {
    while at < bytes.count, cut == nil {
      let end = min(bytes.position(of: 0x0a, in: at..<bytes.count) + 1, bytes.count)
      if bytes[at] == UInt8(ascii: "-"), at + 1 < end, bytes[at + 1] == UInt8(ascii: "-") {
        boundary()
      } else if let lines = fieldLines {
        field(at..<end, lines)
      }
      at = end
    }
  }

  private mutating func boundary() {
    cost += multiparts
    if cost > Self.costLimit { cut = at }
    (fieldLines, fieldStart) = (0, at)
  }

  private mutating func field(_ line: Range<Int>, _ lines: Int) {
    if lines == 0 { parts += 1 }
    if parts > Self.partLimit { cut = line.lowerBound }
    let first = bytes[line.lowerBound]
    let isFolded = first == 0x20 || first == 0x09
    guard isFolded || bytes.contains(UInt8(ascii: ":"), in: line.prefix(80)) else {
      fieldLines = nil
      return
    }
    if bytes.hasWord("boundary", in: line.prefix(200)) { multiparts += 1 }
    fieldLines = lines + 1
    if lines >= limits.headers || line.upperBound - fieldStart > limits.headerBytes {
      (cut, limit) = (line.lowerBound, "headers")
    }
  }
}

extension Range<Int> {
  func prefix(_ length: Int) -> Range<Int> {
    lowerBound..<Swift.min(upperBound, lowerBound + length)
  }
}
