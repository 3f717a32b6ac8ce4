/// What bytes are, told from the bytes: a name or a declared type can lie.
enum Format: Sendable, Hashable {
  /// Anything that can be read as text; `html` when it begins like a page.
  case text
  case html
  /// Begins with a header that a mail program or server wrote.
  case message
  /// Known and kept, not read.
  case file(FileKind)
  /// Not text, and nothing that we know.
  case unknown

  init(of bytes: [UInt8]) {
    if let kind = FileKind.table.first(where: { $0.matches(bytes) }) {
      self = .file(kind.refined(bytes))
    } else if Self.isBinary(bytes) {
      self = .unknown
    } else if Self.isMessage(bytes) {
      self = .message
    } else {
      self = Self.isHTML(bytes) ? .html : .text
    }
  }

  /// Zeros and control characters that no text has; UTF-16 has zeros, but then in every other place.
  static func isBinary(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(4096)
    var (zeros, controls) = (0, 0)
    for byte in head where byte < 0x20 && !byte.isSpace {
      // Escape and end of file stand in texts of old programs.
      if byte == 0 { zeros += 1 } else if byte != 0x1b, byte != 0x1a { controls += 1 }
    }
    let isFull = zeros * 50 > head.count || controls * 20 > head.count
    return isFull && !Charset.isUTF16(bytes)
  }

  static func isHTML(_ bytes: [UInt8]) -> Bool {
    var at = 0
    let end = min(bytes.count, 1024)
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { at = 3 }
    while at < end {
      if bytes[at].isSpace {
        at += 1
      } else if bytes.hasWord("<?xml", at: at, before: end)
        || bytes.hasWord("<!--", at: at, before: end)
      {
        at = bytes.position(of: UInt8(ascii: ">"), in: at..<end) + 1
      } else {
        return pageStarts.contains { bytes.hasTag($0, at: at, before: end) }
      }
    }
    return false
  }

  private static let pageStarts: [StaticString] = [
    "<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<style", "<table", "<div",
    "<p", "<span", "<font", "<center", "<h1", "<h2", "<h3", "<ul", "<ol", "<form", "<b", "<br",
  ]

  /// A header block with fields that only programs write; one that a person pasted is text.
  static func isMessage(_ bytes: [UInt8]) -> Bool {
    var at = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    let hasLineFeed = bytes.contains(0x0a, in: 0..<min(bytes.count, 4096))
    let lineEnd: UInt8 = hasLineFeed ? 0x0a : 0x0d
    if bytes[at...].starts(with: "From ".utf8) {
      at = bytes.position(of: lineEnd, in: at..<bytes.count) + 1
    }
    var (fields, isMachine) = (0, false)
    while at < bytes.count, fields < 200 {
      let end = bytes.position(of: lineEnd, in: at..<bytes.count)
      let line = at..<(end > at && bytes[end - 1] == 0x0d ? end - 1 : end)
      at = end + 1
      if line.isEmpty { break }
      let first = bytes[line.lowerBound]
      if fields > 0, first == 0x20 || first == 0x09 { continue }
      guard bytes.isField(line) else { return false }
      fields += 1
      if !isMachine {
        isMachine = machineFields.contains { bytes.hasWord($0, at: line.lowerBound, before: end) }
      }
    }
    return isMachine && fields >= 2
  }

  private static let machineFields: [StaticString] = [
    "received:", "message-id:", "mime-version:", "content-type:", "content-transfer-encoding:",
    "return-path:", "delivered-to:", "dkim-signature:", "x-mailer:", "user-agent:", "x-ms-",
    "authentication-results:",
  ]
}

extension [UInt8] {
  /// The tag's name ends here: `<p` is not the beginning of `<persoon>`.
  fileprivate func hasTag(_ tag: StaticString, at start: Int, before end: Int) -> Bool {
    guard hasWord(tag, at: start, before: end) else { return false }
    let next = start + tag.utf8CodeUnitCount
    return next < end && (self[next].isSpace || self[next] == 0x3e || self[next] == 0x2f)
  }

  /// `name:` of printable ASCII without spaces (RFC 5322 2.2).
  fileprivate func isField(_ line: Range<Int>) -> Bool {
    let colon = position(of: UInt8(ascii: ":"), in: line.prefix(80))
    guard colon > line.lowerBound, colon < line.prefix(80).upperBound else { return false }
    return self[line.lowerBound..<colon].allSatisfy { $0 > 0x20 && $0 < 0x7f }
  }
}
