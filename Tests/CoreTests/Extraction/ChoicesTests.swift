import Testing

@testable import Core

@Suite("Choices")
struct ChoicesTests {
  private func tables() throws -> Tables { try Shipped.tables.get() }

  @Test(
    "A labelled value leads to the code of the table",
    arguments: [
      ("uitbuitingsvorm", "arbeidsuitbuiting", ["arbeidsuitbuiting"]),
      ("uitbuitingsvorm", "Vermoeden van: arbeidsuitbuiting", ["arbeidsuitbuiting"]),
      ("uitbuitingsvorm", "arbeidsuitbuiting (vermoeden)", ["arbeidsuitbuiting"]),
      ("uitbuitingsvorm", "Seksuele uitbuiting", ["seksuele_uitbuiting"]),
      ("uitbuitingsvorm", "seksueel", ["seksuele_uitbuiting"]),
      ("uitbuitingsvorm", "criminele uitbuiting", ["criminele_uitbuiting"]),
      ("uitbuitingsvorm", "labour exploitation", ["arbeidsuitbuiting"]),
      ("uitbuitingsvorm", "geen idee, daarvoor weet ik te weinig", ["onbekend"]),
      ("uitbuitingsvorm", "anders, namelijk 'voetbalhandel'", ["overig"]),
      ("uitbuitingsvorm", "uitbuiting bij draagmoederschap", ["uitbuiting_draagmoederschap"]),
      ("uitbuitingsvorm", "illegale adoptie", ["illegale_adoptie"]),
      ("uitbuitingsvorm", "gedwongen dienstverlening", ["gedwongen_dienstverlening"]),
      ("uitbuitingsvorm", "orgaanhandel", ["orgaanhandel"]),
      (
        "uitbuitingsvorm", "[x] seksuele uitbuiting  [ ] arbeidsuitbuiting  [ ] onbekend",
        ["seksuele_uitbuiting"]
      ),
      (
        "uitbuitingsvorm", "☐ seksueel   ☐ arbeid   ☒ crimineel   ☐ bedelarij   ☐ anders",
        ["criminele_uitbuiting"]
      ),
      ("uitbuitingsvorm", "arbeid en crimineel", ["arbeidsuitbuiting", "criminele_uitbuiting"]),
      ("uitbuitingsvorm", "", []), ("uitbuitingsvorm", "zie boven", []),
      ("uitbuitingsvorm", "gedwongen prostitutie", ["seksuele_uitbuiting"]),
      ("uitbuitingsvorm", "Arbeitsausbeutung", ["arbeidsuitbuiting"]),
      ("uitbuitingsvorm", "onbekend", ["onbekend"]),
      ("uitbuitingsvorm", "seksuele_uitbuiting", ["seksuele_uitbuiting"]),
      ("sector", "naaiatelier", ["naaiatelier"]),
      ("sector", "Vergunde seksinrichting", ["vergunde seksinrichting"]),
      ("sector", "bouw, sloop oude stallen", ["bouw"]),
      ("sector", "land- en tuinbouw (blauwe bessen)", ["land_en_tuinbouw"]),
      ("sector", "land- en tuinbouw (paardenhouderij)", ["land_en_tuinbouw"]),
      ("sector", "uitzendbureau, transport", ["uitzendbureau", "transport"]),
      (
        "sector", "huisjesmelker, misschien via een uitzendbureau",
        ["huisjesmelker", "uitzendbureau"]
      ), ("sector", "horeca (pizzeria)", ["horeca"]),
      ("sector", "zorg (PGB), zorgboerderij", ["zorg(PGB)"]),
      ("sector", "thuisprostitutie", ["thuisprostitutie"]),
      ("sector", "☒ koerier   ☐ geldezel   ☐ hennepteelt", ["koerier"]),
      ("sector", "champignonkwekerij", ["champignonkwekerij"]),
      ("sector", "nagelstudio", ["nagelstudio"]), ("sector", "hennepteelt", ["hennepteelt"]),
      ("sector", "onbekend", []),
      ("contactproces", "toezicht: periodieke brandveiligheidscontrole bedrijfspand", ["toezicht"]),
      ("contactproces", "Toezicht en handhaving", ["toezicht"]),
      ("contactproces", "BRP-inschrijving", ["brp_inschrijving"]),
      ("contactproces", "aan de balie", ["balie"]),
      ("contactproces", "zorg (onderzoek pgb)", ["zorg"]),
      ("contactproces", "[ ] balie  [x] leerplicht  [ ] zorg", ["leerplicht"]),
      ("contactproces", "toezicht buitengebied", ["toezicht"]),
      ("locatie_type", "Vergunde seksinrichting", ["seksinrichting"]),
      ("locatie_type", "woning", ["woning"]), ("slachtoffer_geslacht", "vrouw", ["vrouw"]),
      ("slachtoffer_geslacht", "m", ["man"]), ("waarnemingssoort", "zelf gezien", ["zelf_gezien"]),
    ])
  func labelled(_ field: String, _ value: String, _ expected: [String]) throws {
    #expect(try tables().choices.read(value, field: field) == expected)
  }

