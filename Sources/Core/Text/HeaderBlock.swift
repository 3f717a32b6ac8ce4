/// The lines that a mail program puts above a message, as text: `Van: … Verzonden: … Aan: … Onderwerp: …`
/// in Dutch, English, German or Polish, in any order, or real header fields of RFC 5322.
///
/// It is taken for one only when it names a sender or a moment, says at least one thing more, and either
/// holds a mail address or says three things in all: a form that happens to start with `Van:` is not one.
public struct HeaderBlock: Sendable {
  /// Names are those of RFC 5322 in lower case (`Verzonden` is `date`); values unfolded, as written.
  public var headers: [Header]
  /// Index into the bytes given, of the first line after the block and its blank line.
  public var bodyStart: Int

  /// Nil when the text does not begin with a header block. Blank lines and a byte order mark before it
  /// are skipped.
  public init?(_ bytes: ArraySlice<UInt8>) {
    var start = bytes.startIndex
    if bytes.hasPrefix("\u{FEFF}") { start += 3 }
    while start < bytes.endIndex, bytes[start].isBlank || bytes[start] == 10 || bytes[start] == 13 {
      start += 1
    }
    var scan = HeaderScan()
    var at = start
    while at < bytes.endIndex {
      let end = bytes[at...].firstIndex(of: 10) ?? bytes.endIndex
      let kept = scan.take(bytes[at..<end])
      at = kept == .notMine ? at : min(end + 1, bytes.endIndex)
      if kept != .taken { break }
    }
    guard scan.isBlock else { return nil }
    (headers, bodyStart) = (scan.headers, at)
  }

  public init?(_ bytes: [UInt8]) { self.init(bytes[...]) }

  init?(_ scan: HeaderScan, bodyStart: Int) {
    guard scan.isBlock else { return nil }
    (headers, self.bodyStart) = (scan.headers, bodyStart)
  }

  /// First value of a header, by its name in RFC 5322, lower case.
  public func value(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  public var from: Address? { value("from").flatMap(Address.init(header:)) }
  public var recipients: [Address] {
    value("to").map { Address.list(header: $0) } ?? []
  }
  public var subject: String { value("subject") ?? "" }
  /// The wall clock in the Netherlands when it was sent. A moment without a zone is taken to be Dutch.
  public var sent: CivilTime? { value("date").flatMap(HeaderDate.read) }
}

/// Takes lines one at a time for as long as they belong to a header block.
struct HeaderScan {
  enum Answer { case taken, ends, notMine }

  private(set) var headers: [Header] = []
  private var kinds: Set<String> = []
  private var hasAddress = false

  /// `ends` for the blank line after the block; `notMine` for a line of the body.
  mutating func take(_ raw: ArraySlice<UInt8>) -> Answer {
    let line = raw.trimmed
    if line.isEmpty { return headers.isEmpty ? .notMine : .ends }
    if let first = raw.first, first.isBlank, !headers.isEmpty, !startsField(line) {
      return fold(line)
    }
    guard headers.count < 200, let (name, value) = split(line) else { return .notMine }
    headers.append(Header(name, value.text))
    kinds.insert(name)
    if name == "from" || name == "to" { hasAddress = hasAddress || value.contains(0x40) }
    return .taken
  }

  var isBlock: Bool {
    let known = ["from", "date", "to", "subject", "cc"].count { kinds.contains($0) }
    guard known >= 2, kinds.contains("from") || kinds.contains("date") else { return false }
    return hasAddress || (known >= 3 && (kinds.contains("subject") || kinds.contains("to")))
  }

  /// Stricter, for a block in the middle of a text: a sender and two things more, or one with an address.
  var isInnerBlock: Bool {
    guard isBlock, kinds.contains("from") else { return false }
    return hasAddress || kinds.intersection(["date", "to", "subject"]).count >= 2
  }

  private mutating func fold(_ line: ArraySlice<UInt8>) -> Answer {
    headers[headers.count - 1].value += " " + line.text
    if kinds.contains("to"), line.contains(0x40) { hasAddress = true }
    return .taken
  }

  private func startsField(_ line: ArraySlice<UInt8>) -> Bool { split(line) != nil }

  /// Name and value; a name in bold (`*Van:*`) counts. Real field names only after a known one, or when
  /// they have a hyphen.
  private func split(_ line: ArraySlice<UInt8>) -> (String, ArraySlice<UInt8>)? {
    guard let colon = line.prefix(62).firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let isMark: (UInt8) -> Bool = { $0.isBlank || $0 == UInt8(ascii: "*") }
    let name = line[..<colon].trimmed(where: isMark)
    let value = line[(colon + 1)...].trimmed(where: isMark)
    if let standard = HeaderNames.standard(name) { return (standard, value) }
    guard HeaderNames.isFieldName(name) else { return nil }
    return (Fold.folded(name).text, value)
  }
}

extension [UInt8] {
  var text: String { String(decoding: self, as: UTF8.self) }
}
