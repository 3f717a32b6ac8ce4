/// Decides where a signal goes. Pure: the same clues and tables give the same answer.
///
/// Evidence, strongest first: postcode, place, field "Gemeente", places in the text; the sender never decides,
/// it only breaks a tie between places of one name. Only a certain place in the region gets the queue of its
/// municipality; a conflict, a tie and everything else goes to the regional queue with its reasons.
public func route(_ clues: PlaceClues, tables: Tables) -> Assignment {
  var router = Router(clues, tables)
  return router.decide()
}

private struct Router {
  private var reader: ClueReader
  private let postcodes: [Finding]
  private let places: [Finding]
  private let field: Finding?
  private let otherFields: [Finding]
  private let named: [Finding]
  private let story: ClueReader.Story
  private let senders: [Finding]
  /// Findings of the text that took part, in order.
  private var used: [Finding] = []
  private var sentences: [String] = []

  init(_ clues: PlaceClues, _ tables: Tables) {
    var reader = ClueReader(clues, tables)
    postcodes = reader.postcodes()
    places = reader.places()
    field = reader.field()
    otherFields = reader.otherFields()
    named = reader.namedBesideAddress()
    story = reader.story()
    senders = reader.senders()
    self.reader = reader
  }

  mutating func decide() -> Assignment {
    if let first = postcodes.first {
      return settle(first, against: postcodes.dropFirst() + places + named + fields)
    }
    if let first = places.first {
      return settle(first, against: places.dropFirst() + named + fields)
    }
    if let field {
      let misspelt = reader.misspelt.filter { $0.kind == .place }
      return settle(field, against: otherFields + disagreeingStory(field) + misspelt)
    }
    if let first = combined(story.best) {
      used = story.best
      return settle(first, against: reader.misspelt)
    }
    return unknown()
  }

  private var fields: [Finding] { (field.map { [$0] } ?? []) + otherFields }

  /// Places of the story when none of them agrees with the field.
  private func disagreeingStory(_ field: Finding) -> [Finding] {
    let told = story.address + story.named
    return told.contains { !$0.common(with: field).isEmpty } ? [] : told
  }

  /// Names of a story as one finding: where all agree, or all that they point at.
  private func combined(_ findings: [Finding]) -> Finding? {
    guard var whole = findings.first else { return nil }
    for finding in findings.dropFirst() where !whole.isSeveralNames {
      if finding.isExplicit || !isTieInRegion(whole) || whole.common(with: finding).isEmpty {
        whole.join(finding)
      }
    }
    guard whole.isSeveralNames else { return whole }
    for code in findings.flatMap(\.codes) where !whole.codes.contains(code) {
      whole.codes.append(code)
    }
    whole.codes = reader.ordered(whole.codes)
    whole.isAbroad = whole.codes.isEmpty
    return whole
  }

  /// A neighbouring town named in passing does not decide between two municipalities of the region.
  private func isTieInRegion(_ finding: Finding) -> Bool {
    finding.codes.count(where: reader.tables.municipalities.isInRegion) > 1
  }

  // MARK: Steps

  /// Narrows the strongest clue down with weaker ones, then looks for what contradicts it.
  private mutating func settle(_ ground: Finding, against others: [Finding]) -> Assignment {
    let meant = narrowed(ground)
    let opponents = others.filter { other in
      !(other.codes + other.alternatives).contains(where: meant.contains)
        && !(other.isAbroad && meant.isEmpty)
    }
    if !opponents.isEmpty { return conflict(meant, ground, opponents) }
    let rest = (ground.codes + ground.dropped).filter { !meant.contains($0) }
    return single(meant, rest, ground)
  }

  /// The municipalities that remain when weaker evidence breaks a tie.
  private mutating func narrowed(_ ground: Finding) -> [MunicipalityCode] {
    var meant = ground
    var weaker = places + named + fields
    if !ground.isSeveralNames {
      let told = story.address + story.named + story.passing
      weaker += told.filter { $0.isExplicit || !isTieInRegion(ground) }
      weaker += story.organisations + senders
    }
    if let field, meant.common(with: field).isEmpty == false {
      // A field that picks the less usual meaning of a name: Hengelo with Gemeente Bronckhorst.
      let common = meant.common(with: field)
      if common.allSatisfy(meant.alternatives.contains) { return common }
    }
    meant.alternatives = []
    for clue in weaker where meant.codes.count > 1 {
      let common = meant.common(with: clue)
      guard !common.isEmpty, common.count < meant.codes.count else { continue }
      meant.codes = common
      if clue.kind == .text { used.append(clue) }
      sentences.append("\(clue.sentence): dat geeft de doorslag")
    }
    return meant.codes
  }

  // MARK: Outcomes

  private func single(
    _ meant: [MunicipalityCode], _ rest: [MunicipalityCode], _ ground: Finding
  ) -> Assignment {
    let known = reader.tables.municipalities
    let isTie = meant.count > 1
    let candidates = isTie || !rest.isEmpty ? meant + rest : []
    guard meant.contains(where: known.isInRegion) else {
      let place = meant.count == 1 ? reader.name(meant[0]) : ground.words
      return answer(
        .outside, isTie ? nil : meant.first, candidates, "\(place) ligt buiten de regio")
    }
    if isTie {
      return answer(
        .ambiguous, nil, candidates, "niet te beslissen tussen \(reader.names(meant, "en"))")
    }
    return answer(.certain, meant[0], candidates, nil)
  }

  private mutating func conflict(
    _ meant: [MunicipalityCode], _ ground: Finding, _ opponents: [Finding]
  ) -> Assignment {
    var candidates = meant
    for code in opponents.flatMap(\.codes) where !candidates.contains(code) {
      candidates.append(code)
    }
    used += opponents.filter { $0.kind == .text }
    let sides = [ground] + opponents
    let words = unique(sides.map { "'\($0.words)'" }).prefix(4).joined(separator: " en ")
    return answer(
      .conflict, meant.count == 1 ? meant[0] : nil, candidates, "\(words) spreken elkaar tegen")
  }

  /// Nothing usable: a near miss or the mail domain of one municipality is only a candidate.
  private func unknown() -> Assignment {
    var candidates = unique(reader.misspelt.flatMap(\.codes))
    let domain = senders.first { $0.codes.count == 1 }
    for code in domain?.codes ?? [] where !candidates.contains(code) { candidates.append(code) }
    return answer(.unknown, nil, candidates, "geen bruikbare plaats gevonden")
  }

  private func answer(
    _ status: RoutingStatus, _ municipality: MunicipalityCode?, _ candidates: [MunicipalityCode],
    _ conclusion: String?
  ) -> Assignment {
    let findings = postcodes + places + fields + used + senders
    let evidence = findings.flatMap { finding in
      finding.codes.map { Evidence(kind: finding.kind, text: finding.words, municipality: $0) }
    }
    var assignment = Assignment(
      status: status, municipality: municipality,
      queue: status == .certain ? municipality ?? regionalQueue : regionalQueue,
      candidates: Array(candidates.prefix(16)), evidence: unique(evidence))
    let reasons = (findings.filter { $0.kind != .sender }).map(\.sentence) + sentences
    let hint =
      status == .unknown ? senders.map { "\($0.sentence); een afzender alleen beslist niet" } : []
    assignment.explanation = unique(
      reasons + reader.remarks + hint + (conclusion.map { [$0] } ?? []))
    return assignment
  }

  private func unique<T: Hashable>(_ values: [T]) -> [T] {
    var seen: Set<T> = []
    return Array(values.filter { seen.insert($0).inserted }.prefix(32))
  }
}
