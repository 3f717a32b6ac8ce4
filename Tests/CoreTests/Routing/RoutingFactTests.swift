import Core
import Testing

/// A situation and what is decided about it.
struct RoutingCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var clues: PlaceClues
  var status: RoutingStatus
  var municipality: MunicipalityCode?
  var candidates: [MunicipalityCode]

  init(
    _ testDescription: String, _ status: RoutingStatus, _ municipality: MunicipalityCode? = nil,
    _ candidates: [MunicipalityCode] = [], postcode: String? = nil, place: String? = nil,
    field: String? = nil, lines: [String] = [], text: String = "", sender: String? = nil
  ) {
    self.testDescription = testDescription
    self.status = status
    self.municipality = municipality
    self.candidates = candidates
    clues = PlaceClues(
      postcodes: postcode.map { [$0] } ?? [], places: place.map { [$0] } ?? [],
      municipalityField: field, addressLines: lines, text: Array(text.utf8),
      senderDomains: sender.map { [$0] } ?? [])
  }

  func check() throws {
    let assignment = route(clues, tables: try Shipped.tables.get())
    let comment = Comment(rawValue: assignment.explanation.joined(separator: "; "))
    #expect(assignment.status == status, comment)
    #expect(assignment.municipality == municipality, comment)
    #expect(assignment.candidates == candidates, comment)
    #expect(assignment.queue == (status == .certain ? municipality : "regio"), comment)
    #expect(!assignment.explanation.isEmpty)
  }
}

@Suite("Routing facts") struct RoutingFactTests {
  @Test(
    "The strongest evidence decides",
    arguments: [
      RoutingCase("a postcode", .certain, "0153", postcode: "7511UF"),
      RoutingCase("a postcode with a space", .certain, "0153", postcode: "7511 UF"),
      RoutingCase("four digits", .certain, "0164", postcode: "7554"),
      RoutingCase("lower case", .certain, "0158", postcode: "7483uq"),
      RoutingCase("a place", .certain, "1774", place: "Ootmarsum"),
      RoutingCase("a hamlet", .certain, "0158", place: "Buurse"),
      RoutingCase("half of a double name", .certain, "1700", place: "Westerhaar"),
      RoutingCase("a municipality as place", .certain, "1735", place: "Hof van Twente"),
      RoutingCase("the field alone", .certain, "0189", field: "Wierden"),
      RoutingCase("the field with its word", .certain, "0189", field: "Gemeente Wierden"),
      RoutingCase("the field with a place", .certain, "0163", field: "Nijverdal"),
      RoutingCase("the field abbreviated", .certain, "1735", field: "Hof v. Twente"),
      RoutingCase(
        "the story", .certain, "1742", text: "Het gaat over een meisje in Rijssen, in een flat."),
      RoutingCase(
        "the story in lower case", .certain, "0147", text: "man sleurt meisje een auto in, borne"),
      RoutingCase(
        "postcode over sender", .certain, "0183", postcode: "7651AA", sender: "almelo.nl"),
      RoutingCase("place over sender", .certain, "0168", place: "Losser", sender: "enschede.nl"),
      RoutingCase(
        "place over story", .certain, "0168", place: "Glane", text: "hij werkt in Enschede"),
      RoutingCase(
        "field with a place that nobody knows", .certain, "0168", place: "Veldzicht",
        field: "Losser"),
      RoutingCase(
        "a misspelt place in the field's municipality", .certain, "0153", place: "Enchede",
        field: "Enschede"),
      RoutingCase(
        "a line with the address", .certain, "1774",
        lines: ["Waar: Dwarsgansweg 30, 7596 IQ Rossum"]),
      RoutingCase(
        "a line without a postcode", .certain, "0158", lines: ["Trompetlaan 9, Buurse (achter)"]),
      RoutingCase(
        "beside the address, not elsewhere", .certain, "0147",
        text: "bij de Lampionsteeg borne, zelfde auto als vorige week in hengelo"),
    ])
  func strongest(_ situation: RoutingCase) throws { try situation.check() }

