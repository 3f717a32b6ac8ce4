/// A folder into which people and programs drop files: what to take from it, and when.
public struct DropFolder: Sendable {
  /// Names of uploads in progress, lock files, and what desktops leave behind. `*` stands for any text;
  /// capitals do not matter. A name under a pattern that begins with `*` belongs to an upload: one that
  /// stays for an hour is reported.
  public static let usualIgnored = [
    "*.part", "*.filepart", "~$*", ".~lock*", "Thumbs.db", "desktop.ini", ".*",
  ]

  /// Name of the source in the configuration.
  public var name: String
  /// Absolute; a symbolic link in it is followed.
  public var path: String
  /// A file is complete when nothing happened to it for so long. At least five seconds are waited on a
  /// network file system, where a client's cache answers first.
  public var quiet: Duration
  /// How often the folder is listed as well; at least every 30 s where no events come.
  public var rescan: Duration
  /// Larger files are refused.
  public var maxBytes: Int
  /// How many levels of folders below this one are read too; deeper ones are reported.
  public var maxDepth: Int
  /// See `usualIgnored`.
  public var ignored: [String]
  /// When given, `X` is taken as soon as `X` + marker exists, and never before: `.klaar`.
  public var marker: String?
  /// True: keeps what was taken, in a folder per day under `archiveFolder`. False: removes it.
  public var archives: Bool
  public var archiveFolder: String
  /// For what was refused and could be moved, each with a text that says why. Only we can read it.
  public var rejectedFolder: String
  /// Nothing is taken while the folder does not lie on a mounted file system other than that of `/`.
  public var requiresMount: Bool
  /// At most so many files, and about so many bytes, are handed over at a time.
  public var batchFiles: Int
  public var batchBytes: Int

  public init(
    name: String, path: String, quiet: Duration = .seconds(2), rescan: Duration = .seconds(300),
    maxBytes: Int = 50 << 20, maxDepth: Int = 0, ignored: [String] = usualIgnored,
    marker: String? = nil, archives: Bool = false, archiveFolder: String = ".verwerkt",
    rejectedFolder: String = ".afgekeurd", requiresMount: Bool = false, batchFiles: Int = 256,
    batchBytes: Int = 16 << 20
  ) {
    self.name = name
    self.path = path
    self.quiet = quiet
    self.rescan = rescan
    self.maxBytes = maxBytes
    self.maxDepth = maxDepth
    self.ignored = ignored
    self.marker = marker
    self.archives = archives
    self.archiveFolder = archiveFolder
    self.rejectedFolder = rejectedFolder
    self.requiresMount = requiresMount
    self.batchFiles = batchFiles
    self.batchBytes = batchBytes
  }
}
