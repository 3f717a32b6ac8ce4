public import Core

/// What a text may have filled in.
enum Placeholder: String, CaseIterable {
  case reference = "kenmerk"
  case municipality = "gemeente"
  case deadline = "termijn"
  case link
}

/// A piece of a text.
enum Piece: Sendable, Hashable {
  case literal(String)
  case placeholder(Placeholder)
}

/// One text, taken apart.
struct NoticeText: Sendable {
  var subject: [Piece]
  var body: [[Piece]]
}

/// The texts of `config/teksten`: first line `Onderwerp: ...`, a blank line, the body.
///
/// In a body `{kenmerk}`, `{gemeente}`, `{termijn}` and `{link}` are filled in, in a subject only
/// `{kenmerk}`; a receipt takes nothing else than `{kenmerk}`.
public struct NoticeTexts: Sendable {
  /// Which file has the text of which kind; `copy` has none.
  public static let files: [(kind: Notice.Kind, file: String)] = [
    (.receipt, "ontvangstbevestiging.txt"), (.notice, "nieuw-signaal.txt"),
    (.acute, "acuut-signaal.txt"), (.supplement, "aanvulling.txt"),
    (.quarantine, "onleesbaar.txt"), (.delay, "vertraging.txt"),
  ]

  private let texts: [Notice.Kind: NoticeText]

  /// - Parameter files: contents by file name.
  public init(_ files: [String: String]) throws(TableProblems) {
    var problems: [TableProblem] = []
    var texts: [Notice.Kind: NoticeText] = [:]
    for (kind, file) in NoticeTexts.files {
      guard let content = files[file] else {
        problems.append(TableProblem(file: file, line: 0, message: "this text is missing"))
        continue
      }
      var parser = NoticeTextParser(file: file, kind: kind)
      texts[kind] = parser.parse(content)
      problems += parser.problems
    }
    guard problems.isEmpty else { throw TableProblems(problems) }
    self.texts = texts
  }

  /// Everything wrong with the texts, by file and line; empty when they can be used.
  public static func problems(in files: [String: String]) -> [TableProblem] {
    do throws(TableProblems) {
      _ = try NoticeTexts(files)
      return []
    } catch { return error.problems }
  }

  subscript(_ kind: Notice.Kind) -> NoticeText? { texts[kind] }
}

/// Takes one text apart and notes what is wrong with it.
struct NoticeTextParser {
  /// Bytes of one text.
  static let sizeLimit = 16_384
  /// Bytes of a subject.
  static let subjectLimit = 150

  let file: String
  let kind: Notice.Kind
  private(set) var problems: [TableProblem] = []

  init(file: String, kind: Notice.Kind) {
    self.file = file
    self.kind = kind
  }

  private mutating func problem(_ line: Int, _ message: String) {
    problems.append(TableProblem(file: file, line: line, message: message))
  }

  mutating func parse(_ content: String) -> NoticeText {
    guard content.utf8.count <= NoticeTextParser.sizeLimit else {
      problem(0, "the text is larger than \(NoticeTextParser.sizeLimit) bytes")
      return NoticeText(subject: [], body: [])
    }
    let lines = textLines(content)
    let subject = parseSubject(lines.first ?? "")
    if lines.count > 1, !lines[1].isEmpty { problem(2, "the second line must be blank") }
    var body: [[Piece]] = []
    for (index, line) in lines.enumerated().dropFirst(2) {
      body.append(pieces(line, at: index + 1, allowed: bodyPlaceholders))
    }
    while body.last?.isEmpty == true { body.removeLast() }
    if !body.contains(where: { !$0.isEmpty }) { problem(0, "there is no text below the subject") }
    checkWhole(subject: subject, body: body)
    return NoticeText(subject: subject, body: body)
  }

  private var bodyPlaceholders: [Placeholder] {
    kind == .receipt ? [.reference] : Placeholder.allCases
  }

  private mutating func parseSubject(_ line: String) -> [Piece] {
    let label = "Onderwerp:"
    guard line.utf8.starts(with: label.utf8) else {
      problem(1, "the first line must be 'Onderwerp: ...'")
      return []
    }
    let text = String(line.dropFirst(label.count).drop { $0 == " " })
    if text.isEmpty { problem(1, "the subject is empty") }
    if text.utf8.count > NoticeTextParser.subjectLimit {
      problem(1, "the subject is longer than \(NoticeTextParser.subjectLimit) bytes")
    }
    return pieces(text, at: 1, allowed: [.reference])
  }

  private mutating func checkWhole(subject: [Piece], body: [[Piece]]) {
    let all = subject + body.joined()
    if !all.contains(.placeholder(.reference)) { problem(0, "{kenmerk} is used nowhere") }
    guard kind == .receipt else { return }
    let text = all.map { if case .literal(let text) = $0 { text } else { "" } }.joined()
    for number in ["112", "0900-8844"] where !contains(text, number) {
      problem(0, "a receipt must name \(number)")
    }
  }

  /// Cuts a line at its placeholders.
  private mutating func pieces(_ line: String, at number: Int, allowed: [Placeholder]) -> [Piece] {
    if cleaned(line) != line { problem(number, "a control character") }
    var pieces: [Piece] = []
    var rest = Array(line.utf8)[...]
    while let brace = rest.firstIndex(where: { $0 == 0x7b || $0 == 0x7d }) {
      if brace > rest.startIndex {
        pieces.append(.literal(String(decoding: rest[..<brace], as: UTF8.self)))
      }
      guard rest[brace] == 0x7b, let end = rest[brace...].firstIndex(of: 0x7d) else {
        problem(number, "a brace without its other half")
        return pieces
      }
      let name = String(decoding: rest[(brace + 1)..<end], as: UTF8.self)
      if let placeholder = Placeholder(rawValue: name), allowed.contains(placeholder) {
        pieces.append(.placeholder(placeholder))
      } else {
        let names = allowed.map { "{\($0.rawValue)}" }.joined(separator: ", ")
        problem(number, "{\(cleaned(name))} cannot be filled in here; known are \(names)")
      }
      rest = rest[(end + 1)...]
    }
    if !rest.isEmpty { pieces.append(.literal(String(decoding: rest, as: UTF8.self))) }
    return pieces
  }
}

/// Lines without their ends and without space at their ends; a byte order mark is not text.
private func textLines(_ content: String) -> [String] {
  var bytes = Array(content.utf8)[...]
  if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes = bytes.dropFirst(3) }
  return bytes.split(separator: 0x0a, omittingEmptySubsequences: false).map { line in
    var line = line
    while let last = line.last, [0x0d, 0x20, 0x09].contains(last) { line = line.dropLast() }
    return String(decoding: line, as: UTF8.self)
  }
}

private func contains(_ text: String, _ word: String) -> Bool {
  let text = Array(text.utf8)
  let word = Array(word.utf8)
  guard text.count >= word.count else { return false }
  return (0...(text.count - word.count)).contains {
    text[$0..<($0 + word.count)].elementsEqual(word)
  }
}
