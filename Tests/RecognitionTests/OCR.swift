import Core
import Foundation
import Platform

private let project = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

func fixture(_ name: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: project.appending(path: "Tests/RecognitionTests/Fixtures/\(name)")))
}

/// A line to the program as the daemon has it.
final class OCR {
  private let child: ChildProcess
  private let channel: FileDescriptor

  init(program: String? = nil) throws {
    let program = program ?? project.appending(path: ".build/debug/signaalpost-ocr").path
    let spawned = try Spawn(
      program,
      environment: ["SWIFT_BACKTRACE=enable=no", "LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1"]
    ).start()
    child = spawned.child
    channel = spawned.takeChannel()
  }

  deinit { child.kill() }

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
