/// The words that lead to the values of choice fields (`keuzes.csv`).
///
/// Column `woorden` counts in the value of a labelled field only; column `verhaal` in running text too. The value
/// itself always counts in its field.
public struct ChoiceTable: Sendable {
  private struct Choice: Sendable {
    var field: String
    var value: String
    var line: Int
  }

  private struct Owner: Sendable {
    var choice: Int
    var isStory: Bool
  }

  private let choices: [Choice]
  private let owners: [Owner]
  private let matcher: TermMatcher

  static let file = "keuzes.csv"
  static let columns = ["veld", "waarde", "woorden", "verhaal"]

  init(_ csv: CSV, groups: WordGroups, problems: inout [TableProblem]) {
    var (choices, owners, terms) = ([Choice](), [Owner](), [Term]())
    for row in csv {
      let choice = Choice(field: row["veld"], value: row["waarde"], line: row.line)
      if choice.field.isEmpty || choice.value.isEmpty {
        problems.append(row.problem("veld of waarde ontbreekt"))
      } else if choices.contains(where: { $0.field == choice.field && $0.value == choice.value }) {
        problems.append(row.problem("'\(choice.field)' met '\(choice.value)' staat er twee keer"))
      }
      let cells = [
        (row.list("woorden") + [Self.words(of: choice.value)], false), (row.list("verhaal"), true),
      ]
      for (texts, isStory) in cells {
        for text in texts {
          do throws(TermProblem) {
            terms.append(try TermParser.parse(text, groups))
            owners.append(Owner(choice: choices.count, isStory: isStory))
          } catch {
            problems.append(row.problem(error.message))
          }
        }
      }
      choices.append(choice)
    }
    (self.choices, self.owners) = (choices, owners)
    matcher = TermMatcher(terms)
  }

  /// `zorg(PGB)` as words.
  private static func words(of value: String) -> String {
    String(
      decoding: value.utf8.map { [0x28, 0x29, 0x2B, 0x7C].contains($0) ? 0x20 : $0 }, as: UTF8.self)
  }

  /// Every value of a choice field of the record must be one that `velden.csv` allows.
  func check(_ fields: FieldTable, _ problems: inout [TableProblem]) {
    for choice in choices {
      guard let field = fields[choice.field], field.kind == .choice || field.kind == .choices,
        !field.allowed.contains(choice.value)
      else { continue }
      problems.append(
        TableProblem(
          file: Self.file, line: choice.line,
          message: "'\(choice.value)' is geen waarde van het veld '\(choice.field)' in velden.csv"))
    }
  }

  /// Values of the table for a field, in its order.
  func values(of field: String) -> [String] {
    choices.filter { $0.field == field }.map(\.value)
  }

  /// What a text says about every field.
  struct Reading: Sendable {
    /// A value with the words it rests on.
    struct Hit: Sendable {
      var field: String
      var value: String
      /// Of the table.
      var row: Int
      var isStory: Bool
      var standing: TermFindings.Standing
      var match: TermMatch
      /// Its words, in the bytes of the text.
      var range: Range<Int>

      /// The other lies inside its words, and they are more.
      func encloses(_ other: Hit) -> Bool {
        match.first <= other.match.first && other.match.last <= match.last
          && match.last - match.first > other.match.last - other.match.first
      }
    }

    let hits: [Hit]
    /// What a story states, by field.
    private let stated: [String: [Hit]]

    fileprivate init(_ hits: [Hit]) {
      self.hits = hits
      stated = Dictionary(
        grouping: hits.filter { $0.isStory && $0.standing == .stated }, by: \.field)
    }

    /// Values that a story states for a field, each once, in order of appearance; of overlapping words the longest.
    func values(_ field: String) -> [String] {
      ChoiceTable.Reading.longest(stated[field] ?? [])
    }

    /// The value that a story states most often; of equals the one that comes first in the table.
    func best(_ field: String) -> String? {
      var counts: [(value: String, row: Int, count: Int)] = []
      for hit in stated[field] ?? [] {
        if let index = counts.firstIndex(where: { $0.row == hit.row }) {
          counts[index].count += 1
        } else {
          counts.append((hit.value, hit.row, 1))
        }
      }
      return counts.min { ($1.count, $0.row) < ($0.count, $1.row) }?.value
    }

    /// First words that state a value in a story and are not inside longer words for another value
    /// (`bij acuut gevaar` is not `acuut gevaar`).
    func first(_ field: String, _ value: String) -> Hit? {
      let stated = stated[field] ?? []
      let others = stated.filter { $0.value != value }
      return stated.first { hit in hit.value == value && !others.contains { $0.encloses(hit) } }
    }

    fileprivate static func longest(_ hits: [Hit]) -> [String] {
      var kept: [Hit] = []
      for hit in hits.sorted(by: {
        ($0.range.count, $1.match.first) > ($1.range.count, $0.match.first)
      }) {
        let overlaps = kept.contains { $0.value != hit.value && $0.encloses(hit) }
        if !overlaps, kept.count < 64 { kept.append(hit) }
      }
      var values: [String] = []
      for hit in kept.sorted(by: {
        ($0.match.first, $0.match.last) < ($1.match.first, $1.match.last)
      })
      where !values.contains(hit.value) { values.append(hit.value) }
      return values
    }
  }

  /// Reads a story once for all fields.
  func read(_ prose: Prose) -> Reading {
    Reading(hits(prose))
  }

  /// Values in the text of a labelled field, in order of appearance.
  func read(_ value: String, field: String) -> [String] {
    let prose = Prose(value)
    return Reading.longest(
      hits(prose).filter { $0.field == field && $0.standing != .denied })
  }

  private func hits(_ prose: Prose) -> [Reading.Hit] {
    TermFindings(matcher, in: prose).findings.map { finding in
      let owner = owners[finding.match.term]
      return Reading.Hit(
        field: choices[owner.choice].field, value: choices[owner.choice].value,
        row: owner.choice,
        isStory: owner.isStory, standing: finding.standing, match: finding.match,
        range: prose.range(finding.match.first, through: finding.match.last))
    }
  }
}
