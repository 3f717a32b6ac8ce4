import Core
import Platform
import Testing

@testable import Transport

@Suite("The rules of a drop folder")
struct FolderRulesTests {
  @Test(
    "tell by its name what an entry is",
    arguments: [
      ("formulier.txt", NameRules.Sort.file), ("-rf", .file), ("klaar", .file), ("part", .file),
      ("melding.part", .partial), ("melding.PART", .partial), ("a.filepart", .partial),
      ("~$melding.docx", .ignored), (".~lock.melding.odt#", .ignored), ("Thumbs.db", .ignored),
      ("THUMBS.DB", .ignored), ("desktop.ini", .ignored), (".DS_Store", .ignored),
      (".bezig", .ignored), ("Afgekeurd", .ignored), (".verwerkt", .ignored),
      ("mijn desktop.ini", .file), ("melding.partner", .file), ("~melding", .file),
      ("melding.txt.klaar", .marker(of: Array("melding.txt".utf8))), (".klaar", .ignored),
      ("melding.part.klaar", .ignored), ("x.klaar.klaar", .ignored),
    ])
  func names(name: String, sort: NameRules.Sort) {
    var folder = DropFolder(name: "balie", path: "/")
    folder.marker = ".klaar"
    folder.rejectedFolder = "Afgekeurd"
    let rules = NameRules(
      folder, own: [folder.archiveFolder, folder.rejectedFolder, FolderSource.claimsFolder])
    #expect(rules.sort(Array(name.utf8)) == sort)
  }

  @Test("know no markers without being asked to")
  func noMarker() {
    let rules = NameRules(DropFolder(name: "balie", path: "/"), own: [])
    #expect(rules.sort(Array("melding.txt.klaar".utf8)) == .file)
    #expect(rules.sort([0xff, 0xfe]) == .file)
  }

  @Test(
    "match patterns",
    arguments: [
      ("abc", "abc", true), ("abc", "ABC", true), ("abc", "ab", false), ("ab", "abc", false),
      ("abc", "*", true), ("", "*", true), ("", "", true), ("abc", "a*c", true),
      ("abcbc", "a*bc", true), ("abcbd", "a*bc", false), ("aXbXc", "a*b*c", true),
      ("abc", "*c*", true), ("abc", "**", true), ("abc", "*d", false),
    ])
  func patterns(name: String, pattern: String, isMatch: Bool) {
    #expect(matches(Array(name.utf8), Array(pattern.utf8)) == isMatch)
  }

  @Test("match a hostile name in no time")
  func hostile() {
    let name = Array(repeating: UInt8(ascii: "a"), count: 255)
    let pattern = Array(String(repeating: "*a", count: 100).utf8) + [0x62]
    #expect(!matches(name, pattern))
  }

  private static let now = FileStatus.Time(seconds: 1_000_000)

  private static func file(
    _ kind: FileStatus.Kind = .regular, device: UInt64 = 1, links: UInt64 = 1, size: Int64 = 5,
    allocated: Int64 = 4096
  ) -> FileStatus {
    FileStatus(
      kind: kind, device: device, inode: 1, links: links, size: size, allocated: allocated,
      modified: now, changed: now)
  }

