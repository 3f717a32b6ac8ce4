/// The words on a page that name a field: behind a box; before or above another.
struct FieldLabels {
  /// Of each page, without what stands in fields, from top to bottom.
  private let pages: [[Segment]]
  /// Farthest that a label stands before, above, and behind its field, in points.
  private static let reach = (before: 250.0, above: 25.0, behind: 40.0)

  init(_ pages: [[Segment]]) { self.pages = pages }

  func segment(beside widget: PDFField.Widget, isBox: Bool) -> Segment? {
    guard pages.indices.contains(widget.page) else { return nil }
    let area = widget.area
    let near = near(area, on: widget.page)
    let level = near.filter { Self.isLevel($0.area, with: area) }
    let behind = level.filter { $0.area.left > area.right - 3 }.min {
      $0.area.left < $1.area.left
    }
    if isBox, let behind, behind.area.left - area.right < Self.reach.behind { return behind }
    let before = level.filter { $0.area.right < area.left + 3 }.max {
      $0.area.right < $1.area.right
    }
    if let before, area.left - before.area.right < Self.reach.before { return before }
    let above = near.filter {
      $0.area.bottom < area.top + 4 && $0.area.left < area.right && $0.area.right > area.left
    }
    return above.max { $0.area.bottom < $1.area.bottom }
  }

  private static func isLevel(_ one: PDFArea, with other: PDFArea) -> Bool {
    min(one.bottom, other.bottom) - max(one.top, other.top) > min(one.height, other.height) * 0.4
  }

  /// Segments at the height of a field, or a little above: found by halving, a page may have thousands of both.
  private func near(_ area: PDFArea, on page: Int) -> ArraySlice<Segment> {
    let all = pages[page]
    func first(below y: Double) -> Int {
      var (low, high) = (0, all.count)
      while low < high {
        let middle = (low + high) / 2
        if all[middle].area.middle < y { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let start = first(below: area.top - Self.reach.above - 10)
    return all[start..<max(first(below: area.bottom + 10), start)].prefix(2000)
  }

  /// Areas of all that names a field, by page.
  func areas(of fields: [PDFField]) -> [Int: Set<PDFArea>] {
    var areas: [Int: Set<PDFArea>] = [:]
    for field in fields where field.kind != .signature {
      let isBox = field.kind == .box || field.kind == .radio
      for widget in field.widgets {
        if let label = segment(beside: widget, isBox: isBox) {
          areas[widget.page, default: []].insert(label.area)
        }
      }
    }
    return areas
  }
}
