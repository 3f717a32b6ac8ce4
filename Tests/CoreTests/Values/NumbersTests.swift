import Testing

@testable import Core

private func bytes(_ text: String) -> ArraySlice<UInt8> { ArraySlice(Array(text.utf8)) }

@Suite("Plates")
struct PlatesTests {
  @Test(
    "Every Dutch sidecode is known by its hyphens",
    arguments: [
      "AB-12-34", "12-34-AB", "12-AB-34", "EO-44-AI", "AB-CD-12", "80-OI-EE", "12-ABC-3",
      "3-AUE-07",
      "OU-771-I", "V-004-AI", "ABC-12-D", "A-12-BCD", "1-AB-234", "123-AB-4",
    ])
  func sidecodes(_ plate: String) {
    #expect(Plates.find(in: bytes("zag \(plate) staan")) == [plate])
    let bare = plate.split(separator: "-").joined()
    #expect(Plates.find(in: bytes("kenteken \(bare).")) == [plate])
    #expect(Plates.find(in: bytes(bare), labelled: true) == [plate])
  }

  @Test(
    "Plates in a sentence",
    arguments: [
      ("busje haalt ze 4.30u op, kent. 3-AUE-07\nhuur 115 p/w", ["3-AUE-07"]),
      ("kent 00-UA-77. om het uur", ["00-UA-77"]), ("Kennzeichen NOH-QO 016", ["NOH-QO 016"]),
      ("(donkerblauw, kenteken TM 00 QQQ) schoof", ["TM 00 QQQ"]),
      ("andere auto voor de deur, 7-OEA-11. Volgens", ["7-OEA-11"]),
      (
        "Voertuigen op het erf:\n   - V-004-AI (wit)\n   - DW 0Q117 (grijs, Pools)\n   - ST-QU 07 (blauw, Duits)",
        ["V-004-AI", "DW 0Q117", "ST-QU 07"]
      ),
      ("grijze auto met kenteken\nA-001-EO.", ["A-001-EO"]), ("kenteken 3-aue-07", ["3-AUE-07"]),
      ("EO-44-AI en EO-44-AI", ["EO-44-AI"]), ("tablica rejestracyjna WX 12345", ["WX 12345"]),
      ("een bus met nummerplaat B 123 ABC", ["B 123 ABC"]),
    ])
  func sentences(_ text: String, _ plates: [String]) {
    #expect(Plates.find(in: bytes(text)) == plates)
  }

  @Test(
    "A labelled plate is never refused",
    arguments: [
      ("EO-44-AI en DW 0Q000", ["EO-44-AI", "DW 0Q000"]),
      ("witte Sprinter, PB 0000 QQ", ["PB 0000 QQ"]),
      ("paardenwagen, kenteken 80-OI-EE", ["80-OI-EE"]), ("ABC 123", ["ABC 123"]),
      ("weißer Kleinbus, Kennzeichen NOH-QO 016", ["NOH-QO 016"]), ("7471QF", ["74-71-QF"]),
      ("3aue07", ["3-AUE-07"]), ("onbekend", []), ("77", []), ("alleen de laatste cijfers, 77", []),
      ("12-AB-34; 34-CD-56", ["12-AB-34", "34-CD-56"]), ("niet gezien", []),
    ])
  func labelled(_ text: String, _ plates: [String]) {
    #expect(Plates.find(in: bytes(text), labelled: true) == plates)
  }

  @Test(
    "What nobody sees between letters is no part of a plate",
    arguments: ["XX-\u{200b}999-9Q", "XX-999\u{ad}-9Q"])
  func unseen(_ text: String) {
    #expect(Plates.find(in: bytes("kenteken \(text)")) == ["XX-999-9Q"])
  }

  @Test(
    "Postcodes, dates, references and account numbers are no plates",
    arguments: [
      "7471 QF Goor", "7471QF", "06-10-2026", "MH-2026-0042", "NL00 NEPB 0000 0141 18",
      "de laatste cijfers, 77",
      "053-0000110", "OF-7QX2LB", "zaak 12-34-56", "A-12", "KvK 00000012", "W1-2026",
      "in 2026 OK 12",
      "huisje 27 + 28", "19, 22 en 30 jaar",
    ])
  func noPlates(_ text: String) {
    #expect(Plates.find(in: bytes(text)).isEmpty)
  }
}

