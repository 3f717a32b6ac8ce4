internal import Core
internal import Platform

let serviceCommands: [Command] = [
  Command(
    "run", "", "the daemon",
    [Option("--once", nil, "take in what is there, deliver what is due, stop")]
  ) { arguments async throws(Failure) in
    try await run(arguments)
  },
  Command(
    "check", "", "every problem of the configuration at once, with file and line",
    [
      Option("--online", nil, "also log in everywhere"),
      Option("--print", nil, "show every key with its value and where it comes from"),
    ]
  ) { arguments async throws(Failure) in
    try await check(arguments)
  },
  Command("status", "", "how the sources, the queues and the outbox are doing", [.json]) {
    arguments async throws(Failure) in
    try await status(arguments)
  },
]

private func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
  let configuration = try Context.configuration(arguments)
  let assembly = try await Assembly(configuration)
  let supervisor = assembly.supervisor
  if arguments.has("--once") {
    let failures = await supervisor.once()
    for failure in failures { Terminal.error("signaalpost: \(failure)") }
    await assembly.close()
    return failures.isEmpty ? .done : .partial
  }
  do {
    try await supervisor.run()
  } catch let failure as Failure { throw failure } catch {
    throw Failure(.internalError, "\(error)")
  }
  await assembly.close()
  return .done
}

private func check(_ arguments: Arguments) async throws(Failure) -> ExitCode {
  let configuration = try Context.configuration(arguments)
  if arguments.has("--print") {
    Terminal.write(
      columns(configuration.effective.map { [$0.path, "= \($0.value)", "# \($0.origin)"] }))
  }
  var problems = Assembly.problems(configuration)
  if problems.isEmpty {
    let reader = await Assembly.readerProblems(configuration)
    let recognition = await Assembly.recognitionWarnings(configuration)
    for warning in reader.warnings + recognition {
      Terminal.error("signaalpost: warning: \(warning)")
    }
    problems += reader.problems.map {
      ConfigProblem(file: configuration.file, line: 0, column: 0, message: $0)
    }
  }
  if problems.isEmpty, arguments.has("--online") {
    problems += await Assembly.onlineProblems(configuration)
  }
  for problem in problems { Terminal.error("signaalpost: \(problem)") }
  guard problems.isEmpty else { return .configuration }
  let counts = "\(configuration.mailboxes.count) mailboxes, \(configuration.folders.count) folders"
  Terminal.error("The configuration is good: \(counts), \(configuration.queues.count) queues.")
  return .done
}

private func status(_ arguments: Arguments) async throws(Failure) -> ExitCode {
  let configuration = try Context.configuration(arguments)
  let store = try await Context.store(configuration)
  let counts = try await stored { () async throws(StoreError) in try await store.counts() }
  let health = try await stored { () async throws(StoreError) in try await store.health() }
  let names = Set(configuration.mailboxes.map(\.name) + configuration.folders.map(\.name))
  let sources = health.filter { names.contains($0.source) }
  let unseen = names.subtracting(sources.map(\.source)).sorted().map { SourceHealth(source: $0) }
  if arguments.has("--json") {
    Terminal.write(statusJSON(counts, sources + unseen))
  } else {
    Terminal.write(statusText(counts, sources + unseen))
  }
  return .done
}

private func statusText(_ counts: StoreCounts, _ sources: [SourceHealth]) -> String {
  let heading = [["BRON", "LAATST GOED", "MISLUKT", "NIET VERANTWOORD", "PROBLEEM"]]
  let rows = sources.map { source in
    [
      source.source, source.lastSuccess.map(clock) ?? "nooit", String(source.consecutiveFailures),
      String(source.unaccounted), source.problem ?? "-",
    ]
  }
  let queues = counts.queues.sorted { $0.key < $1.key }.map { ["  \($0.key)", String($0.value)] }
  let outbox = OutboxState.allCases.map { ["  \($0.rawValue)", String(counts.outbox[$0] ?? 0)] }
  return columns(heading + rows) + "\n"
    + columns([
      ["Signalen", String(counts.signals)], ["Aanvullingen", String(counts.supplements)],
      ["Geen signaal", String(counts.notSignals)], ["Quarantaine", String(counts.quarantine)],
      ["Wacht op tekstherkenning", String(counts.waiting)],
    ]) + "\nPer wachtrij\n" + columns(queues) + "\nUitgaande post"
    + (counts.isOutboxHeld ? " (AANGEHOUDEN)" : "") + "\n" + columns(outbox)
}

private func statusJSON(_ counts: StoreCounts, _ sources: [SourceHealth]) -> [UInt8] {
  var json = JSONWriter()
  json.object { json in
    for (name, count) in [
      ("signals", counts.signals), ("supplements", counts.supplements),
      ("not_signals", counts.notSignals), ("quarantine", counts.quarantine),
      ("waiting_for_recognition", counts.waiting),
    ] {
      json.key(named: name)
      json.value(count)
    }
    json.key("queues")
    json.object { json in
      for (queue, count) in counts.queues.sorted(by: { $0.key < $1.key }) {
        json.key(named: queue)
        json.value(count)
      }
    }
    json.key("outbox")
    json.object { json in
      for state in OutboxState.allCases {
        json.key(named: state.rawValue)
        json.value(counts.outbox[state] ?? 0)
      }
    }
    json.key("outbox_held")
    json.value(counts.isOutboxHeld)
    json.key("oldest_pending_at")
    json.value(counts.oldestPending?.rfc3339)
    json.key("sources")
    json.array { json in for source in sources { write(source, &json) } }
  }
  return json.bytes + [UInt8(ascii: "\n")]
}

private func write(_ source: SourceHealth, _ json: inout JSONWriter) {
  json.object { json in
    json.key("source")
    json.value(source.source)
    json.key("last_success_at")
    json.value(source.lastSuccess?.rfc3339)
    json.key("last_attempt_at")
    json.value(source.lastAttempt?.rfc3339)
    json.key("consecutive_failures")
    json.value(source.consecutiveFailures)
    json.key("unaccounted")
    json.value(source.unaccounted)
    json.key("problem")
    json.value(source.problem)
  }
}
