extension Address {
  /// Reads one mailbox as header blocks show it: `Name <a@b>`, `"Last, F. (First)" <a@b>`,
  /// `Name [mailto:a@b]`, `a@b (Name)`, or only a name or only an address. Nil when it is empty.
  public init?(header: String) {
    self.init(header: Array(header.utf8)[...])
  }

  init?(header: ArraySlice<UInt8>) {
    let value = header.trimmed
    guard !value.isEmpty else { return nil }
    guard let found = Emails.find(in: value).first else {
      self.init(name: Self.clean(value))
      return
    }
    var before = value[..<found.range.lowerBound]
    if let open = before.lastIndex(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "[") }) {
      before = before[..<open]
    }
    var name = Self.clean(before)
    if name.isEmpty { name = Self.clean(Self.comment(value[found.range.upperBound...])) }
    self.init(name: name, email: found.value)
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
