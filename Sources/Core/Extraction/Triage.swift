/// Tells mail that is no signal: answers of machines, bounces, calendar mail, newsletters, advertising, thanks.
///
/// In doubt it is a signal. A filled-in form always is one, whoever sent it: form systems send from `noreply@`
/// and mark their mail as automatic.
struct Triage {
  let submission: Submission
  let thread: Thread
  let form: FilledForm
  let story: Tokens

  /// Why the message is no signal, in the words of the contract; nil when it is one.
  func reason() -> String? {
    if submission.header("x-signaalpost") != nil { return "own_mail" }
    if isDeliveryReport { return "delivery_report" }
    if isCalendar { return "calendar_reply" }
    if isForm { return nil }
    if isAutomaticReply { return "auto_reply" }
    if isNewsletter { return "newsletter" }
    if isAdvertising { return "advertising" }
    if isEmpty { return "empty" }
    if isThanks { return "thanks" }
    return nil
  }

  /// Three things filled in that only a report has.
  private var isForm: Bool {
    let facts: [FieldKey] = [
      .street, .postcode, .place, .municipality, .date, .exploitation, .sector, .victimCount,
      .plates, .minors,
      .danger, .story, .contactProcess, .reporterName, .victim, .suspects, .company,
    ]
    return facts.count { !form.all($0).isEmpty } >= 3
  }

  private var subject: ArraySlice<UInt8> {
    Fold.folded(submission.subject.isEmpty ? thread.levels[0].subject : submission.subject)[...]
  }

  private func body(_ index: Int = 0) -> [UInt8] {
    var text: [UInt8] = []
    for line in thread.levels[index].lines where text.count < 20_000 {
      Fold.append(thread.levels[index].content(line), to: &text)
      text.append(0x20)
    }
    return text
  }

  private func header(_ name: String, has words: [String]) -> Bool {
    guard let value = submission.header(name) ?? inline(name) else { return false }
    let folded = Fold.folded(value)[...]
    return words.contains { folded.contains($0) }
  }

  /// A header of a mail that was saved as text.
  private func inline(_ name: String) -> String? {
    thread.levels.first?.headers.first { $0.name == name }?.value
  }

  private var sender: Address? { submission.from ?? thread.levels.first?.author }

  // MARK: Machines

  private var isDeliveryReport: Bool {
    if header("content-type", has: ["multipart/report", "report-type=delivery-status"]) {
      return true
    }
    if submission.parts.contains(where: { $0.type == "message/delivery-status" }) { return true }
    if submission.header("x-failed-recipients") != nil { return true }
    let isDaemon =
      sender.map { address in
        let name = Fold.folded(address.local + " " + address.name).filter(\.isASCIILetter)[...]
        return ["mailerdaemon", "postmaster", "maildelivery", "mailsystem"].contains {
          name.contains($0)
        }
      } ?? false
    let says = Self.bounces.contains { subject.hasPrefix($0) || (isDaemon && subject.contains($0)) }
    guard isDaemon || says else { return false }
    let text = body()[...]
    return says && isDaemon
      || [
        "final-recipient", "status: 5.", "diagnostic-code", "could not be delivered",
        "niet worden bezorgd",
        "niet bezorgd", "user unknown", "nicht zugestellt", "delivery has failed", "550 5.",
      ].contains {
        text.contains($0)
      }
  }

  private static let bounces = [
    "undeliverable", "undelivered", "onbestelbaar", "delivery status", "mail delivery",
    "returned mail",
    "delivery failure", "failure notice", "unzustellbar", "niet bezorgd", "niet afgeleverd",
    "bezorging mislukt",
    "non remis", "niedostarczon", "zwrot", "delivery delayed", "undeliver", "message not delivered",
  ]

  private var isCalendar: Bool {
    if header("content-type", has: ["text/calendar"]) { return true }
    if isCalendarAnswer { return !isForm }
    guard let colon = subject.prefix(32).firstIndex(of: UInt8(ascii: ":")) else { return false }
    guard Self.answers.contains(subject[..<colon].trimmed.text) else { return false }
    let text = body()[...]
    return text.count < 200
      || [
        "uitnodiging", "invitation", "vergader", "meeting", "teams", "organisator", "organizer",
        "einladung",
        "besprechung", "spotkan", "agenda", "when:", "wanneer:",
      ].contains { text.contains($0) }
  }

