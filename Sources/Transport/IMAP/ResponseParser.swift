internal import Core

/// Bytes that are no response.
struct MalformedResponse: Error, Hashable {}

extension Response {
  /// Reads one framed response. What is unknown but well formed is `other`; extra spaces are forgiven.
  init(_ raw: RawResponse) throws(MalformedResponse) {
    var cursor = ResponseCursor(raw)
    guard let first = cursor.atom() else { throw MalformedResponse() }
    if first == [0x2b] {
      self = .continuation
    } else if first == [0x2a] {
      try self.init(untagged: &cursor)
    } else {
      let word = cursor.upperAtom()
      guard let condition = Condition(rawValue: word), condition != .preauth, condition != .bye
      else {
        throw MalformedResponse()
      }
      let tag = String(decoding: first, as: UTF8.self)
      self = .tagged(tag: tag, condition, cursor.code())
    }
  }

  private init(untagged cursor: inout ResponseCursor) throws(MalformedResponse) {
    let word = cursor.upperAtom()
    switch word {
    case "OK", "NO", "BAD", "BYE", "PREAUTH":
      self = .condition(Condition(rawValue: word) ?? .bad, cursor.code())
    case "CAPABILITY": self = .capabilities(cursor.words())
    case "LIST": self = try .list(name: cursor.mailboxOfList())
    case "SEARCH": self = .search(cursor.numbers())
    case "ESEARCH": self = cursor.searchSet()
    default:
      guard let number = decimal(Array(word.utf8)) else {
        self = .other
        return
      }
      switch cursor.upperAtom() {
      case "EXISTS": self = .exists(number)
      case "EXPUNGE": self = .expunge
      case "FETCH": self = .fetch(try cursor.fetched())
      default: self = .other
      }
    }
  }
}

/// Walks over the text of a response; cannot run off its end.
struct ResponseCursor {
  private let text: [UInt8]
  private var literals: ArraySlice<[UInt8]>
  private var at = 0

  init(_ raw: RawResponse) {
    text = raw.text
    literals = raw.literals[...]
  }

  private var current: UInt8? { at < text.count ? text[at] : nil }

  private mutating func skipSpaces() {
    while current == 0x20 { at += 1 }
  }

  /// Up to a space or bracket; nil when there is nothing.
  mutating func atom() -> [UInt8]? {
    skipSpaces()
    let start = at
    while let byte = current, byte != 0x20, byte != 0x28, byte != 0x29, byte != 0x22, byte != 0 {
      at += 1
    }
    return at > start ? Array(text[start..<at]) : nil
  }

  /// The same in upper case; empty when there is nothing.
  mutating func upperAtom() -> String { upper(atom() ?? []) }

  /// The rest, by spaces, in upper case.
  mutating func words() -> [String] {
    defer { at = text.count }
    return text[at...].split(separator: 0x20).map { upper($0) }
  }

  /// The rest as numbers; what is none, or too large, is left out.
  mutating func numbers() -> [UInt32] {
    defer { at = text.count }
    return text[at...].split(separator: 0x20).compactMap(UIDSet.number)
  }

  /// `[CODE arguments]`, when it is there.
  mutating func code() -> Code? {
    skipSpaces()
    guard current == 0x5b, let close = text[at...].firstIndex(of: 0x5d) else { return nil }
    let words = text[(at + 1)..<close].split(separator: 0x20)
    at = close + 1
    guard let first = words.first else { return nil }
    switch (upper(first), words.dropFirst().first.flatMap(UIDSet.number)) {
    case ("UIDVALIDITY", let number?): return .uidValidity(number)
    case ("UIDNEXT", let number?): return .uidNext(number)
    case ("READ-ONLY", _): return .readOnly
    case ("READ-WRITE", _): return .readWrite
    case ("TRYCREATE", _): return .tryCreate
    case ("CAPABILITY", _): return .capabilities(words.dropFirst().map { upper($0) })
    case (let name, _): return .named(name)
    }
  }

