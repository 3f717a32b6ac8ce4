internal import Core

/// A message as Outlook keeps it, whichever file it came in.
struct OutlookItem {
  var properties = Properties()
  var recipients: [Properties] = []
  var attachments: [OutlookAttachment] = []
  /// Something of it ends before its size, or a checksum is wrong.
  var isCut = false
}

struct OutlookAttachment {
  enum Body {
    case bytes([UInt8])
    case item(OutlookItem)
    /// Something of another program, pasted into the text.
    case object
    case damaged
  }

  var properties: Properties
  var body: Body

  /// `AttachMethod` 2, 3, 4 and 7 (MS-OXCMSG 2.2.2.9): a link to a file that is elsewhere.
  private var isElsewhere: Bool {
    let method = properties.number(PropertyID.attachMethod) ?? 1
    return [2, 3, 4, 7].contains(method)
  }

  private var name: String? {
    properties.string(PropertyID.longFileName) ?? properties.string(PropertyID.shortFileName)
      ?? properties.string(PropertyID.displayName)
  }

  func file(_ budget: inout FileBudget) throws(FileFault) -> InsideFile {
    var type = properties.string(PropertyID.mimeType)?.asciiLowercased
    if case .item = body { type = "application/vnd.ms-outlook" }
    let body: InsideFile.Body =
      switch self.body {
      case .bytes(let bytes): bytes.isEmpty && isElsewhere ? .fault(.elsewhere) : .bytes(bytes)
      case .item(let item): .content(try item.content(&budget))
      case .object: .fault(.object)
      case .damaged: .fault(.damaged)
      }
    return InsideFile(name: name, type: type, body: body)
  }
}

extension OutlookItem {
  /// As every format gives it: head, versions of the text, attachments.
  func content(_ budget: inout FileBudget) throws(FileFault) -> FileContent {
    var content = FileContent()
    let kind = MessageClass(properties.string(PropertyID.messageClass) ?? "")
    content.message = head(kind, budget.limits)
    content.texts = try versions(&budget)
    content.areVersions = true
    for attachment in attachments { content.inside.append(try attachment.file(&budget)) }
    kind.unwrap(&content)
    content.note = [kind.note, isCut ? Note.damagedPieces : nil].compactMap(\.self)
      .joined(separator: "; ")
    if content.note?.isEmpty == true { content.note = nil }
    return content
  }

  // MARK: Text

  /// The texts that Outlook keeps of one message, the plainest first. What it has as HTML it repeats in RTF.
  private func versions(_ budget: inout FileBudget) throws(FileFault) -> [FileText] {
    var versions: [FileText] = []
    if let plain = properties.text(PropertyID.body) { versions.append(FileText(bytes: plain)) }
    if let html = page {
      versions.append(FileText(bytes: html, isHTML: true))
    } else if let packed = properties.bytes(PropertyID.compressedRTF) {
      versions += try rich(packed, &budget)
    }
    return versions
  }

  /// Damaged RTF is no text: the plain one is read without it.
  private func rich(_ packed: [UInt8], _ budget: inout FileBudget) throws(FileFault) -> [FileText] {
    do throws(FileFault) {
      let found = try RTFText.read(
        CompressedRTF.unpack(packed, &budget), limits: budget.limits)
      return [found.text] + (found.aside.map { [$0] } ?? [])
    } catch .damaged {
      return []
    }
  }

  /// The page is kept as bytes in the code page of the internet message, or as text.
  private var page: [UInt8]? {
    guard case .binary(let bytes) = properties.values[PropertyID.html] else {
      return properties.text(PropertyID.html)
    }
    let declared = properties.number(PropertyID.internetCodePage).map {
      CodePage(Int(clamping: $0))
    }
    guard bytes.contains(where: { !$0.isSpace && $0 != 0 }) else { return nil }
    if Charset.isUTF8(bytes) || Charset.isUTF16(bytes) {
      return Charset.decode(bytes, label: nil).bytes
    }
    if let label = HTMLCharset.declared(bytes) { return Charset.decode(bytes, label: label).bytes }
    return (declared ?? properties.codePage).decode(bytes)
  }

