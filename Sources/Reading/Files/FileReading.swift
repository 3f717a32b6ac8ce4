internal import Core
internal import Platform

// Files of a known format, and what they hold.
extension ItemReading {
  /// Reads a file if its format is read, and keeps it in any case; returns its text.
  mutating func file(
    _ leaf: Leaf, _ content: [UInt8], _ kind: FileKind, into submission: inout Submission
  ) -> [Piece] {
    digests.append(sha256(content))
    var leaf = leaf
    leaf.type = kind.type
    guard let format = FileFormat.of(kind) else {
      return unread(leaf, content, kind, into: &submission)
    }
    guard leaf.files <= limits.fileDepth else {
      exceed("depth")
      list(leaf, content.count, .reported, Note.tooDeep)
      return []
    }
    if format.isRisky { isSpent = true }
    do throws(FileFault) {
      var found = try format.read(content, &budget)
      leaf.type = found.type ?? leaf.type
      if found.isPicture { recognise(leaf, content, into: &found) }
      return take(found, of: leaf, content.count, into: &submission)
    } catch {
      report(error, leaf, content.count)
      return []
    }
  }

  /// A format that nobody reads here.
  private mutating func unread(
    _ leaf: Leaf, _ content: [UInt8], _ kind: FileKind, into submission: inout Submission
  ) -> [Piece] {
    let note = leaf.isAttachment ? Note.stored(kind.name) : Note.storedFile(kind.name)
    guard Self.pictures.contains(kind.type) else {
      list(leaf, content.count, .stored, kind.type == "image/heic" ? Note.heic : note)
      return []
    }
    var (leaf, found) = (leaf, FileContent())
    (found.unreadNote, found.textlessOutcome) = (note, .stored)
    recognise(leaf, content, into: &found)
    // What stands in a picture is not what the message says, also where the picture has no name.
    if !submission.headers.isEmpty { leaf.isAttachment = true }
    return take(found, of: leaf, content.count, into: &submission)
  }

  private mutating func report(_ fault: FileFault, _ leaf: Leaf, _ bytes: Int) {
    if case .limit(let name) = fault { exceed(name) }
    list(leaf, bytes, .reported, fault.note)
  }

  private mutating func take(
    _ found: FileContent, of leaf: Leaf, _ bytes: Int, into submission: inout Submission
  ) -> [Piece] {
    if let head = found.message, leaf.isAttachment || leaf.files > 0, !found.isWrapping {
      let inner = message(found, head, leaf, bytes, around: submission)
      submission.attached.append(inner)
      return []
    }
    if let head = found.message, !leaf.isAttachment || submission.headers.isEmpty {
      submission.take(head)
    } else if let head = found.message {
      submission.headers += head.headers.filter { $0.name == "x-part-type" }
    }
    var pieces = texts(of: found, leaf, into: &submission)
    let isEmpty = !pieces.contains { $0.isSeen && $0.weight > 0 }
    let isTextless = isEmpty && found.inside.isEmpty && found.message == nil
    list(
      leaf, bytes, isTextless ? found.textlessOutcome : limit == "text" ? .reported : .read,
      isTextless ? found.note ?? FileFault.textless.note : limit == "text" ? Note.cut : found.note)
    pieces += inside(found, leaf, into: &submission)
    return pieces
  }

  /// A message in a format of its own.
  private mutating func message(
    _ found: FileContent, _ head: MessageHead, _ leaf: Leaf, _ bytes: Int,
    around: Submission
  ) -> Submission {
    var inner = Submission(door: around.door, receivedAt: around.receivedAt)
    inner.take(head)
    let first = parts.count
    list(leaf, bytes, .read, found.note)
    var own = leaf
    own.isAttachment = false
    let pieces = texts(of: found, own, into: &inner) + inside(found, leaf, into: &inner)
    inner.texts = Alternative.unwrapped(pieces).pieces.map(\.text)
    inner.parts = Array(parts[min(first, parts.count)...])
    return inner
  }

  private mutating func texts(
    of found: FileContent, _ leaf: Leaf, into submission: inout Submission
  ) -> [Piece] {
    let origin = found.isWrapping ? .body : leaf.origin
    var versions: [[Piece]] = []
    for text in found.texts {
      var read = self.pieces(
        DecodedText(bytes: text.bytes, isDoubtful: false), isHTML: text.isHTML, origin: origin,
        faults: &submission.faults)
      if text.hasCells { for index in read.indices { read[index].isHTML = true } }
      for index in read.indices { read[index].text.entry = text.entry }
      if text.hidden { for index in read.indices { read[index].text.hidden = true } }
      versions.append(read)
    }
    guard found.areVersions else { return versions.flatMap(\.self) }
    var (chosen, differ) = Alternative.choose(versions)
    if differ { submission.faults.append("alternative") }
    if found.isWrapping { for index in chosen.indices { chosen[index].isWrapped = true } }
    return chosen
  }

  private mutating func inside(
    _ found: FileContent, _ leaf: Leaf, into submission: inout Submission
  ) -> [Piece] {
    var pieces: [Piece] = []
    for (index, file) in found.inside.enumerated() {
      var inner = leaf.inside(index, name: file.name, type: file.type)
      switch file.body {
      case .bytes(let bytes): pieces += self.leaf(inner, bytes, into: &submission)
      case .content(let content):
        // A message in a message of the same file is no file of its own.
        if content.message != nil { inner.files = leaf.files }
        if inner.files > limits.fileDepth || inner.depth > limits.depth {
          report(.limit("depth"), inner, 0)
        } else {
          pieces += take(content, of: inner, 0, into: &submission)
        }
      case .own(let message): pieces += own(message, inner, into: &submission)
      case .fault(let fault): report(fault, inner, 0)
      }
    }
    return pieces
  }

  /// The body of the message that the file is, kept as it was sent.
  mutating func own(
    _ message: [UInt8], _ leaf: Leaf, into submission: inout Submission
  ) -> [Piece] {
    guard leaf.depth <= limits.depth, message.count <= nestedLeft else {
      report(.limit("depth"), leaf, message.count)
      return []
    }
    nestedLeft -= message.count
    let sent = self.message(
      message, prefix: leaf.path, depth: leaf.depth, door: submission.door,
      receivedAt: submission.receivedAt)
    submission.attached += sent.attached
    submission.faults += sent.faults
    submission.headers += sent.headers.filter { $0.name == "x-part-type" }
    return sent.texts.map { Piece(text: $0, isHTML: false) }
  }
}

extension Submission {
  fileprivate mutating func take(_ head: MessageHead) {
    headers = head.headers + headers
    from = from ?? head.from
    replyTo = replyTo ?? head.replyTo
    if recipients.isEmpty { recipients = head.recipients }
    if subject.isEmpty { subject = HeaderFields.cleaned(head.subject) }
    date = date ?? head.date
  }
}
