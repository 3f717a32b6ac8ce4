import Core
import Foundation
import Platform
import Reading
import Testing

/// The built reader program, started as the daemon starts it: the parent of readers.
struct ParentProcess: ~Copyable {
  let child: ChildProcess
  let line: TestLine

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
    line = TestLine(spawned.takeChannel())
  }

  deinit {
    child.kill()
    _ = try? child.wait()
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

  /// A reader, with the project's tables.
  func reader() throws -> ReaderProcess {
    if try line.ask(.tables, projectTables.encoded())?.kind != .tables {
      Issue.record("the tables are refused")
    }
    return try fork()
  }

  func fork() throws -> ReaderProcess {
    let answer = try #require(try line.ask(.fork, []))
    let id = try ForkAnswer(decoding: answer.payload).process
    let descriptors = try line.socket.receiveDescriptors()
    let process = ProcessHandle(owning: descriptors.second)
    return try ReaderProcess(id: id, process: process, line: TestLine(descriptors.first))
  }
}

/// A fork of it, which has said its first word.
struct ReaderProcess: ~Copyable {
  let id: Int32
  let process: ProcessHandle
  let line: TestLine
  let greeting: TablesAnswer

  init(isShipped: Bool = false) throws { self = try ParentProcess(isShipped: isShipped).reader() }

  init(id: Int32, process: consuming ProcessHandle, line: TestLine) throws {
    self.id = id
    self.process = process
    self.line = line
    let first = try #require(try line.answer())
    #expect(first.kind == .tables)
    greeting = try TablesAnswer(decoding: first.payload)
  }

  deinit { process.kill() }

  func ask(_ kind: FrameKind, _ payload: [UInt8]) throws -> (kind: FrameKind, payload: [UInt8])? {
    try line.ask(kind, payload)
  }

  func answer() throws -> (kind: FrameKind, payload: [UInt8])? { try line.answer() }

  /// Whether it ends in time when it was killed or its line was closed.
  func ends() throws -> Bool { try process.hasEnded(by: .after(seconds: 30)) }
}

/// The daemon's end of a line.
final class TestLine {
  let socket: FileDescriptor

  init(_ socket: consuming FileDescriptor) { self.socket = socket }

  /// Says that nothing more comes.
  func close() { shutdown(socket.raw, Int32(SHUT_RDWR)) }

  func ask(_ kind: FrameKind, _ payload: [UInt8]) throws -> (kind: FrameKind, payload: [UInt8])? {
    try socket.write(frame(kind, payload))
    return try answer()
  }

  /// The next frame; nil at the end of the line.
  func answer() throws -> (kind: FrameKind, payload: [UInt8])? {
    guard let head = try socket.read(exactly: FrameHeader.size) else { return nil }
    let header = try FrameHeader(decoding: head, limit: FrameHeader.answerLimit)
    guard let payload = try socket.read(exactly: header.length) else { return nil }
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
    for _ in 0..<2 {
      let answer = try #require(try reader.ask(.read, question.encoded()))
      #expect(answer.kind == .read)
      let verdict = try Verdict(decoding: answer.payload)
      #expect(verdict.outcome == .signal)
      #expect(verdict.sender == "noor@almelo.example")
      #expect(verdict.tables == reader.greeting.version)
      #expect(verdict.parts.map(\.path) == ["1"])
    }
    reader.line.close()
    #expect(try reader.ends())
  }

