import Core
import Testing

@Suite("Places in running text") struct PlaceFinderTests {
  private func found(_ text: String) throws -> [FoundPlace] {
    try Shipped.tables.get().places(in: Array(text.utf8))
  }

  @Test(
    "Names are found with what the words around them make of them",
    arguments: [
      ("Zij woont in Rijssen.", ["Rijssen:located"]),
      ("een huis te Almelo", ["Almelo:located"]),
      ("gezien bij borne, en hengelo", ["borne:passing", "hengelo:mentioned"]),
      ("vleesfabriek bij Raalte, busje", ["Raalte:passing"]),
      ("het adres Knorweg 3, Den Ham", ["Den Ham:address"]),
      ("Kwetteldijk 77, 7588 FU Beuningen (Ov). Hij", ["Beuningen (Ov):address"]),
      ("Nachtpauwbrink 45 in Borne.", ["Borne:address"]),
      ("bij de Lampionsteeg borne", ["borne:address"]),
      ("Postbus 18, 7550 AA Hengelo", ["Hengelo:organisation"]),
      ("7151UO EIBERGEN", ["EIBERGEN:address"]),
      ("in Oud Ootmarsum en Ootmarsum", ["Oud Ootmarsum:located", "Ootmarsum:mentioned"]),
      ("in Hof\nvan Twente", ["Hof\nvan Twente:located"]),
      ("in Westerhaar-Vriezenveensewijk", ["Westerhaar-Vriezenveensewijk:located"]),
      ("gem. Twenterand", ["Twenterand:located"]),
      ("(gemeente Losser)", ["Losser:located"]),
      ("in de gemeente Losser", ["Losser:located"]),
      ("boa gemeente Haaksbergen", ["Haaksbergen:organisation"]),
      ("namens de gemeente Wierden", ["Wierden:organisation"]),
      ("politie Enschede was er", ["Enschede:organisation"]),
      ("het gemeentehuis in Haaksbergen", ["Haaksbergen:located"]),
      ("niet in Almelo", ["Almelo:denied"]),
      ("Hengelo Gld is verder", ["Hengelo Gld:mentioned"]),
      ("in Geesteren (Overijssel) gezien", ["Geesteren (Overijssel):located"]),
      ("Grenzpendler in Bad Bentheim", ["Bad Bentheim:located"]),
      ("een loods in Nordhorn en", ["Nordhorn:located"]),
      ("nach Gronau gefahren", ["Gronau:passing"]),
      ("Almelo's centrum", ["Almelo:mentioned"]),
      ("het centrum van Enschede", ["Enschede:mentioned"]),
      ("Enschede-Noord", ["Enschede:mentioned"]),
      ("GEZIEN IN ENSCHEDE", ["ENSCHEDE:located"]),
    ])
  func names(text: String, expected: [String]) throws {
    #expect(try found(text).map { "\($0.written):\($0.role)" } == expected)
  }

  @Test(
    "Words, surnames and addresses of mail are left alone",
    arguments: [
      "ze kwamen te laat", "het goor matras", "druk op enter", "de banden zijn losser geworden",
      "in meer dan een huis", "IN MEER DAN EEN HUIS", "de beek achter het huis",
      "de buren klaagden",
      "Buren hebben geklaagd", "in het best", "hij at brood in de zand bak", "op het veld",
      "hun handel in drugs", "door het rectum", "in Nederland", "de Achterhoek",
      "holten in de bomen",
      "mevrouw Borne deed open", "de heer Van Rossum", "dat zei Jan van Almelo",
      "mail: d.leegbeeld@hellendoorn.nl", "info-almelo@post.example", "www.enschede.nl/melden",
      "https://almelo.nl/x", "zie hengelo.example", "Almelosestraat 5", "Hengelosestraat",
      "Lonneke is zijn vriendin", "een linde voor het huis", "\u{410}lmelo", "wierdense",
    ])
  func words(text: String) throws {
    #expect(try found(text).map(\.written) == [])
  }

  @Test("Ranges are of the text that was given, also of a part of it")
  func ranges() throws {
    let text = Array("é Zij woont in Rijssen, niet in Hengelo (O).".utf8)
    let tables = try Shipped.tables.get()
    for place in tables.places(in: text[4...]) {
      #expect(String(decoding: text[place.range], as: UTF8.self) == place.written)
    }
    #expect(tables.places(in: text[4...]).map(\.written) == ["Rijssen", "Hengelo (O)"])
    #expect(tables.places(in: text[16...]).map(\.written) == ["Rijssen", "Hengelo (O)"])
  }

  @Test("At most as many as asked for")
  func limit() throws {
    let text = Array(String(repeating: "in Almelo ", count: 1000).utf8)
    #expect(try Shipped.tables.get().places(in: text, limit: 7).count == 7)
  }

  @Test(
    "Time grows with the text and no faster",
    .timeLimit(.minutes(2)),
    arguments: [
      "Hij werkt in Almelo en woont aan de Boterstraat 118, 7555 QF Hengelo (O). ",
      "den de het oud hoge ", "a", "7511 ", "in in in ", "a@Almelo", "(((((", "\u{ad}\u{301}",
      "van de ",
    ])
  func linear(pattern: String) throws {
    let tables = try Shipped.tables.get()
    func time(_ bytes: Int) -> Duration {
      let text = Array(String(repeating: pattern, count: bytes / pattern.utf8.count).utf8)
      return ContinuousClock().measure { _ = tables.places(in: text, limit: .max) }
    }
    _ = time(10_000)
    let (small, large) = (time(60_000), time(960_000))
    #expect(large < small * 64 + .milliseconds(200), "\(small) for 60 kB, \(large) for 960 kB")
  }

  @Test("Random bytes are read to their end", arguments: 0..<6)
  func random(seed: UInt64) throws {
    let tables = try Shipped.tables.get()
    var numbers = Numbers(seed: seed)
    let pieces = [
      "Almelo", "in ", "Hengelo", "(", ")", " Gld", "van ", "7511", " UF ", ", ", "\n", "'s-",
      "Oud ", "@",
      ".", "gem. ", "niet ",
    ]
    for _ in 0..<60 {
      var text: [UInt8] = []
      for _ in 0..<Int(numbers.next() % 200) {
        if numbers.next() % 3 == 0 {
          text.append(UInt8(truncatingIfNeeded: numbers.next()))
        } else {
          text += pieces[Int(numbers.next() % UInt64(pieces.count))].utf8
        }
      }
      var end = 0
      for place in tables.places(in: text) {
        #expect(place.range.lowerBound >= end && place.range.upperBound <= text.count)
        end = place.range.upperBound
      }
      let string = String(decoding: text, as: UTF8.self)
      let assignment = route(
        PlaceClues(
          postcodes: [string], places: [string], municipalityField: string, addressLines: [string],
          text: text, senderDomains: [string]), tables: tables)
      #expect(assignment.status == .certain || assignment.queue == regionalQueue)
      #expect(assignment.evidence.count <= 32 && assignment.explanation.count <= 32)
    }
  }
}
