import Core
import Foundation
import Platform
import Testing

@testable import Transport

/// A signal with hostile words in every place where a reporter or a table can put them.
private let hostile = "<script>alert(1)</script>\"'&\u{202e}\u{0}\n<img src=x onerror=alert(1)>"

private func dossier(
  _ reference: String = "MH-2026-0042", words: String = "Hallo", original: [UInt8]? = [1, 2, 3],
  kind: Dossier.Original = .message
) -> Dossier {
  var json = JSONWriter()
  json.object { json in
    json.key("reference")
    json.value(reference)
    json.key("routing")
    json.object { json in
      json.key("status")
      json.value("conflict")
      json.key("candidates")
      json.array(["0153", "0164"])
      json.key("evidence")
      json.array { json in
        json.object { json in
          json.key("kind")
          json.value("postcode")
          json.key("text")
          json.value(words)
          json.key("municipality")
          json.value("0153")
        }
      }
    }
    json.key("fields")
    json.object { json in
      json.key("melder_naam")
      json.value(words)
      json.key("kentekens")
      json.array([words, "1-AEO-23"])
      json.key(named: words)
      json.value(words)
    }
    json.key("indicators")
    json.array { json in
      json.object { json in
        json.key("code")
        json.value("V04")
        json.key("text")
        json.value(words)
      }
    }
    json.key("bsn_found")
    json.value(true)
    json.key("parts")
    json.array { json in
      json.object { json in
        json.key("path")
        json.value("1.2")
        json.key("type")
        json.value("image/png")
        json.key("name")
        json.value(words)
        json.key("bytes")
        json.value(48211)
        json.key("outcome")
        json.value("stored")
        json.key("note")
        json.value(words)
      }
    }
    json.key("unrecognised")
    json.array([words])
    json.key("warnings")
    json.array([words])
  }
  let moment = Timestamp(seconds: 1_795_527_140)
  let row = SignalRow(
    id: 1, reference: reference, receivedAt: moment, committedAt: moment, door: .mail,
    source: "bus", status: .conflict, municipality: nil, queue: "0153", candidates: [],
    urgency: .acute, state: "ontvangen", deadline: moment + 3600,
    digest: digest, tables: "",
    record: [], provenances: 1, supplements: 0)
  return Dossier(
    signal: row, queueName: words, json: json.bytes, original: original, kind: kind)
}

private let digest = Digest(sha256([1, 2, 3])) ?? { preconditionFailure("32 bytes") }()

private func copy(_ id: OutboxID = 1, queue: String = "0153", reference: String? = "MH-2026-0042")
  -> OutboxEntry
{
  entry(id, to: queue, from: "", kind: .copy, message: "", reference: reference)
}