  // MARK: Head

  /// What the mail servers wrote goes first, then what Outlook made of it.
  private func head(_ kind: MessageClass, _ limits: Limits) -> MessageHead {
    let written = properties.text(PropertyID.transportHeader).map {
      TransportHeader.parse($0, limits: limits)
    }
    var head = MessageHead()
    head.from = sender(written?.from.first)
    head.replyTo = written?.replyTo.first
    head.recipients = addressees(written?.recipients ?? [])
    head.subject = subject ?? written?.subject ?? ""
    head.date =
      properties.moment(PropertyID.submitted) ?? written?.date
      ?? properties.moment(PropertyID.delivered)
    head.headers = written?.headers ?? identifiers
    if let field = kind.field { head.headers.append(field) }
    return head
  }

  private var subject: String? {
    if let whole = properties.string(PropertyID.subject) { return whole }
    guard let rest = properties.string(PropertyID.normalizedSubject) else { return nil }
    return (properties.string(PropertyID.subjectPrefix) ?? "") + rest
  }

  private func sender(_ written: Address?) -> Address? {
    if let written, !written.email.isEmpty { return written }
    let email =
      properties.email(PropertyID.representedSMTP, PropertyID.representedAddress)
      ?? properties.email(PropertyID.senderSMTP, PropertyID.senderAddress)
    let name =
      properties.string(PropertyID.representedName) ?? properties.string(PropertyID.senderName)
    guard email != nil || name != nil else { return written }
    return Address(name: HeaderFields.cleaned(name ?? ""), email: email ?? "")
  }

  /// To and Cc: a blind copy is nobody's to see.
  private func addressees(_ written: [Address]) -> [Address] {
    let known = recipients.filter { ($0.number(PropertyID.recipientType) ?? 1) & 0xf < 3 }
      .map(\.address)
    if known.contains(where: { !$0.email.isEmpty }) || written.isEmpty && !known.isEmpty {
      return known
    }
    if !written.isEmpty { return written }
    return [PropertyID.displayTo, PropertyID.displayCc].flatMap { id in
      (properties.string(id) ?? "").split(separator: ";").map(String.init).map(Self.address)
    }
  }

  private static func address(shown text: String) -> Address {
    let text = HeaderFields.cleaned(text)
    let isEmail = text.utf8.contains(UInt8(ascii: "@")) && !text.utf8.contains(0x20)
    return isEmail ? Address(email: HeaderFields.address(text)) : Address(name: text)
  }

  /// What a message that was never sent, or the sender's own copy, has instead of a header.
  private var identifiers: [Header] {
    [
      ("message-id", PropertyID.messageID), ("in-reply-to", PropertyID.inReplyTo),
      ("references", PropertyID.references),
    ].compactMap { name, id in
      properties.string(id).map { Header(name, HeaderFields.cleaned($0)) }
    }
  }
}

extension Properties {
  /// Of a recipient.
  fileprivate var address: Address {
    Address(
      name: HeaderFields.cleaned(string(PropertyID.displayName) ?? ""),
      email: email(PropertyID.smtpAddress, PropertyID.emailAddress) ?? "")
  }
}

/// The header of a message as it came over the internet, kept as one text.
enum TransportHeader {
  static func parse(_ text: [UInt8], limits: Limits) -> MailTree {
    let lines = text.drop { $0.isSpace }
    // Servers of old wrote "Microsoft Mail Internet Headers Version 2.0" above it.
    let isTitled = lines.starts(with: "Microsoft Mail Internet Headers".utf8)
    let header = isTitled ? lines.drop { $0 != 0x0a }.dropFirst() : lines
    let scanned = ScannedMessage(Array(header) + [0x0a, 0x0a], limits: limits)
    return GMimeTree(limits: limits).parse(scanned.bytes)
  }
}
