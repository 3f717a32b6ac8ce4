/// What the reporter asks about how the signal is handled.
enum Wishes {
  /// Field `verwerkingsbeperking`: the sentences that restrict who may be told (`geen politie zonder overleg`,
  /// `werkgever niets zeggen`), each once.
  static func restrictions(_ prose: Prose, _ reading: ChoiceTable.Reading) -> [String] {
    var statements: [Int32] = []
    var texts: [String] = []
    for hit in reading.hits
    where hit.field == "verwerkingsbeperking" && hit.isStory && hit.standing != .denied {
      let statement = prose.words[hit.match.first].statement
      guard !statements.contains(statement), texts.count < 8 else { continue }
      statements.append(statement)
      texts.append(text(of: statement, around: hit.match.first, prose))
    }
    return texts
  }

  /// The whole statement, with single blanks.
  private static func text(of statement: Int32, around word: Int, _ prose: Prose) -> String {
    var (first, last) = (word, word)
    while first > 0, prose.words[first - 1].statement == statement, word - first < 60 { first -= 1 }
    while last + 1 < prose.words.count, prose.words[last + 1].statement == statement,
      last - word < 60
    { last += 1 }
    return prose.literal(first, through: last).split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
  }

  /// Field `anoniem`: the reporter stays unnamed on purpose.
  static func isAnonymous(_ reading: ChoiceTable.Reading) -> Bool {
    reading.first("anoniem", "ja") != nil
  }

  /// Field `terugkoppeling_gewenst` as a story tells it: yes, no, or nil. A request is often a question (`Houden jullie
  /// mij op de hoogte?`), so a question counts unless it is the label of a form.
  static func feedback(_ reading: ChoiceTable.Reading) -> YesNo? {
    let hits = reading.hits.filter { $0.field == "terugkoppeling_gewenst" && $0.isStory }
    if hits.contains(where: { $0.value == YesNo.no.rawValue && $0.standing == .stated }) {
      return .no
    }
    let wishes = hits.filter { $0.value == YesNo.yes.rawValue }
    if wishes.contains(where: isWish) {
      return .yes
    }
    return wishes.contains { $0.standing == .denied } ? .no : nil
  }

  private static func isWish(_ hit: ChoiceTable.Reading.Hit) -> Bool {
    hit.standing == .stated || hit.standing != .denied && hit.match.words.count > 2
  }
}
