/// A Rich Text document.
enum RTFFile {
  @Sendable static func read(
    _ bytes: [UInt8], _ budget: inout FileBudget
  ) throws(FileFault) -> FileContent {
    let found = try RTFText.read(bytes, limits: budget.limits)
    var content = FileContent()
    content.texts = [found.text] + (found.aside.map { [$0] } ?? [])
    if found.isCut { content.note = Note.cutOff }
    return content
  }
}
