/// What a content stream (ISO 32000-1, 7.8.2) asks for: how much text it shows, which other streams it draws
/// how often, and what pictures in it inflate to.
struct ContentScan {
  /// Bytes of strings.
  private(set) var textBytes = 0
  /// Names before `Do`, with how often.
  private(set) var drawn: [[UInt8]: Int] = [:]
  /// What pictures in the stream may inflate to.
  private(set) var pictureBytes = 0

  private let bytes: [UInt8]
  private var at = 0
  private var name: Range<Int>?
  /// Behind the last `BI`.
  private var picture = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    while at < bytes.count { step() }
  }

  private mutating func step() {
    switch bytes[at] {
    case UInt8(ascii: "("): string()
    case UInt8(ascii: "<"):
      if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "<") { at += 2 } else { hexadecimal() }
    case UInt8(ascii: "/"):
      let start = at
      at += 1
      word()
      name = start..<at
    case UInt8(ascii: "%"): while at < bytes.count, bytes[at] != 0x0a, bytes[at] != 0x0d { at += 1 }
    case let byte where Self.isRegular(byte):
      let start = at
      word()
      keyword(start..<at)
    default: at += 1
    }
  }

  private mutating func word() {
    while at < bytes.count, Self.isRegular(bytes[at]) { at += 1 }
  }

  private mutating func string() {
    var depth = 0
    let start = at
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "\\"): at += 1
      default: break
      }
      at += 1
      if depth == 0 { break }
    }
    textBytes += min(at, bytes.count) - start
  }

  private mutating func hexadecimal() {
    let start = at
    at = bytes.position(of: UInt8(ascii: ">"), in: at..<bytes.count) + 1
    textBytes += (min(at, bytes.count) - start) / 2
  }

  private mutating func keyword(_ word: Range<Int>) {
    defer { name = nil }
    switch word.count {
    case 2 where bytes[word].elementsEqual("Do".utf8): count(&drawn)
    case 2 where bytes[word].elementsEqual("BI".utf8): picture = at
    case 2 where bytes[word].elementsEqual("ID".utf8): skipPicture()
    default: break
    }
  }

  private func count(_ counts: inout [[UInt8]: Int]) {
    if let name { counts[Self.decoded(bytes[name]), default: 0] += 1 }
  }

  /// Behind `ID` stand the bytes of a picture, up to an `EI` of its own.
  private mutating func skipPicture() {
    let (head, start) = (picture..<at, at)
    defer { if bytes.hasFilter(head) { pictureBytes += (min(at, bytes.count) - start) * 200 } }
    while at < bytes.count {
      at = bytes.position(of: UInt8(ascii: "E"), in: at..<bytes.count) + 1
      guard at < bytes.count, bytes[at] == UInt8(ascii: "I"), at >= 2, bytes[at - 2].isSpace else {
        continue
      }
      if at + 1 >= bytes.count || !Self.isRegular(bytes[at + 1]) {
        at += 1
        return
      }
    }
  }

  /// `#41` in a name is `A`.
  private static func decoded(_ name: ArraySlice<UInt8>) -> [UInt8] {
    guard name.contains(UInt8(ascii: "#")) else { return Array(name) }
    var out: [UInt8] = []
    var at = name.startIndex
    while at < name.endIndex {
      if name[at] == UInt8(ascii: "#"), at + 2 < name.endIndex,
        let high = name[at + 1].hexadecimalValue, let low = name[at + 2].hexadecimalValue
      {
        out.append(high << 4 | low)
        at += 3
      } else {
        out.append(name[at])
        at += 1
      }
    }
    return out
  }

  /// Neither white space nor a delimiter.
  private static func isRegular(_ byte: UInt8) -> Bool {
    switch byte {
    case 0, 0x20, 9...13, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "/"), UInt8(ascii: "%"):
      false
    default: true
    }
  }
}

extension [UInt8] {
  /// A picture's head names a filter that makes much of little: `/Fl`, `/LZW`, `/RL`, in full or short.
  fileprivate func hasFilter(_ head: Range<Int>) -> Bool {
    head.count > 2000 || hasWord("/fl", in: head) || hasWord("/lzw", in: head)
      || hasWord("/rl", in: head) || hasWord("/run", in: head) || head.contains { self[$0] == 0x23 }
  }
}
