import Testing

@testable import Core

/// A header block as text, and what must be read from it.
struct HeaderCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var text: String
  var from: String
  var subject: String
  var sent: String
}

private let headerCases = [
  HeaderCase(
    testDescription: "Outlook in Dutch",
    text: """
      Van: Zandkasteel, Pim <p.zandkasteel@borne.example>
      Verzonden: woensdag 4 november 2026 16:22
      Aan: meldingen@regio.example
      Onderwerp: controle

      Beste collega,
      """,
    from: "p.zandkasteel@borne.example", subject: "controle", sent: "2026-11-04 16:22"),
  HeaderCase(
    testDescription: "Outlook in English with a twelve-hour clock",
    text: """
      From: Zandkasteel, P. (Pim) <p.zandkasteel@borne.example>
      Sent: Wednesday, October 28, 2026 1:05 PM
      To: meldingen@regio.example
      Subject: FW: check

      Beste collega,
      """,
    from: "p.zandkasteel@borne.example", subject: "FW: check", sent: "2026-10-28 13:05"),
  HeaderCase(
    testDescription: "Outlook in German",
    text: """
      Von: Gudrun Keinmensch <g.keinmensch@rat.example>
      Gesendet: Donnerstag, 5. März 2026 08:14
      An: meldingen@regio.example
      Betreff: Hinweis

      Beste collega,
      """,
    from: "g.keinmensch@rat.example", subject: "Hinweis", sent: "2026-03-05 08:14"),
  HeaderCase(
    testDescription: "Polish, with the month in the genitive",
    text: """
      Od: Zofia <zofia@poczta.example>
      Wysłano: wtorek, 10 października 2026 21:33
      Do: info@borne.example
      Temat: prośba

      Beste collega,
      """,
    from: "zofia@poczta.example", subject: "prośba", sent: "2026-10-10 21:33"),
  HeaderCase(
    testDescription: "real fields, folded, with a zone",
    text: """
      Received: from mx (mx.borne.example)
       by mail.regio.example
      From: "Zandkasteel, Pim"
       <p.zandkasteel@BORNE.example>
      Date: Thu, 22 Oct 2026 23:12:44 -0400
      Subject: a long
       subject
      X-Mailer: something

      Beste collega,
      """,
    from: "p.zandkasteel@borne.example", subject: "a long subject", sent: "2026-10-23 05:12"),
  HeaderCase(
    testDescription: "another order, aligned with spaces, a tab row less",
    text: """
      Onderwerp:  Memo
      Verzonden:  6-11-2026 9:31
      Van:        Pim Zandkasteel <p.zandkasteel@borne.example>
      Bijlage:    foto.jpg

      Beste collega,
      """,
    from: "p.zandkasteel@borne.example", subject: "Memo", sent: "2026-11-06 09:31"),
  HeaderCase(
    testDescription: "names in bold, Gmail's Date",
    text: """
      *Van:* Pim Zandkasteel <p.zandkasteel@borne.example>
      *Date:* wo 4 nov 2026 om 16:22
      *Subject:* controle

      Beste collega,
      """,
    from: "p.zandkasteel@borne.example", subject: "controle", sent: "2026-11-04 16:22"),
]

@Test(
  "A header block is read in every language and order, with LF and with CRLF",
  arguments: headerCases)
func headerBlock(_ sample: HeaderCase) throws {
  for text in [
    sample.text,
    sample.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"),
  ] {
    let bytes = Array(text.utf8)
    let block = try #require(HeaderBlock(bytes))
    #expect(block.from?.email == sample.from)
    #expect(block.subject == sample.subject)
    let sent = try #require(block.sent)
    #expect("\(sent.date.iso) \(pad(sent.hour)):\(pad(sent.minute))" == sample.sent)
    #expect(bytes[block.bodyStart...].text == "Beste collega,")
  }
}

@Test(
  "A form or a story is not a header block",
  arguments: [
    "", "\n\n", "Van: Piet\nDatum: gisteren\nPlaats: Borne\n", "Naam: Piet\nFunctie: boa\n",
    "Datum: 3 november\nTijd: 12:00\nAdres: Dorpsstraat 1\n", "Beste collega,\nVan: niemand\n",
    "From the window I saw: nothing\n", "Van:\n", ":\n:\n",
  ])
func noHeaderBlock(_ text: String) { #expect(HeaderBlock(Array(text.utf8)) == nil) }

@Test(
  "A mailbox is read however it is shown",
  arguments: [
    ("Pim Zand <p@B.Example>", "Pim Zand", "p@b.example"),
    ("\"Zand, P. (Pim)\" <p@b.example>", "Zand, P. (Pim)", "p@b.example"),
    ("p@b.example", "", "p@b.example"), ("p@b.example (Pim Zand)", "Pim Zand", "p@b.example"),
    ("Pim Zand [mailto:p@b.example]", "Pim Zand", "p@b.example"), ("Pim Zand", "Pim Zand", ""),
    ("<mailto:p@b.example>", "", "p@b.example"), ("a@b", "a@b", ""),
  ])
func mailbox(_ text: String, _ name: String, _ email: String) {
  #expect(Address(header: text) == Address(name: name, email: email))
}

@Test(
  "Folding drops case and diacritics",
  arguments: [
    ("ÉÉN Straße", "een strasse"), ("e\u{301}e\u{301}n", "een"), ("Łódź, ŞĂȚ", "lodz, sat"),
    ("Œuvre ĳs", "oeuvre ijs"), ("Жук", "Жук"),
  ])
func folding(_ text: String, _ folded: String) { #expect(Fold.folded(text).text == folded) }
