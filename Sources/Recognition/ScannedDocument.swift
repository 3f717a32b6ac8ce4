internal import CPageImage
internal import Core

/// Pages of a PDF drawn as pictures. The corresponding C functions are poppler's and cairo's.
@safe final class ScannedDocument: PageSource {
  // Poppler reads where they are.
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let handle: OpaquePointer?
  let pageCount: Int

  /// Pixels a point: 300 an inch.
  private static let scale = 300.0 / 72

  /// Nil when it is no PDF.
  init?(_ content: [UInt8]) {
    guard content.starts(with: "%PDF-".utf8) else { return nil }
    cpageimage_start()
    unsafe bytes = .allocate(capacity: content.count)
    _ = unsafe bytes.initialize(fromContentsOf: content)
    unsafe handle = cpageimage_open(bytes.baseAddress, content.count)
    unsafe pageCount = handle.map { unsafe Int(poppler_document_get_n_pages($0)) } ?? 0
  }

  deinit {
    if let handle = unsafe handle { unsafe cpageimage_close(handle) }
    unsafe bytes.deallocate()
  }

  func page(_ index: Int) throws(RecognitionFailure) -> Picture {
    guard let handle = unsafe handle,
      let page = unsafe poppler_document_get_page(handle, Int32(index))
    else { throw RecognitionFailure(.damaged) }
    defer { unsafe cpageimage_close_page(page) }
    var (width, height) = (0.0, 0.0)
    unsafe poppler_page_get_size(page, &width, &height)
    guard width >= 1, height >= 1, width.isFinite, height.isFinite else {
      throw RecognitionFailure(.damaged)
    }
    let scale = min(Self.scale, (Double(PixelLimit.read) / width / height).squareRoot())
    let (columns, rows) = (Int(width * scale), Int(height * scale))
    guard columns > 0, rows > 0, columns <= PixelLimit.side, rows <= PixelLimit.side else {
      throw RecognitionFailure(.tooLarge)
    }
    var grey = [UInt8](repeating: 255, count: columns * rows)
    guard unsafe cpageimage_draw(page, scale, &grey, Int32(columns), Int32(rows)) == 0,
      let picture = Picture(grey: grey, width: columns, height: rows)
    else { throw RecognitionFailure(.damaged) }
    return picture
  }
}
