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
    let item = read(request, limits: limits, beforeRisk: beforeRisk)
    var record = understand(item.submission, tables: tables)
    if let refusal = item.refusal {
      record.outcome = .quarantine
      record.reason = refusal
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
    let correspondence = Correspondence(item.submission, record)
    verdict.receiptTo = correspondence.receiptTo
    verdict.sender = correspondence.sender
    verdict.claimedTokens = correspondence.claimedTokens
    verdict.record = members
    return verdict
  }
}
