internal import Core

/// Gives pictures one after the other, so that one is in memory at a time.
protocol PageSource {
  var pageCount: Int { get }
  /// The page as a picture; its declared size is looked at before it is decoded.
  func page(_ index: Int) throws(RecognitionFailure) -> Picture
}

/// Why a page has no text.
struct RecognitionFailure: Error {
  var fault: RecognitionFault
  init(_ fault: RecognitionFault) { self.fault = fault }
}

/// How large a picture may be.
enum PixelLimit {
  /// Decoded: a telephone's picture of 48 megapixels does not fit, an A4 at 600 an inch does.
  static let decoded = 40_000_000
  /// Given to the recogniser; a larger one is made smaller first. An A4 at 300 an inch is half of it.
  static let read = 18_000_000
  /// A smaller one is made twice as large: letters of ten pixels and less are not recognised.
  static let small = 2_000_000
  /// Of one side; leptonica and tesseract count in 16 bits in places.
  static let side = 30_000
}