  /// By the method of a calendar part (RFC 5546 1.4); an appointment that lies beside a report is no answer.
  private var isCalendarAnswer: Bool {
    submission.headers.contains { header in
      guard header.name == "x-part-type" else { return false }
      let told = Fold.folded(header.value)[...]
      return ["method=reply", "method=counter", "method=cancel", "method=refresh"].contains {
        told.contains($0)
      }
    }
  }

  private static let answers: Set<String> = [
    "geaccepteerd", "accepted", "geweigerd", "declined", "voorlopig", "voorlopig geaccepteerd",
    "tentative",
    "tentatively accepted", "zugesagt", "angenommen", "abgelehnt", "mit vorbehalt", "zaakceptowano",
    "odrzucono", "geannuleerd", "canceled", "cancelled", "abgesagt", "afgezegd", "uitnodiging",
    "invitation",
    "new time proposed", "nieuwe tijd voorgesteld", "afgewezen", "bijgewerkte uitnodiging",
    "updated invitation",
  ]

  private var isAutomaticReply: Bool {
    if header("auto-submitted", has: ["auto-replied"]) { return true }
    if submission.header("x-autoreply") != nil || submission.header("x-autorespond") != nil {
      return true
    }
    if header("precedence", has: ["auto_reply", "auto-reply"]) { return true }
    let start = subject.drop { $0 == 0x5b || $0.isBlank }
    guard Self.absences.contains(where: { start.hasPrefix($0) }), !hasFacts else { return false }
    // Somebody may report under such a subject; a machine's text speaks of absence or receipt.
    let text = body()[...]
    return header("auto-submitted", has: ["auto-generated"])
      || Self.away.contains { text.contains($0) }
  }

  /// Running text that holds what only a report has: a street with a number, a plate, a time of day.
  private var hasFacts: Bool {
    !Streets.find(in: story).isEmpty || !Plates.all(in: story).isEmpty
      || Times.find(in: story) != nil
  }

  private static let absences = [
    "automatic reply", "automatisch antwoord", "automatische reactie", "automatisch bericht",
    "auto reply",
    "auto-reply", "autoreply", "auto:", "out of office", "out-of-office", "ooo:", "afwezig",
    "afwezigheid",
    "abwesenheit", "abwesend", "automatische antwort", "autoodpowiedz", "automatyczna odpowiedz",
    "odpowiedz automatyczna", "reponse automatique", "raspuns automat", "vakantie:",
    "niet aanwezig",
    "ontvangstbevestiging", "we hebben uw bericht ontvangen", "wij hebben uw bericht ontvangen",
    "auto antwort",
  ]

  private static let away = [
    "afwezig", "niet aanwezig", "vakantie", "verlof", "out of office", "out of the office",
    "on leave",
    "abwesend", "nicht im buro", "urlaub", "lees mijn mail niet", "ziek", "retour", "weer aanwezig",
    "automatisch", "automatic", "bedankt voor uw bericht", "bedankt voor je bericht", "nieobecn",
    "urlop",
    "wij hebben uw bericht", "we hebben uw bericht", "beantwoord mijn mail", "terug op",
  ]

  // MARK: Mass mail

  private var isNewsletter: Bool {
    let text = body()[...]
    let named = ["nieuwsbrief", "newsletter", "nieuwsflits", "nieuwsmail", "rundbrief", "biuletyn"]
    let says =
      named.contains { subject.contains($0) }
      || sender.map { address in
        let name = Fold.folded(address.local + " " + address.name)[...]
        return named.contains { name.contains($0) }
      } == true
    let unsubscribes = Self.unsubscribes(text)
    let isBulk =
      submission.header("list-unsubscribe") != nil || header("precedence", has: ["bulk", "junk"])
    let hasBrowser = [
      "niet goed weergegeven", "in uw browser", "in je browser", "view in browser",
      "view this email", "im browser",
      "online versie", "webversie",
    ].contains { text.contains($0) }
    let marks = [says, unsubscribes, isBulk, hasBrowser].count { $0 }
    return marks >= 2
  }

