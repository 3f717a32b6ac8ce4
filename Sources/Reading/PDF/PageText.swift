internal import CPoppler

/// A character of a page, where it is seen.
struct Glyph {
  var scalar: Unicode.Scalar
  var area: PDFArea
  /// Number of a run of text in one font and size.
  var style = 0
}

/// The text of a document's pages, by poppler. Wants a file that was screened before: poppler knows no limits.
@safe struct PageText: ~Copyable {
  private let document: OpaquePointer
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  /// Nil when poppler cannot open the file.
  init?(_ content: [UInt8]) {
    _ = Self.started
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: content.count)
    _ = unsafe bytes.initialize(from: content)
    guard let document = unsafe cpoppler_open(bytes.baseAddress, content.count) else {
      unsafe bytes.deallocate()
      return nil
    }
    unsafe (self.document, self.bytes) = (document, bytes)
  }

  deinit {
    unsafe cpoppler_close(document)
    unsafe bytes.deallocate()
  }

  private static let started: Void = cpoppler_start()

  /// Characters of a page in the order in which poppler reads them.
  borrowing func glyphs(page: Int) -> [Glyph] {
    guard let page = unsafe poppler_document_get_page(document, Int32(clamping: page)) else {
      return []
    }
    defer { unsafe cpoppler_close_page(page) }
    guard let text = unsafe poppler_page_get_text(page) else { return [] }
    defer { unsafe g_free(text) }
    var areas: UnsafeMutablePointer<PopplerRectangle>?
    var count: UInt32 = 0
    guard unsafe poppler_page_get_text_layout(page, &areas, &count) != 0, let areas = unsafe areas
    else { return [] }
    defer { unsafe g_free(areas) }
    let styles = unsafe Self.styles(page, Int(count))
    var glyphs: [Glyph] = []
    glyphs.reserveCapacity(Int(count))
    for (index, scalar) in unsafe String(cString: text).unicodeScalars.enumerated() {
      guard index < count else { break }
      let area = unsafe areas[index]
      guard (area.x1 + area.x2 + area.y1 + area.y2).isFinite else { continue }
      glyphs.append(
        Glyph(
          scalar: scalar,
          area: PDFArea(left: area.x1, top: area.y1, right: area.x2, bottom: area.y2),
          style: styles[index]))
    }
    return glyphs
  }

  /// For each character the number of its font and size.
  @unsafe private static func styles(
    _ page: OpaquePointer, _ count: Int
  ) -> [Int] {
    var styles = [Int](repeating: 0, count: count)
    let list = unsafe poppler_page_get_text_attributes(page)
    defer { unsafe poppler_page_free_text_attributes(list) }
    var numbers: [String: Int] = [:]
    var item = unsafe list
    while let here = unsafe item {
      if let run = unsafe cpoppler_attributes(here)?.pointee {
        let font = unsafe run.font_name.map { unsafe String(cString: $0) } ?? ""
        let size = unsafe Int(exactly: (run.font_size * 2).rounded()) ?? 0
        let key = "\(font) \(size)"
        let number = numbers[key] ?? numbers.count + 1
        numbers[key] = number
        let first = unsafe max(Int(run.start_index), 0)
        let end = unsafe min(Int(run.end_index) + 1, count)
        if first < end { for index in first..<end { styles[index] = number } }
      }
      unsafe item = cpoppler_next(here)
    }
    return styles
  }
}
