/// One response as bytes: its text, where NUL stands for each literal, and the literals.
struct RawResponse: Sendable, Hashable {
  var text: [UInt8] = []
  var literals: [[UInt8]] = []
}

/// Why bytes are not IMAP, or too much of it.
enum FramingError: Error, Hashable {
  /// A line longer than the limit.
  case longLine
  /// NUL in a line, a literal without a length or with an impossible one.
  case malformed
  /// A literal over the limit; the response's text so far may tell whose it is.
  case largeLiteral(bytes: Int, text: [UInt8])
  /// The literal's length is no number we can count to.
  case badLiteral(text: [UInt8])
}

/// Cuts what a server sends into responses (RFC 9051 2.2.2). Knows literals, so nothing inside a message can
/// pass for an answer. Pure: the caller fills `buffer`, or the literal under way, and takes responses out.
struct ResponseFramer {
  struct Limits: Sendable, Hashable {
    /// Of one line in bytes; only lists of numbers (SEARCH, ESEARCH) may be longer, and come in pieces.
    var line = 65_536
    /// Of one literal in bytes.
    var literal = 52_428_800
  }

  /// A literal that is not whole yet: received bytes go straight to `literal` from `filled` on.
  private(set) var isInLiteral = false
  var literal: [UInt8] = []
  private(set) var filled = 0
  /// Received bytes go here from `end` on, where there is room.
  var buffer: [UInt8]
  private(set) var end = 0

  var limits: Limits
  private var start = 0
  private var scanned = 0
  private var response = RawResponse()

  init(limits: Limits = Limits()) {
    self.limits = limits
    buffer = [UInt8](repeating: 0, count: 2 * limits.line + 1024)
  }

  /// Nothing of a response was received yet.
  var isBetweenResponses: Bool { start == end && response.text.isEmpty && !isInLiteral }
  /// Everything received was taken, and what follows belongs into the literal.
  var wantsLiteral: Bool { isInLiteral && start == end }
  /// Text of the response under way.
  var text: [UInt8] { response.text }

  /// Counts bytes that the caller wrote into `buffer` or, when `wantsLiteral`, into `literal`.
  mutating func received(_ count: Int) {
    if wantsLiteral { filled += count } else { end += count }
  }

  /// Puts bytes in as a connection would; gives back how many fitted.
  mutating func feed(_ bytes: ArraySlice<UInt8>) -> Int {
    let count = min(bytes.count, wantsLiteral ? literal.count - filled : buffer.count - end)
    if wantsLiteral {
      copy(bytes.prefix(count), to: &literal, at: filled)
    } else {
      copy(bytes.prefix(count), to: &buffer, at: end)
    }
    received(count)
    return count
  }

  /// The next whole response, or nil when more must be received first.
  mutating func next() throws(FramingError) -> RawResponse? {
    while true {
      if isInLiteral {
        guard takeLiteral() else { return nil }
      } else if let line = try takeLine() {
        response.text += line
        if try !startLiteral() {
          defer { response = RawResponse() }
          return response
        }
      } else {
        return try takeNumbers()
      }
    }
  }

  /// Moves what is in the buffer into the literal; true when it is whole.
  private mutating func takeLiteral() -> Bool {
    let count = min(end - start, literal.count - filled)
    if count > 0 {
      copy(buffer[start..<(start + count)], to: &literal, at: filled)
      filled += count
      start += count
      scanned = start
    }
    compact()
    guard filled == literal.count else { return false }
    response.literals.append(literal)
    (literal, filled, isInLiteral) = ([], 0, false)
    return true
  }

  /// A line without its end, or nil when it has none yet.
  private mutating func takeLine() throws(FramingError) -> ArraySlice<UInt8>? {
    guard let newline = buffer[scanned..<end].firstIndex(of: 0x0a) else {
      scanned = end
      return nil
    }
    var line = buffer[start..<newline]
    if line.last == 0x0d { line = line.dropLast() }
    guard !line.contains(0) else { throw .malformed }
    guard response.text.count + line.count <= limits.line || isListOfNumbers else {
      throw .longLine
    }
    start = newline + 1
    scanned = start
    return line
  }

