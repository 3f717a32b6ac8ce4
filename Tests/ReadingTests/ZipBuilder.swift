/// Archives as nobody's program would make them.
struct ZipBuilder {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  struct Entry {
    var name: [UInt8]
    var content: [UInt8]
    /// 0 is stored, 8 is deflated.
    var method: UInt16 = 0
    var flags: UInt16 = 0
    /// Of the content, as the directory says.
    var size: UInt32?

    init(_ name: String, _ content: String) { self.init(name, Array(content.utf8)) }
    init(_ name: String, _ content: [UInt8]) {
      (self.name, self.content) = (Array(name.utf8), content)
    }
  }

  static func archive(_ entries: [Entry]) -> [UInt8] {
    var builder = ZipBuilder()
    for entry in entries { builder.add(entry) }
    return builder.finished()
  }

  private mutating func add(_ entry: Entry) {
    let sum = checksum(entry.content)
    let fields =
      little(UInt16(20)) + little(entry.flags) + little(entry.method) + little(UInt32(0x5b46_0000))
      + little(sum) + little(UInt32(entry.content.count))
      + little(entry.size ?? UInt32(entry.content.count)) + little(UInt16(entry.name.count))
      + little(UInt16(0))
    directory += [0x50, 0x4b, 1, 2] + little(UInt16(20)) + fields + little(UInt16(0))
    directory += little(UInt16(0)) + little(UInt16(0)) + little(UInt32(0))
    directory += little(UInt32(bytes.count)) + entry.name
    bytes += [0x50, 0x4b, 3, 4] + fields + entry.name + entry.content
    count += 1
  }

  private func finished() -> [UInt8] {
    let number = little(UInt16(truncatingIfNeeded: count))
    return bytes + directory + [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + number + number
      + little(UInt32(directory.count)) + little(UInt32(bytes.count)) + [0, 0]
  }

  private func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    (0..<(T.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> T($0 * 8)) }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xedb8_8320 ^ value >> 1 : value >> 1
    }
  }

  /// CRC-32 (ISO 3309).
  private func checksum(_ content: [UInt8]) -> UInt32 {
    let table = Self.table
    return ~content.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 0xff)] ^ $0 >> 8 }
  }

  /// Deflated zeros (RFC 1951 3.2.6): thirteen bits for each 258 of them.
  static func zeros(megabytes: Int) -> [UInt8] {
    let match: [UInt8] = [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]
    let head: [UInt8] = [1, 1, 0] + [0, 0, 1, 1, 0, 0, 0, 0]
    let bits = head + (0..<17).flatMap { _ in match }
    let start = stride(from: 0, to: 26 * 8, by: 8).map { at in
      (0..<8).reduce(UInt8(0)) { $0 | bits[at + $1] << UInt8($1) }
    }
    var out = start
    while out.count < megabytes << 20 * 13 / 258 / 8 { out += start[13...] }
    return out
  }
}
