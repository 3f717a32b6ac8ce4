import Foundation
import Synchronization

/// A shell script that runs beside the tests and ends when its standard input closes: when told to, or when
/// the test process is gone.
final class Companion: Sendable {
  private let input: FileHandle
  private let process: Process

  private static let kept = Mutex<[Companion]>([])

  init(script: String, arguments: [String] = []) throws {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script, "sh"] + arguments
    process.standardInput = pipe
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    // The write end must be ours alone, or another child would keep it open.
    _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
    try withoutBlockedSignals { try process.run() }
    input = pipe.fileHandleForWriting
    self.process = process
  }

  /// Lets it run until the test process ends.
  func forever() -> Companion {
    Companion.kept.withLock { $0.append(self) }
    return self
  }

  func stop() {
    try? input.close()
    process.waitUntilExit()
  }

  deinit { try? input.close() }
}

/// Threads of the pool block most signals, and a child inherits that: it could not be told to end.
private func withoutBlockedSignals<T>(_ body: () throws -> T) rethrows -> T {
  var (none, before) = (sigset_t(), sigset_t())
  unsafe sigemptyset(&none)
  unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
  defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
  return try body()
}
