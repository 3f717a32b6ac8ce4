/// Puts together what a message tells, field by field.
struct Facts {
  private let reading: MessageReading
  private let tables: Tables
  private let form: FilledForm
  private let prose: Prose
  /// What the story says about every choice.
  private let told: ChoiceTable.Reading
  private(set) var assignment = Assignment.unknown
  private(set) var urgency = Urgency.normal
  private(set) var indicators: [IndicatorHit] = []
  private(set) var warnings: [String] = []
  private var values: [Int: FieldValue] = [:]

  init(_ reading: MessageReading) {
    self.reading = reading
    (tables, form) = (reading.tables, reading.filled)
    prose = Prose(reading.tokens)
    told = reading.tables.choices.read(prose)
  }

  /// In the order of the table.
  var ordered: [(key: String, value: FieldValue)] {
    tables.fields.fields.enumerated().compactMap { position, field in
      values[position].map { (field.key, $0) }
    }
  }

  mutating func fill() {
    labelledTexts()
    place()
    reporter()
    moment()
    victims()
    choices()
    set(.plates, list: plates())
    set(.story, reading.ownWords)
  }

  // MARK: Setting

  private mutating func set(_ key: FieldKey, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    set(key, .text(text))
  }

  private mutating func set(_ key: FieldKey, list: [String]) {
    if !list.isEmpty { set(key, .list(list)) }
  }

  private mutating func set(_ key: FieldKey, _ value: FieldValue) {
    guard let position = tables.fields.position(of: key.rawValue) else { return }
    values[position] = value
  }

  // MARK: Labelled fields as they are written

  /// Fields without a reader of their own: text is joined, lists are collected, answers are read.
  private mutating func labelledTexts() {
    for entry in form.entries {
      guard let field = entry.field, !entry.value.isEmpty, !Blank.isNothing(entry.value[...]),
        !(entry.key.map(Self.isRead) ?? false)
      else { continue }
      let text = entry.value.text
      switch tables.fields.fields[field].kind {
      case .list, .codes: append(field, [text])
      case .choice, .choices:
        append(field, tables.choices.read(text, field: tables.fields.fields[field].key))
      case .yesNo, .yesNoUnknown, .feedback:
        if values[field] == nil, let answer = YesNo(startOf: entry.value[...]) {
          values[field] = .text(answer.rawValue)
        }
      default: join(field, text)
      }
      flatten(field)
    }
  }

  /// A choice has one value.
  private mutating func flatten(_ field: Int) {
    if tables.fields.fields[field].kind == .choice, case .list(let list)? = values[field] {
      values[field] = list.first.map { .text($0) }
    }
  }

  private mutating func append(_ field: Int, _ texts: [String]) {
    var list: [String] = []
    if case .list(let known)? = values[field] { list = known }
    list += texts
    if !list.isEmpty { values[field] = .list(list) }
  }

  private mutating func join(_ field: Int, _ text: String) {
    if case .text(let known)? = values[field] {
      values[field] = .text(known + "\n" + text)
    } else {
      values[field] = .text(text)
    }
  }

  private static func isRead(_ key: FieldKey) -> Bool {
    switch key {
    case .reporterName, .reporterFunction, .reporterOrganisation, .reporterTelephone,
      .reporterEmail,
      .reporterAvailability, .anonymous, .feedback, .restriction, .street, .postcode, .place, .date,
      .dateUntil,
      .time, .exploitation, .sector, .contactProcess, .victimCount, .plates, .minors, .story,
      .otherPlaces,
      .municipality, .danger, .locationType, .sex, .knowledge, .consent:
      true
    default: false
    }
  }

  // MARK: Where, who, when

  private mutating func place() {
    let reader = LocationReader(
      form: form, story: reading.tokens, storyBytes: reading.story.bytes, tables: tables)
    var location = reader.read()
    location.clues.senderDomains = reading.thread.domains
    assignment = route(location.clues, tables: tables)
    if assignment.status == .unknown, !reading.thread.covers.isEmpty, reading.scope == .message {
      // The notes of those who passed it on may name the place.
      for cover in reading.thread.covers { location.clues.text += reading.thread.ownText(cover) }
      let wider = route(location.clues, tables: tables)
      if wider.status != .unknown { assignment = wider }
    }
    set(.municipality, location.municipality)
    set(.street, location.street)
    set(.postcode, location.postcode)
    set(.place, location.place)
    set(.otherPlaces, list: location.others)
  }

  private mutating func reporter() {
    let contact = ReporterReader(
      form: form, thread: reading.thread, story: reading.tokens, scope: reading.scope
    ).read()
    let feedback = Feedback(
      form: form, prose: prose, told: told, choices: tables.choices,
      sender: reading.thread.primary.author, isNamed: contact.name != nil)
    set(.anonymous, feedback.isAnonymous ? "ja" : "nee")
    set(.feedback, feedback.answer)
    set(.restriction, feedback.restriction)
    set(.contactProcess, contactProcess(contact, isAnonymous: feedback.isAnonymous))
    guard !feedback.isAnonymous else { return }
    set(.reporterName, contact.name)
    set(.reporterFunction, contact.function)
    set(.reporterOrganisation, contact.organisation)
    set(.reporterTelephone, contact.telephone)
    set(.reporterEmail, contact.email)
    set(.reporterAvailability, contact.availability)
  }

