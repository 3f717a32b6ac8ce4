import Testing

@testable import Core

/// A mail with files of text, as reading gives it.
private func mail(_ body: String, _ files: (name: String, text: String)...) -> Submission {
  var submission = Submission(
    file: """
      From: Ada Bergeend <a.bergeend@almelo.example>
      To: signalen@demo.example
      Subject: signaal
      Date: Tue, 10 Nov 2026 12:00:00 +0100


      """ + body)
  submission.parts = [Part(path: "1", type: "text/plain", bytes: body.utf8.count, outcome: .read)]
  for (index, file) in files.enumerated() {
    let path = String(index + 2)
    submission.texts.append(
      TextPart(bytes: Array(file.text.utf8), origin: .attachment(path: path)))
    submission.parts.append(
      Part(
        path: path, type: "application/pdf", name: file.name, bytes: file.text.utf8.count,
        outcome: .read))
  }
  return submission
}

private let form =
  "Naam melder: Joris Blom\nAdres: Tinnen Egelweg 4\nPostcode: 7607 UF\nWoonplaats: Almelo\n"
  + "Datum waarneming: 2-11-2026\nToelichting: Drie mannen slapen in een schuur.\n"

@Suite("Where fields come from, and what contradicts")
struct OriginTests {
  func record(_ submission: Submission) throws -> Record {
    understand(submission, tables: try Shipped.tables.get())
  }

  private func origins(_ record: Record) -> [String: [String]] {
    Dictionary(record.origins.map { ($0.key, $0.parts) }) { first, _ in first }
  }

  @Test("One part is named once, for all fields")
  func onePart() throws {
    let body = try record(mail(form))
    #expect(body.origin == "de mail" && body.origins.isEmpty)
    let file = try record(Submission(file: form))
    #expect(file.origin == "het bestand" && file.origins.isEmpty)
    let attached = try record(mail("", ("formulier.pdf", form)))
    #expect(attached.origin == "bijlage 1 (formulier.pdf)" && attached.origins.isEmpty)
  }

  @Test("A page is told where a document has several")
  func pages() throws {
    let paged =
      "Naam melder: Joris Blom\nPostcode: 7607 UF\n\u{0C}Datum waarneming: 2-11-2026\n"
      + "\u{0C}Toelichting: Drie mannen slapen in een schuur.\n"
    let record = try record(mail("", ("a.pdf", "Zie blad 1.\n"), ("formulier.pdf", paged)))
    #expect(record.origin == "bijlage 2 (formulier.pdf)")
    #expect(origins(record)["postcode"] == ["bijlage 2 (formulier.pdf), blz. 1"])
    #expect(origins(record)["observatie_datum"] == ["bijlage 2 (formulier.pdf), blz. 2"])
  }

