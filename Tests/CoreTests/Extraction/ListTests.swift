import Testing

@testable import Core

private let titles = "Naam melder\tDatum waarneming\tPostcode\tWoonplaats\tToelichting\n"
private let almelo = "\t3-11-2026\t7607 UF\tAlmelo\tDrie mannen slapen in een schuur.\n"
private let enschede =
  "Bo Visser\t4-11-2026\t7511 JE\tEnschede\tVijf vrouwen koken de hele nacht.\n"

/// A text, and how many signals are in the list in it; none when it is one report.
struct ListCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var text: String
  var rows: Int
}

private let listCases = [
  ListCase(
    testDescription: "labels above, a signal a row", text: titles + almelo + enschede, rows: 2),
  ListCase(
    testDescription: "two known columns are enough",
    text: "Adres\tToelichting\nDorpsstraat 3 Borne\tSchuur\nEikelweg 9 Goor\tLoods\n", rows: 2),
  ListCase(
    testDescription: "columns of the desk's own beside ours",
    text: "Nr\tWoonplaats\tDatum\tToelichting\tPostcode\tLegger\tVak\n"
      + "1\tBorne\t3-11-2026\tDrie mannen slapen er.\t7621 UF\ta\tb\n"
      + "2\tGoor\t4-11-2026\tVier mannen slapen er.\t7471 AA\ta\tb\n", rows: 2),
  ListCase(
    testDescription: "a title above and a sum below",
    text: "Overzicht team Toezicht\t\n\(titles)\(almelo)\(enschede)Totaal\t2\n", rows: 2),
  ListCase(
    testDescription: "rows of which only the municipality was filled in say nothing",
    text: "Gemeente\tPostcode\tToelichting\nBorne\t7621 UF\tDrie mannen\nBorne\t\t\nBorne\t\t\n"
      + "Borne\t7621 UG\tVier mannen\n", rows: 2),
  ListCase(
    testDescription: "who sends the list, above it",
    text: "Naam melder\tAda Bergeend\nGemeente\tBorne\n\n" + titles + almelo + enschede, rows: 2),
  ListCase(
    testDescription: "label and value beside each other",
    text:
      "Naam melder\tAda Bergeend\nPostcode\t7621 UF\nWoonplaats\tBorne\nToelichting\tEen schuur\n",
    rows: 0),
  ListCase(testDescription: "one row below the labels", text: titles + almelo, rows: 0),
  ListCase(
    testDescription: "persons in a form",
    text: "Postcode: 7621 UF\nPlaats: Borne\nToelichting: Drie mannen slapen in een schuur.\n\n"
      + "Naam\tDatum\tToelichting\nJan\t3-11-2026\tdik\nPiet\t4-11-2026\tdun\n", rows: 0),
  ListCase(
    testDescription: "cars",
    text: "Kenteken\tDatum\tTijd\n1-AEO-23\t3-11-2026\t10:00\n2-BBB-33\t4-11-2026\t11:00\n",
    rows: 0),
]

@Suite("Lists with a signal a row")
struct ListTests {
  func understanding(_ text: String, limit: Int = 500) throws -> Understanding {
    understand(Submission(file: text), tables: try Shipped.tables.get(), rowLimit: limit)
  }

  @Test("What is a list, and what is one form", arguments: listCases)
  func isList(_ row: ListCase) throws {
    let understanding = try understanding(row.text)
    #expect(understanding.rows.count == row.rows)
    #expect(understanding.record.outcome == (row.rows == 0 ? .signal : .notASignal))
    #expect(understanding.record.reason == (row.rows == 0 ? nil : "list"))
  }

  @Test("Each row is a record of its own: reporter, moment, place and queue")
  func records() throws {
    let rows = try understanding(titles + almelo + enschede).rows.map(\.record)
    #expect(rows.map(\.assignment.queue) == ["0141", "0153"])
    #expect(rows.map { $0.joined("observatie_datum") } == ["2026-11-03", "2026-11-04"])
    #expect(rows.map { $0.joined("melder_naam") } == ["", "Bo Visser"])
    #expect(rows.map { $0.joined("woonplaats") } == ["Almelo", "Enschede"])
    #expect(rows[0].text("omschrijving")?.contains("vrouwen") == false)
    #expect(rows[1].warnings.first?.hasPrefix("melding 2 van 2 uit een lijst") == true)
  }

  private let letter = """
    From: Ada Bergeend <a.bergeend@almelo.example>
    To: signalen@demo.example
    Subject: lijst
    Date: Tue, 10 Nov 2026 12:00:00 +0100


    """

  private func mail(_ body: String, _ list: String) -> Submission {
    var submission = Submission(file: letter + body)
    submission.texts.append(
      TextPart(bytes: Array(list.utf8), origin: .attachment(path: "2")))
    submission.parts = [
      Part(path: "1", type: "text/plain", bytes: body.utf8.count, outcome: .read),
      Part(path: "2", type: "text/csv", name: "lijst.csv", bytes: list.utf8.count, outcome: .read),
      Part(path: "3", type: "image/png", name: "kaart.png", bytes: 9, outcome: .stored),
    ]
    return submission
  }

