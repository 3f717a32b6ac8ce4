import Core
import Testing

private let region = Placement(outcome: .signal)
private func sure(_ code: String, _ urgency: Urgency = .normal) -> Placement {
  Placement(
    outcome: .signal, status: .certain, municipality: code, queue: code, urgency: urgency)
}
private func doubt(_ status: RoutingStatus, _ codes: String..., municipality: String? = nil)
  -> Placement
{
  Placement(outcome: .signal, status: status, municipality: municipality, candidates: codes)
}
private func aside(_ outcome: Outcome) -> Placement { Placement(outcome: outcome) }

@Suite("An item that is read again with the text of its pictures")
struct PlacementTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var first: Placement
    var again: Placement
    var becomes: Placement
    var change: Placement.Change

    init(
      _ name: String, _ first: Placement, _ again: Placement, _ becomes: Placement,
      _ change: Placement.Change = []
    ) {
      testDescription = name
      (self.first, self.again, self.becomes, self.change) = (first, again, becomes, change)
    }
  }

  static let cases: [Case] = {
    var cases: [Case] = [
      Case("nobody knew, nobody knows", region, region, region),
      Case("nobody knew, now a municipality", region, sure("0153"), sure("0153"), .routed),
      Case(
        "nobody knew, now two", region, doubt(.ambiguous, "1774", "0183"),
        doubt(.ambiguous, "1774", "0183")),
      Case(
        "nobody knew, now outside the region", region, doubt(.outside, municipality: "0344"),
        doubt(.outside, municipality: "0344")),
      Case(
        "one of two, told by the picture", doubt(.ambiguous, "1774", "0183"), sure("1774"),
        sure("1774"), .routed),
      Case("the same again", sure("0153"), sure("0153"), sure("0153")),
      Case("the picture knows less", sure("0153"), region, sure("0153")),
      Case(
        "two speak against each other already", doubt(.conflict, "0153", "0141"), region,
        doubt(.conflict, "0153", "0141")),
      Case("what was a signal reads as none", sure("0153"), aside(.notASignal), sure("0153")),
      Case("what was a signal could not be read", sure("0153"), aside(.quarantine), sure("0153")),
      Case(
        "set aside, and now a signal", aside(.quarantine), sure("0153"), sure("0153"), .accepted),
      Case("thanks, and now a signal", aside(.notASignal), region, region, .accepted),
      Case("set aside, and still", aside(.quarantine), aside(.notASignal), aside(.quarantine)),
      Case("danger now", sure("0153"), sure("0153", .acute), sure("0153", .acute), .acute),
      Case("more urgent", sure("0153"), sure("0153", .pressing), sure("0153", .pressing)),
      Case("never less urgent", sure("0153", .acute), sure("0153"), sure("0153", .acute)),
      Case("danger stays danger", sure("0153", .acute), sure("0153", .acute), sure("0153", .acute)),
    ]
    var both = sure("0153")
    (both.status, both.candidates) = (.conflict, ["0153", "0141"])
    cases += [
      Case(
        "another municipality: it stays, with both", sure("0153"), sure("0141"), both, .contradicted
      ),
      Case(
        "two municipalities: it stays, with both", sure("0153"), doubt(.conflict, "0141", "0153"),
        both, .contradicted),
    ]
    var stays = doubt(.conflict, "0153", "0141")
    stays.candidates.append("0164")
    cases.append(
      Case(
        "a third: the region keeps it", doubt(.conflict, "0153", "0141"), sure("0164"), stays,
        .contradicted))
    var routedInDanger = region
    routedInDanger.urgency = .normal
    cases.append(
      Case(
        "a municipality and danger", routedInDanger, sure("0153", .acute), sure("0153", .acute),
        [.routed, .acute]))
    return cases
  }()

  @Test("Only adds", arguments: cases)
  func only(adds test: Case) {
    let (placement, change) = test.first.revised(by: test.again)
    #expect(placement == test.becomes)
    #expect(change == test.change)
  }

  @Test("Doing it twice is doing it once", arguments: cases)
  func twice(_ test: Case) {
    let once = test.first.revised(by: test.again).placement
    #expect(once.revised(by: test.again).placement == once)
    // The store compares what it has with what a reader merged.
    #expect(test.first.revised(by: once).placement == once)
    #expect(test.first.revised(by: once).change == test.change)
  }
}
