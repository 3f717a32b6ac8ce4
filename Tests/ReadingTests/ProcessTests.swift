import Core
import Foundation
import Platform
import Reading
import Testing

/// The built reader program, started as the daemon starts it.
struct ReaderProcess: ~Copyable {
  let child: ChildProcess
  let line: FileDescriptor

  /// - Parameter isShipped: the optimised build, which `make test-long` makes first: the limit of processor
  ///   time is meant for that one.
  init(isShipped: Bool = false) throws {
    // The test bundle stands beside the programs.
    let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let candidates = isShipped ? [Self.build("release")] : [folder, Self.build(Self.mode)]
    let program = try #require(
      candidates.map { $0.appending(path: "signaalpost-reader").path }
        .first { FileManager.default.isExecutableFile(atPath: $0) })
    let spawned = try Spawn(program).start()
    child = spawned.child
    line = spawned.takeChannel()
  }

  private static func build(_ mode: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: ".build/\(mode)")
  }

  private static var mode: String {
    #if DEBUG
      return "debug"
    #else
      return "release"
    #endif
  }

  func ask(_ kind: FrameKind, _ payload: [UInt8]) throws -> (kind: FrameKind, payload: [UInt8])? {
    try line.write(frame(kind, payload))
    return try answer()
  }

  /// The next frame; nil at the end of the line.
  func answer() throws -> (kind: FrameKind, payload: [UInt8])? {
    guard let head = try line.read(exactly: FrameHeader.size) else { return nil }
    let header = try FrameHeader(decoding: head, limit: FrameHeader.answerLimit)
    guard let payload = try line.read(exactly: header.length) else { return nil }
    return (header.kind, payload)
  }
}

/// The project's own tables.
let projectTables: TableFiles = {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "config/tabellen")
  var files: [String: [UInt8]] = [:]
  for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
    if let data = try? Data(contentsOf: folder.appending(path: name)) {
      files[name] = [UInt8](data)
    }
  }
  return TableFiles(files: files)
}()

@Suite("The reader process", .timeLimit(.minutes(2)))
struct ProcessTests {
  let question = ReadRequest(
    door: .mail, receivedAt: Timestamp(seconds: 1_790_000_000),
    bytes: mail(
      "From: Noor Balie <noor@almelo.example>", "Subject: melding", "",
      "Ik zag drie mannen in een schuur aan de Tinnen Egelweg 4, 7607 UF Almelo."))

  @Test("It takes tables, answers questions, and ends with the line")
  func answers() throws {
    let reader = try ReaderProcess()
    let tables = try #require(try reader.ask(.tables, projectTables.encoded()))
    #expect(tables.kind == .tables)
    let start = try TablesAnswer(decoding: tables.payload)
    for _ in 0..<2 {
      let answer = try #require(try reader.ask(.read, question.encoded()))
      #expect(answer.kind == .read)
      let verdict = try Verdict(decoding: answer.payload)
      #expect(verdict.outcome == .signal)
      #expect(verdict.sender == "noor@almelo.example")
      #expect(verdict.tables == start.version)
      #expect(verdict.parts.map(\.path) == ["1"])
    }
    let child = reader.child
    _ = consume reader
    #expect(try child.wait() == .exited(0))
  }

