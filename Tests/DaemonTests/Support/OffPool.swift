import Dispatch
import Testing

/// Runs tests that wait for other programs on threads of their own: the few threads of the cooperative pool
/// belong to the tests that run beside them.
struct OffPool: TestTrait, SuiteTrait, TestScoping {
  var isRecursive: Bool { true }

  @concurrent func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(ThreadsOfItsOwn.shared) { try await function() }
  }
}

extension Trait where Self == OffPool {
  static var offPool: Self { Self() }
}

private final class ThreadsOfItsOwn: TaskExecutor {
  static let shared = ThreadsOfItsOwn()
  private let queue = DispatchQueue(label: "blocking tests", attributes: .concurrent)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
