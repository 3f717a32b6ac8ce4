internal import Core
internal import Platform
internal import Transport

/// What `check` looks at beyond the file itself.
extension Assembly {
  /// Everything that would keep the daemon from starting, or from working at once.
  static func problems(_ configuration: Configuration) -> [ConfigProblem] {
    var problems: [ConfigProblem] = []
    do throws(ConfigProblems) { _ = try Resources.load(configuration) } catch {
      problems += error.problems
    }
    let told = { (message: String) in
      ConfigProblem(file: configuration.file, line: 0, column: 0, message: message)
    }
    do throws(Failure) {
      let reader = try readerProgram(configuration)
      if !isExecutable(reader) {
        problems.append(told("[service] reader: \(reader) cannot be run"))
      }
    } catch { problems += error.messages.map(told) }
    for (place, name) in secrets(configuration) {
      if let problem = secretProblem(name) { problems.append(told("\(place) \(problem)")) }
    }
    for folder in configuration.folders {
      if let problem = directoryProblem(folder.path) {
        problems.append(told("[[folder]] \(folder.name): \(folder.path) \(problem)"))
      }
    }
    return problems
  }

  /// Starts a reader with the tables: why it does not run, and what this system lacks to confine it. The
  /// first keeps the daemon from starting; the second is told by it at each start.
  static func readerProblems(
    _ configuration: Configuration
  ) async -> (problems: [String], warnings: [String]) {
    do throws(Failure) {
      let pool = try await readerPool(configuration, try resources(configuration))
      let warnings = await lackingBarriers(pool).map {
        "[service] reader: this system does not confine it by \($0)"
      }
      await pool.stop()
      return ([], warnings)
    } catch { return (error.messages, []) }
  }

  /// What keeps text in pictures from being recognised: nobody waits for it, so that these are warnings.
  static func recognitionWarnings(_ configuration: Configuration) async -> [String] {
    guard let program = try? ocrProgram(configuration) else { return [] }
    guard isExecutable(program) else {
      return ["[service] ocr: \(program) cannot be run; photos and scans are left to a person"]
    }
    let seconds = configuration.limits.recognitionSeconds
    do throws(ReaderFailure) {
      let hello = try await TextRecogniser(program: program, seconds: seconds).probe()
      let installed = hello.version.split(separator: "+").map(String.init)
      let lacking = recognisedLanguages.filter { !installed.contains($0) }
      return lacking.map {
        "[service] ocr: language \($0) is not installed (package tesseract-ocr-\($0))"
      }
        + Set(Barrier.allCases).subtracting(hello.barriers).map(\.rawValue).sorted().map {
          "[service] ocr: this system does not confine it by \($0)"
        }
    } catch {
      guard case .tables(let problems) = error else {
        return ["[service] ocr: the program does not answer: \(error.word)"]
      }
      let packages = recognisedLanguages.map { "tesseract-ocr-\($0)" }.joined(separator: ", ")
      return problems.map { "[service] ocr: \($0) (packages \(packages))" }
    }
  }

  /// As tesseract names them.
  private static let recognisedLanguages = ["nld", "eng"]

  /// By what this kernel, or what encloses us, does not let a reader confine itself.
  static func lackingBarriers(_ pool: ReaderPool) async -> [String] {
    Set(Barrier.allCases).subtracting(await pool.barriers).map(\.rawValue).sorted()
  }

  /// Logs in at every mailbox and at the SMTP server, all at once.
  static func onlineProblems(_ configuration: Configuration) async -> [ConfigProblem] {
    await withTaskGroup(of: ConfigProblem?.self) { group in
      for mailbox in configuration.mailboxes {
        group.addTask {
          await loginProblem("[[mailbox]] \(mailbox.name)", configuration) { () async throws in
            try await MailboxSource(account(mailbox, configuration)).probe()
          }
        }
      }
      if let smtp = configuration.smtp {
        group.addTask {
          await loginProblem("[smtp]", configuration) { () async throws in
            try await smtpChannel(smtp, configuration).probe()
          }
        }
      }
      var problems: [ConfigProblem] = []
      for await problem in group { if let problem { problems.append(problem) } }
      return problems.sorted { $0.message < $1.message }
    }
  }

  private static func loginProblem(
    _ place: String, _ configuration: Configuration, _ login: () async throws -> Void
  ) async -> ConfigProblem? {
    do {
      try await login()
      return nil
    } catch {
      let reason = (error as? Failure)?.messages.joined(separator: "; ") ?? "\(error)"
      return ConfigProblem(
        file: configuration.file, line: 0, column: 0, message: "\(place): \(reason)")
    }
  }

  /// Where a secret is named, and its name.
  private static func secrets(_ configuration: Configuration) -> [(String, String)] {
    let logins =
      configuration.mailboxes.map { ("[[mailbox]] \($0.name)", $0.login) }
      + [configuration.smtp?.login].compactMap { $0.map { ("[smtp]", $0) } }
    return logins.flatMap { place, login in
      [("\(place) secret:", login.secret)]
        + [login.clientSecret].compactMap { $0.map { ("\(place) client_secret:", $0) } }
    }
  }

  private static func secretProblem(_ name: String) -> String? {
    do {
      _ = try secretFile(name).read()
      return nil
    } catch let failure as Failure { return failure.messages.first } catch {
      return "'\(name)': \(error)"
    }
  }

  private static func directoryProblem(_ path: String) -> String? {
    do throws(Errno) {
      _ = try namesInDirectory(path)
      return nil
    } catch { return "cannot be read: \(error)" }
  }

  /// The key of the reply tokens; made at the first start, for this installation alone.
  static func tokens(_ state: String) throws(Failure) -> TokenMaker {
    let path = "\(state)/token.key"
    do throws(SecretError) { return TokenMaker(key: try SecretFile(path: path).read()) } catch {
      guard error.kind == .missing else { throw Failure(.noPermission, "\(path): \(error)") }
    }
    do throws(Errno) {
      let key = Array(hexadecimal(randomBytes(32)).utf8)
      try replaceFile(path, with: key)
      return TokenMaker(key: Secret(key))
    } catch { throw Failure(.cannotCreate, "\(path): \(error)") }
  }
}
