/// What the reporter wants: to stay unnamed, to hear back, to keep something from somebody.
struct Feedback {
  private(set) var isAnonymous = false
  /// `ja`, `nee`, `niet_mogelijk` or `onbekend`.
  private(set) var answer = "onbekend"
  /// The sentences that restrict what may be done with the report, a line each.
  private(set) var restriction: String?

  /// - Parameters:
  ///   - told: what the story says about every choice.
  ///   - isNamed: somebody is known to report.
  init(
    form: FilledForm, prose: Prose, told: ChoiceTable.Reading, choices: ChoiceTable,
    sender: Address?,
    isNamed: Bool
  ) {
    isAnonymous = Self.isAnonymous(form, prose, told, sender, isNamed)
    let labelled = form.all(.restriction).filter { !Blank.isNothing($0.value[...]) }.map(
      \.value.text)
    let sentences = labelled + Wishes.restrictions(prose, told)
    restriction = sentences.isEmpty ? nil : sentences.joined(separator: "\n")
    answer = isAnonymous ? "niet_mogelijk" : Self.answer(form, told, choices)
  }

  private static func answer(
    _ form: FilledForm, _ told: ChoiceTable.Reading, _ choices: ChoiceTable
  ) -> String {
    let key = FieldKey.feedback.rawValue
    for entry in form.all(.feedback) {
      let value = entry.value[...]
      if let answer = YesNo(startOf: value) { return answer.rawValue }
      if let choice = choices.read(value.text, field: key).last { return choice }
      if value.contains(0x40) || value.count(where: \.isDigit) >= 8 { return "ja" }
    }
    return (Wishes.feedback(told) ?? .unknown).rawValue
  }

  private static func isAnonymous(
    _ form: FilledForm, _ prose: Prose, _ told: ChoiceTable.Reading, _ sender: Address?,
    _ isNamed: Bool
  ) -> Bool {
    if let asked = asked(form) { return asked }
    if let hit = told.first(FieldKey.anonymous.rawValue, "ja"),
      !isNamed || isOwnWish(prose, hit.match)
    {
      return true
    }
    // A mailbox without a person, made for tips.
    guard !isNamed, let sender else { return false }
    return isUnnamed(Fold.folded(sender.local + " " + sender.name)[...])
  }

  /// What the form says: a field for it, or the name that was filled in.
  private static func asked(_ form: FilledForm) -> Bool? {
    for entry in form.all(.anonymous) {
      let label = Label.normalised(entry.label[...])[...]
      switch YesNo(startOf: entry.value[...]) {
      case .yes: return !label.contains("naam") && !label.contains("vertrouwelijk")
      case .no: return label.contains("naam")
      case .unknown, nil: break
      }
      let value = Fold.folded(entry.value[...])[...]
      if isUnnamed(value) { return !value.contains("niet ") }
    }
    for entry in form.all(.reporterName) where isUnnamed(Fold.folded(entry.value.prefix(24))[...]) {
      return true
    }
    return nil
  }

  private static func isUnnamed(_ folded: ArraySlice<UInt8>) -> Bool {
    folded.contains("anoniem") || folded.contains("anonym") || folded.contains("anonim")
  }

  /// Said in the first person, not about a caller or a colleague.
  private static func isOwnWish(_ prose: Prose, _ match: TermMatch) -> Bool {
    let statement = prose.words[match.first].statement
    var at = match.first
    while at > 0, prose.words[at - 1].statement == statement { at -= 1 }
    while at < prose.words.count, prose.words[at].statement == statement {
      if firstPerson.contains(prose.text(at)) { return true }
      at += 1
    }
    return false
  }

  private static let firstPerson: Set<String> = [
    "ik", "mijn", "mij", "me", "i", "my", "ich", "mein", "meinen", "meine", "moje", "chce",
    "mojego",
  ]
}
