/// Everything that begins as a zip: documents of office programs, told by what is in them, and archives.
enum ZipFile {
  static func read(_ bytes: [UInt8], _ budget: inout FileBudget) throws(FileFault) -> FileContent {
    try Archive.open(bytes, &budget) { (archive, budget) throws(FileFault) in
      if let main = try OfficePackage.mainPart(of: archive, &budget) {
        if main.hasPrefix("word/") { return try WordDocument.read(archive, main, &budget) }
        if main.hasPrefix("xl/") { return try ExcelDocument.read(archive, main, &budget) }
        if main.hasPrefix("ppt/") { return try PresentationDocument.read(archive, &budget) }
      }
      if let type = try OpenDocument.type(of: archive, &budget) {
        return try OpenDocument.read(archive, type: type, &budget)
      }
      return try files(in: archive, &budget)
    }
  }

  /// Files in an archive, each once.
  private static func files(
    in archive: borrowing Archive, _ budget: inout FileBudget
  ) throws(FileFault) -> FileContent {
    var content = FileContent()
    content.type = "application/zip"
    for entry in archive.entries {
      content.inside.append(try insideFile(entry, of: archive, &budget))
    }
    return content
  }

  /// A file in an archive. What is wrong with it is told beside it; a limit ends the reading of all.
  static func insideFile(
    _ entry: Archive.Entry, of archive: borrowing Archive, _ budget: inout FileBudget
  ) throws(FileFault) -> InsideFile {
    do throws(FileFault) {
      return InsideFile(
        name: entry.name, body: .bytes(try archive.content(of: entry, &budget)))
    } catch {
      if case .limit = error { throw error }
      return InsideFile(name: entry.name, body: .fault(error))
    }
  }
}
