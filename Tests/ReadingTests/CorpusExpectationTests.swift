import Core
import Foundation
import Reading
import Testing

/// What other projects expect of their own samples beside what we read in them. A difference is known, with the reason
/// why it stays, or it is an error.
private struct Difference: Hashable, CustomStringConvertible {
  /// Path of the sample, as the difference is listed.
  let file: String
  let what: What
  enum What: String { case subject, sender, recipients, text, names, leaves, outcome }
  var description: String { "\(file): \(what)" }
}

@Suite(
  "What other projects expect of their samples",
  .enabled(if: Corpus.isWanted, "needs SIGNAALPOST_LONG=1 and ../shared/corpora"), .serialized)
struct CorpusExpectationTests {
  @Test("Mail of imap_tools: subject, addresses, text and names of files")
  func imapTools() throws {
    var found: [Difference: String] = [:]
    let folder = Corpus.folder.appending(path: "imap_tools")
    for path in files(below: folder.appending(path: "expected"), ending: "json") {
      let name = String(path.dropLast(5))
      let sample = folder.appending(path: "tests/messages/\(name).eml")
      guard let json = json(folder.appending(path: "expected/\(path)"))?["DATA"] as? [String: Any],
        let data = try? Data(contentsOf: sample)
      else { continue }
      let item = submitted([UInt8](data))
      func note(_ what: Difference.What, _ ours: String, _ theirs: String) {
        found[Difference(file: name, what: what)] =
          "ours \(ours.prefix(120)), theirs \(theirs.prefix(120))"
      }
      let expected = (words(json["subject"]), words(json["from_"]))
      if words(item.submission.subject) != expected.0 {
        note(.subject, item.submission.subject, expected.0)
      }
      let from = item.submission.from?.email ?? ""
      if from.lowercased() != expected.1.lowercased() { note(.sender, from, expected.1) }
      let to = Set(item.submission.recipients.map { $0.email.lowercased() })
      let theirs = ((json["to"] as? [String] ?? []) + (json["cc"] as? [String] ?? [])).map {
        $0.lowercased()
      }
      if !Set(theirs).isSubset(of: to) {
        note(.recipients, to.sorted().joined(separator: " "), theirs.joined(separator: " "))
      }
      let read = words(
        texts(item.submission).map { String(decoding: $0.bytes, as: UTF8.self) }.joined(
          separator: "\n"))
      let text = words(json["text"])
      if !text.isEmpty, !read.contains(text) { note(.text, read, text) }
      let names = item.submission.parts.compactMap(\.name)
      let given = (json["attachments"] as? [[String: Any]] ?? []).compactMap {
        $0["filename"] as? String
      }
      .filter { !$0.isEmpty }
      if !given.allSatisfy({ name in names.contains { words($0) == words(name) } }) {
        note(.names, names.joined(separator: "|"), given.joined(separator: "|"))
      }
    }
    compare(found, with: Self.knownOfIMAPTools)
  }

  @Test("Mail of Stalwart: sender, subject, and as many leaves")
  func stalwart() throws {
    var found: [Difference: String] = [:]
    let folder = Corpus.folder.appending(path: "stalwart-mail-parser/resources/eml")
    for path in files(below: folder, ending: "eml") {
      let name = String(path.dropLast(4))
      guard let json = json(folder.appending(path: "\(name).json")),
        let data = try? Data(contentsOf: folder.appending(path: path))
      else { continue }
      let item = submitted([UInt8](data))
      func note(_ what: Difference.What, _ ours: String, _ theirs: String) {
        found[Difference(file: name, what: what)] = "ours \(ours), theirs \(theirs)"
      }
      let leaves = Self.leaves(json)
      let ours = item.submission.parts.count
      if ours != leaves { note(.leaves, "\(ours)", "\(leaves)") }
      let subject =
        Self.header("subject", json).map { words(($0 as? [String: Any])?["Text"]) } ?? ""
      if words(item.submission.subject) != subject {
        note(.subject, item.submission.subject, subject)
      }
    }
    compare(found, with: Self.knownOfStalwart)
  }

