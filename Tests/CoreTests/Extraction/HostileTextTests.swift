import Foundation
import Testing

@testable import Core

/// Text that nobody meant to be read: it must be survived, and in time that grows with its length only.
@Suite("Hostile text in whole messages")
struct HostileMessageTests {
  /// The project's own samples, as bytes.
  static let samples: [(name: String, bytes: [UInt8])] = {
    let folder = Shipped.directory.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Tests/Samples")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0 != "verwacht.csv" }.sorted().compactMap { name in
      (try? Data(contentsOf: folder.appending(path: name))).map { (name, [UInt8]($0)) }
    }
  }()

  static func read(_ bytes: [UInt8]) throws -> Record {
    understand(Submission(file: bytes), tables: try Shipped.tables.get(), rowLimit: 500).record
  }

  @Test("There are samples")
  func present() { #expect(Self.samples.count > 20) }

  @Test("Every sample cut off anywhere is read", arguments: samples.map(\.name))
  func truncated(name: String) throws {
    let bytes = try #require(Self.samples.first { $0.name == name }?.bytes)
    for length in stride(from: 0, through: bytes.count, by: max(1, bytes.count / 40)) {
      _ = try Self.read(Array(bytes[..<length]))
    }
  }

  @Test("Every sample with bytes changed anywhere is read", arguments: samples.map(\.name))
  func changed(name: String) throws {
    var bytes = try #require(Self.samples.first { $0.name == name }?.bytes)
    var random = SplitMix(seed: UInt64(bytes.count))
    for _ in 0..<12 {
      for _ in 0..<8 where !bytes.isEmpty {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      _ = try Self.read(bytes)
    }
  }

  @Test(
    "Random bytes are read, all of them and those that structure text",
    arguments: 0..<40 as Range<UInt64>)
  func random(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let marks = Array(
      "\n\n\r\t\u{0B} :=?.|>-_[]()x@,;/\"'☒☐•1234Aa Naam Van Adres Datum ja nee -- Gr. FW: ".utf8)
    let bytes = (0..<1500).map { _ in
      seed % 2 == 0
        ? UInt8(truncatingIfNeeded: random.next()) : marks[Int(random.next() % UInt64(marks.count))]
    }
    _ = try Self.read(bytes)
  }

  @Test("A text may begin with any sign", arguments: Array("!\"#$%&'()*+,-./:;<=>?@[]^_{|}~".utf8))
  func sign(sign: UInt8) throws {
    for start in [[sign], [sign, 0x20], [sign, sign, 0x20], [sign, 0x20, 0x31, sign, 0x20]] {
      _ = try Self.read(start + Array("Er is iets gezien in Almelo.".utf8))
    }
  }

  @Test("A sample gives the same record with LF and with CRLF", arguments: samples.map(\.name))
  func lineEnds(name: String) throws {
    let bytes = try #require(Self.samples.first { $0.name == name }?.bytes)
    let unix = bytes.filter { $0 != 0x0d }
    let record = try Self.read(unix).encodedMembers()
    let dos = unix.flatMap { $0 == 0x0a ? [0x0d, 0x0a] : [$0] }
    #expect(try Self.read(dos).encodedMembers() == record)
  }

  static let runs = [
    "a", ">", "> ", ":", "Van: a@b.nl\n", "Naam: x\n", "Naam\n", "x\n\n", "- a: b\n", "|a|b",
    "a\tb", "☐", "[x] ",
    "[ ", "(", "@", "a@b.", "1", "1 ", "12-", ".....", "é", "\u{0B}", "\u{0B}\t", "?", "Gr. Ada\n",
    "--\n",
    "Op 3-11-2026 om 10:00 schreef a@b.nl:\n", "-----Original Message-----\n",
    "Datum: 3 nov\nVan: x\n", "MH-2026-",
    "Straat ", "in Borne ", "geen niet ", "Naam: a Tel: ", "a: ", "  x", "= ", "\u{0C}Naam: x\n",
    "Postcode\tToelichting\n7607 UF\taa bb cc\n7607 UG\taa bb cc\n\n", "Naam melder\tx\nx\ty\n\n",
  ]

  @Test("Time grows with the text and no faster", arguments: runs)
  func growth(run: String) throws {
    func time(_ size: Int) throws -> Duration {
      let bytes = Array(String(repeating: run, count: size / run.utf8.count + 1).utf8)
      let clock = ContinuousClock()
      return try clock.measure { _ = try Self.read(bytes) }
    }
    _ = try time(500)
    // Eight times the text in less than thirty times the time: far from its square, with room for a busy machine.
    var ratio = 0.0
    for _ in 0..<4 {
      let small = try time(3_000)
      ratio = try time(24_000) / max(small, .milliseconds(2))
      if ratio < 30 { break }
    }
    #expect(ratio < 30)
  }
}
