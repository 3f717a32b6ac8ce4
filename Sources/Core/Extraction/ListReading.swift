// An item that may hold a list with a report a row.
extension MessageReading {
  func understanding(rowLimit: Int) -> Understanding {
    guard let list = ReportList(self, limit: rowLimit), triage.reason() == nil else {
      return Understanding(record: record())
    }
    guard list.rows.count <= rowLimit else {
      var record = report()
      (record.outcome, record.reason) = (.quarantine, "limit:rows")
      return Understanding(record: record)
    }
    let around = MessageReading(list.around, of: self, .message)
    var understanding = Understanding(record: around.cover(of: list))
    let unread = Array(submission.parts.filter { $0.outcome != .read }.prefix(20))
    let faults = around.started().warnings
    for (index, row) in list.rows.enumerated() {
      var record = MessageReading([row.form], of: self, .row).report()
      let own = submission.parts.filter { $0.path == row.origin.path && $0.outcome == .read }
      record.parts = Array(own.prefix(1)) + unread
      let place = "melding \(index + 1) van \(list.rows.count) uit een lijst"
      record.warnings = [place + "; het origineel is de hele lijst"] + faults + record.warnings
      understanding.rows.append(Understanding.Row(record: record, content: row.content))
    }
    return understanding
  }

  /// The record of what stands around a list: a report of its own, an addition to one, or nothing but the
  /// note that brought it.
  private func cover(of list: ReportList) -> Record {
    var record = report()
    if record.outcome == .signal, !isReport(record) {
      (record.outcome, record.reason, record.assignment) = (.notASignal, "list", .unknown)
      record.fields.removeAll { field in
        let key = FieldKey(rawValue: field.key)
        return key != .story && key?.isReporter != true
      }
    }
    record.warnings.append(
      "lijst met \(list.rows.count) meldingen: elke rij is een eigen signaal")
    guard !list.skipped.isEmpty else { return record }
    record.warnings.append(
      "\(list.skippedCount) rijen van de lijst zeggen niets en zijn overgeslagen")
    record.unrecognised += list.skipped.map {
      "overgeslagen rij: " + BSN.mask($0.asLine).text
    }
    return record
  }

  /// Whether it tells more than that a list comes with it. In doubt it does.
  private func isReport(_ record: Record) -> Bool {
    record.urgency != .normal || !record.indicators.isEmpty
      || filled.entries.contains(where: ReportList.isTold)
      || !Streets.find(in: tokens).isEmpty || !Plates.all(in: tokens).isEmpty
      || tokens.wordCount > Self.coverWords
  }

  /// Most words of a note that brings a list.
  private static let coverWords = 60
}

extension TextPart.Origin {
  /// Of the part; `1` for a file that is the item itself.
  fileprivate var path: String {
    switch self {
    case .body: "1"
    case .attachment(let path): path
    }
  }
}

extension Tokens {
  fileprivate var wordCount: Int { (0..<count).count { self[$0].isWord } }
}
