internal import Core
internal import Platform

/// Recognises one picture or document, page after page, within limits.
struct Recogniser {
  let engine: Tesseract
  /// Seconds of processor time for one page; then the kernel ends the process.
  var pageSeconds: UInt64 = 60
  /// Seconds of processor time after which no further page is begun.
  var totalSeconds = 150.0

  func recognise(_ bytes: [UInt8]) throws(Errno) -> Recognition {
    try limitProcessorTime(toSeconds: pageSeconds)
    guard let source: any PageSource = PictureFile(bytes) ?? ScannedDocument(bytes) else {
      return Recognition(fault: .damaged)
    }
    guard source.pageCount > 0 else { return Recognition(fault: .damaged) }
    var result = Recognition(pages: [])
    var fault: RecognitionFault?
    let start = monotonicClock()
    for index in 0..<min(source.pageCount, Recognition.pageLimit) {
      if Double(monotonicClock() - start) / 1e9 > totalSeconds { break }
      try limitProcessorTime(toSeconds: pageSeconds)
      do throws(RecognitionFailure) {
        result.pages.append(read(try source.page(index)))
      } catch {
        fault = fault ?? error.fault
        result.pages.append(RecognisedPage(text: [], confidence: 0))
      }
    }
    if let fault, result.pages.allSatisfy({ $0.confidence == 0 }) {
      return Recognition(fault: fault)
    }
    result.unseenPages = source.pageCount - result.pages.count
    return result
  }

  private func read(_ picture: Picture) -> RecognisedPage {
    let pixels = picture.width * picture.height
    guard pixels > PixelLimit.read,
      let smaller = picture.scaled(
        by: Float((Double(PixelLimit.read) / Double(pixels)).squareRoot()))
    else { return engine.read(picture) }
    return engine.read(smaller)
  }
}
