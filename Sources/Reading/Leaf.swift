internal import Core
internal import Platform

/// A part that holds no others, as its surroundings describe it.
struct Leaf {
  var path: String
  /// As declared.
  var type: String
  /// Safe to show.
  var name: String?
  var isAttachment = false
  /// Shown in the running text, as photos are, and the sign under a letter.
  var isInline = false
  /// Of its content type.
  var parameters: [String: String] = [:]
  /// Messages, multiparts and files around it.
  var depth = 0
  /// Files around it.
  var files = 0

  init(path: String, type: String) { (self.path, self.type) = (path, type) }

  init(path: String, _ entity: Entity, depth: Int) {
    self.path = path
    type = entity.type
    name = entity.name.flatMap(HeaderFields.fileName)
    isAttachment = entity.disposition == "attachment" || name != nil
    isInline = entity.disposition == "inline"
    parameters = entity.parameters
    self.depth = depth
  }

  /// A file in this file.
  func inside(_ index: Int, name: String?, type: String? = nil) -> Leaf {
    var leaf = Leaf(path: "\(path).\(index + 1)", type: type ?? "application/octet-stream")
    leaf.name = name.flatMap(HeaderFields.fileName)
    leaf.isAttachment = true
    (leaf.depth, leaf.files) = (depth + 1, files + 1)
    return leaf
  }

  var origin: TextPart.Origin { isAttachment ? .attachment(path: path) : .body }
}

// What becomes of one leaf. Each is listed once.
extension ItemReading {
  /// Decides by the content what a leaf is, and takes what it gives into `submission`; returns its text.
  mutating func leaf(
    _ leaf: Leaf, _ content: [UInt8], into submission: inout Submission
  ) -> [Piece] {
    if let special = SpecialPart(leaf.type, content) {
      return self.special(special, leaf, content, into: &submission)
    }
    switch Format(of: content) {
    case .message where leaf.isAttachment:
      inner(leaf, content, into: &submission)
    case .file(let kind):
      return file(leaf, content, kind, into: &submission)
    case .unknown where !leaf.type.hasPrefix("text/"):
      store(leaf, content, type: leaf.type, note: Note.stored("onbekend formaat"))
    case .html: return text(leaf, content, isHTML: true, into: &submission)
    case .text, .message, .unknown:
      if leaf.isAttachment, content.count <= attachedTextLeft,
        let kind = TextFile.kind(content)
      {
        return file(leaf, content, kind, into: &submission)
      }
      return text(leaf, content, isHTML: leaf.type == "text/html", into: &submission)
    }
    return []
  }

  private mutating func special(
    _ special: SpecialPart, _ leaf: Leaf, _ content: [UInt8], into submission: inout Submission
  ) -> [Piece] {
    guard case .signedMessage = special, let signed = SignedData.content(of: content) else {
      take(special, leaf, content, into: &submission)
      return []
    }
    digests.append(sha256(content))
    list(leaf, content.count, .read, Note.signedContent)
    var inner = leaf
    inner.depth += 1
    return own(signed, inner, into: &submission)
  }

  /// A message inside the message. Its leaves are listed; it is none itself.
  mutating func inner(_ leaf: Leaf, _ content: [UInt8], into submission: inout Submission) {
    guard leaf.depth < limits.depth, content.count <= nestedLeft else {
      exceed("depth")
      return list(leaf, content.count, .reported, Note.tooDeep)
    }
    guard content.contains(where: { !$0.isSpace }) else {
      return list(leaf, content.count, .reported, Note.unreadable)
    }
    nestedLeft -= content.count
    submission.attached.append(
      message(
        content, prefix: leaf.path, depth: leaf.depth + 1, door: submission.door,
        receivedAt: submission.receivedAt))
  }

  private mutating func text(
    _ leaf: Leaf, _ content: [UInt8], isHTML: Bool, into submission: inout Submission
  ) -> [Piece] {
    var leaf = leaf
    if isHTML {
      leaf.type = "text/html"
    } else if !leaf.type.hasPrefix("text/") || leaf.type == "text/html" {
      leaf.type = "text/plain"
    }
    if leaf.isAttachment, content.count > attachedTextLeft {
      store(leaf, content, type: leaf.type, note: Note.tooLong)
      return []
    }
    let pieces = self.pieces(
      decoded(leaf, content, isHTML), isHTML: isHTML, origin: leaf.origin,
      faults: &submission.faults)
    let isCut = limit == "text"
    list(leaf, content.count, isCut ? .reported : .read, isCut ? Note.cut : nil)
    return pieces
  }

  private func decoded(_ leaf: Leaf, _ content: [UInt8], _ isHTML: Bool) -> DecodedText {
    let declared = leaf.parameters["charset"]
    let label = declared ?? (isHTML ? HTMLCharset.declared(content) : nil)
    var text = Charset.decode(content, label: label)
    if !isHTML, leaf.parameters["format"]?.asciiLowercased == "flowed" {
      text.bytes = PlainText.unflowed(
        PlainText.normalised(text.bytes).bytes,
        deletingSpace: leaf.parameters["delsp"]?.asciiLowercased == "yes")
    }
    return text
  }

  private mutating func store(_ leaf: Leaf, _ content: [UInt8], type: String, note: String) {
    digests.append(sha256(content))
    var leaf = leaf
    leaf.type = type
    list(leaf, content.count, .stored, note)
  }

  private mutating func take(
    _ special: SpecialPart, _ leaf: Leaf, _ content: [UInt8], into submission: inout Submission
  ) {
    if let field = special.field(leaf.parameters, content) { submission.headers.append(field) }
    if special.outcome == .stored { digests.append(sha256(content)) }
    list(leaf, content.count, special.outcome, special.note)
  }

  mutating func list(_ leaf: Leaf, _ bytes: Int, _ outcome: Part.Outcome, _ note: String?) {
    list(
      Part(
        path: leaf.path, type: leaf.type, name: leaf.name, bytes: bytes, outcome: outcome,
        note: note))
  }
}
