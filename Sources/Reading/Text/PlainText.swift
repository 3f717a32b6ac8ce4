/// Makes decoded text fit to be a `TextPart`.
enum PlainText {
  /// Lines end in `\n` whichever way they ended; a NUL is a space. True when there was one.
  static func normalised(_ bytes: [UInt8]) -> (bytes: [UInt8], hadNUL: Bool) {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var hadNUL = false
    var at = 0
    while at < bytes.count {
      switch bytes[at] {
      case 0x0d:
        out.append(0x0a)
        if at + 1 < bytes.count, bytes[at + 1] == 0x0a { at += 1 }
      case 0:
        out.append(0x20)
        hadNUL = true
      default: out.append(bytes[at])
      }
      at += 1
    }
    return (out, hadNUL)
  }

  /// Joins the lines that a program broke for width (RFC 3676): a line that ends in a space goes on in the
  /// next one of the same quoting.
  ///
  /// - Parameter deletingSpace: `DelSp=yes`: the space at the break is not part of the text.
  static func unflowed(_ bytes: [UInt8], deletingSpace: Bool) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var open: Int?
    var start = 0
    while start < bytes.count {
      let end = bytes.position(of: 0x0a, in: start..<bytes.count)
      let line = FlowedLine(bytes, start..<end)
      if let depth = open, depth != line.depth || line.isSignature {
        out.append(0x0a)
        open = nil
      }
      if open == nil, line.depth > 0 { out += Array(repeating: 0x3e, count: line.depth) + [0x20] }
      out += bytes[line.content]
      if line.flows, deletingSpace { out.removeLast() }
      open = line.flows ? line.depth : nil
      if !line.flows, end < bytes.count { out.append(0x0a) }
      start = end + 1
    }
    return out
  }
}

/// One line of flowed text: quote depth, and what stands after the quote marks and a stuffed space.
private struct FlowedLine {
  let depth: Int
  let content: Range<Int>
  let isSignature: Bool
  let flows: Bool

  init(_ bytes: [UInt8], _ line: Range<Int>) {
    var start = line.lowerBound
    while start < line.upperBound, bytes[start] == 0x3e { start += 1 }
    depth = start - line.lowerBound
    if start < line.upperBound, bytes[start] == 0x20 { start += 1 }
    content = start..<line.upperBound
    isSignature = bytes[content].elementsEqual([0x2d, 0x2d, 0x20])
    flows = !isSignature && bytes[content].last == 0x20
  }
}