@Suite("Telephone numbers")
struct PhonesTests {
  @Test(
    "Numbers come out in E.164, with what was written",
    arguments: [
      ("0546-000101", "+31546000101"), ("+31 600000011", "+31600000011"),
      ("0600000104", "+31600000104"), ("0546 - 00 01 09", "+31546000109"),
      ("053-0000110", "+31530000110"), ("06 - 0000 0113", "+31600000113"),
      ("06 00 00 01 15", "+31600000115"), ("06-00000999", "+31600000999"),
      ("0031 600 000 139", "+31600000139"), ("+49 0000 000106", "+490000000106"),
      ("+31 (0)6 00000011", "+31600000011"), ("(053) 000 01 10", "+31530000110"),
      ("+48 600 000 000", "+48600000000"), ("06\u{A0}-\u{A0}0000\u{A0}0113", "+31600000113"),
      ("0031600000139", "+31600000139"), ("+31(0)546000101", "+31546000101"),
      ("06.00.00.01.15", "+31600000115"),
    ])
  func numbers(_ literal: String, _ e164: String) {
    let text = "bel mij op \(literal), graag 12 keer"
    #expect(Phones.find(in: bytes(text)).map(\.e164) == [e164])
    #expect(Phones.find(in: bytes(text)).map(\.literal) == [literal])
  }

  @Test(
    "Other numbers are no telephone numbers",
    arguments: [
      "KvK 00000012", "KvK 00031415", "111222333", "NL00 NEPB 0000 0141 18", "06-10-2026 12:30",
      "06-10-2026 10", "MH-2026-0187", "112", "0900-8844", "00-UA-77", "202612345", "1.283,42",
      "7604 OY", "0123456789012", "2026-10-06 1234", "a0612345678b@x.example",
    ])
  func others(_ text: String) {
    #expect(Phones.find(in: bytes(text)).isEmpty)
  }

  @Test(
    "A labelled number may lack its zero or be foreign",
    arguments: [
      ("612345678", "+31612345678"), ("600 000 000", "+31600000000"),
      ("0171 1234567", "+491711234567"),
    ])
  func labelled(_ text: String, _ e164: String) {
    #expect(Phones.read(text)?.e164 == e164)
  }
}

@Suite("Citizen service numbers")
struct BSNTests {
  @Test(
    "A number that passes the test is masked, its last two digits stay",
    arguments: [
      ("111222333", "•••••••33"), ("BSN 111.222.333, licht", "BSN •••••••33, licht"),
      ("bsn: 111 222 333", "bsn: •••••••33"), ("123456782", "•••••••82"),
      ("11122 2333 x", "•••••••33 x"),
      ("BSN111222333", "BSN•••••••33"), ("meneer (111222333) en", "meneer (•••••••33) en"),
      ("111222333 en 123456782", "•••••••33 en •••••••82"), ("111-222-333", "•••••••33"),
      ("10000008", "•••••••08"), ("1112.22.333", "•••••••33"),
      ("111\u{A0}222\u{A0}333", "•••••••33"),
      ("１１１２２２３３３", "•••••••33"), ("het nummer is 111222333.", "het nummer is •••••••33."),
      ("BSN van de heer: 111222333", "BSN van de heer: •••••••33"),
      ("111\u{200B}222333", "•••••••33"),
      ("06-10-2026 111222333", "06-10-2026 •••••••33"),
    ])
  func masked(_ text: String, _ expected: String) {
    let (masked, found) = BSN.mask(text)
    #expect(masked == expected)
    #expect(found)
  }

  @Test(
    "Numbers that only look like it stay as they are",
    arguments: [
      "+31 600000011", "0031 600000011", "KvK 00000012", "KvK-nummer: 00000012", "202612345",
      "111222334",
      "NL91ABNA0417164300", "0600000104", "zaaknummer 123456782", "1112223334",
      "kenmerk: 111222333",
      "12345678901234567890", "7604 OY", "10-10-2026", "20261110", "€ 111.222.333",
      "111.222.333 euro",
      "000000000", "ref 2026-0187", "IBAN NL00 NEPB 0000 0141 18", "12345", "",
      "rekeningnummer 123456782",
      "Kamer van Koophandel 00000012", "06 00 00 01 15", "1.112.223.339",
    ])
  func untouched(_ text: String) {
    let (masked, found) = BSN.mask(text)
    #expect(masked == text)
    #expect(!found)
  }