  @Test("Bounces of flufl.bounce are no signals")
  func bounces() throws {
    var found: [Difference: String] = [:]
    let reader = try Reader(tables: projectTables)
    let folder = Corpus.folder.appending(path: "flufl.bounce")
    for path in files(below: folder, ending: "txt") {
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: path)))
      let verdict = reader.verdict(
        ReadRequest(door: .mail, receivedAt: Timestamp(seconds: 1_790_000_000), bytes: bytes))
      if verdict.outcome != .notASignal {
        found[Difference(file: path, what: .outcome)] = "\(verdict.outcome) \(verdict.reason ?? "")"
      }
    }
    compare(found, with: Self.knownOfBounces)
  }

  private func compare(_ found: [Difference: String], with known: [String: String]) {
    for (difference, how) in found.sorted(by: { $0.key.description < $1.key.description }) {
      let reason = known[difference.description]
      print("DIFFERENCE \(difference): \(reason ?? "UNKNOWN"): \(reason == nil ? how : "")")
      #expect(reason != nil, "\(difference): \(how)")
    }
    for key in known.keys where !found.keys.contains(where: { $0.description == key }) {
      Issue.record("\(key) is the same now")
    }
  }

  private static let knownOfIMAPTools: [String: String] = [
    "attachment_2_base64: names":
      "an attached message is listed by its leaves, not by a name of its own",
    "attachment_2_base64: text": "the base64 of an attached message is decoded, they show it",
    "attachment_7bit: names":
      "an attached message is listed by its leaves, not by a name of its own",
    "attachment_8bit: names":
      "an attached message is listed by its leaves, not by a name of its own",
    "attachment_8bit: text": "the HTML version is read, which has tables",
    "attachment_emails/attachment_message_rfc822: names":
      "an attached message is listed by its leaves, not by a name of its own",
    "error_emails/content_transfer_encoding_7-bit: text":
      "UTF-8 without a label is read as such, they read latin-1",
    "error_emails/content_transfer_encoding_plain: text":
      "bytes without a label are read, they drop them",
    "error_emails/invalid_subject_characters: subject":
      "bytes without a label are read, they drop them",
    "error_emails/missing_body: recipients": "an address that begins with @ is none",
    "mime_emails/raw_email11: recipients": "a name without a domain is kept",
    "multipart_report_emails/multipart_report_multiple_status: text":
      "they join the texts of two parts without a space",
    "plain_emails/mix_caps_content_type: sender": "an address with a space in it is none",
    "plain_emails/raw_email6: text": "bytes without a label are read, they drop them",
    "plain_emails/raw_email_incorrect_header: sender":
      "the header goes on after a line that is no field; theirs ends there",
    "plain_emails/raw_email_incorrect_header: subject":
      "the header goes on after a line that is no field; theirs ends there",
    "plain_emails/raw_email_incorrect_header: text":
      "the header goes on after a line that is no field; theirs ends there",
    "plain_emails/raw_email_with_at_display_name: recipients":
      "a name with an @ before its address is a name, they make it an address",
    "rfc2822/example13: subject":
      "a space before the colon is allowed (RFC 5322 4.5); theirs takes the header for text",
    "rfc2822/example13: text":
      "a space before the colon is allowed (RFC 5322 4.5); theirs takes the header for text",
    "rfc2822/example14: subject": "plain and encoded words beside one another are separate words",
  ]
  private static let knownOfStalwart: [String: String] = [
    "legacy/010: subject": "an unlabelled subject is windows-1252 here, U+FFFD there",
    "legacy/020: subject": "an unlabelled subject is windows-1252 here, U+FFFD there",
    "legacy/022: subject": "an unlabelled subject is windows-1252 here, U+FFFD there",
    "legacy/027: subject": "an unlabelled subject is windows-1252 here, U+FFFD there",
    "legacy/052: subject": "an unlabelled subject is windows-1252 here, U+FFFD there",
    "malformed/000: leaves":
      "a broken multipart: we count the leaves that Python finds too",
    "malformed/007: leaves":
      "a broken multipart: we count the leaves that Python finds too",
    "malformed/009: leaves":
      "a broken multipart: we count the leaves that Python finds too",
    "malformed/011: leaves":
      "a broken multipart: we count the leaves that Python finds too",
    "malformed/012: leaves":
      "a broken multipart: we count the leaves that Python finds too",
    "malformed/016: leaves":
      "a broken multipart: we count the leaves that Python finds too",
    "thirdparty/015: leaves":
      "a broken multipart: we count the leaves that Python finds too",
  ]
  /// Notices of rare and old servers: taken for a signal, so that a person sees them.
  private static let knownOfBounces: [String: String] = Dictionary(
    uniqueKeysWithValues: [
      "bounce_01", "bounce_02", "dumbass_01", "groupwise_03", "llnl_01", "microsoft_03",
      "simple_01", "simple_02", "simple_03", "simple_04", "simple_15", "simple_20", "simple_21",
      "simple_24", "simple_26", "simple_27", "simple_35", "simple_36", "simple_40", "sina_01",
      "yahoo_01", "yahoo_12",
    ].map {
      ("\($0).txt: outcome", "not known as a notice; a person sees it")
    })

  // MARK: Their words

  private func files(below folder: URL, ending: String) -> [String] {
    let all = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
    return all.filter { $0.hasSuffix("." + ending) }.sorted()
  }

  /// Half characters of their files become U+FFFD.
  private func json(_ file: URL) -> [String: Any]? {
    guard let data = try? Data(contentsOf: file) else { return nil }
    let text = Data(String(decoding: data, as: UTF8.self).utf8)
    return (try? JSONSerialization.jsonObject(with: text)) as? [String: Any]
  }

  /// White space makes no difference.
  private func words(_ text: Any?) -> String {
    (text as? String ?? "").split(whereSeparator: {
      $0.isWhitespace || $0 == "\0" || $0 == "\u{a0}"
    })
    .joined(separator: " ")
  }

  private static func header(_ name: String, _ message: [String: Any]) -> Any? {
    let first = (message["parts"] as? [[String: Any]])?.first
    let headers = first?["headers"] as? [[String: Any]] ?? []
    return headers.last { $0["name"] as? String == name }?["value"]
  }

  private static func leaves(_ message: [String: Any]) -> Int {
    (message["parts"] as? [[String: Any]] ?? []).reduce(0) { count, part in
      let body = part["body"] as? [String: Any] ?? [:]
      if body["Multipart"] != nil { return count }
      if let inner = body["Message"] as? [String: Any] { return count + leaves(inner) }
      return count + 1
    }
  }
}
