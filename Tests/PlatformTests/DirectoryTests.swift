import Glibc
import Platform
import Testing

@Suite("A directory", .timeLimit(.minutes(1)))
struct DirectoryTests {
  let scratch = Scratch()

  @Test(
    "knows its entries by bytes",
    arguments: [
      Array("formulier.txt".utf8), Array("-rf".utf8), Array("regel\neinde".utf8), [0xff, 0xfe],
      Array("e\u{301}".utf8), Array("é".utf8), Array(repeating: 0x61, count: 255), [0x20], [0x01],
    ])
  func names(name: [UInt8]) throws {
    scratch.write(name, [1, 2, 3])
    let directory = try Directory(path: scratch.path)
    #expect(try PlatformTests.names(directory) == [name])
    let file = try directory.file(name)
    #expect(try file.readAll(expected: 3, limit: 10) == [1, 2, 3])
    try directory.remove(name)
    #expect(try PlatformTests.names(directory).isEmpty)
  }

  @Test(
    "refuses what is not the name of one entry",
    arguments: [[], Array("a/b".utf8), [0x61, 0, 0x62]] as [[UInt8]])
  func refuses(name: [UInt8]) throws {
    let directory = try Directory(path: scratch.path)
    #expect(throws: Errno("name", code: EINVAL)) { try directory.status(of: name) }
    #expect(throws: Errno("name", code: EINVAL)) { _ = try directory.file(name) }
  }

  @Test("lists many, each once")
  func lists() throws {
    for index in 0..<3000 { scratch.write("bestand-\(index)", "") }
    let directory = try Directory(path: scratch.path)
    #expect(Set(try PlatformTests.names(directory)).count == 3000)
    // A second listing starts from the beginning.
    #expect(try PlatformTests.names(directory).count == 3000)
  }

  @Test(
    "tells what an entry is",
    arguments: [
      ("printf abc > x", FileStatus.Kind.regular), ("mkdir x", .directory),
      ("ln -s /etc/passwd x", .symbolicLink), ("mkfifo x", .pipe),
    ])
  func kinds(commands: String, kind: FileStatus.Kind) throws {
    scratch.sh(commands)
    let directory = try Directory(path: scratch.path)
    #expect(try directory.status(of: Array("x".utf8)).kind == kind)
  }

  @Test("tells size, links, permissions and times")
  func status() throws {
    scratch.sh("printf abc > x; chmod 640 x; ln x y; touch -d @1000000000.5 x; truncate -s 30M z")
    let directory = try Directory(path: scratch.path)
    let status = try directory.status(of: Array("x".utf8))
    #expect(status.size == 3 && status.links == 2 && status.permissions == 0o640)
    #expect(status.modified == .init(seconds: 1_000_000_000, nanoseconds: 500_000_000))
    #expect(abs(status.changed.seconds - wallClock()) < 60)
    #expect(status.isSameContent(as: try directory.status(of: Array("y".utf8))))
    let sparse = try directory.status(of: Array("z".utf8))
    #expect(sparse.size == 30 << 20 && sparse.allocated == 0)
    #expect(!status.isSameFile(as: sparse))
  }

