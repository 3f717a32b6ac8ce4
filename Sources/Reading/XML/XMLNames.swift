/// Short names for the name spaces that we read, whatever a file calls them: `w:p`, `text:span`. Names without
/// a name space stand alone, those of unknown ones begin with `?:`.
enum XMLNames {
  static func prefix(_ space: String) -> String {
    if space.isEmpty { return "" }
    if let known = table[space] { return known + ":" }
    if space.hasPrefix(openDocument.0), space.hasSuffix(openDocument.1) {
      return space.dropFirst(openDocument.0.utf8.count).dropLast(openDocument.1.utf8.count) + ":"
    }
    return "?:"
  }

  /// ISO 26300: `urn:oasis:names:tc:opendocument:xmlns:text:1.0` is `text`.
  private static let openDocument = ("urn:oasis:names:tc:opendocument:xmlns:", ":1.0")

  /// ECMA-376 transitional, ISO 29500 strict, and what Office adds.
  private static let table: [String: String] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "x",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/XML/1998/namespace": "xml",
  ]
}