  /// `(flags) "delimiter" name`
  mutating func mailboxOfList() throws(MalformedResponse) -> [UInt8] {
    try skipValue()
    try skipValue()
    skipSpaces()
    switch current {
    case 0x22: return try quoted()
    case 0: return try literal()
    default: return atom() ?? []
    }
  }

  /// `(TAG "x") UID ALL 1:5,9`
  mutating func searchSet() -> Response {
    var tag: String?
    skipSpaces()
    if current == 0x28 {
      at += 1
      if upperAtom() == "TAG", let value = try? string() {
        tag = String(decoding: value, as: UTF8.self)
      }
      guard let close = text[at...].firstIndex(of: 0x29) else { return .other }
      at = close + 1
    }
    var ranges: [ClosedRange<UInt32>] = []
    while let word = atom() {
      if upper(word) == "ALL", let set = atom() { ranges = UIDSet.ranges(set[...]) }
    }
    return .searchSet(tag: tag, ranges)
  }

  /// `(UID 5 BODY[] {n} FLAGS (\Seen))`, in any order, with items that nobody asked for.
  mutating func fetched() throws(MalformedResponse) -> Fetched {
    var result = Fetched()
    skipSpaces()
    guard current == 0x28 else { throw MalformedResponse() }
    at += 1
    while true {
      skipSpaces()
      guard let byte = current else { throw MalformedResponse() }
      if byte == 0x29 { return result }
      switch try itemName() {
      case "UID": result.uid = UIDSet.number(atom() ?? [])
      case "RFC822.SIZE": result.size = decimal(atom() ?? [])
      case "INTERNALDATE": result.date = internalDate(try string())
      case "BODY[]": result.body = try body()
      default: try skipValue()
      }
    }
  }

  /// `FLAGS`, or `BODY[HEADER.FIELDS (DATE)]<0>` whole.
  private mutating func itemName() throws(MalformedResponse) -> String {
    let start = at
    while let byte = current, byte != 0x20, byte != 0x28, byte != 0x29, byte != 0x22, byte != 0 {
      guard byte == 0x5b else {
        at += 1
        continue
      }
      guard let close = text[at...].firstIndex(of: 0x5d) else { throw MalformedResponse() }
      at = close + 1
    }
    guard at > start else { throw MalformedResponse() }
    return upper(text[start..<at])
  }

  private mutating func body() throws(MalformedResponse) -> Fetched.Body {
    skipSpaces()
    if current == 0 || current == 0x22 { return .bytes(try string()) }
    guard upper(atom() ?? []) == "NIL" else { throw MalformedResponse() }
    return .none
  }

  private mutating func string() throws(MalformedResponse) -> [UInt8] {
    skipSpaces()
    return current == 0 ? try literal() : try quoted()
  }

  private mutating func literal() throws(MalformedResponse) -> [UInt8] {
    guard let literal = literals.popFirst() else { throw MalformedResponse() }
    at += 1
    return literal
  }

  private mutating func quoted() throws(MalformedResponse) -> [UInt8] {
    guard current == 0x22 else { throw MalformedResponse() }
    at += 1
    var result: [UInt8] = []
    while let byte = current {
      at += 1
      if byte == 0x22 { return result }
      if byte == 0x5c {
        guard let next = current else { break }
        at += 1
        result.append(next)
      } else {
        result.append(byte)
      }
    }
    throw MalformedResponse()
  }

  /// An atom, a string, or a list of those with lists inside; without recursion.
  private mutating func skipValue() throws(MalformedResponse) {
    var depth = 0
    repeat {
      skipSpaces()
      switch current {
      case nil: throw MalformedResponse()
      case 0x28:
        depth += 1
        at += 1
      case 0x29:
        guard depth > 0 else { throw MalformedResponse() }
        depth -= 1
        at += 1
      case 0x22: _ = try quoted()
      case 0: _ = try literal()
      default: _ = atom()
      }
    } while depth > 0
  }
}

/// ASCII letters in upper case; bytes that are no UTF-8 become U+FFFD.
private func upper(_ bytes: some Sequence<UInt8>) -> String {
  String(decoding: bytes.map { $0 >= 0x61 && $0 <= 0x7a ? $0 - 32 : $0 }, as: UTF8.self)
}
