import Testing

@testable import Core

/// Text of a form, and the fields that must be read from it.
struct FormCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var text: String
  var fields: [String: String]
}

private let facts = [
  "melder_naam": "Ada Bergeend", "locatie_straat": "Eikelweg 3", "postcode": "7621UF",
  "woonplaats": "Borne",
  "observatie_datum": "2026-11-03", "observatie_tijd": "10:45",
]

private let formCases = [
  FormCase(
    testDescription: "label: value",
    text:
      "Naam: Ada Bergeend\nAdres: Eikelweg 3\nPostcode: 7621 UF\nPlaats: Borne\nDatum: 3-11-2026\nTijd: 10.45 uur",
    fields: facts),
  FormCase(
    testDescription: "the value on the next line",
    text:
      "Naam\nAda Bergeend\n\nAdres\nEikelweg 3\n\nPostcode en plaats\n7621 UF Borne\n\nDatum\n3-11-2026\n\nTijd\n10:45",
    fields: facts),
  FormCase(
    testDescription: "a dash before each",
    text:
      "Samenvatting\n\nUw gegevens\n- Voornaam: Ada\n- Achternaam: Bergeend\n\nLocatie\n- Straat: Eikelweg\n- Huisnummer: 3\n- Huisletter:\n- Postcode: 7621UF\n- Plaats: Borne\n\nWaarneming\n- Datum: 03-11-2026\n- Tijdstip: 10:45",
    fields: facts),
  FormCase(
    testDescription: "dotted leaders",
    text:
      "Naam melder ....... Ada Bergeend\nAdres ............. Eikelweg 3\nPostcode/plaats ... 7621 UF Borne\nDatum/tijd ........ 3 november 2026, kwart voor elf",
    fields: facts),
  FormCase(
    testDescription: "bullets with tabs",
    text:
      "•\tMelder:\tAda Bergeend\n•\tLocatie:\tEikelweg 3, 7621UF Borne\n•\tWanneer:\tdi 3 nov 2026 om 10:45 uur",
    fields: facts),
  FormCase(
    testDescription: "numbered questions, the answer behind",
    text:
      "1. Uw naam? Ada Bergeend\n2. Waar speelt het? Eikelweg 3, 7621 UF Borne\n3. Wanneer? dinsdag 3 november, 10:45",
    fields: facts),
  FormCase(
    testDescription: "numbered headings, the answer below",
    text:
      "1. WIE\n   Ada Bergeend, boa\n2. WAAR\n   Adres: Eikelweg 3, 7621 UF Borne\n3. WANNEER\n   3 november, 10.45 uur",
    fields: facts),
  FormCase(
    testDescription: "columns of spaces",
    text:
      "Naam             Ada Bergeend\nAdres            Eikelweg 3\nPostcode         7621 UF\nWoonplaats       Borne\nDatum gesprek    di 3 nov\nTijd             kwart voor elf",
    fields: facts),
  FormCase(
    testDescription: "rows with tabs",
    text:
      "Melder\tAda Bergeend\nAdres\tEikelweg 3\u{0B}7621 UF  Borne\nDatum\t3-11-2026\nTijd\t10:45",
    fields: facts),
  FormCase(
    testDescription: "two pairs in a row",
    text:
      "Melder\tAda Bergeend\tDatum\t3-11-2026\nAdres\tEikelweg 3\tTijd\t10:45\nPostcode\t7621UF\tPlaats\tBorne",
    fields: facts),
  FormCase(
    testDescription: "a table of pipes",
    text:
      "| Veld | Waarde |\n|---|---|\n| Naam | Ada Bergeend |\n| Locatie (straat + nr) | Eikelweg 3 |\n| Postcode | 7621UF |\n| Plaats | Borne |\n| Datum | 03.11.2026 |\n| Begintijd | 10.45 |",
    fields: facts),
  FormCase(
    testDescription: "label = value",
    text:
      "naam melder = Ada Bergeend\nadres = Eikelweg 3\npostcode en plaats = 7621 UF Borne\ndatum = 3 nov. 2026\ntijd = 10u45",
    fields: facts),
  FormCase(
    testDescription: "several on a line",
    text:
      "Naam: Ada Bergeend   Tel: 06-00000001\nStraat: Eikelweg   Nr: 3   Postcode: 7621 UF   Plaats: Borne\nDatum: 3-11-2026; Tijd: 10:45",
    fields: facts.merging(["melder_telefoon": "06-00000001"]) { $1 }),
  FormCase(
    testDescription: "English",
    text:
      "Your name: Ada Bergeend\nAddress: Eikelweg 3\nPostal code: 7621 UF\nCity: Borne\nDate: 3 November 2026\nTime: 10:45 am",
    fields: facts),
  FormCase(
    testDescription: "German",
    text:
      "Ihr Name: Ada Bergeend\nAdresse: Eikelweg 3\nPLZ / Ort: 7621 UF Borne\nDatum: 3. November 2026\nUhrzeit: 10.45 Uhr",
    fields: facts),
  FormCase(
    testDescription: "Polish",
    text:
      "Imię i nazwisko: Ada Bergeend\nUlica: Eikelweg 3\nKod pocztowy: 7621 UF\nMiejscowość: Borne\nData: 3.11.2026\nGodzina: 10:45",
    fields: facts),
  FormCase(
    testDescription: "sections: whoever it is about is not the reporter",
    text:
      "Gegevens slachtoffer\nNaam: Zoë Onbekend\nTelefoon: 06-00000009\n\nGegevens melder\nNaam: Ada Bergeend\nTelefoon: 06-00000001\n\nGegevens locatie\nAdres: Eikelweg 3\nPostcode: 7621UF",
    fields: [
      "melder_naam": "Ada Bergeend", "melder_telefoon": "06-00000001",
      "locatie_straat": "Eikelweg 3",
    ]),
]

