internal import Core

/// Parts that are not read as text, and what is taken from them.
///
/// Reports and calendar messages leave a pseudo header `x-part-type`, such as
/// `text/calendar; method=REPLY` or `message/delivery-status; action=failed; status=5.1.1`, by which the
/// message is told from a signal.
enum SpecialPart {
  case calendar, deliveryReport, readReport, returnedHeader
  case signature, encrypted, signedMessage, elsewhere, split, card
  /// Kept for the original's sake: pictures drawn in XML, styles, scripts.
  case machine(String)

  /// - Parameter type: as declared, lower case. What the content says wins.
  init?(_ type: String, _ content: [UInt8]) {
    if let kind = Self.marks.first(where: { content.starts(with: $0.mark.utf8) })?.kind {
      self = kind
    } else if Self.isRightsManaged(content) || Self.isEnveloped(content) {
      self = .encrypted
    } else if type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime" {
      self = Self.sealed(content)
    } else if let kind = Self.types[type] {
      self = kind
    } else {
      return nil
    }
  }

  private static let marks: [(mark: String, kind: SpecialPart)] = [
    ("BEGIN:VCALENDAR", .calendar), ("BEGIN:VCARD", .card),
    ("-----BEGIN PGP MESSAGE", .encrypted), ("-----BEGIN PGP SIGNATURE", .signature),
    ("<svg", .machine("tekening")),
  ]

  private static let types: [String: SpecialPart] = [
    "text/calendar": .calendar, "application/ics": .calendar,
    "message/delivery-status": .deliveryReport, "message/global-delivery-status": .deliveryReport,
    "message/disposition-notification": .readReport, "text/rfc822-headers": .returnedHeader,
    "application/pgp-signature": .signature, "application/pkcs7-signature": .signature,
    "application/x-pkcs7-signature": .signature, "application/pgp-encrypted": .encrypted,
    "message/external-body": .elsewhere, "message/partial": .split,
    "text/vcard": .card, "text/x-vcard": .card, "text/directory": .card,
    "text/css": .machine("opmaak"), "text/javascript": .machine("script"),
    "application/javascript": .machine("script"), "image/svg+xml": .machine("tekening"),
    "text/x-amp-html": .machine("AMP-versie"), "text/watch-html": .machine("horlogeversie"),
  ]

  /// A message under Microsoft's rights management (MS-OXORMMS 2.1.3): `message.rpmsg`.
  private static func isRightsManaged(_ content: [UInt8]) -> Bool {
    content.starts(with: [0x76, 0xe8, 0x04, 0x60, 0xc4, 0x11, 0xe3, 0x86])
  }

  /// CMS envelopedData, 1.2.840.113549.1.7.3, whatever the part is called: a sequence that begins with it.
  private static func isEnveloped(_ content: [UInt8]) -> Bool {
    let name: [UInt8] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 3]
    guard content.first == 0x30 else { return false }
    return (2...6).contains { content.dropFirst($0).starts(with: name) }
  }

  /// CMS names its content by an object identifier near its beginning (RFC 5652): signedData is
  /// 1.2.840.113549.1.7.2.
  private static func sealed(_ content: [UInt8]) -> SpecialPart {
    let signed: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2]
    let head = Array(content.prefix(64))
    for start in 0..<max(0, head.count - signed.count)
    where head[start..<(start + signed.count)].elementsEqual(signed) { return .signedMessage }
    return .encrypted
  }

  var outcome: Part.Outcome {
    switch self {
    case .deliveryReport, .readReport, .returnedHeader: .read
    case .calendar, .signature, .card, .machine: .stored
    case .encrypted, .signedMessage, .elsewhere, .split: .reported
    }
  }

  var note: String? {
    switch self {
    case .deliveryReport, .readReport, .returnedHeader: nil
    case .calendar: Note.calendar
    case .signature: Note.signature
    case .card: Note.card
    case .machine(let name): Note.stored(name)
    case .encrypted: Note.encrypted
    case .signedMessage: Note.signedMessage
    case .elsewhere: Note.elsewhere
    case .split: Note.split
    }
  }

  func field(_ parameters: [String: String], _ content: [UInt8]) -> Header? {
    switch self {
    case .calendar:
      let method = parameters["method"] ?? Self.value("method", in: content) ?? ""
      return Self.pseudo("text/calendar", [("method", method)])
    case .deliveryReport:
      return Self.pseudo(
        "message/delivery-status",
        ["action", "status"].map { ($0, Self.value($0, in: content) ?? "") })
    case .readReport:
      let disposition = Self.value("disposition", in: content) ?? ""
      return Self.pseudo("message/disposition-notification", [("disposition", disposition)])
    case .returnedHeader: return Self.pseudo("text/rfc822-headers", [])
    default: return nil
    }
  }

  static func pseudo(_ type: String, _ values: [(String, String)]) -> Header {
    let told = values.filter { !$0.1.isEmpty }
    return Header("x-part-type", told.reduce(type) { "\($0); \($1.0)=\($1.1)" })
  }

  /// Value of the first line `name: value`, at most 100 bytes, in the first 16 kB.
  private static func value(_ name: String, in content: [UInt8]) -> String? {
    let head = 0..<min(content.count, 16_384)
    var start = head.lowerBound
    while start < head.upperBound {
      let end = content.position(of: 0x0a, in: start..<head.upperBound)
      let line = content[start..<end]
      if line.count > name.utf8.count, line[start + name.utf8.count] == UInt8(ascii: ":"),
        line.prefix(name.utf8.count).elementsEqual(name.utf8, by: { $0.lowercased == $1 })
      {
        let value = line.dropFirst(name.utf8.count + 1).prefix(100)
        return HeaderFields.cleaned(String(decoding: value, as: UTF8.self))
      }
      start = end + 1
    }
    return nil
  }
}
