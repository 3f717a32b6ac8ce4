internal import Core

/// One signal as a page for people: HTML without scripts and without anything from elsewhere, that reads
/// well without its style, in a screen reader and on paper (WCAG 2.1 AA).
struct SignalPage {
  private(set) var bytes: [UInt8] = []

  /// Nil when the record is no JSON object.
  init?(_ dossier: Dossier, labels: [String: String]) {
    guard let record = try? JSONReader.value(dossier.json), case .object = record else {
      return nil
    }
    var html = HTMLWriter()
    SignalPage.head(&html, title: "Signaal \(dossier.signal.reference)")
    html.element("<main>\n<h1>", "Signaal \(dossier.signal.reference)", "</h1>\n")
    SignalPage.summary(&html, dossier)
    SignalPage.place(&html, record["routing"])
    SignalPage.fields(&html, record, labels)
    SignalPage.findings(&html, record)
    SignalPage.attachments(&html, record["parts"])
    SignalPage.files(&html, dossier)
    html.raw("</main>\n</body>\n</html>\n")
    bytes = html.bytes
  }

  private static func head(_ html: inout HTMLWriter, title: String) {
    html.raw("<!DOCTYPE html>\n<html lang=\"nl\">\n<head>\n<meta charset=\"utf-8\">\n")
    html.raw(SignalPage.policy)
    html.raw("<meta name=\"referrer\" content=\"no-referrer\">\n")
    html.raw("<meta name=\"robots\" content=\"noindex\">\n")
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    html.element("<title>", title, "</title>\n<style>")
    html.raw(SignalPage.style)
    html.raw("</style>\n</head>\n<body>\n")
  }

  /// Allows nothing but the one style, by its hash.
  static let policy: StaticString = """
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    style-src 'sha256-5sf338axHa1Nlc51g/GmaCEAJORqdHTWONSefxmcU8o='; \
    base-uri 'none'; form-action 'none'">

    """

  static let style: StaticString = """
    body{font:1rem/1.5 sans-serif;max-width:50rem;margin:1rem auto;padding:0 1rem}\
    table{border-collapse:collapse;width:100%;margin:0 0 1rem}\
    caption{text-align:left;font-weight:bold}\
    th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top;\
    overflow-wrap:anywhere}th[scope=row]{width:30%}
    """

  private static func summary(_ html: inout HTMLWriter, _ dossier: Dossier) {
    let signal = dossier.signal
    html.rows(
      "Overzicht",
      [
        ("Kenmerk", signal.reference),
        ("Urgentie", signal.urgency == .acute ? "ACUUT" : signal.urgency.rawValue),
        ("Voor", dossier.queueName),
        ("Ontvangen", dutchTime(signal.receivedAt)),
        ("Bekijken vóór", dutchTime(signal.deadline)),
        ("Binnengekomen via", signal.door == .mail ? "e-mail" : "map"),
      ])
    if signal.urgency == .acute {
      html.raw("<p><strong>Loopt iemand nu gevaar? Bel 112.</strong></p>\n")
    }
  }

  private static func place(_ html: inout HTMLWriter, _ routing: JSONValue?) {
    guard let routing else { return }
    html.heading("Waar speelt het?")
    var rows = [("Zekerheid", statusWords[routing["status"]?.text ?? ""] ?? "onbekend")]
    if let code = routing["municipality"]?.text { rows.append(("Gemeentecode", code)) }
    let candidates = routing["candidates"]?.texts ?? []
    if candidates.count > 1 {
      rows.append(("Mogelijke gemeenten", candidates.joined(separator: ", ")))
    }
    html.rows("Gemeente", rows)
    html.table(
      "Aanwijzingen voor de plaats", heads: ["Soort", "Tekst", "Gemeentecode"],
      elements(routing["evidence"]).map { evidence in
        let kind = evidence["kind"]?.text ?? ""
        return [
          evidenceWords[kind] ?? kind, evidence["text"]?.text ?? "",
          evidence["municipality"]?.text ?? "",
        ]
      })
  }

