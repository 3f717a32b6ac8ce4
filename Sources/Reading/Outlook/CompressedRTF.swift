/// The packing of RTF in messages (MS-OXRTFCP): pieces of the last 4 kB are named by their place.
enum CompressedRTF {
  private static let size = 4096
  private static let start = Array(
    (#"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "#
      + #"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"#
      + "\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx").utf8)

  /// The declared sizes are only a hint: it ends where it says so, or where the bytes end.
  ///
  /// - Throws: `damaged` when it is of another kind, `limit`.
  static func unpack(_ bytes: [UInt8], _ budget: inout FileBudget) throws(FileFault) -> [UInt8] {
    switch bytes.number32(8) {
    // "MELA": as it is.
    case 0x414c_454d:
      let plain = Array(bytes.dropFirst(16))
      try budget.inflate(plain.count)
      return plain
    // "LZFu"
    case 0x7546_5a4c: return try inflate(bytes, &budget)
    default: throw .damaged
    }
  }

  private static func inflate(
    _ bytes: [UInt8], _ budget: inout FileBudget
  ) throws(FileFault) -> [UInt8] {
    var window = start + [UInt8](repeating: 0, count: size - start.count)
    var (at, write) = (16, start.count)
    var out: [UInt8] = []
    func put(_ byte: UInt8) {
      out.append(byte)
      window[write] = byte
      write = (write + 1) % size
    }
    while at < bytes.count {
      let control = bytes[at]
      at += 1
      try budget.inflate(8)
      for bit in 0..<8 where at < bytes.count {
        if control & 1 << UInt8(bit) == 0 {
          put(bytes[at])
          at += 1
          continue
        }
        guard at + 1 < bytes.count else { return out }
        let token = Int(bytes[at]) << 8 | Int(bytes[at + 1])
        at += 2
        let place = token >> 4
        if place == write { return out }
        let length = (token & 0xf) + 2
        try budget.inflate(length)
        for step in 0..<length { put(window[(place + step) % size]) }
      }
    }
    return out
  }
}
