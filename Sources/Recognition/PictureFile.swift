internal import CTesseract
internal import Core

/// A file of one picture, or of several (TIFF). The corresponding C functions are leptonica's.
struct PictureFile: PageSource {
  private let bytes: [UInt8]
  private let isTIFF: Bool
  let pageCount: Int

  /// Nil when it is none that we decode. The header alone is looked at.
  init?(_ bytes: [UInt8]) {
    let isTIFF =
      bytes.starts(with: [0x49, 0x49, 0x2a, 0]) || bytes.starts(with: [0x4d, 0x4d, 0, 0x2a])
    let isPicture =
      bytes.starts(with: [0xff, 0xd8, 0xff]) || bytes.starts(with: [0x89, 0x50, 0x4e, 0x47])
    guard isTIFF || isPicture else { return nil }
    (self.bytes, self.isTIFF) = (bytes, isTIFF)
    guard isTIFF else {
      pageCount = 1
      return
    }
    var count = 0
    // One more than is read tells that there are more.
    while count < Self.countLimit, Self.size(bytes, isTIFF, count) != nil { count += 1 }
    pageCount = count
  }

  /// Pages of a TIFF file that are counted.
  private static let countLimit = 100

  func page(_ index: Int) throws(RecognitionFailure) -> Picture {
    guard let (width, height) = Self.size(bytes, isTIFF, index), width > 0, height > 0 else {
      throw RecognitionFailure(.damaged)
    }
    guard width <= PixelLimit.side, height <= PixelLimit.side, width * height <= PixelLimit.decoded
    else { throw RecognitionFailure(.tooLarge) }
    guard let raw = unsafe ctesseract_read(bytes, bytes.count, isTIFF ? 1 : 0, Int32(index)),
      let grey = unsafe ctesseract_grey(raw)
    else { throw RecognitionFailure(.damaged) }
    let picture = unsafe Picture(owning: grey)
    let quarters = isTIFF ? 0 : ExifOrientation.quarters(bytes)
    return quarters == 0 ? picture : picture.turned(quarters: quarters) ?? picture
  }

  private static func size(_ bytes: [UInt8], _ isTIFF: Bool, _ page: Int) -> (Int, Int)? {
    var (width, height): (Int32, Int32) = (0, 0)
    let failure = unsafe ctesseract_size(
      bytes, bytes.count, isTIFF ? 1 : 0, Int32(page), &width, &height)
    return failure == 0 ? (Int(width), Int(height)) : nil
  }
}
