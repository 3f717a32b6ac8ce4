import Testing

@testable import Core

/// Groups as a table would have them.
private func groups(_ rows: [String]) throws -> WordGroups {
  var problems: [TableProblem] = []
  let text = "groep,woorden\n" + rows.map { $0 + "\n" }.joined()
  let csv = CSV(
    Array(text.utf8), file: "woordgroepen.csv", columns: WordGroups.columns, problems: &problems)
  let groups = WordGroups(csv, problems: &problems)
  try #require(problems.isEmpty, "\(problems)")
  return groups
}

private func words(_ term: String, in text: String) throws -> [String] {
  let groups = try groups([
    "papieren,paspoort*; id", "weg,afgenomen; kluis", "alles,@papieren; @weg",
  ])
  let prose = Prose(text)
  return TermMatcher([try TermParser.parse(term, groups)]).matches(in: prose).map {
    prose.literal($0.first, through: $0.last)
  }
}

@Suite("Search terms")
struct TermsTests {
  @Test(
    "A term matches words, not letters",
    arguments: [
      ("bang", "Zij is bang.", ["bang"]), ("bang", "de bangerd", []), ("bang", "BANG!", ["BANG"]),
      ("paspoort*", "twee paspoorten", ["paspoorten"]),
      ("*poort", "mijn paspoort en poorten", ["paspoort"]),
      ("*spoor*", "een paspoort", ["paspoort"]), ("mag niet", "hij mag niet", ["mag niet"]),
      ("mag niet", "hij mag echt niet", []),
      ("mag >1 niet", "hij mag echt niet", ["mag echt niet"]),
      ("mag >1 niet", "hij mag nu echt niet", []), ("mag niet", "niet mag", []),
      ("baas|chef", "de chef", ["chef"]),
      ("# uur", "14 uur en veertien uur en een heel uur", ["14 uur", "veertien uur"]),
      ("<8 euro", "7 euro, 8 euro, 1.007 euro", ["7 euro"]), ("<8 euro", "7,50 euro", []),
      ("@papieren ~3 @weg", "paspoort ligt in de kluis", ["paspoort ligt in de kluis"]),
      ("@papieren ~3 @weg", "in de kluis ligt zijn id", ["kluis ligt zijn id"]),
      ("@papieren ~2 @weg", "paspoort ligt in de kluis", []), ("@alles", "de kluis", ["kluis"]),
      ("@papieren ~3 @weg", "Zijn paspoort. In de kluis ligt geld.", []),
      ("café", "in het CAFE", ["CAFE"]), ("zlotych", "złotych", ["złotych"]),
      ("au pair", "au-pair", ["au-pair"]),
      ("zn achten", "met z’n achten", ["z’n achten"]), ("a a", "a b a a", ["a a"]),
      ("paspoort* ~4 *poort", "een paspoort", []),
      ("mag >2 niet >2 weg", "mag van hem niet alleen weg", ["mag van hem niet alleen weg"]),
      ("nu weg", "zij is nu\nweg", []),
      ("brp inschrijving", "BRP-inschrijving", ["BRP-inschrijving"]),
    ])
  func matches(_ term: String, _ text: String, _ expected: [String]) throws {
    #expect(try words(term, in: text) == expected)
  }

  @Test("A term that wraps over a line is one term")
  func wraps() throws {
    let text =
      "Dit is een regel die zo lang is dat hij wordt afgebroken door haar mag\nniet, zegt hij, en zo gaat dat door."
    #expect(try words("mag niet", in: text) == ["mag\nniet"])
  }

  @Test(
    "A term that can never match is told with its reason",
    arguments: [
      ("", "houdt op"), ("~3 weg", "achter ~"), ("weg ~", "achter ~"), ("weg >x niet", "achter >"),
      ("weg >2", "houdt op"), ("@onbekend", "onbekende woordgroep"), ("a*", "te kort"),
      ("weg ~99 niet", "achter ~"),
      ("a|", "geen woord"), ("3e", "los van elkaar"), ("<x", "hoort een getal"),
      ("(weg)", "geen woord"),
      ("a b c d e f g h i j k l m", "meer dan 12"),
    ])
  func problems(_ term: String, _ reason: String) throws {
    let groups = WordGroups()
    #expect {
      _ = try TermParser.parse(term, groups)
    } throws: { error in
      (error as? TermProblem)?.message.contains(reason) ?? false
    }
  }

  @Test("Patterns inside one another are all found, in every place")
  func automaton() {
    let automaton = WordAutomaton([" pas", "poort ", "spoo", " paspoort ", "oo"])
    var found: [Int] = []
    automaton.match("paspoort".utf8, into: &found)
    #expect(found.sorted() == [0, 1, 2, 3, 4])
    found = []
    automaton.match("poorten".utf8, into: &found)
    #expect(found == [4])
    WordAutomaton([]).match("paspoort".utf8, into: &found)
    #expect(found == [4])
  }
}

