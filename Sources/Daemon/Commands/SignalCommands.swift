internal import Core

let signalCommands: [Command] = [
  Command("signals list", "", "the signals, newest last", [.json, .since, .municipality, .queue]) {
    arguments async throws(Failure) in
    try await listSignals(arguments)
  },
  Command("signals show", "REF", "one signal with its record", [.json, .original]) {
    arguments async throws(Failure) in
    try await showSignal(arguments)
  },
  Command(
    "signals export", "", "every signal as JSON Lines",
    [Option("--jsonl", nil, "JSON Lines (always so)"), .since, .municipality]
  ) { arguments async throws(Failure) in
    try await exportSignals(arguments)
  },
]

extension Option {
  static let since = Option("--since", "DATE", "received on or after this day (2026-11-01)")
  static let municipality = Option("--municipality", "CODE", "that play in this municipality")
  static let queue = Option("--queue", "NAME", "in this queue (a code, or regio)")
  static let original = Option("--original", nil, "the message as it came in, byte for byte")
}

private func filter(_ arguments: Arguments) throws(Failure) -> SignalFilter {
  var filter = SignalFilter(
    municipality: arguments["--municipality"], queue: arguments["--queue"])
  if let since = arguments["--since"] {
    guard let date = isoDate(since) else {
      throw Failure(.usage, "--since needs a day such as 2026-11-01")
    }
    filter.since = Amsterdam.timestamp(CivilTime(date: date))
  }
  return filter
}

/// Calls `body` for each page, so that a large store is never in memory whole.
private func eachPage(
  _ store: any Store, _ filter: SignalFilter, _ body: ([SignalRow]) -> Void
) async throws(Failure) {
  var filter = filter
  while true {
    let page = filter
    let rows = try await stored { () async throws(StoreError) in try await store.signals(page) }
    guard let last = rows.last else { return }
    body(rows)
    filter.after = last.id
  }
}

private func listSignals(_ arguments: Arguments) async throws(Failure) -> ExitCode {
  let filter = try filter(arguments)
  let store = try await Context.store(try Context.configuration(arguments))
  guard !arguments.has("--json") else {
    try await eachPage(store, filter) { rows in
      for row in rows { Terminal.write(row.json(withRecord: false)) }
    }
    return .done
  }
  var rows = [
    ["KENMERK", "ONTVANGEN", "WACHTRIJ", "URGENTIE", "ROUTERING", "TOESTAND", "UITERLIJK"]
  ]
  try await eachPage(store, filter) { rows += $0.map(\.cells) }
  Terminal.write(columns(rows))
  return .done
}

private func exportSignals(_ arguments: Arguments) async throws(Failure) -> ExitCode {
  let filter = try filter(arguments)
  let store = try await Context.store(try Context.configuration(arguments))
  try await eachPage(store, filter) { rows in
    for row in rows { Terminal.write(row.json(withRecord: true)) }
  }
  return .done
}

private func showSignal(_ arguments: Arguments) async throws(Failure) -> ExitCode {
  guard let reference = arguments.operands.first, arguments.operands.count == 1 else {
    throw Failure(.usage, "signals show needs one reference, such as MH-2026-0042")
  }
  let store = try await Context.store(try Context.configuration(arguments))
  guard
    let row = try await stored({ () async throws(StoreError) in try await store.signal(reference) })
  else { throw Failure(.badData, "there is no signal with this reference") }
  if arguments.has("--original") {
    let bytes = try await stored { () async throws(StoreError) in
      try await store.original(row.digest)
    }
    Terminal.write(bytes ?? [])
    return .done
  }
  if arguments.has("--json") {
    Terminal.write(row.json(withRecord: true))
    return .done
  }
  let supplements = try await stored { () async throws(StoreError) in
    try await store.items([.supplement], reference: reference, limit: 100)
  }
  Terminal.write(row.text)
  Terminal.write(recordText(row.record))
  for supplement in supplements {
    Terminal.write("\nAanvulling van \(clock(supplement.receivedAt))\n")
    Terminal.write(recordText(supplement.record))
  }
  return .done
}

extension SignalRow {
  /// One line of `list --json` or `export --jsonl`.
  func json(withRecord: Bool) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("reference")
      json.value(reference)
      json.key("sha256")
      json.value(digest.hex)
      json.key("received_at")
      json.value(receivedAt.rfc3339)
      json.key("committed_at")
      json.value(committedAt.rfc3339)
      json.key("channel")
      json.value(door.rawValue)
      json.key("source")
      json.value(source)
      json.key("state")
      json.value(state)
      json.key("deadline")
      json.value(deadline.rfc3339)
      json.key("tables")
      json.value(tables)
      if let row {
        json.key("row")
        json.value(row)
      }
      if withRecord {
        json.members(record)
      } else {
        json.key("queue")
        json.value(queue)
        json.key("status")
        json.value(status.rawValue)
        json.key("urgency")
        json.value(urgency.rawValue)
      }
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }

  fileprivate var cells: [String] {
    [
      reference, clock(receivedAt), queue, urgency.rawValue, status.rawValue, state,
      clock(deadline),
    ]
  }

  fileprivate var text: String {
    columns(
      [
        ["Kenmerk", reference], ["Ontvangen", clock(receivedAt)],
        ["Langs", "\(door.rawValue) (\(source))"], ["Wachtrij", queue],
        ["Toestand", state], ["Uiterlijk bekijken", clock(deadline)],
        ["Ook binnengekomen", provenances > 1 ? "\(provenances - 1) keer" : "nee"],
        ["Aanvullingen", String(supplements)], ["Tabellen", tables],
      ] + (row.map { [["Uit een lijst", "rij \($0)"]] } ?? []))
  }
}

/// `24-11-2026 14:32`, the clock of Europe/Amsterdam.
func clock(_ moment: Timestamp) -> String {
  let time = Amsterdam.civil(moment)
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
  return
    "\(two(time.date.day))-\(two(time.date.month))-\(time.date.year) \(two(time.hour)):\(two(time.minute))"
}
