internal import Core
internal import Platform

// A message and everything in it.
extension ItemReading {
  /// - Parameters:
  ///   - prefix: path of the part that holds this message; empty for the item itself.
  ///   - depth: messages and multiparts around it.
  mutating func message(
    _ raw: [UInt8], prefix: String, depth: Int, door: Door, receivedAt: Timestamp
  ) -> Submission {
    let firstPart = parts.count
    var walk = walk(raw, door, receivedAt)
    let pieces = walk.everything(prefix: prefix, depth: depth)
    return take(walk, pieces, from: firstPart)
  }

  // Apart, so that a message in a message in a message needs little of the stack.

  private mutating func walk(_ raw: [UInt8], _ door: Door, _ receivedAt: Timestamp) -> MailWalk {
    let scanned = ScannedMessage(raw, limits: limits)
    if let name = scanned.limit { exceed(name) }
    let tree = GMimeTree(limits: limits).parse(scanned.bytes)
    var submission = Submission(door: door, receivedAt: receivedAt)
    submission.take(tree)
    submission.faults = scanned.faults + tree.faults
    return MailWalk(
      bytes: scanned.bytes, reading: self, submission: submission, top: tree.root,
      bodyStart: scanned.bodyStart)
  }

  private mutating func take(
    _ walk: MailWalk, _ pieces: [Piece], from firstPart: Int
  ) -> Submission {
    self = walk.reading
    var submission = walk.submission
    submission.texts = pieces.map(\.text)
    submission.faults = submission.faults.eachOnce()
    submission.parts = Array(parts[min(firstPart, parts.count)...])
    return submission
  }
}

extension Submission {
  fileprivate mutating func take(_ tree: MailTree) {
    headers = tree.headers
    from = tree.from.first
    replyTo = tree.replyTo.first
    recipients = tree.recipients
    subject = tree.subject
    date = tree.date
  }
}

extension [String] {
  func eachOnce() -> [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}

/// One walk over the parts of one message.
private struct MailWalk {
  let bytes: [UInt8]
  var reading: ItemReading
  var submission: Submission
  /// The whole message, and where its body begins; nil when its bytes begin with no header field.
  var top: Entity?
  var bodyStart = 0

  mutating func everything(prefix: String, depth: Int) -> [Piece] {
    guard let top else { return withoutHeader(path: prefix.isEmpty ? "1" : prefix + ".1") }
    return root(top, prefix: prefix, depth: depth, bodyStart: bodyStart)
  }

  /// Bytes that begin with no header field: all of it is text.
  mutating func withoutHeader(path: String) -> [Piece] {
    submission.faults.append("headers")
    return leaf(Leaf(path: path, type: "text/plain"), bytes)
  }

  mutating func root(_ root: Entity, prefix: String, depth: Int, bodyStart: Int) -> [Piece] {
    let path = root.isMultipart ? prefix : prefix.isEmpty ? "1" : prefix + ".1"
    let (pieces, differ) = Alternative.unwrapped(
      read(root, path: path, depth: depth, rawStart: bodyStart))
    if differ { submission.faults.append("alternative") }
    let isBlank = pieces.allSatisfy { !$0.isSeen || $0.weight == 0 }
    guard isBlank, submission.attached.isEmpty, !root.children.isEmpty else { return pieces }
    // A gateway's footer, or a message whose boundary lost its way.
    return pieces + outside(root)
  }

  private mutating func outside(_ root: Entity) -> [Piece] {
    guard root.loose.contains(where: { !$0.isSpace }) else { return [] }
    submission.faults.append("boundary")
    return reading.pieces(
      Charset.decode(root.loose, label: nil), isHTML: Format.isHTML(root.loose), origin: .body,
      faults: &submission.faults)
  }

  /// - Parameter rawStart: where the body of a multipart begins in `bytes`, when that is known.
  private mutating func read(
    _ entity: Entity, path: String, depth: Int, rawStart: Int? = nil
  ) -> [Piece] {
    guard entity.isMultipart else {
      if !entity.stray.isEmpty, let text = stray(entity, path) { return text }
      guard let content = entity.content else {
        return leaf(Leaf(path: path, entity, depth: depth), [])
      }
      return encodedLeaf(entity, path: path, depth: depth, bytes[mended(content)])
    }
    if entity.isTooDeep || depth > reading.limits.depth {
      reading.exceed("depth")
      reading.list(
        Part(
          path: path.isEmpty ? "1" : path, type: entity.type, bytes: 0, outcome: .reported,
          note: Note.tooDeep))
      return []
    }
    if entity.children.isEmpty {
      return withoutParts(entity, path: path, depth: depth, rawStart: rawStart)
    }
    let versions = entity.children.enumerated().map { index, child in
      read(child, path: path.isEmpty ? "\(index + 1)" : "\(path).\(index + 1)", depth: depth + 1)
    }
    guard entity.type == "multipart/alternative" else { return versions.flatMap(\.self) }
    return alternative(versions)
  }

