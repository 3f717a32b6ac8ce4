/// One clue, looked up: the words, and the municipalities they point at.
struct Finding {
  var kind: Evidence.Kind
  /// As shown to people.
  var words: String
  /// Each once, those of the region first.
  var codes: [MunicipalityCode]
  /// Meant only when something else says so.
  var alternatives: [MunicipalityCode] = []
  /// What the name alone could have meant besides.
  var dropped: [MunicipalityCode] = []
  /// Names of places that have nothing in common: not one name of several places.
  var isSeveralNames = false
  /// It names a municipality as such, or a place with its municipality.
  var isExplicit = false
  /// What the tables say of it, in Dutch.
  var sentence: String
  var isAbroad = false

  /// Codes that agree with another clue, or nothing: first as both are usually meant, then by the less usual
  /// meaning of one of them.
  func common(with other: Finding) -> [MunicipalityCode] {
    let usual = codes.filter(other.codes.contains)
    if !usual.isEmpty { return usual }
    let unusual = alternatives.filter(other.codes.contains)
    return unusual.isEmpty ? codes.filter(other.alternatives.contains) : unusual
  }
}

extension Finding {
  init(kind: Evidence.Kind, words: String, _ place: FoundPlace, sentence: String) {
    self.init(
      kind: kind, words: words, codes: place.municipalities,
      alternatives: place.places.filter(\.needsSuffix).municipalities,
      isExplicit: place.namesMunicipality, sentence: sentence)
  }

  /// Takes in another name: what both agree on, or else both.
  mutating func join(_ other: Finding) {
    let agreeing = common(with: other)
    if agreeing.isEmpty {
      isSeveralNames = true
      codes += other.codes.filter { !codes.contains($0) }
    } else {
      dropped += codes.filter { !agreeing.contains($0) }
      (codes, alternatives) = (agreeing, [])
    }
  }
}

/// Looks up the clues of a message.
struct ClueReader {
  let clues: PlaceClues
  let tables: Tables
  /// What was seen and did not count, in Dutch.
  private(set) var remarks: [String] = []
  /// Labelled names that are nearly one of the region, with the municipalities of that.
  private(set) var misspelt: [Finding] = []

  init(_ clues: PlaceClues, _ tables: Tables) {
    self.clues = clues
    self.tables = tables
  }

  // MARK: Postcodes

  mutating func postcodes() -> [Finding] {
    var written = clues.postcodes.prefix(16).compactMap { Postcodes.read($0) }
    if written.isEmpty {
      written = (clues.addressLines + clues.places).prefix(16).flatMap { line in
        Postcodes.find(in: Array(line.utf8.prefix(4096))[...]).map(\.value)
      }
    }
    return written.prefix(16).compactMap { postcode($0) }
  }

  private mutating func postcode(_ code: String) -> Finding? {
    let letters = code.utf8.dropFirst(4)
    let shown = letters.isEmpty ? code : "\(code.prefix(4)) \(code.suffix(letters.count))"
    if tables.postcodes.isBox(code) {
      remarks.append("postcode \(shown) is van een postbus en telt niet mee")
      return nil
    }
    guard let main = tables.postcodes.municipality(of: code) else {
      remarks.append("postcode \(shown) staat niet in de postcodetabel")
      return nil
    }
    var codes = [main]
    var sentence = "postcode \(shown) ligt in \(name(main))"
    for border in tables.postcodes.borders(of: code) {
      if border.isAmbiguous {
        codes.append(border.other)
        sentence += " of in \(name(border.other)): de bronnen spreken elkaar tegen"
      } else {
        sentence += " en loopt misschien door in \(name(border.other))"
      }
    }
    return Finding(kind: .postcode, words: shown, codes: ordered(codes), sentence: sentence)
  }

  // MARK: Places

  mutating func places() -> [Finding] {
    let labelled = clues.places.prefix(8).compactMap { place($0) }
    if !labelled.isEmpty { return labelled }
    return clues.addressLines.prefix(8).compactMap { line in
      let found = tables.places(in: Array(line.utf8.prefix(4096))).filter {
        $0.role > .organisation
      }
      let best = found.filter { $0.role == .address }
      return combined(best.isEmpty ? found : best, kind: .place)
    }
  }

  /// The value of a label "Woonplaats".
  private mutating func place(_ text: String) -> Finding? {
    let found = tables.places(inValue: text).filter { $0.role != .denied }
    guard let first = found.first else {
      missed(text, .place)
      return nil
    }
    return combined([first] + qualifiers(first, found.dropFirst(), in: text), kind: .place)
  }

  /// Names behind the first one that belong to it: "Haarle (gem. Tubbergen)", "Beckum, Hengelo", "Almelo of
  /// Wierden". Others ("Hengelo, hij werkt in Borne") do not.
  private func qualifiers(
    _ first: FoundPlace, _ others: ArraySlice<FoundPlace>, in text: String
  ) -> [FoundPlace] {
    let bytes = Array(text.utf8)
    var end = first.range.upperBound
    var kept: [FoundPlace] = []
    for other in others {
      let isAgreeing = !Set(first.places.municipalities).isDisjoint(with: other.municipalities)
      if isAgreeing || other.namesMunicipality || isList(bytes[end..<other.range.lowerBound]) {
        kept.append(other)
        end = other.range.upperBound
      }
    }
    return kept
  }

  private func isList(_ gap: ArraySlice<UInt8>) -> Bool {
    let words = PlaceName(gap).bytes
    guard !gap.contains(UInt8(ascii: "(")) else { return false }
    return words.isEmpty
      || ["en", "of", "or", "und", "and", "oder"].contains { words.elementsEqual($0.utf8) }
  }

