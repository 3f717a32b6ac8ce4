internal import Core

/// winmail.dat (MS-OXTNEF): what Outlook puts into a mail for other Outlooks. Its text is the mail's own.
enum TNEFFile {
  @Sendable static func read(
    _ bytes: [UInt8], _ budget: inout FileBudget
  ) throws(FileFault) -> FileContent {
    var reader = TNEFReader(bytes, 0..<bytes.count, depth: 0, limits: budget.limits)
    var content = try reader.read().content(&budget)
    content.isWrapping = true
    return content
  }
}

/// One stream of attributes, checked at every step against where it ends.
private struct TNEFReader {
  private let limits: Limits
  private let depth: Int
  private var cursor: ByteCursor
  private var item = OutlookItem()
  private var attachment: Attachment?
  private var codePage: CodePage?

  /// An attachment while its attributes come in.
  private struct Attachment {
    var list = TNEFProperties()
    var title: [UInt8] = []
    var data: Range<Int>?
  }

  init(_ bytes: [UInt8], _ range: Range<Int>, depth: Int, limits: Limits) {
    (self.depth, self.limits) = (depth, limits)
    cursor = ByteCursor(bytes, range)
  }

  /// - Throws: `damaged` without the signature, `limit("depth")`.
  mutating func read() throws(FileFault) -> OutlookItem {
    guard depth <= limits.depth else { throw .limit("depth") }
    guard cursor.number32() == 0x223e_9f78, cursor.number16() != nil else { throw .damaged }
    while cursor.left > 0 {
      // Servers put a line end behind it.
      let rest = cursor.bytes[cursor.at..<cursor.end]
      guard let (level, id, range) = attribute() else {
        if rest.contains(where: { !$0.isSpace && $0 != 0 }) { item.isCut = true }
        break
      }
      if level == 2 {
        try attachmentAttribute(id, range)
      } else {
        messageAttribute(id, range)
      }
    }
    try endAttachment()
    settleCodePage()
    return item
  }

  /// Nil when there is none, or when it is longer than what is left.
  private mutating func attribute() -> (level: UInt8, id: UInt16, range: Range<Int>)? {
    guard let level = cursor.byte(), level == 1 || level == 2, let id = cursor.number16(),
      cursor.number16() != nil, let size = cursor.number32(), let range = cursor.take(Int(size)),
      let sum = cursor.number16()
    else { return nil }
    // What is inside an attribute is covered by its sum.
    if depth == 0, sum != checksum(range) { item.isCut = true }
    return (level, id, range)
  }

  private func checksum(_ range: Range<Int>) -> UInt16 {
    cursor.bytes[range].reduce(0) { $0 &+ UInt16($1) }
  }

  private func bytes(_ range: Range<Int>) -> [UInt8] { Array(cursor.bytes[range]) }

  // MARK: The message

  private mutating func messageAttribute(_ id: UInt16, _ range: Range<Int>) {
    switch id {
    case 0x9007:
      codePage = cursor.bytes.number32(range.lowerBound).map { CodePage(Int($0)) }
    case 0x9003:
      var list = ByteCursor(cursor.bytes, range)
      let read = TNEFProperties(&list)
      if read.isCut { item.isCut = true }
      for (id, value) in read.properties.values { item.properties.set(id, value) }
    case 0x9004: recipients(range)
    case 0x8000: sender(range)
    case 0x8005: moment(range)
    default:
      guard let property = Self.texts[id] else { return }
      item.properties.add(property, .ansi(bytes(range)))
    }
  }

  private static let texts: [UInt16: UInt16] = [
    0x8004: PropertyID.subject, 0x8008: PropertyID.messageClass, 0x800c: PropertyID.body,
  ]

  private mutating func recipients(_ range: Range<Int>) {
    var rows = ByteCursor(cursor.bytes, range)
    let count = Int(rows.number32() ?? 0)
    for _ in 0..<min(count, rows.left / 4, limits.headers) {
      let row = TNEFProperties(&rows)
      item.recipients.append(row.properties)
      if row.isCut { return }
    }
  }

  /// Four numbers, of which the third and fourth are the lengths of a name and of `SMTP:address`.
  private mutating func sender(_ range: Range<Int>) {
    var fields = ByteCursor(cursor.bytes, range)
    guard fields.number32() != nil, let nameLength = fields.number16(),
      let addressLength = fields.number16(), let name = fields.take(Int(nameLength)),
      let address = fields.take(Int(addressLength))
    else { return }
    item.properties.add(PropertyID.senderName, .ansi(bytes(name)))
    let written = bytes(address)
    let colon = written.position(of: UInt8(ascii: ":"), in: 0..<written.count)
    guard written[..<colon].elementsEqual("SMTP".utf8) else { return }
    item.properties.add(PropertyID.senderAddress, .ansi(Array(written[(colon + 1)...])))
  }

  /// Year to second as numbers of two bytes, in UTC.
  private mutating func moment(_ range: Range<Int>) {
    var fields = ByteCursor(cursor.bytes, range)
    let numbers = (0..<6).compactMap { _ in fields.number16().map(Int.init) }
    guard numbers.count == 6,
      let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]),
      numbers[3] < 24, numbers[4] < 60, numbers[5] < 62
    else { return }
    let time = CivilTime(date: date, hour: numbers[3], minute: numbers[4], second: numbers[5])
    let seconds = time.timestamp(offset: 0).seconds + 11_644_473_600
    guard seconds > 0 else { return }
    item.properties.add(PropertyID.submitted, .number(UInt64(seconds) * 10_000_000))
  }

  /// Known only when everything was read.
  private mutating func settleCodePage() {
    let page = codePage ?? item.properties.declaredCodePage ?? .western
    item.properties.codePage = page
    for index in item.recipients.indices { item.recipients[index].codePage = page }
    for index in item.attachments.indices { item.attachments[index].properties.codePage = page }
  }

  // MARK: Attachments

  private mutating func attachmentAttribute(
    _ id: UInt16, _ range: Range<Int>
  ) throws(FileFault) {
    if id == 0x9002 {
      try endAttachment()
      attachment = Attachment()
      return
    }
    var open = attachment ?? Attachment()
    switch id {
    case 0x8010: open.title = bytes(range)
    case 0x800f: open.data = range
    case 0x9005:
      var list = ByteCursor(cursor.bytes, range)
      open.list = TNEFProperties(&list)
      if open.list.isCut { item.isCut = true }
    default: break
    }
    attachment = open
  }

  private mutating func endAttachment() throws(FileFault) {
    guard let open = attachment else { return }
    attachment = nil
    var properties = open.list.properties
    properties.add(PropertyID.shortFileName, .ansi(open.title))
    item.attachments.append(OutlookAttachment(properties: properties, body: try body(of: open)))
  }

  private func body(of open: Attachment) throws(FileFault) -> OutlookAttachment.Body {
    if let object = open.list.object {
      guard object.isMessage else { return .object }
      var inner = TNEFReader(cursor.bytes, object.range, depth: depth + 1, limits: limits)
      do throws(FileFault) {
        return .item(try inner.read())
      } catch .damaged {
        return .damaged
      }
    }
    return .bytes(open.data.map(bytes) ?? open.list.properties.bytes(PropertyID.data) ?? [])
  }
}

extension Properties {
  /// What the message's properties say goes before the attributes of older programs.
  fileprivate mutating func add(_ id: UInt16, _ value: Value) {
    if values[id] == nil { set(id, value) }
  }
}
