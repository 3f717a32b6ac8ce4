import Core
import Reading

/// A submission as a page of text, for comparing with what was recorded.
func render(_ item: ReadItem) -> String {
  var lines: [String] = []
  if let refusal = item.refusal { lines.append("REFUSAL \(refusal)") }
  render(item.submission, depth: 0, into: &lines)
  for part in item.submission.parts {
    let name = part.name.map { " \"\($0)\"" } ?? ""
    let note = part.note.map { " (\($0))" } ?? ""
    lines.append("PART \(part.path) \(part.type)\(name) \(part.outcome.rawValue)\(note)")
  }
  return lines.joined(separator: "\n") + "\n"
}

private func render(_ submission: Submission, depth: Int, into lines: inout [String]) {
  let mark = String(repeating: "| ", count: depth)
  if let from = submission.from { lines.append("\(mark)FROM \(from.name) <\(from.email)>") }
  if let reply = submission.replyTo {
    lines.append("\(mark)REPLY-TO \(reply.name) <\(reply.email)>")
  }
  for to in submission.recipients { lines.append("\(mark)TO \(to.name) <\(to.email)>") }
  if !submission.subject.isEmpty { lines.append("\(mark)SUBJECT \(submission.subject)") }
  if let date = submission.date { lines.append("\(mark)DATE \(date.rfc3339)") }
  for header in submission.headers
  where header.name.hasPrefix("x-") || header.name == "auto-submitted" {
    lines.append("\(mark)HEADER \(header.name): \(header.value)")
  }
  if !submission.faults.isEmpty {
    lines.append("\(mark)FAULTS \(submission.faults.joined(separator: " "))")
  }
  for text in submission.texts {
    let origin = if case .attachment(let path) = text.origin { " of \(path)" } else { "" }
    lines.append("\(mark)TEXT\(origin)\(text.hidden ? " hidden" : "")")
    let bytes = text.bytes.last == 0x0a ? Array(text.bytes.dropLast()) : text.bytes
    for line in shown(bytes).split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append("\(mark)  \(line)")
    }
  }
  for inner in submission.attached {
    lines.append("\(mark)ATTACHED")
    render(inner, depth: depth + 1, into: &lines)
  }
}

/// Tabs and breaks inside cells made visible.
func shown(_ bytes: [UInt8]) -> String {
  String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
    switch scalar {
    case "\t": "⇥"
    case "\u{0B}": "⏎"
    default: String(scalar)
    }
  }.joined()
}

/// A message with CRLF line ends from lines.
func mail(_ lines: String...) -> [UInt8] { Array(lines.joined(separator: "\r\n").utf8) }

func submitted(_ bytes: [UInt8], door: Door = .mail, limits: Limits = Limits()) -> ReadItem {
  read(
    ReadRequest(door: door, receivedAt: Timestamp(seconds: 1_790_000_000), bytes: bytes),
    limits: limits)
}

/// Everything that a reader sees, as one string.
func text(_ item: ReadItem) -> String {
  item.submission.texts.filter { !$0.hidden }.map { shown($0.bytes) }.joined(separator: "\n")
}
