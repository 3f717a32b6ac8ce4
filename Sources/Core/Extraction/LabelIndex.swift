/// A label of a form recognised: which field it fills, and how.
struct LabelMatch: Sendable {
  /// Position of the field in the table.
  var field: Int
  /// The synonym that matched, normalised.
  var synonym: [UInt8]
  /// The whole label is a synonym, not only a part of it.
  var isExact: Bool
  /// Part of the label's meaning words that the synonym covers, 0...1.
  var coverage: Double
}

/// Finds the field for a label as people write it, by the labels, synonyms and keys of `velden.csv`.
///
/// A label is compared in normalised form (`Label.normalised`). The whole label wins; else the longest
/// synonym that stands in it as whole words. A synonym written `=wie` in the table counts only as the whole
/// label.
struct LabelIndex: Sendable {
  private struct Entry: Sendable {
    var synonym: [UInt8]
    var field: Int
    var isWholeOnly: Bool
  }

  private var entries: [UInt64: [Entry]] = [:]
  private var filter = HashFilter()
  /// Words of the longest synonym.
  private var longest = 1

  /// Lines that are no label and no answer either.
  let fixed: FixedLines

  init(_ table: FieldTable, fixed: FixedLines) {
    self.fixed = fixed
    for isSystem in [false, true] {
      for (position, field) in table.fields.enumerated() where field.isSystem == isSystem {
        // Programs name fields by the table's own key: `melder_naam`.
        for name in [field.label, field.key] + field.synonyms { insert(name, position) }
      }
    }
  }

  private mutating func insert(_ name: String, _ field: Int) {
    let isWholeOnly = name.utf8.first == UInt8(ascii: "=")
    let synonym = Label.normalised(Array(name.utf8)[(isWholeOnly ? 1 : 0)...])
    guard !synonym.isEmpty else { return }
    let hash = fnv(synonym)
    guard
      !entries[hash, default: []].contains(where: { $0.synonym == synonym && $0.field == field })
    else { return }
    entries[hash, default: []].append(
      Entry(synonym: synonym, field: field, isWholeOnly: isWholeOnly || synonym.count < 3))
    filter.insert(hash)
    longest = max(longest, synonym.count { $0 == 0x20 } + 1)
  }

  /// Fields whose label this is as a whole, people's fields before the system's.
  func whole(_ normalised: [UInt8]) -> [LabelMatch] {
    lookup(fnv(normalised), normalised[...]).map {
      LabelMatch(field: $0.field, synonym: $0.synonym, isExact: true, coverage: 1)
    }
  }

  /// Fields for a label, best first: the whole label, else the longest synonym in it. Labels of more than
  /// fourteen words have none.
  func match(_ normalised: [UInt8]) -> [LabelMatch] {
    guard !normalised.isEmpty, normalised.count <= 120 else { return [] }
    let exact = whole(normalised)
    guard exact.isEmpty else { return exact }
    let words = normalised.split(separator: 0x20)
    guard words.count > 1, words.count <= 14 else { return [] }
    var best: (entries: [Entry], size: Int) = ([], 0)
    for first in words.indices {
      var hash = FNV()
      for last in first..<min(first + longest, words.count) {
        if last > first { hash.update(CollectionOfOne(0x20)) }
        hash.update(words[last])
        let size = words[last].endIndex - words[first].startIndex
        guard size > best.size, !(first == 0 && last == words.count - 1) else { continue }
        let key = hash.value ^ hash.value >> 32
        let found = lookup(key, normalised[words[first].startIndex..<words[last].endIndex])
          .filter { !$0.isWholeOnly }
        if !found.isEmpty { best = (found, size) }
      }
    }
    return best.entries.map { entry in
      let part = Label.meaning(entry.synonym) / max(Label.meaning(normalised), 1)
      return LabelMatch(field: entry.field, synonym: entry.synonym, isExact: false, coverage: part)
    }
  }

  private func lookup(_ hash: UInt64, _ words: ArraySlice<UInt8>) -> [Entry] {
    guard filter.mayContain(hash), let found = entries[hash] else { return [] }
    return found.filter { $0.synonym.elementsEqual(words) }
  }
}

/// Labels in the form in which they are compared.
enum Label {
  /// Lower case, no diacritics, nothing in brackets, words with one space between them.
  static func normalised(_ label: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(label.count)
    var depth = 0
    var start: Int?
    for index in label.indices {
      let byte = label[index]
      if byte.isWordByte, depth == 0 {
        start = start ?? index
        continue
      }
      // An apostrophe inside a word vanishes (`foto's`).
      if let word = start, byte != 0x27 {
        append(label[word..<index], to: &out)
        start = nil
      }
      if byte == 0x28 { depth += 1 }
      if byte == 0x29, depth > 0 { depth -= 1 }
    }
    if let word = start { append(label[word...], to: &out) }
    return out
  }

  private static func append(_ word: ArraySlice<UInt8>, to out: inout [UInt8]) {
    if !out.isEmpty { out.append(0x20) }
    Fold.append(word.contains(0x27) ? ArraySlice(word.filter { $0 != 0x27 }) : word, to: &out)
  }

  /// Number of words that carry meaning.
  static func meaning(_ normalised: [UInt8]) -> Double {
    Double(normalised.split(separator: 0x20).count { !fillers.contains($0.text) })
  }

  private static let fillers: Set<String> = [
    "de", "het", "een", "van", "u", "uw", "je", "jij", "is", "er", "gaat", "volgens", "in", "op",
    "bij", "om",
    "aan", "te", "en", "of", "met", "the", "of", "a", "an", "you", "your", "and", "is", "der",
    "die", "das",
    "des", "und", "i", "w", "z", "nr", "dit", "wat", "welke", "welk", "mogelijke", "mogelijk",
    "eventuele",
    "eventueel", "betrokken", "ingevuld", "gewenst", "aanwezig", "gezien",
  ]
}

/// A quick "surely not" before a lookup.
struct HashFilter: Sendable {
  private var bits = [UInt64](repeating: 0, count: 1024)

  mutating func insert(_ hash: UInt64) { bits[Int(hash >> 6 & 1023)] |= 1 << (hash & 63) }

  @inline(__always)
  func mayContain(_ hash: UInt64) -> Bool { bits[Int(hash >> 6 & 1023)] & 1 << (hash & 63) != 0 }
}