  // MARK: The field, the text, the sender

  mutating func field() -> Finding? {
    clues.municipalityField.flatMap { field($0) }
  }

  /// A form that names two municipalities contradicts itself.
  mutating func otherFields() -> [Finding] {
    clues.otherMunicipalityFields.prefix(8).compactMap { field($0) }
  }

  private mutating func field(_ text: String) -> Finding? {
    let found = tables.places(inValue: text).filter { $0.role != .denied }
    guard let first = found.first else {
      missed(text, .field)
      return nil
    }
    return combined([first] + qualifiers(first, found.dropFirst(), in: text), kind: .field)
  }

  /// Municipalities that the address lines name ("gem. Twenterand").
  func namedBesideAddress() -> [Finding] {
    (clues.addressLines + clues.places).prefix(16).flatMap { line in
      tables.places(in: Array(line.utf8.prefix(4096))).filter(\.namesMunicipality)
        .compactMap { combined([$0], kind: .text) }
    }
  }

  /// What the story says, by what the words around the names make of them.
  func story() -> Story {
    var story = Story()
    var found = (clues.told ?? tables.places(in: clues.text))[...]
    while let first = found.popFirst() {
      // "Haarle (Hellendoorn)", "Rossum, gem. Dinkelland"
      var names = [first]
      while let next = found.first, isQualifier(next, of: names[names.count - 1]) {
        names.append(next)
        found.removeFirst()
      }
      guard var finding = combined(names, kind: .text) else { continue }
      finding.isExplicit = first.namesMunicipality || names.count > 1
      switch first.role {
      case .address: story.address.append(finding)
      case .located, .mentioned: story.named.append(finding)
      case .passing: story.passing.append(finding)
      case .organisation: story.organisations.append(finding)
      case .denied: break
      }
    }
    return story
  }

  /// Whether a name right behind another, in brackets or after a comma, says which one is meant.
  private func isQualifier(_ next: FoundPlace, of place: FoundPlace) -> Bool {
    let gap = clues.text[place.range.upperBound..<next.range.lowerBound]
    guard gap.count <= 16,
      gap.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "(") })
    else { return false }
    let words = PlaceName(gap).bytes
    let isBare =
      words.isEmpty || ["gem", "gemeente", "bij"].contains { words.elementsEqual($0.utf8) }
    return isBare && !Set(place.places.municipalities).isDisjoint(with: next.municipalities)
  }

  struct Story {
    var address: [Finding] = []
    var named: [Finding] = []
    var passing: [Finding] = []
    var organisations: [Finding] = []
    /// The strongest that there are.
    var best: [Finding] {
      address.isEmpty ? named.isEmpty ? passing : named : address
    }
  }

  func senders() -> [Finding] {
    clues.senderDomains.prefix(8).compactMap { domain in
      let codes = tables.municipalities.sending(from: domain)
      guard !codes.isEmpty else { return nil }
      return Finding(
        kind: .sender, words: shortened(domain), codes: codes,
        sentence: "het maildomein \(shortened(domain)) is van \(names(codes, "en"))")
    }
  }

  // MARK: Words

  /// One finding of names that belong together: where they agree, or all of them.
  func combined(_ found: [FoundPlace], kind: Evidence.Kind) -> Finding? {
    guard let first = found.first else { return nil }
    let isInformal = first.places.allSatisfy { $0.kind == .informal }
    var finding = Finding(
      kind: kind == .place && isInformal ? .informalPlace : kind, words: shortened(first.written),
      first, sentence: "")
    for other in found.dropFirst() {
      finding.join(Finding(kind: kind, words: "", other, sentence: ""))
    }
    finding.codes = ordered(finding.codes)
    finding.isAbroad = finding.codes.isEmpty
    finding.sentence = sentence(finding)
    return finding
  }

  private func sentence(_ finding: Finding) -> String {
    let place = finding.isAbroad ? "het buitenland" : names(finding.codes)
    return switch finding.kind {
    case .field:
      "het veld Gemeente noemt \(finding.words)" + (finding.words == place ? "" : " (\(place))")
    case .text: "de tekst noemt \(finding.words)" + (finding.words == place ? "" : " (\(place))")
    case .informalPlace: "\(finding.words) ligt in \(place)"
    default: "woonplaats \(finding.words) ligt in \(place)"
    }
  }

  private mutating func missed(_ text: String, _ kind: Evidence.Kind) {
    guard !PlaceName(text).isEmpty else { return }
    var sentence = "'\(shortened(text))' is geen bekende plaats"
    let near = NearMiss.places(text, tables)
    if let first = near.first {
      sentence += "; bedoeld kan zijn \(first.name)"
      misspelt.append(
        Finding(
          kind: kind, words: shortened(text), codes: ordered(near.municipalities),
          sentence: sentence))
    }
    remarks.append(sentence)
  }

  /// Those of the region first, in order of its table; the others as given.
  func ordered(_ codes: [MunicipalityCode]) -> [MunicipalityCode] {
    let known = tables.municipalities
    return codes.filter(known.isInRegion).sorted { known.position($0) < known.position($1) }
      + codes.filter { !known.isInRegion($0) }
  }

  func name(_ code: MunicipalityCode) -> String { tables.municipalities.name(code) }

  /// "Dinkelland en in Oldenzaal"
  func names(_ codes: [MunicipalityCode], _ word: String = "en in") -> String {
    codes.map(name).joined(separator: " \(word) ")
  }
}

/// At most 80 bytes of what somebody wrote, on one line.
func shortened(_ text: String) -> String {
  let scalars = text.unicodeScalars.prefix(80).map { $0.value < 0x20 ? " " : $0 }
  return String(String.UnicodeScalarView(scalars))
}
