internal import Core
internal import Platform

let readCommands: [Command] = [
  Command(
    "read", "PATH...", "reads files or folders as the daemon would; stores nothing",
    [
      .json, Option("--received", "DATE", "the day it came in (2026-11-04), for relative dates"),
      Option("--from", "ADDRESS", "sender of files that name none"),
    ]
  ) { arguments async throws(Failure) in
    try await read(arguments)
  }
]

private func read(_ arguments: Arguments) async throws(Failure) -> ExitCode {
  guard !arguments.operands.isEmpty else { throw Failure(.usage, "read needs a file or a folder") }
  let received = try arguments["--received"].map { text throws(Failure) in
    guard let date = isoDate(text) else {
      throw Failure(.usage, "--received needs a day such as 2026-11-04")
    }
    return Amsterdam.timestamp(CivilTime(date: date, hour: 12))
  }
  let configuration = try Context.configuration(arguments)
  let pool = try await Assembly.readerPool(
    configuration, try Assembly.resources(configuration))
  let recognition = Assembly.recognition(configuration, pool)
  var code = ExitCode.done
  let (files, failures) = filesToRead(arguments.operands)
  for failure in failures {
    Terminal.error("signaalpost: \(failure)")
    code = .partial
  }
  for batch in stride(from: 0, to: files.count, by: 64) {
    let paths = Array(files[batch..<min(batch + 64, files.count)])
    if files.count > 64, isTerminal(2) { writeStandardError("\r\(batch) of \(files.count)") }
    if try await read(paths, arguments, received, configuration, recognition) { code = .partial }
  }
  await pool.stop()
  return code
}

/// Reads one batch and shows it; true when something in it could not be read.
private func read(
  _ paths: [String], _ arguments: Arguments, _ received: Timestamp?,
  _ configuration: Configuration, _ recognition: TextRecognition
) async throws(Failure) -> Bool {
  var hasFailed = false
  var requests: [(path: String, request: ReadRequest)] = []
  for path in paths {
    do throws(Errno) {
      let bytes = try readFile(path, limit: configuration.limits.messageBytes)
      var request = ReadRequest(
        door: .folder, receivedAt: received ?? Context.now(), name: lastComponent(path),
        from: arguments["--from"], bytes: bytes)
      request.recognition = recognition.stage
      requests.append((path, request))
    } catch {
      Terminal.error("signaalpost: \(shown(path)): \(error)")
      hasFailed = true
    }
  }
  let answers: [Result<Verdict, ReaderFailure>]
  do throws(ReaderFailure) {
    answers = try await recognition.pool.read(requests.map(\.request))
  } catch { throw Failure(.unavailable, "no reader can be had: \(error.word)") }
  for ((path, request), answer) in zip(requests, answers) {
    switch answer {
    case .success(let verdict):
      show(path, request, await complete(verdict, on: request, recognition), arguments)
    case .failure(let failure):
      Terminal.error("signaalpost: \(shown(path)): unreadable:\(failure.word)")
      hasFailed = true
    }
  }
  return hasFailed
}

/// The verdict with the text in pictures, where there is any; when that fails, the one without.
private func complete(
  _ verdict: Verdict, on request: ReadRequest, _ recognition: TextRecognition
) async -> Verdict {
  guard !verdict.waiting.isEmpty else { return verdict }
  do throws(ReaderFailure) {
    let (found, _) = try await recognition.texts(of: request, parts: verdict.waiting)
    return try await recognition.verdict(on: request, with: found)
  } catch {
    Terminal.error("signaalpost: text in pictures could not be recognised: \(error.word)")
    return verdict
  }
}

private func show(
  _ path: String, _ request: ReadRequest, _ verdict: Verdict, _ arguments: Arguments
) {
  guard arguments.has("--json") else {
    Terminal.write("\(shown(path))\n" + recordText(verdict.record) + "\n")
    for (index, row) in verdict.rows.enumerated() {
      Terminal.write("\(shown(path)), melding \(index + 1)\n" + recordText(row.record) + "\n")
    }
    return
  }
  var json = JSONWriter()
  json.object { json in
    json.key("input")
    json.value(path)
    json.key("sha256")
    json.value(hexadecimal(sha256(request.bytes)))
    json.key("reference")
    json.value(verdict.outcome == .supplement ? verdict.claimedReferences.first : nil)
    json.key("tables")
    json.value(verdict.tables)
    json.members(verdict.record)
    guard !verdict.rows.isEmpty else { return }
    json.key("rows")
    json.array { json in
      for row in verdict.rows { json.object { $0.members(row.record) } }
    }
  }
  Terminal.write(json.bytes + [UInt8(ascii: "\n")])
}

/// The files that the paths name, folders one level deep and hidden names left out, and what failed.
private func filesToRead(_ paths: [String]) -> (files: [String], failures: [String]) {
  var files: [String] = []
  var failures: [String] = []
  for path in paths {
    do throws(Errno) {
      let names = try namesInDirectory(path)
      files += names.filter { !$0.hasPrefix(".") }.map { "\(path)/\($0)" }
    } catch {
      if error.isNotDirectory {
        files.append(path)
      } else {
        failures.append("\(shown(path)): \(error)")
      }
    }
  }
  return (files, failures)
}

private func lastComponent(_ path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}
