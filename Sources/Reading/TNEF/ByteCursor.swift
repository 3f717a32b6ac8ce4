/// Walks over a range of bytes and never leaves it: nil is the end.
struct ByteCursor {
  let bytes: [UInt8]
  private(set) var at: Int
  let end: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    (self.bytes, at, end) = (bytes, range.lowerBound, min(range.upperBound, bytes.count))
  }

  var left: Int { end - at }

  mutating func byte() -> UInt8? { take(1).map { bytes[$0.lowerBound] } }
  mutating func number16() -> UInt16? { take(2).flatMap { bytes.number16($0.lowerBound) } }
  mutating func number32() -> UInt32? { take(4).flatMap { bytes.number32($0.lowerBound) } }
  mutating func number64() -> UInt64? { take(8).flatMap { bytes.number64($0.lowerBound) } }

  mutating func take(_ count: Int) -> Range<Int>? {
    guard count >= 0, count <= left else { return nil }
    at += count
    return (at - count)..<at
  }

  /// A length and as many bytes, then zeros up to a multiple of four; the last ones may be missing.
  mutating func counted() -> Range<Int>? {
    guard let count = number32(), let range = take(Int(count)) else { return nil }
    at = min(end, at + (4 - range.count % 4) % 4)
    return range
  }
}
