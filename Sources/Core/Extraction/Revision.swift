extension Record {
  /// This record after the same item was read again with more text: nothing that stood in it goes, what is
  /// new is added, and where the two say different things both are told.
  ///
  /// - Parameter order: keys of all fields, in the order of `velden.csv`.
  public func revised(by again: Record, order: [String]) -> Record {
    let (placement, change) = placement.revised(by: again.placement)
    if change.contains(.accepted) { return again }
    var record = self
    record.parts = again.parts
    record.warnings += again.warnings.filter { !warnings.contains($0) }
    record.bsnFound = bsnFound || again.bsnFound
    guard again.outcome == .signal || again.outcome == .supplement, outcome != .notASignal,
      outcome != .quarantine
    else { return record }
    record.place(again, placement, change)
    record.add(fieldsOf: again, order)
    record.indicators += again.indicators.filter { !indicators.contains($0) }
    record.unrecognised =
      again.unrecognised + unrecognised.filter { !again.unrecognised.contains($0) }
    record.addOrigins(of: again, since: self)
    record.claimedReferences += again.claimedReferences.filter { !claimedReferences.contains($0) }
    return record
  }

  private mutating func place(_ again: Record, _ placement: Placement, _ change: Placement.Change) {
    let before = assignment
    urgency = placement.urgency
    assignment.status = placement.status
    assignment.municipality = placement.municipality
    assignment.queue = placement.queue
    assignment.candidates = placement.candidates
    assignment.evidence += again.assignment.evidence.filter { !before.evidence.contains($0) }
    if placement.municipality != before.municipality || before.status == .unknown {
      assignment.explanation = again.assignment.explanation
    } else {
      assignment.explanation += again.assignment.explanation.filter {
        !before.explanation.contains($0)
      }
    }
    if change.contains(.contradicted) {
      warnings.append(
        "herkende tekst noemt een andere gemeente; mogelijk: "
          + placement.candidates.joined(separator: ", "))
    }
  }

  /// Fields that are new or have grown come from where the second reading says.
  private mutating func addOrigins(of again: Record, since before: Record) {
    for (key, value) in fields where before[key] != value {
      let parts = again.origins.first { $0.key == key }?.parts ?? again.origin.map { [$0] }
      guard let parts else { continue }
      if let at = origins.firstIndex(where: { $0.key == key }) {
        origins[at].parts += parts.filter { !origins[at].parts.contains($0) }
      } else if parts != [origin] {
        let own = before[key] == nil ? [] : [origin].compactMap(\.self)
        origins.append((key, own + parts.filter { !own.contains($0) }))
      }
    }
  }

  private mutating func add(fieldsOf again: Record, _ order: [String]) {
    var merged = fields
    for (key, value) in again.fields {
      guard let at = merged.firstIndex(where: { $0.key == key }) else {
        merged.append((key, value))
        continue
      }
      switch merged[at].value.revised(by: value) {
      case .extended(let value): merged[at].value = value
      case .contradicted(let other):
        warnings.append("herkende tekst zegt iets anders over \(key): \(other)")
      case .same: break
      }
    }
    var place: [String: Int] = [:]
    for (index, key) in order.enumerated() { place[key] = index }
    fields = merged.enumerated().sorted {
      (place[$0.element.key] ?? order.count, $0.offset)
        < (place[$1.element.key] ?? order.count, $1.offset)
    }.map(\.element)
  }
}

/// What a second value makes of a first.
private enum Extension {
  case same
  case extended(FieldValue)
  /// What the second says instead, for people; at most 200 characters.
  case contradicted(String)
}

extension FieldValue {
  /// `onbekend` is no answer: any other takes its place. A text that holds the first is a longer one.
  fileprivate func revised(by again: FieldValue) -> Extension {
    switch (self, again) {
    case (.text(let mine), .text(let other)):
      if mine == other || other == Self.unknown || other.isEmpty { return .same }
      if mine == Self.unknown || mine.isEmpty { return .extended(again) }
      if other.utf8.starts(with: mine.utf8) { return .extended(again) }
      if mine.utf8.count > Self.shortText { return .extended(.text(mine.extended(by: other))) }
      return .contradicted(String(other.prefix(200)))
    case (.list(let mine), .list(let other)):
      let new = other.filter { !mine.contains($0) && $0 != Self.unknown }
      let kept = new.isEmpty ? mine : mine.filter { $0 != Self.unknown }
      return new.isEmpty ? .same : .extended(.list(kept + new))
    case (.list(let mine), .text(let other)):
      return mine.contains(other) ? .same : .extended(.list(mine + [other]))
    case (.text(let mine), .list(let other)):
      if other == [mine] || other.isEmpty { return .same }
      return .contradicted(String(other.joined(separator: ", ").prefix(200)))
    }
  }

  private static let unknown = "onbekend"
  /// Bytes; a longer text is a story, of which two versions make one.
  private static let shortText = 120
}

extension String {
  /// With the lines of the other that it does not have.
  fileprivate func extended(by other: String) -> String {
    let known = Set(split(separator: "\n"))
    let new = other.split(separator: "\n").filter { !known.contains($0) }
    return new.isEmpty ? self : self + "\n\n" + new.joined(separator: "\n")
  }
}