  @Test(
    "A story leads to a form or a sector with care",
    arguments: [
      (
        "uitbuitingsvorm", "Ik denk aan gedwongen dienstverlening in het huishouden.",
        ["gedwongen_dienstverlening"]
      ),
      ("uitbuitingsvorm", "I think this is labour exploitation", ["arbeidsuitbuiting"]),
      ("uitbuitingsvorm", "Het is geen arbeidsuitbuiting.", []),
      ("uitbuitingsvorm", "ze moet trouwen met een neef", ["gedwongen_huwelijk"]),
      ("uitbuitingsvorm", "Ze bedelen voor de supermarkt", ["gedwongen_bedelarij"]),
      ("uitbuitingsvorm", "hij heeft een nier verkocht", ["orgaanhandel"]),
      ("uitbuitingsvorm", "Hij werkt hard.", []),
      ("uitbuitingsvorm", "[ ] seksuele uitbuiting", []),
      ("sector", "gesprek met de aanvrager voor het restaurant. Drie koks", ["horeca"]),
      ("sector", "Sie putzt Zimmer in einem Hotel", ["schoonmaak", "hotel"]),
      (
        "sector", "Pracuję w szklarni przy pomidorach. Agencja pracy",
        ["land_en_tuinbouw", "uitzendbureau"]
      ), ("sector", "lucrăm la abator", ["vleesverwerking"]),
      ("sector", "in dat vakantiehuisje", ["vakantiepark"]),
      ("sector", "voor de webcam", ["webcam"]), ("sector", "Er is geen hotel of restaurant.", []),
      ("sector", "hij woont in een straat met auto's", []),
      ("sector", "repacking warehouse", ["logistiek"]),
      ("contactproces", "Er was geen vergunning.", []),
    ])
  func story(_ field: String, _ text: String, _ expected: [String]) throws {
    #expect(try tables().choices.read(Prose(text)).values(field) == expected)
  }

  @Test("Of several contact moments the one told most often is the best")
  func best() throws {
    let reading = try tables().choices.read(
      Prose("Hij vroeg bijstand aan. Aan de balie. Zijn uitkering liep via de klantmanager."))
    #expect(reading.best("contactproces") == "uitkering")
    #expect(reading.best("sector") == nil)
  }

  @Test(
    "Danger now is acute, a minor or the same day is pressing, the rest is normal",
    arguments: [
      ("heb 112 gebeld!!", "acuut"), ("112 gebeld om 15.34 uur, eenheid is onderweg", "acuut"),
      ("Acuut gevaar: ja", "acuut"), ("Acuut gevaar\tJA", "acuut"),
      ("Acuut: JA", "acuut"), ("We called 112.", "acuut"), ("Er is levensgevaar.", "acuut"),
      ("Direct gevaar? ja", "acuut"), ("hij slaat haar nu", "acuut"),
      ("Ich habe 112 angerufen.", "acuut"), ("[x] acuut gevaar", "acuut"),
      ("Acuut gevaar: [x] ja [ ] nee", "acuut"),
      ("Acuut gevaar: nee", "normaal"), ("Geen 112 gebeld.", "normaal"),
      ("Is er nu gevaar, moet u 112 bellen?", "normaal"),
      ("niet zo dat ik 112 had moeten bellen", "normaal"),
      ("Acuut gevaar: [ ] ja  [x] nee, 112 is niet nodig", "normaal"),
      ("> Is er acuut gevaar? Bel 112.", "normaal"),
      ("Niet acuut, hij logeert nu bij zijn oma.", "normaal"),
      ("geen levensgevaar", "normaal"), ("Direct gevaar: Nee", "normaal"),
      ("112 alleen bij acuut gevaar? nee", "normaal"), ("☐ acuut gevaar", "normaal"),
      ("Bij acuut gevaar: bel 112.", "normaal"), ("Is er acuut gevaar? Bel 112.", "normaal"),
      ("In geval van nood of acuut gevaar, bel altijd 112", "normaal"),
      ("Spoed: ja", "spoed"),
      ("Spoed = ja, huisarts moet vandaag langs; geen levensgevaar", "spoed"),
      ("Er moet vandaag iemand kijken.", "spoed"), ("graag vandaag naar kijken", "spoed"),
      ("dringend, niet acuut", "spoed"), ("zo snel mogelijk graag", "spoed"),
      ("Spoed: nee", "normaal"), ("Dit heeft haast", "spoed"), ("Er is geen haast bij", "normaal"),
      ("Urgentie: hoog", "spoed"),
      ("Urgentie: laag", "normaal"), ("er moet direct iemand heen", "spoed"),
      ("Geen spoed.", "normaal"), ("Het is niet dringend.", "normaal"),
      ("een meisje van 16 woont daar", "spoed"), ("Minderjarig: ja", "spoed"),
      ("Vorige week stond er een busje.", "normaal"), ("please come as soon as possible", "spoed"),
      ("", "normaal"),
    ])
  func urgency(_ text: String, _ expected: String) throws {
    let prose = Prose(text)
    let reading = try tables().choices.read(prose)
    let minors = Minors.read(prose, reading, answer: nil)
    #expect(Urgency.read(reading, danger: nil, minor: minors.answer).rawValue == expected)
  }

