/// All writers of a message, and who of them reports.
struct Thread: Sendable {
  /// Outermost first; those of attached messages after those of the body.
  private(set) var levels: [Level]
  /// Cut levels, parallel to `levels`.
  private(set) var segments: [Segments]
  /// The level whose writer is the reporter.
  private(set) var report = 0
  /// Levels that passed the report on, outermost first.
  private(set) var covers: [Int] = []
  /// Texts of attached files.
  private(set) var files: [Level] = []
  /// What a reader of the mail would not see.
  private(set) var hidden: [UInt8] = []

  private let isLabel: @Sendable (Level, Line) -> Bool
  private let mailbox: Set<String>

  /// Most attached messages that are followed into each other.
  private static let depthLimit = 8

  init(_ submission: Submission, isLabel: @escaping @Sendable (Level, Line) -> Bool) {
    self.isLabel = isLabel
    levels = []
    segments = []
    mailbox = Set(submission.recipients.map { $0.email.lowercased() }.filter { !$0.isEmpty })
    add(submission, depth: 0)
    segments = levels.map { level in Segments(level) { isLabel(level, $0) } }
    choose()
  }

  var primary: Level { levels[report] }

  /// Own words of a level, without signature.
  func words(_ index: Int) -> Int {
    segments[index].body.reduce(0) { sum, line in
      var count = 0
      var isInside = false
      for byte in levels[index].bytes[line.range] {
        if byte.isWordByte != isInside {
          isInside.toggle()
          if isInside { count += 1 }
        }
      }
      return sum + count
    }
  }

  /// Domains of the reporter and of those who passed it on, nearest first, each once.
  var domains: [String] {
    var domains: [String] = []
    for index in [report] + covers.reversed() {
      let domain = levels[index].author?.domain ?? ""
      if !domain.isEmpty, !domains.contains(domain) { domains.append(domain) }
    }
    return domains
  }

  /// What a level says, without signature, lines ended by `\n`.
  func ownText(_ index: Int) -> [UInt8] {
    segments[index].body.reduce(into: []) { text, line in
      text += levels[index].content(line)
      text.append(0x0a)
    }
  }

  // MARK: Collecting

  private mutating func add(_ submission: Submission, depth: Int) {
    var top = Level(entry: depth == 0 ? .top : .forwarded, bytes: [])
    top.author = submission.from
    top.sent = Self.sent(submission)
    top.subject = submission.subject
    top.recipients = submission.recipients
    var body: [UInt8] = []
    for part in submission.texts {
      if part.hidden {
        hidden += cleaned(part.bytes) + [0x0a]
      } else if part.origin == .body, part.entry == 0 {
        if !body.isEmpty { body += [0x0a, 0x0a] }
        Self.append(part.bytes, to: &body, &top.pages)
      } else {
        addFile(part, top)
      }
    }
    var splitter = LevelSplitter(body, first: top)
    splitter.split()
    levels += splitter.levels.map { level in
      var level = level
      level.isAttached = depth > 0
      return level
    }
    guard depth < Self.depthLimit else { return }
    for inner in submission.attached.prefix(20) { add(inner, depth: depth + 1) }
  }

  /// Adds a text, cleaned, and where its pages begin when it has several.
  private static func append(_ bytes: [UInt8], to text: inout [UInt8], _ pages: inout [Int]) {
    var breaks: [Int] = []
    let start = text.count
    text += cleaned(bytes, &breaks)
    guard !breaks.isEmpty else { return }
    if pages.isEmpty { pages.append(start) }
    pages += breaks.map { start + $0 + 1 }
  }

