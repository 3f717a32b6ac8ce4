/// What an element does to the text around it.
enum HTMLElement {
  case inline, block, paragraph, lineBreak, list, item, quote, preformatted
  case table, row, cell, input, link, option
  /// Not text at all.
  case dropped

  /// - Parameter name: in lower case, as the parser gives it.
  init(_ name: String) { self = Self.kinds[name] ?? .inline }

  private static let kinds: [String: HTMLElement] = {
    let rows: [(HTMLElement, String)] = [
      (
        .block,
        "address article aside body caption center dd details dir div dl dt fieldset figcaption"
          + " figure footer form header hr html legend main menu nav section summary tbody tfoot"
          + " thead textarea select"
      ),
      (.paragraph, "p h1 h2 h3 h4 h5 h6"),
      (.lineBreak, "br"), (.list, "ul ol"), (.item, "li"), (.quote, "blockquote"),
      (.preformatted, "pre listing xmp plaintext"), (.table, "table"), (.row, "tr"),
      (.cell, "td th"), (.input, "input"), (.link, "a area"), (.option, "option"),
      (
        .dropped,
        "script style head title template svg math object embed applet iframe noframes audio video"
          + " canvas button map"
      ),
    ]
    var kinds: [String: HTMLElement] = [:]
    for (kind, names) in rows {
      for name in names.split(separator: " ") { kinds[String(name)] = kind }
    }
    return kinds
  }()
}
