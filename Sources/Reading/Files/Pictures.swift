internal import Core

// Text that stands in pictures: somebody else recognises it, and it takes part when the item is read again.
extension ItemReading {
  /// A picture in one of the formats that the recogniser knows.
  static let pictures: Set = ["image/jpeg", "image/png", "image/tiff"]

  /// What a picture, or a document of scanned pages, gives at this stage. Its text is that of `found` from
  /// here on, its note comes first.
  mutating func recognise(_ leaf: Leaf, _ content: [UInt8], into found: inout FileContent) {
    if leaf.path == wanted { wantedBytes = content }
    let note: String
    switch recognition {
    case .none: note = found.unreadNote
    case .later where content.count > limits.pictureBytes: note = Note.largePicture
    case .later where waiting.count == Recognition.partLimit: note = Note.manyPictures
    case .later:
      waiting.append(leaf.path)
      note = Note.waiting
    case .done(let recognised):
      if let recognition = recognised[leaf.path] {
        note = take(recognition, isInline: leaf.isInline, into: &found)
      } else {
        note = found.unreadNote
      }
    }
    found.note = ([note] + [found.note].compactMap { $0 }).joined(separator: "; ")
  }

  /// Adds the text of each page; what is said about it.
  private func take(
    _ recognition: Recognition, isInline: Bool, into found: inout FileContent
  ) -> String {
    if let fault = recognition.fault { return Note.notRecognised(fault) }
    var pages = recognition.pages
    let isSign = isInline && pages.allSatisfy { $0.text.wordCount < Self.signWords }
    while pages.reduce(0, { $0 + $1.text.count }) > attachedTextLeft { pages.removeLast() }
    for (index, page) in pages.enumerated() where page.text.contains(where: { !$0.isSpace }) {
      let text = page.isReadable && !isSign ? page.text : Self.doubtful(page.text)
      let isNext = found.texts.contains { !$0.hidden } && page.isReadable && index > 0
      found.texts.append(
        FileText(bytes: (isNext ? [0x0c] : []) + text, hidden: !page.isReadable || isSign))
    }
    let unseen = recognition.unseenPages + recognition.pages.count - pages.count
    let note = Note.recognised(pages, unseen: unseen)
    return isSign && pages.contains(where: \.isReadable) ? note + "; " + Note.sign : note
  }

  /// Fewer words in a picture in the running text are those of a sign under a letter: the name of who writes is
  /// no place where something happened.
  private static let signWords = 8

  /// Each line with what it is in front, as text that nobody vouches for.
  private static func doubtful(_ text: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    for line in text.split(separator: 0x0a) where line.contains(where: { !$0.isSpace }) {
      lines += Array("(beeldtekst) ".utf8) + line + [0x0a]
    }
    return lines
  }
}

extension Note {
  static let waiting = "tekst in beeld; wacht op herkenning"
  static let largePicture = "te groot om tekst in te herkennen; lees zelf"
  static let manyPictures = "te veel afbeeldingen om tekst in te herkennen; lees zelf"
  static let sign = "zo weinig dat het een beeldmerk kan zijn; niet gebruikt; bekijk zelf"
  static let heic = "HEIC-foto (iPhone): niet automatisch te lezen; bekijk zelf"

  static func notRecognised(_ fault: RecognitionFault) -> String {
    let why =
      switch fault {
      case .damaged: "het bestand is beschadigd of afgekapt"
      case .tooLarge: "het beeld is te groot"
      case .timeout: "het duurde te lang"
      case .crash: "het programma dat tekst herkent brak af"
      case .unavailable: "het programma dat tekst herkent ontbreekt"
      }
    return "tekst in beeld niet herkend (\(why)); lees zelf"
  }

  /// What was recognised, and how surely.
  static func recognised(_ pages: [RecognisedPage], unseen: Int) -> String {
    let read = pages.filter { $0.confidence > 0 }
    var notes: [String] = []
    if read.isEmpty {
      notes.append("geen tekst in beeld herkend; bekijk zelf")
    } else {
      let sure = read.reduce(0) { $0 + $1.confidence } / read.count
      notes.append("tekst herkend uit beeld, zekerheid \(sure) %")
    }
    let doubtful = pages.indices.filter { pages[$0].confidence > 0 && !pages[$0].isReadable }
    if pages.count == 1, !doubtful.isEmpty {
      notes.append("te onzeker om te gebruiken; lees zelf")
    } else if !doubtful.isEmpty {
      let numbers = doubtful.map { String($0 + 1) }.joined(separator: ", ")
      notes.append("te onzeker om te gebruiken op pagina \(numbers); lees zelf")
    }
    if unseen > 0 { notes.append("nog \(unseen) pagina's niet bekeken; lees zelf") }
    return notes.joined(separator: "; ")
  }
}

extension [UInt8] {
  fileprivate var wordCount: Int { split { $0.isSpace }.count }
}