  /// Text that stands in the header of a part without content.
  private mutating func stray(_ entity: Entity, _ path: String) -> [Piece]? {
    guard bytes[entity.content.map(mended) ?? 0..<0].allSatisfy(\.isSpace) else { return nil }
    submission.faults.append("headers")
    return leaf(Leaf(path: path, type: "text/plain"), entity.stray)
  }

  /// The library takes the line end before a boundary for what the boundary's own line has: where they differ
  /// a byte is lost or too much.
  private func mended(_ content: Range<Int>) -> Range<Int> {
    let (start, end) = (content.lowerBound, content.upperBound)
    func isBoundary(_ at: Int) -> Bool {
      at + 1 < bytes.count && bytes[at] == 0x2d && bytes[at + 1] == 0x2d
    }
    if isBoundary(end + 2), bytes[end + 1] == 0x0a, bytes[end] != 0x0d { return start..<(end + 1) }
    if isBoundary(end + 1), bytes[end] == 0x0a, end > start, bytes[end - 1] == 0x0d {
      return start..<(end - 1)
    }
    return content
  }

  private mutating func alternative(_ versions: [[Piece]]) -> [Piece] {
    let (pieces, differ) = Alternative.choose(versions.filter { !$0.isEmpty })
    if differ { submission.faults.append("alternative") }
    return pieces
  }

  /// A multipart in which the library found no part: its boundary is missing or another one.
  private mutating func withoutParts(
    _ entity: Entity, path: String, depth: Int, rawStart: Int?
  ) -> [Piece] {
    submission.faults.append("boundary")
    let raw = rawStart.map { Array(bytes[$0...]) } ?? entity.loose
    if let boundary = Boundary.guess(raw) {
      let mended = Array("Content-Type: \(entity.type); boundary=\"\(boundary)\"\n\n".utf8) + raw
      if let root = GMimeTree(limits: reading.limits).parse(mended).root, !root.children.isEmpty {
        var walk = MailWalk(bytes: mended, reading: reading, submission: submission)
        let pieces = walk.read(root, path: path, depth: depth + 1)
        (reading, submission) = (walk.reading, walk.submission)
        return pieces
      }
    }
    return leaf(Leaf(path: path.isEmpty ? "1" : path + ".1", type: "text/plain"), raw)
  }
}

/// A boundary that a multipart does not name but uses.
private enum Boundary {
  /// What follows `--` on the first line that has a header field of a part below it.
  static func guess(_ body: [UInt8]) -> String? {
    var start = 0
    while start < body.count {
      let end = body.position(of: 0x0a, in: start..<body.count)
      let isMark = end - start > 3 && body[start] == 0x2d && body[start + 1] == 0x2d
      if isMark, body.hasWord("content-", at: end + 1, before: body.count) {
        let name = body[(start + 2)..<end].filter { $0 != 0x0d }
        let isPlain =
          name.count <= 70 && name.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c }
        return isPlain ? String(decoding: name, as: UTF8.self) : nil
      }
      start = end + 1
    }
    return nil
  }
}

extension MailWalk {
  private mutating func encodedLeaf(
    _ entity: Entity, path: String, depth: Int, _ encoded: ArraySlice<UInt8>
  ) -> [Piece] {
    let (content, isBroken) = entity.encoding.decode(encoded)
    if isBroken {
      submission.faults.append(entity.encoding == .base64 ? "base64" : "quoted_printable")
    }
    let leaf = Leaf(path: path, entity, depth: depth)
    guard entity.isMessage else { return self.leaf(leaf, content) }
    reading.inner(leaf, content, into: &submission)
    return []
  }

  private mutating func leaf(_ leaf: Leaf, _ content: [UInt8]) -> [Piece] {
    reading.leaf(leaf, content, into: &submission)
  }
}
