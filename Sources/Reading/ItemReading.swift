internal import Core
internal import Platform

/// The reading of one item: what was found so far, and what it may still spend.
struct ItemReading {
  let limits: Limits
  /// Every leaf, those of messages inside the message included.
  var parts: [Part] = []
  /// The first limit that was met.
  var limit: String?
  var textLeft: Int
  /// Bytes of messages inside messages that may still be taken apart: one that holds the other is read as
  /// often as it is deep.
  var nestedLeft: Int
  /// Leaves after the last that is listed.
  var unlisted = 0
  /// SHA-256 of every file that is not text.
  var digests: [[UInt8]] = []
  /// Targets of links, see `HTMLText.links`.
  var links: [UInt8] = []
  /// Whether a format was decoded that can take the process over: a PDF, an office or OLE file, TNEF, an
  /// archive, an image. Set it before the first byte is decoded: the daemon is told then, and does not use
  /// this process for another item.
  var isSpent = false { didSet { if isSpent, !oldValue { beforeRisk() } } }
  private let beforeRisk: () -> Void
  /// What to do with text in pictures.
  let recognition: RecognitionStage
  /// Paths of the parts whose text is still to be recognised.
  var waiting: [String] = []
  /// Path of a picture whose bytes are asked for, and these once they were met.
  let wanted: String?
  var wantedBytes: [UInt8]?
  /// What the files of the item may still spend.
  var budget: FileBudget

  init(
    limits: Limits, recognition: RecognitionStage = .none, wanted: String? = nil,
    beforeRisk: @escaping () -> Void = {}
  ) {
    self.limits = limits
    self.recognition = recognition
    self.wanted = wanted
    self.beforeRisk = beforeRisk
    budget = FileBudget(limits: limits)
    textLeft = limits.textBytes
    nestedLeft = limits.messageBytes * 2
  }

  /// Most bytes of the next text file: half of what is left at most, so that files never push the message's
  /// own text over its limit.
  var attachedTextLeft: Int { min(limits.attachedTextBytes, textLeft / 2) }

  mutating func exceed(_ name: String) { if limit == nil { limit = name } }

  mutating func list(_ part: Part) {
    if parts.count < limits.parts {
      parts.append(part)
    } else {
      exceed("parts")
      unlisted += 1
    }
  }

  /// Lists what was too much to list.
  mutating func finish() {
    guard unlisted > 0 else { return }
    parts.append(
      Part(
        path: "*", type: "application/octet-stream", bytes: 0, outcome: .reported,
        note: Note.more(unlisted)))
  }

  /// Takes text out of what may still be spent; cuts what is too much, at a character's beginning.
  mutating func spend(_ text: [UInt8]) -> [UInt8] {
    guard text.count > textLeft else {
      textLeft -= text.count
      return text
    }
    exceed("text")
    var end = textLeft
    while end > 0, text[end] & 0xc0 == 0x80 { end -= 1 }
    textLeft = 0
    return Array(text[..<end])
  }

  /// Makes pieces of a text leaf: what is seen, and what is not.
  mutating func pieces(
    _ decoded: DecodedText, isHTML: Bool, origin: TextPart.Origin, faults: inout [String]
  ) -> [Piece] {
    if decoded.isDoubtful { faults.append("charset") }
    let (text, hadNUL) = PlainText.normalised(decoded.bytes)
    if hadNUL { faults.append("nul") }
    guard isHTML, text.contains(UInt8(ascii: "<"), in: 0..<text.count) else {
      return [Piece(text: TextPart(bytes: spend(text), origin: origin), isHTML: false)]
    }
    let page = HTMLReader.read(text, limit: textLeft)
    if page.isOverLimit { exceed("text") }
    links += page.links
    var pieces = [Piece(text: TextPart(bytes: spend(page.visible), origin: origin), isHTML: true)]
    if page.hidden.contains(where: { !$0.isSpace }) {
      let hidden = TextPart(bytes: spend(page.hidden), origin: origin, hidden: true)
      pieces.append(Piece(text: hidden, isHTML: true))
    }
    return pieces
  }
}

/// What stands beside a part, for the coordinator.
enum Note {
  static func stored(_ format: String) -> String {
    "bijlage (\(format)) is bewaard maar nog niet automatisch gelezen; lees zelf"
  }
  static let signature = "digitale handtekening; bewaard, niet gecontroleerd"
  static let encrypted =
    "versleuteld; niet te lezen zonder de sleutel; vraag de melder om een leesbare versie"
  static let signedMessage = "ondertekend bericht (S/MIME); nog niet automatisch gelezen; lees zelf"
  static let signedContent =
    "ondertekend bericht (S/MIME); gelezen, de handtekening is niet gecontroleerd"
  static let elsewhere = "inhoud staat elders en is niet opgehaald; vraag de melder"
  static let split = "deel van een gesplitst bericht; niet samengevoegd; lees zelf"
  static let tooDeep = "te diep in andere berichten of bijlagen; niet bekeken; lees zelf"
  static let unreadable = "bericht in een bijlage is leeg of onleesbaar; lees zelf"
  static let calendar = "agendabericht; bewaard, alleen de soort is gelezen"
  static let cut = "tekst is te lang; niet alles is gelezen; lees zelf"
  static let tooLong = "lange tekst; bewaard maar niet automatisch gelezen; lees zelf"
  static let cutOff = "het bestand is afgekapt; niet alles is gelezen; lees zelf"
  static let damagedPieces = "een deel van het bericht is beschadigd; lees zelf"
  static let card = "visitekaartje; bewaard, niet gelezen"
  static func more(_ count: Int) -> String {
    "nog \(count) delen die niet afzonderlijk zijn vermeld; lees zelf"
  }
}
