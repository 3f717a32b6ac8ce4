/// Names of fields as forms have them: `melder.naam`, `form1[0].#subform[0].Naam[0]`, `Text1`.
enum PDFFieldName {
  /// The parts that say something, with spaces between; nil when the last says nothing.
  static func readable(_ names: [[UInt8]]) -> [UInt8]? {
    let parts = parts(names)
    guard let last = parts.last, !isMeaningless(last) else { return nil }
    return Array(parts.filter { !isMeaningless($0) && !isWrapping($0) }.joined(separator: [0x20]))
  }

  static func last(_ names: [[UInt8]]) -> [UInt8]? {
    parts(names).last.flatMap { isMeaningless($0) ? nil : $0 }
  }

  /// What is above the last part; nil when that says nothing.
  static func parent(_ names: [[UInt8]]) -> [UInt8]? {
    let above = parts(names).dropLast().filter { !isMeaningless($0) && !isWrapping($0) }
    return above.isEmpty ? nil : Array(above.joined(separator: [0x20]))
  }

  /// Without the `[0]` of XFA; a dot parts names too.
  private static func parts(_ names: [[UInt8]]) -> [[UInt8]] {
    names.flatMap { $0.split(separator: UInt8(ascii: ".")) }.map { part in
      let end = part.last == UInt8(ascii: "]") ? part.lastIndex(of: UInt8(ascii: "[")) : nil
      return Array(part[..<(end ?? part.endIndex)])
    }.filter { !$0.isEmpty }
  }

  private static func isWrapping(_ part: [UInt8]) -> Bool {
    part.first == UInt8(ascii: "#") || wrappings.contains(stem(part))
  }

  /// A name that a program gave, or a number.
  static func isMeaningless(_ part: [UInt8]) -> Bool {
    let stem = stem(part)
    return stem.isEmpty || generic.contains(stem)
  }

  /// Letters in lower case, without the digits and signs at the end.
  private static func stem(_ part: [UInt8]) -> String {
    let end = part.lastIndex { ($0 | 0x20) &- 0x61 < 26 || $0 >= 0x80 }.map { $0 + 1 } ?? 0
    let letters = part[..<end].filter { $0.isLetterOrDigit || $0 >= 0x80 }
    return String(decoding: letters.map(\.lowercased), as: UTF8.self)
  }

  private static let wrappings: Set<String> = [
    "form", "formulier", "topmostsubform", "page", "pagina", "subform", "seite", "blad", "sectie",
  ]

  private static let generic: Set<String> = [
    "text", "tekst", "textfield", "tekstveld", "tekstvak", "textbox", "textinput", "invoerveld",
    "field", "veld", "checkbox", "check", "selectievakje", "vakje", "aankruisvak", "undefined",
    "untitled", "fill", "group", "groep", "combobox", "dropdown", "keuzelijst", "keuzerondje",
    "listbox", "lijst", "button", "knop", "radiobutton", "radio", "choice", "keuze", "option",
    "optie", "optiongroup", "yes", "on", "formfield", "control", "box", "input", "numericfield",
    "datefield", "row", "rij", "kolom", "textarea", "dropdownlist", "radiobuttonlist", "toggle",
    "value", "item", "sel", "f", "c", "t", "p",
  ]
}
