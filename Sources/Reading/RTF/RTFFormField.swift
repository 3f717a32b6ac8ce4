/// A box or a list of a form made with an old Word: `\ffdata` says its kind, its choices and what was chosen.
struct RTFFormField {
  private var type = 0
  private var result: Int?
  private var standard = 0
  private var choices: [[UInt8]] = []
  /// The choice that is being read.
  var choice: [UInt8] = []

  mutating func set(_ action: RTFAction, _ number: Int) {
    switch action {
    case .fieldType: type = number
    // 25 says that nothing was chosen yet.
    case .fieldResult: result = number == 25 ? nil : number
    case .fieldDefault: standard = number
    default: break
    }
  }

  mutating func endChoice() {
    if choices.count < 100 { choices.append(choice) }
    choice = []
  }

  /// Text fields have their words in the document.
  var text: [UInt8] {
    let value = result ?? standard
    switch type {
    case 1: return Array((value == 0 ? "[ ] " : "[x] ").utf8)
    case 2: return choices.indices.contains(value) ? choices[value] : []
    default: return []
    }
  }
}
