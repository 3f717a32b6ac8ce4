/// The parts of an Office file and how they are tied together (ECMA-376 part 2).
enum OfficePackage {
  /// Name of the part that is the document; nil when the archive is no Office file.
  static func mainPart(
    of archive: borrowing Archive, _ budget: inout FileBudget
  ) throws(FileFault) -> String? {
    guard archive.entry("[Content_Types].xml") != nil else { return nil }
    let ties = try Relationships(of: "", in: archive, &budget)
    let named = ties.all.first { $0.type == "officeDocument" && !$0.isExternal }?.target
    let usual = ["word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"]
    return ([named].compactMap { $0 } + usual).first { archive.entry($0) != nil }
  }

  /// Reads a part, if it is there.
  static func read(
    _ name: String, of archive: borrowing Archive, _ budget: inout FileBudget,
    into handler: inout some XMLHandler
  ) throws(FileFault) {
    guard let entry = archive.entry(name) else { return }
    let bytes = try archive.content(of: entry, &budget)
    try XMLReader.read(bytes, limits: budget.limits, into: &handler)
  }

  /// Files that were put into the document, with what is beside the text in words.
  static func insides(
    under folder: String, of archive: borrowing Archive, _ budget: inout FileBudget
  ) throws(FileFault) -> (files: [InsideFile], notes: [String]) {
    var files: [InsideFile] = []
    var pictures = 0
    var hasMacros = false
    for entry in archive.entries(under: folder) {
      let name = entry.name.dropFirst(folder.utf8.count)
      if name.hasPrefix("embeddings/") || name.hasPrefix("afchunk") {
        files.append(try ZipFile.insideFile(entry, of: archive, &budget))
      } else if name.hasPrefix("media/") {
        pictures += 1
      } else if name.hasSuffix("vbaProject.bin") {
        hasMacros = true
      }
    }
    var notes: [String] = []
    if hasMacros { notes.append("bevat macro's; niet uitgevoerd") }
    if pictures == 1 { notes.append("bevat een afbeelding; bekijk zelf") }
    if pictures > 1 { notes.append("bevat \(pictures) afbeeldingen; bekijk zelf") }
    return (files, notes)
  }
}

/// What a part refers to.
struct Relationships: XMLHandler {
  struct Relationship {
    var id: String
    /// The last piece of its type's address.
    var type: String
    /// Name of the other part; an address when it is external.
    var target: String
    var isExternal: Bool
  }

  private(set) var all: [Relationship] = []
  private let folder: String

  /// - Parameter part: empty for the package itself.
  init(
    of part: String, in archive: borrowing Archive, _ budget: inout FileBudget
  ) throws(FileFault) {
    let pieces = part.split(separator: "/")
    folder = pieces.dropLast().map { $0 + "/" }.joined()
    let name = "\(folder)_rels/\(pieces.last ?? "").rels"
    try OfficePackage.read(name, of: archive, &budget, into: &self)
  }

  mutating func open(_ element: borrowing XMLElement) throws(FileFault) {
    guard element.name == "rel:Relationship", all.count < 10_000 else { return }
    let target = element.value("Target") ?? ""
    let isExternal = element.value("TargetMode") == "External"
    all.append(
      Relationship(
        id: element.value("Id") ?? "",
        type: String(element.value("Type")?.split(separator: "/").last ?? ""),
        target: isExternal ? target : resolved(target), isExternal: isExternal))
  }

  mutating func text(_ bytes: [UInt8]) {}
  mutating func close(_ name: String) {}

  /// The name of a part as an entry has it: nothing is opened by it but an entry.
  private func resolved(_ target: String) -> String {
    guard !target.hasPrefix("/") else { return String(target.dropFirst()) }
    var pieces = folder.split(separator: "/")
    for piece in target.split(separator: "/") where piece != "." {
      if piece == ".." { _ = pieces.popLast() } else { pieces.append(piece) }
    }
    return pieces.joined(separator: "/")
  }

  subscript(id: String) -> Relationship? { all.first { $0.id == id } }
}
