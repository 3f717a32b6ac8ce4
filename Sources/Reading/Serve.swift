internal import Core
internal import Glibc
internal import Platform

/// Where the daemon talks to us.
private let channel: Int32 = 3

/// The reader's whole life: confines itself, takes the tables, then answers one question after another until
/// the daemon closes the line. Returns the exit status: 0 at the end of the line, 65 when the daemon does not
/// speak our language, 70 when we cannot confine ourselves, 74 when the line breaks.
public func serve() -> Int32 {
  do throws(Errno) {
    try Confinement.apply()
    ignoreBrokenPipes()
    return try Service(line: FileDescriptor(owning: channel)).run()
  } catch {
    return error.call == Confinement.call ? notConfined : brokenLine
  }
}

private let badLanguage: Int32 = 65
private let notConfined: Int32 = 70
private let brokenLine: Int32 = 74

/// One line to the daemon.
private struct Service: ~Copyable {
  private let line: FileDescriptor
  private var reader: Reader?

  init(line: consuming FileDescriptor) { self.line = line }

  consuming func run() throws(Errno) -> Int32 {
    while let head = try line.read(exactly: FrameHeader.size) {
      guard let header = try? FrameHeader(decoding: head, limit: FrameHeader.requestLimit) else {
        return badLanguage
      }
      guard let payload = try line.read(exactly: header.length) else { return 0 }
      try line.write(answer(header.kind, payload))
    }
    return 0
  }

  private mutating func answer(_ kind: FrameKind, _ payload: [UInt8]) -> [UInt8] {
    do {
      switch kind {
      case .tables:
        let reader = try Reader(tables: TableFiles(decoding: payload))
        self.reader = reader
        return frame(.tables, Array(reader.tablesVersion.utf8))
      case .read:
        guard let reader else { throw WireError("no tables yet") }
        return frame(.read, reader.verdict(try ReadRequest(decoding: payload)).encoded())
      case .problems: throw WireError("not a question")
      }
    } catch let error as TableProblems {
      return frame(.problems, FrameProblems(error.problems.map(\.description)).encoded())
    } catch {
      return frame(.problems, FrameProblems(["\(error)"]).encoded())
    }
  }
}