  @Test("Who sends a list reports its rows, unless a row names another; a cover note is no signal")
  func cover() throws {
    let note =
      "Goedemiddag, hierbij de lijst van oktober.\n\nMet vriendelijke groet,\nAda Bergeend\n06-12345678\n"
    let read = understand(
      mail(note, titles + almelo + enschede), tables: try Shipped.tables.get(), rowLimit: 500)
    #expect(read.record.outcome == .notASignal && read.record.reason == "list")
    #expect(read.record.text("melder_naam") == "Ada Bergeend")
    let rows = read.rows.map(\.record)
    #expect(rows.map { $0.joined("melder_naam") } == ["Ada Bergeend", "Bo Visser"])
    #expect(rows.map { $0.joined("melder_telefoon") } == ["06-12345678", ""])
    #expect(rows.map { $0.joined("melder_email") } == ["a.bergeend@almelo.example", ""])
    // What nobody has read goes with every row.
    #expect(rows.map { $0.parts.map(\.path) } == [["2", "3"], ["2", "3"]])
  }

  @Test(
    "A letter that tells something itself stays a signal beside the rows",
    arguments: [
      "Hierbij de lijst. Bij Eikelweg 12 in Borne staat nu ook elke nacht een busje.",
      "Hierbij de lijst. Er is nu gevaar, een meisje wordt vastgehouden!",
    ])
  func reportingLetter(body: String) throws {
    let read = understand(
      mail(body, titles + almelo + enschede), tables: try Shipped.tables.get(), rowLimit: 500)
    #expect(read.record.outcome == .signal)
    #expect(read.record.text("omschrijving")?.contains("schuur") == false)
    #expect(read.rows.count == 2)
    #expect(read.rows[0].record.text("omschrijving")?.contains("lijst") == false)
  }

  @Test("A letter that answers an earlier signal adds to it; its rows are signals")
  func supplement() throws {
    let read = understand(
      mail("Bij MH-2026-0042 hoort deze lijst.", titles + almelo + enschede),
      tables: try Shipped.tables.get(), rowLimit: 500)
    #expect(read.record.outcome == .supplement)
    #expect(read.rows.map(\.record.outcome) == [.signal, .signal])
    #expect(read.rows.allSatisfy { $0.record.claimedReferences.isEmpty })
  }

  @Test("What a row says is the same in next month's list, whatever stands around it")
  func content() throws {
    let first = try understanding(titles + almelo + enschede).rows
    let next = try understanding(
      "Lijst november\t\n" + titles.uppercased() + enschede
        + almelo.replacing("in een", with: "in  een")
    )
    .rows
    #expect(first.map(\.content) == next.map(\.content).reversed())
  }

  @Test("More rows than the limit are for a person, and nothing of them is lost")
  func limit() throws {
    let read = try understanding(titles + almelo + enschede + almelo, limit: 2)
    #expect(read.rows.isEmpty)
    #expect(read.record.outcome == .quarantine && read.record.reason == "limit:rows")
    #expect(read.record.unrecognised.contains { $0.contains("Vijf vrouwen") })
  }

  @Test(
    "Time grows with the rows and no faster, also of what stands beside them",
    arguments: [0, 1], [true, false])
  func growth(beside: Int, isTold: Bool) throws {
    func time(_ count: Int) throws -> Duration {
      let above = String(repeating: "Naam melder\tx\n", count: beside * count) + "\n"
      let row = isTold ? almelo : "\t\t\tAlmelo\t\n"
      let text = above + titles + String(repeating: row, count: count)
      return try ContinuousClock().measure { _ = try understanding(text) }
    }
    _ = try time(10)
    var ratio = 0.0
    for _ in 0..<4 {
      ratio = try time(1_200) / max(time(150), .milliseconds(2))
      if ratio < 30 { break }
    }
    #expect(ratio < 30)
  }

  @Test("A skipped row stands with the list, a citizen number masked")
  func skipped() throws {
    let read = try understanding(titles + almelo + enschede + "Totaal\t111222333\n")
    #expect(read.rows.count == 2)
    let line = try #require(read.record.unrecognised.first { $0.hasPrefix("overgeslagen rij: ") })
    #expect(line.contains("Totaal") && !line.contains("111222333"))
  }

  @Test("Records of data are rows when most tell a report, else one text")
  func dataRecords() throws {
    func texts(_ records: [String]) -> Submission {
      var submission = Submission(file: "")
      submission.texts = records.enumerated().map { index, text in
        var part = TextPart(bytes: Array(text.utf8))
        part.entry = index + 1
        return part
      }
      return submission
    }
    let tables = try Shipped.tables.get()
    let list = understand(
      texts([
        "Postcode\t7607 UF\nToelichting\tEen schuur\n",
        "Postcode\t7511 JE\nToelichting\tEen loods\n",
      ]),
      tables: tables, rowLimit: 500)
    #expect(list.rows.map(\.record.assignment.queue) == ["0141", "0153"])
    let form = understand(
      texts(["Postcode\t7607 UF\n", "Toelichting\tEen schuur\n", "Kleur\trood\n"]), tables: tables,
      rowLimit: 500)
    #expect(form.rows.isEmpty)
    #expect(form.record.text("postcode") == "7607UF")
  }
}
