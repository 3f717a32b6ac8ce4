public import Core
internal import Glibc
internal import Platform
internal import Sandbox

/// Where the daemon talks to us.
private let channel: Int32 = 3

/// Makes the verdict on one item. Calls back before it decodes a format that can take the process over.
public typealias Judgement = (Reader, ReadRequest, _ beforeRisk: @escaping () -> Void) -> Verdict

/// The reader's whole life: confines itself, takes the tables, then answers one question after another until
/// the daemon closes the line. Returns the exit status: 0 at the end of the line, 65 when the daemon does not
/// speak our language, 70 when we cannot confine ourselves, 74 when the line breaks.
///
/// - Parameter processorSeconds: for one question; then the kernel ends the process.
public func serve(
  processorSeconds: UInt64 = 10, judging: @escaping Judgement = { $0.verdict($1, beforeRisk: $2) }
) -> Int32 {
  do throws(Errno) {
    let barriers = try Confinement.reader.apply()
    ignoreBrokenPipes()
    var service = Service(
      line: Line(FileDescriptor(owning: channel)), barriers: barriers,
      processorSeconds: processorSeconds, judging: judging)
    return try service.run()
  } catch {
    return error.call == Confinement.call ? notConfined : brokenLine
  }
}

private let badLanguage: Int32 = 65
private let notConfined: Int32 = 70
private let brokenLine: Int32 = 74

private final class Line {
  let descriptor: FileDescriptor
  init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }
}

/// One line to the daemon.
private struct Service {
  let line: Line
  let barriers: Set<Barrier>
  let processorSeconds: UInt64
  let judging: Judgement
  var reader: Reader?

  mutating func run() throws(Errno) -> Int32 {
    while let head = try line.descriptor.read(exactly: FrameHeader.size) {
      guard let header = try? FrameHeader(decoding: head, limit: FrameHeader.requestLimit) else {
        return badLanguage
      }
      guard let payload = try line.descriptor.read(exactly: header.length) else { return 0 }
      try limitProcessorTime(toSeconds: processorSeconds)
      try line.descriptor.write(answer(header.kind, payload))
    }
    return 0
  }

  private mutating func answer(_ kind: FrameKind, _ payload: [UInt8]) -> [UInt8] {
    do {
      switch kind {
      case .tables:
        let reader = try Reader(tables: TableFiles(decoding: payload))
        self.reader = reader
        let answer = TablesAnswer(version: reader.tablesVersion, barriers: barriers)
        return frame(.tables, answer.encoded())
      case .read:
        guard let reader else { throw WireError("no tables yet") }
        let request = try ReadRequest(decoding: payload)
        return frame(.read, judging(reader, request, announceRisk).encoded())
      case .part:
        guard let reader else { throw WireError("no tables yet") }
        let request = try PartRequest(decoding: payload)
        guard let part = reader.part(request, beforeRisk: announceRisk) else {
          throw WireError("no such part")
        }
        return frame(.part, part)
      case .risk, .recognise, .problems: throw WireError("not a question")
      }
    } catch let error as TableProblems {
      return frame(.problems, FrameProblems(error.problems.map(\.description)).encoded())
    } catch {
      return frame(.problems, FrameProblems(["\(error)"]).encoded())
    }
  }

  /// A daemon that does not hear it does not hear the answer either.
  private func announceRisk() { try? line.descriptor.write(frame(.risk, [])) }
}