  @Test(
    "Places of one name",
    arguments: [
      RoutingCase("Haarle", .ambiguous, nil, ["0163", "0183"], place: "Haarle"),
      RoutingCase("Deurningen", .ambiguous, nil, ["1774", "0173"], place: "Deurningen"),
      RoutingCase("Den Ham", .ambiguous, nil, ["1700", "1969"], place: "Den Ham"),
      RoutingCase("Geesteren", .ambiguous, nil, ["0183", "1859"], place: "geesteren"),
      RoutingCase("Beuningen", .ambiguous, nil, ["0168", "0209"], place: "Beuningen"),
      RoutingCase("Rossum", .ambiguous, nil, ["1774", "0263"], place: "Rossum"),
      RoutingCase("Kloosterhaar", .ambiguous, nil, ["1700", "0160"], place: "Kloosterhaar"),
      RoutingCase("Sibculo", .ambiguous, nil, ["1700", "0160"], place: "Sibculo"),
      RoutingCase("Mariaparochie", .ambiguous, nil, ["0141", "0183"], place: "Mariaparochie"),
      RoutingCase("Hengelo is the one in Twente", .certain, "0164", place: "Hengelo"),
      RoutingCase(
        "Haarle in the story", .ambiguous, nil, ["0163", "0183"], text: "een pand in Haarle"),
      RoutingCase("a postcode decides", .certain, "0163", postcode: "7448YF", place: "Haarle"),
      RoutingCase("the other one", .certain, "0183", postcode: "7668YF", place: "Haarle"),
      RoutingCase(
        "the field", .certain, "0173", ["0173", "1774"], place: "Deurningen", field: "Oldenzaal"),
      RoutingCase(
        "a municipality in brackets", .certain, "1700", ["1700", "1969"],
        place: "Den Ham (gem. Twenterand)"),
      RoutingCase(
        "a municipality in the story", .certain, "1700", ["1700", "1969"], place: "Den Ham",
        text: "bij een gezin in Den Ham (gem. Twenterand), voor de oma"),
      RoutingCase(
        "a town nearby that the story names does not", .ambiguous, nil, ["1774", "0173"],
        place: "Deurningen", text: "Zij werkt in Oldenzaal."),
      RoutingCase(
        "nor in a story alone", .ambiguous, nil, ["1774", "0173"],
        text: "Een boerderij in Deurningen. Zij werkt in Oldenzaal."),
      RoutingCase(
        "the municipality that the story names does", .certain, "0173", ["0173", "1774"],
        text: "Een boerderij in Deurningen, in de gemeente Oldenzaal."),
      RoutingCase(
        "a name behind it in the story", .certain, "0163", ["0163", "0183"],
        text: "Een pand in Haarle (Hellendoorn)."),
      RoutingCase(
        "between here and elsewhere a town nearby does", .certain, "1774", ["1774", "0263"],
        place: "Rossum", text: "Zij werkt in Denekamp."),
      RoutingCase(
        "a neighbouring place", .certain, "0163", ["0163", "0183"], place: "Haarle, Nijverdal"),
      RoutingCase(
        "the sender, last of all", .certain, "1774", ["1774", "0263"], place: "Rossum",
        sender: "noaberkracht.nl"),
      RoutingCase(
        "a sender of two municipalities", .certain, "0183", ["0183", "0163"], place: "Haarle",
        sender: "noaberkracht.nl"),
      RoutingCase(
        "a sender that does not help", .ambiguous, nil, ["0163", "0183"], place: "Haarle",
        sender: "enschede.nl"),
      RoutingCase(
        "a sender below a domain", .certain, "0163", ["0163", "0183"], place: "Haarle",
        sender: "mail.hellendoorn.nl"),
      RoutingCase(
        "a hamlet that is a place elsewhere", .ambiguous, nil, ["0158", "1699"], place: "Langelo"),
    ])
  func ambiguous(_ situation: RoutingCase) throws { try situation.check() }

