/// A question to a reader: one item.
public struct ReadRequest: Sendable {
  public var door: Door
  public var receivedAt: Timestamp
  public var name: String?
  /// Sender to assume when the item has none (`read --from`).
  public var from: String?
  /// What to do with text that stands in pictures.
  public var recognition = RecognitionStage.none
  public var bytes: [UInt8]

  public init(
    door: Door, receivedAt: Timestamp, name: String? = nil, from: String? = nil, bytes: [UInt8]
  ) {
    self.door = door
    self.receivedAt = receivedAt
    self.name = name
    self.from = from
    self.bytes = bytes
  }

  public func encoded() -> [UInt8] {
    var out = WireWriter()
    out.text(door.rawValue)
    out.integer(receivedAt.seconds)
    out.optional(name)
    out.optional(from)
    recognition.encode(into: &out)
    out.block(bytes)
    return out.bytes
  }

  public init(decoding bytes: [UInt8]) throws(WireError) {
    var wire = WireReader(bytes)
    door = try value(wire.text())
    receivedAt = Timestamp(seconds: try wire.integer())
    name = try wire.optional()
    from = try wire.optional()
    recognition = try RecognitionStage(from: &wire)
    self.bytes = try wire.block()
    guard wire.isAtEnd else { throw WireError("trailing bytes") }
  }
}

extension Verdict {
  /// What one answer may count: the reader is not trusted with more.
  public static let limit = 8 << 20

  public func encoded() -> [UInt8] {
    var out = WireWriter()
    out.text(outcome.rawValue)
    out.optional(reason)
    out.text(status.rawValue)
    out.optional(municipality)
    out.text(queue)
    out.list(candidates)
    out.text(urgency.rawValue)
    out.block(fingerprint.bytes)
    out.optional(receiptTo)
    out.optional(sender)
    out.list(claimedReferences)
    out.list(claimedTokens)
    out.text(tables)
    out.integer(Int64(parts.count))
    for part in parts { part.encode(into: &out) }
    out.list(waiting)
    out.block(record)
    out.integer(Int64(rows.count))
    for row in rows { out.block(row.encoded()) }
    return out.bytes
  }

  public init(decoding bytes: [UInt8]) throws(WireError) {
    try self.init(decoding: bytes, isRow: false)
  }

  private init(decoding bytes: [UInt8], isRow: Bool) throws(WireError) {
    var wire = WireReader(bytes)
    let outcome: Outcome = try value(wire.text())
    let reason = try wire.optional()
    let status: RoutingStatus = try value(wire.text())
    let municipality = try wire.optional()
    let queue = try wire.text()
    let candidates = try wire.list(limit: 64)
    let urgency: Urgency = try value(wire.text())
    guard let fingerprint = Digest(try wire.block()) else { throw WireError("fingerprint") }
    self.init(outcome: outcome, reason: reason, fingerprint: fingerprint, tables: "")
    (self.status, self.municipality, self.queue) = (status, municipality, queue)
    (self.candidates, self.urgency) = (candidates, urgency)
    receiptTo = try wire.optional()
    sender = try wire.optional()
    claimedReferences = try wire.list(limit: 64)
    claimedTokens = try wire.list(limit: 16)
    tables = try wire.text()
    let count = try wire.integer()
    guard (0...10_000).contains(count) else { throw WireError("too many parts") }
    for _ in 0..<count { parts.append(try Part(from: &wire)) }
    waiting = try wire.list(limit: Recognition.partLimit)
    guard waiting.allSatisfy(isPartPath) else { throw WireError("no path of a part") }
    record = try wire.block()
    let rowCount = try wire.integer()
    guard (0...Int64(isRow ? 0 : Verdict.rowLimit)).contains(rowCount) else {
      throw WireError("too many rows")
    }
    for _ in 0..<rowCount { rows.append(try Verdict(decoding: wire.block(), isRow: true)) }
    guard wire.isAtEnd else { throw WireError("trailing bytes") }
  }
}

extension Part {
  fileprivate func encode(into out: inout WireWriter) {
    out.text(path)
    out.text(type)
    out.optional(name)
    out.integer(Int64(bytes))
    out.text(outcome.rawValue)
    out.optional(note)
  }

  fileprivate init(from wire: inout WireReader) throws(WireError) {
    path = try wire.text()
    type = try wire.text()
    name = try wire.optional()
    bytes = Int(truncatingIfNeeded: try wire.integer())
    outcome = try value(wire.text())
    note = try wire.optional()
  }
}

private func value<T: RawRepresentable<String>>(_ text: String) throws(WireError) -> T {
  guard let value = T(rawValue: text) else { throw WireError("unknown word") }
  return value
}