  @Test("It is confined when it says its first word, and has one thread")
  func confined() throws {
    let reader = try ReaderProcess()
    #expect(
      reader.greeting.barriers
        == (canRestrictFiles() ? Set(Barrier.allCases) : [.calls]))
    let status = try String(contentsOfFile: "/proc/\(reader.id)/status", encoding: .utf8)
    for line in ["NoNewPrivs:\t1", "Seccomp:\t2", "Threads:\t1"] {
      #expect(status.contains("\n\(line)\n"), "\(line)")
    }
    let limits = try String(contentsOfFile: "/proc/\(reader.id)/limits", encoding: .utf8)
    for line in ["Max core file size +0 +0", "Max file size +0 +0", "Max open files +32 +32"] {
      #expect(try limits.contains(Regex(line)), "\(line)")
    }
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
    var message = mail(
      "From: Noor Balie <noor@almelo.example>", "Subject: melding",
      "Content-Type: text/plain; charset=\(label)", "", "")
    message += Array("Adres: Tinnen Egelweg 4, 7607 UF Almelo\r\nToelichting: ".utf8) + bytes
    let request = ReadRequest(
      door: .mail, receivedAt: question.receivedAt, bytes: message + [13, 10])
    let answer = try #require(try reader.ask(.read, request.encoded()))
    let record = String(decoding: try Verdict(decoding: answer.payload).record, as: UTF8.self)
    #expect(record.contains(text), "\(record)")
  }

  @Test("Broken tables are told, all problems at once, and the parent goes on listening")
  func brokenTables() throws {
    let parent = try ParentProcess()
    var broken = projectTables
    broken.files["velden.csv"] = Array("veld\nx\n".utf8)
    broken.files["pc4.csv"] = nil
    let answer = try #require(try parent.line.ask(.tables, broken.encoded()))
    #expect(answer.kind == .problems)
    #expect(try FrameProblems(decoding: answer.payload).problems.count >= 2)
    #expect(try parent.line.ask(.tables, projectTables.encoded())?.kind == .tables)
    _ = try parent.fork()
  }

  @Test("Limits are those that the parent was told; what a reader cannot bear is refused")
  func limits() throws {
    let parent = try ParentProcess()
    var limits = Limits()
    limits.textBytes = 1 << 30
    #expect(try parent.line.ask(.limits, limits.encoded())?.kind == .problems)
    limits.textBytes = 10_000
    #expect(try parent.line.ask(.limits, limits.encoded())?.kind == .limits)
    let reader = try parent.reader()
    let request = ReadRequest(
      door: .mail, receivedAt: question.receivedAt,
      bytes: Array("Subject: lang\n\n".utf8) + [UInt8](repeating: 0x61, count: 10_001))
    let answer = try #require(try reader.ask(.read, request.encoded()))
    #expect(try Verdict(decoding: answer.payload).reason == "limit:text")
  }

  @Test("The parent never takes a message, and forks only with tables")
  func parent() throws {
    let parent = try ParentProcess()
    #expect(try parent.line.ask(.read, question.encoded())?.kind == .problems)
    #expect(try parent.line.ask(.fork, [])?.kind == .problems)
    let reader = try parent.reader()
    #expect(try parent.line.ask(.read, question.encoded())?.kind == .problems)
    #expect(try reader.ask(.read, question.encoded())?.kind == .read)
    reader.line.close()
    #expect(try reader.ends())
  }

  @Test("Readers of one parent live and end apart from one another and from it")
  func siblings() throws {
    let parent = try ParentProcess()
    let first = try parent.reader()
    let second = try parent.fork()
    first.process.kill()
    #expect(try first.ends())
    #expect(try second.ask(.read, question.encoded())?.kind == .read)
    // No reader holds the parent's line: it ends with the parent.
    parent.child.kill()
    #expect(try parent.line.answer() == nil)
    #expect(try second.ask(.read, question.encoded())?.kind == .read)
    second.line.close()
    #expect(try second.ends())
  }

  @Test("A question that is none is refused in words")
  func refused() throws {
    let reader = try ReaderProcess()
    let answer = try #require(try reader.ask(.read, [1, 2, 3]))
    #expect(try FrameProblems(decoding: answer.payload).problems == ["malformed frame: ends early"])
    #expect(try reader.ask(.fork, [])?.kind == .problems)
    #expect(try reader.ask(.read, question.encoded())?.kind == .read)
  }

  @Test(
    "The longest text fits in the memory and the time that a reader allows itself",
    .enabled(if: ProcessInfo.processInfo.environment["SIGNAALPOST_LONG"] == "1"),
    arguments: ["a\n", "naam: x\n", "a\tb\n", "> > > x\n"])
  func longText(line: String) throws {
    let reader = try ReaderProcess(isShipped: true)
    let text = String(repeating: line, count: Limits().textBytes / line.utf8.count - 1)
    let request = ReadRequest(
      door: .mail, receivedAt: Timestamp(seconds: 1_790_000_000),
      bytes: Array("Subject: lang\n\n\(text)".utf8))
    let answer = try #require(try reader.ask(.read, request.encoded()))
    #expect(try Verdict(decoding: answer.payload).reason != "limit:text")
  }

  @Test("Killed in the middle of a question, the line ends")
  func killed() throws {
    let reader = try ReaderProcess()
    let whole = frame(.read, question.encoded())
    try reader.line.socket.write(Array(whole.prefix(whole.count / 2)))
    reader.process.kill()
    #expect(try reader.ends())
    // End of the line, or a reset when it had not read everything.
    #expect(((try? reader.line.socket.read(exactly: 1)) ?? nil) == nil)
  }

  @Test("A frame of no known kind ends reader and parent, the parent with status 65")
  func foreign() throws {
    let parent = try ParentProcess()
    let reader = try parent.reader()
    for line in [reader.line, parent.line] {
      try line.socket.write([0, 0, 0, 0, 77])
      #expect(try line.socket.read(exactly: 1) == nil)
    }
    #expect(try reader.ends())
    #expect(try parent.child.wait() == .exited(65))
  }

  @Test("The parent ends with its line, with status 0")
  func end() throws {
    let parent = try ParentProcess()
    parent.line.close()
    #expect(try parent.child.wait() == .exited(0))
  }
}
