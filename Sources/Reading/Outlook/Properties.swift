internal import Core

/// What Outlook knows about a message, a recipient or an attachment (MS-OXPROPS), by the property's number.
struct Properties {
  enum Value {
    /// In the message's code page.
    case ansi([UInt8])
    /// UTF-16, little-endian.
    case unicode([UInt8])
    case binary([UInt8])
    /// Integers, truth, and moments in tenths of microseconds since 1601.
    case number(UInt64)
  }

  private(set) var values: [UInt16: Value] = [:]
  /// Of the text in `ansi`, for those who know it from elsewhere: a recipient's is the message's.
  var codePage = CodePage.western

  /// Of two texts the one in Unicode stays.
  mutating func set(_ id: UInt16, _ value: Value) {
    if case .ansi = value, case .unicode = values[id] { return }
    values[id] = value
  }

  func bytes(_ id: UInt16) -> [UInt8]? {
    switch values[id] {
    case .binary(let bytes), .ansi(let bytes), .unicode(let bytes): bytes.isEmpty ? nil : bytes
    case .number, nil: nil
    }
  }

  func number(_ id: UInt16) -> UInt64? {
    if case .number(let number) = values[id] { number } else { nil }
  }

  /// UTF-8; nil when it is not there or empty.
  func text(_ id: UInt16) -> [UInt8]? {
    var text: [UInt8]
    switch values[id] {
    case .unicode(let bytes): text = Charset.utf16(bytes[...], bigEndian: false).bytes
    case .ansi(let bytes):
      // Programs that are not Outlook write UTF-8 there and say nothing.
      text = !codePage.isWide && Charset.isUTF8(bytes) ? bytes : codePage.decode(bytes)
    case .binary, .number, nil: return nil
    }
    while text.last == 0 { text.removeLast() }
    return text.isEmpty ? nil : text
  }

  func string(_ id: UInt16) -> String? { text(id).map { String(decoding: $0, as: UTF8.self) } }

  /// Nil for zero and for what no calendar has: programs write both for "never".
  func moment(_ id: UInt16) -> Timestamp? {
    guard let ticks = number(id), ticks > 0 else { return nil }
    let seconds = Int64(ticks / 10_000_000) - 11_644_473_600
    return (0..<32_503_680_000).contains(seconds) ? Timestamp(seconds: seconds) : nil
  }

  /// The first of them that is an address of the internet; an Exchange directory has names of its own.
  func email(_ ids: UInt16...) -> String? {
    for id in ids {
      guard let text = string(id).map(HeaderFields.address), text.utf8.contains(UInt8(ascii: "@"))
      else { continue }
      let isDirectory =
        text.utf8.first == UInt8(ascii: "/") || text.asciiLowercased.hasPrefix("imceaex")
      if !isDirectory { return text }
    }
    return nil
  }

  /// The code page of a message's text.
  var declaredCodePage: CodePage? {
    if let number = number(PropertyID.messageCodePage) { return CodePage(Int(clamping: number)) }
    if let number = number(PropertyID.messageLocale) {
      return CodePage(locale: Int(clamping: number))
    }
    return number(PropertyID.internetCodePage).map { CodePage(Int(clamping: $0)) }
  }
}

/// Numbers of MS-OXPROPS.
enum PropertyID {
  static let messageClass: UInt16 = 0x001a
  static let subject: UInt16 = 0x0037
  static let submitted: UInt16 = 0x0039
  static let subjectPrefix: UInt16 = 0x003d
  static let representedName: UInt16 = 0x0042
  static let representedAddress: UInt16 = 0x0065
  static let transportHeader: UInt16 = 0x007d
  static let recipientType: UInt16 = 0x0c15
  static let senderName: UInt16 = 0x0c1a
  static let senderAddress: UInt16 = 0x0c1f
  static let displayCc: UInt16 = 0x0e03
  static let displayTo: UInt16 = 0x0e04
  static let delivered: UInt16 = 0x0e06
  static let normalizedSubject: UInt16 = 0x0e1d
  static let body: UInt16 = 0x1000
  static let compressedRTF: UInt16 = 0x1009
  static let html: UInt16 = 0x1013
  static let messageID: UInt16 = 0x1035
  static let references: UInt16 = 0x1039
  static let inReplyTo: UInt16 = 0x1042
  static let displayName: UInt16 = 0x3001
  static let emailAddress: UInt16 = 0x3003
  static let data: UInt16 = 0x3701
  static let shortFileName: UInt16 = 0x3704
  static let attachMethod: UInt16 = 0x3705
  static let longFileName: UInt16 = 0x3707
  static let mimeType: UInt16 = 0x370e
  static let smtpAddress: UInt16 = 0x39fe
  static let internetCodePage: UInt16 = 0x3fde
  static let messageLocale: UInt16 = 0x3ff1
  static let messageCodePage: UInt16 = 0x3ffd
  static let senderSMTP: UInt16 = 0x5d01
  static let representedSMTP: UInt16 = 0x5d02
}
