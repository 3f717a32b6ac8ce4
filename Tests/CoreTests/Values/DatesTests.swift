import Testing

@testable import Core

/// Tuesday 24 November 2026.
private let tuesday = CivilTime(
  date: CivilDate(year: 2026, month: 11, day: 24) ?? CivilDate(dayNumber: 0), hour: 12)

private func at(_ iso: String) -> CivilTime {
  let parts = iso.split(separator: "-").compactMap { Int($0) }
  return CivilTime(
    date: CivilDate(year: parts[0], month: parts[1], day: parts[2]) ?? CivilDate(dayNumber: 0),
    hour: 12)
}

private func described(_ reading: DateReading?) -> String {
  guard let reading else { return "-" }
  let until = reading.until.map { "/" + $0.iso } ?? ""
  return reading.from.iso + until + " " + reading.precision.rawValue
}

@Suite("Dates")
struct DatesTests {
  @Test(
    "A day that is written out is exact, day before month",
    arguments: [
      ("06-10-2026", "2026-10-06"), ("6/10", "2026-10-06"), ("6.10.2026", "2026-10-06"),
      ("08.10.2026", "2026-10-08"), ("6 okt '26", "2026-10-06"), ("6 okt ’26", "2026-10-06"),
      ("dinsdag 3 november 2026", "2026-11-03"), ("ma 2 nov", "2026-11-02"),
      ("vrijdag 9 oktober", "2026-10-09"), ("2026-10-10", "2026-10-10"), ("6-10", "2026-10-06"),
      ("6-10-26", "2026-10-06"), ("06/10/2026", "2026-10-06"), ("02/03", "2026-03-02"),
      ("02-03-2026", "2026-03-02"), ("6. Oktober 2026", "2026-10-06"), ("6 Oct 2026", "2026-10-06"),
      ("October 27, 2026", "2026-10-27"), ("October 6th, 2026", "2026-10-06"),
      ("3rd of November 2026", "2026-11-03"), ("9 listopada 2026", "2026-11-09"),
      ("9 listopada", "2026-11-09"), ("5 noiembrie 2026", "2026-11-05"),
      ("Am Dienstag, dem 3. November 2026", "2026-11-03"), ("Sat 10/10/2026", "2026-10-10"),
      ("woe 14 okt '26, 13:10", "2026-10-14"), ("20-11-2026 / 15.30 uur", "2026-11-20"),
      ("18-11-26, 11u05", "2026-11-18"), ("30 okt. 2026", "2026-10-30"),
      ("04.11.2026, 06.15 - 07.00 uur", "2026-11-04"), ("maandag 9/11, 11:20", "2026-11-09"),
      ("14-okt-2026", "2026-10-14"), ("1 jan. 2026", "2026-01-01"), ("29-2-2024", "2024-02-29"),
      ("6 - 10 - 2026", "2026-10-06"), ("d.d. 6-10-2026", "2026-10-06"), ("10.5.", "2026-05-10"),
      ("woensdag 21 oktober, 9.50 uur", "2026-10-21"), ("28 mei", "2026-05-28"),
      ("Sonntag, 22.11.", "2026-11-22"), ("24-11-2026", "2026-11-24"),
      ("12 września", "2026-09-12"),
      ("6\u{A0}oktober\u{A0}2026", "2026-10-06"), ("Montag den 2. November", "2026-11-02"),
    ])
  func exact(_ text: String, _ day: String) {
    #expect(described(Dates.read(text, relativeTo: tuesday)) == day + " exact")
  }

  @Test(
    "A day that does not exist or lies ahead is no date",
    arguments: [
      "31-11-2026", "2026-02-30", "29-2-2026", "0-10-2026", "32/10", "10/27/2026", "25-11-2026",
      "1 januari 2027", "31 november", "99-99-9999", "onbekend", "", "n.v.t.", "12", "2026",
      "24:00",
      "28 december", "morgen", "volgende week dinsdag", "komende vrijdag", "week 54",
      "week 60 van 2026",
    ])
  func impossible(_ text: String) {
    #expect(described(Dates.read(text, relativeTo: tuesday)) == "-")
  }

  @Test(
    "Words count from the receipt",
    arguments: [
      ("afgelopen dinsdag", "2026-11-17"), ("za jl.", "2026-11-21"), ("maandag jl.", "2026-11-23"),
      ("vorige week woensdag", "2026-11-18"), ("woensdag vorige week", "2026-11-18"),
      ("gisteren", "2026-11-23"), ("gisteravond", "2026-11-23"), ("vanmiddag", "2026-11-24"),
      ("vannacht", "2026-11-24"), ("eergisteren", "2026-11-22"), ("vandaag", "2026-11-24"),
      ("nu", "2026-11-24"), ("vrijdagavond", "2026-11-20"), ("dinsdag", "2026-11-24"),
      ("zo", "2026-11-22"), ("afgelopen vrijdag", "2026-11-20"), ("last Friday", "2026-11-20"),
      ("letzten Freitag", "2026-11-20"), ("gestern", "2026-11-23"), ("yesterday", "2026-11-23"),
      ("wczoraj", "2026-11-23"), ("vorgestern", "2026-11-22"), ("last night", "2026-11-23"),
      ("drie dagen geleden", "2026-11-21"), ("2 days ago", "2026-11-22"), ("heute", "2026-11-24"),
      ("vor drei Tagen", "2026-11-21"), ("maandagochtend", "2026-11-23"),
      ("eergisteravond", "2026-11-22"), ("vrijdag jongstleden", "2026-11-20"),
      ("dzisiaj", "2026-11-24"),
      ("afgelopen weekend", "2026-11-21/2026-11-22"),
    ])
  func relative(_ text: String, _ day: String) {
    #expect(described(Dates.read(text, relativeTo: tuesday)) == day + " relatief")
  }

