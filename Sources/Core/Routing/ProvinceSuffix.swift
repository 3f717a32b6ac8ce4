/// What tells places of one name apart, behind the name: `Gld`, `(Ov.)`, `, Overijssel`.
struct ProvinceSuffix {
  let province: String
  /// Index behind it and its closing bracket.
  let end: Int

  /// Nil when what stands behind the name is something else.
  init?(behind name: Int, in text: ArraySlice<UInt8>, _ suffixes: [[UInt8]: String]) {
    var scanner = WordScanner(text, at: name)
    var buffer = WordBuffer()
    guard var word = scanner.next(into: &buffer) else { return nil }
    var isFarther = false
    if buffer.equals("in"), let next = scanner.next(into: &buffer) {
      (word, isFarther) = (next, true)
    }
    guard let province = suffixes[buffer.bytes] else { return nil }
    let gap = text[name..<word.range.lowerBound]
    let isOpen = gap.contains(UInt8(ascii: "("))
    let isWord = buffer.bytes.count > 3
    guard gap.count <= (isFarther ? 6 : 3), !gap.contains(0x0a), isWord || !isFarther,
      gap.allSatisfy({ isFarther || Self.isSeparator($0) }),
      isOpen || buffer.bytes.count > 1 || word.letterCase(in: text).startsUpper
    else { return nil }
    self.province = province
    let rest = text[word.range.upperBound...]
    let closing = rest.prefix(2).firstIndex(of: UInt8(ascii: ")"))
    end = isOpen ? closing.map { $0 + 1 } ?? word.range.upperBound : word.range.upperBound
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "(")
      || byte == UInt8(ascii: "-") || byte >= 0x80
  }

  /// The places in that province. All when none of them is in the region: provinces are known only for
  /// names that the region shares.
  func select(_ places: [Place], _ tables: Tables) -> [Place] {
    guard places.contains(where: { tables.municipalities.isInRegion($0.municipality) }) else {
      return places
    }
    return places.compactMap { place in
      guard tables.places.provinces[place.municipality] == province else { return nil }
      var meant = place
      meant.needsSuffix = false
      return meant
    }
  }
}
