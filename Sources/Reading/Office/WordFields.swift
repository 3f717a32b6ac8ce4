/// A content control (ECMA-376 part 1, 17.5.2).
struct WordControl {
  private var alias = ""
  private var tag = ""
  /// What it shows is an invitation to fill it in.
  var isPlaceholder = false
  /// It is a box, ticked or not.
  var box: Bool?
  var isInside = false
  /// Where in the text it began, when its own label may be needed.
  var start: Int?
  /// Texts around it.
  var depth = 0

  /// The text in it is not to be written.
  var isMute: Bool { isInside && (isPlaceholder || box != nil) }

  /// Takes one of its properties.
  mutating func take(_ element: borrowing XMLElement) -> Bool {
    switch element.name {
    case "w:alias": alias = element.value("w:val") ?? ""
    case "w:tag": tag = element.value("w:val") ?? ""
    case "w:showingPlcHdr": isPlaceholder = element.isOn("w:val")
    case "w14:checkbox": box = box ?? false
    case "w14:checked": box = element.isOn("w14:val")
    default: return false
    }
    return true
  }

  /// What it is called, unless a program called it so.
  var label: [UInt8]? {
    for name in [alias, tag] {
      let words = FieldName.words(name)
      if !words.isEmpty, !FieldName.isGenerated(words) { return words }
    }
    return nil
  }
}

/// A form field of the old kind, or any other field (ECMA-376 part 1, 17.16).
struct WordField {
  /// Its instructions are over; what comes is what it shows.
  var isResult = false
  private var isBox = false
  private var byDefault = false
  private var isChecked: Bool?
  private var choices: [String] = []
  private var chosen = 0

  mutating func take(_ element: borrowing XMLElement) -> Bool {
    switch element.name {
    case "w:checkBox": isBox = true
    case "w:checked": isChecked = element.isOn("w:val")
    case "w:default": byDefault = element.value("w:val") != nil && element.isOn("w:val")
    case "w:listEntry": if choices.count < 200 { choices.append(element.value("w:val") ?? "") }
    case "w:result": chosen = element.value("w:val").flatMap { Int($0) } ?? 0
    default: return false
    }
    return true
  }

  /// Nil when it is no box.
  var box: Bool? { isBox ? isChecked ?? byDefault : nil }

  /// The chosen one of a list.
  var choice: String? { choices.indices.contains(chosen) ? choices[chosen] : nil }
}

/// Names of form fields and keys of data as labels.
enum FieldName {
  /// `datum_waarneming` and `datumWaarneming` are words.
  static func words(_ name: String) -> [UInt8] {
    var words: [UInt8] = []
    for byte in Substring(name.unicodeScalars.prefix(200)).utf8 {
      let isCapital = byte &- 0x41 < 26
      if isCapital, let last = words.last, last &- 0x61 < 26 {
        words += [0x20, byte | 0x20]
      } else {
        words.append(byte < 0x20 || byte == UInt8(ascii: "_") ? 0x20 : byte)
      }
    }
    return Array(words.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed())
  }

  /// `Tekst12`, `Selectievakje 3`: a number says nothing about what is asked.
  static func isGenerated(_ words: [UInt8]) -> Bool {
    words.last.map { $0 &- 0x30 < 10 } ?? true
  }
}
