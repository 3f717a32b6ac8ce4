@unsafe @preconcurrency internal import Dispatch
internal import Glibc

/// Arrivals of Unix signals. Blocks their default action at once, before the first element is awaited.
public func signals(_ numbers: Int32...) -> AsyncStream<Int32> {
  for number in numbers { _ = signal(number, SIG_IGN) }
  return AsyncStream(bufferingPolicy: .bufferingNewest(16)) { arrivals in
    let sources = numbers.map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { @Sendable in arrivals.yield(number) }
      source.activate()
      return source
    }
    arrivals.onTermination = { _ in for source in sources { source.cancel() } }
  }
}

/// A write to a closed pipe or socket is an error to handle, not the end of the process.
public func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }
