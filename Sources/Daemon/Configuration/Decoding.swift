internal import Core
internal import Platform

extension Configuration {
  /// Reads and checks a configuration; throws every problem at once.
  static func load(_ file: String) throws(ConfigProblems) -> Configuration {
    let document: Document
    do {
      document = try Document(file: file, bytes: try readConfigFile(file))
    } catch { throw ConfigProblems([error]) }
    let reader = DocumentReader(document)
    var configuration = decode(reader, file: file)
    let problems = reader.finish()
    guard problems.isEmpty else { throw ConfigProblems(problems) }
    configuration.effective = reader.effective
    return configuration
  }

  private static func decode(_ reader: DocumentReader, file: String) -> Configuration {
    let base = directory(of: file)
    let outgoing = OutgoingSettings(reader.section("outgoing"))
    let smtp = reader.hasSection("smtp") || outgoing.way == .smtp
    let maildir = reader.hasSection("maildir") || outgoing.way == .maildir
    let configuration = Configuration(
      file: file,
      service: ServiceSettings(reader.section("service"), base: base),
      limits: LimitSettings(reader.section("limits")),
      mailboxes: reader.sections("mailbox").map { MailboxSettings($0) },
      folders: reader.sections("folder").map { FolderSettings($0, base: base) },
      queues: reader.sections("queue").map { QueueSettings($0, base: base) },
      outgoing: outgoing,
      smtp: smtp ? SMTPSettings(reader.section("smtp")) : nil,
      maildir: maildir ? resolve(reader.section("maildir").text("path"), base) : nil,
      deadlines: DeadlineSettings(reader.section("deadlines")),
      effective: [])
    configuration.checkTogether(reader)
    return configuration
  }

  /// What only shows when the sections are seen side by side.
  private func checkTogether(_ reader: DocumentReader) {
    var names: Set<String> = []
    for (index, name) in mailboxes.map(\.name).enumerated() where !names.insert(name).inserted {
      reader.problem(at: "mailbox[\(index)]", "name", "the name '\(name)' is used twice")
    }
    for (index, folder) in folders.enumerated() {
      let path = "folder[\(index)]"
      if !names.insert(folder.name).inserted {
        reader.problem(at: path, "name", "the name '\(folder.name)' is used twice")
      }
      if overlaps(folder.path, service.state) {
        reader.problem(at: path, "path", "a drop folder and the state directory must lie apart")
      }
      for other in folders[..<index] where overlaps(folder.path, other.path) {
        reader.problem(at: path, "path", "lies inside or around the folder '\(other.name)'")
      }
    }
    var queueNames: Set<String> = []
    for (index, queue) in queues.enumerated() where !queueNames.insert(queue.name).inserted {
      reader.problem(
        at: "queue[\(index)]", "municipality", "the queue '\(queue.name)' is there twice")
    }
    if !queueNames.contains(regionalQueue) {
      reader.problem(
        in: "queue", "there must be a queue with municipality = \"regio\" for what cannot be routed"
      )
    }
    if mailboxes.isEmpty, folders.isEmpty {
      reader.problem(
        in: "mailbox", "there is no [[mailbox]] and no [[folder]] to take signals from")
    }
  }

  /// What the municipalities in the tables ask of the queues.
  func check(against tables: Tables) -> [ConfigProblem] {
    let known = Set(tables.municipalities.region.map(\.code))
    let present = Set(queues.map(\.name))
    func told(_ message: String) -> ConfigProblem {
      ConfigProblem(file: file, line: 0, column: 0, message: message)
    }
    let missing = tables.municipalities.region.filter { !present.contains($0.code) }.map {
      told(
        "[[queue]] for municipality \"\($0.code)\" (\($0.name)) is missing: every queue needs an owner"
      )
    }
    let unknown = present.subtracting(known).subtracting([regionalQueue]).sorted().map {
      told("[[queue]] names municipality \"\($0)\", which is not in twente_gemeenten.csv")
    }
    return missing + unknown
  }
}

/// Every problem of one configuration.
struct ConfigProblems: Error, Sendable {
  var problems: [ConfigProblem]
  init(_ problems: [ConfigProblem]) { self.problems = problems }
}

private func readConfigFile(_ file: String) throws(ConfigProblem) -> [UInt8] {
  do {
    return try readFile(file, limit: 1 << 20)
  } catch {
    throw ConfigProblem(file: file, line: 0, column: 0, message: "cannot be read: \(error)")
  }
}

func directory(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// A relative path counts from the directory of the configuration file.
func resolve(_ path: String, _ base: String) -> String {
  path.isEmpty || path.hasPrefix("/") ? path : "\(base)/\(path)"
}

private func overlaps(_ a: String, _ b: String) -> Bool {
  let (a, b) = (a.hasSuffix("/") ? a : a + "/", b.hasSuffix("/") ? b : b + "/")
  return a.hasPrefix(b) || b.hasPrefix(a)
}
