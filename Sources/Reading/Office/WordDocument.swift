internal import Core

/// Word documents and templates, with and without macros (ECMA-376).
enum WordDocument {
  static let type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

  static func read(
    _ archive: borrowing Archive, _ main: String, _ budget: inout FileBudget
  ) throws(FileFault) -> FileContent {
    var content = FileContent()
    content.type = type
    var (shown, hidden): ([UInt8], [UInt8]) = ([], [])
    for part in ["document", "footnotes", "endnotes"] {
      let (text, aside) = try read(part == "document" ? main : "word/\(part).xml", archive, &budget)
      if !shown.isEmpty, !text.isEmpty { shown.append(0x0a) }
      shown += text
      hidden += aside
    }
    hidden += try read("word/comments.xml", archive, &budget).hidden
    hidden += try margins(of: archive, &budget)
    content.texts = [FileText(bytes: shown)]
    if !hidden.isEmpty { content.texts.append(FileText(bytes: hidden, hidden: true)) }
    let (files, notes) = try OfficePackage.insides(under: "word/", of: archive, &budget)
    content.inside = files
    let all = try notes + template(of: archive, &budget)
    content.note = all.isEmpty ? nil : all.joined(separator: "; ")
    return content
  }

  private static func read(
    _ name: String, _ archive: borrowing Archive, _ budget: inout FileBudget
  ) throws(FileFault) -> (shown: [UInt8], hidden: [UInt8]) {
    var text = WordText(limit: budget.limits.textBytes)
    try OfficePackage.read(name, of: archive, &budget, into: &text)
    return (text.finished(), text.hidden.bytes)
  }

  /// Headers and footers, each line once: the sender's letterhead is no place where something plays.
  private static func margins(
    of archive: borrowing Archive, _ budget: inout FileBudget
  ) throws(FileFault) -> [UInt8] {
    var lines = HiddenLines()
    var seen: Set<[UInt8]> = []
    for (folder, kind) in [
      ("word/header", HiddenLines.header), ("word/footer", HiddenLines.footer),
    ] {
      for entry in archive.entries(under: folder) where entry.name.hasSuffix(".xml") {
        let (text, hidden) = try read(entry.name, archive, &budget)
        for line in text.split(separator: 0x0a) where seen.insert(Array(line)).inserted {
          lines.append(linesOf: Array(line), as: kind)
        }
        lines.append(linesOf: hidden, as: kind)
      }
    }
    return lines.bytes
  }

  /// A template on another computer is not fetched.
  private static func template(
    of archive: borrowing Archive, _ budget: inout FileBudget
  ) throws(FileFault) -> [String] {
    let ties = try Relationships(of: "word/settings.xml", in: archive, &budget)
    let isRemote = ties.all.contains { tie in
      let target = tie.target.asciiLowercased
      return tie.isExternal && tie.type == "attachedTemplate"
        && (target.hasPrefix("http") || target.hasPrefix("\\\\") || target.hasPrefix("ftp")
          || (target.hasPrefix("file://") && !target.hasPrefix("file:///c:")))
    }
    return isRemote ? ["verwijst naar een sjabloon elders; niet opgehaald"] : []
  }
}
