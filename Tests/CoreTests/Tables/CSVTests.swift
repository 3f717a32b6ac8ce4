import Core
import Testing

@Suite("Comma-separated values") struct CSVTests {
  private static func read(
    _ text: String, _ columns: [String] = ["a", "b"], optional: [String] = []
  ) -> (rows: [[String]], lines: [Int], problems: [String]) {
    var problems: [TableProblem] = []
    let csv = CSV(
      Array(text.utf8), file: "t.csv", columns: columns, optional: optional, problems: &problems)
    return (
      csv.map { row in (columns + optional).map { row[$0] } }, csv.map(\.line),
      problems.map(\.description)
    )
  }

  @Test(
    "Cells come as they were meant",
    arguments: [
      ("a,b\r\n1,2\r\n", [["1", "2"]]),
      ("a,b\n1,2\n", [["1", "2"]]),
      ("a,b\n1,2", [["1", "2"]]),
      ("\u{feff}a,b\n1,2\n", [["1", "2"]]),
      ("b,a\n2,1\n", [["1", "2"]]),
      ("a,b\n1,\n,2\n", [["1", ""], ["", "2"]]),
      ("a,b\n1,", [["1", ""]]),
      ("a,b\n\"1\",\"2\"\n", [["1", "2"]]),
      ("a,b\n\"een, twee\",\"x\"\"y\"\"\"\n", [["een, twee", "x\"y\""]]),
      ("a,b\n\"twee\nregels\",2\n", [["twee\nregels", "2"]]),
      ("a,b\n 1 ,\t2\n", [["1", "2"]]),
      ("a,b\n\r\n\n1,2\n\n", [["1", "2"]]),
      ("a,b\n\"\",\"\"\n", [["", ""]]),
      ("a,b\n", []),
      ("a,b\nZoë,’t Löo\n", [["Zoë", "’t Löo"]]),
    ])
  func cells(text: String, rows: [[String]]) {
    let result = Self.read(text)
    #expect(result.problems == [])
    #expect(result.rows == rows)
  }

  @Test("Rows know their line, also behind empty lines and cells of several lines")
  func lines() {
    #expect(Self.read("a,b\r\n1,2\r\n\r\n\"x\r\ny\",4\r\n5,6\r\n").lines == [2, 4, 6])
  }

  @Test("An optional column may be absent, and is then empty")
  func optional() {
    #expect(Self.read("a\n1\n", ["a"], optional: ["c"]).rows == [["1", ""]])
    #expect(Self.read("c,a\n2,1\n", ["a"], optional: ["c"]).rows == [["1", "2"]])
  }

  @Test("A list is split at semicolons")
  func list() {
    var problems: [TableProblem] = []
    let csv = CSV(
      Array("a\n een ; twee;;drie; \n".utf8), file: "t.csv", columns: ["a"], problems: &problems)
    #expect(csv.first?.list("a") == ["een", "twee", "drie"])
  }

  @Test(
    "Every fault is told with its line, and spoils no other line",
    arguments: [
      ("", ["t.csv: het bestand is leeg"], 0),
      ("\n\n", ["t.csv: het bestand is leeg"], 0),
      ("a,c\n1,2\n", ["t.csv:1: onbekende kolom 'c'", "t.csv:1: kolom 'b' ontbreekt"], 0),
      ("a,a,b\n", ["t.csv:1: kolom 'a' staat er twee keer"], 0),
      (
        "a,b\n1\n1,2\n1,2,3\n",
        ["t.csv:2: 1 cellen in plaats van 2", "t.csv:4: 3 cellen in plaats van 2"], 1
      ),
      (
        "a,b\nx\"y,2\n1,2\n",
        ["t.csv:2: aanhalingsteken midden in een cel zonder aanhalingstekens"], 1
      ),
      ("a,b\n\"x\"y,2\n1,2\n", ["t.csv:2: tekst achter een sluitend aanhalingsteken"], 1),
      ("a,b\n1,2\n\n3,\"x\n4,5\n", ["t.csv:4: aanhalingsteken zonder einde"], 1),
    ])
  func faults(text: String, problems: [String], rows: Int) {
    let result = Self.read(text)
    #expect(result.problems == problems)
    #expect(result.rows.count == rows)
  }

  @Test("Bytes that are not UTF-8 are told with their line")
  func notUTF8() {
    var problems: [TableProblem] = []
    let csv = CSV(
      Array("a\nx\ny".utf8) + [0xe9, 0x0a], file: "t.csv", columns: ["a"], problems: &problems)
    #expect(problems.map(\.description) == ["t.csv:3: geen geldige UTF-8"])
    #expect(csv.isEmpty)
  }

  @Test("A file over the limit is not read")
  func limit() {
    var problems: [TableProblem] = []
    _ = CSV(
      [UInt8](repeating: 0x0a, count: CSV.limit + 1), file: "t.csv", columns: ["a"],
      problems: &problems)
    #expect(problems.map(\.description) == ["t.csv: het bestand is groter dan 16 MB"])
  }

  @Test("Random bytes end in rows or problems", arguments: 0..<8)
  func random(seed: UInt64) {
    var numbers = Numbers(seed: seed)
    let alphabet = Array("a,b\"\r\n; \u{e9}".utf8) + [0xff, 0]
    for _ in 0..<400 {
      let bytes = (0..<Int(numbers.next() % 60)).map { _ in
        alphabet[Int(numbers.next() % UInt64(alphabet.count))]
      }
      var problems: [TableProblem] = []
      let csv = CSV(
        Array("a,b\n".utf8) + bytes, file: "t.csv", columns: ["a", "b"], problems: &problems)
      for row in csv { #expect(row["a"].utf8.count + row["b"].utf8.count <= bytes.count) }
      #expect(problems.allSatisfy { $0.line <= bytes.count + 2 })
    }
  }
}

/// A repeatable sequence (SplitMix64).
struct Numbers: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}