  @Test("A field that says danger wins over a calm story")
  func danger() throws {
    let reading = try tables().choices.read(Prose("rustig"))
    #expect(Urgency.read(reading, danger: .yes, minor: .no) == .acute)
    #expect(Urgency.read(reading, danger: .no, minor: .yes) == .pressing)
    #expect(Urgency.read(reading, danger: .unknown, minor: .unknown) == .normal)
  }

  @Test(
    "A possible victim under 18 is told by age or by word",
    arguments: [
      ("een meisje van 17 in Rijssen", "ja"), ("leerlinge 16 jaar", "ja"),
      ("Leeftijd? 16, 18 en 19 jaar", "ja"), ("een jongetje van ongeveer 10", "ja"),
      ("jongen (15 jaar)", "ja"),
      ("één meisje zegt 16 te zijn", "ja"), ("een 16-jarige jongen", "ja"),
      ("a 15 year old girl", "ja"), ("Minderjarigen: 2", "ja"), ("☒ minderjarig", "ja"),
      ("ein Mädchen von 14", "ja"),
      ("een meisje van veertien", "ja"), ("een jonge vrouw van 24", "nee"),
      ("meneer T. (41 jaar)", "nee"), ("meisje (+-20) aan haar arm", "nee"),
      ("een jongen van 19, adres", "nee"),
      ("mevrouw is 34, woont er alleen", "nee"), ("hij is rond de 30", "nee"),
      ("kinderen? nee niet gezien", "nee"), ("KINDEREN: geen", "nee"),
      ("Kinderen zijn er in dat huis niet", "nee"),
      ("all adults, no minors", "nee"), ("4 Frauen, alle volljährig", "nee"),
      ("wszyscy dorośli", "nee"), ("3 stalhulpen (19, 22 en 30 jaar)", "nee"),
      ("Minderjarig: nee, ca. 45 jaar", "nee"),
      ("iedere week een ander meisje", "onbekend"),
      ("Naar leeftijden heb ik niet gevraagd.", "onbekend"),
      ("Minderjarigen: niet gezien / onbekend", "onbekend"), ("hij werkt er al 3 jaar", "onbekend"),
      ("twee jaar geleden", "onbekend"), ("de kinderen van het gezin, 4 en 6 jaar", "onbekend"),
      ("de zoon van de eigenaar (12 jaar)", "onbekend"), ("16 auto's", "onbekend"),
      ("om 16 uur", "onbekend"),
      ("> een meisje van 15", "onbekend"), ("26 weken zwanger", "onbekend"),
      ("een zestienjarig meisje", "ja"), ("een scholier", "ja"), ("a 16yo girl", "ja"),
      ("zegt 18 te zijn maar lijkt veel jonger", "ja"), ("mannen tussen de 20 en 40 jaar", "nee"),
      ("leeftijd: tussen 20 en 30", "nee"), ("een achttienjarige", "nee"),
      ("Two young women. They are 17 and 19. The owner keeps them.", "ja"),
      ("Het meisje van 16 slaapt bij de baas", "ja"),
      ("het meisje (15 jaar) werkt voor de eigenaar", "ja"),
      ("een meisje van 17 past op de kinderen van het gezin", "ja"),
      ("hun dochter van 8", "onbekend"),
      ("mevr. K., nummer 123456789, 63 jaar, dementerend", "nee"),
      ("hij heeft 17 and 19 euro", "onbekend"),
      ("contract van 3 jaar", "onbekend"), ("", "onbekend"),
    ])
  func minors(_ text: String, _ expected: String) throws {
    let prose = Prose(text)
    #expect(
      Minors.read(prose, try tables().choices.read(prose), answer: nil).answer.rawValue == expected)
  }

  @Test(
    "Special categories are said in words about a person",
    arguments: [
      ("1 man m arm in gips (bedrijfsongeval)", ["gezondheid"]),
      ("hij had hoge koorts en rugpijn", ["gezondheid"]), ("26 weken zwanger", ["gezondheid"]),
      ("licht verstandelijk beperkt en suikerziekte", ["gezondheid"]),
      ("ontvangt thuis klanten (prostitutie)", ["seksueel gedrag"]),
      ("voor de webcam", ["seksueel gedrag"]),
      ("een Roemeense man voor inschrijving", ["etniciteit"]),
      ("Ze komen uit West-Afrika", ["etniciteit"]),
      ("als verdachte gehoord voor oplichting", ["strafrechtelijk"]),
      ("Diefstal van stroom", ["strafrechtelijk"]), ("er zitten pillen in", ["strafrechtelijk"]),
      ("DW 0Q117 (grijs, Pools)", []), ("Ik kan geen Pools", []), ("geen letsel gezien", []),
      ("Letsel? nee", []), ("blauwe plek op haar arm", []), ("(wel gezondheidsrisico)", []),
      ("Inschrijving heb ik aangehouden.", []), ("niet ziek", []),
      ("Hij is niet verdacht van iets.", []),
      ("gute Frau aus Polen", ["etniciteit"]),
    ])
  func sensitive(_ text: String, _ expected: [String]) throws {
    #expect(try tables().choices.read(Prose(text)).values("gevoeligheid") == expected)
  }

  @Test(
    "What the reporter wants",
    arguments: [
      ("Houden jullie mij op de hoogte?", "ja"), ("Ik hoor graag wat jullie ermee doen.", "ja"),
      ("Bitte geben Sie mir eine Rückmeldung.", "ja"), ("I'd like to hear back.", "ja"),
      ("Terugkoppeling? ja per mail", "ja"), ("Wil je iets terug horen? ja", "ja"),
      ("Terugkoppeling gewenst? | nee", "nee"), ("terugkoppeling hoeft niet", "nee"),
      ("Terugkoppeling aan mij is niet nodig.", "nee"), ("Terugkoppeling: graag", "ja"),
      ("MOGEN WE JE BELLEN\nja", "ja"), ("Bel mij terug, ook 's avonds.", "ja"), ("Groeten", "-"),
    ])
  func feedback(_ text: String, _ expected: String) throws {
    let reading = try tables().choices.read(Prose(text))
    #expect((Wishes.feedback(reading)?.rawValue ?? "-") == expected)
  }

  @Test(
    "Who stays unnamed on purpose",
    arguments: [
      ("vraag niet wie ik ben, ik blijf anoniem", true), ("Ik wil mijn naam niet noemen", true),
      ("De melder heeft gekozen voor: ANONIEM.", true), ("I want to stay anonymous", true),
      ("mijn collega (die blijft liever buiten beeld)", false),
      ("please don't mention me to the company", false), ("nummer afgeschermd", false),
      ("Niet anoniem.", false), ("Anoniem: nee", false),
      ("Anoniem: ja", true),
    ])
  func anonymous(_ text: String, _ expected: Bool) throws {
    #expect(Wishes.isAnonymous(try tables().choices.read(Prose(text))) == expected)
  }

  @Test(
    "A restriction is kept as the sentence that says it",
    arguments: [
      (
        "Ze vindt het goed. Liever geen politie aan de deur zonder overleg met mij. Groeten.",
        ["Liever geen politie aan de deur zonder overleg met mij"]
      ),
      ("Proszę nie mówić szefowi, że pisałam.", ["Proszę nie mówić szefowi, że pisałam"]),
      ("Vă rog, nu sunați la poliție.", ["Vă rog, nu sunați la poliție"]),
      ("Niets zeggen tegen de werkgever.", ["Niets zeggen tegen de werkgever"]),
      ("Alsjeblieft niet naar haar ouders gaan.", ["Alsjeblieft niet naar haar ouders gaan"]),
      ("Please don't mention me to the company.", ["Please don't mention me to the company"]),
      ("De politie was erbij.", []), ("Graag bellen.", []),
    ])
  func restrictions(_ text: String, _ expected: [String]) throws {
    let prose = Prose(text)
    #expect(Wishes.restrictions(prose, try tables().choices.read(prose)) == expected)
  }
}
