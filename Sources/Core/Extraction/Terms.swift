/// A search term of a table, parsed. The language of terms, in cells separated by `;`:
///
///     paspoort afgenomen      these words, one directly after the other
///     paspoort*               a word that starts so;  *poort  ends so;  *spoor*  contains it
///     pas|paspoort|id         one of these
///     #                       a number, in digits or in words
///     <1200                   a number in digits below 1200
///     @papieren               one of the words of a group (woordgroepen.csv)
///     mag >2 niet             in this order, at most two other words between
///     @papieren ~6 kluis      in any order, at most six other words between
///
/// Words are compared without case and accents, inside one sentence, list item or label with its value.
struct Term: Sendable {
  /// One place in a term: any of its patterns.
  struct Slot: Sendable, Hashable {
    var patterns: [Pattern]
    /// How many other words may stand between the slot before and this one.
    var gap: Int
  }

  enum Pattern: Sendable, Hashable {
    case word(String)
    case prefix(String)
    case suffix(String)
    case inner(String)
    case number
    case below(Int)
  }

  /// Words in order; the parts may stand in any order.
  var phrases: [[Slot]]
  /// For each phrase after the first: most other words between it and the one before.
  var distances: [Int]
  /// Written form, for messages.
  var text: String
}

/// Why a term could not be read, in Dutch.
struct TermProblem: Error, Sendable {
  var message: String
}

/// Groups of words that terms name with `@` (`woordgroepen.csv`).
public struct WordGroups: Sendable {
  private var groups: [String: [Term.Pattern]] = [:]

  static let file = "woordgroepen.csv"
  static let columns = ["groep", "woorden"]

  init() {}

  /// A group may use the groups above it.
  init(_ csv: CSV, problems: inout [TableProblem]) {
    for row in csv {
      let name = row["groep"]
      var patterns: [Term.Pattern] = []
      for word in row.list("woorden") {
        do throws(TermProblem) {
          patterns += try TermParser.patterns(Folding.fold(word), self)
        } catch {
          problems.append(row.problem(error.message))
        }
      }
      if name.isEmpty || patterns.isEmpty {
        problems.append(row.problem("groep zonder naam of zonder woorden"))
      } else if groups.updateValue(patterns, forKey: name) != nil {
        problems.append(row.problem("groep '\(name)' staat er twee keer"))
      }
    }
  }

  subscript(name: String) -> [Term.Pattern]? { groups[name] }
}

/// Reads terms.
enum TermParser {
  private static let longest = 12
  private static let farthest = 20

  static func parse(_ text: String, _ groups: WordGroups) throws(TermProblem) -> Term {
    var term = Term(phrases: [[]], distances: [], text: text)
    var gap = 0
    var count = 0
    for part in Folding.fold(text).split(separator: " ") {
      if part.hasPrefix("~") {
        guard let distance = number(part), !(term.phrases.last ?? []).isEmpty else {
          throw TermProblem(message: "'\(text)': achter ~ hoort een getal, en ervoor een woord")
        }
        term.phrases.append([])
        term.distances.append(distance)
      } else if part.hasPrefix(">") {
        guard let distance = number(part), !(term.phrases.last ?? []).isEmpty else {
          throw TermProblem(message: "'\(text)': achter > hoort een getal, en ervoor een woord")
        }
        gap = distance
      } else {
        let slot = Term.Slot(patterns: try patterns(String(part), groups), gap: gap)
        term.phrases[term.phrases.count - 1].append(slot)
        gap = 0
        count += 1
      }
    }
    guard let last = term.phrases.last, !last.isEmpty, gap == 0 else {
      throw TermProblem(message: "'\(text)': de zoekterm houdt op waar een woord hoort")
    }
    guard count <= longest else {
      throw TermProblem(message: "'\(text)': meer dan \(longest) woorden")
    }
    return term
  }

  private static func number(_ part: Substring) -> Int? {
    Int(part.dropFirst()).flatMap { (0...farthest).contains($0) ? $0 : nil }
  }

  /// `a|b*|@groep`
  static func patterns(_ text: String, _ groups: WordGroups) throws(TermProblem) -> [Term.Pattern] {
    var patterns: [Term.Pattern] = []
    for part in text.split(separator: "|", omittingEmptySubsequences: false) {
      if part.hasPrefix("@") {
        guard let group = groups[String(part.dropFirst())] else {
          throw TermProblem(message: "onbekende woordgroep '\(part)'")
        }
        patterns += group
      } else {
        patterns.append(try pattern(part))
      }
    }
    return patterns
  }

  private static func pattern(_ part: Substring) throws(TermProblem) -> Term.Pattern {
    if part == "#" { return .number }
    if part.hasPrefix("<") {
      guard let limit = Int(part.dropFirst()) else {
        throw TermProblem(message: "achter < hoort een getal")
      }
      return .below(limit)
    }
    let isSuffix = part.hasPrefix("*")
    let isPrefix = part.hasSuffix("*")
    let word = String(part.dropFirst(isSuffix ? 1 : 0).dropLast(isPrefix && part.count > 1 ? 1 : 0))
    guard !word.isEmpty, word.utf8.count <= 60, word.utf8.allSatisfy(isWordByte) else {
      throw TermProblem(message: "'\(part)' is geen woord")
    }
    guard word.utf8.count >= 2 || !isPrefix && !isSuffix else {
      throw TermProblem(message: "'\(part)' is te kort voor een *")
    }
    let digits = word.utf8.count { (0x30...0x39).contains($0) }
    guard digits == 0 || digits == word.utf8.count else {
      throw TermProblem(message: "'\(part)': letters en cijfers staan in een tekst los van elkaar")
    }
    return switch (isSuffix, isPrefix) {
    case (true, true): .inner(word)
    case (true, false): .suffix(word)
    case (false, true): .prefix(word)
    case (false, false): .word(word)
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte >= 0x80
  }
}

extension Folding {
  /// Lower case without accents and apostrophes; signs stay, hyphens and underscores become blanks.
  static func fold(_ text: String) -> String {
    let bytes = ArraySlice(Array(text.utf8))
    var out: [UInt8] = []
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let (glyph, length) = glyph(bytes, at)
      switch glyph {
      case .letter(let letter, _): out.append(letter)
      case .letters(let one, let two): out += [one, two]
      case .foreign: out += bytes[at..<(at + length)]
      case .digit(let digit): out.append(digit)
      case .space, .tab, .lineEnd: out.append(0x20)
      case .sign(0x2D), .sign(0x5F), .sign(0x2F), .sign(0x2E): out.append(0x20)
      case .sign(let code): out.append(code)
      case .nothing, .apostrophe: break
      }
      at += length
    }
    return String(decoding: out, as: UTF8.self)
  }
}
