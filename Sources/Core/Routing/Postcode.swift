/// A Dutch postcode, or only its four digits.
struct Postcode: Sendable, Hashable {
  /// Four digits, not beginning with 0.
  let digits: String
  /// Two capitals, or nothing.
  let letters: String

  /// `7511 UF`
  var shown: String { letters.isEmpty ? digits : "\(digits) \(letters)" }
  /// `7511UF`
  var text: String { digits + letters }

  /// A text that is a postcode and nothing else, with or without a space.
  init?(_ text: String) {
    guard let found = Self.all(in: text, alone: true).first else { return nil }
    self = found
  }

  private init(digits: some Sequence<UInt8>, letters: some Sequence<UInt8>) {
    self.digits = String(decoding: Array(digits), as: UTF8.self)
    self.letters = String(decoding: letters.map { $0 & 0xdf }, as: UTF8.self)
  }

  /// The postcodes in a text; four digits without letters only when the text holds nothing else.
  static func all(in text: String, alone: Bool = false) -> [Postcode] {
    var scanner = WordScanner(Array(text.utf8.prefix(4096))[...])
    var buffer = WordBuffer()
    var words: [[UInt8]] = []
    while scanner.next(into: &buffer) != nil { words.append(buffer.bytes) }
    var found: [Postcode] = []
    for (position, word) in words.enumerated() where isCode(word.prefix(4)) {
      let next = position + 1 < words.count ? words[position + 1] : []
      if word.count == 6, areLetters(word.suffix(2)) {
        found.append(Postcode(digits: word.prefix(4), letters: word.suffix(2)))
      } else if word.count == 4, areLetters(next[...]) {
        found.append(Postcode(digits: word, letters: next))
      } else if word.count == 4, alone, words.count == 1 {
        found.append(Postcode(digits: word, letters: []))
      }
    }
    return found
  }

  private static func isCode(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count == 4 && bytes.first != 0x30 && bytes.allSatisfy { 0x30...0x39 ~= $0 }
  }

  /// Two letters; SA, SD and SS are never issued.
  private static func areLetters(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count == 2 && bytes.allSatisfy { 0x61...0x7a ~= $0 }
      && !["sa", "sd", "ss"].contains { bytes.elementsEqual($0.utf8) }
  }
}