  @Test("It is confined when it has answered to the tables, and has one thread")
  func confined() throws {
    let reader = try ReaderProcess()
    let tables = try #require(try reader.ask(.tables, projectTables.encoded()))
    #expect(
      try TablesAnswer(decoding: tables.payload).barriers
        == (canRestrictFiles() ? Set(Barrier.allCases) : [.calls]))
    let status = try String(contentsOfFile: "/proc/\(reader.child.id)/status", encoding: .utf8)
    for line in ["NoNewPrivs:\t1", "Seccomp:\t2", "Threads:\t1"] {
      #expect(status.contains("\n\(line)\n"), "\(line)")
    }
    let limits = try String(contentsOfFile: "/proc/\(reader.child.id)/limits", encoding: .utf8)
    for line in ["Max core file size +0 +0", "Max file size +0 +0", "Max open files +32 +32"] {
      #expect(try limits.contains(Regex(line)), "\(line)")
    }
    reader.child.kill()
    _ = try reader.child.wait()
  }

  @Test(
    "Texts in rare characters are read: their converters are loaded inside the confinement",
    .enabled(if: canRestrictFiles(), "without Landlock no file is opened"),
    arguments: [
      ("koi8-r", [0xcb, 0xd5, 0xc8, 0xce, 0xd1], "кухня"),
      ("gb18030", [0xb3, 0xf8, 0xb7, 0xbf], "厨房"),
      ("iso-2022-jp", [0x1b, 0x24, 0x42, 0x42, 0x66, 0x3d, 0x6a, 0x1b, 0x28, 0x42], "台所"),
      ("windows-1250", [0x6b, 0x75, 0x63, 0x68, 0x6e, 0x69, 0xea], "kuchnię"),
      ("euc-kr", [0xba, 0xce, 0xbe, 0xfd], "부엌"),
    ] as [(String, [UInt8], String)])
  func converters(label: String, bytes: [UInt8], text: String) throws {
    let reader = try ReaderProcess()
    _ = try reader.ask(.tables, projectTables.encoded())
    var message = mail(
      "From: Noor Balie <noor@almelo.example>", "Subject: melding",
      "Content-Type: text/plain; charset=\(label)", "", "")
    message += Array("Adres: Tinnen Egelweg 4, 7607 UF Almelo\r\nToelichting: ".utf8) + bytes
    let request = ReadRequest(
      door: .mail, receivedAt: question.receivedAt, bytes: message + [13, 10])
    let answer = try #require(try reader.ask(.read, request.encoded()))
    let record = String(decoding: try Verdict(decoding: answer.payload).record, as: UTF8.self)
    #expect(record.contains(text), "\(record)")
    reader.child.kill()
    _ = try reader.child.wait()
  }

  @Test("Broken tables are told, all problems at once, and it goes on listening")
  func brokenTables() throws {
    let reader = try ReaderProcess()
    var broken = projectTables
    broken.files["velden.csv"] = Array("veld\nx\n".utf8)
    broken.files["pc4.csv"] = nil
    let answer = try #require(try reader.ask(.tables, broken.encoded()))
    #expect(answer.kind == .problems)
    #expect(try FrameProblems(decoding: answer.payload).problems.count >= 2)
    #expect(try reader.ask(.tables, projectTables.encoded())?.kind == .tables)
    reader.child.kill()
    #expect(try reader.child.wait() == .signalled(9))
  }

  @Test("A question before the tables and a question that is none are refused in words")
  func refused() throws {
    let reader = try ReaderProcess()
    #expect(try reader.ask(.read, question.encoded())?.kind == .problems)
    #expect(try reader.ask(.tables, projectTables.encoded())?.kind == .tables)
    let answer = try #require(try reader.ask(.read, [1, 2, 3]))
    #expect(try FrameProblems(decoding: answer.payload).problems == ["malformed frame: ends early"])
    reader.child.kill()
    _ = try reader.child.wait()
  }

  @Test(
    "The longest text fits in the memory and the time that a reader allows itself",
    .enabled(if: ProcessInfo.processInfo.environment["SIGNAALPOST_LONG"] == "1"),
    arguments: ["a\n", "naam: x\n", "a\tb\n", "> > > x\n"])
  func longText(line: String) throws {
    let reader = try ReaderProcess(isShipped: true)
    #expect(try reader.ask(.tables, projectTables.encoded())?.kind == .tables)
    let text = String(repeating: line, count: Limits().textBytes / line.utf8.count - 1)
    let request = ReadRequest(
      door: .mail, receivedAt: Timestamp(seconds: 1_790_000_000),
      bytes: Array("Subject: lang\n\n\(text)".utf8))
    let answer = try #require(try reader.ask(.read, request.encoded()))
    #expect(try Verdict(decoding: answer.payload).reason != "limit:text")
    reader.child.kill()
    _ = try reader.child.wait()
  }

  @Test("Killed in the middle of a question, the line ends")
  func killed() throws {
    let reader = try ReaderProcess()
    _ = try reader.ask(.tables, projectTables.encoded())
    let whole = frame(.read, question.encoded())
    try reader.line.write(Array(whole.prefix(whole.count / 2)))
    reader.child.kill()
    // End of the line, or a reset when it had not read everything.
    #expect(((try? reader.line.read(exactly: 1)) ?? nil) == nil)
    #expect(try reader.child.wait() == .signalled(9))
  }

  @Test("A frame of no known kind ends it with status 65")
  func foreign() throws {
    let reader = try ReaderProcess()
    try reader.line.write([0, 0, 0, 0, 77])
    #expect(try reader.line.read(exactly: 1) == nil)
    #expect(try reader.child.wait() == .exited(65))
  }
}
