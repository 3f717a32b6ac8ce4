import Testing

@testable import Core

/// Who reports in a message, and what is left of it as the report.
struct ThreadCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var text: String
  var author: String
  var firstLine: String
  var covers = 0
}

private let threadCases = [
  ThreadCase(
    testDescription: "a forward in Outlook: the inner writer reports",
    text: """
      Van: Ada <ada@borne.example>
      Aan: meld@regio.example
      Onderwerp: FW: iets

      Zie onder.

      Van: Bob Tak <bob@borne.example>
      Verzonden: maandag 2 november 2026 10:00
      Aan: Ada <ada@borne.example>
      Onderwerp: iets

      Op de Eikelweg slapen acht mannen in een schuur.
      """,
    author: "bob@borne.example", firstLine: "Op de Eikelweg slapen acht mannen in een schuur.",
    covers: 1),
  ThreadCase(
    testDescription: "a forward in a forward",
    text: """
      From: Ada <ada@borne.example>
      To: meld@regio.example
      Subject: Fwd: Fwd: iets

      ---------- Forwarded message ---------
      From: Bob Tak <bob@borne.example>
      Date: Mon, 2 Nov 2026 at 10:00
      Subject: Fwd: iets
      To: Ada <ada@borne.example>

      ---------- Forwarded message ---------
      From: Cor Els <cor@borne.example>
      Date: Mon, 2 Nov 2026 at 09:00
      Subject: iets
      To: Bob Tak <bob@borne.example>

      Er slapen acht mannen in een schuur.
      """,
    author: "cor@borne.example", firstLine: "Er slapen acht mannen in een schuur.", covers: 2),
  ThreadCase(
    testDescription: "an answer to our receipt: the top is the report",
    text: """
      Van: Ada <ada@borne.example>
      Aan: meld@regio.example
      Onderwerp: RE: [MH-2026-0001] Ontvangst

      Gisteren zag ik de bus weer staan.

      Van: meld@regio.example
      Verzonden: maandag 2 november 2026 10:00
      Aan: Ada <ada@borne.example>
      Onderwerp: [MH-2026-0001] Ontvangst

      Wij hebben uw signaal ontvangen en bellen u zo nodig terug. Bij acuut gevaar belt u 112.
      """,
    author: "ada@borne.example", firstLine: "Gisteren zag ik de bus weer staan."),
  ThreadCase(
    testDescription: "an answer with the quotation introduced and marked",
    text: """
      Van: Ada <ada@borne.example>
      Aan: meld@regio.example
      Onderwerp: Re: vraag

      Ja, het was donderdag, en er waren vijf mannen bij.

      Op di 3 nov 2026 om 10:00 schreef Bob Tak <bob@borne.example>:
      > Weet jij nog wanneer dat was? En met hoeveel mannen ze daar in de schuur zaten?
      """,
    author: "ada@borne.example", firstLine: "Ja, het was donderdag, en er waren vijf mannen bij."),
  ThreadCase(
    testDescription: "an introduction broken over two lines",
    text: """
      Van: Ada <ada@borne.example>
      Aan: meld@regio.example
      Onderwerp: Re: vraag

      Het was donderdag, in de loods achter het spoor.

      On Tue, Nov 3, 2026 at 10:00 AM Bob Tak
      <bob@borne.example> wrote:

      > When was it?
      """,
    author: "ada@borne.example", firstLine: "Het was donderdag, in de loods achter het spoor."),
  ThreadCase(
    testDescription: "answers between the questions stay with their writer",
    text: """
      Van: Ada <ada@borne.example>
      Aan: meld@regio.example
      Onderwerp: Re: vraag

      > Wanneer was het precies?
      > En waar?
      Donderdag, aan de Eikelweg 3 in Borne.
      > Hoeveel mannen?
      > Kun je een aantal noemen?
      Acht.
      """,
    author: "ada@borne.example", firstLine: "Donderdag, aan de Eikelweg 3 in Borne."),
  ThreadCase(
    testDescription: "no words above the whole story, though the subject says RE",
    text: """
      Van: Ada <ada@borne.example>
      Aan: meld@regio.example
      Onderwerp: RE: loods

      Zie onderstaande mail.

      Van: Bob Tak <bob@borne.example>
      Verzonden: maandag 2 november 2026 10:00
      Aan: Ada <ada@borne.example>
      Onderwerp: loods

      In de loods aan de Eikelweg 3 slapen acht mannen. De baas houdt hun paspoorten in zijn kluis en ze
      mogen niet naar buiten. Kun jij dat melden?
      """,
    author: "bob@borne.example",
    firstLine:
      "In de loods aan de Eikelweg 3 slapen acht mannen. De baas houdt hun paspoorten in zijn kluis en ze",
    covers: 1),
]

@Test(
  "The reporter is the innermost writer of a forward, and the outermost of a reply",
  arguments: threadCases)
