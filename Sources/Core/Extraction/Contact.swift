/// What a piece of text tells about a reporter: function, organisation, telephone, address.
struct Contact: Sendable {
  var name: String?
  var function: String?
  var organisation: String?
  var telephone: String?
  var email: String?
  var availability: String?

  init() {}

  /// Reads what stands behind a name: `BOA gemeente Borne, 06-00000000`, `(omgevingsdienst)`.
  init(role text: ArraySlice<UInt8>) {
    for piece in text.prefix(300).split(whereSeparator: {
      $0 == 0x2c || $0 == 0x3b || $0 == 0x7c || $0 == 0x0a
    }) {
      add(piece.trimmed { $0.isBlank || $0 == 0x28 || $0 == 0x29 || $0 == 0x2e || $0 == 0x2d })
    }
  }

  private mutating func add(_ piece: ArraySlice<UInt8>) {
    guard !piece.isEmpty else { return }
    if let found = Emails.find(in: piece).first {
      email = email ?? found.value
      return
    }
    if let phone = Phones.find(in: piece).first {
      telephone = telephone ?? phone.literal
      return
    }
    guard piece.count <= 80, !piece.contains(0x3a) else { return }
    guard let start = Roles.organisation(in: piece) else {
      // Two functions belong together (`BOA domein I, team Handhaving`).
      function = function.map { $0 + ", " + piece.text } ?? piece.text
      return
    }
    let before = piece[..<start].trimmed { $0.isBlank || $0 == 0x2d || $0 == 0x28 || $0 == 0x40 }
    let linked = Self.withoutLink(before)
    if !linked.isEmpty { function = function ?? linked.text }
    organisation = organisation ?? piece[start...].text
  }

  /// `medewerker bij` is `medewerker`.
  private static func withoutLink(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    for link in [" bij de", " bij", " van de", " van", " at", " bei der", " bei", " in", " voor"] {
      if text.count > link.utf8.count, text.suffix(link.utf8.count).elementsEqual(link.utf8) {
        return text.dropLast(link.utf8.count)
      }
    }
    return text
  }

  /// Reads the lines below a letter. `author` helps to tell the line of the name.
  init(signature lines: [ArraySlice<UInt8>], author: Address?) {
    let known = author.map { PersonName.words($0.name) + PersonName.words($0.local) } ?? []
    for (position, line) in lines.enumerated() {
      let line = Closings.rest(of: line) ?? line
      if line.isEmpty || line.elementsEqual("--".utf8) || Closings.startsFooter(line) { continue }
      take(line.trimmed { $0.isBlank || $0 == 0x2a || $0 == 0x5f }, position, known)
    }
  }

  private mutating func take(_ line: ArraySlice<UInt8>, _ position: Int, _ known: [[UInt8]]) {
    if isReachable(line) || isPostal(line) { return }
    if name == nil, let person = PersonName(line), isName(person, line, position, known) {
      name = person.text
      if !person.rest.isEmpty { merge(Contact(role: person.rest[...])) }
      return
    }
    guard line.count <= 80, line.last != 0x2e || line.count < 12, !line.contains(0x3a) else {
      return
    }
    for piece in line.split(separator: 0x7c).map(\.trimmed) where !piece.isEmpty {
      signed(piece)
    }
  }

  /// A line of a signature: function, organisation, or `function, organisation`.
  private mutating func signed(_ piece: ArraySlice<UInt8>) {
    let isOrganised = Roles.organisation(in: piece) != nil
    if !isOrganised, function != nil {
      if organisation == nil, piece.first?.isUpper == true { organisation = piece.text }
      return
    }
    let role = Contact(role: piece)
    function = function ?? role.function
    organisation = organisation ?? role.organisation
  }

  private func isName(
    _ person: PersonName, _ line: ArraySlice<UInt8>, _ position: Int, _ known: [[UInt8]]
  ) -> Bool {
    let words = PersonName.words(person.text)
    if words.contains(where: known.contains) { return true }
    return position <= 2 && function == nil && organisation == nil
      && Roles.organisation(in: line) == nil
      && !Roles.isDesk(Array(person.text.utf8)[...])
  }

  /// Takes telephone and mail from a line; true when it held either.
  private mutating func isReachable(_ line: ArraySlice<UInt8>) -> Bool {
    let mail = Emails.find(in: line).first?.value
    let phone = Phones.find(in: line).first?.literal
    email = email ?? mail
    telephone = telephone ?? phone
    if mail == nil, phone == nil {
      let start = Fold.folded(line.prefix(14)).text
      for word in ["aanwezig", "werkdagen", "bereikbaar", "werkdag"] where start.hasPrefix(word) {
        availability = line.text
        return true
      }
      return line.contains("www.") || line.contains("://")
    }
    return true
  }

  /// A postal or visiting address.
  private func isPostal(_ line: ArraySlice<UInt8>) -> Bool {
    let folded = Fold.folded(line)[...]
    if ["postbus", "bezoekadres", "postadres", "po box", "postfach", "correspondentie"].contains(
      where: {
        folded.contains($0)
      })
    {
      return true
    }
    return !Postcodes.find(in: line).isEmpty
  }

  /// Fills what is missing.
  mutating func merge(_ other: Contact) {
    name = name ?? other.name
    function = function ?? other.function
    organisation = organisation ?? other.organisation
    telephone = telephone ?? other.telephone
    email = email ?? other.email
    availability = availability ?? other.availability
  }
}