  /// The task in which it was noticed: as labelled, as told, or as the reporter's work suggests. An addition does
  /// not repeat it.
  private func contactProcess(_ contact: Contact, isAnonymous: Bool) -> String? {
    if let labelled = labelled(.contactProcess).first { return labelled }
    guard !reading.isSupplement else { return nil }
    if isAnonymous { return "meldpunt" }
    let stated = told.values(FieldKey.contactProcess.rawValue)
    if let first = stated.first { return stated.contains("huisbezoek") ? "huisbezoek" : first }
    // Nothing was told: nothing was noticed in that work.
    guard prose.words.count >= 8 else { return nil }
    let work = [contact.function, contact.organisation].compactMap { $0 }.joined(separator: ", ")
    if let work = tables.choices.read(work, field: FieldKey.contactProcess.rawValue).first {
      return work
    }
    // Somebody who does not write from a town hall met it in the course of life.
    guard let domain = reading.thread.primary.author?.domain, !domain.isEmpty else { return nil }
    return tables.municipalities.sending(from: domain).isEmpty ? "overig" : nil
  }

  private mutating func moment() {
    var when = When(form, reading.tokens, now: reading.now)
    if when.date == nil, told.first("urgentie", Urgency.acute.rawValue) != nil {
      when.happensNow(reading.now)
    }
    set(.date, when.date?.from.iso)
    set(.dateUntil, when.date?.until?.iso)
    set(.time, when.time)
    set(.datePrecision, (when.date?.precision ?? .unknown).rawValue)
  }

  // MARK: What

  private mutating func victims() {
    let count =
      form.all(.victimCount).lazy.compactMap { Counts.read($0.value.text) }.first
      ?? Counts.victims(in: reading.tokens)
    set(.victimCount, count.map(String.init))
    let answer = form.all(.minors).lazy.compactMap { YesNo.read($0.value.text) }.first
    let minor = Minors.read(prose, told, answer: answer)
    set(.minors, minor.answer.rawValue)
    indicators = tables.indicators.find(in: prose, minors: minor)
    urgency = Urgency.read(told, danger: danger(), minor: minor.answer)
    set(.danger, form.all(.danger).isEmpty ? nil : (danger() ?? .unknown).rawValue)
  }

  /// The answer to a field that asks for danger; one that asks for haste is no answer to that.
  private func danger() -> YesNo? {
    for entry in form.all(.danger) {
      let label = Label.normalised(entry.label[...])[...]
      if ["spoed", "urgent", "dringend", "haast"].contains(where: { label.contains($0) }) {
        continue
      }
      if let answer = YesNo.read(entry.value.text) { return answer }
    }
    return nil
  }

  private mutating func choices() {
    let sectors = labelledOrTold(.sector)
    var forms = labelledOrTold(.exploitation)
    if forms.isEmpty,
      let likely = ExploitationForm.infer(sectors: sectors, indicators: indicators)
    {
      forms = [likely]
      warnings.append("vorm van uitbuiting niet genoemd, afgeleid uit sector en signalen")
    }
    set(.exploitation, list: forms.isEmpty ? ["onbekend"] : forms)
    set(.sector, list: sectors)
    for key in [FieldKey.locationType, .sex, .knowledge, .consent] {
      set(key, labelledOrTold(key).first)
    }
    set(.sensitivity, list: told.values(FieldKey.sensitivity.rawValue))
    let isSexual = forms.contains("seksuele_uitbuiting")
    set(.prostitutionGroup, isSexual && assignment.status != .outside ? "ja" : "nee")
  }

  private func labelledOrTold(_ key: FieldKey) -> [String] {
    let labelled = labelled(key)
    return labelled.isEmpty ? told.values(key.rawValue) : labelled
  }

  /// Values of a choice in the lines of a form that ask for it, each once.
  private func labelled(_ key: FieldKey) -> [String] {
    var found: [String] = []
    for entry in form.all(key) {
      for value in tables.choices.read(entry.value.text, field: key.rawValue)
      where !found.contains(value) {
        found.append(value)
      }
    }
    return found
  }

  private func plates() -> [String] {
    var plates: [String] = []
    for entry in form.all(.plates) {
      for plate in Plates.find(in: entry.value[...], labelled: true) where !plates.contains(plate) {
        plates.append(plate)
      }
    }
    for found in Plates.all(in: reading.tokens) where !plates.contains(found.value) {
      plates.append(found.value)
    }
    return plates
  }
}
