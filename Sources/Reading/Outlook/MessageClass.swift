internal import Core

/// What kind of thing an Outlook item is (MS-OXCMSG 2.2.1.3): most are mail; the others say so in their class.
struct MessageClass {
  /// Pseudo header, see `SpecialPart`.
  private(set) var field: Header?
  /// Dutch, for the coordinator.
  private(set) var note: String?
  private let name: String

  init(_ written: String) {
    name = written.asciiLowercased
    guard
      let row = Self.table.first(where: { name.hasPrefix($0.prefix) || name.hasSuffix($0.prefix) })
    else { return }
    field = row.field
    note = row.note
  }

  private typealias Row = (prefix: String, field: Header?, note: String?)

  /// Reports end in their kind: `REPORT.IPM.Note.NDR`.
  private static let table: [Row] = [
    ("ipm.schedule.meeting.resp", calendar("REPLY"), nil),
    ("ipm.schedule.meeting.canceled", calendar("CANCEL"), nil),
    ("ipm.schedule.meeting", calendar("REQUEST"), "uitnodiging voor een afspraak"),
    ("ipm.appointment", calendar(nil), "afspraak uit een agenda"),
    (".ipnrn", read("displayed"), nil),
    (".ipnnrn", read("deleted"), nil),
    (".ndr", delivery("failed"), nil),
    (".dr", delivery("delivered"), nil),
    (".delayed", delivery("delayed"), nil),
    ("ipm.note.rules.ooftemplate", Header("auto-submitted", "auto-replied"), nil),
    ("ipm.note.rules.replytemplate", Header("auto-submitted", "auto-replied"), nil),
    ("ipm.microsoft schedule.mtgresp", calendar("REPLY"), nil),
    ("ipm.microsoft schedule.mtgcncl", calendar("CANCEL"), nil),
    ("ipm.microsoft schedule.mtgreq", calendar("REQUEST"), "uitnodiging voor een afspraak"),
    ("ipm.contact", nil, "visitekaartje uit Outlook"), ("ipm.task", nil, "taak uit Outlook"),
    ("ipm.stickynote", nil, "notitie uit Outlook"), ("ipm.activity", nil, "logboek uit Outlook"),
    ("ipm.distlist", nil, "verzendlijst uit Outlook"),
  ]

  private static func calendar(_ method: String?) -> Header {
    SpecialPart.pseudo("text/calendar", [("method", method ?? "")])
  }
  private static func read(_ disposition: String) -> Header {
    SpecialPart.pseudo("message/disposition-notification", [("disposition", disposition)])
  }
  private static func delivery(_ action: String) -> Header {
    SpecialPart.pseudo("message/delivery-status", [("action", action)])
  }

  /// A signed or encrypted message is kept as one attachment that holds all of it (MS-OXOSMIME 2.1.3): the
  /// signed one as the message that was sent, without the header that Outlook has put elsewhere.
  func unwrap(_ content: inout FileContent) {
    guard name.hasPrefix("ipm.note.smime"), content.inside.count == 1,
      case .bytes(let bytes) = content.inside[0].body
    else { return }
    if name.hasSuffix(".multipartsigned") {
      let message = Array("MIME-Version: 1.0\r\n".utf8) + bytes
      guard Format.isMessage(message) else { return }
      content.inside[0].body = .own(message)
      // It is in there again.
      content.texts = []
    } else {
      content.inside[0].type = "application/pkcs7-mime"
    }
  }
}
