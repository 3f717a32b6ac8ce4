/// How something reached us. Raw values are the contract's `channel`.
public enum Door: String, Sendable, CaseIterable {
  case mail
  case folder = "map"
}

/// Where one item came from, as the ledger knows it. Unique for ever: the same key is never taken twice.
public struct LedgerKey: Sendable, Hashable {
  /// Name of the source in the configuration.
  public var source: String
  /// Mailbox name, or path of the folder.
  public var collection: String
  /// UIDVALIDITY (RFC 9051 2.3.1.1); 0 for a folder.
  public var epoch: UInt32
  /// UID in decimal; for a file its escaped name with device, inode, size, modification and change time.
  public var key: String

  public init(source: String, collection: String, epoch: UInt32 = 0, key: String) {
    self.source = source
    self.collection = collection
    self.epoch = epoch
    self.key = key
  }
}

/// One thing that arrived: a message or a file, whole, as it lay at the source.
public struct Item: Sendable {
  public var ledger: LedgerKey
  public var door: Door
  /// IMAP INTERNALDATE, or the file's modification time (never in the future; when that is no sensible
  /// answer, the time when it got into the folder).
  public var receivedAt: Timestamp
  /// File name for display (escaped, no path); nil for a message.
  public var name: String?
  /// The raw bytes; empty together with `refusal` when the source could not or must not read it.
  public var bytes: [UInt8]
  /// Why the source refuses to hand over the bytes (`limit:bytes=5000000000`, `unreadable:permission`);
  /// such an item is recorded in quarantine so that it has an owner.
  public var refusal: String?

  public init(
    ledger: LedgerKey, door: Door, receivedAt: Timestamp, name: String? = nil, bytes: [UInt8],
    refusal: String? = nil
  ) {
    self.ledger = ledger
    self.door = door
    self.receivedAt = receivedAt
    self.name = name
    self.bytes = bytes
    self.refusal = refusal
  }
}

/// A SHA-256 digest, 32 bytes.
public struct Digest: Sendable, Hashable {
  public var bytes: [UInt8]

  /// Nil unless exactly 32 bytes.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// All zero.
  public static let zero = Digest(unchecked: [UInt8](repeating: 0, count: 32))

  private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

  public var hex: String { hexadecimal(bytes) }
}

/// Lower-case hexadecimal.
public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits: StaticString = "0123456789abcdef"
  var text: [UInt8] = []
  digits.withUTF8Buffer { digits in
    for byte in bytes {
      unsafe text.append(digits[Int(byte >> 4)])
      unsafe text.append(digits[Int(byte & 15)])
    }
  }
  return String(decoding: text, as: UTF8.self)
}
