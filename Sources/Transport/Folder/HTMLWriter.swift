/// Writes HTML: tags are ours, every text is escaped.
struct HTMLWriter {
  private(set) var bytes: [UInt8] = []

  /// Markup of our own.
  mutating func raw(_ markup: StaticString) {
    markup.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }

  /// Text of any origin. Line breaks become `<br>`; controls and marks that turn the direction of writing
  /// show as U+FFFD.
  mutating func text(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x26: bytes += "&amp;".utf8
      case 0x3c: bytes += "&lt;".utf8
      case 0x3e: bytes += "&gt;".utf8
      case 0x22: bytes += "&quot;".utf8
      case 0x27: bytes += "&#39;".utf8
      case 0x0a, 0x0b, 0x2028, 0x2029: bytes += "<br>".utf8
      case 0x09: bytes.append(0x20)
      case 0..<0x20, 0x7f..<0xa0, 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069, 0xfeff:
        bytes += "\u{fffd}".utf8
      default: bytes += String(scalar).utf8
      }
    }
  }

  mutating func element(_ open: StaticString, _ content: String, _ close: StaticString) {
    raw(open)
    text(content)
    raw(close)
  }

  /// A heading of the second level.
  mutating func heading(_ text: String) { element("<h2>", text, "</h2>\n") }

  /// A table of two columns, the first one heads the row; nothing when there are no rows.
  mutating func rows(_ caption: String, _ rows: [(String, String)]) {
    guard !rows.isEmpty else { return }
    element("<table>\n<caption>", caption, "</caption>\n")
    for (head, value) in rows {
      element("<tr><th scope=\"row\">", head, "</th>")
      element("<td dir=\"auto\">", value, "</td></tr>\n")
    }
    raw("</table>\n")
  }

  /// A table with heads above its columns; nothing when there are no rows.
  mutating func table(_ caption: String, heads: [String], _ rows: [[String]]) {
    guard !rows.isEmpty else { return }
    element("<table>\n<caption>", caption, "</caption>\n")
    raw("<tr>")
    for head in heads { element("<th scope=\"col\">", head, "</th>") }
    raw("</tr>\n")
    for row in rows {
      raw("<tr>")
      for cell in row { element("<td dir=\"auto\">", cell, "</td>") }
      raw("</tr>\n")
    }
    raw("</table>\n")
  }

  /// Nothing when there are no items.
  mutating func list(_ items: [String]) {
    guard !items.isEmpty else { return }
    raw("<ul>\n")
    for item in items { element("<li dir=\"auto\">", item, "</li>\n") }
    raw("</ul>\n")
  }
}
