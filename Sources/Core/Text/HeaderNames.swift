/// What people's mail programs call the lines of a header block, and the RFC 5322 name of each.
enum HeaderNames {
  /// The RFC 5322 name for a name as written (`Verzonden`, `*Von*`); nil when it is not one we know.
  static func standard(_ name: ArraySlice<UInt8>) -> String? {
    guard name.count <= 24 else { return nil }
    return table[Fold.folded(name)]
  }

  /// Whether the name has the shape of a header field of our own mail world (`Auto-Submitted`, `X-Loop`).
  static func isFieldName(_ name: ArraySlice<UInt8>) -> Bool {
    guard name.count <= 60, name.contains(UInt8(ascii: "-")) else { return false }
    return name.allSatisfy { $0.isASCIILetter || $0.isDigit || $0 == UInt8(ascii: "-") }
  }

  private static let table: [[UInt8]: String] = {
    let rows: [(String, String)] = [
      ("from", "from;van;von;od;de;de la;afzender;absender;da"),
      ("to", "to;aan;an;do;a;catre;para;naar;ontvanger"),
      ("cc", "cc;kopie;kopie aan;dw;udw;copie"),
      ("bcc", "bcc;blinde kopie"),
      (
        "date",
        "date;sent;datum;verzonden;verzonden op;datum verzonden;gesendet;gesendet am;wyslano;data;"
          + "envoye;trimis;enviado;date d'envoi;sent on"
      ),
      ("subject", "subject;onderwerp;betreff;temat;objet;subiect;asunto;betreft"),
      ("reply-to", "reply-to;antwoord aan;beantwoorden aan;antwortadresse;antwort an"),
      (
        "attachments",
        "attachments;attachment;bijlage;bijlagen;anlage;anlagen;zalacznik;zalaczniki;pieces jointes"
      ),
      (
        "importance", "importance;priority;prioriteit;urgentie;belang;wichtigkeit;prioritat;waznosc"
      ),
      ("sensitivity", "sensitivity;gevoeligheid;vertraulichkeit"),
      ("keywords", "categorieen;categories;kategorien"),
      ("sender", "sender"), ("message-id", "message-id"), ("in-reply-to", "in-reply-to"),
      ("references", "references"), ("return-path", "return-path"), ("received", "received"),
      ("precedence", "precedence"), ("organization", "organization;organisatie"),
    ]
    var names: [[UInt8]: String] = [:]
    for (standard, written) in rows {
      for name in written.split(separator: ";") { names[Array(name.utf8)] = standard }
    }
    return names
  }()
}
