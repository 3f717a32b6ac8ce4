/// The rows of a form: labels left, values right, each of one or several lines; or labels above their values.
struct TableRows {
  struct Row {
    var cells: [[UInt8]]
    var first: SegmentLine
    var last: SegmentLine
  }

  private(set) var rows: [Row] = []
  /// Right edge of the right column.
  private let edge: Double

  init(_ zone: ColumnZone) {
    edge = zone.rows.compactMap { $0.right.last?.area.right }.max() ?? 0
    let lines = zone.rows
    var at = 0
    for band in Self.bands(lines.map(\.line)) {
      let members = Array(lines[at..<(at + band)])
      at += band
      if let pairs = Self.stacked(members, next: at < lines.count ? lines[at].line : nil) {
        for pair in pairs {
          rows.append(Row(cells: pair, first: members[0].line, last: members[1].line))
        }
      } else if members.count > 1, isOneRow(members) {
        append(members)
      } else {
        for member in members { add(member) }
      }
    }
  }

  /// How many lines stand closer together than to those before and behind.
  static func bands(_ lines: [SegmentLine]) -> [Int] {
    guard lines.count > 1 else { return lines.isEmpty ? [] : [1] }
    let steps = zip(lines, lines.dropFirst()).map { $1.middle - $0.middle }
    let tight = steps.min() ?? 0
    var bands = [1]
    for (step, line) in zip(steps, lines) {
      if step > tight * 1.3, step > line.height * 1.15 {
        bands.append(1)
      } else {
        bands[bands.count - 1] += 1
      }
    }
    return bands
  }

  // MARK: Labels above values

  /// Two lines, the upper one of labels: another font, or colons behind them.
  private static func stacked(
    _ members: [(left: [Segment], right: [Segment], line: SegmentLine)], next: SegmentLine?
  ) -> [[[UInt8]]]? {
    guard members.count == 2 else { return nil }
    let (labels, values) = (members[0].line.segments, members[1].line.segments)
    guard labels.count >= 2, values.count <= labels.count, areAbove(labels, values) else {
      return nil
    }
    let haveColons = labels.allSatisfy(\.endsAsLabel) && !values.contains(where: \.endsAsLabel)
    let labelStyles = Set(labels.map(\.style))
    let areOther = labelStyles.count == 1 && labelStyles.isDisjoint(with: values.map(\.style))
    guard haveColons || areOther else { return nil }
    return labels.map { label in
      let value = values.first { abs($0.area.left - label.area.left) < label.area.height }
      return [label.text] + (value.map { [$0.text] } ?? [])
    }
  }

  private static func areAbove(_ labels: [Segment], _ values: [Segment]) -> Bool {
    values.allSatisfy { value in
      labels.contains { abs($0.area.left - value.area.left) < $0.area.height }
    }
  }

  // MARK: Labels beside values

  /// One label, and everything beside it.
  private func isOneRow(_ members: [(left: [Segment], right: [Segment], line: SegmentLine)]) -> Bool
  {
    let labels = members.filter { !$0.left.isEmpty }
    guard let first = labels.first else { return false }
    if labels.count == 1 { return true }
    guard first.left.count == 1, !(first.left[0].endsAsLabel) else { return false }
    return labels.dropFirst().allSatisfy { $0.left.count == 1 && Self.goesOn($0.left[0].text) }
  }

  private mutating func append(_ members: [(left: [Segment], right: [Segment], line: SegmentLine)])
  {
    var label: [[UInt8]] = []
    var value: [UInt8] = []
    var isFull = false
    for member in members {
      label += member.left.map(\.text)
      add(member.right, to: &value, isFull: isFull)
      isFull = fills(member.right)
    }
    let cells = [Array(label.joined(separator: [0x20]))] + (value.isEmpty ? [] : [value])
    rows.append(
      Row(cells: cells, first: members[0].line, last: members[members.count - 1].line))
  }

  /// A line among others that stand as close: a row of its own, or the rest of the one before.
  private mutating func add(_ member: (left: [Segment], right: [Segment], line: SegmentLine)) {
    if let last = rows.indices.last, isNear(member.line, rows[last].last),
      rows[last].cells.count <= 2
    {
      if member.left.isEmpty {
        var value = rows[last].cells.count > 1 ? rows[last].cells[1] : []
        add(
          member.right, to: &value,
          isFull: rows[last].last.segments.last.map { fills([$0]) } ?? false)
        rows[last].cells = [rows[last].cells[0], value]
        rows[last].last = member.line
        return
      }
      if member.right.isEmpty, member.left.count == 1, Self.goesOn(member.left[0].text),
        rows[last].cells[0].last != UInt8(ascii: ":")
      {
        rows[last].cells[0] += [0x20] + member.left[0].text
        rows[last].last = member.line
        return
      }
    }
    let cells = (member.left + member.right).map(\.text)
    rows.append(Row(cells: cells, first: member.line, last: member.line))
  }

  private func add(_ segments: [Segment], to value: inout [UInt8], isFull: Bool) {
    guard !segments.isEmpty else { return }
    if !value.isEmpty { value.append(isFull ? 0x20 : 0x0b) }
    value += segments.map(\.text).joined(separator: [0x20])
  }

  /// The line was broken for want of room.
  private func fills(_ segments: [Segment]) -> Bool {
    guard let last = segments.last, let first = segments.first else { return false }
    return last.area.right > edge - (edge - first.area.left) * 0.2
  }

  private func isNear(_ line: SegmentLine, _ before: SegmentLine) -> Bool {
    line.top - before.bottom < before.height * 0.6
  }

  /// Begins like the rest of a label.
  private static func goesOn(_ text: [UInt8]) -> Bool {
    guard let first = text.first else { return false }
    return first &- 0x61 < 26 || first == UInt8(ascii: "(")
  }
}
