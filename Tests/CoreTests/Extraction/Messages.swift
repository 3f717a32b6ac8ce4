@testable import Core

/// Messages as reading gives them, made from text.
extension Submission {
  /// What reading a text file gives: a header block becomes headers, the rest is the body.
  init(file text: String, receivedAt: String = "2026-11-20") {
    self.init(file: Array(text.utf8), receivedAt: receivedAt)
  }

  init(file bytes: [UInt8], receivedAt: String = "2026-11-20") {
    let day = receivedAt.split(separator: "-").compactMap { Int($0) }
    let date = CivilDate(year: day[0], month: day[1], day: day[2]) ?? CivilDate(dayNumber: 0)
    self.init(
      door: .folder, receivedAt: Amsterdam.timestamp(CivilTime(date: date, hour: 12)))
    var body = bytes[...]
    if let block = HeaderBlock(bytes) {
      headers = block.headers
      from = block.from
      recipients = block.recipients
      subject = block.subject
      self.date = block.sent.map(Amsterdam.timestamp)
      body = bytes[block.bodyStart...]
    }
    texts = [TextPart(bytes: Array(body))]
  }
}

extension Record {
  /// Lists joined with `;`; empty when absent.
  func joined(_ key: String) -> String {
    switch self[key] {
    case .text(let text)?: text
    case .list(let list)?: list.joined(separator: ";")
    case nil: ""
    }
  }
}

/// Understands a text file with the shipped tables.
func understood(_ text: String, receivedAt: String = "2026-11-20") throws -> Record {
  understand(Submission(file: text, receivedAt: receivedAt), tables: try Shipped.tables.get())
}
