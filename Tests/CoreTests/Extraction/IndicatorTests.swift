import Testing

@testable import Core

@Suite("Indicators")
struct IndicatorTests {
  private func codes(_ text: String) throws -> Set<String> {
    Set(try Shipped.tables.get().indicators.find(in: Prose(text)).map(\.code))
  }

  @Test(
    "People write it in many ways",
    arguments: [
      ("V04", "Hun paspoorten liggen bij hem in de kluis."),
      ("V04", "Het paspoort is afgepakt door de chef."),
      ("V04", "De baas heeft alle paspoorten."), ("V04", "Paspoort ingenomen: ja"),
      ("V04", "Ihm wurde der Pass abgenommen."), ("V04", "Der Chef hat die Ausweise einbehalten."),
      ("V04", "Their passports were taken by the agency."),
      ("V04", "The boss keeps their passports."),
      ("V04", "Szef zabrał nam paszporty."), ("V04", "Șeful ne-a luat buletinele."),
      ("V04", "zijn verblijfspas ligt op kantoor bij de werkgever"),
      ("V04", "Ze krijgt haar paspoort niet terug."), ("V04", "[x] paspoort of ID-kaart afgenomen"),
      ("V04", "Identiteitskaarten ingeleverd bij het uitzendbureau"),
      ("V03", "Ze zaten opgesloten in een schuur."), ("V03", "De deur zat van buiten op slot."),
      ("V03", "Hij mag van zijn baas niet naar buiten."), ("V03", "She is locked in at night."),
      ("V03", "Sie wurde im Keller eingesperrt."), ("V03", "mag het huis niet uit"),
      ("V03", "ze mag niet alleen weg"),
      ("V01", "Haar telefoon is afgepakt."), ("V01", "ze mogen niet bellen met thuis"),
      ("V01", "telefoons ingenomen"),
      ("V02", "Hij mag niet naar de dokter."), ("V02", "durft niet naar het ziekenhuis"),
      ("V02", "naar de huisarts mocht hij niet"),
      ("V02", "Hij was ziek maar moest doorwerken"), ("V05", "Een bankpas heeft hij niet."),
      ("V05", "De ex heeft haar pinpas."),
      ("V05", "Het loon gaat naar een rekening van de baas."), ("V06", "Ze moet alles afgeven."),
      ("V06", "hij pakt het geld aan"),
      ("V06", "ze moeten de helft van hun inkomsten afdragen"),
      ("W01", "Ze krijgen 4 euro per uur."), ("W01", "Loon wordt contant en te laat betaald."),
      ("W01", "Nu am fost plătiți, nu ne plătește."), ("W01", "Od sierpnia nie płaci."),
      ("W01", "They have not been paid for two months."),
      ("W01", "hij werkt er zonder loon"), ("W01", "krijgt 300 euro per maand"),
      ("W01", "al drie maanden niet betaald"),
      ("W02", "zonder bescherming asbest verwijderd"), ("W03", "14 uur per dag"),
      ("W03", "zeven dagen in de week"),
      ("W03", "zwölf Stunden am Tag"), ("W03", "12 hours a day"), ("W03", "siedem dni w tygodniu"),
      ("W03", "van zes uur 's ochtends tot tien uur 's avonds"),
      ("W05", "ze weten waar mijn familie woont"),
      ("W05", "hij dreigt foto's te verspreiden: chantage"),
      ("W05", "zijn familie in Roemenië wordt bedreigd"),
      ("W10", "moet minimaal 300 euro per dag verdienen"), ("W12", "alle ramen zijn afgeplakt"),
      ("A01", "de huur gaat van het loon af"),
      ("A01", "De huisvesting loopt via de werkgever."), ("A01", "Miete wird vom Lohn abgezogen."),
      ("A07", "ze slapen boven de zaak"),
      ("A07", "matrassen in de opslag"), ("A07", "Er stonden bedden in de loods."),
      ("A07", "they sleep in the warehouse"),
      ("A08", "ze weten niet hoe het dorp heet"), ("A08", "Hij wist zijn eigen adres niet."),
      ("A09", "ze mag met niemand praten"),
      ("A10", "hij heeft een schuld van 5000 euro"), ("A10", "boete van 50 euro"),
      ("A10", "Mamy dług."), ("A10", "they get fined"),
      ("A10", "moet de reis terugbetalen"), ("B01", "41 in- en uitschrijvingen op dit adres"),
      ("B02", "11 mannen in 3 kamers"),
      ("B02", "ze slapen met z'n achten op een kamer"),
      ("B03", "Haar begeleider voerde steeds het woord."), ("B03", "hij beantwoordde alle vragen"),
      ("B03", "ze mocht niet met ons praten"), ("B04", "De vrouw was zenuwachtig."),
      ("B04", "zat te huilen"), ("B09", "hetzelfde telefoonnummer op drie aanvragen"),
      ("L01", "hij heeft een nier verkocht"), ("L03", "Ze wordt geslagen."),
      ("L03", "hij bedreigt haar"), ("L03", "He hits them."), ("L03", "Szef nas bije."),
      ("L03", "de eigenaar sloeg het meisje"), ("L04", "blauwe plekken op haar armen"),
      ("L04", "Letsel: ja"), ("L04", "Letsel: op zijn arm"),
      ("V03", "Sie wurde im Keller eingesperrt\nNull"), ("L03", "wordt geslagen\nslaapt slecht"),
      ("L06", "tegen haar wil"),
      ("N01", "Er was hem een baan beloofd."), ("N05", "ze wonen in caravans op het terrein"),
      ("N05", "Mieszkamy w przyczepach."), ("N05", "slapen in een tent achter de loods"),
      ("P02", "steeds een andere plek"), ("S01", "mannen lopen in en uit"),
      ("S01", "elk weekend een ander meisje"), ("S02", "haar vriend houdt haar in de gaten"),
      ("S02", "Hij bewaakt de meisjes."), ("S03", "dure cadeaus"), ("S04", "Ze is weggelopen."),
      ("S05", "wordt steeds gebeld"), ("S08", "advertentie staat online"),
      ("C01", "hij wordt opgehaald door oudere jongens"), ("C02", "heeft drie telefoons"),
      ("C04", "er staan telefoonabonnementen op zijn naam: vijf abonnementen"),
      ("C04", "geldezel"), ("C05", "veel contant geld"), ("C06", "schoolverzuim"),
      ("C07", "het bedelgeld moet hij afgeven"),
    ])
  func found(_ code: String, _ text: String) throws {
    #expect(try codes(text).contains(code))
  }

