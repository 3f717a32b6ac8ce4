/// What was signed, out of CMS signed data (RFC 5652 5.1): the MIME entity inside an S/MIME message that is signed
/// and not encrypted. The signature is not looked at.
enum SignedData {
  /// 1.2.840.113549.1.7.2
  private static let type: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2]

  /// Nil for anything else, and where the content lies elsewhere (a detached signature).
  static func content(of bytes: [UInt8]) -> [UInt8]? {
    var file = BERReader(bytes)
    guard var information = file.enter(BERReader.sequence),
      let name = information.take(BERReader.identifier), name.elementsEqual(type),
      var explicit = information.enter(BERReader.context0),
      var signed = explicit.enter(BERReader.sequence),
      signed.take(BERReader.integer) != nil, signed.take(BERReader.set) != nil,
      var content = signed.enter(BERReader.sequence), content.take(BERReader.identifier) != nil,
      var octets = content.enter(BERReader.context0)
    else { return nil }
    return octets.octets()
  }
}

/// Goes down into values of BER (X.690 8), each checked against the end of what holds it.
private struct BERReader {
  static let integer: UInt8 = 0x02
  static let identifier: UInt8 = 0x06
  static let sequence: UInt8 = 0x30
  static let set: UInt8 = 0x31
  static let context0: UInt8 = 0xa0

  private let bytes: [UInt8]
  private var at: Int
  private let end: Int

  init(_ bytes: [UInt8]) { self.init(bytes, 0, bytes.count) }

  private init(_ bytes: [UInt8], _ start: Int, _ end: Int) {
    (self.bytes, at, self.end) = (bytes, start, end)
  }

  /// The inside of the next value, when it has this tag. One whose length is not told ends with what holds it at the
  /// latest; nothing is read after it.
  mutating func enter(_ tag: UInt8) -> BERReader? {
    guard let head = head(), head.tag == tag else { return nil }
    let inner = BERReader(bytes, at, head.length.map { at + $0 } ?? end)
    if let length = head.length { at += length }
    return inner
  }

  /// The contents of the next value, when it has this tag.
  mutating func take(_ tag: UInt8) -> ArraySlice<UInt8>? {
    guard let head = head(), head.tag == tag else { return nil }
    let start = at
    if let length = head.length {
      at += length
    } else {
      guard skipToEnd() else { return nil }
    }
    return bytes[start..<at]
  }

  /// A string of octets, whole or in pieces.
  mutating func octets() -> [UInt8]? {
    guard let head = head() else { return nil }
    if head.tag == 0x04, let length = head.length { return Array(bytes[at..<(at + length)]) }
    guard head.tag == 0x24 else { return nil }
    let stop = head.length.map { at + $0 } ?? end
    var result: [UInt8] = []
    while at < stop, let piece = self.head() {
      guard let length = piece.length, piece.tag == 0x04 else {
        return piece.tag == 0 && piece.length == 0 && head.length == nil ? result : nil
      }
      result += bytes[at..<(at + length)]
      at += length
    }
    return head.length != nil && at == stop ? result : nil
  }

  /// Tag and length in bytes (nil: until its end mark) of the next value.
  private mutating func head() -> (tag: UInt8, length: Int?)? {
    guard end - at >= 2 else { return nil }
    let (tag, first) = (bytes[at], bytes[at + 1])
    at += 2
    guard tag & 0x1f != 0x1f else { return nil }
    if first == 0x80 { return (tag, nil) }
    var length = Int(first)
    if first > 0x80 {
      let count = Int(first & 0x7f)
      guard count <= 4, end - at >= count else { return nil }
      length = bytes[at..<(at + count)].reduce(0) { $0 << 8 | Int($1) }
      at += count
    }
    return length <= end - at ? (tag, length) : nil
  }

  /// Past the end mark of the value that was entered, whatever is in it.
  private mutating func skipToEnd() -> Bool {
    var open = 1
    while open > 0, let head = head() {
      if let length = head.length {
        if head.tag == 0, length == 0 { open -= 1 } else { at += length }
      } else {
        open += 1
      }
    }
    return open == 0
  }
}
