import Core
import Testing

@Test(
  "A back-off doubles up to its limit and takes up to a quarter off",
  arguments: [
    (0.0, [1.0, 2, 4, 8, 10, 10]), (1.0, [0.75, 1.5, 3, 6, 7.5, 7.5]), (7.0, [0.75, 1.5]),
  ])
func backoff(jitter: Double, seconds: [Double]) {
  var backoff = Backoff(first: .seconds(1), limit: .seconds(10))
  #expect(seconds.map { _ in backoff.next(jitter: jitter) } == seconds.map { .seconds($0) })
  #expect(backoff.failures == seconds.count)
  backoff.reset()
  #expect(backoff.next(jitter: 0) == .seconds(1))
}

@Test("A back-off counts on for ever")
func endlessBackoff() {
  var backoff = Backoff(first: .milliseconds(1), limit: .seconds(60))
  for _ in 0..<1000 { _ = backoff.next(jitter: 0) }
  #expect(backoff.next(jitter: 0) == .seconds(60))
}
