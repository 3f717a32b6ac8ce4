internal import Core
internal import Transport

extension ServiceSettings {
  /// Value of `ocr` that switches it off.
  static let noRecognition = "none"

  init(_ section: Section, base: String) {
    state = resolve(section.text("state", default: "/var/lib/signaalpost"), base)
    tables = resolve(section.text("tables", default: "tabellen"), base)
    texts = resolve(section.text("texts", default: "teksten"), base)
    forms = resolve(section.text("forms", default: "forms"), base)
    referencePrefix = section.text("reference_prefix", default: "MH")
    reader = resolve(section.text("reader", default: ""), base)
    let ocr = section.text("ocr", default: "")
    self.ocr = ocr == Self.noRecognition ? ocr : resolve(ocr, base)
    readers = section.integer("readers", default: 0, in: 0...64)
    let letters = referencePrefix.utf8.allSatisfy { (0x41...0x5a).contains($0) }
    if !letters || !(2...5).contains(referencePrefix.utf8.count) {
      section.problem("reference_prefix", "'reference_prefix' must be 2 to 5 capital letters")
    }
  }
}

extension LimitSettings {
  init(_ section: Section) {
    messageBytes = section.integer(
      "message_bytes", default: 50_000_000, in: 100_000...Limits().messageBytes)
    batchMessages = section.integer("batch_messages", default: 128, in: 1...4096)
    batchBytes = section.integer("batch_bytes", default: 16_000_000, in: 100_000...256_000_000)
    readerSeconds = section.duration("reader_time", default: "30s", in: 1...600)
    recognitionSeconds = section.duration("ocr_time", default: "5m", in: 1...3600)
    reading = Limits()
    for limit in Limits.table {
      reading[keyPath: limit.path] = section.integer(
        limit.name, default: reading[keyPath: limit.path], in: limit.range)
    }
  }
}

extension LoginSettings {
  init(_ section: Section, tlsPort: Int, startTLSPort: Int) {
    host = section.text("host")
    security = section.choice("security", default: TransportSecurity.tls) ?? .tls
    port = section.integer(
      "port", default: security == .tls ? tlsPort : startTLSPort, in: 1...65535)
    caFile = section.optionalText("ca_file")
    user = section.text("user")
    signIn = section.choice("sign_in", default: SignIn.password) ?? .password
    secret = section.text("secret")
    let isToken = signIn != .password
    tokenEndpoint = isToken ? section.text("token_endpoint") : ""
    tokenCAFile = isToken ? section.optionalText("token_ca_file") : nil
    clientID = isToken ? section.text("client_id") : ""
    scope = isToken ? section.text("scope", default: "") : ""
    clientSecret = isToken ? section.optionalText("client_secret") : nil
    secretExpires = section.optionalText("secret_expires")
    check(section)
  }

  private func check(_ section: Section) {
    if isToken, !tokenEndpoint.isEmpty, !tokenEndpoint.hasPrefix("https://") {
      section.problem("token_endpoint", "'token_endpoint' must begin with https://")
    }
    for (key, text) in [("host", host), ("user", user)] where hasControls(text) {
      section.problem(key, "'\(key)' has a control character in it")
    }
    if let secretExpires, isoDate(secretExpires) == nil {
      section.problem("secret_expires", "'secret_expires' must be a day such as \"2027-03-01\"")
    }
  }

  var isToken: Bool { signIn != .password }
}

extension MailboxSettings {
  init(_ section: Section) {
    name = sourceName(section)
    login = LoginSettings(section, tlsPort: 993, startTLSPort: 143)
    mailbox = section.text("mailbox", default: "INBOX")
    processed = section.text("processed", default: "Verwerkt")
    rejected = section.text("rejected", default: "Afgekeurd")
    pollSeconds = section.duration("poll", default: "60s", in: 5...86400)
    reconcileSeconds = section.duration("reconcile", default: "4h", in: 60...604_800)
    idle = section.truth("idle", default: true)
    if Set([mailbox, processed, rejected]).count < 3 {
      section.problem("mailbox", "'mailbox', 'processed' and 'rejected' must be three mailboxes")
    }
  }
}

