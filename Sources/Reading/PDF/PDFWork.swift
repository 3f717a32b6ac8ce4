/// How much work it is to draw something: what its streams inflate to, each as often as it is drawn. A file of
/// a few kilobytes can ask for years.
struct PDFWork {
  var bytes = 0
  var textBytes = 0

  /// More than any limit.
  private static let most = 1 << 50

  mutating func add(_ other: PDFWork, times: Int = 1) {
    bytes = Self.sum(bytes, other.bytes, times)
    textBytes = Self.sum(textBytes, other.textBytes, times)
  }

  private static func sum(_ own: Int, _ other: Int, _ times: Int) -> Int {
    let (product, isOver) = other.multipliedReportingOverflow(by: times)
    return isOver ? most : min(own + min(product, most), most)
  }
}

/// Reckons the work of pages before anything is drawn, and leaves of them only what shows text: no pictures,
/// colours, patterns and states.
struct PDFWorkload {
  /// Forms by object number.
  private var known: [Int: PDFWork] = [:]
  private var open: Set<Int> = []
  private var fonts: Set<Int> = []
  /// Characters that tables of fonts map.
  private var mapped = 0

  private static let mostMapped = 4 << 20

  mutating func page(_ page: PDFPage, _ budget: inout FileBudget) throws(FileFault) -> PDFWork {
    page.object.keep([
      "/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources",
      "/Contents",
    ])
    let contents = page.object["/Contents"]
    var bytes: [UInt8] = []
    if contents.kind == .array {
      for part in try contents.items(&budget) {
        bytes += try part.stream(&budget) ?? []
        bytes.append(0x0a)
      }
    } else if contents.kind == .stream {
      bytes = try contents.stream(&budget) ?? []
    }
    return try work(bytes, page.resources, depth: 0, &budget)
  }

  private mutating func work(
    _ bytes: [UInt8], _ resources: PDFObject, depth: Int, _ budget: inout FileBudget
  ) throws(FileFault) -> PDFWork {
    let scan = ContentScan(bytes)
    var work = PDFWork(bytes: bytes.count + scan.pictureBytes, textBytes: scan.textBytes)
    resources.keep(["/Font", "/XObject", "/Properties"])
    let objects = resources["/XObject"]
    for name in objects.keys where objects[bytes: name]["/Subtype"].name != "Form" {
      objects.remove(name)
    }
    for (name, times) in scan.drawn {
      work.add(try form(objects[bytes: name], resources, depth: depth, &budget), times: times)
    }
    for name in resources["/Font"].keys {
      try reckon(font: resources["/Font"][bytes: name], &budget)
    }
    return work
  }

  private mutating func form(
    _ form: PDFObject, _ around: PDFObject, depth: Int, _ budget: inout FileBudget
  ) throws(FileFault) -> PDFWork {
    guard form.kind == .stream else { return PDFWork() }
    let number = form.number
    if let known = known[number] { return known }
    guard depth < 30, open.insert(number).inserted else { throw .limit("depth") }
    defer { open.remove(number) }
    try budget.enter()
    form.remove(Array("/Group".utf8))
    let own = form["/Resources"]
    let found = try work(
      try form.stream(&budget) ?? [], own.isNull ? around : own, depth: depth + 1, &budget)
    known[number] = found
    return found
  }

  // MARK: Fonts

  /// What is read of a font to know its characters.
  private mutating func reckon(font: PDFObject, _ budget: inout FileBudget) throws(FileFault) {
    guard font.kind == .dictionary, font.number == 0 || fonts.insert(font.number).inserted else {
      return
    }
    try budget.enter()
    try reckon(map: font["/ToUnicode"], depth: 0, &budget)
    try reckon(map: font["/Encoding"], depth: 0, &budget)
    try reckon(program: font["/FontDescriptor"], &budget)
    font.remove(Array("/CharProcs".utf8))
    for inner in try font["/DescendantFonts"].items(&budget) {
      _ = try inner["/CIDToGIDMap"].stream(orNone: &budget)
      try reckon(program: inner["/FontDescriptor"], &budget)
    }
  }

  private func reckon(
    program descriptor: PDFObject, _ budget: inout FileBudget
  ) throws(FileFault) {
    for key in ["/FontFile", "/FontFile2", "/FontFile3"] {
      _ = try descriptor[key].stream(orNone: &budget)
    }
  }

  /// A table of characters (CMap): a range of it may name all of them, in ten bytes.
  private mutating func reckon(
    map: PDFObject, depth: Int, _ budget: inout FileBudget
  ) throws(FileFault) {
    guard map.kind == .stream else { return }
    if depth > 8 { throw .limit("depth") }
    mapped += CharacterMap(try map.stream(orNone: &budget)).size
    if mapped > Self.mostMapped { throw .limit("inflated") }
    try reckon(map: map["/UseCMap"], depth: depth + 1, &budget)
  }
}

extension PDFObject {
  /// What it holds, and nothing when it is no stream or its filter is not known.
  fileprivate func stream(orNone budget: inout FileBudget) throws(FileFault) -> [UInt8] {
    guard kind == .stream else { return [] }
    do throws(FileFault) { return try stream(&budget) ?? [] } catch {
      if case .damaged = error { return [] }
      throw error
    }
  }
}
