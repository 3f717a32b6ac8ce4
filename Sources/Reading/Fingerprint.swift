internal import Core
internal import Platform

/// What makes two arrivals one: SHA-256 over what a reader would see.
///
/// It takes in the texts in reading order, those of attached messages too, with every run of white space
/// as one space; then the digests of all other files, sorted; then the targets of links, because a notice
/// of a secure mail service differs in nothing else. Hidden text, headers and the way of transport stay
/// out: the same form through two mailboxes, or a mailbox and a folder, is equal.
///
/// Under 80 bytes of text without files and links, two people can well write the same words: then the
/// sender, the subject and the date count as well.
struct Fingerprint {
  static let shortText = 80

  let digest: Digest

  init(_ submission: Submission, files: [[UInt8]], links: [UInt8]) {
    var text: [UInt8] = []
    Self.collect(submission, into: &text)
    var hash = SHA256()
    hash.update(text)
    hash.update([0])
    for file in files.sorted(by: { $0.lexicographicallyPrecedes($1) }) { hash.update(file) }
    hash.update([0])
    hash.update(links)
    if text.count < Self.shortText, files.isEmpty, links.isEmpty {
      hash.update(Self.circumstances(submission))
    }
    digest = Digest(hash.finish()) ?? Self.none
  }

  /// Of a row of a list: the same row in next month's list is equal.
  ///
  /// Of a short row it also counts who sent it, and the how-manieth of its like in the list it is: two short rows
  /// with the same words can well be two reports.
  init(row content: [UInt8], sender: String?, repeats: Int) {
    var hash = SHA256()
    hash.update(Array("row\0".utf8))
    hash.update(content)
    if content.count < Self.shortText {
      hash.update(Array("\0\(sender ?? "")\0\(repeats)".utf8))
    }
    digest = Digest(hash.finish()) ?? Self.none
  }

  /// Only here to satisfy the optional: a digest always has its 32 bytes.
  private static let none: Digest = {
    return Digest([UInt8](repeating: 0, count: 32)) ?? .zero
  }()

  private static func collect(_ submission: Submission, into out: inout [UInt8]) {
    for part in submission.texts where !part.hidden {
      out += collapsed(part.bytes)
      if let last = out.last, last != 0x20 { out.append(0x20) }
    }
    for inner in submission.attached { collect(inner, into: &out) }
  }

  /// Every run of white space as one space; none in front.
  private static func collapsed(_ text: [UInt8]) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: text.count) { out, count in
      var afterSpace = true
      for byte in text {
        let isSpace = byte.isSpace
        if isSpace && afterSpace { continue }
        unsafe out[count] = isSpace ? 0x20 : byte
        count += 1
        afterSpace = isSpace
      }
    }
  }

  private static func circumstances(_ submission: Submission) -> [UInt8] {
    let moment = submission.date ?? submission.receivedAt
    let words = [submission.from?.email ?? "", submission.subject, moment.rfc3339]
    return words.flatMap { Array($0.utf8) + [0] }
  }
}
