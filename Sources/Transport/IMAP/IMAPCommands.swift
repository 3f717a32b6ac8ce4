internal import Core
internal import Platform

/// What SELECT tells.
struct SelectedMailbox: Sendable, Hashable {
  /// Nil when the server tells none, or 0.
  var uidValidity: UInt32?
  /// A hint: some servers let it go back.
  var uidNext: UInt32?
}

/// What a server tells about a message before its body.
struct MessageInfo: Sendable, Hashable {
  /// RFC822.SIZE in bytes.
  var size: Int?
  var date: Timestamp?
}

extension IMAPClient {
  /// The first command: finds the beginning of an answer again, because libcurl may have swallowed bytes that
  /// came with the login's answer; then asks what the server can do for who is logged in.
  func begin() throws(ConnectionError) {
    expect()
    let tag = try start(Array("NOOP".utf8))
    var strays = 0
    while true {
      guard let raw = try nextRaw() else { continue }
      let response = try? Response(raw)
      if case .tagged(tag, _, _) = response { break }
      if case .condition(.bye, _) = response {
        throw ConnectionError(.unavailable, "the server ends the session")
      }
      if let response { note(response) }
      strays += 1
      guard strays < 64 else { throw ConnectionError(.malformed, "no answer to the first command") }
    }
    try command("CAPABILITY")
    guard capabilities.contains("ID") else { return }
    do { try command(#"ID ("name" "signaalpost")"#) } catch  where error.kind == .rejected {}
  }

  func select(_ mailbox: String) throws(ConnectionError) -> SelectedMailbox {
    var selected = SelectedMailbox()
    expect()
    let tag = try start(Array("SELECT ".utf8) + quoted(mailbox))
    do {
      try finish(tag, "SELECT") { response in
        guard case .condition(.ok, let code) = response else { return }
        if case .uidValidity(let number) = code { selected.uidValidity = number }
        if case .uidNext(let number) = code { selected.uidNext = number }
      }
    } catch {
      guard error.kind == .rejected else { throw error }
      throw ConnectionError(.mailbox, error.message)
    }
    hasNews = false
    return selected
  }

  /// Makes the mailbox when it is not there.
  func ensure(_ mailbox: String) throws(ConnectionError) {
    if try has(mailbox) { return }
    do { try create(mailbox) } catch {
      // Somebody else may have made it in between.
      guard error.kind == .rejected, try has(mailbox) else { throw error }
    }
  }

  private func has(_ mailbox: String) throws(ConnectionError) -> Bool {
    let encoded = MailboxName.encoded(mailbox)
    var isThere = false
    expect()
    try finish(try start(Array("LIST \"\" ".utf8) + quoted(mailbox)), "LIST") { response in
      if case .list(encoded) = response { isThere = true }
    }
    return isThere
  }

  private func create(_ mailbox: String) throws(ConnectionError) {
    let name = try quoted(mailbox)
    expect()
    try finish(try start(Array("CREATE ".utf8) + name), "CREATE") { _ in }
    expect()
    // So that people see it in their mail program; a server without subscriptions may refuse.
    let tag = try start(Array("SUBSCRIBE ".utf8) + name)
    do { try finish(tag, "SUBSCRIBE") { _ in } } catch  where error.kind == .rejected {}
  }

  private func quoted(_ mailbox: String) throws(ConnectionError) -> [UInt8] {
    guard let name = MailboxName.quoted(mailbox) else {
      throw ConnectionError(.configuration, "a mailbox name cannot be used")
    }
    return name
  }

  /// Tells sizes and dates; a message may be missing in the answer.
  func infos(of uids: [UInt32]) throws(ConnectionError) -> [UInt32: MessageInfo] {
    var result: [UInt32: MessageInfo] = [:]
    let wanted = Set(uids)
    for (text, part) in UIDSet.texts(uids) {
      expect(responses: part.count)
      let tag = try start(Array("UID FETCH \(text) (UID RFC822.SIZE INTERNALDATE)".utf8))
      try finish(tag, "FETCH") { response in
        guard case .fetch(let data) = response, let uid = data.uid, wanted.contains(uid),
          let size = data.size
        else { return }
        result[uid] = MessageInfo(size: size, date: data.date)
      }
    }
    return result
  }

  /// Moves messages, at most some thousand; `.rejected` when the server says no, and then some may have moved.
  func move(_ uids: [UInt32], to mailbox: String) throws(ConnectionError) {
    let name = try quoted(mailbox)
    for (set, part) in UIDSet.texts(uids) {
      if capabilities.contains("MOVE") {
        expect(responses: 2 * part.count, isSlow: true)
        try finish(try start(Array("UID MOVE \(set) ".utf8) + name), "MOVE") { _ in }
      } else {
        try copyAndExpunge(set, Array(part), to: name)
      }
    }
  }

  /// RFC 6851 3.3. Without UIDPLUS (RFC 4315) EXPUNGE takes everything marked as deleted, so then it is done
  /// only when nobody else marked anything.
  private func copyAndExpunge(_ set: String, _ uids: [UInt32], to name: [UInt8])
    throws(ConnectionError)
  {
    let expunge = capabilities.contains("UIDPLUS") ? "UID EXPUNGE \(set)" : "EXPUNGE"
    if !capabilities.contains("UIDPLUS"), try !deleted().isSubset(of: uids) {
      throw ConnectionError(.rejected, "messages that others deleted stand in the way of a move")
    }
    expect(responses: uids.count, isSlow: true)
    try finish(try start(Array("UID COPY \(set) ".utf8) + name), "COPY") { _ in }
    expect(responses: uids.count, isSlow: true)
    let store = "UID STORE \(set) +FLAGS.SILENT (\\Deleted)"
    try finish(try start(Array(store.utf8)), "STORE") { _ in }
    expect(responses: uids.count, isSlow: true)
    try finish(try start(Array(expunge.utf8)), "EXPUNGE") { _ in }
  }

  private func deleted() throws(ConnectionError) -> Set<UInt32> {
    var found: Set<UInt32> = []
    try command("UID SEARCH DELETED") { response in
      if case .search(let numbers) = response { found.formUnion(numbers) }
    }
    return found
  }

  /// Waits until the server announces more messages, or the deadline (RFC 2177: below 29 minutes).
  func idle(until deadline: Deadline) throws(ConnectionError) {
    expect()
    let tag = try start(Array("IDLE".utf8))
    // From here on the server may wait for DONE, also when we never see its answer.
    isIdling = true
    waiting: while true {
      switch try next() {
      case .continuation: break waiting
      case .tagged(tag, _, _):
        capabilities.remove("IDLE")
        isIdling = false
        return
      case .condition(.bye, _): throw ConnectionError(.unavailable, "the server ends the session")
      default: continue
      }
    }
    while !hasNews {
      do throws(ConnectionError) {
        if case .condition(.bye, _) = try next(until: deadline) {
          throw ConnectionError(.unavailable, "the server ends the session")
        }
      } catch {
        guard error.kind == .timeout else { throw error }
        break
      }
    }
    isIdling = false
    try send(Array("DONE".utf8))
    try finish(tag, "IDLE") { _ in }
  }

  /// Says goodbye and waits a short while for the answer; never fails.
  func logout(seconds: Double = 2) {
    ignoreInterrupt()
    let deadline = Deadline.after(seconds: seconds)
    expect()
    do {
      if isIdling { try send(Array("DONE".utf8)) }
      let tag = try start(Array("LOGOUT".utf8))
      guard isBetweenResponses else { return }
      while true {
        if case .tagged(tag, _, _) = try next(until: deadline) { return }
      }
    } catch { return }
  }
}
