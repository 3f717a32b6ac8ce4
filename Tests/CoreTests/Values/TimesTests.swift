import Testing

@testable import Core

@Suite("Times")
struct TimesTests {
  @Test(
    "A labelled time is read in any notation",
    arguments: [
      ("23:15", "23:15"), ("14.05u", "14:05"), ("14.20 uur", "14:20"), ("9u30", "09:30"),
      ("9.15 u", "09:15"), ("11u05", "11:05"), ("0:50", "00:50"), ("00.50 uur", "00:50"),
      ("half drie", "14:30"), ("half negen", "08:30"), ("kwart over elf", "11:15"),
      ("kwart voor tien 's ochtends", "09:45"), ("kwart voor tien ’s avonds", "21:45"),
      ("tien over half drie", "14:40"), ("vijf over half elf", "10:35"),
      ("vijf voor half elf", "10:25"),
      ("half elf sochtends", "10:30"), ("halb drei nachmittags", "14:30"),
      ("vijf voor twaalf", "11:55"),
      ("a quarter to six in the evening", "17:45"), ("kwart over vier 's middags", "16:15"),
      ("1:05 PM", "13:05"), ("11 pm", "23:00"), ("12:30 AM", "00:30"), ("12:30 pm", "12:30"),
      ("10.00-12.30", "10:00"), ("10.00 - 12.30 uur", "10:00"), ("10.00", "10:00"),
      ("06.15 - 07.00 uur", "06:15"), ("+/- 11.00-12.30", "11:00"),
      ("na het vijfde uur, rond 13.15", "13:15"),
      ("'s middags om 3 uur", "15:00"), ("3 uur 's nachts", "03:00"), ("tien voor negen", "08:50"),
      ("half een", "12:30"), ("een uur", "13:00"), ("één uur 's nachts", "01:00"),
      ("7 uur", "07:00"),
      ("half zes", "17:30"), ("half past two", "14:30"), ("ten to nine in the evening", "20:50"),
      ("viertel nach vier", "16:15"), ("zehn vor neun abends", "20:50"), ("15 Uhr", "15:00"),
      ("14h30", "14:30"), ("20-11-2026 / 15.30 uur", "15:30"), ("woe 14 okt '26, 13:10", "13:10"),
      ("11:20:45", "11:20"), ("wpół do trzeciej po południu", "14:30"), ("o godz. 14:30", "14:30"),
      ("spreekuur van half tien", "09:30"), ("donderdag 22-10-2026, 9.15 u", "09:15"),
      ("18-11-26, 11u05", "11:05"), ("23.00 uur", "23:00"), ("twaalf uur", "12:00"),
      ("14 uur", "14:00"),
      ("kwart voor een", "12:45"), ("10 over 9", "09:10"), ("21 uur 30", "21:30"),
      ("om 7 uur in de ochtend", "07:00"), ("rond middernacht", "00:00"),
      ("tegen elven 's avonds", "23:00"), ("tegen elven", "11:00"),
      ("half past nine at night", "21:30"),
      ("at noon", "12:00"),
      ("woensdag 21 oktober, 9.50 uur", "09:50"),
    ])
  func labelled(_ text: String, _ expected: String) {
    #expect(Times.read(text) == expected)
  }

  @Test(
    "What is no time of day is not read",
    arguments: [
      "24:10", "25:00", "12:60", "een half uurtje", "onbekend", "", "1.283,42", "de hele dag",
      "vijfde uur", "06-10-2026", "2 keer per week",
    ])
  func noTime(_ text: String) {
    #expect(Times.read(text) == nil)
  }

  @Test(
    "In a story the moment is found and durations are not",
    arguments: [
      ("5/11 +- half elf sochtends huisbezoek", "10:30"),
      ("gegen halb drei\nnachmittags kam eine Frau", "14:30"),
      ("Vanmiddag om tien over half drie had ik", "14:40"),
      ("Vanmiddag om 14.20 uur gesprek", "14:20"),
      (
        "Eergisteren rond kwart over vier ’s middags was ik. Ze is van zes uur ’s ochtends tot ’s avonds laat bezig",
        "16:15"
      ),
      ("12 november, om vijf over half elf had ik", "10:35"),
      ("Gisteravond om tien voor negen stond er", "20:50"),
      ("vrijdagavond\nom half elf stonden er", "22:30"), ("tussen 16.00 en 17.30\nheb ik", "16:00"),
      ("vorige week woensdag rond kwart voor vier, huisbezoek", "15:45"),
      ("on Sat 10/10/2026 around a quarter to six in the evening.", "17:45"),
      ("Gisteren om tien over half vier had ik", "15:40"),
      ("Om half zes worden ze opgehaald", "17:30"),
      ("Om 3 uur 's nachts gebeurde het", "03:00"), ("stond om 23:15 voor de deur", "23:15"),
    ])
  func story(_ text: String, _ expected: String) {
    #expect(Times.find(in: ArraySlice(Array(text.utf8))) == expected)
  }

  @Test(
    "Durations, shifts, amounts and prices are no moment",
    arguments: [
      "blijven een half uurtje", "om het half uur komt er een man", "om het uur andere kerel",
      "na het vijfde uur", "is 1.283,42 euro per maand", "tien uur per dag",
      "12 uur 30 dozen inpakken", "met z'n achten", "14 uur per dag",
      "busje haalt ze op, huisje uit binnen 24 u", "Pracujemy od 6 rano do 8 wieczorem, siedem dni",
      "Van tien uur 's avonds tot zeven uur 's ochtends, zes nachten",
      "31 uur ongeoorloofd afwezig",
      "Ze moeten van vier uur 's middags tot diep in de nacht voor de webcam",
      "een kamer van 14.50 meter",
      "€ 10.30 per stuk", "10.30 euro", "twaalf, dertien uur per dag",
      "werken van elf uur 's ochtends tot één uur 's nachts",
      "van half zes tot acht uur 's avonds", "oft 12 Stunden am Tag", "Lucrăm 14 ore pe zi",
      "shifts of 13 hours",
      "van 09.00 tot 17.00 uur bereikbaar", "vier over de vloer", "twee voor een prijs",
      "half Twente", "een kwart van het loon",
    ])
  func noMoment(_ text: String) {
    #expect(Times.find(in: ArraySlice(Array(text.utf8))) == nil)
  }
}