  /// Begins a literal when the line announces one: `{12}`, `{12+}`, `~{12}` at its end.
  private mutating func startLiteral() throws(FramingError) -> Bool {
    guard response.text.last == 0x7d, !isStatus, let brace = response.text.lastIndex(of: 0x7b)
    else {
      return false
    }
    var digits = response.text[(brace + 1)..<(response.text.count - 1)]
    if digits.last == 0x2b { digits = digits.dropLast() }
    let text = response.text
    guard let count = decimal(digits) else { throw .badLiteral(text: text) }
    guard count <= limits.literal else { throw .largeLiteral(bytes: count, text: text) }
    let isBinary = brace > 0 && response.text[brace - 1] == 0x7e
    response.text.removeLast(response.text.count - brace + (isBinary ? 1 : 0))
    response.text.append(0)
    (literal, filled, isInLiteral) = ([UInt8](repeating: 0, count: count), 0, true)
    return true
  }

  /// Free text for people may end in braces; only data has literals.
  private var isStatus: Bool {
    guard response.text.starts(with: "* ".utf8) else { return true }
    return ["* OK ", "* NO ", "* BAD ", "* BYE ", "* PREAUTH "].contains {
      startsWithIgnoringCase(response.text, $0)
    }
  }

  /// The response under way is an answer to SEARCH, of which the buffer alone limits a piece.
  private var isListOfNumbers: Bool {
    let head = response.text.isEmpty ? Array(buffer[start..<end].prefix(16)) : response.text
    return startsWithIgnoringCase(head, "* SEARCH ") || startsWithIgnoringCase(head, "* ESEARCH ")
  }

  /// Room for more; or, when the line is too long already, the whole numbers of a SEARCH answer so far.
  private mutating func takeNumbers() throws(FramingError) -> RawResponse? {
    defer { compact() }
    let count = response.text.count + end - start
    guard count > limits.line else { return nil }
    if response.text.isEmpty, let space = buffer[start..<end].prefix(256).lastIndex(of: 0x20) {
      let prefix = numbersPrefix(space)
      response.text = Array(prefix)
      start += prefix.count
    }
    let isSet = startsWithIgnoringCase(response.text, "* ESEARCH ")
    guard isListOfNumbers, let cut = buffer[start..<end].lastIndex(of: isSet ? 0x2c : 0x20) else {
      throw .longLine
    }
    let part = RawResponse(text: response.text + buffer[start..<cut])
    guard !part.text.contains(0) else { throw .malformed }
    start = cut + 1
    scanned = end
    return part
  }

  /// What every piece of a long list of numbers begins with.
  private func numbersPrefix(_ space: Int) -> ArraySlice<UInt8> {
    let isSearch = startsWithIgnoringCase(Array(buffer[start..<end].prefix(9)), "* SEARCH ")
    return isSearch ? buffer[start..<(start + 9)] : buffer[start...space]
  }

  private mutating func compact() {
    guard start > 0 else { return }
    if start < end, start < buffer.count / 2, end < buffer.count { return }
    let count = end - start
    if count > 0 { copy(ArraySlice(Array(buffer[start..<end])), to: &buffer, at: 0) }
    (start, end, scanned) = (0, count, scanned - start)
  }
}

/// Overwrites in place; `replaceSubrange` would go byte by byte.
private func copy(_ source: ArraySlice<UInt8>, to target: inout [UInt8], at start: Int) {
  unsafe source.withUnsafeBytes { source in
    unsafe target.withUnsafeMutableBytes { target in
      unsafe UnsafeMutableRawBufferPointer(rebasing: target[start..<(start + source.count)])
        .copyMemory(from: source)
    }
  }
}

/// True when `bytes` begins with the ASCII words, in any case.
func startsWithIgnoringCase(_ bytes: [UInt8], _ words: StaticString) -> Bool {
  words.withUTF8Buffer { words in
    guard bytes.count >= words.count else { return false }
    for index in 0..<words.count {
      let byte = bytes[index]
      let upper = byte >= 0x61 && byte <= 0x7a ? byte - 32 : byte
      guard unsafe upper == words[index] else { return false }
    }
    return true
  }
}
