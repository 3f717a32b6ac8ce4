import Core
import Foundation
import Platform

private let project = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

func fixturePath(_ name: String) -> URL {
  project.appending(path: "Tests/RecognitionTests/Fixtures/\(name)")
}

func fixture(_ name: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: fixturePath(name)))
}

/// A line to the program as the daemon has it.
final class OCR {
  private let child: ChildProcess
  private let channel: FileDescriptor

  static func program(_ name: String) -> String {
    project.appending(path: ".build/debug/\(name)").path
  }

  /// What a program of its own finds in a picture.
  static func text(of picture: [UInt8]) throws -> Recognition {
    let line = try OCR()
    _ = try line.hello()
    return try line.recognise(picture)
  }

  init(program: String = OCR.program("signaalpost-ocr")) throws {
    let spawned = try Spawn(
      program,
      environment: ["SWIFT_BACKTRACE=enable=no", "LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1"]
    ).start()
    child = spawned.child
    channel = spawned.takeChannel()
  }

  /// Waited for as well: a test that ends in a process of its own waits for ever while another child of ours has
  /// ended and is not fetched.
  deinit {
    child.kill()
    _ = try? child.wait()
  }

  func hello() throws -> TablesAnswer { try TablesAnswer(decoding: answer(.tables)) }

  /// Nil when it ended without an answer.
  func recognise(_ bytes: [UInt8]) throws -> Recognition {
    try channel.write(frame(.recognise, bytes))
    return try Recognition(decoding: answer(.recognise))
  }

  /// Waits for its end.
  func end() throws -> ChildProcess.End { try child.wait() }

  private func answer(_ kind: FrameKind) throws -> [UInt8] {
    guard let head = try channel.read(exactly: FrameHeader.size) else { throw Ended() }
    let header = try FrameHeader(decoding: head, limit: Recognition.answerLimit)
    guard header.kind == kind, let payload = try channel.read(exactly: header.length) else {
      throw Ended()
    }
    return payload
  }
}

/// The program ended, or said something else.
struct Ended: Error {}