  @Test("The eleven test takes eight and nine digits")
  func eleven() {
    #expect(BSN.passesElevenTest([1, 1, 1, 2, 2, 2, 3, 3, 3]))
    #expect(BSN.passesElevenTest([1, 0, 0, 0, 0, 0, 0, 8]))
    #expect(!BSN.passesElevenTest([1, 1, 1, 2, 2, 2, 3, 3, 4]))
    #expect(!BSN.passesElevenTest([0, 0, 0, 0, 0, 0, 0, 0, 0]))
    #expect(!BSN.passesElevenTest([1, 2, 3]))
  }
}

@Suite("Postcodes and addresses")
struct PlacesTests {
  @Test(
    "Postcodes in a sentence",
    arguments: [
      ("7604 OY  Almelo", ["7604OY"]), ("7523UI", ["7523UI"]), ("7483uq", ["7483UQ"]),
      ("7562\u{A0}IY", ["7562IY"]), ("7511 UF en 7604 OY", ["7511UF", "7604OY"]),
      ("Postcode 7554 en dan weet ik het niet", ["7554"]), ("postcode: 7554", ["7554"]),
      ("7511 SA", []), ("7511 SD", []), ("7511 SS", []), ("0511 UF", []), ("in 2026 en", []),
      ("2026 OK12", []), ("7511 UFO", []), ("17511 UF", []), ("€ 1500 EU", []), ("1500 euro", []),
      ("MH-2026-0042", []), ("7554", []), ("7511 uf", []), ("NL00 NEPB", []),
    ])
  func postcodes(_ text: String, _ expected: [String]) {
    #expect(Postcodes.find(in: bytes(text)).map(\.value) == expected)
  }

  @Test(
    "Labelled postcodes",
    arguments: [
      ("7554", "7554"), ("7511 uf", "7511UF"), ("7604 OY  Almelo", "7604OY"), ("onbekend", nil),
      ("7554 en dan weet ik het niet", "7554"), ("7511SS", "7511"), ("12345", nil),
      ("7511 à 7523", "7511"), ("2026\u{1} z\u{1}", "2026"),
    ] as [(String, String?)])
  func labelled(_ text: String, _ expected: String?) {
    #expect(Postcodes.read(text) == expected)
  }

  @Test(
    "Mail addresses",
    arguments: [
      ("mail: a.b@c.example / tel", ["a.b@c.example"]), ("<x@Y.Example>", ["x@y.example"]),
      ("a@b", []), ("@@@@", []), ("a@.example", []), ("a..b@c..example", []), ("a@b.c1", []),
      ("naam@dienst.example.", ["naam@dienst.example"]),
      ("a+b@c-d.example,e@f.example", ["a+b@c-d.example", "e@f.example"]),
    ])
  func emails(_ text: String, _ expected: [String]) {
    #expect(Emails.find(in: bytes(text)).map(\.value) == expected)
  }

  @Test(
    "Streets in a sentence",
    arguments: [
      ("aan de Boterwolkstraat 118, 7555 QF Hengelo", ["Boterwolkstraat 118"]),
      ("aan het Tinnen\nZwaluwpad 6, 7631 FY", ["Tinnen Zwaluwpad 6"]),
      ("park de Zwevende Molen, Zwevende Molenweg 11 huisje 27 + 28", ["Zwevende Molenweg 11"]),
      ("bij app Lampionbeersteeg borne", ["Lampionbeersteeg"]),
      ("in de flat aan het Vlinderkanonplein, derde verdieping", ["Vlinderkanonplein"]),
      ("Opgegeven adres: Zeven Sokkenweg 21, 7524 QI", ["Zeven Sokkenweg 21"]),
      ("In Beckum, Drommedarisesch 3. Postcode", ["Drommedarisesch 3"]),
      ("Glazen Uilenpad 63 in Westerhaar", ["Glazen Uilenpad 63"]),
      ("Adresse: Fluwelen Kraaiweg 20", ["Fluwelen Kraaiweg 20"]),
      ("adres: Kroonbietenweg 3, 7475 YI", ["Kroonbietenweg 3"]),
      ("aan de\nKnorrepotbrink 19, voor", ["Knorrepotbrink 19"]),
      ("adres\nKwetteldijk 77, 7588 FU", ["Kwetteldijk 77"]),
      ("over Nachtpauwbrink 45 in Borne", ["Nachtpauwbrink 45"]),
      ("Papiervisstraat 88a", ["Papiervisstraat 88a"]),
      ("Hommelkoningweg 6a, 7679", ["Hommelkoningweg 6a"]),
      ("kerkstraat 12-2", ["kerkstraat 12-2"]), ("Musterstraße 5", ["Musterstraße 5"]),
      ("ul. Długa 5", ["ul. Długa 5"]),
      ("ze zijn onderweg 3 dagen", []), ("het vakantiepark 27 huisjes", []),
      ("op de snelweg 2 keer", []),
      ("zes mannen", []), ("een supermarkt 3 keer", []), ("ze heeft onderzoek 4", []),
      ("Zandlopervosweg 8, 7151 UO", ["Zandlopervosweg 8"]),
    ])
  func streets(_ text: String, _ expected: [String]) {
    #expect(Streets.find(in: bytes(text)).map(\.value) == expected)
  }

