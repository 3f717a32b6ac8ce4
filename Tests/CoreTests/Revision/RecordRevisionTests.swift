import Core
import Testing

private let order = [
  "melder_naam", "locatie_straat", "postcode", "woonplaats", "kentekens", "omschrijving",
]

private func record(_ fields: [(String, FieldValue)], _ outcome: Outcome = .signal) -> Record {
  var record = Record(outcome: outcome)
  record.fields = fields.map { (key: $0.0, value: $0.1) }
  return record
}

@Suite("A record after the text of its pictures was recognised")
struct RecordRevisionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var first: [(String, FieldValue)]
    var again: [(String, FieldValue)]
    var fields: [(String, FieldValue)]
    var warning: String?
  }

  @Test(
    "Fields keep what they had; what is new is added, what differs is told",
    arguments: [
      Case(
        testDescription: "in the table's order", first: [("woonplaats", .text("Enschede"))],
        again: [("postcode", .text("7511UF")), ("woonplaats", .text("Enschede"))],
        fields: [("postcode", .text("7511UF")), ("woonplaats", .text("Enschede"))]),
      Case(
        testDescription: "one that the second does not have",
        first: [("postcode", .text("7511UF"))], again: [],
        fields: [("postcode", .text("7511UF"))]),
      Case(
        testDescription: "two values", first: [("postcode", .text("7511UF"))],
        again: [("postcode", .text("7607AB"))], fields: [("postcode", .text("7511UF"))],
        warning: "herkende tekst zegt iets anders over postcode: 7607AB"),
      Case(
        testDescription: "unknown is no value", first: [("melder_naam", .text("onbekend"))],
        again: [("melder_naam", .text("Verzonnen Melder"))],
        fields: [("melder_naam", .text("Verzonnen Melder"))]),
      Case(
        testDescription: "unknown takes no value's place",
        first: [("melder_naam", .text("Verzonnen Melder"))],
        again: [("melder_naam", .text("onbekend"))],
        fields: [("melder_naam", .text("Verzonnen Melder"))]),
      Case(
        testDescription: "lists are put together", first: [("kentekens", .list(["1-AEO-23"]))],
        again: [("kentekens", .list(["GB-001-B", "1-AEO-23"]))],
        fields: [("kentekens", .list(["1-AEO-23", "GB-001-B"]))]),
      Case(
        testDescription: "a story that goes on", first: [("omschrijving", .text("Eerst dit."))],
        again: [("omschrijving", .text("Eerst dit.\n\nDan dat."))],
        fields: [("omschrijving", .text("Eerst dit.\n\nDan dat."))]),
      Case(
        testDescription: "two long stories",
        first: [("omschrijving", .text(long + "\nslot"))],
        again: [("omschrijving", .text("begin\n" + long))],
        fields: [("omschrijving", .text(long + "\nslot\n\nbegin"))]),
    ])
  func fields(_ test: Case) {
    let revised = record(test.first).revised(by: record(test.again), order: order)
    #expect(revised.fields.map(\.key) == test.fields.map(\.0))
    #expect(revised.fields.map(\.value) == test.fields.map(\.1))
    #expect(revised.warnings == [test.warning].compactMap(\.self))
  }

  @Test("Whatever else there was stays too")
  func rest() {
    var first = record([])
    first.indicators = [IndicatorHit(code: "V04", text: "paspoort")]
    first.warnings = ["charset"]
    first.unrecognised = ["Veld: iets"]
    first.bsnFound = true
    first.claimedReferences = ["MH-2026-0001"]
    first.parts = [Part(path: "1", type: "image/png", bytes: 9, outcome: .stored, note: "wacht")]
    var again = record([])
    again.indicators = [IndicatorHit(code: "V07", text: "vastgehouden")]
    again.unrecognised = ["Ander: iets"]
    again.parts = [Part(path: "1", type: "image/png", bytes: 9, outcome: .read, note: "herkend")]
    let revised = first.revised(by: again, order: order)
    #expect(revised.indicators.map(\.code) == ["V04", "V07"])
    #expect(revised.warnings == ["charset"])
    #expect(revised.unrecognised == ["Ander: iets", "Veld: iets"])
    #expect(revised.bsnFound)
    #expect(revised.claimedReferences == ["MH-2026-0001"])
    #expect(revised.parts.map(\.note) == ["herkend"])
  }

  @Test("Two municipalities are both named in a warning")
  func places() {
    var (first, again) = (record([]), record([]))
    first.assignment = Assignment(status: .certain, municipality: "0153", queue: "0153")
    again.assignment = Assignment(status: .certain, municipality: "0141", queue: "0141")
    let revised = first.revised(by: again, order: order)
    #expect(revised.assignment.queue == "0153")
    #expect(revised.assignment.status == .conflict)
    #expect(revised.warnings.contains { $0.contains("0153") && $0.contains("0141") })
  }

  @Test("What was set aside is the second record when that is a signal, else itself with new notes")
  func aside() {
    let first = record([], .quarantine)
    var again = record([("postcode", .text("7511UF"))])
    #expect(first.revised(by: again, order: order).outcome == .signal)
    #expect(first.revised(by: again, order: order).text("postcode") == "7511UF")
    again.outcome = .notASignal
    again.parts = [Part(path: "1", type: "image/png", bytes: 9, outcome: .stored, note: "leeg")]
    let revised = first.revised(by: again, order: order)
    #expect(revised.outcome == .quarantine)
    #expect(revised.fields.isEmpty)
    #expect(revised.parts.map(\.note) == ["leeg"])
  }
}

private let long = String(repeating: "Er wonen veel mensen op zolder. ", count: 5)
