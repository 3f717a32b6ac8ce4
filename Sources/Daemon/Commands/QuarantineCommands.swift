internal import Core

let quarantineCommands: [Command] = [
  Command("quarantine list", "", "what could not be taken in as a signal", [.json]) {
    arguments async throws(Failure) in
    try await listQuarantine(arguments)
  },
  Command("quarantine show", "ID", "what is known about one item") {
    arguments async throws(Failure) in
    let (_, row) = try await quarantined(arguments)
    Terminal.write(columns([quarantineHeading, row.cells]))
    Terminal.write(recordText(row.record))
    return .done
  },
  Command("quarantine original", "ID", "the item as it came in, byte for byte") {
    arguments async throws(Failure) in
    let (store, row) = try await quarantined(arguments)
    let bytes = try await stored { () async throws(StoreError) in
      try await store.original(row.digest)
    }
    guard let bytes else {
      throw Failure(.badData, "the source refused to hand this over; it is still there")
    }
    Terminal.write(bytes)
    return .done
  },
]

private let quarantineHeading = ["ID", "ONTVANGEN", "LANGS", "BYTES", "REDEN"]

private func listQuarantine(_ arguments: Arguments) async throws(Failure) -> ExitCode {
  let store = try await Context.store(try Context.configuration(arguments))
  let rows = try await stored { () async throws(StoreError) in
    try await store.items([.quarantine], reference: nil, limit: 10_000)
  }
  if arguments.has("--json") {
    for row in rows { Terminal.write(row.json) }
  } else {
    Terminal.write(columns([quarantineHeading] + rows.map(\.cells)))
  }
  return .done
}

private func quarantined(_ arguments: Arguments) async throws(Failure) -> (any Store, ItemRow) {
  let id = try Context.number(arguments.operands.first, "the ID of an item")
  let store = try await Context.store(try Context.configuration(arguments))
  let row = try await stored { () async throws(StoreError) in try await store.item(id) }
  guard let row, row.outcome == .quarantine else {
    throw Failure(.badData, "there is no item \(id) in quarantine")
  }
  return (store, row)
}

extension ItemRow {
  fileprivate var cells: [String] {
    [String(id), clock(receivedAt), source, String(bytes), reason ?? "-"]
  }

  fileprivate var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("id")
      json.value(Int(id))
      json.key("sha256")
      json.value(digest.hex)
      json.key("received_at")
      json.value(receivedAt.rfc3339)
      json.key("channel")
      json.value(door.rawValue)
      json.key("source")
      json.value(source)
      json.key("bytes")
      json.value(bytes)
      json.members(record)
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }
}
