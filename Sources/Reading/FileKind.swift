/// A file format that is kept and not read yet: how it begins, and what people call it.
struct FileKind: Sendable, Hashable {
  /// Media type.
  var type: String
  /// Dutch, for the note beside a part.
  var name: String
  var offset: Int
  var magic: [UInt8]

  init(_ type: String, _ name: String, _ magic: [UInt8], at offset: Int = 0) {
    (self.type, self.name, self.magic, self.offset) = (type, name, magic, offset)
  }

  init(_ type: String, _ name: String, _ magic: String, at offset: Int = 0) {
    self.init(type, name, Array(magic.utf8), at: offset)
  }

  /// A beginning that could be a word (`BMW`, `Rar!`) counts only before bytes that no text has.
  func matches(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= offset + magic.count,
      bytes[offset..<(offset + magic.count)].elementsEqual(magic)
    else { return false }
    let isWord = magic.count <= 4 && magic.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
    return !isWord || bytes.prefix(512).contains { $0 < 0x20 && !$0.isSpace }
  }

  /// Formats that share a container tell themselves by the names of what is in it.
  func refined(_ bytes: [UInt8]) -> FileKind {
    let head = 0..<min(bytes.count, 8192)
    switch type {
    case "application/zip":
      return Self.zipped.first { bytes.hasWord($0.mark, in: head) }?.kind ?? self
    case "application/x-ole-storage":
      // Office puts what it encrypts into a container of the old kind (MS-OFFCRYPTO 2.3).
      if bytes.hasUTF16("EncryptedPackage", in: 0..<min(bytes.count, 200_000)) {
        return FileKind("application/encrypted", "beveiligd Office-bestand", magic)
      }
      let isMail = bytes.hasUTF16("__substg1.0", in: 0..<min(bytes.count, 200_000))
      return isMail ? FileKind("application/vnd.ms-outlook", "Outlook-bericht", magic) : self
    default: return self
    }
  }

  private static let zipped: [(mark: StaticString, kind: FileKind)] = [
    (
      "word/",
      FileKind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word", "PK")
    ),
    (
      "xl/",
      FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel", "PK")
    ),
    (
      "ppt/",
      FileKind(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint",
        "PK")
    ),
    (
      "opendocument.text", FileKind("application/vnd.oasis.opendocument.text", "OpenDocument", "PK")
    ),
    (
      "opendocument.spreadsheet",
      FileKind("application/vnd.oasis.opendocument.spreadsheet", "OpenDocument", "PK")
    ),
  ]

  static let table: [FileKind] = [
    FileKind("application/pdf", "PDF", "%PDF-"),
    FileKind("application/zip", "zip", [0x50, 0x4b, 3, 4]),
    FileKind("application/zip", "zip", [0x50, 0x4b, 5, 6]),
    FileKind(
      "application/x-ole-storage", "oud Office-bestand",
      [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    FileKind("application/ms-tnef", "winmail.dat", [0x78, 0x9f, 0x3e, 0x22]),
    FileKind("application/rtf", "RTF", "{\\rtf"),
    FileKind("image/jpeg", "foto", [0xff, 0xd8, 0xff]),
    FileKind("image/png", "afbeelding", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    FileKind("image/gif", "afbeelding", "GIF8"),
    FileKind("image/webp", "afbeelding", "WEBP", at: 8),
    FileKind("image/tiff", "scan", [0x49, 0x49, 0x2a, 0]),
    FileKind("image/tiff", "scan", [0x4d, 0x4d, 0, 0x2a]),
    FileKind("image/heic", "HEIC-foto", "ftypheic", at: 4),
    FileKind("image/heic", "HEIC-foto", "ftypheix", at: 4),
    FileKind("image/heic", "HEIC-foto", "ftypheim", at: 4),
    FileKind("image/heic", "HEIC-foto", "ftypheis", at: 4),
    FileKind("image/heic", "HEIC-foto", "ftyphevc", at: 4),
    FileKind("image/heic", "HEIC-foto", "ftyphevx", at: 4),
    FileKind("image/heic", "HEIC-foto", "ftypmif1", at: 4),
    FileKind("image/heic", "HEIC-foto", "ftypmsf1", at: 4),
    FileKind("image/bmp", "afbeelding", [0x42, 0x4d]),
    FileKind("video/mp4", "video", "ftyp", at: 4),
    FileKind("audio/mpeg", "geluid", "ID3"),
    FileKind("audio/wav", "geluid", "WAVE", at: 8),
    FileKind("audio/ogg", "geluid", "OggS"),
    FileKind("audio/amr", "geluid", "#!AMR"),
    FileKind("application/x-7z-compressed", "archief", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
    FileKind("application/vnd.rar", "archief", "Rar!"),
    FileKind("application/gzip", "archief", [0x1f, 0x8b]),
    FileKind("application/x-bzip2", "archief", "BZh"),
    FileKind("application/x-xz", "archief", [0xfd, 0x37, 0x7a, 0x58, 0x5a]),
    FileKind("application/pgp-encrypted", "versleuteld bericht", "-----BEGIN PGP MESSAGE-----"),
    FileKind("application/vnd.sqlite3", "database", "SQLite format 3"),
  ]
}

extension [UInt8] {
  /// Whether ASCII text stands in the range as UTF-16, little-endian.
  fileprivate func hasUTF16(_ text: StaticString, in range: Range<Int>) -> Bool {
    var wide: [UInt8] = []
    for byte in text.description.utf8 { wide += [byte, 0] }
    var at = range.lowerBound
    while true {
      at = position(of: wide[0], in: at..<range.upperBound)
      guard at + wide.count <= range.upperBound else { return false }
      if self[at..<(at + wide.count)].elementsEqual(wide) { return true }
      at += 1
    }
  }
}
