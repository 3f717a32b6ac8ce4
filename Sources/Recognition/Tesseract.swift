internal import CTesseract
internal import Core

/// The recogniser with its languages. The corresponding C functions begin with `TessBaseAPI`.
@safe final class Tesseract {
  private let handle: OpaquePointer
  /// Those that are installed, of the languages that we ask for.
  let languages: [String]

  /// Dutch first: where words of both fit, it counts.
  static let wanted = ["nld", "eng"]

  /// Reads the languages' files, once and for all; nil when there is none of them.
  init?() {
    ctesseract_start()
    guard let handle = unsafe TessBaseAPICreate() else { return nil }
    unsafe self.handle = handle
    let names = Self.wanted.joined(separator: "+")
    guard unsafe TessBaseAPIInit2(handle, nil, names, OEM_LSTM_ONLY) == 0 else {
      unsafe TessBaseAPIDelete(handle)
      return nil
    }
    var loaded: [String] = []
    if let list = unsafe TessBaseAPIGetLoadedLanguagesAsVector(handle) {
      var at = 0
      while let name = unsafe list[at] {
        unsafe loaded.append(String(cString: name))
        at += 1
      }
      unsafe TessDeleteTextArray(list)
    }
    languages = loaded
    unsafe TessBaseAPISetPageSegMode(handle, PSM_AUTO)
    // Between a label and what is filled in beside it.
    _ = unsafe TessBaseAPISetVariable(handle, "preserve_interword_spaces", "1")
  }

  deinit { unsafe TessBaseAPIDelete(handle) }

  /// The text of one picture, and how sure it is.
  func read(_ picture: Picture) -> RecognisedPage {
    unsafe picture.with { unsafe TessBaseAPISetImage2(handle, $0) }
    if picture.resolution < 70 { unsafe TessBaseAPISetSourceResolution(handle, 300) }
    defer { unsafe TessBaseAPIClear(handle) }
    guard unsafe TessBaseAPIRecognize(handle, nil) == 0 else {
      return RecognisedPage(text: [], confidence: 0)
    }
    let text = lines().joined
    let confidence = unsafe Int(TessBaseAPIMeanTextConf(handle))
    let hasText = text.contains { $0 > 0x20 }
    return RecognisedPage(text: text, confidence: hasText ? min(max(confidence, 1), 100) : 0)
  }

  /// In the order that tesseract gives them, as far as the limits go.
  private func lines() -> [RecognisedLine] {
    guard let iterator = unsafe TessBaseAPIGetIterator(handle) else { return [] }
    defer { unsafe TessResultIteratorDelete(iterator) }
    let page = unsafe TessResultIteratorGetPageIterator(iterator)
    var lines: [RecognisedLine] = []
    var bytesLeft = Self.textLimit
    var hasNext = true
    while hasNext, lines.count < Self.lineLimit, bytesLeft > 0 {
      defer { hasNext = unsafe TessResultIteratorNext(iterator, RIL_TEXTLINE) != 0 }
      guard let text = unsafe TessResultIteratorGetUTF8Text(iterator, RIL_TEXTLINE) else {
        continue
      }
      defer { unsafe TessDeleteText(text) }
      let bytes = cells(Array(unsafe String(cString: text).utf8.prefix(bytesLeft)))
      var (left, top, right, bottom): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
      let hasBox = unsafe TessPageIteratorBoundingBox(
        page, RIL_TEXTLINE, &left, &top, &right, &bottom)
      guard bytes.contains(where: { $0 > 0x20 }), hasBox != 0 else { continue }
      bytesLeft -= bytes.count
      lines.append(
        RecognisedLine(
          text: bytes, left: Int(left), top: Int(top), right: Int(right), bottom: Int(bottom)))
    }
    return lines
  }

  /// Lines of one page: each is compared with all others.
  private static let lineLimit = 1000
  /// Bytes of one page: denser than any print.
  private static let textLimit = 128 << 10
}

/// The text of a line: three spaces and more become a `\t`, two become one, as what stands far apart are two
/// cells. A character that the end cuts goes.
private func cells(_ text: [UInt8]) -> [UInt8] {
  var cells: [UInt8] = []
  var spaces = 0
  for byte in text {
    if byte == 0x20 {
      spaces += 1
      continue
    }
    if byte < 0x20 { continue }
    if spaces > 0, !cells.isEmpty { cells.append(spaces < 3 ? 0x20 : 0x09) }
    spaces = 0
    cells.append(byte)
  }
  while let last = cells.last, last & 0xc0 == 0x80 || last >= 0xc0 { cells.removeLast() }
  return cells
}
