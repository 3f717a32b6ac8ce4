/// Hands out the sections of a document, and afterwards knows what nobody asked for.
final class DocumentReader {
  let document: Document
  private(set) var problems: [ConfigProblem] = []
  /// Path, value as text, and `line N` or `default`, in the order of reading.
  private(set) var effective: [(path: String, value: String, origin: String)] = []
  private var index: [String: Document.Entry]
  private var taken: Set<String> = []
  private var known: Set<String> = []

  init(_ document: Document) {
    self.document = document
    index = Dictionary(document.entries.map { ($0.path, $0) }) { first, _ in first }
  }

  /// The table `[name]`; its keys have their defaults when it is absent.
  func section(_ name: String) -> Section {
    taken.insert(name)
    known.insert(name)
    return Section(name, self)
  }

  func hasSection(_ name: String) -> Bool { index[name] != nil }

  /// The tables `[[name]]`, in order.
  func sections(_ name: String) -> [Section] {
    known.insert(name)
    if let single = index[name] {
      problem(single, "must be written as [[\(name)]], since there may be several")
      taken.insert(name)
    }
    var result: [Section] = []
    while index["\(name)[\(result.count)]"] != nil {
      result.append(section("\(name)[\(result.count)]"))
    }
    return result
  }

  func has(_ path: String, _ key: String) -> Bool {
    let full = "\(path).\(key)"
    known.insert(full)
    return index[full] != nil
  }

  func take(_ path: String, _ key: String) -> Document.Entry? {
    let full = "\(path).\(key)"
    known.insert(full)
    guard let entry = index[full] else { return nil }
    taken.insert(full)
    return entry
  }

  func takeList(_ path: String, _ key: String) -> [Document.Entry] {
    let full = "\(path).\(key)"
    known.insert(full)
    var entries: [Document.Entry] = []
    while let entry = index["\(full)[\(entries.count)]"] {
      taken.insert(entry.path)
      entries.append(entry)
    }
    return entries
  }

  func note<T>(
    _ path: String, _ key: String, _ value: T, _ entry: Document.Entry?, shown: String? = nil
  ) -> T {
    let origin = entry.map { "line \($0.line)" } ?? "default"
    effective.append(("\(path).\(key)", shown ?? "\(value)", origin))
    return value
  }

  func problem(_ entry: Document.Entry, _ message: String) {
    problems.append(
      ConfigProblem(
        file: document.file, line: entry.line, column: entry.column, message: message))
  }

  func problem(at path: String, _ key: String, _ message: String) {
    if let entry = index["\(path).\(key)"] ?? index["\(path).\(key)[0]"] {
      problem(entry, message)
    } else {
      problem(in: path, message)
    }
  }

  func problem(in path: String, _ message: String) {
    let entry = index[path]
    problems.append(
      ConfigProblem(
        file: document.file, line: entry?.line ?? 0, column: entry?.column ?? 0,
        message: "[\(path)] \(message)"))
  }

  /// Every problem, those of unknown keys included, in the order of the file.
  func finish() -> [ConfigProblem] {
    for entry in document.entries where !taken.contains(entry.path) {
      guard !isInsideUnknown(entry.path) else { continue }
      let hint = nearest(entry.path).map { "; did you mean '\($0)'?" } ?? ""
      problem(entry, "unknown key '\(entry.path)'\(hint)")
    }
    return problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  /// True when a table around it is unknown too, and thus told already.
  private func isInsideUnknown(_ path: String) -> Bool {
    let parents = path.indices.filter { path[$0] == "." || path[$0] == "[" }.map { path[..<$0] }
    return parents.contains { parent in
      index[String(parent)] != nil && !taken.contains(String(parent))
    }
  }

  private func nearest(_ path: String) -> String? {
    let near = known.map { ($0, editDistance(path, $0)) }.filter { $0.1 <= 3 }
    return near.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }
}

/// Levenshtein distance over bytes; only for short names.
func editDistance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a.utf8.prefix(80)), Array(b.utf8.prefix(80)))
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let cost = min(diagonal + (x == y ? 0 : 1), row[j] + 1, row[j + 1] + 1)
      (diagonal, row[j + 1]) = (row[j + 1], cost)
    }
  }
  return row[b.count]
}
