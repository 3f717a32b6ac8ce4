internal import Core

/// Outlook's own file of one message (MS-OXMSG): a folder for the message, for each recipient, each attachment
/// and each message in it; a stream for each property that has no fixed size, and one for all that have.
enum MsgFile {
  @Sendable static func read(
    _ bytes: [UInt8], _ budget: inout FileBudget
  ) throws(FileFault) -> FileContent {
    let root = try CompoundFile.read(bytes, &budget) { name in
      // What named properties are called is of no use here.
      !name.hasPrefix("__nameid")
    }
    let item = item(root, header: 32, codePage: nil)
    guard !item.properties.values.isEmpty else { throw .damaged }
    return try item.content(&budget)
  }

  /// - Parameter header: bytes before the first entry of the property stream (2.4.1).
  private static func item(_ folder: Storage, header: Int, codePage: CodePage?) -> OutlookItem {
    var item = OutlookItem()
    item.properties = properties(folder, header: header, codePage: codePage)
    item.properties.codePage = item.properties.declaredCodePage ?? codePage ?? .western
    item.isCut = folder.isCut
    for storage in folder.storages {
      if storage.name.hasPrefix("__recip_version1.0_") {
        item.recipients.append(properties(storage, header: 8, codePage: item.properties.codePage))
      } else if storage.name.hasPrefix("__attach_version1.0_") {
        item.attachments.append(attachment(storage, codePage: item.properties.codePage))
      }
    }
    return item
  }

  private static func attachment(_ folder: Storage, codePage: CodePage) -> OutlookAttachment {
    let properties = properties(folder, header: 8, codePage: codePage)
    if let inner = folder.storage("__substg1.0_3701000D") {
      let isMessage = inner.streams["__properties_version1.0"] != nil
      return OutlookAttachment(
        properties: properties,
        body: isMessage ? .item(item(inner, header: 24, codePage: codePage)) : .object)
    }
    return OutlookAttachment(
      properties: properties,
      body: folder.isCut ? .damaged : .bytes(properties.bytes(PropertyID.data) ?? []))
  }

  private static func properties(
    _ folder: Storage, header: Int, codePage: CodePage?
  ) -> Properties {
    var properties = Properties()
    properties.codePage = codePage ?? .western
    if let fixed = folder.streams["__properties_version1.0"] {
      readFixed(fixed, from: header, into: &properties)
    }
    // In one order: a file may hold a property twice.
    for (name, bytes) in folder.streams.sorted(by: { $0.key < $1.key }) {
      guard let (id, type) = tag(name) else { continue }
      switch type {
      case 0x001e: properties.set(id, .ansi(bytes))
      case 0x001f: properties.set(id, .unicode(bytes))
      case 0x0102: properties.set(id, .binary(bytes))
      default: break
      }
    }
    return properties
  }

  /// Entries of 16 bytes: type, number, flags, and a value of eight (2.4.2).
  private static func readFixed(
    _ stream: [UInt8], from header: Int, into properties: inout Properties
  ) {
    var at = header
    while let type = stream.number16(at), let id = stream.number16(at + 2),
      let value = stream.number64(at + 8)
    {
      switch type {
      case 0x0002, 0x000b: properties.set(id, .number(value & 0xffff))
      case 0x0003: properties.set(id, .number(value & 0xffff_ffff))
      case 0x0014, 0x0040: properties.set(id, .number(value))
      default: break
      }
      at += 16
    }
  }

  /// `__substg1.0_0037001F`: number 0037, type 001F. Nil for values of a list, which are not used.
  private static func tag(_ name: String) -> (id: UInt16, type: UInt16)? {
    let prefix = "__substg1.0_"
    guard name.hasPrefix(prefix), name.utf8.count == prefix.utf8.count + 8,
      let tag = UInt32(name.dropFirst(prefix.utf8.count), radix: 16)
    else { return nil }
    return (UInt16(tag >> 16), UInt16(tag & 0xffff))
  }
}
