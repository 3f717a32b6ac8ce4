/// What the reporter wants: to stay unnamed, to hear back, to keep something from somebody.
struct Feedback {
  private(set) var isAnonymous = false
  /// `ja`, `nee`, `niet_mogelijk` or `onbekend`.
  private(set) var answer = "onbekend"
  /// The sentence that restricts what may be done with the report.
  private(set) var restriction: String?

  init(form: FilledForm, story: Tokens, thread: Thread, contact: Contact) {
    let phrases = Phrases(story)
    isAnonymous = Self.isAnonymous(form, phrases, thread, contact)
    restriction = phrases.sentence(of: Self.restrictions)
    answer = isAnonymous ? "niet_mogelijk" : Self.answer(form, phrases)
  }

  private static func answer(_ form: FilledForm, _ phrases: Phrases) -> String {
    for entry in form.all(.feedback) {
      let value = entry.value[...]
      if let answer = ShortAnswer(value) { return answer.word }
      let words = Phrases(Tokens(value))
      if words.has(refusals) || words.has(noes) { return "nee" }
      if value.contains(0x40) || value.count(where: \.isDigit) >= 8 || words.has(wishes) {
        return "ja"
      }
    }
    if phrases.has(refusals) { return "nee" }
    return phrases.has(wishes) ? "ja" : "onbekend"
  }

  private static func isAnonymous(
    _ form: FilledForm, _ phrases: Phrases, _ thread: Thread, _ contact: Contact
  ) -> Bool {
    for entry in form.all(.anonymous) {
      let asksForName = Label.normalised(entry.label[...])[...].contains("naam")
      switch ShortAnswer(entry.value[...]) {
      case .yes:
        return !asksForName && !Label.normalised(entry.label[...])[...].contains("vertrouwelijk")
      case .no: return asksForName
      default: break
      }
      let value = Fold.folded(entry.value[...])[...]
      if value.contains("anoniem") || value.contains("anonym") {
        return !value.contains("niet anoniem")
      }
    }
    for entry in form.all(.reporterName) {
      let value = Fold.folded(entry.value.prefix(30))[...]
      if value.hasPrefix("anoniem") || value.hasPrefix("anonym") || value.hasPrefix("wil anoniem") {
        return true
      }
    }
    if phrases.has(ownWish) { return true }
    // Said by somebody else about the reporter: only when nobody is named.
    let isUnnamed = contact.name == nil
    let sender = thread.primary.author.map { Fold.folded($0.local + $0.name)[...] }
    let fromNobody = sender.map { $0.contains("anoniem") || $0.contains("anonym") } ?? false
    return isUnnamed && (fromNobody || phrases.has(reported))
  }

  private static let ownWish = Phrases.table(
    """
    ik blijf anoniem;ik wil anoniem;wil ik anoniem;ik wens anoniem;graag anoniem blijven;liever anoniem blijven;
    ik wil graag anoniem;ik wil liever anoniem;ik meld anoniem;ik meld dit anoniem;meld ik anoniem;
    vraag niet wie ik ben;mijn naam niet noemen;mijn naam wil ik niet;ik geef mijn naam niet;mijn naam geef ik niet;
    mijn naam doet er niet toe;noem mijn naam niet;zonder mijn naam te noemen;naam zeg ik niet;zeg mijn naam niet;
    i want to stay anonymous;i want to remain anonymous;i wish to remain anonymous;i prefer to stay anonymous;
    prefer to remain anonymous;i will not give my name;rather not give my name;
    ich mochte anonym bleiben;ich will anonym bleiben;anonym bleiben;mochte meinen namen nicht nennen;
    chce pozostac anonimowy;chce pozostac anonimowa;pozostac anonimowym;wole pozostac anonimowa;anonimowo;
    vreau sa raman anonim
    """)

  private static let reported = Phrases.table(
    """
    anonieme melding;anonieme tip;anonieme melder;gekozen voor anoniem;melder wil anoniem;wil anoniem blijven;
    melder is anoniem;melder blijft anoniem;anoniem gemeld;anoniem blijven;anonymous report;anonymous tip;
    wenst anoniem;melder anoniem
    """)

  private static let refusals = Phrases.table(
    """
    terugkoppeling hoeft niet;terugkoppeling is niet nodig;terugkoppeling niet nodig;geen terugkoppeling;
    terugkoppeling aan mij is niet nodig;terugkoppeling is niet;hoef geen terugkoppeling;hoef niets te horen;
    bericht terug hoeft niet;reactie is niet nodig;reactie hoeft niet;geen reactie nodig;hoeft niet terug te bellen;
    u hoeft niet te reageren;je hoeft niet te reageren;hoef geen reactie;bel mij niet;bel me niet;
    no need to reply;no reply needed;no feedback needed;keine ruckmeldung;ruckmeldung ist nicht notig;
    nie musicie odpisywac;terugbellen hoeft niet;geen bericht terug
    """)

