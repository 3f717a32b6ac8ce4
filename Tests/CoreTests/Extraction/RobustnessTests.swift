import Glibc
import Testing

@testable import Core

/// What a recogniser makes of a text, as a number that keeps the work from being optimised away.
private struct Recogniser: Sendable, CustomTestStringConvertible {
  var name: String
  var run: @Sendable (Tokens) throws -> Int
  var testDescription: String { name }
}

/// Seconds of processor time that this thread spends: what else the machine does is not counted.
private func seconds(_ body: () throws -> Void) rethrows -> Double {
  func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
  let start = now()
  try body()
  return now() - start
}

private let noon = CivilTime(
  date: CivilDate(year: 2026, month: 11, day: 24) ?? CivilDate(dayNumber: 0), hour: 12)

private let recognisers: [Recogniser] = [
  Recogniser(name: "dates") { Dates.all(in: $0, relativeTo: noon).count },
  Recogniser(name: "times") { Times.all(in: $0).count },
  Recogniser(name: "plates") {
    Plates.all(in: $0).count + Plates.all(in: $0, labelled: true).count
  },
  Recogniser(name: "telephone numbers") { Phones.find(in: $0).count },
  Recogniser(name: "citizen numbers") { BSN.find(in: $0.bytes).count },
  Recogniser(name: "postcodes") { Postcodes.find(in: $0).count },
  Recogniser(name: "mail addresses") { Emails.find(in: $0.bytes).count },
  Recogniser(name: "streets") { Streets.find(in: $0).count },
  Recogniser(name: "counts") { Counts.victims(in: $0) ?? 0 },
  Recogniser(name: "ages") { Ages.find(in: $0).count },
  Recogniser(name: "indicators") { try Shipped.tables.get().indicators.find(in: Prose($0)).count },
  Recogniser(name: "choices") {
    let prose = Prose($0)
    let reading = try Shipped.tables.get().choices.read(prose)
    return reading.hits.count + reading.values("sector").count
      + Wishes.restrictions(prose, reading).count
  },
]

private let repeated = [
  "a", "1", "0", "@", ".", "-", "(", "[", "[ ]", " ", "\n", "\t", ": ", "| ", "> ", "'", "é",
  "\u{301}", "☐ ", "a@b.c", "06 ", "12-AB-", "1.",
  "ja ", "niet ", "bang ", "geen paspoort ", "paspoort kluis ", "van 10 tot ", "14 t/m ", "week 3 ",
  "half ", "tien over half ", "3 uur ",
  "maandag ", "Zwaluwpad ", "Van De ", "straat 1 ", "twintig ", "meisje van ", "aantal ", "alle 3 ",
  "kenteken ", "112 gebeld\n", "nee? ", "X: nee\n", "of, ",
  "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\n",
  "\u{ff11}\u{ff12}\u{ff13}\u{ff14}\u{ff15}\u{ff16}\u{ff17}\u{ff18}\n",
]

@Suite("Hostile text")
struct RobustnessTests {
  /// A quadratic scan of this much would take minutes; the bound is far above what a slow machine needs.
  @Test("The same thing again and again takes time in proportion", arguments: recognisers)
  fileprivate func linear(_ recogniser: Recogniser) throws {
    _ = try recogniser.run(Tokens("warm"))
    for text in repeated {
      let bytes = Array(text.utf8)
      let count = 24_000 / bytes.count
      let tokens = Tokens(ArraySlice(Array(repeating: bytes, count: count).joined()))
      let time = try seconds { _ = try recogniser.run(tokens) }
      #expect(time < 5, "\(recogniser.name) on \(text)")
    }
  }

  @Test("Cutting takes time in proportion too, and loses no byte but white space")
  func tokens() {
    for text in repeated {
      let bytes = Array(Array(repeating: Array(text.utf8), count: 20_000).joined())
      var tokens = Tokens(ArraySlice([]))
      let time = seconds { tokens = Tokens(ArraySlice(bytes)) }
      #expect(time < 5, "\(text)")
      let covered = tokens.all.reduce(0) { $0 + $1.range.count }
      #expect(covered <= bytes.count)
    }
  }

  /// Random bytes and random words, the same in every run.
  private struct Dice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % sides
    }
  }

  private func noise(_ seed: Int) -> [UInt8] {
    var dice = Dice(state: UInt64(seed))
    let words =
      repeated + [
        "06-10-2026", "111222333", "KvK", "€", "’s ochtends", "oktober", "'26", "7511 UF",
        "x@y.example", "–", "…",
      ]
    var bytes: [UInt8] = []
    while bytes.count < 600 {
      if dice.roll(3) == 0 {
        bytes.append(UInt8(dice.roll(256)))
      } else {
        bytes += Array(words[dice.roll(words.count)].utf8)
      }
    }
    return bytes
  }

  @Test("Noise never traps, and what is found lies inside the text", arguments: 0..<60)
  func noise(seed: Int) throws {
    // A slice that does not begin at zero.
    let bytes = noise(seed)
    let slice = bytes[7..<(bytes.count - 5)]
    let tokens = Tokens(slice)
    for recogniser in recognisers { _ = try recogniser.run(tokens) }
    var ranges = Phones.find(in: tokens).map(\.range) + BSN.find(in: slice)
    ranges +=
      Dates.all(in: tokens, relativeTo: noon).map(\.range) + Times.all(in: tokens).map(\.range)
    ranges += Postcodes.find(in: tokens).map(\.range) + Emails.find(in: slice).map(\.range)
    ranges += Streets.find(in: tokens).map(\.range) + Plates.all(in: tokens).map(\.range)
    for range in ranges {
      #expect(slice.startIndex <= range.lowerBound && range.upperBound <= slice.endIndex)
      #expect(!range.isEmpty)
    }
    _ = Counts.read(String(decoding: bytes, as: UTF8.self))
    _ = Times.read(String(decoding: bytes, as: UTF8.self))
    _ = Dates.read(String(decoding: bytes, as: UTF8.self), relativeTo: noon)
  }

  @Test("Nothing that is masked can be found again", arguments: 0..<60)
  func masked(seed: Int) {
    let (once, found) = BSN.mask(noise(seed + 1000))
    #expect(BSN.find(in: once[...]).isEmpty)
    let (twice, again) = BSN.mask(once)
    #expect(twice == once)
    #expect(!again)
    #expect(found || once == noise(seed + 1000))
  }

  @Test(
    "A message is understood the same whatever its line ends, case of blanks and form of accents",
    arguments: [
      "paspoort afgenomen door de baas\n\nTijd: half drie", "Letsel: nee\nOpgesloten: ja\n",
      "Sie wurde im Keller eingesperrt\nNull",
    ])
  func variants(_ text: String) throws {
    let table = try Shipped.tables.get().indicators
    let expected = table.find(in: Prose(text)).map(\.code)
    let variants = [
      text.replacing("\n", with: "\r\n"), text.replacing(" ", with: "\u{A0}"), "\u{FEFF}" + text,
      text + "\n\n\n",
      text.replacing("e", with: "e\u{301}"), text.uppercased(),
    ]
    for variant in variants { #expect(table.find(in: Prose(variant)).map(\.code) == expected) }
  }
}
