import Core
import Testing

private func status(_ category: Int, _ subject: Int, _ detail: Int, ambiguous: Bool = false)
  -> DeliveryStatus
{
  DeliveryStatus(category, subject, detail, "test", isAmbiguous: ambiguous)
}

@Suite("Retry policy")
struct RetryPolicyTests {
  private let policy = RetryPolicy()
  private let day: Int64 = 86400

  @Test(
    "A deferral waits longer each time, from a minute to four hours",
    arguments: [
      (0, 60), (1, 120), (2, 300), (3, 900), (4, 1800), (5, 3600), (6, 7200), (7, 14400),
      (8, 14400), (500, 14400), (-1, 60),
    ] as [(Int, Int64)])
  func ladder(_ attempts: Int, _ seconds: Int64) {
    let step = policy.next(after: status(4, 4, 1), attempts: attempts, age: 0, jitter: 0)
    #expect(step == .wait(seconds: seconds))
  }

  @Test(
    "Danger now is tried again within minutes, for as long as it lives",
    arguments: [(0, 60), (1, 120), (2, 300), (100, 300)] as [(Int, Int64)])
  func acute(_ attempts: Int, _ seconds: Int64) {
    let step = policy.next(
      after: status(4, 7, 1), attempts: attempts, age: 0, jitter: 0, isAcute: true)
    #expect(step == .wait(seconds: seconds))
  }

  @Test(
    "A fault of our own set-up is tried slowly, also when acute, so that no account gets locked",
    arguments: [(7, 8), (7, 10), (7, 5), (7, 4), (3, 5)])
  func setup(_ subject: Int, _ detail: Int) {
    let fault = status(4, subject, detail)
    #expect(RetryPolicy.isSetupFault(fault))
    #expect(policy.next(after: fault, attempts: 0, age: 0, jitter: 0) == .wait(seconds: 900))
    #expect(
      policy.next(after: fault, attempts: 9, age: 0, jitter: 0, isAcute: true)
        == .wait(seconds: 14400))
  }

  @Test("Greylisting is no fault of ours")
  func greylisting() { #expect(!RetryPolicy.isSetupFault(status(4, 7, 1))) }

  @Test(
    "Jitter takes up to a quarter off and never adds; odd values of it do no harm",
    arguments: [
      (0.0, 3600), (0.5, 3150), (1.0, 2700), (7.0, 2700), (-3.0, 3600), (Double.nan, 3600),
      (Double.infinity, 2700),
    ] as [(Double, Int64)])
  func jitter(_ jitter: Double, _ seconds: Int64) {
    let step = policy.next(after: status(4, 2, 0), attempts: 5, age: 0, jitter: jitter)
    #expect(step == .wait(seconds: seconds))
  }

  @Test(
    "Delivered is done, a permanent refusal is given up at once",
    arguments: [
      (status(2, 0, 0), RetryPolicy.Step.delivered), (status(2, 1, 5), .delivered),
      (status(5, 1, 1), .giveUp), (status(5, 7, 1), .giveUp), (status(5, 2, 2), .giveUp),
    ])
  func byClass(_ status: DeliveryStatus, _ step: RetryPolicy.Step) {
    #expect(policy.next(after: status, attempts: 0, age: 0, jitter: 0) == step)
  }

  @Test("The last attempt is at the end of the life; after it comes nothing")
  func lifetime() {
    let deferral = status(4, 4, 1)
    func next(age: Int64, lifetime: Int64? = nil) -> RetryPolicy.Step {
      policy.next(after: deferral, attempts: 30, age: age, lifetime: lifetime, jitter: 0)
    }
    #expect(next(age: 5 * day - 14401) == .wait(seconds: 14400))
    #expect(next(age: 5 * day - 100) == .wait(seconds: 100))
    #expect(next(age: 5 * day) == .giveUp)
    #expect(next(age: 5 * day, lifetime: 10 * day) == .wait(seconds: 14400))
    #expect(next(age: 3600, lifetime: 3600) == .giveUp)
  }

  @Test("A lost answer is repeated once; the second time a person is told instead")
  func ambiguous() {
    let lost = status(4, 4, 2, ambiguous: true)
    #expect(policy.next(after: lost, attempts: 0, age: 0, jitter: 0) == .wait(seconds: 60))
    #expect(
      policy.next(after: lost, attempts: 1, age: 60, jitter: 0, wasAmbiguous: true) == .giveUp)
    // A clean refusal in between leaves the one repeat open.
    #expect(
      policy.next(after: status(4, 4, 1), attempts: 1, age: 60, jitter: 0, wasAmbiguous: true)
        == .wait(seconds: 120))
  }

  @Test("Over five days a dead server is asked some forty times, not thousands")
  func attemptsInALife() {
    var age: Int64 = 0
    var attempts = 0
    while case .wait(let seconds) = policy.next(
      after: status(4, 4, 1), attempts: attempts, age: age, jitter: 0.5)
    {
      age += seconds
      attempts += 1
    }
    #expect(age == 5 * day)
    #expect((35...50).contains(attempts))
  }

  @Test(
    "The owner hears once that something is late: after four hours, sooner when acute or ours to mend",
    arguments: [
      (status(4, 4, 1), 4 * 3600 - 1, false, false, false),
      (status(4, 4, 1), 4 * 3600, false, false, true),
      (status(4, 4, 1), 4 * 3600, false, true, false),
      (status(4, 4, 1), 899, true, false, false),
      (status(4, 4, 1), 900, true, false, true),
      (status(4, 7, 8), 0, false, false, true),
      (status(4, 7, 8), 0, false, true, false),
      (status(2, 0, 0), 4 * 3600, false, false, false),
      (status(5, 1, 1), 4 * 3600, false, false, false),
    ] as [(DeliveryStatus, Int64, Bool, Bool, Bool)])
  func delay(_ status: DeliveryStatus, _ age: Int64, _ isAcute: Bool, _ isTold: Bool, _ warns: Bool)
  {
    #expect(policy.warnsOfDelay(after: status, age: age, isAcute: isAcute, isTold: isTold) == warns)
  }
}
