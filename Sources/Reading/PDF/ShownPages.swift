/// The text of the pages of a document as people see them.
struct ShownPages {
  /// Most bytes of text that are shown on one page.
  static let textOfPage = 150_000

  private var glyphs: [[Glyph]]

  init(count: Int) { glyphs = Array(repeating: [], count: count) }

  init(_ text: borrowing PageText, _ hasText: [Bool]) {
    glyphs = []
    for (page, has) in hasText.enumerated() {
      glyphs.append(has ? text.glyphs(page: page) : [])
    }
  }

  var isEmpty: Bool { glyphs.allSatisfy { Self.isBlank($0) } }
  /// Pages without text.
  var empty: [Int] { glyphs.indices.filter { Self.isBlank(glyphs[$0]) } }

  private static func isBlank(_ glyphs: [Glyph]) -> Bool {
    !glyphs.contains { !$0.scalar.properties.isWhitespace }
  }

  /// Takes what is shown in fields off the pages.
  mutating func assign(to fields: inout [PDFField]) {
    var owners: [Int: [(field: Int, widget: Int, area: PDFArea)]] = [:]
    for (field, each) in fields.enumerated() {
      for (widget, place) in each.widgets.enumerated() where glyphs.indices.contains(place.page) {
        owners[place.page, default: []].append((field, widget, place.area))
      }
    }
    for (page, widgets) in owners {
      for (found, glyphs) in takeGlyphs(of: page, in: AreaIndex(widgets.map(\.area))) {
        let text = PageSegments.lines(glyphs).map { line in
          Array(line.segments.map(\.text).joined(separator: [0x20]))
        }
        let owner = widgets[found]
        fields[owner.field].widgets[owner.widget].shown = Array(text.joined(separator: [0x0b]))
      }
    }
  }

  /// Characters in areas, with those that run on out of them: readers cut those off.
  private mutating func takeGlyphs(of page: Int, in areas: AreaIndex) -> [Int: [Glyph]] {
    var taken: [Int: [Glyph]] = [:]
    var previous: (area: Int, glyph: Glyph)?
    glyphs[page].removeAll { glyph in
      var found = areas.first(at: glyph.area)
      if found == nil, let previous, glyph.follows(previous.glyph) { found = previous.area }
      guard let found else {
        if !glyph.scalar.properties.isWhitespace { previous = nil }
        return false
      }
      taken[found, default: []].append(glyph)
      previous = (found, glyph)
      return true
    }
    return taken
  }

  /// Adds a text that lies over a page.
  mutating func add(_ text: [UInt8], on page: Int, at area: PDFArea) {
    guard glyphs.indices.contains(page) else { return }
    let lines = text.split(separator: 0x0b)
    let first = lines.count == 1 && area.height < 40 ? area.middle - 6 : area.top
    for (row, line) in lines.enumerated() {
      let top = first + Double(row) * 14
      for (column, scalar) in String(decoding: line, as: UTF8.self).unicodeScalars.enumerated() {
        let left = area.left + Double(column) * 5
        let place = PDFArea(left: left, top: top, right: left + 5, bottom: top + 12)
        glyphs[page].append(Glyph(scalar: scalar, area: place, style: -1))
      }
      glyphs[page].append(Glyph(scalar: " ", area: area))
    }
  }

  /// Takes off the pages what stands in these areas.
  mutating func remove(_ areas: [Int: Set<PDFArea>]) {
    for (page, areas) in areas where glyphs.indices.contains(page) {
      let index = AreaIndex(Array(areas))
      glyphs[page].removeAll { index.first(at: $0.area) != nil }
    }
  }

  var segments: [[Segment]] { glyphs.map { PageSegments.lines($0).flatMap(\.segments) } }

  func written(onPagesWithout filled: Set<Int>) -> [UInt8] {
    var out: [UInt8] = []
    for (page, glyphs) in glyphs.enumerated() {
      if page > 0, !out.isEmpty { out.append(0x0c) }
      if !filled.contains(page) { out += PageLayout.text(PageSegments.lines(glyphs)) }
    }
    while out.last == 0x0c { out.removeLast() }
    return out
  }

  /// Each line with its kind before it: on these pages the fields say what is filled in, and the labels of
  /// fields need not be said twice.
  func written(onPages filled: Set<Int>, without labels: [Int: Set<PDFArea>]) -> [UInt8] {
    var out: [UInt8] = []
    for page in filled.sorted() where glyphs.indices.contains(page) {
      let rest = PageSegments.lines(glyphs[page]).compactMap { line in
        let others = line.segments.filter { labels[page]?.contains($0.area) != true }
        return others.isEmpty ? nil : SegmentLine(others)
      }
      for line in PageLayout.text(rest).split(separator: 0x0a) {
        out += Array("(formuliertekst) ".utf8) + line + [0x0a]
      }
    }
    return out
  }
}

extension Glyph {
  /// Stands directly behind another, in the same font.
  fileprivate func follows(_ other: Glyph) -> Bool {
    let height = max(area.height, 1)
    return style == other.style && abs(area.middle - other.area.middle) < height * 0.2
      && area.left > other.area.left && area.left < other.area.right + height * 0.4
  }
}

/// Finds the area that a place is in, among many.
struct AreaIndex {
  private let areas: [PDFArea]
  /// Numbers of the areas that touch a strip of the page.
  private var strips: [Int: [Int]] = [:]
  private static let height = 40.0

  init(_ areas: [PDFArea]) {
    self.areas = areas
    for (number, area) in areas.enumerated() {
      let first = Self.strip(area.top)
      for strip in first...max(min(Self.strip(area.bottom), first + 100), first) {
        strips[strip, default: []].append(number)
      }
    }
  }

  func first(at area: PDFArea) -> Int? {
    strips[Self.strip(area.middle)]?.first {
      areas[$0].contains(x: area.middleX, y: area.middle)
    }
  }

  private static func strip(_ y: Double) -> Int {
    Int(exactly: (y / height).rounded(.down)) ?? 0
  }
}