  private static func unsubscribes(_ text: ArraySlice<UInt8>) -> Bool {
    [
      "uitschrijven", "afmelden", "unsubscribe", "abmelden", "voorkeuren wijzigen",
      "uitschrijflink",
      "schrijf u uit", "meld u af", "meld je af", "wypisz", "manage your preferences",
      "email preferences",
      "niet meer ontvangen", "opt out", "opt-out",
    ].contains { text.contains($0) }
  }

  private var isAdvertising: Bool {
    let text = body()[...]
    let marks = Self.offers.count { text.contains($0) || subject.contains($0) }
    let isBulk =
      submission.header("list-unsubscribe") != nil || header("precedence", has: ["bulk", "junk"])
    return marks + (Self.unsubscribes(text) ? 1 : 0) + (isBulk ? 1 : 0) >= 3
  }

  private static let offers = [
    "korting", "aanbieding", "bestel", "klik hier", "nu voor maar", "gratis", "webinar",
    "e-learning",
    "offerte", "abonnement", "actie eindigt", "deze actie", "inschrijven kan", "schrijf je in",
    "schrijf u in",
    "click here", "discount", "special offer", "free trial", "limited time", "buy now", "order now",
    "demo",
    "certificaat inbegrepen", "per medewerker", "jetzt bestellen", "rabatt", "angebot", "kostenlos",
    "% ", "brochure",
    "vrijblijvend", "onze producten", "onze diensten", "our services", "seo", "wist u dat",
  ]

  // MARK: People

  private var isEmpty: Bool {
    guard thread.levels.indices.allSatisfy({ thread.words($0) == 0 }), thread.files.isEmpty else {
      return false
    }
    // A picture or document that is not read yet is not nothing, and a subject can be the whole message.
    let hasAttachment = submission.parts.contains { $0.outcome != .read && $0.bytes > 0 }
    let words = subject.split { !$0.isWordByte }.count
    let isUntitled =
      subject.isEmpty || subject.contains("geen onderwerp") || subject.contains("no subject")
    return !hasAttachment && submission.attached.isEmpty && (words < 3 || isUntitled)
  }

  /// A reply that thanks and tells nothing.
  private var isThanks: Bool {
    guard thread.covers.isEmpty, thread.files.isEmpty, submission.attached.isEmpty,
      !submission.parts.contains(where: {
        $0.outcome != .read && $0.name != nil && !$0.type.hasPrefix("image/")
      })
    else { return false }
    let isReply =
      Thread.prefix(of: submission.subject.isEmpty ? thread.levels[0].subject : submission.subject)
      == .reply
      || thread.levels.count > 1
    guard isReply, thread.words(0) <= 70 else { return false }
    let level = thread.levels[0]
    var text: [UInt8] = []
    for line in thread.segments[0].body {
      Fold.append(level.content(line), to: &text)
      text.append(0x20)
    }
    let slice = text[...]
    guard !slice.contains(where: \.isDigit), !slice.contains(UInt8(ascii: "?")) else {
      return false
    }
    if Self.news.contains(where: { slice.contains($0) }) { return false }
    return Self.thanks.contains { slice.contains($0) } || thread.words(0) <= 6
  }

  private static let thanks = [
    "dank", "bedankt", "thank", "danke", "dzieki", "dziekuj", "multumesc", "merci", "helemaal goed",
    "top,", "super",
    "prima", "fijn dat", "in orde", "akkoord", "ontvangen",
  ]

  /// Words of somebody who goes on to report.
  private static let news = [
    "aanvulling", "toevoeging", "inmiddels", "opnieuw", "kenteken", "gezien", "gehoord", "nog iets",
    "daarnaast",
    "ook nog", "adres", "vandaag", "gisteren", "update", "nieuwe informatie", "also", "additional",
    "wieder",
    "bovendien", "slachtoffer", "bang", "opgehaald", "politie", "112", "echter", "klopt niet",
    "onjuist",
  ]
}