  @Test(
    "refuse what is no plain file of its own",
    arguments: [
      (file(), nil), (file(size: 0, allocated: 0), nil), (file(size: 1000), nil),
      (file(.symbolicLink), .symbolicLink), (file(.pipe), .pipe), (file(.socket), .socket),
      (file(.device), .device), (file(.directory), .folder), (file(links: 2), .hardLink),
      (file(device: 2), .foreign), (file(size: 10_000_001), .tooLarge(bytes: 10_000_001)),
      (file(size: 9_000_000, allocated: 4096), .sparse),
      (file(size: 9_000_000, allocated: 9_000_000), nil),
    ] as [(FileStatus, FileRefusal?)])
  func refusals(status: FileStatus, refusal: FileRefusal?) {
    #expect(
      FileRefusal(status, device: 1, maxBytes: 10_000_000, knowsHoles: true) == refusal)
  }

  @Test("believe no holes where the file system does not count truly")
  func holes() {
    let status = Self.file(size: 9_000_000, allocated: 0)
    #expect(FileRefusal(status, device: 1, maxBytes: 10_000_000, knowsHoles: false) == nil)
  }

  @Test("explain in Dutch why, where it is, and what to do")
  func explanation() {
    let text = FileRefusal.symbolicLink.explanation(
      name: "a\\x0ab", when: "24-11-2026 14:05", isMoved: true)
    #expect(text.contains("Naam:      a\\x0ab\n"))
    #expect(text.contains("koppeling") && text.contains("24-11-2026 14:05"))
    #expect(text.contains("Het is verplaatst naar deze map."))
    let other = FileRefusal.tooLarge(bytes: 7).explanation(name: "x", when: "", isMoved: false)
    #expect(other.contains("(7 bytes)") && other.contains("Het staat nog waar het stond."))
  }

  @Test(
    "recognise the folder when it is opened again",
    arguments: [
      ((1, 2, nil), (1, 2, nil), FolderIdentity.Change.same),
      // Removed and made again.
      ((1, 2, nil), (1, 3, nil), .replaced),
      // Its share was unmounted: the folder under the mount point, or one above it.
      ((7, 2, 0), (1, 9, nil), .unmounted), ((7, 2, 1), (1, 9, 4), .unmounted),
      // Mounted again, with another device number.
      ((7, 2, 0), (8, 2, 0), .replaced), ((7, 2, 3), (8, 2, 3), .replaced),
      // Something was mounted on it.
      ((1, 2, nil), (7, 2, 0), .replaced), ((7, 2, 3), (8, 2, 0), .replaced),
    ] as [((UInt64, UInt64, Int?), (UInt64, UInt64, Int?), FolderIdentity.Change)])
  func identity(
    known: (UInt64, UInt64, Int?), found: (UInt64, UInt64, Int?), change: FolderIdentity.Change
  ) {
    let identity = { (facts: (UInt64, UInt64, Int?)) in
      FolderIdentity(device: facts.0, inode: facts.1, mount: facts.2)
    }
    #expect(identity(known).change(to: identity(found)) == change)
  }

  @Test(
    "say when a file came in",
    arguments: [
      // written, arrived, now, received
      (1000, 1000, 2000, 1000),
      // Written on Friday, dropped on Monday.
      (1_000_000, 1_259_200, 1_300_000, 1_000_000),
      // 1970, 2099, and a clock that runs ahead.
      (0, 1_800_000_000, 1_800_000_100, 1_800_000_000),
      (4_070_908_800, 1_800_000_000, 1_800_000_100, 1_800_000_000),
      (1_800_000_500, 1_800_000_500, 1_800_000_100, 1_800_000_100),
    ] as [(Int64, Int64, Int64, Int64)])
  func received(written: Int64, arrived: Int64, now: Int64, received: Int64) {
    let status = FileStatus(
      kind: .regular, inode: 1, modified: .init(seconds: written), changed: .init(seconds: arrived))
    #expect(receivedAt(status, now: Timestamp(seconds: now)).seconds == received)
  }

  @Test("know every version of a file by a key of its own")
  func keys() {
    let path = Array("a b".utf8)
    var versions = [Self.file()]
    for change in [
      { $0.size = 6 }, { $0.inode = 2 }, { $0.device = 2 },
      { $0.modified.nanoseconds = 1 }, { $0.changed.nanoseconds = 1 },
    ] as [(inout FileStatus) -> Void] {
      versions.append(Self.file())
      change(&versions[versions.count - 1])
    }
    let keys = versions.map { FileKey.taken(path, $0) } + versions.map { FileKey.refused(path, $0) }
    #expect(Set(keys).count == keys.count)
    #expect(keys.map(FileKey.isRefused) == versions.map { _ in false } + versions.map { _ in true })
    // What happens in a refused folder does not make it another.
    var folder = Self.file(.directory)
    let key = FileKey.refused(path, folder)
    folder.modified.seconds += 1
    #expect(FileKey.refused(path, folder) == key)
  }
}
