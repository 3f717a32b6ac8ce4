public import Core

/// Reads items with one set of tables: MIME, text, extraction and routing, all that looks inside content.
public final class Reader: Sendable {
  /// Most bytes of a record: a verdict with its parts stays within `Verdict.limit`.
  static let recordLimit = 6 << 20

  private let tables: Tables
  private let limits: Limits

  /// - Throws: every problem of every table at once.
  public init(tables files: TableFiles, limits: Limits = Limits()) throws(TableProblems) {
    tables = try Tables(files)
    self.limits = limits
  }

  /// Version of the tables, as `Verdict.tables` says it.
  public var tablesVersion: String { tables.version }

  /// What one item is. Never fails: what cannot be read is a verdict too.
  ///
  /// - Parameter beforeRisk: see `ItemReading.isSpent`.
  public func verdict(_ request: ReadRequest, beforeRisk: @escaping () -> Void = {}) -> Verdict {
    var isTold = false
    let beforeRisk = {
      if !isTold { beforeRisk() }
      isTold = true
    }
    var (item, understanding): (ReadItem, Understanding)
    if case .done = request.recognition {
      // What was recognised only adds: the item without it comes first. Its rows were committed with it.
      var plain = request
      plain.recognition = .none
      let first = understood(plain, beforeRisk)
      let isList = !first.understanding.rows.isEmpty
      (item, understanding) = understood(request, beforeRisk, mayBeList: isList)
      item.fingerprint = first.item.fingerprint
      understanding.record = first.understanding.record.revised(
        by: understanding.record, order: tables.fields.fields.map(\.key))
      understanding.rows = []
    } else {
      (item, understanding) = understood(request, beforeRisk)
    }
    var members = understanding.record.encodedMembers()
    let rows = understanding.rows.map { $0.record.encodedMembers() }
    if rows.reduce(members.count, { $0 + $1.count }) > Self.recordLimit {
      var bare = Record(
        outcome: .quarantine, reason: understanding.record.reason ?? "limit:record")
      bare.parts = understanding.record.parts
      (understanding, members) = (Understanding(record: bare), bare.encodedMembers())
    }
    var verdict = Verdict(
      understanding.record, members, item.fingerprint, tables: tables.version)
    verdict.parts = item.submission.parts
    verdict.waiting = item.waiting
    let correspondence = Correspondence(
      item.submission, understanding.record, hasRows: !understanding.rows.isEmpty)
    verdict.receiptTo = correspondence.receiptTo
    verdict.sender = correspondence.sender
    verdict.claimedTokens = correspondence.claimedTokens
    verdict.rows = verdicts(of: understanding.rows, rows, sender: correspondence.sender)
    return verdict
  }

  /// The bytes of a picture in an item, by the path that a verdict named; nil when it is not there.
  public func part(_ request: PartRequest, beforeRisk: @escaping () -> Void = {}) -> [UInt8]? {
    read(request.item, limits: limits, wanted: request.path, beforeRisk: beforeRisk).wanted
  }

  private func understood(
    _ request: ReadRequest, _ beforeRisk: @escaping () -> Void, mayBeList: Bool = true
  ) -> (item: ReadItem, understanding: Understanding) {
    let item = read(request, limits: limits, beforeRisk: beforeRisk)
    var understanding =
      mayBeList && item.refusal == nil
      ? understand(item.submission, tables: tables, rowLimit: limits.rows)
      : Understanding(record: understand(item.submission, tables: tables))
    tell(linksOf: item, in: &understanding.record)
    if let refusal = item.refusal {
      understanding.record.outcome = .quarantine
      understanding.record.reason = refusal
    }
    return (item, understanding)
  }

  private func verdicts(
    of rows: [Understanding.Row], _ members: [[UInt8]], sender: String?
  ) -> [Verdict] {
    var seen: [[UInt8]: Int] = [:]
    return zip(rows, members).map { row, members in
      let fingerprint = Fingerprint(
        row: row.content, sender: sender, repeats: seen[row.content, default: 0])
      seen[row.content, default: 0] += 1
      var verdict = Verdict(row.record, members, fingerprint.digest, tables: tables.version)
      verdict.parts = row.record.parts
      return verdict
    }
  }

  /// What lies on a page elsewhere is asked of the reporter. A message that seems to be none of ours and has
  /// such a link is looked at by a person: the report may be behind it.
  private func tell(linksOf item: ReadItem, in record: inout Record) {
    var text = item.links
    for part in item.submission.allTexts { text += part.bytes + [0x0a] }
    let services = tables.secureMail.services(in: text)
    guard !services.isEmpty else { return }
    record.warnings.append(
      "koppeling naar \(services.joined(separator: ", ")): niet geopend; staat de melding daar, vraag de melder om de inhoud"
    )
    let doubtful: Set = ["auto_reply", "newsletter", "advertising", "empty", "thanks"]
    if record.outcome == .notASignal, doubtful.contains(record.reason ?? "") {
      (record.outcome, record.reason) = (.quarantine, "unreadable:elsewhere")
    }
  }
}

extension Verdict {
  fileprivate init(_ record: Record, _ members: [UInt8], _ fingerprint: Digest, tables: String) {
    self.init(
      outcome: record.outcome, reason: record.reason, fingerprint: fingerprint, tables: tables)
    status = record.assignment.status
    municipality = record.assignment.municipality
    queue = record.assignment.queue
    candidates = Array(record.assignment.candidates.prefix(64))
    urgency = record.urgency
    claimedReferences = Array(record.claimedReferences.prefix(64))
    self.record = members
  }
}

extension Submission {
  /// Its own and those of the messages in it.
  fileprivate var allTexts: [TextPart] { texts + attached.flatMap(\.allTexts) }
}
