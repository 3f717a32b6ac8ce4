/// What the text of a group is for.
enum RTFDestination: Equatable {
  case text
  case skipped
  case fonts
  /// Text above or below each page.
  case margin
  case comment
  /// The bullet or number of a list's item.
  case marker
  /// What a field is: `SYMBOL 168 \f "Wingdings"`.
  case instruction
  /// A box or a list of an old form, and one choice of the list.
  case formField, choice
  /// Markup of the page that the text was made from (MS-OXRTFEX).
  case htmlTag
}

/// What a control word does.
enum RTFAction {
  case destination(RTFDestination)
  case text(String)
  case paragraph, line, tab, page
  case cell, row, nestedCell, nestedRow
  case resetParagraph, resetCharacters, inTable
  case hidden, deleted
  case unicode, fallback
  case font, fontCharset, fontCodePage
  case codePage(Int?)
  case fromHTML, onlyRTF
  case fieldType, fieldResult, fieldDefault

  static let table: [String: RTFAction] = {
    var table = words
    for name in skipped { table[name] = .destination(.skipped) }
    return table
  }()

  private static let words: [String: RTFAction] = [
    "par": .paragraph, "line": .line, "lbr": .line, "sect": .paragraph, "tab": .tab,
    "page": .page, "cell": .cell, "row": .row, "nestcell": .nestedCell, "nestrow": .nestedRow,
    "pard": .resetParagraph, "plain": .resetCharacters, "intbl": .inTable, "v": .hidden,
    "deleted": .deleted, "u": .unicode, "uc": .fallback, "f": .font, "fcharset": .fontCharset,
    "cpg": .fontCodePage, "ansicpg": .codePage(nil), "mac": .codePage(10000), "pc": .codePage(437),
    "pca": .codePage(850), "fromhtml": .fromHTML, "htmlrtf": .onlyRTF, "fftype": .fieldType,
    "ffres": .fieldResult, "ffdefres": .fieldDefault,
    "emdash": .text("—"), "endash": .text("–"), "emspace": .text(" "), "enspace": .text(" "),
    "qmspace": .text(" "), "bullet": .text("•"), "lquote": .text("‘"), "rquote": .text("’"),
    "ldblquote": .text("“"), "rdblquote": .text("”"),
    "fonttbl": .destination(.fonts), "header": .destination(.margin),
    "headerl": .destination(.margin), "headerr": .destination(.margin),
    "headerf": .destination(.margin), "footer": .destination(.margin),
    "footerl": .destination(.margin), "footerr": .destination(.margin),
    "footerf": .destination(.margin), "annotation": .destination(.comment),
    "pntext": .destination(.marker), "listtext": .destination(.marker),
    "fldinst": .destination(.instruction), "ffdata": .destination(.formField),
    "ffl": .destination(.choice), "htmltag": .destination(.htmlTag),
    "fldrslt": .destination(.text), "shptxt": .destination(.text),
    "dptxbxtext": .destination(.text), "result": .destination(.text),
    "footnote": .destination(.text),
  ]

  /// Destinations that hold no words of the document.
  private static let skipped = [
    "colortbl", "stylesheet", "info", "pict", "object", "shp", "shpinst", "shprslt", "nonshppict",
    "do", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "themedata",
    "colorschememapping", "latentstyles", "datastore", "filetbl", "pgptbl", "revtbl", "objdata",
    "objclass", "objname", "template", "bkmkstart", "bkmkend", "sp", "falt", "panose", "atnid",
    "atnauthor", "atnref", "atndate", "atntime", "atnicn", "atnparent", "ftnsep", "ftnsepc",
    "ftncn", "aftnsep", "aftnsepc", "aftncn", "listpicture", "mmathPr", "private", "operator",
    "xe", "tc", "tcn", "rxe", "txe", "mhtmltag", "datafield", "ffname", "ffdeftext", "ffformat",
    "ffhelptext", "ffstattext", "ffentrymcr", "ffexitmcr", "pnseclvl", "pn", "nesttableprops",
    "nonesttables", "background", "userprops", "wgrffmtfilter", "docvar", "passwordhash",
  ]
}

/// Character sets of fonts (`\fcharset`), as Windows numbers them.
enum RTFCharset {
  static let symbol = 2

  /// Nil for a charset that says nothing.
  static func codePage(_ charset: Int) -> CodePage? { pages[charset].map { CodePage($0) } }

  private static let pages = [
    77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
    177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
  ]

  /// A sign of Wingdings: the boxes of forms; anything else is a bullet.
  static func symbol(_ code: UInt8) -> String {
    switch code {
    case 0x6f, 0x71, 0x72, 0xa8, 0xa3: "☐"
    case 0x78, 0xfd, 0xfe, 0x52, 0x53, 0x54: "☒"
    case 0xfb: "✗"
    case 0xfc: "✓"
    case 0x20: " "
    default: "•"
    }
  }
}
