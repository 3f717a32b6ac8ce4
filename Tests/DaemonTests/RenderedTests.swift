import Foundation
import Testing

@Suite(
  "Samples written in other formats by LibreOffice", .offPool, .timeLimit(.minutes(10)),
  .enabled(
    if: ProcessInfo.processInfo.environment["SIGNAALPOST_LONG"] != nil,
    "needs LibreOffice: make test-long"))
struct RenderedTests {
  /// The project's own, and those of the workplace when they are there. The source of a page, written as text,
  /// is another message.
  private static func samples() throws -> [URL] {
    let folders = ["Tests/Samples", "../shared/samples"].map { project.appending(path: $0) }
    let files = folders.flatMap {
      (try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)) ?? []
    }
    return try files.filter { file in
      try file.pathExtension == "txt"
        && !String(contentsOf: file, encoding: .utf8).contains("</")
    }
  }

  @Test("An office document gives the record of the text", arguments: ["odt", "docx", "rtf"])
  func office(format: String) throws {
    let (texts, written) = try read(format)
    #expect(texts.count >= 20)
    for (name, record) in texts {
      #expect(try #require(written[name]) == record, "\(name).\(format)")
    }
  }

  /// A page keeps no tabs: a mark under a column's head can look like a word of the line.
  @Test("A PDF goes to the same queue, and gives the record of a text without columns")
  func pdf() throws {
    let (texts, written) = try read("pdf")
    let plain = Set(
      try Self.samples().filter { file in
        let text = try String(contentsOf: file, encoding: .utf8)
        return !text.contains("\t")
      }.map { $0.deletingPathExtension().lastPathComponent })
    #expect(plain.count >= 15)
    for (name, record) in texts {
      let document = try #require(written[name])
      #expect(document["routing"] == record["routing"], "\(name).pdf")
      if plain.contains(name) { #expect(document == record, "\(name).pdf") }
    }
  }

  private func read(_ format: String) throws -> (
    texts: [String: [String: String]], written: [String: [String: String]]
  ) {
    let installation = try Installation(withMailServer: false)
    let (texts, written) = (
      installation.directory.appending(path: "teksten"),
      installation.directory.appending(path: "documenten")
    )
    for folder in [texts, written] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    for sample in try Self.samples() {
      try FileManager.default.copyItem(
        at: sample, to: texts.appending(path: sample.lastPathComponent))
    }
    try runTool(
      "/usr/bin/soffice",
      [
        "-env:UserInstallation=file://\(installation.directory.path)/profile", "--headless",
        "--infilter=Text (encoded):UTF8", "--convert-to", format, "--outdir", written.path,
      ] + Self.files(texts))
    return (
      try Self.records(installation, texts), try Self.records(installation, written)
    )
  }

  private static func files(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      folder.appending(path: $0).path
    }
  }

  /// What counts of each record, by the name of its file. Empty lines and the breaks of lines in a story are the
  /// format's own.
  private static func records(_ installation: Installation, _ folder: URL) throws -> [String:
    [String: String]]
  {
    let output = try runTool(
      programs.appending(path: "signaalpost").path,
      ["read", "--json", "--received", "2026-11-04", "--config", installation.configuration.path]
        + files(folder))
    var records: [String: [String: String]] = [:]
    for line in output.lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      let input = URL(filePath: object["input"] as? String ?? "")
      var record: [String: String] = [:]
      for key in ["outcome", "urgency"] { record[key] = object[key] as? String }
      let routing = object["routing"] as? [String: Any]
      record["routing"] = ["status", "municipality"].map { routing?[$0] as? String ?? "-" }
        .joined(separator: " ")
      for (key, value) in object["fields"] as? [String: Any] ?? [:] where key != "omschrijving" {
        let text = (value as? [String])?.joined(separator: "; ") ?? value as? String ?? "\(value)"
        record[key] = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
      records[input.deletingPathExtension().lastPathComponent] = record
    }
    return records
  }
}
