// Numbers in bytes, the least significant byte first. Nil where the bytes end before the number does.
extension [UInt8] {
  func number16(_ at: Int) -> UInt16? {
    guard at >= 0, at <= count - 2 else { return nil }
    return UInt16(self[at]) | UInt16(self[at + 1]) << 8
  }

  func number32(_ at: Int) -> UInt32? {
    guard let low = number16(at), let high = number16(at + 2) else { return nil }
    return UInt32(low) | UInt32(high) << 16
  }

  func number64(_ at: Int) -> UInt64? {
    guard let low = number32(at), let high = number32(at + 4) else { return nil }
    return UInt64(low) | UInt64(high) << 32
  }
}
