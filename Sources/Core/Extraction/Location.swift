/// Where it plays, as the message says it.
struct Location {
  var street: String?
  var postcode: String?
  /// As written.
  var place: String?
  var municipality: String?
  /// Places named besides it.
  var others: [String] = []
  var clues = PlaceClues()
}

/// Finds the location in a form, else in running text.
struct LocationReader {
  let form: FilledForm
  let story: Tokens
  let storyBytes: [UInt8]
  let tables: Tables

  func read() -> Location {
    var location = Location()
    let municipalities = form.all(.municipality).filter { !Blank.isNothing($0.value[...]) }
      .map { $0.value.prefix { $0 != 0x0a }[...].trimmed.text }
    location.municipality = municipalities.first
    location.clues.otherMunicipalityFields = municipalities.dropFirst().filter {
      $0 != location.municipality
    }
    labelled(&location)
    let found = tables.places(in: storyBytes)
    told(&location, found)
    location.clues.municipalityField = location.municipality ?? municipality(found)
    location.others = others(location, found)
    (location.clues.text, location.clues.told) = (storyBytes, found)
    return location
  }

  // MARK: Form

  private func labelled(_ location: inout Location) {
    for key in [FieldKey.street, .postcode, .place, .locationText] {
      for entry in form.all(key) where !Blank.isNothing(entry.value[...]) {
        take(entry, key, &location)
      }
    }
    if location.municipality == nil { return }
    // `Gemeente: Hengelo, Boterstraat 3`
    for entry in form.all(.municipality) where location.street == nil {
      location.street = Streets.find(in: entry.value[...]).first?.value
    }
  }

  private func take(_ entry: FormEntry, _ key: FieldKey, _ location: inout Location) {
    let value = entry.value.map { $0 == 0x0a ? 0x20 : $0 }[...]
    let text = value.text
    let code = key == .postcode ? Postcodes.read(text) : Postcodes.find(in: value).first?.value
    if let code { location.clues.postcodes.append(code) }
    if location.postcode == nil || (location.postcode?.utf8.count == 4 && code != nil) {
      location.postcode = code ?? location.postcode
    }
    if key == .street { street(entry, &location) }
    if location.street == nil, key != .street {
      location.street = Streets.find(in: value).first?.value
    }
    let place = key == .place ? self.place(value) : placeBehind(value, location)
    if let place {
      location.clues.places.append(place)
      if location.place == nil { location.place = shown(place) }
    }
    if key != .postcode, code == nil || place == nil { location.clues.addressLines.append(text) }
  }

  /// A street with its number, or the parts of one asked for apart.
  private func street(_ entry: FormEntry, _ location: inout Location) {
    let value = entry.value.map { $0 == 0x0a ? 0x20 : $0 }[...]
    if let street = location.street {
      guard isPart(entry), value.count <= 8 else { return }
      let hasNumber = street.utf8.contains { $0.isDigit }
      let isGlued = hasNumber && value.count == 1 && value.first?.isASCIILetter == true
      if !hasNumber && value.first?.isDigit != true { return }
      location.street = street + (isGlued ? "" : hasNumber ? "-" : " ") + value.text
    } else if !isPart(entry) {
      location.street = Streets.read(value.text) ?? wholeStreet(entry, value)
    }
  }

  private func isPart(_ entry: FormEntry) -> Bool {
    let label = Label.normalised(entry.label[...])
    return Self.parts.contains { label == $0 }
      || (["huisnummer", "huisletter", "toevoeging"].contains { label[...].contains($0) }
        && !label[...].contains("stra"))
  }

  private static let parts = [
    "nr", "nummer", "huisnr", "house number", "number", "hausnummer", "numer domu",
  ].map { Array($0.utf8) }

