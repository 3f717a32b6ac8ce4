/// One writer's part of a mail: what stands on top, or something quoted or passed on below it.
struct Level: Sendable {
  /// How it came into the text.
  enum Entry: Sendable {
    case top
    /// Announced as passed on.
    case forwarded
    /// Under a header block that programs write for forwards and for replies.
    case either
    /// Quoted, or introduced as answered.
    case quoted
  }

  var entry: Entry
  var author: Address?
  /// The wall clock when it was sent.
  var sent: CivilTime?
  var subject = ""
  var recipients: [Address] = []
  /// Of the block that it stands under.
  var headers: [Header] = []
  /// Where the text comes from.
  var origin = TextPart.Origin.body
  /// See `TextPart.entry`.
  var number = 0
  /// It stands in a message that hangs in this one.
  var isAttached = false
  /// Where each page of a document begins in `bytes`; empty when it has one.
  var pages: [Int] = []
  /// The text that `lines` stand in.
  var bytes: [UInt8]
  var lines: [Line] = []

  func content(_ line: Line) -> ArraySlice<UInt8> { bytes[line.range] }
  var isEmpty: Bool { lines.allSatisfy(\.isEmpty) }

  /// From 1.
  func page(_ line: Line) -> Int { pages.lastIndex { $0 <= line.start }.map { $0 + 1 } ?? 1 }

  mutating func take(_ block: HeaderBlock) {
    author = block.from ?? author
    sent = block.sent ?? sent
    subject = block.subject
    recipients = block.recipients
    headers = block.headers
  }
}

/// Cuts a text into the parts of its writers, outermost first.
struct LevelSplitter {
  private let bytes: [UInt8]
  private let lines: [Line]
  private(set) var levels: [Level]
  /// Level that lines of each depth of quotation go to; the last is the current depth.
  private var open: [(quote: Int, level: Int)] = [(0, 0)]
  /// What the line before announced.
  private var hint: Level.Entry?
  /// Lines up to here make no header block together, and so fewer of them make none.
  private var noBlockBefore = 0

  /// `first` says what is known about the writer of the top part.
  init(_ text: [UInt8], first: Level) {
    bytes = text
    lines = Line.all(in: text)
    var top = first
    top.bytes = text
    levels = [top]
  }

  /// Most levels that are told apart; what is deeper stays in the last.
  static let limit = 40

  mutating func split() {
    var at = 0
    while at < lines.count {
      follow(lines[at])
      if levels.count < Self.limit, let next = announcement(at) {
        at = next
      } else {
        levels[current].lines.append(lines[at])
        if !lines[at].isEmpty { hint = nil }
        at += 1
      }
    }
  }

  private var current: Int { open[open.count - 1].level }

  /// Goes to the level of the line's depth of quotation.
  private mutating func follow(_ line: Line) {
    guard !line.isEmpty || line.quote > 0 else { return }
    while open.count > 1, open[open.count - 1].quote > line.quote { open.removeLast() }
    let depth = open[open.count - 1].quote
    guard line.quote > depth, levels.count < Self.limit else { return }
    if levels[current].entry != .top, levels[current].isEmpty {
      // Announced outside the quotation: it lives inside, and its outer depth goes back to the one before.
      let level = current
      open[open.count - 1].level = outer(of: level)
      open.append((line.quote, level))
    } else {
      begin(hint ?? .quoted)
      let level = current
      open[open.count - 1].level = outer(of: level)
      open.append((line.quote, level))
    }
  }

  /// The level that was written to before `level` began.
  private func outer(of level: Int) -> Int { parents[level] ?? 0 }
  private var parents: [Int: Int] = [:]

  /// Starts a level at the current depth.
  private mutating func begin(_ entry: Level.Entry) {
    levels.append(Level(entry: entry, bytes: bytes))
    parents[levels.count - 1] = current
    open[open.count - 1].level = levels.count - 1
    hint = nil
  }

  /// Takes a divider, a header block, or an introduction at this line; the line to go on with.
  private mutating func announcement(_ at: Int) -> Int? {
    let content = bytes[lines[at].range]
    guard let first = content.first else { return nil }
    if let kind = Dividers.kind(content) {
      hint = kind == .forward ? .forwarded : .either
      beginIfUsed()
      return at + 1
    }
    if first.isASCIILetter || first == UInt8(ascii: "*"), let (block, next) = headerBlock(at) {
      beginIfUsed()
      levels[current].take(block)
      return next
    }
    if first.isASCIILetter, let (intro, next) = introduction(at) {
      hint = .quoted
      beginIfUsed()
      (levels[current].author, levels[current].sent) = (intro.author, intro.sent)
      return next
    }
    return nil
  }

  /// A level of which nothing is known yet takes what is announced; else a new one begins.
  private mutating func beginIfUsed() {
    let level = levels[current]
    let isNew = level.isEmpty && level.author == nil && (level.entry != .top || level.sent == nil)
    if isNew, level.entry != .top || level.subject.isEmpty {
      if level.entry != .top, let hint { levels[current].entry = hint }
      hint = nil
    } else {
      begin(hint ?? .either)
    }
  }

  private mutating func headerBlock(_ start: Int) -> (HeaderBlock, next: Int)? {
    guard start >= noBlockBefore, bytes[lines[start].range].prefix(26).contains(UInt8(ascii: ":"))
    else { return nil }
    var scan = HeaderScan()
    var at = start
    let depth = lines[start].quote
    while at < lines.count, lines[at].quote == depth || lines[at].isEmpty {
      let line = lines[at]
      let answer = scan.take(
        bytes[(line.indent > 0 && !line.isEmpty ? line.start - 1 : line.start)..<line.end])
      if answer == .notMine { break }
      at += 1
      if answer == .ends { break }
    }
    guard scan.isInnerBlock, let block = HeaderBlock(scan, bodyStart: 0) else {
      noBlockBefore = at
      return nil
    }
    return (block, at)
  }

  private func introduction(_ start: Int) -> (QuoteIntro, next: Int)? {
    var joined: [UInt8] = []
    let depth = lines[start].quote
    for at in start..<min(start + 3, lines.count) {
      guard lines[at].quote == depth, !lines[at].isEmpty else { return nil }
      joined += bytes[lines[at].range] + [0x20]
      if joined.count > 300 { return nil }
      guard bytes[lines[at].range].last == UInt8(ascii: ":") else { continue }
      return QuoteIntro(joined[...]).map { ($0, at + 1) }
    }
    return nil
  }
}
