/// Encoded words of a header (RFC 2047) as the MIME library can read them: it takes neighbours in base64 together and
/// stops at the first padding, while many programs pad every word.
enum EncodedWords {
  /// The field with each run of such neighbours as one word; nil when there is none.
  static func joined(_ field: ArraySlice<UInt8>) -> [UInt8]? {
    var out: [UInt8] = []
    var (copied, at) = (field.startIndex, field.startIndex)
    while let start = field[at...].firstIndex(of: UInt8(ascii: "=")) {
      guard let first = Word(field, start) else {
        at = start + 1
        continue
      }
      var (content, end, isPadded) = (Base64.decode(first.payload).bytes, first.end, false)
      var last = first
      while let next = Word(field, skippingSpace(field, end)), next.isSameKind(as: first) {
        isPadded = isPadded || last.payload.last == UInt8(ascii: "=")
        content += Base64.decode(next.payload).bytes
        (last, end) = (next, next.end)
      }
      at = end
      guard isPadded else { continue }
      out += field[copied..<start] + [UInt8(ascii: "="), UInt8(ascii: "?")] + first.charset
      out += Array("?B?".utf8) + encoded(content) + Array("?=".utf8)
      copied = end
    }
    return copied == field.startIndex ? nil : out + field[copied...]
  }

  private static func skippingSpace(_ field: ArraySlice<UInt8>, _ start: Int) -> Int {
    field[start...].firstIndex { !$0.isSpace } ?? field.endIndex
  }

  /// Base64 without line ends.
  private static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        out.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return out
  }
}

/// `=?CHARSET?B?PAYLOAD?=`
private struct Word {
  var charset: ArraySlice<UInt8>
  var payload: ArraySlice<UInt8>
  var end: Int

  init?(_ field: ArraySlice<UInt8>, _ start: Int) {
    let mark = UInt8(ascii: "?")
    guard start + 1 < field.endIndex, field[start] == UInt8(ascii: "="), field[start + 1] == mark,
      let name = field[(start + 2)...].prefix(80).firstIndex(of: mark), name + 2 < field.endIndex,
      field[name + 1].lowercased == UInt8(ascii: "b"), field[name + 2] == mark
    else { return nil }
    let stop = field[(name + 3)...].firstIndex { $0 == mark || $0.isSpace } ?? field.endIndex
    guard stop + 1 < field.endIndex, field[stop] == mark, field[stop + 1] == UInt8(ascii: "=")
    else {
      return nil
    }
    (charset, payload, end) = (field[(start + 2)..<name], field[(name + 3)..<stop], stop + 2)
  }

  func isSameKind(as other: Word) -> Bool {
    charset.elementsEqual(other.charset) { $0.lowercased == $1.lowercased }
  }
}
