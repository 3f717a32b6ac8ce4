import Core
import Foundation
import Testing

@testable import Transport

@Suite("A Maildir gets one file for each entry")
struct MaildirChannelTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test("Made when missing, readable by its owner alone, bytes as composed")
  func delivered() async throws {
    let channel = MaildirChannel(name: "post", path: folder.path("post"))
    let entries = (1...50).map { entry($0) }
    #expect(await deliver(entries, by: channel).allSatisfy { $0 == .delivered })
    let names = try folder.list("post/new")
    #expect(names.count == 50)
    let contents = Set(try names.map { try folder.read("post/new/\($0)") })
    #expect(contents == Set(entries.map(\.notice.bytes)))
    #expect(try folder.list("post/tmp").isEmpty && folder.list("post/cur").isEmpty)
    for name in names { #expect(try folder.permissions("post/new/\(name)") == 0o600) }
    for name in ["post", "post/new", "post/tmp", "post/cur"] {
      #expect(try folder.permissions(name) == 0o700)
    }
    // No name has a character with a meaning in a Maildir or a shell.
    #expect(names.allSatisfy { $0.utf8.allSatisfy { (0x2e...0x7a).contains($0) && $0 != 0x2f } })
  }

  @Test("A repeat after a crash makes no second copy; what the crash left in tmp is no obstacle")
  func repeated() async throws {
    let channel = MaildirChannel(name: "post", path: folder.path("post"))
    #expect(await deliver([entry(1)], by: channel) == [.delivered])
    let name = try #require(try folder.list("post/new").first)
    try folder.write("post/tmp/\(name)", "half")
    #expect(await deliver([entry(1), entry(2)], by: channel) == [.delivered, .delivered])
    #expect(try folder.list("post/new").count == 2)
    #expect(try folder.read("post/new/\(name)") == entry(1).notice.bytes)
    #expect(try folder.list("post/tmp").isEmpty)
  }

  @Test("One message to two recipients is two files")
  func recipients() async throws {
    let channel = MaildirChannel(name: "post", path: folder.path("post"))
    var second = entry(1, to: "ander@voorbeeld.nl")
    second.id = 2
    _ = await deliver([entry(1), second], by: channel)
    #expect(try folder.list("post/new").count == 2)
  }

  @Test("Another program's Maildir with its own mail is used as it is")
  func existing() async throws {
    for name in ["post/new", "post/cur", "post/tmp"] { try folder.makeFolder(name) }
    try folder.write("post/new/1.anders", "x")
    #expect(
      await deliver([entry()], by: MaildirChannel(name: "post", path: folder.path("post/")))
        == [.delivered])
    #expect(try folder.list("post/new").count == 2)
  }

  @Test(
    "Without the folder above it, or with a file in its place, nothing is lost and nothing made")
  func missing() async throws {
    let absent = MaildirChannel(name: "post", path: folder.path("weg/post"))
    #expect(await deliver([entry()], by: absent).map(\.code) == ["4.3.5"])
    try folder.write("bestand", "x")
    let file = MaildirChannel(name: "post", path: folder.path("bestand"))
    #expect(await deliver([entry()], by: file).map(\.category) == [4])
    #expect(try folder.list("") == ["bestand"])
  }

  @Test(
    "A full disk defers what does not fit, and what fits is delivered later",
    .enabled(if: SmallDisk.isPossible, "needs the right to mount"))
  func full() async throws {
    let disk = try SmallDisk(in: folder, kilobytes: 512)
    defer { disk.remove() }
    let channel = MaildirChannel(name: "post", path: disk.path + "/post")
    let text = "Subject: x\r\n\r\n" + String(repeating: "x\r\n", count: 100_000)
    let statuses = await deliver([entry(1, message: text), entry(2, message: text)], by: channel)
    #expect(statuses.map(\.code) == ["2.0.0", "4.3.1"])
    #expect(try folder.list("disk/post/tmp").isEmpty)
    for name in try folder.list("disk/post/new") { try folder.remove("disk/post/new/\(name)") }
    #expect(await deliver([entry(2, message: text)], by: channel) == [.delivered])
  }
}