@Suite("Statements")
struct ProseTests {
  /// Polarity of the statement that holds a word.
  private func polarity(_ text: String, of word: String) -> String {
    let prose = Prose(text)
    guard let index = prose.words.firstIndex(where: { prose.tokens.text(Int($0.token)) == word })
    else {
      return "-"
    }
    let statement = prose.statements[Int(prose.words[index].statement)]
    let isLabel = prose.words[index].flags.contains(.label)
    return "\(statement.polarity)" + (isLabel ? statement.labelCounts ? " counts" : " label" : "")
  }

  @Test(
    "A form says yes, no or nothing about the words of a label",
    arguments: [
      ("Opgesloten: ja", "stated counts"), ("Opgesloten: nee", "denied label"),
      ("Opgesloten? nee", "denied label"),
      ("Opgesloten? Ja, in de kelder", "stated counts"), ("Opgesloten: onbekend", "asked label"),
      ("Opgesloten ........ nee", "denied label"), ("Opgesloten\tja", "stated counts"),
      ("Opgesloten          nee", "denied label"), ("| Opgesloten? | nee |", "denied label"),
      ("| Opgesloten | ja, sinds maandag |", "stated counts"), ("Opgesloten = nee", "denied label"),
      ("- Opgesloten: Nee", "denied label"), ("3. Opgesloten? nee", "denied label"),
      ("[ ] opgesloten", "unticked"), ("[x] opgesloten", "stated"), ("☐ opgesloten", "unticked"),
      ("☒ opgesloten", "stated"), ("[X] opgesloten  [ ] geslagen", "stated"),
      ("Opgesloten  [ ] ja  [x] nee", "denied label"),
      ("Opgesloten  [x] ja  [ ] nee", "stated counts"),
      ("Opgesloten: ☐ ja ☐ nee", "denied label"), ("Opgesloten: 2", "stated counts"),
      ("Opgesloten: 0", "denied label"),
      ("Opgesloten: niet gevraagd", "asked label"), ("Opgesloten?\nniet beoordeeld", "asked label"),
      ("OPGESLOTEN\nnee", "denied label"), ("\nOpgesloten\nniet naar gevraagd\n", "asked label"),
      ("Opgesloten: n.v.t.", "asked label"), ("Is er iemand opgesloten?", "asked label"),
      ("> opgesloten", "quoted"), ("Opgesloten: weet ik niet", "asked label"),
      ("Opgesloten: geen", "denied label"),
      ("Opgesloten: geen idee", "asked label"), ("Ze zit opgesloten.", "stated"),
      ("Opgesloten: in de kelder van het huis", "stated label"),
      ("opgesloten: vermoedelijk", "stated counts"),
      ("• Opgesloten:\tnee", "denied label"), ("(x) opgesloten", "stated"),
      ("( ) opgesloten", "unticked"),
    ])
  func answers(_ text: String, _ expected: String) {
    #expect(polarity(text, of: "opgesloten") == expected)
  }

  @Test("An abbreviation, a decimal and a clock do not end a sentence")
  func sentences() {
    let prose = Prose("Het is ca. 3 km. Om 13:10 was dhr. Nul er, voor 1.250,50 euro. Klaar.")
    let texts = prose.statements.indices.map { index in
      prose.words.filter { $0.statement == index }.map { prose.tokens.text(Int($0.token)) }.joined(
        separator: " ")
    }
    #expect(texts == ["het is ca 3 km", "om 13 10 was dhr nul er voor 1 250 50 euro", "klaar"])
  }

  @Test(
    "How an answer begins",
    arguments: [
      ("ja", .yes), ("Ja, graag", .yes), ("JA", .yes), ("nee", .no),
      ("nee (wel gezondheidsrisico)", .no),
      ("onbekend (twee lijken jong)", .unknown), ("niet gezien / onbekend", .unknown),
      ("geen idee", .unknown),
      ("[ ] ja  [x] nee, 112 is niet nodig", .no), ("☒ ja (15 jaar)   ☐ nee   ☐ onbekend", .yes),
      ("☐ ja ☐ nee", nil),
      ("geen", .no), ("graag", .yes), ("2", .yes), ("0", .no), ("yes", .yes), ("tak", .yes),
      ("nein", .no),
      ("een man", nil), ("", nil), ("weet niet", .unknown), ("niet gevraagd", .unknown),
      ("n.v.t.", .unknown), ("liever niet", .no),
    ] as [(String, YesNo?)])
  func yesNo(_ value: String, _ expected: YesNo?) {
    #expect(YesNo.read(value) == expected)
  }
}
