/// A format that is read: one row of `table`, one file with the function.
struct FileFormat: Sendable {
  typealias Read = @Sendable ([UInt8], inout FileBudget) throws(FileFault) -> FileContent

  /// Media types of `FileKind` that it reads.
  let types: [String]
  /// Its parser was written for trusted files: a reader that used it is not used for a second message.
  let isRisky: Bool
  let read: Read

  init(_ types: String..., isRisky: Bool = true, read: @escaping Read) {
    (self.types, self.isRisky, self.read) = (types, isRisky, read)
  }

  /// To add a format: its beginning in `FileKind.table`, its function here.
  static let table: [FileFormat] = [
    FileFormat(
      "application/zip", WordDocument.type, OpenDocument.textType,
      OpenDocument.sheetType, ExcelDocument.type, PresentationDocument.type, read: ZipFile.read),
    FileFormat("application/json", isRisky: false, read: JSONFile.read),
    FileFormat("application/xml", read: XMLFile.read),
    FileFormat("text/csv", isRisky: false, read: CSVFile.read),
    FileFormat("application/encrypted") { (_, _) throws(FileFault) in throw .protected },
    FileFormat("application/vnd.ms-outlook", read: MsgFile.read),
    FileFormat("application/pdf", read: PDFReading.read),
    FileFormat("application/ms-tnef", isRisky: false, read: TNEFFile.read),
    FileFormat("application/rtf", isRisky: false, read: RTFFile.read),
  ]

  private static let byType: [String: FileFormat] = {
    var found: [String: FileFormat] = [:]
    for format in table {
      for type in format.types { found[type] = format }
    }
    return found
  }()

  static func of(_ kind: FileKind) -> FileFormat? { byType[kind.type] }
}