  private static func fields(
    _ html: inout HTMLWriter, _ record: JSONValue, _ labels: [String: String]
  ) {
    html.heading("Wat is gemeld?")
    guard case .object(let members)? = record["fields"], !members.isEmpty else {
      html.raw("<p>Er zijn geen losse gegevens herkend. Lees het origineel.</p>\n")
      return
    }
    html.rows("Gegevens", members.map { (labels[$0.name] ?? $0.name, words($0.value)) })
    guard case .object(let origins)? = record["origins"], !origins.isEmpty else { return }
    html.rows(
      "Waar komt het vandaan?",
      origins.map { (labels[$0.name] ?? $0.name, words($0.value)) }
        + [("De andere gegevens", record["origin"]?.text ?? "")])
  }

  private static func findings(_ html: inout HTMLWriter, _ record: JSONValue) {
    html.table(
      "Herkende indicatoren (ter ondersteuning, geen oordeel)", heads: ["Code", "Tekst"],
      elements(record["indicators"]).map { [$0["code"]?.text ?? "", $0["text"]?.text ?? ""] })
    if record["bsn_found"] == .truth(true) {
      html.raw(
        "<p>Er staat een burgerservicenummer in het origineel. Ga daar zorgvuldig mee om.</p>\n")
    }
    section(&html, "Let op", record["warnings"]?.texts ?? [])
    section(&html, "Regels die niet zijn herkend", record["unrecognised"]?.texts ?? [])
  }

  private static func section(_ html: inout HTMLWriter, _ title: String, _ lines: [String]) {
    guard !lines.isEmpty else { return }
    html.heading(title)
    html.list(lines)
  }

  private static func attachments(_ html: inout HTMLWriter, _ parts: JSONValue?) {
    let parts = elements(parts)
    guard !parts.isEmpty else { return }
    html.heading("Onderdelen van het bericht")
    html.table(
      "Onderdelen", heads: ["Naam", "Soort", "Bytes", "Gelezen?"],
      parts.map { part in
        let outcome = part["outcome"]?.text ?? ""
        let note = part["note"]?.text.map { ": \($0)" } ?? ""
        return [
          part["name"]?.text ?? part["path"]?.text ?? "", part["type"]?.text ?? "",
          words(part["bytes"] ?? .null), (outcomeWords[outcome] ?? outcome) + note,
        ]
      })
  }

  private static func files(_ html: inout HTMLWriter, _ dossier: Dossier) {
    html.heading("Bestanden")
    if dossier.signal.row != nil {
      html.raw(
        """
        <p>Dit signaal is een rij uit een lijst. De hele lijst staat hier niet: daar staan ook signalen \
        van anderen in. Vraag de beheerder als u die nodig heeft.</p>

        """)
    }
    html.raw("<ul>\n")
    if let name = dossier.originalName {
      html.element("<li><a href=\"", name, "\">Het originele bericht</a>")
      html.raw(" (let op: bijlagen kunnen schadelijk zijn)</li>\n")
    }
    html.raw("<li><a href=\"signaal.json\">De gegevens als JSON</a></li>\n</ul>\n")
  }

  private static func elements(_ value: JSONValue?) -> [JSONValue] {
    if case .array(let values)? = value { values } else { [] }
  }

  private static let statusWords = [
    "eenduidig": "zeker", "conflict": "de aanwijzingen spreken elkaar tegen",
    "ambigu": "meer dan één gemeente is mogelijk", "buiten_twente": "buiten Twente",
  ]
  private static let evidenceWords = [
    "postcode": "postcode", "place": "woonplaats", "informal_place": "buurt of plek",
    "field": "ingevulde gemeente", "text": "plaats in de tekst", "sender": "afzender",
  ]
  private static let outcomeWords = [
    "read": "ja", "stored": "nee, alleen bewaard", "reported": "nee",
  ]
}

/// A value in words: lists with commas, truth as yes and no.
private func words(_ value: JSONValue) -> String {
  switch value {
  case .null: ""
  case .truth(let truth): truth ? "ja" : "nee"
  case .number(let text), .text(let text): text
  case .array(let values): values.map(words).joined(separator: ", ")
  case .object: ""
  }
}

/// `24-11-2026 14.30 uur`
private func dutchTime(_ moment: Timestamp) -> String {
  let time = Amsterdam.civil(moment)
  let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
  return "\(two(time.date.day))-\(two(time.date.month))-\(time.date.year) "
    + "\(two(time.hour)).\(two(time.minute)) uur"
}
