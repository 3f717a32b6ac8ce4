import Testing

@testable import Core

/// A message that is no signal, or only looks like none.
struct TriageCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var subject: String
  var from = "a@borne.example"
  var headers: [Header] = []
  var body: String
  var parts: [Part] = []
  /// Nil for a signal.
  var reason: String?

  var submission: Submission {
    var submission = Submission(door: .mail, receivedAt: Timestamp(seconds: 1_793_000_000))
    submission.headers = headers
    submission.from = Address(header: from)
    submission.recipients = [Address(email: "meld@regio.example")]
    submission.subject = subject
    submission.texts = [TextPart(bytes: Array(body.utf8))]
    submission.parts = parts
    return submission
  }
}

private let form =
  "Naam: Ada Bergeend\nAdres: Eikelweg 3\nPostcode: 7621UF\nPlaats: Borne\nToelichting: Acht mannen slapen in de schuur."
private let story =
  "In de loods aan de Eikelweg 3 in Borne slapen acht mannen. De baas heeft hun paspoorten."

private let triageCases = [
  TriageCase(
    testDescription: "RFC 3834", subject: "Re: iets",
    headers: [Header("auto-submitted", "auto-replied")],
    body: "Ik ben er niet.", reason: "auto_reply"),
  TriageCase(
    testDescription: "absence by subject", subject: "Afwezig: Re: ontvangst",
    body: "Ik ben met vakantie.",
    reason: "auto_reply"),
  TriageCase(
    testDescription: "absence in German", subject: "Abwesenheitsnotiz: Ihr Schreiben",
    body: "Ich bin bis 3. Januar im Urlaub.", reason: "auto_reply"),
  TriageCase(
    testDescription: "a bounce", subject: "Undelivered Mail Returned to Sender",
    from: "MAILER-DAEMON@mx.example",
    headers: [Header("content-type", "multipart/report; report-type=delivery-status")],
    body: "user unknown",
    reason: "delivery_report"),
  TriageCase(
    testDescription: "an answer to an invitation", subject: "Geaccepteerd: Casusoverleg", body: "",
    parts: [Part(path: "2", type: "text/calendar", bytes: 300, outcome: .stored)],
    reason: "calendar_reply"),
  TriageCase(
    testDescription: "an answer by its method alone", subject: "Casusoverleg",
    headers: [Header("x-part-type", "text/calendar; method=REPLY")],
    body: "Ik kan er helaas niet bij zijn die dag, tot de volgende keer.",
    parts: [Part(path: "2", type: "text/calendar", bytes: 300, outcome: .stored)],
    reason: "calendar_reply"),
  TriageCase(
    testDescription: "an appointment beside a report hides no signal",
    subject: "controle donderdag",
    headers: [Header("x-part-type", "text/calendar; method=REQUEST")], body: story,
    parts: [Part(path: "2", type: "text/calendar", bytes: 300, outcome: .stored)]),
  TriageCase(
    testDescription: "a newsletter", subject: "Nieuwsbrief: signalen herkennen",
    headers: [Header("list-unsubscribe", "<https://n.example>")], body: story + "\nUitschrijven",
    reason: "newsletter"),
  TriageCase(
    testDescription: "advertising", subject: "40% korting",
    body: "Wist u dat onze e-learning helpt? Klik hier om te bestellen. Afmelden",
    reason: "advertising"),
  TriageCase(
    testDescription: "thanks", subject: "RE: [MH-2026-0001] Ontvangst",
    body: "Dank jullie wel, fijne dag!",
    reason: "thanks"),
  TriageCase(testDescription: "nothing", subject: "", body: "\n \n", reason: "empty"),
  TriageCase(
    testDescription: "our own", subject: "Nieuw signaal",
    headers: [Header("x-signaalpost", "notice")],
    body: "Er is een nieuw signaal.", reason: "own_mail"),
  TriageCase(
    testDescription: "a form system's automatic mail is a signal", subject: "Nieuwe inzending",
    from: "noreply@formulieren.example",
    headers: [Header("auto-submitted", "auto-generated"), Header("precedence", "bulk")], body: form),
  TriageCase(
    testDescription: "a form through a mailing list is a signal", subject: "melding",
    headers: [
      Header("list-id", "<boa.borne.example>"),
      Header("list-unsubscribe", "<mailto:x@borne.example>"),
      Header("precedence", "list"),
    ], body: form),
  TriageCase(
    testDescription: "a story through a mailing list is a signal", subject: "loods",
    headers: [
      Header("list-id", "<boa.borne.example>"),
      Header("list-unsubscribe", "<mailto:x@borne.example>"),
    ],
    body: story),
  TriageCase(
    testDescription: "a report about a holiday home", subject: "Vakantiehuisje", body: story),
  TriageCase(
    testDescription: "thanks and a new fact", subject: "RE: [MH-2026-0001] Ontvangst",
    body: "Dank je. Gisteren zag ik ze opnieuw, in een bus met kenteken 8-EIO-08."),
  TriageCase(
    testDescription: "only an attachment", subject: "signaal", body: "",
    parts: [
      Part(path: "2", type: "application/pdf", name: "scan.pdf", bytes: 3000, outcome: .stored)
    ]),
  TriageCase(
    testDescription: "only a subject", subject: "man slaat meisje op Eikelweg 3 Borne", body: ""),
  TriageCase(
    testDescription: "a report that says it is urgent", subject: "SPOED", body: "Klik: " + story),
  TriageCase(
    testDescription: "'accepted' without an invitation", subject: "Accepted: nothing",
    body: story + " " + story + " " + story),
  TriageCase(
    testDescription: "a person who forwards a form", subject: "FW: formulier",
    body:
      "Zie onder.\n\nVan: noreply@f.example\nVerzonden: maandag 2 november 2026 10:00\nOnderwerp: formulier\n\n"
      + form),
]

@Test("What is no signal is told why, and in doubt it is one", arguments: triageCases)
func triage(_ sample: TriageCase) throws {
  let record = understand(sample.submission, tables: try Shipped.tables.get())
  #expect(record.reason == sample.reason)
  #expect((record.outcome == .notASignal) == (sample.reason != nil))
}

@Test(
  "Reference numbers are found in capitals, each once, subject first",
  arguments: [
    (
      "[MH-2026-0187] Ontvangst", "Zie mh-2026-0187 en MH-2025-12345.",
      ["MH-2026-0187", "MH-2025-12345"]
    ),
    ("", "OF-7QX2LB, 06-2026-001, AMH-2026-0012-3x, MH-1999-0001, MH-2026-01", ["AMH-2026-0012"]),
    ("Hoort bij SP-2026-004210", "", ["SP-2026-004210"]),
  ])
func references(_ subject: String, _ body: String, _ found: [String]) {
  #expect(References.find(in: [Array(subject.utf8)[...], Array(body.utf8)[...]]) == found)
}