  /// A street without a known ending, under a label that asks for nothing else.
  private func wholeStreet(_ entry: FormEntry, _ value: ArraySlice<UInt8>) -> String? {
    let label = Label.normalised(entry.label[...])[...]
    guard label.contains("straat") || label.contains("adres") || label.contains("stra") else {
      return nil
    }
    let text = value.prefix { $0 != 0x2c && $0 != 0x28 }[...].trimmed
    guard text.count <= 60, text.first?.isUpper == true, tables.places.named(text.text).isEmpty,
      label.contains("straat") || text.contains(where: \.isDigit)
    else { return nil }
    return text.text
  }

  // MARK: Places in values

  /// The name that a value labelled as a place begins with.
  private func place(_ value: ArraySlice<UInt8>) -> String? {
    if let behind = behindPostcode(value) { return behind }
    let found = tables.places(inValue: value.text)
    if let best = found.first(where: { !$0.namesMunicipality }), best.range.lowerBound <= 12 {
      return best.written
    }
    let name = value.prefix { $0 != 0x2c && $0 != 0x28 && $0 != 0x3b && $0 != 0x2f }[...].trimmed
    guard !name.isEmpty, name.count <= 40, !name.contains(where: \.isDigit) else {
      return found.first?.written
    }
    return name.text
  }

  /// A place in the value of an address: behind the postcode, else one that the tables know behind a comma.
  private func placeBehind(_ value: ArraySlice<UInt8>, _ location: Location) -> String? {
    if let behind = behindPostcode(value) { return behind }
    let street = Streets.read(value.text).map { Array($0.utf8) } ?? []
    let start = value.firstRange(of: street)?.upperBound ?? value.startIndex
    let rest = value[start...]
    let base = rest.startIndex
    let found = tables.places(inValue: rest.text).filter {
      !$0.namesMunicipality && $0.role != .denied
    }
    // Right behind the street, or anywhere when nothing else is said.
    return found.first {
      start > value.startIndex || $0.role >= .located || $0.range.lowerBound == base - start
    }?
    .written
  }

  /// The words right behind a postcode, up to a comma, bracket or full stop.
  private func behindPostcode(_ value: ArraySlice<UInt8>) -> String? {
    guard let code = Postcodes.find(in: value).first else { return nil }
    return Self.name(in: value[code.range.upperBound...])
  }

  /// At most four words of a name: the first with a capital or a small particle, all on one line.
  static func name(in rest: ArraySlice<UInt8>) -> String? {
    let rest = rest.drop { $0 == 0x20 || $0 == 0x2c || $0 == 0x09 }
    var end = rest.startIndex
    var last = end
    var words = 0
    while end < rest.endIndex, words < 4 {
      let start = end
      while end < rest.endIndex, rest[end].isWordByte || rest[end] == 0x2d || rest[end] == 0x27 {
        end += 1
      }
      guard end > start, !rest[start].isDigit else { break }
      let word = Fold.folded(rest[start..<end])
      if stops.contains(word.text)
        || (words > 0 && !rest[start].isUpper && rest[start] < 0x80
          && !particles.contains(word.text))
      {
        break
      }
      words += 1
      if !particles.contains(word.text) { last = end }
      guard end < rest.endIndex, rest[end] == 0x20 else { break }
      while end < rest.endIndex, rest[end] == 0x20 { end += 1 }
    }
    return last > rest.startIndex ? rest[rest.startIndex..<last].text : nil
  }

  private static let particles: Set<String> = [
    "de", "den", "het", "aan", "van", "op", "en", "der", "'t", "ter", "bij", "over",
  ]
  private static let stops: Set<String> = [
    "is", "was", "en", "gemeente", "gem", "in", "een", "hij", "zij", "ze", "er", "daar", "drie",
    "the", "and",
    "dat", "die", "we", "wij", "ik", "jest", "und",
  ]

  /// In the spelling of the tables when it was written all in capitals or all in small letters.
  private func shown(_ place: String) -> String {
    let letters = place.utf8.filter(\.isASCIILetter)
    guard letters.allSatisfy(\.isUpper) || letters.allSatisfy(\.isLower) else { return place }
    return tables.places.named(place).first?.name ?? place
  }

