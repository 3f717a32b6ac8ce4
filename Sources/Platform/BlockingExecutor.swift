internal import Dispatch

/// A serial executor on a queue of its own, for actors that own something that blocks: a database, a
/// connection, a directory. The cooperative pool never waits for them.
public final class BlockingExecutor: SerialExecutor {
  private let queue: DispatchQueue

  public init(_ label: String) { queue = DispatchQueue(label: label) }

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  public func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