  @Test(
    "A province behind the name",
    arguments: [
      RoutingCase("register", .outside, "1876", place: "Hengelo (Gld)"),
      RoutingCase("without brackets", .outside, "1876", place: "Hengelo Gld"),
      RoutingCase("with a dot", .outside, "1876", place: "Hengelo Gld."),
      RoutingCase("in full", .outside, "1876", place: "Hengelo, Gelderland"),
      RoutingCase("in a sentence", .outside, "1876", text: "hij woont in Hengelo (Gld.)"),
      RoutingCase("letter", .certain, "0164", place: "Hengelo (O)"),
      RoutingCase("letter without brackets", .certain, "0164", place: "Hengelo O"),
      RoutingCase("Ov", .certain, "0164", place: "Hengelo Ov"),
      RoutingCase("Ov in brackets", .certain, "0168", place: "Beuningen (Ov)"),
      RoutingCase("Beuningen elsewhere", .outside, "0209", place: "Beuningen Gld"),
      RoutingCase("Geesteren here", .certain, "0183", place: "Geesteren (Overijssel)"),
      RoutingCase("Geesteren there", .outside, "1859", place: "Geesteren Gld"),
      RoutingCase("Den Ham there", .outside, "1969", place: "Den Ham (Groningen)"),
      RoutingCase("Rossum in Twente", .certain, "1774", place: "Rossum, Twente"),
      RoutingCase("no help", .ambiguous, nil, ["0163", "0183"], place: "Haarle (Ov.)"),
      RoutingCase(
        "something else in brackets", .outside, "1876",
        place: "Hengelo Gld (dus niet bij ons, hij reed verkeerd)", sender: "hengelo.nl"),
      RoutingCase("the postcode tells", .outside, "1876", postcode: "7255AB", place: "Hengelo"),
      RoutingCase(
        "the municipality in brackets tells", .outside, "1876", ["1876", "0164"],
        place: "Hengelo (gem. Bronckhorst)"),
      RoutingCase(
        "the municipality tells", .outside, "1876", ["1876", "0164"], place: "Hengelo",
        field: "Bronckhorst"),
    ])
  func suffix(_ situation: RoutingCase) throws { try situation.check() }

  @Test(
    "What disagrees is a conflict for a person",
    arguments: [
      RoutingCase(
        "postcode and field", .conflict, "0183", ["0183", "0141"], postcode: "7614UQ",
        place: "Mariaparochie", field: "Almelo"),
      RoutingCase(
        "border postcode and field", .conflict, "0173", ["0173", "1774"], postcode: "7562IY",
        place: "Deurningen", field: "Dinkelland"),
      RoutingCase(
        "place and field", .conflict, "0168", ["0168", "0153"], place: "Glane", field: "Enschede"),
      RoutingCase(
        "postcode and place", .conflict, "0153", ["0153", "0168"], postcode: "7511UF",
        place: "Losser"),
      RoutingCase(
        "outside and field", .conflict, "1859", ["1859", "0158"], postcode: "7151UO",
        place: "Eibergen", field: "Haaksbergen"),
      RoutingCase(
        "field and story", .conflict, "0141", ["0141", "0189"], field: "Almelo",
        text: "de man woont in Wierden"),
      RoutingCase(
        "neither of the places is in the field", .conflict, nil, ["0163", "0183", "0141"],
        place: "Haarle", field: "Almelo"),
      RoutingCase(
        "a municipality behind the address", .conflict, "0189", ["0189", "1742"],
        lines: ["Dorpsstraat 3, Enter, gem. Rijssen-Holten"]),
      RoutingCase(
        "a misspelt place and the story", .conflict, "0141", ["0141", "0153"], place: "Enchede",
        text: "hij werkt in Almelo"),
      RoutingCase(
        "a misspelt place and another field", .conflict, "0141", ["0141", "0153"],
        place: "Enchede", field: "Almelo"),
      RoutingCase(
        "abroad and field", .conflict, nil, ["0168"], place: "Nordhorn", field: "Losser"),
    ])
  func conflicts(_ situation: RoutingCase) throws { try situation.check() }

  @Test(
    "Outside the region is an outcome of its own",
    arguments: [
      RoutingCase("postcode", .outside, "1859", postcode: "7151UO"),
      RoutingCase("place", .outside, "0150", place: "Deventer"),
      RoutingCase("field", .outside, "0193", field: "gemeente Zwolle"),
      RoutingCase("story", .outside, "0177", text: "Hij werkt in een loods in Raalte."),
      RoutingCase("several of one name", .outside, nil, ["0888", "1945", "1955"], place: "Beek"),
      RoutingCase("abroad", .outside, nil, place: "Bad Bentheim"),
      RoutingCase("abroad in the story", .outside, nil, text: "het huis staat in Nordhorn"),
    ])
  func outside(_ situation: RoutingCase) throws { try situation.check() }

