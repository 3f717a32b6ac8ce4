/// Makes decoded text fit to be a `TextPart`.
enum PlainText {
  /// Lines end in `\n` whichever way they ended; a NUL is a space. True when there was one.
  static func normalised(_ bytes: [UInt8]) -> (bytes: [UInt8], hadNUL: Bool) {
    let all = 0..<bytes.count
    let hadNUL = bytes.contains(0, in: all)
    guard hadNUL || bytes.contains(0x0d, in: all) else { return (bytes, false) }
    let out = unsafe [UInt8](unsafeUninitializedCapacity: bytes.count) { out, count in
      var previous: UInt8 = 0
      for byte in bytes {
        defer { previous = byte }
        if byte == 0x0a, previous == 0x0d { continue }
        unsafe out[count] = byte == 0x0d ? 0x0a : byte == 0 ? 0x20 : byte
        count += 1
      }
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
