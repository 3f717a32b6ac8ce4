internal import Core
internal import Platform

/// Recognises one picture or document, page after page, within limits.
struct Recogniser {
  let engine: Tesseract
  /// Seconds of processor time for one page; then the kernel ends the process.
  var pageSeconds: UInt64 = 60
  /// Seconds of processor time after which no further page is begun.
  var totalSeconds = 150.0
  /// Seconds after which a page is not turned any more.
  var turnSeconds = 20.0

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
      var page = RecognisedPage(text: [], confidence: 0)
      var picture: Picture?
      do throws(RecognitionFailure) { picture = try source.page(index) } catch {
        fault = fault ?? error.fault
      }
      if let picture { page = try read(picture) }
      result.pages.append(page)
    }
    if let fault, result.pages.allSatisfy({ $0.confidence == 0 }) {
      return Recognition(fault: fault)
    }
    result.unseenPages = source.pageCount - result.pages.count
    return result
  }

  /// Whoever scans lays a sheet down as it comes: what cannot be read is turned.
  private func read(_ picture: Picture) throws(Errno) -> RecognisedPage {
    let start = monotonicClock()
    var best = readAsItLies(picture)
    for quarters in [2, 1, 3] where best.confidence > 0 && !best.isReadable {
      if Double(monotonicClock() - start) / 1e9 > turnSeconds { break }
      try limitProcessorTime(toSeconds: pageSeconds)
      guard let turned = picture.turned(quarters: quarters) else { break }
      let page = readAsItLies(turned)
      if page.confidence > best.confidence { best = page }
    }
    return best
  }

  private func readAsItLies(_ picture: Picture) -> RecognisedPage {
    let pixels = picture.width * picture.height
    if pixels < PixelLimit.small, let larger = picture.scaled(by: 2) { return engine.read(larger) }
    guard pixels > PixelLimit.read,
      let smaller = picture.scaled(
        by: Float((Double(PixelLimit.read) / Double(pixels)).squareRoot()))
    else { return engine.read(picture) }
    return engine.read(smaller)
  }
}
