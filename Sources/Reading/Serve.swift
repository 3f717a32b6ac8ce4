public import Core
internal import Platform
internal import Sandbox

/// Makes the verdict on one item. Calls back before it decodes a format that can take the process over.
public typealias Judgement = (Reader, ReadRequest, _ beforeRisk: @escaping () -> Void) -> Verdict

/// The whole life of the parent of the readers, and of each reader that forks from it: a reader confines
/// itself wholly, and then answers one question after another until the daemon closes its line. Returns the
/// exit status: 0 at the end of the line, 65 when the daemon does not speak our language, 70 when we cannot
/// confine ourselves, 74 when the line breaks.
///
/// - Parameter processorSeconds: for one question; then the kernel ends the process.
public func serve(
  processorSeconds: UInt64 = 10, judging: @escaping Judgement = { $0.verdict($1, beforeRisk: $2) }
) -> Int32 {
  do throws(Errno) {
    let confinement = Confinement.reader
    var barriers = try confinement.begin()
    ignoreBrokenPipes()
    let line = Line()
    var parent = ReaderParent(line: line, barriers: barriers)
    guard let reader = try parent.run() else { return 0 }
    barriers.formUnion(confinement.complete(barriers))
    let service = Service(
      line: line, reader: reader, processorSeconds: processorSeconds, judging: judging)
    try service.run(barriers)
    return 0
  } catch { return Line.exitStatus(error) }
}

/// A reader at work.
private struct Service {
  let line: Line
  let reader: Reader
  let processorSeconds: UInt64
  let judging: Judgement

  func run(_ barriers: Set<Barrier>) throws(Errno) {
    let greeting = TablesAnswer(version: reader.tablesVersion, barriers: barriers)
    try line.say(.tables, greeting.encoded())
    while let (kind, payload) = try line.question() {
      try limitProcessorTime(toSeconds: processorSeconds)
      do {
        try answer(kind, payload)
      } catch let error as Errno { throw error } catch { try line.refuse(["\(error)"]) }
    }
  }

  private func answer(_ kind: FrameKind, _ payload: [UInt8]) throws {
    switch kind {
    case .read:
      let request = try ReadRequest(decoding: payload)
      try line.say(.read, judging(reader, request, announceRisk).encoded())
    case .part:
      let request = try PartRequest(decoding: payload)
      guard let part = reader.part(request, beforeRisk: announceRisk) else {
        throw WireError("no such part")
      }
      try line.say(.part, part)
    case .tables, .limits, .fork, .risk, .recognise, .problems:
      throw WireError("not a question to a reader")
    }
  }

  /// A daemon that does not hear it does not hear the answer either.
  private func announceRisk() { try? line.say(.risk, []) }
}
