internal import Core
internal import Platform

let outboxCommands: [Command] = [
  Command("outbox list", "", "what still has to leave, or failed", [.json, .all]) {
    arguments async throws(Failure) in
    try await listOutbox(arguments)
  },
  Command("outbox show", "ID", "one message of the outbox, as it leaves") {
    arguments async throws(Failure) in
    try await showOutbox(arguments)
  },
  Command("outbox hold", "", "stop sending until 'outbox release'") {
    arguments async throws(Failure) in
    try await holdOutbox(arguments, true)
  },
  Command("outbox release", "", "send again") { arguments async throws(Failure) in
    try await holdOutbox(arguments, false)
  },
  Command("outbox requeue", "ID|ALL", "try again now, with a fresh life time") {
    arguments async throws(Failure) in
    try await requeueOutbox(arguments)
  },
  Command("outbox discard", "ID", "give one up", [.reason]) { arguments async throws(Failure) in
    try await discardOutbox(arguments)
  },
]

extension Option {
  static let all = Option("--all", nil, "also what was delivered or discarded")
  static let reason = Option("--reason", "TEXT", "why; written down")
}

private func listOutbox(_ arguments: Arguments) async throws(Failure) -> ExitCode {
  let store = try await Context.store(try Context.configuration(arguments))
  let states: [OutboxState] =
    arguments.has("--all") ? OutboxState.allCases : [.pending, .failed, .held]
  let entries = try await stored { () async throws(StoreError) in
    try await store.outbox(states: states, limit: 10_000)
  }
  if arguments.has("--json") {
    for entry in entries { Terminal.write(entry.json) }
    return .done
  }
  let heading = [
    "ID", "KENMERK", "SOORT", "KANAAL", "AAN", "TOESTAND", "POGINGEN", "VOLGENDE", "LAATSTE",
  ]
  Terminal.write(columns([heading] + entries.map(\.cells)))
  return .done
}

extension OutboxEntry {
  fileprivate var cells: [String] {
    [
      String(id), reference ?? "-", notice.kind.rawValue, notice.channel, notice.recipient,
      state.rawValue, String(attempts), state == .pending ? clock(notice.due) : "-",
      lastStatus ?? "-",
    ]
  }

  fileprivate var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("id")
      json.value(Int(id))
      json.key("reference")
      json.value(reference)
      json.key("kind")
      json.value(notice.kind.rawValue)
      json.key("channel")
      json.value(notice.channel)
      json.key("recipient")
      json.value(notice.recipient)
      json.key("message_id")
      json.value(notice.messageID)
      json.key("state")
      json.value(state.rawValue)
      json.key("attempts")
      json.value(attempts)
      json.key("created_at")
      json.value(createdAt.rfc3339)
      json.key("due_at")
      json.value(notice.due.rfc3339)
      json.key("last_status")
      json.value(lastStatus)
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }
}

private func showOutbox(_ arguments: Arguments) async throws(Failure) -> ExitCode {
  let id = try Context.number(arguments.operands.first, "the ID of a message")
  let store = try await Context.store(try Context.configuration(arguments))
  guard
    let entry = try await stored({ () async throws(StoreError) in try await store.outboxEntry(id) })
  else { throw Failure(.badData, "there is no message \(id) in the outbox") }
  Terminal.write(entry.notice.bytes)
  return .done
}

private func holdOutbox(_ arguments: Arguments, _ held: Bool) async throws(Failure) -> ExitCode {
  let store = try await Context.store(try Context.configuration(arguments))
  try await stored { () async throws(StoreError) in
    try await store.setOutboxHeld(held, now: Context.now())
  }
  Terminal.error(held ? "Sending is on hold." : "Sending goes on.")
  return .done
}

private func requeueOutbox(_ arguments: Arguments) async throws(Failure) -> ExitCode {
  guard let word = arguments.operands.first else {
    throw Failure(.usage, "outbox requeue needs an ID, or ALL in capitals")
  }
  let id = word == "ALL" ? nil : try Context.number(word, "an ID, or ALL in capitals")
  let configuration = try Context.configuration(arguments)
  let store = try await Context.store(configuration)
  let now = Context.now()
  let count = try await stored { () async throws(StoreError) in
    try await store.requeue(id, now: now, expires: now + configuration.outgoing.lifetimeSeconds)
  }
  guard count > 0 || id == nil else {
    throw Failure(.badData, "there is no such message waiting or failed")
  }
  Terminal.error("\(count) requeued.")
  return .done
}

private func discardOutbox(_ arguments: Arguments) async throws(Failure) -> ExitCode {
  let id = try Context.number(arguments.operands.first, "the ID of a message")
  guard let reason = arguments["--reason"], !reason.isEmpty else {
    throw Failure(.usage, "outbox discard needs --reason TEXT")
  }
  let store = try await Context.store(try Context.configuration(arguments))
  let found = try await stored { () async throws(StoreError) in
    try await store.discard(id, reason: reason, now: Context.now())
  }
  guard found else { throw Failure(.badData, "there is no such message waiting or failed") }
  Terminal.error("Discarded.")
  return .done
}
