import Core
import Notices
import Testing

@Suite("The texts of notices")
struct NoticeTextsTests {
  @Test("The texts that come with the program are good")
  func shipped() throws { #expect(try NoticeTexts.problems(in: shippedTexts()).isEmpty) }

  @Test(
    "What is wrong with a text is said with its file and line",
    arguments: [
      ("nieuw-signaal.txt", "Subject: x\n\n{kenmerk}\n", [1]),
      ("nieuw-signaal.txt", "Onderwerp:\n\n{kenmerk}\n", [1]),
      ("nieuw-signaal.txt", "Onderwerp: x\n{kenmerk}\n", [2, 0, 0]),
      ("nieuw-signaal.txt", "Onderwerp: x\n\n\n  \n", [0, 0]),
      ("nieuw-signaal.txt", "", [1, 0, 0]),
      ("nieuw-signaal.txt", "Onderwerp: x\n\nniets\n", [0]),
      ("nieuw-signaal.txt", "Onderwerp: x\n\n{kenmerk}\n{naam}\n{ kenmerk}\n", [4, 5]),
      ("nieuw-signaal.txt", "Onderwerp: x\n\n{kenmerk} {\n}\n{kenmerk\n", [3, 4, 5]),
      ("nieuw-signaal.txt", "Onderwerp: {gemeente}\n\n{kenmerk}\n", [1]),
      ("nieuw-signaal.txt", "Onderwerp: {termijn} {link}\n\n{kenmerk}\n", [1, 1]),
      ("nieuw-signaal.txt", "Onderwerp: x\u{202e}\n\n{kenmerk}\n\u{7}\n", [1, 4]),
      (
        "nieuw-signaal.txt",
        "Onderwerp: \(String(repeating: "x", count: 151))\n\n{kenmerk}\n", [1]
      ),
      (
        "nieuw-signaal.txt",
        "Onderwerp: x\n\n{kenmerk}\n\(String(repeating: "x", count: 20_000))\n", [0]
      ),
      ("ontvangstbevestiging.txt", "Onderwerp: x\n\n{kenmerk} {termijn} 112 0900-8844\n", [3]),
      ("ontvangstbevestiging.txt", "Onderwerp: x\n\n{kenmerk} {gemeente} 112 0900-8844\n", [3]),
      ("ontvangstbevestiging.txt", "Onderwerp: x\n\n{kenmerk} bel de politie\n", [0, 0]),
    ] as [(String, String, [Int])])
  func problems(_ file: String, _ text: String, _ lines: [Int]) throws {
    var files = try shippedTexts()
    files[file] = text
    let problems = NoticeTexts.problems(in: files)
    #expect(problems.map(\.line) == lines, "\(problems)")
    #expect(problems.allSatisfy { $0.file == file && !$0.message.isEmpty })
    #expect(throws: TableProblems.self) { try NoticeTexts(files) }
  }

  @Test("All that is missing is said at once")
  func missing() {
    let problems = NoticeTexts.problems(in: [:])
    #expect(problems.map(\.file) == NoticeTexts.files.map(\.file))
    #expect(problems.allSatisfy { $0.line == 0 })
  }

  @Test("Windows line ends, a byte order mark and blank lines at the end make no difference")
  func ends() throws {
    var files = try shippedTexts()
    files["nieuw-signaal.txt"] = "\u{feff}Onderwerp: {kenmerk}\r\n\r\nHallo \r\n\r\nDag\r\n\r\n\r\n"
    let seen = try #require(try parse([composer(files).compose(letter(.notice)).bytes]).first)
    #expect(seen.lines == ["Hallo", "", "Dag", ""])
  }
}
