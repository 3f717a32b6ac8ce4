extension Address {
  /// Reads one mailbox as header blocks show it: `Name <a@b>`, `"Last, F. (First)" <a@b>`,
  /// `Name [mailto:a@b]`, `a@b (Name)`, or only a name or only an address. Nil when it is empty.
  public init?(header: String) {
    self.init(header: Array(header.utf8)[...])
  }

  init?(header: ArraySlice<UInt8>) {
    let value = header.trimmed
    guard !value.isEmpty else { return nil }
    guard let found = EmailText.first(in: value) else {
      self.init(name: Self.clean(value))
      return
    }
    var before = value[..<found.lowerBound]
    if let open = before.lastIndex(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "[") }) {
      before = before[..<open]
    }
    var name = Self.clean(before)
    if name.isEmpty { name = Self.clean(Self.comment(value[found.upperBound...])) }
    self.init(name: name, email: EmailText.normalised(value[found]))
  }

  /// The mailboxes of a list; a comma inside a name splits only when no address has been seen since.
  static func list(header: String) -> [Address] {
    var list: [Address] = []
    var pending: ArraySlice<UInt8> = []
    for piece in Array(header.utf8).split(whereSeparator: { $0 == 0x3b || $0 == 0x2c }).prefix(500)
    {
      pending = pending.isEmpty ? piece : pending + [0x2c] + piece
      if pending.contains(0x40) || pending.count > 200 {
        if let one = Address(header: pending) { list.append(one) }
        pending = []
      }
    }
    if let one = Address(header: pending) { list.append(one) }
    return list
  }

  /// Part after the `@`, lower case; empty when there is no address.
  var domain: String {
    guard let at = email.utf8.lastIndex(of: 0x40) else { return "" }
    return String(email[email.utf8.index(after: at)...])
  }

  /// Part before the `@`.
  var local: String {
    guard let at = email.utf8.lastIndex(of: 0x40) else { return "" }
    return String(email[..<at])
  }

  private static func clean(_ name: ArraySlice<UInt8>) -> String {
    name.trimmed {
      $0.isBlank || $0 == 0x22 || $0 == 0x27 || $0 == 0x2c || $0 == 0x3c || $0 == 0x3e
    }
    .text
  }

  private static func comment(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let open = rest.firstIndex(of: UInt8(ascii: "(")),
      let close = rest[open...].firstIndex(of: UInt8(ascii: ")"))
    else { return [] }
    return rest[(open + 1)..<close]
  }
}

/// Mail addresses in running text.
enum EmailText {
  /// The first address: `local@domain.tld` of ASCII, without surrounding punctuation.
  static func first(in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    var from = bytes.startIndex
    while let at = bytes[from...].firstIndex(of: 0x40) {
      if let range = around(at, in: bytes, notBefore: from) { return range }
      from = at + 1
    }
    return nil
  }

  /// Domain in lower case, local part as written.
  static func normalised(_ bytes: ArraySlice<UInt8>) -> String {
    guard let at = bytes.lastIndex(of: 0x40) else { return bytes.text }
    return bytes[..<at].text + "@" + Array(bytes[(at + 1)...].map(Fold.lower)).text
  }

  private static func around(_ at: Int, in bytes: ArraySlice<UInt8>, notBefore: Int) -> Range<Int>?
  {
    var start = at
    while start > notBefore, at - start < 64, isLocal(bytes[start - 1]) { start -= 1 }
    while start < at, !bytes[start].isASCIILetter, !bytes[start].isDigit { start += 1 }
    var end = at + 1
    while end < bytes.endIndex, end - at < 255, isDomain(bytes[end]) { end += 1 }
    while end > at + 1, !bytes[end - 1].isASCIILetter, !bytes[end - 1].isDigit { end -= 1 }
    guard start < at, bytes[(at + 1)..<end].contains(UInt8(ascii: ".")) else { return nil }
    return start..<end
  }

  private static func isLocal(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isDigit || byte == 0x2e || byte == 0x2d || byte == 0x5f
      || byte == 0x2b || byte == 0x27
  }

  private static func isDomain(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isDigit || byte == 0x2e || byte == 0x2d
  }
}
