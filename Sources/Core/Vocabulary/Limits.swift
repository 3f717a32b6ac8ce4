/// How much of one message or file is looked at. What goes beyond is kept with the original, and the item
/// goes to quarantine with the reason `limit:NAME`, with what could be read.
public struct Limits: Sendable, Hashable {
  /// Multiparts and messages inside one another (`limit:depth`).
  public var depth = 50
  /// Leaves of one message, those of messages inside it included (`limit:parts`).
  public var parts = 1000
  /// Header fields of one message (`limit:headers`).
  public var headers = 1000
  /// Bytes of the header of one message (`limit:headers`).
  public var headerBytes = 256 << 10
  /// Bytes of text from one item, UTF-8 (`limit:text`): a thousand pages. Understanding a text takes up to a
  /// hundred times its size in memory, and under a second for each MiB.
  public var textBytes = 2 << 20
  /// Bytes of one text file beside the message; a longer one is stored, and the message is read without it.
  public var attachedTextBytes = 256 << 10
  /// Bytes of one item (`limit:bytes`).
  public var messageBytes = 60 << 20

  /// Files inside one another: a form in an archive in an archive is two deep (`limit:depth`).
  public var fileDepth = 2
  /// Bytes that the compressed files of one item may become (`limit:inflated`).
  public var inflatedBytes = 96 << 20
  /// Entries of archives, and cells of sheets (`limit:entries`).
  public var entries = 200_000
  /// Bytes of a picture or scanned document whose text is recognised.
  public var pictureBytes = 32 << 20
  /// Rows of a list with a report a row (`limit:rows`).
  public var rows = Verdict.rowLimit
  /// Pages of one document (`limit:pages`).
  public var pages = 500
  /// Elements inside one another in XML and JSON, groups in RTF (`limit:depth`).
  public var nesting = 200
  /// Elements and texts of one XML document (`limit:elements`): a hundred pages have some ten thousand.
  public var elements = 2_000_000

  public init() {}
}

extension Limits {
  /// One of them, as `[limits]` in the configuration and the line to the readers name it.
  public struct Entry: Sendable {
    public let name: String
    public let path: any WritableKeyPath<Limits, Int> & Sendable
    /// What a reader can do with its memory and stack.
    public let range: ClosedRange<Int>
  }

  /// Every limit but that of the item, which the doors keep.
  public static let table: [Entry] = [
    Entry(name: "depth", path: \.depth, range: 5...100),
    Entry(name: "parts", path: \.parts, range: 10...10_000),
    Entry(name: "headers", path: \.headers, range: 50...10_000),
    Entry(name: "header_bytes", path: \.headerBytes, range: 16_384...4_194_304),
    Entry(name: "text_bytes", path: \.textBytes, range: 10_000...2_097_152),
    Entry(name: "attached_text_bytes", path: \.attachedTextBytes, range: 10_000...1_048_576),
    Entry(name: "file_depth", path: \.fileDepth, range: 1...5),
    Entry(name: "inflated_bytes", path: \.inflatedBytes, range: 1_000_000...100_663_296),
    Entry(name: "entries", path: \.entries, range: 100...1_000_000),
    Entry(name: "picture_bytes", path: \.pictureBytes, range: 100_000...33_554_432),
    Entry(name: "rows", path: \.rows, range: 1...Verdict.rowLimit),
    Entry(name: "pages", path: \.pages, range: 1...5_000),
    Entry(name: "nesting", path: \.nesting, range: 10...1_000),
    Entry(name: "elements", path: \.elements, range: 1_000...4_000_000),
  ]

  public func encoded() -> [UInt8] {
    var out = WireWriter()
    for entry in Self.table { out.integer(Int64(self[keyPath: entry.path])) }
    return out.bytes
  }

  public init(decoding bytes: [UInt8]) throws(WireError) {
    self.init()
    var wire = WireReader(bytes)
    for entry in Self.table {
      guard let value = Int(exactly: try wire.integer()), entry.range ~= value else {
        throw WireError("limit \(entry.name)")
      }
      self[keyPath: entry.path] = value
    }
    guard wire.isAtEnd else { throw WireError("trailing bytes") }
  }
}