func threads(_ sample: ThreadCase) throws {
  let thread = Thread(Submission(file: sample.text)) { _, _ in false }
  #expect(thread.primary.author?.email == sample.author)
  let body = thread.segments[thread.report].body.filter { !$0.isEmpty }
  #expect(thread.primary.content(try #require(body.first)).text == sample.firstLine)
  #expect(thread.covers.count == sample.covers)
}

@Test("A sentence with a date and a colon does not cut the report")
func noIntroduction() {
  let text = """
    Op 3 november om 10:00 schreef hij op een briefje:
    help mij
    Daarna was hij weg.
    """
  let thread = Thread(Submission(file: text)) { _, _ in false }
  #expect(thread.primary.lines.count == 3)
}

/// What stands below a letter, and what it tells.
struct SignatureCase: Sendable, CustomTestStringConvertible {
  var testDescription: String { text.split(separator: "\n").first.map(String.init) ?? "" }
  var text: String
  var name: String?
  var function: String?
  var organisation: String?
  var telephone: String?
}

@Test(
  "A signature gives name, function, organisation and telephone, and takes no postbus along",
  arguments: [
    SignatureCase(
      text:
        "Met vriendelijke groet,\n\nAda Bergeend\nconsulent Wmo\nGemeente Borne | Sociaal domein\nPostbus 1, 7620 AE Borne\nT 074-0000001\n\nDisclaimer: dit bericht",
      name: "Ada Bergeend", function: "consulent Wmo", organisation: "Gemeente Borne",
      telephone: "074-0000001"),
    SignatureCase(text: "Mvg Ada", name: "Ada"),
    SignatureCase(text: "gr. Ada, KCC", name: "Ada", function: "KCC"),
    SignatureCase(
      text: "Gr. Ada\nwijkbeheer gemeente Borne", name: "Ada", function: "wijkbeheer",
      organisation: "gemeente Borne"),
    SignatureCase(
      text: "Kind regards\nAda Bergeend, volunteer", name: "Ada Bergeend", function: "volunteer"),
    SignatureCase(
      text:
        "Mit freundlichen Grüßen\n\nAda Bergeend\nBeraterin, Grenzberatung\nTel. +49 0000 000001",
      name: "Ada Bergeend", function: "Beraterin", organisation: "Grenzberatung",
      telephone: "+49 0000 000001"),
    SignatureCase(
      text: "Ada Bergeend\nmedewerker publiekszaken\ngemeente Borne", name: "Ada Bergeend",
      function: "medewerker publiekszaken", organisation: "gemeente Borne"),
    SignatureCase(text: "--\nAda Bergeend\nboa", name: "Ada Bergeend", function: "boa"),
  ])
func signatures(_ sample: SignatureCase) {
  let text = "Gisteren slapen er acht mannen in de schuur.\nZe mogen niet weg.\n\n" + sample.text
  let thread = Thread(Submission(file: text)) { _, _ in false }
  let segments = thread.segments[0]
  #expect(segments.body.filter { !$0.isEmpty }.count == 2)
  let contact = Contact(
    signature: segments.signature.map { thread.primary.content($0) }, author: nil)
  #expect(contact.name == sample.name)
  #expect(contact.function == sample.function)
  #expect(contact.organisation == sample.organisation)
  #expect(contact.telephone == sample.telephone)
}

@Test(
  "Names come without titles and initials, given name first",
  arguments: [
    ("Bergeend, Ada", "Ada Bergeend"), ("Bergeend, A. (Ada)", "Ada Bergeend"),
    ("drs. A.M. (Ada) Bergeend-Kooi", "Ada Bergeend-Kooi"),
    ("mevr. A. van den Bergeend", "van den Bergeend"),
    ("Ada van der Bergeend, boa", "Ada van der Bergeend"), ("Ada B.", "Ada B."),
    ("Ada Bergeend (omgevingsdienst)", "Ada Bergeend"),
    ("Ada Bergeend BOA gemeente Borne", "Ada Bergeend"),
    ("Ada Bergeend, Borne", "Ada Bergeend"), ("Łucja Żak", "Łucja Żak"),
    ("van Dam, Jan", "Jan van Dam"),
  ])
func names(_ text: String, _ name: String) {
  #expect(PersonName(Array(text.utf8)[...])?.text == name)
}

@Test(
  "Desks and systems are no persons",
  arguments: [
    ("KCC Borne", "kcc@borne.example"), ("Burgerzaken", "burgerzaken@borne.example"),
    ("Team Toezicht", "toezicht@borne.example"),
    ("Open Formulieren", "noreply@formulieren.example"),
    ("", "info@borne.example"),
  ])
func desks(_ name: String, _ email: String) {
  #expect(PersonName(mailbox: Address(name: name, email: email)) == nil)
}