@Test("Forms are read in every shape that people send, with LF and with CRLF", arguments: formCases)
func forms(_ sample: FormCase) throws {
  for text in [sample.text, sample.text.replacing("\n", with: "\r\n")] {
    let record = try understood(text)
    for (key, value) in sample.fields { #expect(record.joined(key) == value, "\(key)") }
  }
}

@Test(
  "Boxes give what is ticked",
  arguments: [
    ("[x] ja  [ ] nee", "ja"), ("[ ] ja  [X] nee", "nee"),
    ("☒ ja (15 jaar)   ☐ nee", "ja (15 jaar)"),
    ("ja ☐ nee ☒", "nee"), ("☐ a ☑ b ☑ c", "b; c"), ("( ) ja (x) nee", "nee"), ("[ ] a [ ] b", ""),
    ("✔ a", "a"), ("[] a [v] b", "b"),
  ])
func boxes(_ line: String, _ ticked: String) throws {
  #expect(try #require(Boxes(Array(line.utf8)[...])).ticked.text == ticked)
}

@Test("A line without boxes has none", arguments: ["geen", "(nu)", "[foto]", "a (b) c", "[", "("])
func noBoxes(_ line: String) { #expect(Boxes(Array(line.utf8)[...]) == nil) }

@Test(
  "Marks of lists are skipped, and nothing else",
  arguments: [
    ("- Naam", "Naam"), ("•\tNaam", "Naam"), ("3. Naam", "Naam"), ("12) Naam", "Naam"),
    ("a. Naam", "Naam"),
    ("3.5 uur", "3.5 uur"), ("-Naam", "-Naam"), ("12-11-2026", "12-11-2026"), ("– Naam", "Naam"),
    ("", ""),
  ])
func bullets(_ line: String, _ text: String) {
  let bytes = Array(line.utf8)[...]
  #expect(bytes[Bullet.end(bytes)...].text == text)
}

@Test("What no field takes is kept as it was written, and so is the story")
func unrecognised() throws {
  let record = try understood(
    """
    Naam: Ada Bergeend
    Lievelingskleur: groen
    Toelichting: Acht mannen slapen in de schuur.
    Ze mogen niet weg.
    """)
  #expect(record.unrecognised == ["Lievelingskleur: groen"])
  #expect(record.text("omschrijving") == "Acht mannen slapen in de schuur.\nZe mogen niet weg.")
}

@Test("An answer behind its label needs no sign, and a list below its label no indent")
func answersAndLists() throws {
  let record = try understood(
    """
    Naam: Ada Bergeend
    Minderjarig nee
    Spoed nee
    Voertuigen op het erf:
    - V-004-AI (wit)
    - 00-UA-77 (grijs)
    Plaats: Borne
    """)
  #expect(record.text("minderjarigen") == "nee")
  #expect(record.urgency == .normal)
  #expect(record["kentekens"] == .list(["V-004-AI", "00-UA-77"]))
  #expect(record.text("woonplaats") == "Borne")
}

@Test(
  "A story is not taken for a form",
  arguments: [
    "Wanneer hij thuiskwam was het donker: niemand deed open.",
    "Vertaal-app: acht mannen werken in een slachthuis.",
    "De baas zei letterlijk: \"mijn naam is niet belangrijk\".",
    "Paspoorten ingenomen: nee",
  ])
func story(_ line: String) throws {
  let record = try understood(line)
  for key in ["melder_naam", "melder_telefoon", "locatie_straat", "observatie_tijd", "kentekens"] {
    #expect(record[key] == nil, "\(key)")
  }
}

@Suite("Tables with their labels above")
struct TitleRowTests {
  @Test("A row under its labels fills them, empty cells at both ends too")
  func below() throws {
    let record = try understood(
      "Naam melder\tFunctie\tPlaats\n\tboa\tBorne\n\nAdres\tPostcode\nEikelweg 3\t\n\nDatum\t\nTijd\t10:45\n"
    )
    #expect(record.text("melder_functie") == "boa")
    #expect(record.text("woonplaats") == "Borne")
    #expect(record.text("locatie_straat") == "Eikelweg 3")
    #expect(record.text("observatie_tijd") == "10:45")
    #expect(record.text("melder_naam") == nil)
    #expect(record.warnings.isEmpty)
  }

  @Test("Pairs beside each other are pairs, also when a value is a label's word")
  func pairs() throws {
    let record = try understood(
      "Naam\tAda Bergeend\tFunctie\tboa\nSector\tstraat\nKleur auto\tblauw\nPlaats\tBorne\n")
    #expect(record.text("melder_naam") == "Ada Bergeend")
    #expect(record.text("melder_functie") == "boa")
    #expect(record.joined("sector") == "straat")
    #expect(record.text("woonplaats") == "Borne")
    #expect(record.unrecognised == ["Kleur auto: blauw"])
  }

  @Test("A cell that was left empty does not take the text below the table")
  func leftEmpty() throws {
    let record = try understood(
      "Naam\tAda Bergeend\nPlaats\tBorne\nFunctie\t\nHandtekening\t\nStuur dit formulier op.\n")
    #expect(record.text("melder_functie") == nil)
    #expect(record.text("melder_naam") == "Ada Bergeend")
  }

  @Test("A box alone in its cell answers its label with yes")
  func loneBox() throws {
    let record = try understood("Minderjarigen betrokken\t[x]\nAcuut gevaar\t[ ]\nPlaats\tBorne\n")
    #expect(record.text("minderjarigen") == "ja")
    #expect(record.urgency == .pressing)
  }

  @Test(
    "A list with a signal a row: nothing is mixed, nothing is lost, and the coordinator is told")
  func list() throws {
    let record = try understood(
      "Naam melder\tDatum waarneming\tPostcode\tWoonplaats\tToelichting\n"
        + "\t3-11-2026\t7621 UF\tBorne\tDrie mannen slapen in een schuur.\n"
        + "Bo Visser\t4-11-2026\t7511 JE\tEnschede\tEen meisje van 15 wordt opgehaald, BSN 111222333.\n"
    )
    #expect(record.warnings.contains("lijst met 2 meldingen; splits ze"))
    #expect(record.text("observatie_datum") == "2026-11-03")
    #expect(record.text("melder_naam") == nil)
    #expect(record.assignment.queue == "regio")
    #expect(record.urgency == .pressing)
    let row = try #require(record.unrecognised.first { $0.hasPrefix("melding 2: ") })
    #expect(row.contains("Naam melder: Bo Visser; Datum waarneming: 4-11-2026"))
    #expect(!row.contains("111222333"))
  }
}