  @Test(
    "What is denied, asked or unticked does not count",
    arguments: [
      ("V04", "Geen paspoort afgenomen."), ("V04", "Het paspoort is niet afgenomen."),
      ("V04", "paspoort ook --> dus NIET afgenomen"),
      ("V04", "Paspoorten hebben ze zelf."), ("V04", "Paspoort ingenomen? nee"),
      ("V04", "[ ] paspoort afgenomen"),
      ("V04", "Zijn paspoort had hij bij zich, dat is dus niet afgenomen."),
      ("V04", "Paspoorten: niet naar gevraagd"), ("V04", "they hold their own passports"),
      ("V04", "twee vrouwen lieten hun eigen paspoort zien dat zij zelf bij zich hadden"),
      ("V04", "Der Pass wurde nicht abgenommen."),
      ("V04", "Legitimatie is niet gevraagd."), ("V03", "Hij zat ook niet opgesloten."),
      ("V03", "niet opgesloten of bedreigd"), ("V03", "Eingesperrt ist niemand"),
      ("V03", "they are not locked in"), ("V03", "Nu suntem închiși"),
      ("V03", "Niemand is opgesloten."), ("V03", "Is zij opgesloten?"),
      ("V03", "Opgesloten of niet vrij om te gaan? | nee"),
      ("V03", "Er is geen hek of slot dat ze tegenhoudt."),
      ("V03", "Hij mag wel gewoon naar buiten"), ("V03", "☐ wordt opgesloten"),
      ("L03", "Ze wordt niet geslagen."), ("L03", "niemand slaat hem"),
      ("L03", "nobody has been hit"), ("L03", "Nikt nas nie bije"),
      ("L03", "geschlagen wurde sie nach eigenen Worten auch nicht"),
      ("L03", "Dreiging of geweld heb ik niet gemerkt."), ("L03", "Geweld of dreiging gezien? nee"),
      ("L03", "geen geweld, dreiging of dwang"), ("L03", "[ ] bedreigd"),
      ("L03", "Geweld, dreiging of dwang is niet gezien."), ("L03", "dat slaat nergens op"),
      ("L03", "> hij wordt geslagen"),
      ("L04", "Geen blauwe plekken gezien."), ("L04", "geen letsel gezien, geen ruzie"),
      ("L04", "Ik heb geen blauwe plekken of iets dergelijks gezien"), ("L04", "Letsel? nee"),
      ("L04", "[ ] letsel"),
      ("A05", "Ze is niet bang."), ("A05", "Bang voor de baas? niet beoordeeld"),
      ("A05", "☐ bang voor een ander"), ("B04", "De man was vriendelijk en niet zenuwachtig."),
      ("A07", "Slapen op de werkplek? nee"), ("V01", "mannen hebben hun eigen telefoon"),
      ("V01", "[ ] telefoon afgepakt"), ("A10", "geen schulden"), ("A10", "Boetes: nee"),
      ("L05", "[ ] tatoeage"), ("S07", "Minderjarigen: nee"), ("S07", "no minors"),
      ("S07", "Minderjarig? onbekend"), ("W03", "8 uur per dag"), ("W01", "goed betaald"),
      ("B03", "hij beantwoordde geen vragen"),
    ])
  func ignored(_ code: String, _ text: String) throws {
    #expect(try !codes(text).contains(code))
  }

