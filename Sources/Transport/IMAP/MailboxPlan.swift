internal import Core

/// Cuts a list of messages into batches, with sizes asked first, some windows ahead of the bodies.
struct MailboxPlan {
  struct Batch: Sendable {
    var uids: [UInt32] = []
    /// Sum of the sizes that the server told, and for the others of what they may be.
    var bytes = 0
    /// Over the limit: not to be read.
    var tooLarge: [UInt32] = []
    var infos: [UInt32: MessageInfo] = [:]
  }

  /// Messages whose sizes are asked in one command.
  static let window = 1024

  private let account: MailboxAccount
  private var rest: ArraySlice<UInt32>
  private var alone: ArraySlice<UInt32>
  private var sized: ArraySlice<UInt32> = []
  private var infos: [UInt32: MessageInfo] = [:]

  /// `alone` come last, each in a batch of its own.
  init(_ uids: [UInt32], alone: [UInt32], account: MailboxAccount) {
    rest = uids[...]
    self.alone = alone[...]
    self.account = account
  }

  /// The next batch, or nil when all were planned. Asks the server for sizes now and then.
  mutating func next(_ client: IMAPClient) throws(ConnectionError) -> Batch? {
    if sized.isEmpty, !rest.isEmpty {
      sized = rest.prefix(MailboxPlan.window)
      rest = rest.dropFirst(MailboxPlan.window)
      infos = try client.infos(of: Array(sized))
    }
    if !sized.isEmpty { return cut(&sized, atMost: account.batchMessages) }
    guard let uid = alone.first else { return nil }
    infos = try client.infos(of: [uid])
    return cut(&alone, atMost: 1)
  }

  private func cut(_ uids: inout ArraySlice<UInt32>, atMost count: Int) -> Batch {
    var batch = Batch()
    while let uid = uids.first, batch.uids.count < max(1, count) {
      let size = infos[uid]?.size
      let isTooLarge = (size ?? 0) > account.maxMessageBytes
      let bytes = isTooLarge ? 0 : size ?? account.maxMessageBytes
      if !batch.uids.isEmpty, batch.bytes + bytes > account.batchBytes { break }
      uids.removeFirst()
      batch.infos[uid] = infos[uid]
      if isTooLarge {
        batch.tooLarge.append(uid)
      } else {
        batch.uids.append(uid)
        batch.bytes += bytes
      }
    }
    return batch
  }
}
