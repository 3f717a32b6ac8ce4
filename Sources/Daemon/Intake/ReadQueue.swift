internal import Core
internal import Synchronization

/// A batch being read by several readers: each takes the next item until none is left.
final class ReadQueue: Sendable {
  private struct State {
    var next = 0
    var results: [Result<Verdict, ReaderFailure>?]
    /// No reader could be had: the batch is not decided.
    var abandoned: ReaderFailure?
  }

  private let requests: [ReadRequest]
  private let state: Mutex<State>

  init(_ requests: [ReadRequest]) {
    self.requests = requests
    state = Mutex(State(results: Array(repeating: nil, count: requests.count)))
  }

  func next() -> (index: Int, request: ReadRequest)? {
    state.withLock { state in
      guard state.next < requests.count, state.abandoned == nil else { return nil }
      defer { state.next += 1 }
      return (state.next, requests[state.next])
    }
  }

  func finish(_ index: Int, _ result: Result<Verdict, ReaderFailure>) {
    state.withLock { $0.results[index] = result }
  }

  func abandon(_ failure: ReaderFailure) { state.withLock { $0.abandoned = failure } }

  /// The results in order, once every reader has let go.
  func results() throws(ReaderFailure) -> [Result<Verdict, ReaderFailure>] {
    let (results, abandoned) = state.withLock { ($0.results, $0.abandoned) }
    if let abandoned { throw abandoned }
    return results.map { $0 ?? .failure(.crash) }
  }
}
