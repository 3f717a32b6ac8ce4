public import Core
internal import Platform
internal import Sandbox

/// The recogniser's whole life: reads its languages, confines itself, says so, takes one picture or document,
/// answers what stands in it, and ends. Returns the exit status: 0 after the answer or when nothing was asked,
/// 65 when the daemon does not speak our language, 69 without languages, 70 when we cannot confine ourselves,
/// 74 when the line breaks.
///
/// - Parameter recognising: what to do with the bytes, for tests of the confinement.
public func serveOnce(recognising: (([UInt8]) -> Recognition)? = nil) -> Int32 {
  let line = Line()
  ignoreBrokenPipes()
  do throws(Errno) {
    guard let engine = Tesseract() else {
      try line.refuse(["no language to recognise"])
      return noLanguage
    }
    let barriers = try Confinement.recogniser.apply()
    let hello = TablesAnswer(version: engine.languages.joined(separator: "+"), barriers: barriers)
    try line.say(.tables, hello.encoded())
    guard let (kind, bytes) = try line.question() else { return 0 }
    guard kind == .recognise else { throw Line.foreignQuestion }
    let found =
      if let recognising { recognising(bytes) } else {
        try Recogniser(engine: engine).recognise(bytes)
      }
    try line.say(.recognise, found.encoded())
    return 0
  } catch { return Line.exitStatus(error) }
}

private let noLanguage: Int32 = 69

extension Confinement {
  /// The languages are in memory by then. A photo of 40 megapixels in colour takes less than half of this
  /// memory.
  static let recogniser = Confinement(
    readable: [
      ReadableDirectory(
        path: "/usr/share/tesseract-ocr", reason: "tesseract: settings of a language"),
      ReadableDirectory(
        path: "/usr/share/poppler", reason: "poppler: character maps of East Asian PDFs"),
    ], addressSpace: 768 << 20)
}