  @Test(
    "Nothing usable is unknown, and the sender is only a hint",
    arguments: [
      RoutingCase("nothing", .unknown),
      RoutingCase("one municipality", .unknown, nil, ["0168"], sender: "losser.nl"),
      RoutingCase("two municipalities", .unknown, sender: "noaberkracht.nl"),
      RoutingCase("somebody else", .unknown, sender: "buurtstichting.example"),
      RoutingCase("a look-alike domain", .unknown, sender: "notlosser.nl"),
      RoutingCase("postbus", .unknown, nil, ["0164"], postcode: "7550AA", sender: "hengelo.nl"),
      RoutingCase("a postcode that is nowhere", .unknown, postcode: "1000ZZ"),
      RoutingCase(
        "no place in the story", .unknown, text: "voor de supermarkt bij ons in het dorp"),
      RoutingCase(
        "only an employer", .unknown, text: "Ik ben boa gemeente Almelo en zag iets vreemds."),
      RoutingCase("a mail address", .unknown, text: "mail: a.b@hellendoorn.nl of www.almelo.nl"),
      RoutingCase("misspelt", .unknown, nil, ["0153"], place: "Enchede"),
      RoutingCase("exchanged letters", .unknown, nil, ["0141"], field: "Amlelo"),
      RoutingCase("a path", .unknown, field: "../../etc/passwd"),
      RoutingCase("SQL", .unknown, field: "x'; DROP TABLE signals; --"),
    ])
  func unknown(_ situation: RoutingCase) throws { try situation.check() }

  @Test(
    "Several places in a story are not guessed at",
    arguments: [
      RoutingCase(
        "two towns", .ambiguous, nil, ["0141", "0189"],
        text: "Zij werkt in Almelo en woont in Wierden."),
      RoutingCase(
        "two names in a label", .ambiguous, nil, ["0141", "0189"], place: "Almelo/Wierden"),
      RoutingCase(
        "the sender does not choose between places", .ambiguous, nil, ["0141", "0189"],
        text: "Zij werkt in Almelo en woont in Wierden.", sender: "almelo.nl"),
      RoutingCase(
        "one municipality", .certain, "1742", text: "een huis in Holten, later in Rijssen"),
      RoutingCase(
        "on the way", .certain, "0189", text: "Zij woont in Wierden, hij rijdt naar Almelo."),
      RoutingCase("denied", .certain, "0189", text: "Het is niet in Almelo maar in Wierden."),
    ])
  func several(_ situation: RoutingCase) throws { try situation.check() }

  @Test(
    "Names match however they are typed, and look-alikes never",
    arguments: [
      RoutingCase("capitals", .certain, "0153", place: "ENSCHEDE"),
      RoutingCase("decomposed", .certain, "0158", place: "Harmo\u{308}le"),
      RoutingCase("composed", .certain, "0158", place: "Harm\u{f6}le"),
      RoutingCase("without the mark", .certain, "0158", place: "Harmole"),
      RoutingCase("soft hyphen", .certain, "0153", place: "En\u{ad}sche\u{ad}de"),
      RoutingCase("no-break space", .certain, "0189", place: "Hoge\u{a0}Hexel"),
      RoutingCase("hyphen for a space", .certain, "0189", place: "hoge-hexel"),
      RoutingCase("non-breaking hyphen", .certain, "1742", field: "Rijssen\u{2011}Holten"),
      RoutingCase("apostrophe", .certain, "1774", place: "’t Loo"),
      RoutingCase("other apostrophe", .certain, "1774", place: "'t loo"),
      RoutingCase("outside with an apostrophe", .outside, "0796", place: "’s-Hertogenbosch"),
      RoutingCase(
        "Cyrillic letter", .unknown, place: "Almel\u{43e}".replacing("A", with: "\u{410}")),
      RoutingCase("full width", .unknown, place: "\u{ff25}\u{ff4e}schede"),
      RoutingCase("part of a word", .unknown, place: "Almelose"),
    ])
  func typed(_ situation: RoutingCase) throws { try situation.check() }

  @Test(
    "A postcode that crosses a border decides when nothing contradicts, and says so",
    arguments: [
      ("7461", "1742", "Wierden"), ("7467", "0189", "Hellendoorn"), ("7558", "0164", "Enschede"),
      ("7562", "0173", "Dinkelland"), ("7609", "0141", "Wierden"), ("7623", "0147", "Hengelo"),
      ("7688", "0163", "Twenterand"),
    ])
  func border(postcode: String, municipality: String, other: String) throws {
    let assignment = route(PlaceClues(postcodes: [postcode]), tables: try Shipped.tables.get())
    #expect(assignment.status == .certain)
    #expect(assignment.municipality == municipality)
    #expect(assignment.explanation.contains { $0.contains("loopt misschien door in \(other)") })
  }

