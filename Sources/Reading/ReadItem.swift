public import Core
internal import Platform

/// One item taken apart: its texts and parts, and whether it could be read at all.
public struct ReadItem: Sendable {
  public var submission: Submission
  /// Why a person must look at it, whatever it says: `empty`, `limit:NAME`. What could be read is in the
  /// submission all the same.
  public var refusal: String?
  /// See `Verdict.fingerprint`.
  public var fingerprint: Digest
  /// Targets of links in pages, a line each.
  var links: [UInt8] = []
  /// See `Verdict.waiting`.
  var waiting: [String] = []
  /// Bytes of the picture that was asked for.
  var wanted: [UInt8]?
}

/// Bytes to submission, by what the bytes are: never by a name or a declared type, and never by failing.
///
/// A message from a mailbox is always read as a message (RFC 5322). A file can be one too, or a page, or a
/// text with or without a header block above it, or something that is kept and not read.
///
/// - Parameters:
///   - wanted: path of a picture whose bytes are asked for.
///   - beforeRisk: called once, before the first format is decoded that can take the process over.
public func read(
  _ request: ReadRequest, limits: Limits = Limits(), wanted: String? = nil,
  beforeRisk: @escaping () -> Void = {}
) -> ReadItem {
  var reading = ItemReading(
    limits: limits, recognition: request.recognition, wanted: wanted, beforeRisk: beforeRisk)
  var submission: Submission
  if request.bytes.count > limits.messageBytes {
    reading.exceed("bytes")
    submission = Submission(door: request.door, receivedAt: request.receivedAt)
    reading.list(
      Part(
        path: "1", type: "application/octet-stream", bytes: request.bytes.count,
        outcome: .reported, note: Note.tooLarge))
  } else if request.door == .mail {
    submission = reading.message(
      request.bytes, prefix: "", depth: 0, door: request.door, receivedAt: request.receivedAt)
  } else {
    submission = reading.file(request)
  }
  reading.finish()
  submission.parts = reading.parts
  submission.faults = submission.faults.eachOnce()
  if submission.from == nil { submission.from = request.from.flatMap(Address.init(header:)) }
  return ReadItem(
    submission: submission,
    refusal: reading.limit.map { "limit:\($0)" } ?? (submission.isEmpty ? "empty" : nil),
    fingerprint: Fingerprint(submission, files: reading.digests, links: reading.links).digest,
    links: reading.links, waiting: reading.waiting, wanted: reading.wantedBytes)
}

extension ItemReading {
  /// A file from a folder.
  fileprivate mutating func file(_ request: ReadRequest) -> Submission {
    var submission = Submission(door: request.door, receivedAt: request.receivedAt)
    var leaf = Leaf(path: "1", type: "application/octet-stream")
    leaf.name = request.name.flatMap(HeaderFields.fileName)
    switch Format(of: request.bytes) {
    case .message:
      return message(
        request.bytes, prefix: "", depth: 0, door: request.door, receivedAt: request.receivedAt)
    case .file(let kind):
      document(leaf, request.bytes, kind, into: &submission)
    case .unknown:
      digests.append(sha256(request.bytes))
      list(leaf, request.bytes.count, .stored, Note.storedFile("onbekend formaat"))
    case .text, .html:
      if !Format.isHTML(request.bytes), let kind = TextFile.kind(request.bytes) {
        document(leaf, request.bytes, kind, into: &submission)
        break
      }
      let isHTML = Format.isHTML(request.bytes)
      leaf.type = isHTML ? "text/html" : "text/plain"
      text(request.bytes, isHTML: isHTML, into: &submission)
      list(leaf, request.bytes.count, .read, nil)
    }
    return submission
  }

  /// A header block above the text says who wrote it; the text, or the page, comes after.
  private mutating func text(_ bytes: [UInt8], isHTML: Bool, into submission: inout Submission) {
    var decoded = Charset.decode(bytes, label: isHTML ? HTMLCharset.declared(bytes) : nil)
    decoded.bytes = PlainText.normalised(decoded.bytes).bytes
    var isPage = isHTML
    if !isHTML, let block = HeaderBlock(decoded.bytes) {
      submission.take(block)
      decoded.bytes.removeSubrange(..<min(block.bodyStart, decoded.bytes.count))
      isPage = Format.isHTML(decoded.bytes)
    }
    let pieces = self.pieces(
      decoded, isHTML: isPage, origin: .body, faults: &submission.faults)
    submission.texts = pieces.map(\.text)
    if isHTML { submission.takeHeaderBlock() }
  }

  /// A mail that was kept as a document begins with its header block too.
  private mutating func document(
    _ leaf: Leaf, _ bytes: [UInt8], _ kind: FileKind, into submission: inout Submission
  ) {
    submission.texts = file(leaf, bytes, kind, into: &submission).map(\.text)
    if submission.headers.isEmpty { submission.takeHeaderBlock() }
  }
}

extension Submission {
  /// Takes the header block that the first text begins with out of it, when there is one.
  fileprivate mutating func takeHeaderBlock() {
    guard let seen = texts.first, !seen.hidden, seen.entry == 0, let block = HeaderBlock(seen.bytes)
    else { return }
    take(block)
    texts[0].bytes.removeSubrange(..<min(block.bodyStart, seen.bytes.count))
  }

  fileprivate mutating func take(_ block: HeaderBlock) {
    headers = block.headers
    from = block.from
    replyTo = block.value("reply-to").flatMap(Address.init(header:))
    recipients = block.recipients
    subject = HeaderFields.cleaned(block.subject)
    date = block.sent.map(Amsterdam.timestamp)
  }

  /// Nothing to read, nothing kept: no words in text or subject, and no part that is more than text.
  fileprivate var isEmpty: Bool {
    subject.utf8.allSatisfy(\.isSpace) && attached.isEmpty
      && parts.allSatisfy { $0.outcome == .read }
      && texts.allSatisfy { $0.bytes.allSatisfy(\.isSpace) }
  }
}

extension Note {
  static let tooLarge = "te groot om te lezen; bewaard"
  static func storedFile(_ format: String) -> String {
    "bestand (\(format)) is bewaard maar nog niet automatisch gelezen; lees zelf"
  }
}
