/// Finds who reports: from the form, from below the letter, from the sender, and from the text.
struct ReporterReader {
  let form: FilledForm
  let thread: Thread
  let story: Tokens
  /// The one who sent a list need not be who reports in a row of it.
  var scope = MessageReading.Scope.message

  func read() -> Contact {
    var contact = labelled()
    if scope == .part {
      contact.merge(told(contact))
      return contact
    }
    let level = thread.primary
    let signature = Contact(
      signature: thread.segments[thread.report].signature.map { level.content($0) },
      author: level.author)
    let sender = level.author.flatMap { PersonName(mailbox: $0) }?.text
    if contact.name == nil {
      contact.name = fullName(signature.name, sender)
    }
    var signed = signature
    if !agree(signature.name, contact.name) { signed = Contact() }
    contact.merge(signed)
    if contact.email == nil, let author = level.author, !author.email.isEmpty,
      scope == .message || agree(sender ?? author.local, contact.name),
      !Roles.isSystem(Array(author.local.utf8)[...])
    {
      contact.email = author.email
    }
    contact.merge(told(contact))
    if contact.organisation == nil { contact.organisation = organisationOfCovers(level) }
    return contact
  }

  // MARK: Form

  private func labelled() -> Contact {
    var contact = Contact()
    let names = form.all(.reporterName)
    contact.name = NameParts.joined(names)
    for entry in names where contact.name == nil {
      guard let person = PersonName(entry.value[...]) else { continue }
      contact.name = person.text
      contact.merge(Contact(role: person.rest[...]))
      if contact.function == nil, isFunction(entry.label) { contact.function = entry.label.text }
    }
    if let entry = form.first(.reporterFunction) {
      let role = Contact(role: entry.value[...])
      let isSplit = role.organisation != nil && role.function != nil
      contact.function = isSplit ? role.function : firstLine(entry)
      if isSplit { contact.organisation = contact.organisation ?? role.organisation }
      contact.telephone = contact.telephone ?? role.telephone
    }
    if let entry = form.first(.reporterOrganisation) { contact.organisation = firstLine(entry) }
    contact.availability = form.first(.reporterAvailability).map(firstLine)
    reach(&contact)
    return contact
  }

  private func isFunction(_ label: [UInt8]) -> Bool {
    let words = Label.normalised(label[...]).split(separator: 0x20)
    return words.count == 1 && words.first.map { Roles.isFunctionWord(Array($0)) } == true
  }

  private func firstLine(_ entry: FormEntry) -> String {
    entry.value.prefix { $0 != 0x0a }[...].trimmed.text
  }

  /// Telephone and mail from every line that tells how to reach the reporter.
  private func reach(_ contact: inout Contact) {
    for key in [
      FieldKey.reporterTelephone, .reporterEmail, .reporterAvailability, .feedback, .reporterName,
      .reporterFunction,
    ] {
      for entry in form.all(key) {
        let value = entry.value[...]
        if contact.email == nil { contact.email = Emails.find(in: value).first?.value }
        guard contact.telephone == nil else { continue }
        contact.telephone = Phones.find(in: value).first?.literal
        if contact.telephone == nil, key == .reporterTelephone {
          contact.telephone = Phones.read(value.text)?.literal
        }
      }
    }
  }

  // MARK: Sender and signature

  /// The sender's full name when the signature is only a part of it.
  private func fullName(_ signed: String?, _ sender: String?) -> String? {
    guard let signed else { return sender }
    guard let sender else { return signed }
    let words = PersonName.words(sender)
    return PersonName.words(signed).allSatisfy(words.contains) ? sender : signed
  }

  /// Whether a signature can be this person's.
  private func agree(_ signed: String?, _ name: String?) -> Bool {
    guard let signed, let name else { return true }
    let words = PersonName.words(name)
    return PersonName.words(signed).contains { word in
      words.contains { $0.starts(with: word) || word.starts(with: $0) }
    }
  }

  /// The organisation of a colleague who passed it on from the same domain.
  private func organisationOfCovers(_ level: Level) -> String? {
    guard let domain = level.author?.domain, !domain.isEmpty else { return nil }
    for cover in thread.covers.reversed() where thread.levels[cover].author?.domain == domain {
      let lines = thread.segments[cover].signature.map { thread.levels[cover].content($0) }
      if let found = Contact(signature: lines, author: thread.levels[cover].author).organisation {
        return found
      }
    }
    return nil
  }

  // MARK: Running text

