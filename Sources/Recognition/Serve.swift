public import Core
internal import Glibc
internal import Platform
internal import Sandbox

/// Where the daemon talks to us.
private let channel: Int32 = 3

/// The recogniser's whole life: reads its languages, confines itself, says so, takes one picture or document,
/// answers what stands in it, and ends. Returns the exit status: 0 after the answer or when nothing was asked,
/// 65 when the daemon does not speak our language, 69 without languages, 70 when we cannot confine ourselves,
/// 74 when the line breaks.
///
/// - Parameter recognising: what to do with the bytes, for tests of the confinement.
public func serveOnce(recognising: (([UInt8]) -> Recognition)? = nil) -> Int32 {
  let line = FileDescriptor(owning: channel)
  ignoreBrokenPipes()
  do throws(Errno) {
    guard let engine = Tesseract() else {
      try line.write(frame(.problems, FrameProblems(["no language to recognise"]).encoded()))
      return noLanguage
    }
    let barriers = try Confinement.recogniser.apply()
    let hello = TablesAnswer(version: engine.languages.joined(separator: "+"), barriers: barriers)
    try line.write(frame(.tables, hello.encoded()))
    guard let head = try line.read(exactly: FrameHeader.size) else { return 0 }
    guard let header = try? FrameHeader(decoding: head, limit: FrameHeader.requestLimit),
      header.kind == .recognise
    else { return badLanguage }
    guard let bytes = try line.read(exactly: header.length) else { return 0 }
    let found =
      if let recognising { recognising(bytes) } else {
        try Recogniser(engine: engine).recognise(bytes)
      }
    try line.write(frame(.recognise, found.encoded()))
    return 0
  } catch { return error.call == Confinement.call ? notConfined : brokenLine }
}

private let badLanguage: Int32 = 65
private let noLanguage: Int32 = 69
private let notConfined: Int32 = 70
private let brokenLine: Int32 = 74

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
