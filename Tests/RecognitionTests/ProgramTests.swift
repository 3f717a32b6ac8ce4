import Core
import Foundation
import Platform
import Testing

@Suite("The program that recognises text", .serialized, .timeLimit(.minutes(5)))
struct ProgramTests {
  @Test("It says its languages and what confines it, answers once, and ends")
  func once() throws {
    let line = try OCR()
    let hello = try line.hello()
    #expect(hello.version == "nld+eng")
    #expect(hello.barriers.contains(.calls))
    let found = try line.recognise(fixture("kenteken.png"))
    #expect(found.pages.count == 1 && found.unseenPages == 0)
    #expect(String(decoding: found.pages[0].text, as: UTF8.self).contains("1-AEO-23"))
    #expect(try line.end() == .exited(0))
  }

  @Test(
    "A form is read as it stands there, also when it lies on its side or head",
    arguments: [
      ("formulier.png", 1), ("formulier.jpg", 1), ("formulier.tif", 2), ("formulier.pdf", 2),
      ("tabel.png", 1), ("gedraaid.jpg", 1), ("ondersteboven.png", 1),
    ])
  func read(name: String, pages: Int) throws {
    let found = try OCR.text(of: fixture(name))
    #expect(found.pages.count == pages)
    #expect(found.fault == nil)
    let page = try #require(found.pages.first)
    #expect(page.isReadable && page.confidence > 85, "\(page.confidence)")
    let text = String(decoding: page.text, as: UTF8.self)
    let separator = name == "tabel.png" ? "\t" : ": "
    for (label, value) in [
      ("Adres", "Knikkerstraat 12"), ("Postcode", "7511 UF"), ("Woonplaats", "Enschede"),
      ("Datum waarneming", "10-10-2026"), ("Acuut gevaar", "nee"),
    ] { #expect(text.contains("\(label)\(separator)\(value)\n"), "\(text)") }
  }

  @Test("What nobody can read is not believed, and an empty picture has no text")
  func unreadable() throws {
    let doubtful = try OCR.text(of: fixture("onleesbaar.png"))
    #expect(doubtful.pages.allSatisfy { !$0.isReadable })
    let empty = try OCR.text(of: fixture("leeg.png"))
    #expect(empty.pages.map(\.confidence) == [0] && empty.fault == nil)
  }

  @Test("Hostile pictures are told within limits", arguments: Hostile.cases)
  func hostile(name: String, fault: RecognitionFault?) throws {
    let hostile = try Hostile.shared()
    let start = monotonicClock()
    let line = try OCR()
    _ = try line.hello()
    let found = try line.recognise(hostile.picture(name))
    #expect(found.fault == fault)
    #expect(try line.end() == .exited(0))
    #expect(monotonicClock() - start < 30_000_000_000)
  }

  @Test("More pages than are read are counted")
  func manyPages() throws {
    let found = try OCR.text(of: Hostile.shared().picture("pages.tif"))
    #expect(found.pages.count == Recognition.pageLimit)
    #expect(found.unseenPages == 4)
  }

  @Test(
    "Taken over, it gets nowhere",
    arguments: [
      ("open a file", [EACCES, EPERM]), ("open its own memory map", [EACCES, EPERM]),
      ("list a directory", [EACCES, EPERM]), ("write a file", [EPERM]),
      ("write in memory", [EPERM]), ("remove a file", [EPERM]), ("connect to loopback", [EPERM]),
      ("open a local socket", [EPERM]), ("fork", [EPERM]), ("start a thread", [EPERM]),
      ("signal the daemon", [EPERM]), ("allocate 2 GB", [ENOMEM]), ("write code", [EPERM]),
      ("raise its limits", [EPERM]),
    ] as [(String, [Int32])])
  func confined(attempt: String, errors: [Int32]) throws {
    let line = try OCR(program: OCR.program("ocr-probe"))
    _ = try line.hello()
    let found = try line.recognise(Array("probe: \(attempt)".utf8))
    let said = found.pages.map { String(decoding: $0.text, as: UTF8.self) }
    #expect(errors.map { ["denied:\($0)"] }.contains(said), "\(said)")
  }

  @Test("Starting a program or tracing ends it", arguments: ["exec", "trace the daemon"])
  func ended(attempt: String) throws {
    let line = try OCR(program: OCR.program("ocr-probe"))
    _ = try line.hello()
    #expect(throws: Ended.self) { try line.recognise(Array("probe: \(attempt)".utf8)) }
    #expect(try line.end() == .signalled(SIGSYS))
  }
}

/// The pictures that hostile.py writes.
final class Hostile: Sendable {
  /// What is said of each; nil where something could be looked at.
  static let cases: [(String, RecognitionFault?)] = [
    ("declared.png", .tooLarge), ("declared.tif", .tooLarge), ("declared.jpg", .damaged),
    ("packed.png", .tooLarge), ("negative.tif", .damaged), ("empty.tif", .damaged),
    ("cut.png", .damaged), ("cut.jpg", .damaged), ("cut.tif", .damaged), ("cut.pdf", .damaged),
    ("head.png", .damaged), ("head.jpg", .damaged), ("head.tif", .damaged),
    ("head.pdf", .damaged), ("changed.png", .damaged), ("changed.jpg", nil), ("changed.tif", nil),
    ("changed.pdf", nil), ("nothing.png", .damaged), ("letter.png", .damaged),
    ("loop.tif", nil), ("forever.tif", nil), ("huge-page.pdf", nil), ("thin-page.pdf", .damaged),
    ("bomb.pdf", nil),
  ]

  private let folder: URL

  private static let made = Result { try Hostile() }

  static func shared() throws -> Hostile { try made.get() }

  private init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "hostile-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = Process()
    script.executableURL = URL(filePath: "/usr/bin/python3")
    script.arguments = [fixturePath("hostile.py").path, folder.path]
    try script.run()
    script.waitUntilExit()
    guard script.terminationStatus == 0 else { throw Ended() }
  }

  func picture(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }
}
