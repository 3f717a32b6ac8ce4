internal import Core

/// A page, with what it inherits (ISO 32000-1, 7.7.3).
struct PDFPage {
  var object: PDFObject
  var resources: PDFObject
  /// Of the visible part, in points; `left` and `bottom` in the page's own coordinates.
  var box: Box
  /// Clockwise: 0, 90, 180 or 270.
  var rotation: Int

  struct Box {
    var left = 0.0
    var bottom = 0.0
    var width = 612.0
    var height = 792.0
  }
}

/// Walks the page tree.
struct PDFPageTree {
  private(set) var pages: [PDFPage] = []
  private var seen: Set<Int> = []

  /// - Throws: `limit` for more pages, or a deeper tree, than are read; a page tree that holds itself ends.
  init(_ file: PDFFile, _ budget: inout FileBudget) throws(FileFault) {
    let root = file.root["/Pages"]
    try walk(
      root,
      PDFPage(object: root, resources: root["/Resources"], box: PDFPage.Box(), rotation: 0),
      depth: 0, &budget)
  }

  private mutating func walk(
    _ node: PDFObject, _ above: PDFPage, depth: Int, _ budget: inout FileBudget
  ) throws(FileFault) {
    guard node.kind == .dictionary, node.number == 0 || seen.insert(node.number).inserted else {
      return
    }
    if depth > budget.limits.nesting { throw .limit("depth") }
    var page = above
    page.object = node
    if !node["/Resources"].isNull { page.resources = node["/Resources"] }
    if !node["/Rotate"].isNull { page.rotation = Self.rotation(node["/Rotate"].integer) }
    page.box = PDFPage.Box(node["/CropBox"]) ?? PDFPage.Box(node["/MediaBox"]) ?? page.box
    let kids = node["/Kids"]
    if kids.kind == .array {
      for kid in try kids.items(&budget) { try walk(kid, page, depth: depth + 1, &budget) }
    } else {
      if pages.count == budget.limits.pages { throw .limit("pages") }
      pages.append(page)
    }
  }

  private static func rotation(_ degrees: Int) -> Int { (degrees % 360 + 360) % 360 / 90 * 90 }
}

extension PDFPage.Box {
  init?(_ array: PDFObject) {
    guard array.count == 4 else { return nil }
    let edges = (0..<4).map { array[$0].value }
    self.init(
      left: min(edges[0], edges[2]), bottom: min(edges[1], edges[3]),
      width: abs(edges[2] - edges[0]), height: abs(edges[3] - edges[1]))
    guard width > 0, height > 0, width.isFinite, height.isFinite else { return nil }
  }
}

/// A rectangle on a page as it is seen: points from its upper left corner.
struct PDFArea: Hashable {
  var left: Double
  var top: Double
  var right: Double
  var bottom: Double

  var width: Double { right - left }
  var height: Double { bottom - top }
  var middle: Double { (top + bottom) / 2 }

  func contains(x: Double, y: Double) -> Bool {
    x >= left && x <= right && y >= top && y <= bottom
  }
}

extension PDFPage {
  /// Where a `/Rect` is seen; nil when it is none.
  func area(_ rectangle: PDFObject) -> PDFArea? {
    guard let rect = Box(rectangle) else { return nil }
    let (x1, y1) = (rect.left - box.left, rect.bottom - box.bottom)
    let (x2, y2) = (x1 + rect.width, y1 + rect.height)
    switch rotation {
    case 90: return PDFArea(left: y1, top: x1, right: y2, bottom: x2)
    case 180:
      return PDFArea(left: box.width - x2, top: y1, right: box.width - x1, bottom: y2)
    case 270:
      return PDFArea(
        left: box.height - y2, top: box.width - x2, right: box.height - y1, bottom: box.width - x1)
    default:
      return PDFArea(left: x1, top: box.height - y2, right: x2, bottom: box.height - y1)
    }
  }
}
