import Core
import Testing

@Suite("Back-off behind a login")
struct LoginBackoffTests {
  @Test("Other failures wait from 5 seconds to 15 minutes")
  func ladder() {
    var backoff = LoginBackoff()
    let waits = (0..<12).map { _ in backoff.next(isRefusal: false, jitter: 1) }
    #expect(waits.first.map { $0 >= .seconds(5) && $0 < .seconds(6) } == true)
    #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(backoff.next(isRefusal: false, jitter: 0) == .seconds(900))
  }

  @Test("After three refused logins it is once an hour, but never for ever")
  func refusals() {
    var backoff = LoginBackoff()
    for _ in 0..<2 { #expect(backoff.next(isRefusal: true, jitter: 0) < .seconds(20)) }
    #expect(!backoff.isSlow)
    for _ in 0..<50 { #expect(backoff.next(isRefusal: true, jitter: 0.5) == .seconds(3600)) }
    #expect(backoff.isSlow)
    backoff.reset()
    #expect(!backoff.isSlow)
    #expect(backoff.next(isRefusal: true, jitter: 0) < .seconds(10))
  }

  @Test("A failure of another kind in between begins the ladder of refusals again")
  func mixed() {
    var backoff = LoginBackoff()
    for _ in 0..<2 { _ = backoff.next(isRefusal: true, jitter: 0) }
    _ = backoff.next(isRefusal: false, jitter: 0)
    _ = backoff.next(isRefusal: true, jitter: 0)
    #expect(!backoff.isSlow)
  }
}
