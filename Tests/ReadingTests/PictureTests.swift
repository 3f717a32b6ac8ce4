import Core
import Testing

@testable import Reading

private let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]
private let text = Array("Adres: Knikkerstraat 12\nPostcode: 7511 UF\nWoonplaats: Enschede\n".utf8)

private func request(_ bytes: [UInt8], _ stage: RecognitionStage) -> ReadRequest {
  var request = ReadRequest(
    door: .folder, receivedAt: Timestamp(seconds: 1_795_521_600), name: "foto", bytes: bytes)
  request.recognition = stage
  return request
}

private func found(_ confidences: Int..., unseen: Int = 0) -> RecognitionStage {
  let pages = confidences.map { RecognisedPage(text: $0 == 0 ? [] : text, confidence: $0) }
  return .done(["1": Recognition(pages: pages, unseenPages: unseen)])
}

@Suite("Pictures in an item")
struct PictureTests {
  @Test(
    "What is said of a picture, at each stage",
    arguments: [
      (
        .none, .stored,
        "bestand (afbeelding) is bewaard maar nog niet automatisch gelezen; lees zelf"
      ),
      (.later, .stored, "tekst in beeld; wacht op herkenning"),
      (found(87), .read, "tekst herkend uit beeld, zekerheid 87 %"),
      (found(65), .read, "tekst herkend uit beeld, zekerheid 65 %"),
      (
        found(64), .stored,
        "tekst herkend uit beeld, zekerheid 64 %; te onzeker om te gebruiken; lees zelf"
      ),
      (
        found(90, 40), .read,
        "tekst herkend uit beeld, zekerheid 65 %; te onzeker om te gebruiken op pagina 2; lees zelf"
      ),
      (found(0), .stored, "geen tekst in beeld herkend; bekijk zelf"),
      (
        found(90, unseen: 3), .read,
        "tekst herkend uit beeld, zekerheid 90 %; nog 3 pagina's niet bekeken; lees zelf"
      ),
      (
        .done(["1": Recognition(fault: .timeout)]), .stored,
        "tekst in beeld niet herkend (het duurde te lang); lees zelf"
      ),
      (
        .done(["9": Recognition(fault: .timeout)]), .stored,
        "bestand (afbeelding) is bewaard maar nog niet automatisch gelezen; lees zelf"
      ),
    ] as [(RecognitionStage, Part.Outcome, String)])
  func notes(stage: RecognitionStage, outcome: Part.Outcome, note: String) {
    let item = read(request(png, stage))
    #expect(item.submission.parts.map(\.outcome) == [outcome])
    #expect(item.submission.parts.map(\.note) == [note])
    #expect(item.submission.parts.map(\.type) == ["image/png"])
    #expect(item.waiting == (stage == .later ? ["1"] : []))
    #expect(item.refusal == nil)
  }

  @Test("Doubtful text is hidden, each line with what it is")
  func hidden() throws {
    let item = read(request(png, found(64)))
    let hidden = try #require(item.submission.texts.first)
    #expect(hidden.hidden && item.submission.texts.count == 1)
    #expect(
      String(decoding: hidden.bytes, as: UTF8.self).hasPrefix("(beeldtekst) Adres: Knikkerstraat"))
  }

  @Test("Everything that a picture is in is looked through for it, and gives its bytes")
  func inside() throws {
    let boundary =
      "Content-Type: multipart/mixed; boundary=x\r\nMIME-Version: 1.0\r\nReceived: y\r\n"
    let mail = Array(
      (boundary + "\r\n--x\r\n\r\nZie foto.\r\n--x\r\nContent-Type: image/png\r\n"
        + "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgoAAAAN\r\n--x--\r\n").utf8)
    let item = read(request(mail, .later))
    #expect(item.waiting == ["2"])
    #expect(read(request(mail, .later), wanted: "2").wanted == png)
    #expect(read(request(mail, .none), wanted: "1").wanted == nil)
    let message = read(
      request(mail, .done(["2": Recognition(pages: [RecognisedPage(text: text, confidence: 90)])])))
    #expect(message.submission.texts.map(\.origin) == [.body, .attachment(path: "2")])
  }

  @Test(
    "Few words in a picture in the running text are shown and are no fact: a letter's sign",
    arguments: [("inline", true), ("attachment", false)])
  func sign(disposition: String, isHidden: Bool) {
    let mail = Array(
      ("Content-Type: multipart/mixed; boundary=x\r\nMIME-Version: 1.0\r\nReceived: y\r\n\r\n"
        + "--x\r\n\r\nHoi.\r\n--x\r\nContent-Type: image/png; name=a.png\r\n"
        + "Content-Disposition: \(disposition)\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + "iVBORw0KGgoAAAAN\r\n--x--\r\n").utf8)
    let page = RecognisedPage(text: Array("Gemeente Hengelo\n".utf8), confidence: 95)
    let item = read(request(mail, .done(["2": Recognition(pages: [page])])))
    #expect(item.submission.texts.map(\.hidden) == [false, isHidden])
    #expect(item.submission.parts.last?.note?.contains("beeldmerk") == isHidden)
  }

  @Test(
    "A photo of an iPhone is known by its content",
    arguments: ["heic", "heix", "hevc", "mif1", "msf1"])
  func heic(brand: String) {
    let photo = [0, 0, 0, 24] + Array("ftyp\(brand)\0\0\0\0".utf8) + [0xff, 0xd8, 1, 2]
    let item = read(request(photo, .later))
    #expect(
      item.submission.parts.map(\.note) == [
        "HEIC-foto (iPhone): niet automatisch te lezen; bekijk zelf"
      ])
    #expect(item.waiting == [])
  }

  @Test("More pictures than are recognised, and one that is too large, are told")
  func limits() {
    var limits = Limits()
    limits.pictureBytes = 5
    let large = read(request(png, .later), limits: limits)
    #expect(large.submission.parts.map(\.note) == ["te groot om tekst in te herkennen; lees zelf"])
    var mail =
      "Content-Type: multipart/mixed; boundary=x\r\nMIME-Version: 1.0\r\nReceived: y\r\n\r\n"
    for _ in 0..<22 {
      mail +=
        "--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgoAAAAN\r\n"
    }
    let many = read(request(Array((mail + "--x--\r\n").utf8), .later))
    #expect(many.waiting.count == 20)
    #expect(many.submission.parts.suffix(2).allSatisfy { $0.note?.hasPrefix("te veel") == true })
  }
}
