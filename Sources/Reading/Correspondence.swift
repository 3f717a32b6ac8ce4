internal import Core

/// With whom an item may be answered, and what it says it answers.
struct Correspondence {
  /// See `Verdict.receiptTo`. Only for what came by mail: a file in a folder was not sent by the person it
  /// names.
  let receiptTo: String?
  /// See `Verdict.sender`.
  let sender: String?
  /// See `Verdict.claimedTokens`.
  let claimedTokens: [String]

  /// - Parameter hasRows: it brings a list of reports, whatever it is itself.
  init(_ submission: Submission, _ record: Record, hasRows: Bool) {
    sender = submission.from.flatMap { MailAddress($0.email)?.text }
    let isReport = hasRows || record.outcome == .signal || record.outcome == .supplement
    receiptTo =
      isReport && Self.mayBeAnswered(submission, record) ? Self.reporter(submission) : nil
    claimedTokens = Self.tokens(submission)
  }

  private static func mayBeAnswered(_ submission: Submission, _ record: Record) -> Bool {
    submission.door == .mail && record.text("anoniem") != "ja" && !submission.isAutomatic
      && submission.headers.count { $0.name == "from" } == 1
  }

  /// The address for answers, else the sender: one that a person reads.
  private static func reporter(_ submission: Submission) -> String? {
    guard let address = submission.replyTo ?? submission.from,
      let checked = MailAddress(address.email), !isUnread(checked.local)
    else { return nil }
    return checked.text
  }

  /// Names of mailboxes in which nobody reads.
  private static func isUnread(_ local: String) -> Bool {
    let name = String(local.asciiLowercased.filter { $0 != "-" && $0 != "_" && $0 != "." })
    return unread.contains { name.hasPrefix($0) } || name.hasSuffix("bounces")
  }

  private static let unread = [
    "noreply", "donotreply", "nietreageren", "nietbeantwoorden", "nietantwoorden", "geenantwoord",
    "geenreactie", "mailerdaemon", "postmaster", "bounce", "keinantwort", "nichtantworten",
    "autoreply", "automailer",
  ]

  /// Addresses with a `+`, then the messages answered, the newest of a thread first.
  private static func tokens(_ submission: Submission) -> [String] {
    let addressed =
      submission.recipients.map(\.email)
      + ["delivered-to", "x-original-to", "envelope-to"]
      .compactMap { submission.header($0) }
    let answered = ["in-reply-to", "references"].flatMap { name in
      (submission.header(name) ?? "").split { $0 == " " || $0 == "," }.reversed().map(String.init)
    }
    let claims = addressed.filter { $0.utf8.contains(UInt8(ascii: "+")) } + answered
    return Array(
      claims.filter { $0.utf8.count <= 255 && ReplyAddress(claim: $0) != nil }.eachOnce().prefix(16)
    )
  }
}

extension Submission {
  /// Sent by a program, or asking not to be answered by one (RFC 3834, RFC 5321 4.5.5, RFC 2919).
  fileprivate var isAutomatic: Bool {
    if let submitted = header("auto-submitted"), submitted.asciiLowercased != "no" { return true }
    if header("return-path")?.filter({ $0 != " " }) == "<>" { return true }
    if let precedence = header("precedence")?.asciiLowercased,
      ["bulk", "junk", "list", "auto_reply"].contains(precedence)
    {
      return true
    }
    if let asked = header("x-auto-response-suppress")?.asciiLowercased, asked != "none" {
      return true
    }
    return ["list-id", "list-unsubscribe", "x-autoreply", "x-autorespond", "x-loop"].contains {
      header($0) != nil
    }
  }
}