  private static let wishes = Phrases.table(
    """
    houden jullie mij op de hoogte;houdt u mij op de hoogte;hou mij op de hoogte;hou me op de hoogte;
    houd mij op de hoogte;houd me op de hoogte;op de hoogte gehouden;op de hoogte blijven;op de hoogte houden;
    hoor graag;hoor ik graag;ik hoor het graag;verneem graag;verneem ik graag;graag terugkoppeling;
    terugkoppeling graag;graag een terugkoppeling;terugkoppeling gewenst;stel terugkoppeling op prijs;
    bel mij terug;bel me terug;bel mij;bel me;graag terugbellen;graag bericht;graag een reactie;graag reactie;
    laat me weten;laat mij weten;laat het me weten;laten jullie me weten;horen jullie graag;
    like to hear back;love to hear;please let me know;keep me informed;keep me posted;please call me;
    like to be kept informed;hear from you;geben sie mir eine ruckmeldung;um ruckmeldung;bitte um antwort;
    mochte gern horen;rufen sie mich;halten sie mich auf dem laufenden;prosze o odpowiedz;prosze o kontakt;
    prosze o informacje;prosze o informacje zwrotna;zou graag horen;wil graag weten wat;wil wel weten;
    wil graag horen;ontvang graag
    """)

  private static let noes = Phrases.table(
    "hoeft niet;niet nodig;liever niet;not necessary;nicht notig")

  private static let restrictions = Phrases.table(
    """
    geen politie zonder;niet met de politie;liever geen politie;geen politie aan;niet delen met;zonder overleg;
    niets zeggen;niet zeggen dat;niet vertellen dat;niet mijn naam;mijn naam niet;noem mij niet;niet naar haar ouders;
    niet naar zijn ouders;niet naar de ouders;don't mention;do not mention;dont mention;do not tell;don't tell;
    not tell the;nicht weitergeben;nicht erwahnen;nie mowic;prosze nie mowic;nu sunati la politie;niet doorgeven aan;
    vertrouwelijk behandelen;niet laten weten dat;mag niet weten dat;mogen niet weten dat;alleen na overleg;
    eerst met mij overleggen;niet delen zonder;pas na overleg
    """)
}

/// Looks for phrases of whole words in a text.
struct Phrases {
  private let tokens: Tokens

  init(_ tokens: Tokens) { self.tokens = tokens }

  /// Phrases by their first word.
  typealias Table = [String: [[String]]]

  /// Phrases separated by `;`, in folded spelling.
  static func table(_ rows: String) -> Table {
    var table: Table = [:]
    for row in rows.split(separator: ";") {
      let words = row.split { $0 == " " || $0 == "\n" }.map { word in word.filter { $0 != "'" } }
      if let first = words.first { table[first, default: []].append(words) }
    }
    return table
  }

  func has(_ table: Table) -> Bool { first(table) != nil }

  private func first(_ table: Table) -> Int? {
    var index = 0
    while index < tokens.count {
      if tokens[index].isWord, let rows = table[tokens[index].text],
        rows.contains(where: { matches($0, index) })
      {
        return index
      }
      index += 1
    }
    return nil
  }

  /// The words follow each other; a single line break between them does not count.
  private func matches(_ words: [String], _ start: Int) -> Bool {
    var at = start
    for word in words {
      if let token = tokens.at(at), token.kind == .lineBreak, token.value == 1 { at += 1 }
      guard tokens.word(at) == word else { return false }
      at += 1
    }
    return true
  }

  /// The sentence in which a phrase stands.
  func sentence(of table: Table) -> String? {
    guard let at = first(table) else { return nil }
    var start = at
    var end = at
    while start > 0, !ends(tokens[start - 1]) { start -= 1 }
    while end + 1 < tokens.count, !ends(tokens[end]) { end += 1 }
    if tokens[end].kind == .lineBreak, end > start { end -= 1 }
    return tokens.literal(start, through: end).split { $0 == "\n" }.joined(separator: " ")
  }

  private func ends(_ token: Token) -> Bool {
    token.isSign(".") || token.isSign("!") || token.isSign("?")
      || (token.kind == .lineBreak && token.value > 1)
  }
}
