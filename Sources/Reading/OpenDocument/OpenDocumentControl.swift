/// A control of a form (ISO 26300-1, 13).
struct OpenDocumentControl {
  enum Kind { case field, box, words }

  private(set) var kind: Kind
  private var title: String
  private var label: String
  private var value: String
  private var isTicked: Bool
  /// Its chosen options were told one by one.
  private var options: [String] = []
  /// It stood in the text.
  var isPlaced = false

  /// Nil for buttons and the like.
  init?(_ element: borrowing XMLElement) {
    switch element.name {
    case "form:text", "form:textarea", "form:formatted-text", "form:number", "form:date",
      "form:time", "form:combobox", "form:listbox", "form:value-range":
      kind = .field
    case "form:checkbox", "form:radio": kind = .box
    case "form:fixed-text": kind = .words
    default: return nil
    }
    label = element.value("form:label") ?? ""
    title = element.value("form:title") ?? element.value("form:name") ?? ""
    value = element.value("form:current-value") ?? element.value("form:value") ?? ""
    let state =
      element.value("form:current-state") ?? element.value("form:state")
      ?? element.value("form:current-selected") ?? element.value("form:selected")
    isTicked = state == "checked" || state == "true"
    if kind != .field { value = "" }
  }

  /// Options of a list, and lines of a long field.
  mutating func take(_ element: borrowing XMLElement) {
    guard element.name == "form:option" else { return }
    let state = element.value("form:current-selected") ?? element.value("form:selected")
    if state == "true", options.count < 100 { options.append(element.value("form:label") ?? "") }
  }

  mutating func append(_ text: String) { if value.utf8.count < 100_000 { value += text } }

  /// What it says where it stands; empty when it was left empty.
  var shown: [UInt8] {
    switch kind {
    case .words: Array(label.utf8)
    case .box: Array(((isTicked ? "[x] " : "[ ] ") + label).utf8)
    case .field: Array((options.isEmpty ? value : options.joined(separator: "; ")).utf8)
    }
  }

  /// What it asks, when the text does not say so and a program did not name it.
  var ownLabel: [UInt8]? {
    guard kind == .field || label.isEmpty else { return nil }
    let words = FieldName.words(label.isEmpty ? title : label)
    return words.isEmpty || FieldName.isGenerated(words) ? nil : words
  }
}
