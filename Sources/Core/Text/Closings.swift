/// Sentences that end a letter, and what mail programs and organisations put below it.
enum Closings {
  /// What follows a closing formula on its line (`Mvg Joris` gives `Joris`); nil for any other line.
  static func rest(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard line.count <= 80 else { return nil }
    var at = line.startIndex
    var best: Int?
    var folded: [UInt8] = []
    var words = 0
    while at < line.endIndex, words < 5 {
      let start = at
      while at < line.endIndex, line[at].isWordByte || line[at] == 0x2e || line[at] == 0x27 {
        at += 1
      }
      guard at > start else { break }
      if !folded.isEmpty { folded.append(0x20) }
      Fold.append(line[start..<at].drop { $0 == 0x2e }, to: &folded)
      words += 1
      if formulas.contains(folded.filter { $0 != 0x2e }) { best = at }
      while at < line.endIndex, line[at].isBlank { at += 1 }
    }
    guard let best else { return nil }
    let rest = line[best...].trimmed { !$0.isWordByte && $0 != 0x28 && $0 != 0x29 }
    return isSender(rest) ? rest : nil
  }

  /// Whether the line starts a footer: a disclaimer, or a program's advertisement.
  static func startsFooter(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first,
      first.isWordByte || first == 0x5b || first == 0x2a || first == 0x28
    else { return false }
    let start = Fold.folded(line.drop { !$0.isWordByte }.prefix(60))
    return footers.contains { start.starts(with: $0) }
  }

  /// Nothing, or a short name: at most five words, the first with a capital.
  private static func isSender(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first else { return true }
    guard first.isUpper || first >= 0x80 || first == 0x28 else { return false }
    return rest.count { $0 == 0x20 } <= 4 && !rest.contains(UInt8(ascii: ":"))
  }

  private static let formulas: Set<[UInt8]> = {
    let rows = """
      met vriendelijke groet;met vriendelijke groeten;vriendelijke groet;vriendelijke groeten;
      met hartelijke groet;met hartelijke groeten;hartelijke groet;hartelijke groeten;groet;groeten;
      groetjes;gr;grt;mvg;m v g;mvrgr;vr gr;m vr gr;met vr gr;met vr groet;met groet;mv groet;
      met collegiale groet;collegiale groet;hoogachtend;met groeten;alvast bedankt;bvd;b v d;bij voorbaat dank;
      met de meeste hoogachting;fijne dag;fijne avond;fijn weekend;prettige dag;een fijne dag;
      kind regards;best regards;regards;warm regards;best;best wishes;sincerely;yours sincerely;
      yours faithfully;yours truly;cheers;many thanks;thanks;thank you;br;kr;
      mit freundlichen grussen;mit freundlichem gruss;mit freundlichen gruessen;freundliche grusse;viele grusse;
      liebe grusse;beste grusse;schone grusse;mit besten grussen;mfg;vg;lg;hochachtungsvoll;
      z powazaniem;pozdrawiam;pozdrowienia;serdecznie pozdrawiam;z wyrazami szacunku;
      cu stima;cu respect;va multumesc;multumesc;cordialement;bien cordialement;salutations
      """
    return Set(
      rows.split(separator: ";").map { row in
        Array(row.utf8.filter { $0 != 0x0a })
      })
  }()

  private static let footers: [[UInt8]] = [
    "verstuurd vanaf", "verstuurd met", "verzonden vanaf", "verzonden met outlook",
    "verzonden vanuit",
    "outlook voor ", "outlook for ", "get outlook", "download outlook", "sent from ", "sent with ",
    "von meinem ", "gesendet von ", "gesendet mit ", "wyslano z ", "envoye de ", "trimis de pe ",
    "dit e-mailbericht", "dit emailbericht", "dit e-mail bericht", "dit bericht is uitsluitend",
    "dit bericht is alleen", "dit bericht is bestemd", "dit bericht kan vertrouwelijke",
    "dit bericht, inclusief", "deze e-mail is", "deze email is", "deze e-mail en", "deze mail is",
    "de informatie in dit", "de informatie verzonden", "de inhoud van dit", "de inhoud van deze",
    "aan de inhoud van dit", "aan dit bericht kunnen", "aan deze e-mail", "disclaimer",
    "proclaimer",
    "denk aan het milieu", "denk aan ons milieu", "please consider the environment",
    "think before you print", "this e-mail", "this email", "this message is intended",
    "this message and any", "this message may contain", "the information contained",
    "the information in this", "the content of this", "diese e-mail", "diese nachricht ist",
    "der inhalt dieser", "niniejsza wiadomosc", "ta wiadomosc", "virusvrij", "virus-free",
    "de gemeente aanvaardt geen", "wij verwerken uw persoonsgegevens",
  ].map { Array($0.utf8) }
}
