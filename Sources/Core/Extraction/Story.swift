/// What the report says, as one text: running text and told values in order, without contact details, without
/// boxes that were not ticked, and without questions that were answered with no.
struct Story {
  private(set) var bytes: [UInt8] = []

  init(_ forms: [Form], _ filled: FilledForm) {
    var offset = 0
    for form in forms {
      var entry = 0
      for line in form.free {
        while entry < form.entries.count, form.entries[entry].line < line.line {
          add(filled.entries[offset + entry])
          entry += 1
        }
        bytes += line.text
        bytes.append(0x0a)
      }
      while entry < form.entries.count {
        add(filled.entries[offset + entry])
        entry += 1
      }
      offset += form.entries.count
      bytes.append(0x0a)
    }
  }

  private mutating func add(_ entry: FormEntry) {
    guard !entry.isUnticked, !entry.value.isEmpty else { return }
    if let key = entry.key, Self.isPlain(key) { return }
    let value = entry.value[...]
    switch entry.key == .story ? nil : YesNo(startOf: value) {
    case .no, .unknown:
      // `nee, ca. 45 jaar`: what follows the answer counts.
      guard
        let end = value.firstIndex(where: {
          $0 == 0x2c || $0 == 0x28 || $0 == 0x3b || $0 == 0x2e || $0 == 0x0a
        })
      else { return }
      line(value[(end + 1)...])
    case .yes: line(entry.label[...] + [0x3a, 0x20] + value)
    case nil:
      if entry.field == nil || entry.key == .age {
        if isNegated(entry.label[...]) { return line(value) }
        line(entry.label[...] + [0x3a, 0x20] + value)
      } else {
        line(value)
      }
    }
  }

  private func isNegated(_ label: ArraySlice<UInt8>) -> Bool {
    Label.normalised(label).split(separator: 0x20).contains {
      $0.elementsEqual("niet".utf8) || $0.elementsEqual("not".utf8)
        || $0.elementsEqual("nicht".utf8)
    }
  }

  private mutating func line(_ text: ArraySlice<UInt8>) {
    bytes += unwrapped(text.trimmed)
    // A value is a sentence of its own.
    if let last = bytes.last, last.isWordByte { bytes.append(UInt8(ascii: ".")) }
    bytes.append(0x0a)
  }

  /// With lines joined where a mail program broke a sentence: the next begins with a small letter.
  private func unwrapped(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var out = Array(text)
    for index in out.indices.dropLast()
    where index > 0 && out[index] == 0x0a && out[index + 1].isLower {
      if out[index - 1].isWordByte || out[index - 1] == 0x2c { out[index] = 0x20 }
    }
    return out
  }

  /// Fields that tell nothing about what happened.
  private static func isPlain(_ key: FieldKey) -> Bool {
    switch key {
    case .reporterName, .reporterFunction, .reporterOrganisation, .reporterTelephone,
      .reporterEmail,
      .reporterAvailability, .anonymous, .feedback, .municipality, .street, .postcode, .place,
      .date, .dateUntil,
      .time, .plates, .attachments, .language:
      true
    default: false
    }
  }
}
