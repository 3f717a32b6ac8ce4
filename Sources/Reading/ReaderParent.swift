internal import Core
internal import Platform
internal import Sandbox

/// The parent of the readers. Loads the tables once, and never sees a message; each reader is a fork of it.
struct ReaderParent {
  let line: Line
  let barriers: Set<Barrier>
  private var limits = Limits()
  private var reader: Reader?

  init(line: Line, barriers: Set<Barrier>) {
    self.line = line
    self.barriers = barriers
  }

  /// Answers until the line ends, and then returns nil; in a fork, what that has to read with. The line is
  /// its own then.
  mutating func run() throws(Errno) -> Reader? {
    while let (kind, payload) = try line.question() {
      switch (kind, reader) {
      case (.limits, _): try limit(payload)
      case (.tables, _): try load(payload)
      case (.fork, let reader?): if try fork() { return reader }
      case (.fork, nil): try line.refuse(["no tables yet"])
      default: try line.refuse(["not a question to the parent of the readers"])
      }
    }
    return nil
  }

  private mutating func limit(_ payload: [UInt8]) throws(Errno) {
    do throws(WireError) {
      limits = try Limits(decoding: payload)
    } catch { return try line.refuse([error.description]) }
    try line.say(.limits, payload)
  }

  private mutating func load(_ payload: [UInt8]) throws(Errno) {
    do {
      let reader = try Reader(tables: TableFiles(decoding: payload), limits: limits)
      reader.warmUp()
      self.reader = reader
      let answer = TablesAnswer(version: reader.tablesVersion, barriers: barriers)
      try line.say(.tables, answer.encoded())
    } catch let error as Errno { throw error } catch let error as TableProblems {
      try line.refuse(error.problems.map(\.description))
    } catch { try line.refuse(["\(error)"]) }
  }

  /// True in the new process. Of the parent's line it keeps nothing.
  private func fork() throws(Errno) -> Bool {
    reapChildren()
    let pair = try SocketPair()
    guard let process = try forkProcess() else {
      try line.replace(with: pair.takeTheirs())
      return true
    }
    let handle = try ProcessHandle(process)
    try line.say(.fork, ForkAnswer(process: process).encoded())
    try line.send(pair.ours, handle.descriptor)
    return false
  }
}

extension Reader {
  /// Reads a message of our own, so that what a library or a table makes at its first use is made once, not
  /// in every fork.
  fileprivate func warmUp() {
    let mail = """
      From: Balie <balie@example.org>\r
      Subject: =?utf-8?q?proef?=\r
      MIME-Version: 1.0\r
      Content-Type: multipart/alternative; boundary=x\r
      \r
      --x\r
      Content-Type: text/plain; charset=windows-1252\r
      \r
      Datum: 1 mei 2026. Twee mensen, kenteken 12-ABC-3, Kerkstraat 1, 7607 AA Almelo.\r
      --x\r
      Content-Type: text/html; charset=utf-8\r
      \r
      <p>Datum: 1 mei 2026</p>\r
      --x--\r

      """
    _ = verdict(
      ReadRequest(door: .mail, receivedAt: Timestamp(seconds: 0), bytes: Array(mail.utf8)))
  }
}