  @Test(
    "Weeks, ranges and vague words keep what they say",
    arguments: [
      ("ma 16 en di 17 november", "2026-11-16/2026-11-17 exact"),
      ("16, 17 en 18 november", "2026-11-16/2026-11-18 exact"),
      ("week 45 en 46", "2026-11-02/2026-11-15 week"), ("sinds 3 weken", "2026-11-03 vaag"),
      ("de laatste twee maanden", "2026-09-01 vaag"),
      ("week 38, meerdere keren", "2026-09-14/2026-09-20 week"),
      ("week 41", "2026-10-05/2026-10-11 week"), ("wk. 38 van 2026", "2026-09-14/2026-09-20 week"),
      ("KW 38/2026", "2026-09-14/2026-09-20 week"), ("week 53 van 2026", "- "),
      ("week 48", "2026-11-23/2026-11-24 week"), ("vorige week", "2026-11-16/2026-11-22 week"),
      ("14 t/m 20 september", "2026-09-14/2026-09-20 exact"),
      ("14 tot en met 20 september 2026", "2026-09-14/2026-09-20 exact"),
      ("in de nacht van 7 op 8 november", "2026-11-07/2026-11-08 exact"),
      ("nacht van 31 oktober op 1 november", "2026-10-31/2026-11-01 exact"),
      ("14-9 t/m 20-9-2026", "2026-09-14/2026-09-20 exact"),
      ("14-20 september", "2026-09-14/2026-09-20 exact"),
      ("begin oktober", "2026-10-01/2026-10-10 vaag"),
      ("eind september", "2026-09-21/2026-09-30 vaag"),
      ("vorige maand", "2026-10-01/2026-10-31 vaag"), ("sinds de zomer", "2026-06-01 vaag"),
      ("sinds maart", "2026-03-01 vaag"), ("in juli", "2026-07-01/2026-07-31 vaag"),
      ("od sierpnia", "2026-08-01 vaag"), ("oktober 2026", "2026-10-01/2026-10-31 vaag"),
      ("seit Dezember", "2025-12-01 vaag"), ("twee weken geleden", "2026-11-10 vaag"),
      ("vorig jaar", "2025-01-01/2025-12-31 vaag"),
      ("afgelopen zomer", "2026-06-01/2026-08-31 vaag"),
    ])
  func spans(_ text: String, _ expected: String) {
    let expected = expected == "- " ? "-" : expected
    #expect(described(Dates.read(text, relativeTo: tuesday)) == expected)
  }

  @Test(
    "In a story the likeliest date of observation is found",
    arguments: [
      ("2026-11-06", "5/11 +- half elf sochtends huisbezoek", "2026-11-05 exact"),
      (
        "2026-11-13", "man sleurt nu meisje, zelfde chauffeur als vorige wk in hengelo",
        "2026-11-13 relatief"
      ),
      (
        "2026-11-17",
        "Meneer maakt sinds maart schoon. Afgelopen donderdag, 12 november, om vijf over half elf.",
        "2026-11-12 exact"
      ),
      (
        "2026-11-16", "Afgelopen zaterdag hoorde ik dat. De\ntickets zijn voor 18 december.",
        "2026-11-14 relatief"
      ),
      ("2026-11-11", "Od sierpnia nie płaci. Dnia 9 listopada szef powiedział", "2026-11-09 exact"),
      ("2026-11-14", "Vrijdag 13 nov. tussen 16.00 en 17.30", "2026-11-13 exact"),
      ("2026-11-03", "Veilig Thuis is op 30-10-2026 ingelicht.", "-"),
      ("2026-11-18", "Er moet vandaag iemand kijken.", "-"),
      ("2026-11-17", "Ik ben zelf op vrijdag vrij. Aanwezig: ma, di, wo, do", "-"),
      ("2026-11-02", "Hij belt elke zondag met zijn zus", "-"),
      ("2026-11-24", "geboren 3-4-1999, gezien op 20 november", "2026-11-20 exact"),
      ("2026-11-24", "24/7 open, 1/2 van het loon, 2-3 personen, 10.30", "-"),
      ("2026-11-24", "telefoon 06-10-2026 12 en 053-0000110", "2026-10-06 exact"),
      ("2026-11-24", "in september 18.400 euro", "2026-09-01/2026-09-30 vaag"),
      ("2026-11-24", "Jan 14 jaar", "-"), ("2026-11-24", "3 may have", "-"),
      ("2026-11-24", "ze do niks en zo", "-"),
      ("2026-11-24", "Șeful nu ne plătește de două luni", "-"),
    ])
  func story(_ received: String, _ text: String, _ expected: String) {
    let found = Dates.find(in: ArraySlice(Array(text.utf8)), relativeTo: at(received))
    #expect(described(found) == expected)
  }

  @Test("Every reading keeps its words and their place")
  func places() {
    let text = "Eerst vorige maand, toen op 3 november 2026."
    let bytes = ArraySlice(Array(text.utf8))
    let all = Dates.all(in: bytes, relativeTo: tuesday)
    #expect(all.map(\.value.literal) == ["vorige maand", "3 november 2026"])
    #expect(
      all.map { String(decoding: bytes[$0.range], as: UTF8.self) } == all.map(\.value.literal))
  }
}
