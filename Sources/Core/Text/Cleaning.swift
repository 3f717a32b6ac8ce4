/// Makes text from anywhere fit for reading by lines: `\n` ends every line, every kind of space is a space,
/// and what nobody sees (soft hyphens, joiners, direction marks, a byte order mark) is gone.
///
/// Letters and punctuation stay as written. A line break inside a table cell (`\u{0B}`) stays only in rows
/// that are rows: in a line without tabs, or in cells that hold whole texts, it becomes a line.
func cleaned(_ bytes: [UInt8]) -> [UInt8] {
  var breaks: [Int] = []
  return cleaned(bytes, &breaks)
}

/// Most page ends of one text that are told; what follows counts as the last page.
private let pageLimit = 500

/// The same; `breaks` gets where the ends of pages (`\u{0C}`) stand in the result, each a line end.
func cleaned(_ bytes: [UInt8], _ breaks: inout [Int]) -> [UInt8] {
  var out: [UInt8] = []
  out.reserveCapacity(bytes.count)
  var hasCellBreak = false
  var at = 0
  while at < bytes.count {
    let byte = bytes[at]
    switch byte {
    case 0x20...0x7e, 0x09, 0x0a, 0x80...0xc1, 0xc3...0xe1, 0xe4...0xee, 0xf0...0xff:
      out.append(byte)
    case 0x0b:
      hasCellBreak = true
      out.append(byte)
    case 0x0d:
      out.append(0x0a)
      if at + 1 < bytes.count, bytes[at + 1] == 0x0a { at += 1 }
    case 0x0c:
      if breaks.count < pageLimit { breaks.append(out.count) }
      out.append(0x0a)
    case 0..<0x20, 0x7f: out.append(0x20)
    default: at += rare(bytes, at, &out) - 1
    }
    at += 1
  }
  guard hasCellBreak else { return out }
  // Lines may become several: the ends of pages are counted anew.
  guard !breaks.isEmpty else { return withoutLayoutCells(out) }
  var (pages, start) = ([UInt8](), 0)
  for (number, end) in breaks.enumerated() {
    pages += withoutLayoutCells(Array(out[start..<end]))
    (breaks[number], start) = (pages.count, end + 1)
    pages.append(0x0a)
  }
  return pages + withoutLayoutCells(Array(out[start...]))
}

/// Replaces one unusual character; the number of bytes it took.
private func rare(_ bytes: [UInt8], _ at: Int, _ out: inout [UInt8]) -> Int {
  let second = at + 1 < bytes.count ? bytes[at + 1] : 0
  let third = at + 2 < bytes.count ? bytes[at + 2] : 0
  switch (bytes[at], second, third) {
  case (0xc2, 0xa0, _): out.append(0x20)  // no-break space
  case (0xc2, 0xad, _): break  // soft hyphen
  case (0xc2, 0x85, _): out.append(0x0a)  // next line
  case (0xc2, _, _):
    out.append(0xc2)
    return 1
  case (0xe2, 0x80, 0x80...0x8a), (0xe2, 0x80, 0xaf), (0xe2, 0x81, 0x9f), (0xe3, 0x80, 0x80):
    out.append(0x20)
    return 3
  case (0xe2, 0x80, 0xa8...0xa9):
    out.append(0x0a)
    return 3
  case (0xe2, 0x80, 0x8b...0x8f), (0xe2, 0x80, 0xaa...0xae), (0xe2, 0x81, 0xa0...0xaf),
    (0xef, 0xbb, 0xbf):
    return 3
  default:
    out.append(bytes[at])
    return 1
  }
  return 2
}

/// A mail laid out in a table has its whole text in one cell: such cells become lines.
private func withoutLayoutCells(_ bytes: [UInt8]) -> [UInt8] {
  var out: [UInt8] = []
  out.reserveCapacity(bytes.count)
  for line in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) {
    if isRow(line) {
      out += line
    } else {
      let breaksAtTabs = line.contains(0x0b)
      out += line.lazy.map { $0 == 0x0b || (breaksAtTabs && $0 == 0x09) ? 0x0a : $0 }
    }
    out.append(0x0a)
  }
  return out
}

/// A row of a form: its first cell is short and on one line, or has one line of explanation below it and an
/// answer beside it that is no story.
private func isRow(_ line: ArraySlice<UInt8>) -> Bool {
  guard let tab = line.firstIndex(of: 0x09) else { return false }
  let first = line[..<tab]
  let breaks = first.count { $0 == 0x0b }
  if first.count <= 120, breaks == 0 || (breaks == 1 && line.count - first.count <= 400) {
    return true
  }
  return line.count { $0 == 0x0b } < 3
}
