/// Words by which a desk, a function or an organisation is told from a person.
enum Roles {
  /// Whether the name or local part of a mailbox is a desk's or a system's (`kcc`, `Team Toezicht`).
  static func isDesk(_ name: ArraySlice<UInt8>) -> Bool {
    let folded = Fold.folded(name)
    if isSystem(name) { return true }
    return folded.split { !$0.isASCIILetter && !$0.isDigit }.contains { word in
      deskWords.contains(word.text) || deskStems.contains { word.starts(with: $0) }
    }
  }

  /// Whether the local part or name of a sender is no reporter at all (`noreply@`, `anoniem@`).
  static func isSystem(_ name: ArraySlice<UInt8>) -> Bool {
    let letters = Fold.folded(name).filter { $0.isASCIILetter }
    return systemStems.contains { letters[...].firstRange(of: $0) != nil }
  }

  /// Whether a text begins with a function rather than with a name.
  static func isFunction(_ text: ArraySlice<UInt8>) -> Bool {
    let words = Fold.folded(text.prefix(80)).split { !$0.isWordByte }
    guard let first = words.first else { return false }
    return isFunctionWord(Array(first))
  }

  /// `toezichthouder`, `wijkverpleegkundige`, `boa`: by its word or by its ending.
  static func isFunctionWord(_ folded: [UInt8]) -> Bool {
    functionWords.contains(folded.text)
      || (folded.count >= 6 && functionEndings.contains { folded.ends(with: $0) })
  }

  /// Where the name of an organisation begins (`gemeente Borne`, `Stichting X`); nil when there is none.
  static func organisation(in text: ArraySlice<UInt8>) -> Int? {
    var at = text.startIndex
    while at < text.endIndex {
      while at < text.endIndex, !text[at].isWordByte { at += 1 }
      let start = at
      while at < text.endIndex, text[at].isWordByte || text[at] == 0x2d || text[at] == 0x2e {
        at += 1
      }
      let word = Fold.folded(text[start..<at].trimmed { $0 == 0x2e || $0 == 0x2d })
      if organisationWords.contains(word.text)
        || organisationEndings.contains(where: word.ends(with:))
      {
        return start
      }
    }
    return nil
  }

  private static let systemStems = [
    "noreply", "donotreply", "nietbeantwoorden", "nietreageren", "nichtantworten", "nieodpowiadaj",
    "mailerdaemon", "postmaster", "anoniem", "anonym", "anonim", "openformulieren", "formulieren",
    "webform",
    "meldpunt", "notificatie", "notification",
  ].map { Array($0.utf8) }

  private static let deskWords: Set<String> = [
    "kcc", "info", "team", "teams", "balie", "receptie", "gemeente", "wmo", "brp", "boa", "boas",
    "avim",
    "jeugd", "zorg", "servicedesk", "helpdesk", "support", "sales", "secretariaat", "administratie",
    "post",
    "postbus", "mail", "contact", "algemeen", "griffie", "bestuur", "office", "kontakt", "biuro",
    "sekretariat",
    "werk", "inkomen", "afdeling", "loket", "service", "hello", "hallo", "marketing", "redactie",
    "pers",
    "cluster", "unit", "dienst", "stichting", "bureau", "regio", "politie", "school", "cjg", "ggd",
    "meldkamer",
  ]
  private static let deskStems = [
    "burgerzaken", "handhaving", "toezicht", "publiek", "klantcontact", "klanten", "vergunning",
    "leerplicht",
    "teamleider", "nieuwsbrief", "newsletter", "formulier", "signaal", "signalen", "melding",
    "veiligheid",
    "ondermijning", "wijkteam", "wijkbeheer", "sociaalteam", "sociaal", "burgerloket", "bevolking",
    "uitkering",
    "belasting", "mensenhandel", "omgevings", "milieu", "bouwtoezicht", "inwoners",
    "dienstverlening",
  ].map { Array($0.utf8) }

  private static let functionWords: Set<String> = [
    "boa", "kcc", "brp", "avim", "medewerker", "medewerkster", "coordinator", "manager",
    "consulent",
    "consulente", "inspecteur", "inspectrice", "ambtenaar", "adviseur", "beleidsadviseur",
    "teamleider",
    "wijkagent", "agent", "hoofdagent", "rechercheur", "docent", "docente", "mentor", "leraar",
    "lerares",
    "huisarts", "arts", "verpleegkundige", "verloskundige", "volunteer", "teacher", "nurse",
    "doctor",
    "officer", "worker", "buurman", "buurvrouw", "bewoner", "bewoonster", "burger", "collega",
    "stagiair",
    "stagiaire", "baliemedewerker", "handhaver", "controleur", "regisseur", "directeur",
    "chauffeur",
    "vrijwilliger", "vrijwilligster", "berater", "beraterin", "sozialarbeiter", "sozialarbeiterin",
    "team",
    "afdeling", "unit", "cluster", "domein", "jurist", "specialist", "behandelaar", "klantmanager",
    "casemanager", "projectleider", "kwaliteitsmedewerker", "beveiliger", "conducteur", "postbode",
    "pracownik", "neighbour", "neighbor", "landlord", "tolk", "bezorger", "wijkteam", "gemeente",
    "ik",
  ]
  private static let functionEndings = [
    "houder", "houdster", "medewerker", "medewerkster", "ambtenaar", "consulent", "consulente",
    "coordinator",
    "inspecteur", "adviseur", "kundige", "werker", "werkster", "begeleider", "begeleidster",
    "verlener",
    "leider", "leidster", "agent", "beheerder", "controleur", "manager", "beamter", "berater",
    "beraterin",
    "arbeiter", "arbeiterin", "specialist", "functionaris", "ondersteuner", "regisseur", "makelaar",
    "hulp",
    "beheer", "zaken", "toezicht", "handhaving", "docent", "schouwer", "bezorger", "therapeut",
    "officer",
    "worker", "adviser", "advisor", "verpleger", "arts", "meester", "juf", "secretaris",
    "secretaresse",
  ].map { Array($0.utf8) }

  private static let organisationWords: Set<String> = [
    "gemeente", "stichting", "provincie", "politie", "ggd", "ggz", "riec", "stadt", "landkreis",
    "kreis",
    "polizei", "gmina", "policja", "municipality", "police", "foundation", "verein", "waterschap",
    "b.v", "bv",
    "n.v", "vof", "school", "roc", "coa", "uwv", "svb", "belastingdienst", "inspectie",
    "ziekenhuis",
    "veiligheidsregio", "brandweer", "vereniging", "council", "noaberkracht", "gmbh",
  ]
  private static let organisationEndings = [
    "dienst", "regio", "corporatie", "stichting", "inspectie", "beratung", "beratungsstelle",
    "ziekenhuis",
    "centrum", "bureau", "zorggroep", "thuiszorg", "college", "school", "coöperatie", "vereniging",
  ].map { Fold.folded($0) }
}

extension Sequence<UInt8> where Self: BidirectionalCollection {
  func ends(with suffix: [UInt8]) -> Bool {
    count >= suffix.count && self.suffix(suffix.count).elementsEqual(suffix)
  }
}
