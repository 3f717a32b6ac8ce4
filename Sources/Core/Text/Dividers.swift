/// Lines by which mail programs announce that older or foreign text follows.
enum Dividers {
  enum Kind: Sendable {
    /// "Forwarded message": what follows is passed on.
    case forward
    /// "Original message": Outlook writes it for forwards and for replies.
    case either
    /// "On … wrote:": what follows is answered.
    case reply
  }

  /// What a line announces (`-----Original Message-----`, `Begin doorgestuurd bericht:`).
  static func kind(_ line: ArraySlice<UInt8>) -> Kind? {
    guard line.count <= 120, line.count >= 12 else { return nil }
    let isDressed = line.first.map { $0 == 0x2d || $0 == 0x5f || $0 == 0x3d || $0 == 0x2a } ?? false
    guard isDressed || line.last == UInt8(ascii: ":") else { return nil }
    let words = line.trimmed {
      !$0.isWordByte && $0 < 0x80
    }
    return table[Fold.folded(words)]
  }

  private static let table: [[UInt8]: Kind] = {
    let forward =
      "forwarded message;doorgestuurd bericht;doorgestuurde bericht;begin forwarded message;"
      + "begin doorgestuurd bericht;begin van doorgestuurd bericht;weitergeleitete nachricht;"
      + "anfang der weitergeleiteten nachricht;przekazana wiadomosc;wiadomosc przekazana dalej;"
      + "poczatek przekazywanej wiadomosci;message transfere;mesaj redirectionat;"
      + "forwarded mail;doorgestuurde e-mail;doorgestuurde mail"
    let either =
      "original message;oorspronkelijk bericht;oorspronkelijke bericht;origineel bericht;"
      + "originele bericht;oorspronkelijke e-mail;ursprungliche nachricht;originalnachricht;"
      + "oryginalna wiadomosc;wiadomosc oryginalna;message d'origine;mesaj original;original email"
    var table: [[UInt8]: Kind] = [:]
    for name in forward.split(separator: ";") { table[Array(name.utf8)] = .forward }
    for name in either.split(separator: ";") { table[Array(name.utf8)] = .either }
    return table
  }()
}

/// The sentence above a quotation: `Op wo 4 nov 2026 om 16:22 schreef Jan <jan@a.example>:`.
struct QuoteIntro {
  var author: Address?
  var sent: CivilTime?

  /// Reads an introduction that may be broken over two or three lines; nil for anything else. It must end
  /// in a colon, hold the verb, and hold an address, or a year with a time of day.
  init?(_ text: ArraySlice<UInt8>) {
    let text = text.trimmed
    guard text.last == UInt8(ascii: ":"), text.count <= 300 else { return nil }
    let folded = Fold.folded(text)
    guard Self.verbs.contains(where: { folded[...].firstRange(of: $0) != nil }) else { return nil }
    let email = Emails.find(in: text).first
    sent = HeaderDate.read(text.prefix { $0 != 0x3c }.text)
    let hasClock = text.indices.dropFirst().dropLast().contains {
      text[$0] == UInt8(ascii: ":") && text[$0 - 1].isDigit && text[$0 + 1].isDigit
    }
    guard email != nil || (sent != nil && hasClock) else { return nil }
    author = Self.author(text, email)
  }

  private static let verbs: [[UInt8]] = [
    "schreef", "geschreven:", "wrote:", "schrieb", "napisal", "a ecrit", "a scris",
  ].map { Array($0.utf8) }

  private static let authorParticles: Set<String> = [
    "schreef", "heeft", "schrieb", "om", "at", "um", "wrote", "uur", "het",
  ]

  /// The words before the address, back to the verb, the preposition, or a digit.
  private static func author(_ text: ArraySlice<UInt8>, _ email: Found<String>?) -> Address? {
    guard let email else { return nil }
    var start = email.range.lowerBound
    while start > text.startIndex, text[start - 1] == 0x3c || text[start - 1] == 0x20 { start -= 1 }
    let end = start
    while start > text.startIndex, !text[start - 1].isDigit, text[start - 1] != 0x2c { start -= 1 }
    var words = text[start..<end].split(separator: 0x20)
    if let last = words.lastIndex(where: { Self.authorParticles.contains($0.text) }) {
      words.removeFirst(last + 1)
    }
    let name = words.map(\.text).joined(separator: " ")
    return Address(name: name, email: email.value)
  }
}