@Suite("A queue's own folder")
struct FolderChannelTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func channel(
    mode: UInt32 = 0o750, group: String? = nil, path: String? = nil,
    load: @escaping FolderChannel.Load = { dossier($0) }
  ) -> FolderChannel {
    FolderChannel(
      name: "mappen",
      targets: [
        "0153": FolderTarget(path: path ?? folder.path(""), mode: mode, group: group)
      ],
      labels: ["melder_naam": "Naam melder", "kentekens": "Kenteken(s)"], load: load)
  }

  @Test("A page, the record and the original, under the reference, and nothing else")
  func delivered() async throws {
    #expect(await deliver([copy()], by: channel()) == [.delivered])
    #expect(try folder.list("") == ["MH-2026-0042"])
    #expect(
      try folder.list("MH-2026-0042") == ["origineel.eml", "signaal.html", "signaal.json"])
    #expect(try folder.read("MH-2026-0042/origineel.eml") == [1, 2, 3])
    #expect(try folder.read("MH-2026-0042/signaal.json") == dossier().json)
  }

  @Test(
    "Permissions and group are those of the queue, whatever the umask",
    arguments: [
      (0o700, 0o600), (0o750, 0o640), (0o770, 0o660), (0o2750, 0o640),
    ] as [(UInt32, Int)])
  func permissions(_ mode: UInt32, _ files: Int) async throws {
    let group = geteuid() == 0 ? "users" : nil
    #expect(await deliver([copy()], by: channel(mode: mode, group: group)) == [.delivered])
    #expect(try folder.permissions("MH-2026-0042") == Int(mode))
    for name in try folder.list("MH-2026-0042") {
      #expect(try folder.permissions("MH-2026-0042/\(name)") == files)
      if let group { #expect(try folder.group("MH-2026-0042/\(name)") == group) }
    }
    if let group { #expect(try folder.group("MH-2026-0042") == group) }
  }

  @Test("A repeat changes nothing; a signal that has grown comes beside what is there")
  func versions() async throws {
    #expect(await deliver([copy()], by: channel()) == [.delivered])
    #expect(await deliver([copy()], by: channel()) == [.delivered])
    #expect(try folder.list("") == ["MH-2026-0042"])
    let grown = channel { dossier($0, words: "Meer") }
    for _ in 1...2 { #expect(await deliver([copy()], by: grown) == [.delivered]) }
    #expect(try folder.list("") == ["MH-2026-0042", "MH-2026-0042_2"])
    #expect(try folder.read("MH-2026-0042/signaal.json") == dossier().json)
    // What people do with the folder is theirs.
    try folder.remove("MH-2026-0042/signaal.json")
    #expect(await deliver([copy()], by: channel()) == [.delivered])
    #expect(try folder.list("").last == "MH-2026-0042_3")
  }

  @Test("What a crash left behind is cleared, and a half folder is never seen under the reference")
  func crash() async throws {
    try folder.makeFolder(".MH-2026-0042.tmp")
    try folder.write(".MH-2026-0042.tmp/signaal.html", "half")
    #expect(await deliver([copy()], by: channel()) == [.delivered])
    #expect(try folder.list("") == ["MH-2026-0042"])
  }

  @Test("A symbolic link in the place of the temporary folder is not followed")
  func link() async throws {
    try folder.makeFolder("buiten")
    try folder.write("buiten/signaal.html", "van iemand anders")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(".MH-2026-0042.tmp"), withDestinationPath: folder.path("buiten"))
    let statuses = await deliver([copy()], by: channel())
    #expect(statuses.map(\.category) == [4])
    #expect(try folder.text("buiten/signaal.html") == "van iemand anders")
  }

  @Test("The original has the name of its kind, or is absent", arguments: Dossier.Original.allCases)
  func originals(_ kind: Dossier.Original) async throws {
    _ = await deliver([copy()], by: channel { dossier($0, kind: kind) })
    #expect(try folder.list("MH-2026-0042").first == "origineel.\(kind.rawValue)")
    _ = await deliver(
      [copy(reference: "MH-2026-0043")], by: channel { dossier($0, original: nil) })
    #expect(try folder.list("MH-2026-0043") == ["signaal.html", "signaal.json"])
  }

  @Test("What cannot be delivered waits or is refused, and makes nothing")
  func refused() async throws {
    let cases: [(OutboxEntry, FolderChannel, String)] = [
      (copy(queue: "0164"), channel(), "4.3.5"),
      (copy(reference: nil), channel(), "5.1.3"),
      (copy(reference: "../../etc"), channel(), "5.1.3"),
      (copy(reference: ""), channel(), "5.1.3"),
      (copy(), channel { _ in nil }, "4.3.0"),
      (copy(), channel { _ in dossier("MH-2026-0001") }, "4.3.0"),
      (copy(), channel(path: folder.path("weg")), "4.3.5"),
      (copy(), channel(group: "geen-groep-van-ons"), "4.3.5"),
      (
        copy(),
        channel { reference in
          var broken = dossier(reference)
          broken.json = Array("{\"fields\":".utf8)
          return broken
        }, "4.3.0"
      ),
    ]
    for (entry, channel, code) in cases {
      #expect(await deliver([entry], by: channel).map(\.code) == [code])
    }
    #expect(try folder.list("").isEmpty)
  }
}

@Suite("The page of a signal")
struct SignalPageTests {
  private func page(_ words: String) throws -> String {
    let page = try #require(
      SignalPage(dossier(words: words), labels: ["melder_naam": "Naam melder"]))
    return String(decoding: page.bytes, as: UTF8.self)
  }

  @Test("In Dutch, with heads for rows and columns, and all that is known")
  func content() throws {
    let text = try page("Hallo")
    for expected in [
      "<html lang=\"nl\">", "<title>Signaal MH-2026-0042</title>", "<h1>Signaal MH-2026-0042</h1>",
      "<th scope=\"row\">Naam melder</th><td dir=\"auto\">Hallo</td>",
      "<th scope=\"row\">kentekens</th><td dir=\"auto\">Hallo, 1-AEO-23</td>",
      "<td dir=\"auto\">ACUUT</td>", "Bel 112", "24-11-2026 14.32 uur", "24-11-2026 15.32 uur",
      "de aanwijzingen spreken elkaar tegen", "0153, 0164", "V04", "48211", "nee, alleen bewaard",
      "burgerservicenummer", "<a href=\"origineel.eml\">", "<a href=\"signaal.json\">",
    ] { #expect(text.contains(expected), "\(expected)") }
  }

  @Test("Nothing that came in is markup: the same tags as for harmless words")
  func escaping() throws {
    let text = try page(hostile)
    #expect(try tags(text) == tags(page("Hallo\u{0}\nx")))
    #expect(!text.contains("<script"))
    #expect(!text.contains("\u{202e}"))
    #expect(!text.utf8.contains(0))
    #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
  }

  @Test("No scripts, nothing from elsewhere, and the policy allows just the one style")
  func policy() throws {
    let text = try page("Hallo")
    #expect(text.contains("default-src 'none'"))
    let style = try #require(
      text.split(separator: "<style>").last?.split(separator: "</style>").first)
    let hash = Data(sha256(Array(style.utf8))).base64EncodedString()
    #expect(text.contains("style-src 'sha256-\(hash)'"))
    for word in ["http:", "https:", "src=", "url(", "javascript", "onload", "style=\""] {
      #expect(!text.contains(word), "\(word)")
    }
  }

  @Test("Another parser finds well-formed nesting, one heading of the first level, and captions")
  func structure() throws {
    let folder = try TemporaryFolder()
    try folder.write("page.html", try page(hostile))
    let script = """
      import html.parser, sys
      class P(html.parser.HTMLParser):
          def __init__(self):
              super().__init__(); self.open = []; self.tags = []; self.bad = []
          def handle_starttag(self, tag, attributes):
              self.tags.append(tag)
              if tag not in ("meta", "br"): self.open.append(tag)
          def handle_endtag(self, tag):
              if not self.open or self.open.pop() != tag: self.bad.append(tag)
      p = P(); p.feed(open(sys.argv[1], encoding="utf-8").read()); p.close()
      print(len(p.bad), len(p.open), p.tags.count("h1"), p.tags.count("table") - p.tags.count("caption"))
      print("script" in p.tags or "img" in p.tags)
      """
    let seen = try run(PythonServer.interpreter, ["-c", script, folder.path("page.html")])
    #expect(seen == "0 0 1 0\nFalse\n")
  }

  /// Markup alone, in order.
  private func tags(_ text: String) -> [Substring] {
    text.split(separator: "<").map { $0.prefix { $0 != ">" } }
  }
}
