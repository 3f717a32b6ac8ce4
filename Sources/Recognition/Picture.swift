internal import CTesseract

/// A decoded picture in grey.
@safe final class Picture {
  private let handle: UnsafeMutablePointer<PIX>

  /// Takes the picture over.
  init(owning handle: UnsafeMutablePointer<PIX>) { unsafe self.handle = handle }

  /// Rows of one byte a pixel, 0 is black; nil without memory.
  convenience init?(grey: [UInt8], width: Int, height: Int) {
    guard grey.count == width * height,
      let handle = unsafe ctesseract_picture(grey, Int32(width), Int32(height))
    else { return nil }
    unsafe self.init(owning: handle)
  }

  deinit { unsafe ctesseract_free(handle) }

  var width: Int { unsafe Int(pixGetWidth(handle)) }
  var height: Int { unsafe Int(pixGetHeight(handle)) }

  /// Pixels an inch, as the file says; 0 when it does not.
  var resolution: Int { unsafe Int(pixGetXRes(handle)) }

  func with<T>(_ body: (UnsafeMutablePointer<PIX>) -> T) -> T { unsafe body(handle) }

  /// Turned clockwise by so many quarters; nil without memory.
  func turned(quarters: Int) -> Picture? {
    unsafe pixRotateOrth(handle, Int32(quarters)).map { unsafe Picture(owning: $0) }
  }

  /// Made smaller; nil without memory.
  func scaled(by factor: Float) -> Picture? {
    unsafe pixScale(handle, factor, factor).map { unsafe Picture(owning: $0) }
  }
}
