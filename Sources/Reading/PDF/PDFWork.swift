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

/// Reckons the work of pages before anything is drawn.
struct PDFWorkload {
  /// Forms by object number.
  private var known: [Int: PDFWork] = [:]
  private var open: Set<Int> = []

  mutating func page(_ page: PDFPage, _ budget: inout FileBudget) throws(FileFault) -> PDFWork {
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
    var work = PDFWork(bytes: bytes.count, textBytes: scan.textBytes)
    for (name, times) in scan.drawn {
      let object = resources["/XObject"][bytes: name]
      work.add(try form(object, resources, depth: depth, &budget), times: times)
    }
    for (name, times) in scan.states {
      let mask = resources["/ExtGState"][bytes: name]["/SMask"]
      work.add(try form(mask["/G"], resources, depth: depth, &budget), times: times)
    }
    return work
  }

  private mutating func form(
    _ form: PDFObject, _ around: PDFObject, depth: Int, _ budget: inout FileBudget
  ) throws(FileFault) -> PDFWork {
    guard form.kind == .stream, form["/Subtype"].name != "Image" else { return PDFWork() }
    let number = form.number
    if let known = known[number] { return known }
    guard depth < 30, open.insert(number).inserted else { throw .limit("depth") }
    defer { open.remove(number) }
    try budget.enter()
    let own = form["/Resources"]
    let found = try work(
      try form.stream(&budget) ?? [], own.isNull ? around : own, depth: depth + 1, &budget)
    known[number] = found
    return found
  }
}
