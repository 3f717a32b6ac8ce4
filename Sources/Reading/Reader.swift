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
    var (item, record) = understood(request, beforeRisk)
    if case .done = request.recognition {
      // What was recognised only adds: the item without it comes first.
      var plain = request
      plain.recognition = .none
      let first = understood(plain, beforeRisk)
      item.fingerprint = first.item.fingerprint
      record = first.record.revised(by: record, order: tables.fields.fields.map(\.key))
    }
    var members = record.encodedMembers()
    if members.count > Self.recordLimit {
      var bare = Record(outcome: .quarantine, reason: record.reason ?? "limit:record")
      bare.parts = record.parts
      (record, members) = (bare, bare.encodedMembers())
    }
    var verdict = Verdict(
      outcome: record.outcome, reason: record.reason, fingerprint: item.fingerprint,
      tables: tables.version)
    verdict.status = record.assignment.status
    verdict.municipality = record.assignment.municipality
    verdict.queue = record.assignment.queue
    verdict.candidates = Array(record.assignment.candidates.prefix(64))
    verdict.urgency = record.urgency
    verdict.claimedReferences = Array(record.claimedReferences.prefix(64))
    verdict.parts = item.submission.parts
    verdict.waiting = item.waiting
    let correspondence = Correspondence(item.submission, record)
    verdict.receiptTo = correspondence.receiptTo
    verdict.sender = correspondence.sender
    verdict.claimedTokens = correspondence.claimedTokens
    verdict.record = members
    return verdict
  }

  /// The bytes of a picture in an item, by the path that a verdict named; nil when it is not there.
  public func part(_ request: PartRequest, beforeRisk: @escaping () -> Void = {}) -> [UInt8]? {
    read(request.item, limits: limits, wanted: request.path, beforeRisk: beforeRisk).wanted
  }

  private func understood(
    _ request: ReadRequest, _ beforeRisk: @escaping () -> Void
  ) -> (item: ReadItem, record: Record) {
    let item = read(request, limits: limits, beforeRisk: beforeRisk)
    var record = understand(item.submission, tables: tables)
    tell(linksOf: item, in: &record)
    if let refusal = item.refusal {
      record.outcome = .quarantine
      record.reason = refusal
    }
    return (item, record)
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

extension Submission {
  /// Its own and those of the messages in it.
  fileprivate var allTexts: [TextPart] { texts + attached.flatMap(\.allTexts) }
}
