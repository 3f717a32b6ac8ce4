@testable import Core
@testable import Reading

extension Target {
  /// Formats of files, told by their content: HTML, Rich Text, Outlook's `.msg` and `winmail.dat`.
  static let formats = Target(
    name: "formats", longest: 40_000,
    files: [
      ("Tests/ReadingTests/Fixtures/outlook", ["msg", "dat", "rtf"]),
      ("Tests/ReadingTests/Fixtures", ["html"]),
    ],
    inputs: [
      "<html><body><table><tr><td>Naam<td>Jan</table><p style=\"display:none\">x</p><ul><li>a</ul>",
      "<!DOCTYPE html><input type=checkbox checked> ja <select><option selected>b</select>&eacute;&#x80;",
      "{\\rtf1\\ansi\\ansicpg1252 \\trowd\\intbl a\\cell b\\cell\\row\\u8364?\\'e9{\\v x}{\\*\\ab c}\\bin3 abc}",
    ].map { Array($0.utf8) },
    words: [
      "<table>", "<tr><td>", "</table>", "<!--", "-->", "<div style=\"display:none\">", "hidden",
      "&nbsp;",
      "&#x110000;", "<input type=checkbox checked>", "<select>", "<textarea>", "<br>", "<style>",
      "</",
      "{\\rtf1", "\\par ", "\\cell ", "\\row", "\\trowd", "\\u-10179?", "\\uc0", "\\bin9 ", "\\'e9",
      "{\\*\\", "{\\fonttbl{\\f1\\fcharset2 X;}}", "\\ansicpg1250", "{\\field{\\*\\fldinst ",
      "x\u{9f}>\"", "__properties_version1.0", "__substg1.0_1000001F", "LZFu", "MELA",
    ],
    check: { bytes in
      formatsHold(bytes)
      promiseLinear("HTML", bytes) { _ = HTMLReader.read($0.filter { $0 != 0 }, limit: 2 << 20) }
      promiseLinear("RTF", Array("{\\rtf1 ".utf8) + bytes) { rtf in
        var budget = FileBudget(limits: Limits())
        _ = try? RTFFile.read(rtf, &budget)
      }
    })
}

private func formatsHold(_ bytes: [UInt8]) {
  var budget = FileBudget(limits: Limits())
  switch Format(of: bytes) {
  case .file(let kind)
  where ["application/rtf", "application/ms-tnef", "application/vnd.ms-outlook"].contains(kind.type):
    if let content = try? FileFormat.of(kind)?.read(bytes, &budget) { holds(content) }
  case .file: break
  default:
    if let rtf = try? RTFFile.read(Array("{\\rtf1 ".utf8) + bytes, &budget) { holds(rtf) }
    let (text, _) = PlainText.normalised(Charset.decode(bytes, label: nil).bytes)
    let page = HTMLReader.read(text, limit: 2 << 20)
    promise(page.visible.isUTF8 && page.hidden.isUTF8, "a page is UTF-8")
    promise(page.visible.count + page.hidden.count <= 4 * text.count + 4096, "a page does not grow")
  }
  if let rtf = try? CompressedRTF.unpack(bytes, &budget) {
    promise(rtf.count <= Limits().inflatedBytes, "what is unpacked is limited")
  }
}

private func holds(_ content: FileContent) {
  for text in content.texts { promise(text.bytes.isUTF8, "what was read is UTF-8") }
  for file in content.inside {
    if case .content(let inner) = file.body { holds(inner) }
  }
}
