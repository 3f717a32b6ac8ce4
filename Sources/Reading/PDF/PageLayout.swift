/// Puts the lines of a page into the order in which people read them: columns of running text one after the
/// other, but a label with its value.
struct PageLayout {
  private var out: [UInt8] = []
  /// Lower edge and height of what was written last.
  private var last: (bottom: Double, height: Double)?
  /// Room between two lines of one paragraph, in heights of a line. Negative where the font's boxes overlap.
  private let usualRoom: Double

  private init(_ lines: [SegmentLine]) {
    let rooms = zip(lines, lines.dropFirst()).compactMap { line, next -> Double? in
      let room = (next.top - line.bottom) / max(line.height, next.height, 1)
      return (-0.7...0.3).contains(room) ? room : nil
    }.sorted()
    usualRoom = rooms.count < 3 ? 0 : rooms[rooms.count / 4]
  }

  /// Text with a field as label, `\t` and value.
  static func text(_ lines: [SegmentLine]) -> [UInt8] {
    var layout = PageLayout(lines)
    layout.write(lines, depth: 0)
    return layout.out
  }

  private mutating func write(_ lines: [SegmentLine], depth: Int) {
    var at = 0
    while at < lines.count {
      guard let zone = ColumnZone(lines, from: at) else {
        let paragraph = Paragraph(lines, from: at)
        space(before: lines[at])
        out += paragraph.text + [0x0a]
        at = paragraph.end
        last = (lines[at - 1].bottom, lines[at - 1].height)
        continue
      }
      if zone.isRunningText, depth < 6 {
        last = nil
        write(zone.left, depth: depth + 1)
        last = nil
        write(zone.right, depth: depth + 1)
        last = nil
      } else {
        write(rows: zone)
      }
      at = zone.end
    }
  }

  private mutating func write(rows zone: ColumnZone) {
    for row in TableRows(zone).rows {
      space(before: row.first, isRow: true)
      write(cells: row.cells)
      last = (row.last.bottom, row.last.height)
    }
  }

  /// Cells of a row; one that holds label and value itself stands on a line of its own.
  private mutating func write(cells: [[UInt8]]) {
    var isFresh = true
    for (index, cell) in cells.enumerated() {
      let startsPair =
        index > 0 && (Self.isField(cell) || Self.isField(cells[index - 1]) || Self.isLabel(cell))
      if startsPair, !isFresh, !Self.isLabel(cells[index - 1]) {
        out.append(0x0a)
        isFresh = true
      }
      if !isFresh { out.append(0x09) }
      out += cell
      isFresh = false
    }
    if !isFresh { out.append(0x0a) }
  }

  /// `Naam:`
  private static func isLabel(_ cell: [UInt8]) -> Bool { cell.last == UInt8(ascii: ":") }

  /// `Naam: Ilse`
  private static func isField(_ cell: [UInt8]) -> Bool {
    guard let colon = cell.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return colon > 0 && colon < 40 && colon + 2 < cell.count && cell[colon + 1] == 0x20
  }

  /// An empty line where the page leaves room.
  private mutating func space(before line: SegmentLine, isRow: Bool = false) {
    let room = isRow ? 1.6 : min(0.8, usualRoom + 0.7)
    guard let last, line.top - last.bottom > max(last.height, line.height) * room else { return }
    out.append(0x0a)
  }
}

/// Lines, one after the other, with a white strip from top to bottom between what stands left and right.
struct ColumnZone {
  private(set) var left: [SegmentLine] = []
  private(set) var right: [SegmentLine] = []
  /// For each line of the zone what stands left and right.
  private(set) var rows: [(left: [Segment], right: [Segment], line: SegmentLine)] = []
  /// Behind the last line.
  let end: Int

  /// The zone that begins at a line; nil when the line does not stand in two columns.
  init?(_ lines: [SegmentLine], from start: Int) {
    let first = lines[start].segments
    guard first.count > 1 else { return nil }
    var best: (end: Int, gutter: Double)?
    for index in first.indices.dropFirst().prefix(8) {
      let strip = (first[index - 1].area.right, first[index].area.left)
      let found = Self.extent(of: strip, in: lines, from: start)
      if found.end > best?.end ?? 0 { best = found }
    }
    guard let best else { return nil }
    end = best.end
    for line in lines[start..<best.end] {
      let left = line.segments.filter { $0.area.middleX < best.gutter }
      let right = line.segments.filter { $0.area.middleX >= best.gutter }
      rows.append((left, right, line))
      if !left.isEmpty { self.left.append(SegmentLine(left)) }
      if !right.isEmpty { self.right.append(SegmentLine(right)) }
    }
  }

  /// How far down the strip stays white.
  private static func extent(
    of strip: (left: Double, right: Double), in lines: [SegmentLine], from start: Int
  ) -> (end: Int, gutter: Double) {
    var (strip, end) = (strip, start)
    for line in lines[start...] {
      var (left, right) = strip
      for segment in line.segments {
        let area = segment.area
        if area.right <= right, area.middleX < (left + right) / 2 {
          left = max(left, area.right)
        } else if area.left >= left, area.middleX >= (left + right) / 2 {
          right = min(right, area.left)
        } else {
          right = left
        }
      }
      guard right - left > 4 else { break }
      strip = (left, right)
      end += 1
    }
    return (end, (strip.left + strip.right) / 2)
  }

  /// Whether left and right are columns to be read one after the other. In a form what stands left is shorter
  /// than its column, and rows have room between them on both sides.
  var isRunningText: Bool {
    guard left.count >= 4, right.count >= 3 else { return false }
    let labels = left.count { $0.segments.last?.endsAsLabel ?? false }
    guard labels * 4 < left.count else { return false }
    guard Self.isFull(left), Self.isFull(right) else { return false }
    let groups = TableRows.bands(rows.map(\.line)).count
    return rows.count >= groups * 5 || groups <= 2
  }

  private static func isFull(_ column: [SegmentLine]) -> Bool {
    let lefts = column.compactMap { $0.segments.first?.area.left }
    let rights = column.compactMap { $0.segments.last?.area.right }
    guard let least = lefts.min(), let most = rights.max() else { return false }
    let words = column.reduce(0) { $0 + $1.segments.reduce(0) { $0 + $1.words } }
    let full = rights.count { $0 - least > (most - least) * 0.7 }
    return words >= column.count * 3 && full * 10 >= column.count * 6
  }
}

extension PDFArea {
  var middleX: Double { (left + right) / 2 }
}

extension SegmentLine {
  init(_ segments: [Segment]) {
    self.init(
      segments: segments, top: segments.map(\.area.top).min() ?? 0,
      bottom: segments.map(\.area.bottom).max() ?? 0)
  }
}