  @Test(
    "Labelled addresses",
    arguments: [
      ("Muizentrompetlaan 9, Buurse (laatste bedrijf voor de bocht)", "Muizentrompetlaan 9"),
      ("Rammelslotweg 4, 7451 QI HOLTEN", "Rammelslotweg 4"), ("Oude Markt 5", "Oude Markt 5"),
      ("Spiegelkikkerdijk 12 (schuur achter de woning)", "Spiegelkikkerdijk 12"),
      ("Honingsleutelsingel 14 b", "Honingsleutelsingel 14 b"), ("onbekend", nil),
      ("Lampionbeersteeg", "Lampionbeersteeg"),
      ("Koperen Egelstraat 2 7571 OI", "Koperen Egelstraat 2"),
    ] as [(String, String?)])
  func address(_ text: String, _ expected: String?) {
    #expect(Streets.read(text) == expected)
  }
}

@Suite("Counts")
struct CountsTests {
  @Test(
    "A labelled number of people",
    arguments: [
      ("6", 6), ("6 (vrouwen, naar schatting 25 tot 50 jaar)", 6), ("ongeveer 17", 17),
      ("twintig", 20),
      ("een stuk of acht", 8), ("een stuk of twintig", 20), ("2 personen", 2), ("zes vrouwen", 6),
      ("acht mannen", 8), ("13 personen nu ingeschreven", 13), ("1, een vrouw van 28 jaar", 1),
      ("4 Frauen, alle volljährig", 4), ("3 stalhulpen (19, 22 en 30 jaar)", 3), ("geen", 0),
      ("één", 1),
      ("een vrouw", 1), ("dwanaście osób", 12), ("eenentwintig", 21), ("twenty-one", 21),
      ("vijfennegentig", 95), ("siebenundzwanzig", 27), ("dwadzieścia pięć", 25), ("opt", 8),
      ("tweeëndertig", 32), ("ca. 10", 10), ("5-10", 5),
      ("2 (een baby van vijf dagen en een jonge vrouw)", 2),
      ("onbekend", nil), ("", nil), ("meerdere", nil), ("een paar", nil),
      ("een aantal vrouwen", nil),
    ] as [(String, Int?)])
  func read(_ text: String, _ expected: Int?) {
    #expect(Counts.read(text) == expected)
  }

  @Test(
    "People counted in a story",
    arguments: [
      ("Drie koks zaten erbij", 3), ("Jest nas dwanaście osób (12)", 12),
      ("acht mannen in drie kamers, voor drie mensen", 8),
      ("Suntem opt bărbați", 8), ("het gaat volgens mij om 2 personen", 2),
      ("een meisje van 17 in", 1),
      ("sleurt nu meisje (+-20) aan haar arm", 1),
      ("ieder weekend een ander meisje, weer 6 auto's", nil),
      ("worden ze alle drie weer\nopgehaald", 3), ("mevrouw is 34, woont er alleen", 1),
      ("mijn buurman, hij is rond de 30", 1),
      ("een jongen van 19, adres", 1), ("zestien mensen. Twee mensen wisten niet", 16),
      ("een jonge vrouw van 24.", 1),
      ("de twee\ninwonende nichtjes zeiden niets", 2), ("ze is 20. Ties", 1),
      ("het is 20 graden, ze is 20 keer geweest", nil),
      ("drie kamers en twee auto's", nil), ("aantal pers ong 17", 17),
      ("twee kinderen van het gezin", nil),
    ] as [(String, Int?)])
  func victims(_ text: String, _ expected: Int?) {
    #expect(Counts.victims(in: bytes(text)) == expected)
  }
}