  // MARK: Running text

  private func told(_ location: inout Location, _ found: [FoundPlace]) {
    let streets = location.street == nil ? Streets.find(in: story) : []
    let codes = location.postcode == nil ? Postcodes.find(in: story) : []
    let chosen = choose(streets, codes, found)
    if let street = chosen { location.street = street.value }
    if location.postcode == nil,
      let code = codes.first(where: { near($0.range, chosen?.range) }) ?? codes.first
    {
      location.postcode = code.value
      location.clues.postcodes += [code.value] + codes.map(\.value).filter { $0 != code.value }
      if location.place == nil, let name = Self.name(in: storyBytes[code.range.upperBound...]) {
        location.place = shown(name)
        location.clues.places.append(name)
      }
    }
    if location.place == nil, let place = beside(chosen, found) {
      location.place = shown(place.written)
      location.clues.places.append(place.written)
    }
    // Shown; whether it decides is left to the router, which sees all places of the story.
    if location.place == nil { location.place = likeliest(found).map { shown($0.written) } }
  }

  /// The street beside a postcode, else beside a place, else the first with a number, else the first.
  private func choose(
    _ streets: [Found<String>], _ codes: [Found<String>], _ found: [FoundPlace]
  ) -> Found<String>? {
    if let code = codes.first,
      let street = streets.last(where: {
        $0.range.upperBound <= code.range.lowerBound && near($0.range, code.range)
      })
    {
      return street
    }
    return streets.first { $0.value.utf8.contains { $0.isDigit } } ?? streets.first
  }

  private func near(_ one: Range<Int>, _ other: Range<Int>?) -> Bool {
    guard let other else { return false }
    return one.lowerBound <= other.upperBound + 60 && other.lowerBound <= one.upperBound + 60
  }

  /// The place right at the street, behind it or before it.
  private func beside(_ street: Found<String>?, _ found: [FoundPlace]) -> FoundPlace? {
    let usable = usable(found)
    guard let street else { return usable.first { $0.role == .address } }
    return usable.first {
      $0.range.lowerBound >= street.range.upperBound && near($0.range, street.range)
        && $0.role >= .mentioned
    }
      ?? usable.last {
        $0.range.upperBound <= street.range.lowerBound && near($0.range, street.range)
          && $0.role >= .located
      }
  }

  /// The place with the strongest role, first named first.
  private func likeliest(_ found: [FoundPlace]) -> FoundPlace? {
    let usable = usable(found)
    let best = usable.map(\.role).max()
    return usable.first { $0.role == best }
  }

  private func usable(_ found: [FoundPlace]) -> [FoundPlace] {
    found.filter { $0.role > .organisation && !$0.namesMunicipality && !$0.isAbroad }
  }

  /// `gem. Twenterand` in the text counts as the field.
  private func municipality(_ found: [FoundPlace]) -> String? {
    found.first { $0.namesMunicipality && $0.role >= .located }?.written
  }

  /// Places named besides the location, each once.
  private func others(_ location: Location, _ found: [FoundPlace]) -> [String] {
    var seen = Set(
      [location.place, location.municipality, location.clues.municipalityField].compactMap {
        $0.map { PlaceName($0).bytes }
      })
    var others: [String] = []
    func add(_ place: FoundPlace) {
      guard !place.namesMunicipality, place.role > .denied, place.role != .organisation else {
        return
      }
      guard seen.insert(PlaceName(place.written).bytes).inserted,
        place.name == place.written || seen.insert(PlaceName(place.name).bytes).inserted
      else { return }
      others.append(shown(place.written))
    }
    for place in found { add(place) }
    for key in [FieldKey.contactProcess, .otherPlaces, .locationText] {
      for entry in form.all(key) {
        for place in tables.places(inValue: entry.value.text) { add(place) }
      }
    }
    return others
  }
}
