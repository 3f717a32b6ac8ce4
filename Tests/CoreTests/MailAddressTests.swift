import Core
import Testing

@Suite("Mail addresses")
struct MailAddressTests {
  @Test(
    "An address of the plain kind is taken, its domain in lower case",
    arguments: [
      ("jan@voorbeeld.nl", "jan@voorbeeld.nl"),
      ("Jan.de-Vries+x_1@Voorbeeld.NL", "Jan.de-Vries+x_1@voorbeeld.nl"),
      ("o'brien@voorbeeld.nl", "o'brien@voorbeeld.nl"),
      ("coordinator@localhost", "coordinator@localhost"),
      ("a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
    ])
  func taken(_ given: String, _ kept: String) throws {
    #expect(try #require(MailAddress(given)).text == kept)
  }

  @Test(
    "What could end a line, a command or an angle bracket is refused",
    arguments: [
      "", "@", "jan", "jan@", "@voorbeeld.nl", "jan@@voorbeeld.nl", "jan@a@b.nl",
      "jan@voorbeeld.nl\r\nRCPT TO:<x@y.nl>", "jan@voorbeeld.nl\n", "jan\r@voorbeeld.nl",
      "jan@voor\u{0}beeld.nl", "jan@voorbeeld.nl>", "<jan@voorbeeld.nl>", "jan @voorbeeld.nl",
      "jan@voorbeeld.nl ", "\tjan@voorbeeld.nl", "jan@voorbeeld.nl,piet@voorbeeld.nl",
      "jan;piet@voorbeeld.nl", "\"jan piet\"@voorbeeld.nl", "jan(x)@voorbeeld.nl",
      "jan@[192.0.2.1]", "jan@voorbeeld..nl", "jan@.nl", "jan@voorbeeld.nl.", "jan@-x.nl",
      "jan@x-.nl", ".jan@voorbeeld.nl", "jan.@voorbeeld.nl", "jan..p@voorbeeld.nl",
      "josé@voorbeeld.nl", "jan@bücher.nl", "jan@voorbeeld.nl\u{85}", "jan@voorbeeld.nl\u{2028}x",
      "jan:x@voorbeeld.nl", "jan\\x@voorbeeld.nl", "jan@voor_beeld.nl", "jan@voorbeeld.nl SIZE=1",
    ])
  func refused(_ given: String) { #expect(MailAddress(given) == nil) }

  @Test("Lengths are those of RFC 5321")
  func lengths() {
    let local = String(repeating: "a", count: 64)
    let label = String(repeating: "b", count: 63)
    #expect(MailAddress("\(local)@\(label).nl") != nil)
    #expect(MailAddress("\(local)a@voorbeeld.nl") == nil)
    #expect(MailAddress("a@\(label)b.nl") == nil)
    let domain = "\(label).\(label).\(String(repeating: "c", count: 61))"
    #expect(MailAddress("\(local)@\(domain)")?.text.utf8.count == 254)
    #expect(MailAddress("\(local)@\(domain)c") == nil)
  }

  @Test("Two spellings of one mailbox are the same for a comparison")
  func same() throws {
    let small = try #require(MailAddress("jan@voorbeeld.nl"))
    let large = try #require(MailAddress("JAN@VOORBEELD.nl"))
    let other = try #require(MailAddress("jan@voorbeeld.be"))
    #expect(small.isSame(as: large))
    #expect(!small.isSame(as: other))
  }
}

@Suite("Reply addresses")
struct ReplyAddressTests {
  private func make() throws -> ReplyAddress {
    try #require(ReplyAddress(reference: "MH-2026-0042", token: "k3v7q2zd9abc"))
  }

  @Test("What is built is read back, also by a system that changes capitals")
  func roundTrip() throws {
    let reply = try make()
    let base = try #require(MailAddress("signalen@voorbeeld.nl"))
    let address = try #require(reply.address(at: base))
    #expect(address.text == "signalen+MH-2026-0042.k3v7q2zd9abc@voorbeeld.nl")
    #expect(ReplyAddress(claim: address.text) == reply)
    #expect(ReplyAddress(claim: "SIGNALEN+mh-2026-0042.K3V7Q2ZD9ABC@VOORBEELD.NL") == reply)
    let id = reply.messageIDPrefix(unique: "0123456789ab") + "@voorbeeld.nl"
    #expect(ReplyAddress(claim: id) == reply)
    #expect(ReplyAddress(claim: "<\(id)>") == reply)
  }

  @Test(
    "Anything else is no claim",
    arguments: [
      "", "signalen@voorbeeld.nl", "signalen+MH-2026-0042@voorbeeld.nl",
      "signalen+MH-2026-0042.kort@voorbeeld.nl", "signalen+.k3v7q2zd9abc@voorbeeld.nl",
      "signalen+MH-2026-0042.k3v7q2zd9abc.extra@voorbeeld.nl",
      "signalen+MH 2026-0042.k3v7q2zd9abc@voorbeeld.nl", "signalen+MH-2026-0042.k3v7q2zd9abc",
      "signalen+MH--0042.k3v7q2zd9abc@voorbeeld.nl", "<MH-2026-0042.k3v7q2zd9abc@voorbeeld.nl>",
      "MH-2026-0042.k3v7q2\r\nzd9abc.x@voorbeeld.nl", "+.@", "@", "<>", "<", "+@",
    ])
  func noClaim(_ text: String) { #expect(ReplyAddress(claim: text) == nil) }

  @Test("A base that is too long for the part behind it gives no address")
  func tooLong() throws {
    let base = try #require(MailAddress(String(repeating: "a", count: 60) + "@voorbeeld.nl"))
    #expect(try make().address(at: base) == nil)
  }
}