  /// What the text itself says: `ik ben jongerenwerker`, `Lotte (boa) 06…`, `bel mij op 06…`.
  private func told(_ known: Contact) -> Contact {
    var contact = Contact()
    if known.name == nil { contact = named(known) }
    if known.function == nil, contact.function == nil {
      contact.function = function(known.name ?? contact.name)
    }
    if known.telephone == nil, contact.telephone == nil { contact.telephone = telephone() }
    return contact
  }

  /// A name that the mail address spells out, or one with a function in brackets behind it.
  private func named(_ known: Contact) -> Contact {
    var contact = Contact()
    let parts = known.email.map { PersonName.words(Address(email: $0).local) } ?? []
    for at in 0..<story.count where story[at].isWord && story[at].isCapitalised {
      let word = Array(story.folded(at))
      if parts.contains(word) || bracketedFunction(at + 1) != nil {
        var first = at
        while first > 0, story[first - 1].isWord, story[first - 1].isCapitalised,
          story[first].gap == .space, at - first < 3
        { first -= 1 }
        let start = story[first].range.lowerBound
        let line = story.bytes[start...].prefix { $0 != 0x0a }
        guard let person = PersonName(line) else { continue }
        contact.name = person.text
        contact.merge(Contact(role: person.rest.prefix { $0 != 0x29 }))
        contact.telephone = Phones.find(in: line).first?.literal
        return contact
      }
    }
    return contact
  }

  /// `(boa)`, directly behind a name.
  private func bracketedFunction(_ at: Int) -> String? {
    guard story.isSign(at, "("), let word = story.at(at + 1), word.isWord,
      Roles.isFunctionWord(Array(story.folded(at + 1)))
    else { return nil }
    var end = at + 1
    while let token = story.at(end), !token.isSign(UInt8(ascii: ")")), token.kind != .lineBreak {
      end += 1
    }
    return story.literal(at + 1, through: max(at + 1, end - 1))
  }

  /// `Ik ben wijkverpleegkundige`, `als leerplichtambtenaar`, or the brackets behind the name.
  private func function(_ name: String?) -> String? {
    if let name, let last = PersonName.words(name).last {
      for at in 0..<story.count where story.folded(at).elementsEqual(last) {
        if let function = bracketedFunction(at + 1) { return function }
      }
    }
    for at in 0..<story.count where isSelf(at) {
      var next = at + 2
      while ["een", "de", "als", "zelf", "a", "an", "the", "ein", "eine", "hier", "ook"].contains(
        story.word(next))
      { next += 1 }
      let first = next
      while let token = story.at(next), token.isWord, next - first < 3 {
        if Roles.isFunctionWord(Array(story.folded(next))),
          !["ik", "gemeente", "team"].contains(story.text(next))
        {
          return story.literal(first, through: withField(next))
        }
        next += 1
      }
    }
    return nil
  }

  private static let withFieldFields: Set<String> = [
    "burgerzaken", "publiekszaken", "vergunningen", "leerplicht", "inkomen", "toezicht",
    "handhaving", "jeugd",
    "wmo", "bouw", "milieu", "publieksplein", "wonen", "zorg", "participatie",
    "schuldhulpverlening", "horeca",
    "veiligheid", "kcc", "brp", "adresonderzoek",
  ]

  /// `medewerker burgerzaken`: a word behind the function that belongs to it.
  private func withField(_ at: Int) -> Int {
    return Self.withFieldFields.contains(story.word(at + 1)) ? at + 1 : at
  }

  private func isSelf(_ at: Int) -> Bool {
    guard story[at].isWord, story[at].count <= 3 else { return false }
    let pair = (story.word(at), story.word(at + 1))
    return pair == ("ik", "ben") || pair == ("ik", "werk") || pair == ("i", "am")
      || pair == ("ich", "bin")
      || pair == ("i", "work") || pair == ("ich", "arbeite") || pair == ("ben", "ik")
  }

  /// A number in a sentence that says it is the writer's own.
  private func telephone() -> String? {
    for phone in Phones.find(in: story) {
      var at = story.index(at: phone.range.lowerBound) - 1
      let first = max(0, at - 18)
      while at >= first {
        guard let token = story.at(at), !token.isSign("."),
          token.kind != .lineBreak || token.value == 1
        else { break }
        if Self.own.contains(story.text(at)) { return phone.literal }
        at -= 1
      }
    }
    return nil
  }

  private static let own: Set<String> = [
    "mij", "me", "mijn", "my", "mich", "meine", "meiner", "bereikbaar", "bereiken", "terugbellen",
    "contact",
    "moj", "mnie", "belt",
  ]
}