  @Test("never follows a symbolic link in the last place")
  func links() throws {
    scratch.sh("ln -s /etc/passwd file; ln -s /etc folder")
    let directory = try Directory(path: scratch.path)
    #expect(throws: Errno("openat", code: ELOOP)) { _ = try directory.file(Array("file".utf8)) }
    #expect(throws: Errno("openat", code: ENOTDIR)) {
      _ = try directory.directory(Array("folder".utf8))
    }
    #expect(throws: Errno("openat", code: EEXIST)) {
      _ = try directory.create(Array("file".utf8))
    }
  }

  @Test("never waits for the other end of a pipe")
  func pipes() throws {
    scratch.sh("mkfifo pipe")
    let directory = try Directory(path: scratch.path)
    let file = try directory.file(Array("pipe".utf8))
    #expect(try file.status().kind == .pipe)
  }

  @Test("moves an entry and never replaces another")
  func moves() throws {
    scratch.write("a", "een")
    scratch.write("b", "twee")
    let directory = try Directory(path: scratch.path)
    try directory.makeDirectory(Array("sub".utf8))
    let sub = try directory.directory(Array("sub".utf8))
    #expect(try sub.status().permissions == 0o700)
    try directory.move(Array("a".utf8), to: sub, as: Array("x".utf8))
    #expect(throws: Errno("renameat2", code: EEXIST)) {
      try directory.move(Array("b".utf8), to: sub, as: Array("x".utf8))
    }
    try directory.sync()
    #expect(try PlatformTests.names(sub) == [Array("x".utf8)])
    #expect(try PlatformTests.names(directory) == [Array("b".utf8), Array("sub".utf8)])
    #expect(try sub.status(levelsUp: 1).isSameFile(as: directory.status()))
    #expect(try sub.status(levelsUp: 0).isSameFile(as: sub.status()))
  }

  @Test("reads no more than the limit", arguments: [(0, 10), (10, 10), (11, 10), (200_000, 10)])
  func limit(size: Int, limit: Int) throws {
    scratch.write(Array("x".utf8), Array(repeating: 7, count: size))
    let file = try Directory(path: scratch.path).file(Array("x".utf8))
    let bytes = try file.readAll(expected: 4, limit: limit)
    #expect(bytes?.count == (size <= limit ? size : nil))
  }

  @Test("tells whether a file is being written by someone")
  func writers() throws {
    scratch.write("x", "half")
    let directory = try Directory(path: scratch.path)
    let file = try directory.file(Array("x".utf8))
    // Nil where leases are not to be had; never a false no.
    let idle = file.hasWriter()
    #expect(idle != true)
    let writer = unsafe open(scratch.at(Array("x".utf8)), O_WRONLY | O_CLOEXEC)
    #expect(file.hasWriter() == idle.map { _ in true })
    close(writer)
    #expect(file.hasWriter() == idle)
  }

  @Test(
    "tells by its file system whether changes raise events",
    arguments: [
      (0xef53, true), (0x0102_1994, true), (0x5846_5342, true), (0x9123_683e, true),
      (0x6969, false), (0x517b, false), (0xff53_4d42, false), (0xfe53_4d42, false),
      (0x6573_5546, false), (-0xacb_2be, false), (0, true),
    ] as [(Int64, Bool)])
  func fileSystems(type: Int64, hasEvents: Bool) {
    #expect(FileSystem(type: type).hasEvents == hasEvents)
  }

  @Test("knows its own file system")
  func ownFileSystem() throws {
    #expect(try Directory(path: "/proc").fileSystem().type == 0x9fa0)
  }
}

@Test(
  "A name of any bytes can be shown, and no two look alike",
  arguments: [
    (Array("formulier één.txt".utf8), "formulier één.txt"), ([0xff, 0xfe], "\\xff\\xfe"),
    (Array("a\nb\r\t".utf8), "a\\x0ab\\x0d\\x09"), (Array("a\\x0ab".utf8), "a\\\\x0ab"),
    // The right-to-left override that makes `gpj.exe` look like a picture.
    (Array("a\u{202e}gpj.exe".utf8), "a\\xe2\\x80\\xaegpj.exe"),
    ([0x1b, 0x5b, 0x33, 0x31, 0x6d], "\\x1b[31m"), ([0x7f, 0xc3], "\\x7f\\xc3"),
    // Overlong, surrogate, beyond the last scalar.
    ([0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xf4, 0x90], "\\xc0\\xaf\\xed\\xa0\\x80\\xf4\\x90"),
    (Array("\u{1f600}".utf8), "\u{1f600}"), ([], ""),
  ] as [([UInt8], String)])
func escaping(name: [UInt8], shown: String) {
  #expect(Array(escapedName(name).utf8) == Array(shown.utf8))
}
