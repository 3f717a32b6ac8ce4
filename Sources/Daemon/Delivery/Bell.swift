internal import Synchronization

/// Wakes one sleeper early. A ring that nobody hears counts for the next sleep.
final class Bell: Sendable {
  private struct State {
    var hasRung = false
    var sleeper: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  func ring() {
    let sleeper = state.withLock { state in
      defer { state.sleeper = nil }
      if state.sleeper == nil { state.hasRung = true }
      return state.sleeper
    }
    sleeper?.resume()
  }

  /// Sleeps until it rings, the time is over, or the task is cancelled. One task at a time.
  func sleep(for time: Duration) async {
    let timer = Task {
      try? await Task.sleep(for: time)
      if !Task.isCancelled { ring() }
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { sleeper in
        let isOver = state.withLock { state in
          if state.hasRung || Task.isCancelled {
            state.hasRung = false
            return true
          }
          state.sleeper = sleeper
          return false
        }
        if isOver { sleeper.resume() }
      }
    } onCancel: {
      ring()
    }
    timer.cancel()
  }
}