  @Test(
    "Where the sources contradict each other the postcode does not decide",
    arguments: [
      RoutingCase("7693", .ambiguous, nil, ["1700", "0160"], postcode: "7693AB"),
      RoutingCase(
        "7694 with its place", .ambiguous, nil, ["1700", "0160"], postcode: "7694",
        place: "Kloosterhaar"),
      RoutingCase(
        "7694 with a field", .certain, "1700", ["1700", "0160"], postcode: "7694",
        field: "Twenterand"),
      RoutingCase("7571 is no border", .certain, "0173", postcode: "7571OI"),
    ])
  func contradiction(_ situation: RoutingCase) throws { try situation.check() }
}

@Suite("Routing shows its reasons") struct RoutingReasonTests {
  @Test("Evidence is told strongest first, with the words it rests on")
  func evidence() throws {
    let clues = PlaceClues(
      postcodes: ["7614UQ"], places: ["Mariaparochie"], municipalityField: "Almelo",
      senderDomains: ["almelo.nl"])
    let assignment = route(clues, tables: try Shipped.tables.get())
    #expect(
      assignment.evidence == [
        Evidence(kind: .postcode, text: "7614 UQ", municipality: "0183"),
        Evidence(kind: .place, text: "Mariaparochie", municipality: "0141"),
        Evidence(kind: .place, text: "Mariaparochie", municipality: "0183"),
        Evidence(kind: .field, text: "Almelo", municipality: "0141"),
        Evidence(kind: .sender, text: "almelo.nl", municipality: "0141"),
      ])
    #expect(
      assignment.explanation == [
        "postcode 7614 UQ ligt in Tubbergen",
        "woonplaats Mariaparochie ligt in Almelo en in Tubbergen",
        "het veld Gemeente noemt Almelo", "'7614 UQ' en 'Almelo' spreken elkaar tegen",
      ])
  }

  @Test(
    "The kind of evidence is told",
    arguments: [
      (
        PlaceClues(places: ["Buurse"]),
        Evidence(kind: .informalPlace, text: "Buurse", municipality: "0158")
      ),
      (PlaceClues(places: ["Glane"]), Evidence(kind: .place, text: "Glane", municipality: "0168")),
      (
        PlaceClues(text: Array("in Rijssen".utf8)),
        Evidence(kind: .text, text: "Rijssen", municipality: "1742")
      ),
      (
        PlaceClues(senderDomains: ["losser.nl"]),
        Evidence(kind: .sender, text: "losser.nl", municipality: "0168")
      ),
    ])
  func kind(clues: PlaceClues, evidence: Evidence) throws {
    #expect(route(clues, tables: try Shipped.tables.get()).evidence == [evidence])
  }

  @Test(
    "Sentences in Dutch say why",
    arguments: [
      (PlaceClues(postcodes: ["7511UF"]), ["postcode 7511 UF ligt in Enschede"]),
      (
        PlaceClues(postcodes: ["7550AA"]),
        ["postcode 7550 AA is van een postbus en telt niet mee", "geen bruikbare plaats gevonden"]
      ),
      (
        PlaceClues(places: ["Deventer"]),
        ["woonplaats Deventer ligt in Deventer", "Deventer ligt buiten de regio"]
      ),
      (
        PlaceClues(places: ["Rossum"], senderDomains: ["noaberkracht.nl"]),
        [
          "woonplaats Rossum ligt in Dinkelland en in Maasdriel",
          "het maildomein noaberkracht.nl is van Dinkelland en Tubbergen: dat geeft de doorslag",
        ]
      ),
      (
        PlaceClues(senderDomains: ["losser.nl"]),
        [
          "het maildomein losser.nl is van Losser; een afzender alleen beslist niet",
          "geen bruikbare plaats gevonden",
        ]
      ),
      (
        PlaceClues(places: ["Enchede"]),
        [
          "'Enchede' is geen bekende plaats; bedoeld kan zijn Enschede",
          "geen bruikbare plaats gevonden",
        ]
      ),
    ])
  func sentences(clues: PlaceClues, explanation: [String]) throws {
    #expect(route(clues, tables: try Shipped.tables.get()).explanation == explanation)
  }

  @Test("However many places a message names, the answer stays small")
  func bounded() throws {
    let tables = try Shipped.tables.get()
    let names = tables.places.places.reversed().map { "in \($0.name)." }.joined(separator: " ")
    let assignment = route(PlaceClues(text: Array(names.utf8)), tables: tables)
    #expect(assignment.status == .ambiguous)
    #expect(assignment.candidates.count == 16)
    #expect(assignment.evidence.count == 32)
  }
}
