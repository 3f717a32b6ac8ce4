internal import Core

/// What the reading of one file gave, whatever its format.
struct FileContent {
  /// In reading order.
  var texts: [FileText] = []
  /// The texts are versions of one text, the plainest first: one of them is read, as of multipart/alternative.
  var areVersions = false
  /// What the file holds: entries of an archive, attachments of a message, in order.
  var inside: [InsideFile] = []
  /// The file is a message (`.msg`): its sender, subject and the like. Its texts are the message's own.
  var message: MessageHead?
  /// The file is only the wrapping of the message that it hangs in (`winmail.dat`): its texts are that
  /// message's own.
  var isWrapping = false
  /// Media type, when it turned out to be more than its beginning tells.
  var type: String?
  /// Dutch, for the coordinator: what was seen and not read (macros, scripts, a form that needs Adobe Reader).
  var note: String?
  /// Its pages are pictures: their text, if there is any, has to be recognised.
  var isPicture = false
  /// What is said when nobody recognises it.
  var unreadNote = FileFault.textless.note
  /// What becomes of it without text: a picture is not expected to have any.
  var textlessOutcome = Part.Outcome.reported
}

/// Text of a file as `TextPart` has it: a form's field is a line of label, `\t` and value, a line break in a
/// value is `\u{0B}`, a box is `[x] words` or `[ ] words`, and `\u{0C}` begins the second and later pages.
struct FileText {
  /// UTF-8.
  var bytes: [UInt8]
  var isHTML = false
  /// Its tables are rows of cells, which plain text of the same words has lost.
  var hasCells = false
  /// What the writer does not mean to say or a reader does not see: deleted words, comments, hidden cells.
  /// Each line begins with its kind, such as `(opmerking) `.
  var hidden = false
  /// See `TextPart.entry`.
  var entry = 0
}

/// A file in a file.
struct InsideFile {
  enum Body {
    case bytes([UInt8])
    /// Already taken apart: a message in an Outlook message has no bytes of its own.
    case content(FileContent)
    /// The message itself as it was sent, RFC 5322 with only the header of its body (a signed one).
    case own([UInt8])
    /// Seen but not opened.
    case fault(FileFault)
  }

  /// As it stands there; made safe before it is shown.
  var name: String?
  /// Media type as declared, lower case; the content wins.
  var type: String?
  var body: Body
}

/// Head of a message that is no RFC 5322 message.
struct MessageHead {
  var from: Address?
  var replyTo: Address?
  var recipients: [Address] = []
  var subject = ""
  var date: Timestamp?
  /// Fields of its transport header, when it has kept one, names in lower case.
  var headers: [Header] = []
}

/// Why a file could not be read, or not wholly.
enum FileFault: Error {
  /// A password or a certificate is needed.
  case protected
  /// It is not what it begins like, or is cut off.
  case damaged
  /// There is nothing in it that can be read as text: a scan.
  case textless
  /// It is a link to a file that is not here.
  case elsewhere
  /// A piece of another program that was pasted into a text.
  case object
  /// A limit of `Limits` was met; its name becomes the item's reason.
  case limit(String)

  /// Dutch, beside the part.
  var note: String {
    switch self {
    case .protected: "beveiligd met een wachtwoord; vraag de melder om een versie zonder wachtwoord"
    case .damaged: "beschadigd of afgekapt; niet te lezen; vraag de melder om een nieuwe versie"
    case .textless: "geen leesbare tekst, waarschijnlijk een scan; lees zelf"
    case .elsewhere: Note.elsewhere
    case .object: "ingevoegd object van een ander programma; niet gelezen; lees zelf"
    case .limit: "te groot of te ingewikkeld om te lezen; niet alles is bekeken; lees zelf"
    }
  }
}

/// What may still be spent on files of one item, shared by all of them.
struct FileBudget {
  let limits: Limits
  /// Bytes that may still come out of compressed files.
  var inflatedLeft: Int
  /// Entries of archives, sheets' cells and the like that may still be looked at.
  var entriesLeft: Int

  init(limits: Limits) {
    self.limits = limits
    inflatedLeft = limits.inflatedBytes
    entriesLeft = limits.entries
  }

  /// Call while inflating, with each piece: the size that an archive declares is only a hint.
  mutating func inflate(_ count: Int) throws(FileFault) {
    inflatedLeft -= count
    if inflatedLeft < 0 { throw .limit("inflated") }
  }

  mutating func enter(_ count: Int = 1) throws(FileFault) {
    entriesLeft -= count
    if entriesLeft < 0 { throw .limit("entries") }
  }
}