  @Test("Each field names its part; a list may come from several")
  func several() throws {
    let record = try record(
      mail(
        "Gisteren stond er een busje, kenteken 1-AEO-23.\n\nGroet,\nAda Bergeend\n06-12345678\n",
        ("formulier.pdf", form + "Kenteken: 2-BBB-33\n"), ("foto.txt", "Soort locatie: woning\n")))
    #expect(record.origin == "bijlage 1 (formulier.pdf)")
    #expect(
      origins(record)["kentekens"] == ["de mail", "bijlage 1 (formulier.pdf)"])
    #expect(origins(record)["locatie_type"] == ["bijlage 2 (foto.txt)"])
    #expect(record.text("melder_naam") == "Joris Blom")
    #expect(origins(record)["melder_naam"] == nil)
  }

  struct Conflict: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var body: String
    var file: String
    var field: String
    var value: String
    var warning: String?
  }

  static let conflicts = [
    Conflict(
      testDescription: "a form over running text", body: "Op 4 november zag ik dat busje.",
      file: form,
      field: "observatie_datum", value: "2026-11-02",
      warning: "Datum waarneming: bijlage 1 (f.pdf) zegt 2026-11-02, de mail zegt 2026-11-04"),
    Conflict(
      testDescription: "the fuller of two forms",
      body: "Datum waarneming: 4-11-2026\n", file: form, field: "observatie_datum",
      value: "2026-11-02",
      warning: "Datum waarneming: bijlage 1 (f.pdf) zegt 2026-11-02, de mail zegt 2026-11-04"),
    Conflict(
      testDescription: "the mail, when it is the fuller", body: form,
      file: "Datum waarneming: 4-11-2026\n", field: "observatie_datum", value: "2026-11-02",
      warning: "Datum waarneming: de mail zegt 2026-11-02, bijlage 1 (f.pdf) zegt 2026-11-04"),
    Conflict(
      testDescription: "two names", body: "Naam melder: Ada Bergeend\n", file: form,
      field: "melder_naam", value: "Joris Blom",
      warning: "Naam melder: bijlage 1 (f.pdf) zegt Joris Blom, de mail zegt Ada Bergeend"),
    Conflict(
      testDescription: "who sends it is no contradiction",
      body: "Zie de bijlage.\n\nGroet,\nAda Bergeend\n",
      file: form, field: "melder_naam", value: "Joris Blom", warning: nil),
    Conflict(
      testDescription: "the same in other letters",
      body: "Postcode: 7607UF\nAdres: tinnen egelweg 4\nDatum waarneming: 2 november\n", file: form,
      field: "postcode", value: "7607UF", warning: nil),
    Conflict(
      testDescription: "a span that holds the day", body: "Begin november zag ik dat busje.",
      file: form,
      field: "observatie_datum", value: "2026-11-02", warning: nil),
  ]

  @Test(
    "The stated one stands in the field, the other in a warning with where it comes from",
    arguments: conflicts)
  func conflict(_ row: Conflict) throws {
    let record = try record(mail(row.body, ("f.pdf", row.file)))
    #expect(record.text(row.field) == row.value)
    let told = record.warnings.filter { $0.contains(" zegt ") }
    #expect(told == [row.warning].compactMap { $0 })
  }

  @Test("A citizen number is masked in a warning too")
  func masked() throws {
    let record = try record(
      mail("Naam melder: Jan 111222333\n" + form, ("f.pdf", "Adres: Eikelweg 111222333\n" + form)))
    #expect(!record.warnings.contains { $0.contains("111222333") })
  }

  @Test(
    "Two municipalities in two parts are for the region, with both",
    arguments: [
      ("Postcode: 7621 UF\nWoonplaats: Borne\n", form),
      ("Bij Eikelweg 3 in Borne staan elke nacht busjes.", form),
      (form, "Adres: Eikelweg 3\nWoonplaats: Borne\n"),
    ])
  func municipalities(body: String, file: String) throws {
    let record = try record(mail(body, ("f.pdf", file)))
    #expect(record.assignment.status == .conflict)
    #expect(record.assignment.queue == regionalQueue)
    #expect(Set(record.assignment.candidates) == ["0141", "0147"])
    #expect(record.assignment.explanation.contains { $0.contains("de mail wijst naar ") })
    #expect(Set(record.assignment.evidence.map(\.municipality)).isSuperset(of: ["0141", "0147"]))
  }

  @Test("A town named in passing in the letter leaves the form its queue")
  func passing() throws {
    let record = try record(
      mail("Ik werk zelf in Borne. Het formulier zit erbij.", ("f.pdf", form)))
    #expect(record.assignment.status == .certain)
    #expect(record.assignment.queue == "0141")
  }

  @Test("Two forms for two towns in attached files")
  func twoFiles() throws {
    let other = form.replacing("7607 UF", with: "7621 UF").replacing("Almelo", with: "Borne")
    let record = try record(mail("Zie bijlagen.", ("een.pdf", form), ("twee.pdf", other)))
    #expect(record.assignment.queue == regionalQueue)
    #expect(
      record.warnings.contains {
        $0.hasPrefix("Postcode: bijlage 1 (een.pdf) zegt 7607UF, bijlage 2 (twee.pdf)")
      })
  }

  @Test("The parts of a very long message are not compared, and that is told")
  func long() throws {
    let story = String(repeating: "In de schuur slapen drie mannen op de grond.\n", count: 6_000)
    let record = try record(mail(story, ("f.pdf", form)))
    #expect(record.origin == "bijlage 1 (f.pdf)" && record.origins.isEmpty)
    #expect(record.warnings.contains { $0.hasPrefix("lang bericht: ") })
  }

  @Test("What a second reading adds comes from the part that it reads")
  func revised() throws {
    let first = try record(mail("Kenteken 1-AEO-23, in Almelo.\n"))
    let again = try record(
      mail("Kenteken 1-AEO-23, in Almelo.\n", ("scan.png", "Kenteken: 2-BBB-33\nTijd: 10:45\n")))
    let order = try Shipped.tables.get().fields.fields.map(\.key)
    let revised = first.revised(by: again, order: order)
    #expect(revised.origin == "de mail")
    #expect(origins(revised)["observatie_tijd"] == ["bijlage 1 (scan.png)"])
    #expect(origins(revised)["kentekens"] == ["de mail", "bijlage 1 (scan.png)"])
    #expect(origins(revised)["woonplaats"] == nil)
  }

  @Test("The record's JSON has them behind all that was there")
  func json() throws {
    let record = try record(mail("Kenteken 1-AEO-23.", ("f.pdf", form)))
    let members = try JSONReader.members(record.encodedMembers())
    #expect(members.suffix(2).map(\.name) == ["origin", "origins"])
    #expect(members.last?.value["kentekens"]?.texts == ["de mail"])
  }
}