  /// A mail saved as a text file brings its own writers; any other file is part of the report.
  private mutating func addFile(_ part: TextPart, _ top: Level) {
    var text: [UInt8] = []
    var pages: [Int] = []
    Self.append(part.bytes, to: &text, &pages)
    if part.entry == 0, HeaderBlock(text) != nil {
      var splitter = LevelSplitter(text, first: Level(entry: .forwarded, sent: top.sent, bytes: []))
      splitter.split()
      levels += splitter.levels
    } else {
      var file = Level(entry: .top, author: top.author, sent: top.sent, bytes: text)
      file.lines = Line.all(in: text)
      (file.origin, file.number, file.pages) = (part.origin, part.entry, pages)
      files.append(file)
    }
  }

  /// The Date header, unless it lies in the future: then the receipt.
  private static func sent(_ submission: Submission) -> CivilTime? {
    guard let date = submission.date else { return nil }
    return Amsterdam.civil(date - submission.receivedAt > 172_800 ? submission.receivedAt : date)
  }

  // MARK: Choosing

  private mutating func choose() {
    var at = 0
    while at + 1 < levels.count, passesOn(at, at + 1) {
      covers.append(at)
      at += 1
    }
    // An innermost part without words of its own was only passed through.
    while let last = covers.last, words(at) < 3, words(last) >= 3, files.isEmpty {
      covers.removeLast()
      at = last
    }
    report = at
    // A forwarded conversation: who told most in it reports.
    if !covers.isEmpty, at + 1 < levels.count, isReply(levels[at].subject), !isOwn(at + 1),
      words(at + 1) > 2 * words(at)
    {
      covers.append(at)
      report = at + 1
    }
  }

  /// Whether a level passes on what stands below it, rather than answering it.
  private func passesOn(_ outer: Int, _ inner: Int) -> Bool {
    if isOwn(inner) { return false }
    let words = self.words(outer)
    switch levels[inner].entry {
    case .forwarded: return true
    case .top: return false
    case .either:
      if isForward(levels[outer].subject) { return true }
      if isReply(levels[outer].subject) { return isBare(outer, words, inner) }
      return words < 40 || self.words(inner) > 2 * words
    case .quoted:
      if isForward(levels[outer].subject) { return words < 40 }
      return isBare(outer, words, inner)
    }
  }

  /// "Zie onder": next to no words above a whole story.
  private func isBare(_ outer: Int, _ words: Int, _ inner: Int) -> Bool {
    words <= 12 && self.words(inner) >= 20 && self.words(inner) > 4 * words
  }

  /// Written by the mailbox that this message went to: our receipt, quoted.
  private func isOwn(_ index: Int) -> Bool {
    guard let author = levels[index].author, !author.email.isEmpty else { return false }
    return mailbox.contains(author.email.lowercased())
      || levels[..<index].contains { level in
        level.recipients.contains { $0.email.lowercased() == author.email.lowercased() }
          && (level.entry == .top || level.entry == .either) && level.recipients.count == 1
          && isReply(level.subject)
      }
  }

  private func isForward(_ subject: String) -> Bool { Self.prefix(of: subject) == .forward }
  private func isReply(_ subject: String) -> Bool { Self.prefix(of: subject) == .reply }

  enum SubjectPrefix { case forward, reply }

  /// What the first mark of a subject says (`FW:`, `Antw:`); marks in brackets before it are skipped.
  static func prefix(of subject: String) -> SubjectPrefix? {
    var rest = Array(subject.utf8.prefix(80))[...].trimmed
    while rest.first == UInt8(ascii: "["), let close = rest.firstIndex(of: UInt8(ascii: "]")) {
      rest = rest[(close + 1)...].trimmed
    }
    guard let colon = rest.prefix(14).firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let mark = Fold.folded(
      rest[..<colon].trimmed { $0.isBlank || $0.isDigit || $0 == 0x5b || $0 == 0x5d })
    switch mark.text {
    case "fw", "fwd", "doorst", "doorgestuurd", "wg", "tr", "pd", "vs", "enc", "rv", "forward":
      return .forward
    case "re", "aw", "antw", "antwoord", "odp", "sv", "betr", "ref", "ha": return .reply
    default: return nil
    }
  }
}
