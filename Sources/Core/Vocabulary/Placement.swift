/// What an item is and where it goes: what may change when it is read again with more text.
public struct Placement: Sendable, Hashable {
  public var outcome: Outcome
  public var status: RoutingStatus
  public var municipality: MunicipalityCode?
  public var queue: String
  public var candidates: [MunicipalityCode]
  public var urgency: Urgency

  public init(
    outcome: Outcome, status: RoutingStatus = .unknown, municipality: MunicipalityCode? = nil,
    queue: String = regionalQueue, candidates: [MunicipalityCode] = [], urgency: Urgency = .normal
  ) {
    (self.outcome, self.status, self.municipality) = (outcome, status, municipality)
    (self.queue, self.candidates, self.urgency) = (queue, candidates, urgency)
  }

  /// What is worth telling somebody about a second reading.
  public struct Change: OptionSet, Sendable, Hashable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// It was set aside and is a signal, or adds to one.
    public static let accepted = Change(rawValue: 1)
    /// Nobody knew where it goes, and now a municipality has it.
    public static let routed = Change(rawValue: 2)
    /// There is danger now.
    public static let acute = Change(rawValue: 4)
    /// It names another municipality than before.
    public static let contradicted = Change(rawValue: 8)
  }

  /// The same item read again with more text, which only adds: a signal stays one and stays where it is,
  /// unless nobody knew where it goes; it never gets less urgent.
  public func revised(by again: Placement) -> (placement: Placement, change: Change) {
    guard outcome.isTakenUp else {
      return again.outcome.isTakenUp ? (again, .accepted) : (self, [])
    }
    guard again.outcome.isTakenUp else { return (self, []) }
    var (placement, change) = (self, Change())
    if again.urgency > urgency {
      placement.urgency = again.urgency
      if again.urgency == .acute { change.insert(.acute) }
    }
    if isOpen(to: again) {
      placement.take(again)
      if again.queue != queue { change.insert(.routed) }
    } else if isContradicted(by: again) {
      placement.status = .conflict
      placement.add([municipality, again.municipality].compactMap(\.self) + again.candidates)
      if placement.status != status || placement.candidates != candidates {
        change.insert(.contradicted)
      }
    } else {
      placement.add(again.candidates)
    }
    return (placement, change)
  }

  /// Nobody knew where it goes, or which of a few places it is, and now it is told.
  private func isOpen(to again: Placement) -> Bool {
    guard municipality == nil else { return false }
    return status == .unknown
      || status == .ambiguous && again.municipality.map(candidates.contains) == true
  }

  /// The second reading knows all that the first does: when it is less certain, its new text says something
  /// else.
  private func isContradicted(by again: Placement) -> Bool {
    if let other = again.municipality, other != municipality { return true }
    switch again.status {
    case .conflict: return municipality != nil || !again.candidates.allSatisfy(candidates.contains)
    case .ambiguous: return municipality != nil
    default: return false
    }
  }

  private mutating func take(_ again: Placement) {
    (status, municipality, queue) = (again.status, again.municipality, again.queue)
    candidates = again.candidates
  }

  private mutating func add(_ codes: [MunicipalityCode]) {
    for code in codes where !candidates.contains(code) && candidates.count < 64 {
      if code != municipality || status == .conflict { candidates.append(code) }
    }
  }
}

extension Outcome {
  /// Somebody has it as a signal, or as an addition to one.
  fileprivate var isTakenUp: Bool { self == .signal || self == .supplement }
}

extension Urgency: Comparable {
  private var rank: Int {
    switch self {
    case .normal: 0
    case .pressing: 1
    case .acute: 2
    }
  }

  /// Less urgent first.
  public static func < (a: Urgency, b: Urgency) -> Bool { a.rank < b.rank }
}

extension Record {
  public var placement: Placement {
    Placement(
      outcome: outcome, status: assignment.status, municipality: assignment.municipality,
      queue: assignment.queue, candidates: assignment.candidates, urgency: urgency)
  }
}

extension Verdict {
  public var placement: Placement {
    get {
      Placement(
        outcome: outcome, status: status, municipality: municipality, queue: queue,
        candidates: candidates, urgency: urgency)
    }
    set {
      (outcome, status, municipality) = (newValue.outcome, newValue.status, newValue.municipality)
      (queue, candidates, urgency) = (newValue.queue, newValue.candidates, newValue.urgency)
    }
  }
}
