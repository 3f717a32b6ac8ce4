internal import Core
internal import Platform
internal import Storage
internal import Transport

/// Doors and exits: one row for each kind.
extension Assembly {
  static func sources(_ configuration: Configuration) throws(Failure) -> [any Source] {
    var sources: [any Source] = []
    for mailbox in configuration.mailboxes {
      sources.append(MailboxSource(try account(mailbox, configuration)))
    }
    for folder in configuration.folders {
      sources.append(FolderSource(dropFolder(folder, configuration.limits)))
    }
    return sources
  }

  static func channels(
    _ configuration: Configuration, _ resources: Resources, _ store: SQLiteStore
  ) throws(Failure) -> [any Channel] {
    var channels: [any Channel] = []
    if let smtp = configuration.smtp {
      channels.append(try smtpChannel(smtp, configuration))
    }
    if let path = configuration.maildir {
      channels.append(MaildirChannel(name: OutgoingSettings.Way.maildir.rawValue, path: path))
    }
    let folders = configuration.queues.compactMap { queue in
      queue.folder.map { (queue.name, FolderTarget(path: $0, mode: UInt32(queue.folderMode))) }
    }
    if !folders.isEmpty {
      channels.append(copyChannel(Dictionary(folders) { first, _ in first }, resources, store))
    }
    return channels
  }

  static func account(
    _ mailbox: MailboxSettings, _ configuration: Configuration
  ) throws(Failure) -> MailboxAccount {
    let login = mailbox.login
    var account = MailboxAccount(
      name: mailbox.name, host: login.host, port: UInt16(login.port), security: login.security,
      user: login.user,
      authentication: try authentication(login, mailbox.name, configuration.service.state))
    account.caFile = login.caFile
    account.mailbox = mailbox.mailbox
    account.processedMailbox = mailbox.processed
    account.rejectedMailbox = mailbox.rejected
    account.pollSeconds = Double(mailbox.pollSeconds)
    account.reconcileSeconds = Double(mailbox.reconcileSeconds)
    account.usesIdle = mailbox.idle
    account.maxMessageBytes = configuration.limits.messageBytes
    account.batchMessages = configuration.limits.batchMessages
    account.batchBytes = configuration.limits.batchBytes
    return account
  }

  private static func dropFolder(_ folder: FolderSettings, _ limits: LimitSettings) -> DropFolder {
    DropFolder(
      name: folder.name, path: folder.path, quiet: .seconds(folder.quietSeconds),
      rescan: .seconds(folder.rescanSeconds), maxBytes: limits.messageBytes,
      ignored: DropFolder.usualIgnored + folder.ignore, marker: folder.marker,
      archives: folder.archive, batchFiles: limits.batchMessages, batchBytes: limits.batchBytes)
  }

  static func smtpChannel(
    _ smtp: SMTPSettings, _ configuration: Configuration
  ) throws(Failure) -> SMTPChannel {
    var login: Authentication?
    if let settings = smtp.login {
      login = try authentication(settings, "smtp", configuration.service.state)
    }
    var account = SMTPAccount(
      name: OutgoingSettings.Way.smtp.rawValue, host: smtp.host, port: UInt16(smtp.port),
      security: smtp.security, user: smtp.login?.user ?? "", authentication: login)
    account.caFile = smtp.caFile
    account.clientName = MailAddress(configuration.outgoing.from)?.domain
    return SMTPChannel(account)
  }

  private static func copyChannel(
    _ targets: [String: FolderTarget], _ resources: Resources, _ store: SQLiteStore
  ) -> any Channel {
    let labels = Dictionary(resources.tables.fields.fields.map { ($0.key, $0.label) }) { first, _ in
      first
    }
    let municipalities = resources.tables.municipalities
    return FolderChannel(name: Daemon.copyChannel, targets: targets, labels: labels) { reference in
      guard let signal = try? await store.signal(reference) else { return nil }
      let json = signal.json(withRecord: true)
      var dossier = Dossier(
        signal: signal, queueName: municipalities.name(signal.queue), json: json,
        original: nil, kind: Dossier.Original(door: signal.door, type: fileType(json)))
      // The original of a list tells of other municipalities' signals.
      if signal.row == nil {
        guard let original = try? await store.original(signal.digest) else { return nil }
        dossier.original = original
      }
      return dossier
    }
  }

  /// Media type of a record's first part: of the file itself, when a file came in.
  private static func fileType(_ record: [UInt8]) -> String? {
    guard case .array(let parts)? = (try? JSONReader.value(record))?["parts"] else { return nil }
    return parts.first?["type"]?.text
  }

  private static func authentication(
    _ login: LoginSettings, _ name: String, _ state: String
  ) throws(Failure) -> Authentication {
    let secret = try secretFile(login.secret)
    if login.signIn == .password { return .password(secret) }
    let isClient = login.signIn == .clientCredentials
    var clientSecret: SecretFile?
    if let name = login.clientSecret { clientSecret = try secretFile(name) }
    let expires = login.secretExpires.flatMap(isoDate).map {
      Amsterdam.timestamp(CivilTime(date: $0))
    }
    return .oauth2(
      TokenSource(
        OAuth2Client(
          tokenURL: login.tokenEndpoint, clientID: login.clientID,
          clientSecret: isClient ? secret : clientSecret, scope: login.scope,
          grant: isClient
            ? .clientCredentials : .refreshToken(secret, state: "\(state)/\(name).refresh-token"),
          expires: expires, caFile: login.tokenCAFile)))
  }

  /// A path, or `credential:NAME` in the directory that systemd gives.
  static func secretFile(_ name: String) throws(Failure) -> SecretFile {
    guard name.hasPrefix("credential:") else { return SecretFile(path: name) }
    guard let directory = environment("CREDENTIALS_DIRECTORY") else {
      throw Failure(
        .configuration,
        "'\(name)' is a credential of systemd, and none is loaded: see LoadCredential= in the unit")
    }
    return SecretFile(path: "\(directory)/\(name.dropFirst("credential:".count))")
  }
}
