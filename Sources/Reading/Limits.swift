internal import Core

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
