/// A list of properties in winmail.dat (MS-OXTNEF 2.1.3.4).
struct TNEFProperties {
  private(set) var properties = Properties()
  /// Where the object of `PropertyID.data` stands, behind the name of its interface.
  private(set) var object: (range: Range<Int>, isMessage: Bool)?
  /// The list goes on where its bytes end, or holds a type that does not exist.
  private(set) var isCut = false

  init() {}

  init(_ cursor: inout ByteCursor) {
    guard let count = cursor.number32() else {
      isCut = true
      return
    }
    // Each takes four bytes at least.
    for _ in 0..<min(Int(count), cursor.left / 4) where !isCut {
      if read(&cursor) == nil { isCut = true }
    }
  }

  /// Nil when the list cannot be followed further.
  private mutating func read(_ cursor: inout ByteCursor) -> Void? {
    guard let type = cursor.number16(), let id = cursor.number16() else { return nil }
    if id >= 0x8000, Self.name(&cursor) == nil { return nil }
    let isList = type & 0x1000 != 0
    switch type & 0x0fff {
    case 0x001e, 0x001f, 0x0102, 0x000d: return variable(id, type, &cursor)
    case let kind:
      guard let size = Self.sizes[kind] else { return nil }
      if isList {
        guard let count = cursor.number32() else { return nil }
        return cursor.take(Int(count) * size).map { _ in }
      }
      guard let place = cursor.take(size) else { return nil }
      set(id, kind, at: place.lowerBound, in: cursor.bytes)
      return ()
    }
  }

  /// Sizes in the file, where two bytes take four.
  private static let sizes: [UInt16: Int] = [
    0x0001: 4, 0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000a: 4, 0x000b: 4, 0x0005: 8, 0x0006: 8,
    0x0007: 8, 0x0014: 8, 0x0040: 8, 0x0048: 16,
  ]

  /// Properties beyond 8000 bring their own name, which is of no use here.
  private static func name(_ cursor: inout ByteCursor) -> Void? {
    guard cursor.take(16) != nil, let kind = cursor.number32() else { return nil }
    return kind == 0 ? cursor.number32().map { _ in } : cursor.counted().map { _ in }
  }

  private mutating func set(_ id: UInt16, _ type: UInt16, at place: Int, in bytes: [UInt8]) {
    let number: UInt64? =
      switch type {
      case 0x0002, 0x000b: bytes.number16(place).map(UInt64.init)
      case 0x0003: bytes.number32(place).map(UInt64.init)
      case 0x0014, 0x0040: bytes.number64(place)
      default: nil
      }
    if let number { properties.set(id, .number(number)) }
  }

  /// Of a list of values none is kept.
  private mutating func variable(
    _ id: UInt16, _ type: UInt16, _ cursor: inout ByteCursor
  ) -> Void? {
    guard let count = cursor.number32(), Int(count) <= cursor.left / 4 else { return nil }
    for _ in 0..<count {
      guard let range = cursor.counted() else { return nil }
      guard count == 1 else { continue }
      switch type {
      case 0x001e: properties.set(id, .ansi(Array(cursor.bytes[range])))
      case 0x001f: properties.set(id, .unicode(Array(cursor.bytes[range])))
      case 0x0102: properties.set(id, .binary(Array(cursor.bytes[range])))
      case 0x000d where id == PropertyID.data: take(object: range, cursor.bytes)
      default: break
      }
    }
    return ()
  }

  /// IID_IMessage is {00020307-0000-0000-C000-000000000046}.
  private mutating func take(object range: Range<Int>, _ bytes: [UInt8]) {
    let message: [UInt8] = [7, 3, 2, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46]
    guard range.count >= 16 else { return }
    let start = range.lowerBound + 16
    let isMessage = bytes[range.lowerBound..<start].elementsEqual(message)
    object = (start..<range.upperBound, isMessage)
  }
}