  @Test("A denial belongs to its own words")
  func scope() throws {
    #expect(try codes("Hij is niet opgesloten, maar wordt wel geslagen.").isSuperset(of: ["L03"]))
    #expect(try !codes("Hij is niet opgesloten, maar wordt wel geslagen.").contains("V03"))
    #expect(
      try codes("Ze krijgen niet betaald en worden geslagen.").isSuperset(of: ["W01", "L03"]))
    #expect(
      try codes("Hij mag niet naar buiten en slaapt in de loods.").isSuperset(of: ["V03", "A07"]))
    #expect(try codes("Ze wordt geslagen. Ze is niet bang.").contains("L03"))
    #expect(try codes("niet alleen geslagen maar ook bedreigd").contains("L03"))
  }

  @Test("A hit carries the words that matched, as written")
  func words() throws {
    let hits = try Shipped.tables.get().indicators.find(
      in: Prose("De Pässe hat der Chef einbehalten."))
    #expect(hits.first { $0.code == "V04" }?.text == "Pässe hat der Chef einbehalten")
  }

  @Test("Origin is never an indicator")
  func origin() throws {
    #expect(try codes("Een Roemeense man, afkomstig uit Roemenië, nationaliteit Roemeens.").isEmpty)
  }

  @Test("Every term of the shipped table can match by itself: none is shadowed by a typing error")
  func everyTerm() throws {
    let tables = try Shipped.tables.get()
    #expect(tables.indicators.indicators.count == 63)
    let rows = Shipped.rows("indicatoren.csv")
    #expect(rows.count == 63)
    for row in rows where row["code"] != "W09" {
      #expect(row["zoektermen_voorstel"]?.isEmpty == false, "\(row["code"] ?? "")")
    }
  }
}