extension FolderSettings {
  init(_ section: Section, base: String) {
    name = sourceName(section)
    path = resolve(section.text("path"), base)
    quietSeconds = section.duration("quiet", default: "2s", in: 0...3600)
    rescanSeconds = section.duration("rescan", default: "5m", in: 1...86400)
    ignore = section.texts("ignore", default: [])
    marker = section.optionalText("marker")
    archive = section.truth("archive", default: false)
    if let marker, !marker.hasPrefix(".") || marker.utf8.contains(UInt8(ascii: "/")) {
      section.problem("marker", "'marker' must begin with a dot, such as \".klaar\"")
    }
  }
}

extension QueueSettings {
  init(_ section: Section, base: String) {
    name = section.text("municipality")
    owner = section.text("owner")
    acute = section.optionalText("acute")
    folder = section.optionalText("folder").map { resolve($0, base) }
    let mode = section.text("folder_mode", default: "0750")
    folderMode = Int(mode, radix: 8) ?? -1
    let isCode = name.utf8.count == 4 && name.utf8.allSatisfy { (0x30...0x39).contains($0) }
    if !isCode, name != regionalQueue {
      section.problem(
        "municipality", "'municipality' must be a CBS code such as \"0153\", or \"regio\"")
    }
    for (key, address) in [("owner", owner), ("acute", acute ?? "")]
    where !address.isEmpty && MailAddress(address) == nil {
      section.problem(key, "'\(key)' must be a plain mail address")
    }
    if !(0o700...0o777).contains(folderMode) || mode.first != "0" || folderMode & 0o007 != 0 {
      section.problem("folder_mode", "'folder_mode' must be \"0700\", \"0750\" or \"0770\"")
    }
  }
}

extension OutgoingSettings {
  init(_ section: Section) {
    way = section.choice("way", default: nil) ?? .maildir
    from = section.text("from")
    fromName = section.text("from_name", default: "Meldpunt mensenhandel")
    receipts = section.truth("receipts", default: true)
    receiptsPerDay = section.integer("receipts_per_day", default: 10, in: 1...1000)
    lifetimeSeconds = section.duration("lifetime", default: "5d", in: 3600...2_592_000)
    delayWarningSeconds = section.duration("delay_warning", default: "4h", in: 60...2_592_000)
    link = section.text("link", default: "")
    if !from.isEmpty, MailAddress(from) == nil {
      section.problem("from", "'from' must be a plain mail address")
    }
    if hasControls(fromName) || fromName.utf8.count > 100 {
      section.problem("from_name", "'from_name' must be one line of at most 100 bytes")
    }
    if !link.isEmpty, !link.hasPrefix("https://") {
      section.problem("link", "'link' must begin with https://")
    }
  }
}

extension SMTPSettings {
  init(_ section: Section) {
    security = section.choice("security", default: TransportSecurity.tls) ?? .tls
    host = section.text("host")
    port = section.integer("port", default: security == .tls ? 465 : 587, in: 1...65535)
    caFile = section.optionalText("ca_file")
    login =
      section.optionalText("user") == nil
      ? nil : LoginSettings(section, tlsPort: 465, startTLSPort: 587)
  }
}

extension DeadlineSettings {
  init(_ section: Section) {
    acute = section.duration("acute", default: "1h", in: 60...2_592_000)
    pressing = section.duration("pressing", default: "1d", in: 60...2_592_000)
    normal = section.duration("normal", default: "3d", in: 60...2_592_000)
  }
}

/// A name that is safe in logs and metrics.
private func sourceName(_ section: Section) -> String {
  let name = section.text("name")
  let isPlain = name.utf8.allSatisfy {
    (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d
  }
  if !isPlain || name.utf8.count > 40 {
    section.problem("name", "'name' must be small letters, digits and hyphens, at most 40")
  }
  return name
}

private func hasControls(_ text: String) -> Bool {
  text.utf8.contains { $0 < 0x20 || $0 == 0x7f }
}

/// A day written as `2027-03-01`.
func isoDate(_ text: String) -> CivilDate? {
  let parts = text.split(separator: "-", omittingEmptySubsequences: false)
  guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
    parts[2].utf8.count == 2, let year = Int(parts[0]), let month = Int(parts[1]),
    let day = Int(parts[2])
  else { return nil }
  return CivilDate(year: year, month: month, day: day)
}
