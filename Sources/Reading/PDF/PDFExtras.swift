/// What a PDF file has beside fields and pages: comments, files, scripts.
struct PDFExtras {
  /// Comments, each line with its kind before it.
  private(set) var comments: [UInt8] = []
  /// Text typed over a page that nothing shows yet.
  private(set) var typed: [(page: Int, area: PDFArea, text: [UInt8])] = []
  private(set) var files: [InsideFile] = []
  /// Something that a reader program would run.
  private(set) var hasScript = false
  /// The pages only say that another program is needed: a form of XFA without fields.
  private(set) var isAdobeOnly = false

  private var seen: Set<Int> = []

  init(_ file: PDFFile, _ pages: [PDFPage], _ budget: inout FileBudget) throws(FileFault) {
    let root = file.root
    let names = root["/Names"]
    let form = root["/AcroForm"]
    isAdobeOnly = !form["/XFA"].isNull && form["/Fields"].count == 0
    hasScript =
      !names["/JavaScript"].isNull || !root["/AA"].isNull || Self.isScript(root["/OpenAction"])
    try files(in: names["/EmbeddedFiles"], depth: 0, &budget)
    for (index, page) in pages.enumerated() {
      if !page.object["/AA"].isNull { hasScript = true }
      for annotation in try page.object["/Annots"].items(&budget, each: PDFField.weight) {
        try take(annotation, index, page, &budget)
      }
    }
  }

  private static func isScript(_ action: PDFObject) -> Bool {
    ["JavaScript", "Launch", "Rendition"].contains(action["/S"].name ?? "")
  }

  private mutating func take(
    _ annotation: PDFObject, _ index: Int, _ page: PDFPage, _ budget: inout FileBudget
  ) throws(FileFault) {
    if !annotation["/AA"].isNull || Self.isScript(annotation["/A"]) { hasScript = true }
    switch annotation["/Subtype"].name {
    case "Widget", "Link", "Popup", nil: return
    case "FileAttachment": try add(annotation["/FS"], name: nil, &budget)
    case "FreeText" where !annotation["/AP"]["/N"].isNull: return
    default: break
    }
    let text = PDFFieldText.line(annotation["/Contents"].text)
    guard !text.isEmpty else { return }
    if annotation["/Subtype"].name == "FreeText", let area = page.area(annotation["/Rect"]) {
      return typed.append((index, area, text))
    }
    for line in text.split(separator: 0x0b) {
      comments += Array("(opmerking) ".utf8) + line + [0x0a]
    }
  }

  /// A tree of names (ISO 32000-1, 7.9.6).
  private mutating func files(
    in node: PDFObject, depth: Int, _ budget: inout FileBudget
  ) throws(FileFault) {
    guard node.kind == .dictionary, depth < 50,
      node.number == 0 || seen.insert(node.number).inserted
    else { return }
    let pairs = try node["/Names"].items(&budget)
    for index in stride(from: 0, to: pairs.count - 1, by: 2) {
      try add(pairs[index + 1], name: pairs[index].text, &budget)
    }
    for kid in try node["/Kids"].items(&budget) { try files(in: kid, depth: depth + 1, &budget) }
  }

  private mutating func add(
    _ file: PDFObject, name: [UInt8]?, _ budget: inout FileBudget
  ) throws(FileFault) {
    let embedded = file["/EF"]
    let stream = embedded["/F"].isNull ? embedded["/UF"] : embedded["/F"]
    guard stream.kind == .stream, stream.number == 0 || seen.insert(stream.number).inserted else {
      return
    }
    let names = [file["/UF"].text, file["/F"].text, name ?? []]
    let shown = names.first { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
    do throws(FileFault) {
      let bytes = try stream.stream(&budget)
      files.append(InsideFile(name: shown, body: bytes.map { .bytes($0) } ?? .fault(.damaged)))
    } catch {
      if case .limit = error { throw error }
      files.append(InsideFile(name: shown, body: .fault(error)))
    }
  }
}
