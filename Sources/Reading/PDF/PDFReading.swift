internal import Core

/// Reads a PDF file: the fields of its forms, the text of its pages, comments, and files in it.
enum PDFReading {
  static func read(
    _ bytes: [UInt8], _ budget: inout FileBudget
  ) throws(FileFault) -> FileContent {
    let file = try PDFFile(bytes, &budget)
    let pages = try PDFPageTree(file, &budget).pages
    var fields = try PDFFieldTree(file, pages, &budget).fields
    let extras = try PDFExtras(file, pages, &budget)
    var text = try shown(file, &budget)
    text.assign(to: &fields)
    for note in extras.typed { text.add(note.text, on: note.page, at: note.area) }
    var content = FileContent()
    let labels = FieldLabels(text.segments)
    let form = PDFFieldText(fields, labels)
    let filled = Set(fields.flatMap { $0.isFilled ? $0.widgets.map(\.page) : [] })
    add(form.seen, to: &content, isHidden: false)
    // A form that nobody filled in: what is asked is no report.
    if filled.isEmpty { text.remove(labels.areas(of: fields)) }
    add(text.written(onPagesWithout: filled), to: &content, isHidden: extras.isAdobeOnly)
    add(
      text.written(onPages: filled, without: labels.areas(of: fields)), to: &content, isHidden: true
    )
    add(form.hidden, to: &content, isHidden: true)
    add(extras.comments, to: &content, isHidden: true)
    content.inside = extras.files
    let notes = notes(form, extras, text, hasFields: !fields.isEmpty)
    let isTextless = !content.texts.contains { !$0.hidden }
    content.isPicture = isTextless && !extras.isAdobeOnly && fields.isEmpty
    content.note = notes.isEmpty ? nil : notes.joined(separator: "; ")
    return content
  }

  private static func add(_ bytes: [UInt8], to content: inout FileContent, isHidden: Bool) {
    guard bytes.contains(where: { !$0.isSpace }) else { return }
    content.texts.append(FileText(bytes: bytes, hidden: isHidden))
  }

  /// What is to be seen on the pages, what annotations show included.
  private static func shown(
    _ file: PDFFile, _ budget: inout FileBudget
  ) throws(FileFault) -> ShownPages {
    try file.flatten()
    file.root.keep(["/Type", "/Pages", "/OCProperties"])
    let pages = try PDFPageTree(file, &budget).pages
    var workload = PDFWorkload()
    var hasText: [Bool] = []
    var total = PDFWork()
    for page in pages {
      let work = try workload.page(page, &budget)
      if work.textBytes > ShownPages.textOfPage { throw .limit("text") }
      total.add(work)
      hasText.append(work.textBytes > 0)
    }
    try budget.inflate(total.bytes)
    if total.textBytes > budget.limits.textBytes * 4 { throw .limit("text") }
    guard hasText.contains(true) else { return ShownPages(count: pages.count) }
    guard let text = PageText(try file.written()) else { throw .damaged }
    return ShownPages(text, hasText)
  }

  private static func notes(
    _ form: PDFFieldText, _ extras: PDFExtras, _ text: ShownPages, hasFields: Bool
  ) -> [String] {
    var notes: [String] = []
    if extras.isAdobeOnly {
      notes.append(
        "formulier dat alleen Adobe Reader toont; vraag de melder om een afdruk als PDF")
    }
    if form.differs {
      notes.append("een veld toont iets anders dan erin is ingevuld; beide staan erbij")
    }
    if hasFields, form.seen.isEmpty { notes.append("formulier zonder ingevulde velden") }
    if extras.hasScript { notes.append("bevat een script; niet uitgevoerd") }
    if form.isSigned { notes.append("digitaal ondertekend; niet gecontroleerd") }
    if !text.empty.isEmpty, !text.isEmpty {
      let numbers = text.empty.prefix(20).map { String($0 + 1) }.joined(separator: ", ")
      notes.append("geen leesbare tekst op pagina \(numbers); lees zelf")
    }
    return notes
  }
}

extension PDFField {
  /// Something is filled in that can be read.
  fileprivate var isFilled: Bool {
    kind != .signature && kind != .button && (!values.isEmpty || shownState != nil)
  }
}
