internal import Core

/// Text of a Rich Text document as `TextPart` has it, or the page that Outlook packed into one.
struct RTFText {
  /// What is kept of a document.
  struct Found {
    var text: FileText
    /// Deleted and hidden words, comments, headers and footers; each line begins with its kind.
    var aside: FileText?
    /// Groups are still open at its end.
    var isCut: Bool
  }

  private struct Group {
    var destination = RTFDestination.text
    /// Characters after a `\u` that stand for it where Unicode is not known.
    var fallback = 1
    var font: Int?
    var isHidden = false
    var isDeleted = false
    var isInTable = false
    /// Text that is not part of the page it was made from.
    var isOnlyRTF = false
  }

  private let bytes: [UInt8]
  private let limits: Limits
  private var group = Group()
  private var outer: [Group] = []
  private var isHTML = false
  /// After `\*`: a word that is not known makes its group one to skip.
  private var isOptional = false
  /// Characters left to skip after a `\u`.
  private var skip = 0
  private var surrogate: UInt16?
  private var codePage = CodePage.western
  private var fonts: [Int: Int] = [:]
  private var fontPages: [Int: CodePage] = [:]
  /// Bytes of the code page that were not made into characters yet.
  private var pending: [UInt8] = []

  private var body: [UInt8] = []
  private var aside: [UInt8] = []
  private var asideKind: String?
  private var marker: [UInt8] = []
  private var instruction: [UInt8] = []
  private var field = RTFFormField()

  private init(_ bytes: [UInt8], _ limits: Limits) { (self.bytes, self.limits) = (bytes, limits) }

  /// - Throws: `limit("depth")` with more than `Limits.nesting` groups in one another.
  static func read(_ bytes: [UInt8], limits: Limits) throws(FileFault) -> Found {
    var reader = RTFText(bytes, limits)
    let isCut = try reader.run()
    reader.flush()
    let aside = reader.aside.contains { !$0.isSpace }
    return Found(
      text: FileText(bytes: reader.body, isHTML: reader.isHTML, hasCells: !reader.isHTML),
      aside: aside ? FileText(bytes: reader.aside, hidden: true) : nil, isCut: isCut)
  }

  /// True when the document ended before its groups did. What is over the limit of text is cut by the caller.
  private mutating func run() throws(FileFault) -> Bool {
    var scanner = RTFScanner(bytes)
    // A page is mostly markup.
    let most = limits.textBytes * 8
    while let token = scanner.next() {
      guard body.count + aside.count + pending.count <= most else { return false }
      switch token {
      case .open: try open()
      case .close:
        close()
        if outer.isEmpty { return false }
      case .word(let name, let number): word(name, number)
      case .symbol(let sign): symbol(sign)
      case .byte(let byte): take(byte)
      case .text(let range): for index in range { take(bytes[index]) }
      }
    }
    return true
  }

  // MARK: Groups

  private mutating func open() throws(FileFault) {
    flush()
    (skip, isOptional) = (0, false)
    guard outer.count < limits.nesting else { throw .limit("depth") }
    outer.append(group)
  }

  private mutating func close() {
    flush()
    (skip, isOptional) = (0, false)
    guard let parent = outer.popLast() else { return }
    let ended = group.destination
    group = parent
    if ended != parent.destination { finish(ended) }
  }

  private mutating func finish(_ destination: RTFDestination) {
    switch destination {
    case .marker: listItem()
    case .margin, .comment: asideKind = nil
    case .formField:
      body += field.text
      field = RTFFormField()
    case .choice: field.endChoice()
    case .instruction: symbolField()
    case .text, .skipped, .fonts, .htmlTag: break
    }
  }

  private mutating func listItem() {
    let words = marker.contains { $0.isLetterOrDigit || $0 >= 0xc3 && $0 < 0xe2 }
    let isBullet = !words || marker.count { !$0.isSpace } == 1 && marker.contains(UInt8(ascii: "o"))
    let sign = isBullet ? [UInt8(ascii: "-")] : marker.filter { $0 != 0x09 }
    marker = []
    guard !isHTML else { return }
    emit(sign + [0x20])
  }

  /// A sign of a symbol font that was put in as a field.
  private mutating func symbolField() {
    let words = instruction.split { $0.isSpace }
    instruction = []
    guard words.count > 1, words[0].elementsEqual("SYMBOL".utf8),
      let code = UInt8(String(decoding: words[1], as: UTF8.self))
    else { return }
    emit(Array(RTFCharset.symbol(code).utf8))
  }

  // MARK: Control words

  private mutating func word(_ name: String, _ number: Int?) {
    flush()
    let wasOptional = isOptional
    isOptional = false
    guard let action = RTFAction.table[name] else {
      if wasOptional { group.destination = .skipped }
      return
    }
    if skip > 0, consumes(action) {
      skip -= 1
      return
    }
    apply(action, number)
  }

  /// Whether the action puts a character, which a `\u` before it may have made superfluous.
  private func consumes(_ action: RTFAction) -> Bool {
    if case .text = action { true } else { false }
  }

  private mutating func apply(_ action: RTFAction, _ number: Int?) {
    switch action {
    case .destination(let destination): enter(destination)
    case .text(let text): emit(Array(text.utf8))
    case .paragraph, .line: emit([isHTML || !group.isInTable ? 0x0a : 0x0b])
    case .tab: emit([group.isInTable && !isHTML ? 0x20 : 0x09])
    case .page: emit(isHTML ? [0x0a] : [0x0a, 0x0c])
    case .cell, .row, .nestedCell, .nestedRow: table(action)
    case .resetParagraph: group.isInTable = false
    case .resetCharacters: (group.isHidden, group.isDeleted, group.font) = (false, false, nil)
    case .inTable: group.isInTable = true
    case .hidden: group.isHidden = number != 0
    case .deleted: group.isDeleted = number != 0
    case .unicode: unicode(number ?? 0)
    case .fallback: group.fallback = min(max(0, number ?? 1), 16)
    case .onlyRTF: group.isOnlyRTF = number != 0
    case .fromHTML: isHTML = true
    case .font, .fontCharset, .fontCodePage, .codePage: font(action, number ?? 0)
    case .fieldType, .fieldResult, .fieldDefault: field.set(action, number ?? 0)
    }
  }

  private mutating func enter(_ destination: RTFDestination) {
    // A text box stands in a group to skip; nothing else comes back from there.
    group.destination = destination
    if destination == .marker { marker = [] }
    if destination == .instruction { instruction = [] }
  }

  private mutating func font(_ action: RTFAction, _ number: Int) {
    switch action {
    case .font: group.font = number
    case .codePage(let fixed): codePage = CodePage(fixed ?? number)
    case .fontCharset where group.destination == .fonts && fonts.count < 10_000:
      group.font.map { fonts[$0] = number }
    case .fontCodePage where group.destination == .fonts && fontPages.count < 10_000:
      group.font.map { fontPages[$0] = CodePage(number) }
    default: break
    }
  }

  private mutating func symbol(_ sign: UInt8) {
    switch sign {
    case UInt8(ascii: "*"): isOptional = true
    case UInt8(ascii: "~"): put("\u{a0}")
    case UInt8(ascii: "_"): put("-")
    case UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"): take(sign)
    case 0x0a, 0x0d:
      flush()
      apply(.paragraph, nil)
    default: break
    }
  }

  private mutating func put(_ text: String) {
    flush()
    if skip > 0 { skip -= 1 } else { emit(Array(text.utf8)) }
  }

  // MARK: Characters

  private mutating func take(_ byte: UInt8) {
    if skip > 0 {
      skip -= 1
    } else if group.destination != .skipped {
      pending.append(byte)
    }
  }

  /// A sign of a symbol font has a code in the private area, F000 to F0FF.
  private mutating func unicode(_ number: Int) {
    let unit = UInt16(truncatingIfNeeded: number)
    skip = group.fallback
    if UTF16.isLeadSurrogate(unit) {
      surrogate = unit
      return
    }
    let units = [surrogate, unit].compactMap(\.self)
    surrogate = nil
    if units.count == 1, unit & 0xff00 == 0xf000 {
      emit(Array(RTFCharset.symbol(UInt8(unit & 0xff)).utf8))
    } else {
      emit(Array(String(decoding: units, as: UTF16.self).utf8))
    }
  }

  /// Makes characters of the bytes that are waiting.
  private mutating func flush() {
    guard !pending.isEmpty else { return }
    let bytes = pending
    pending.removeAll(keepingCapacity: true)
    let charset = group.font.flatMap { fonts[$0] }
    if charset == RTFCharset.symbol, group.destination != .fonts {
      emit(bytes.flatMap { Array(RTFCharset.symbol($0).utf8) })
      return
    }
    let page =
      group.font.flatMap { fontPages[$0] } ?? charset.flatMap(RTFCharset.codePage) ?? codePage
    emit(page.decode(bytes))
  }

  private mutating func emit(_ text: [UInt8]) {
    switch group.destination {
    case .skipped, .fonts, .formField: return
    case .marker: marker += text
    case .instruction: if instruction.count < 256 { instruction += text }
    case .choice: field.choice += text
    case .htmlTag: if isHTML, !group.isOnlyRTF { body += text }
    case .margin: note(text, "(kop- of voettekst) ")
    case .comment: note(text, "(opmerking) ")
    case .text:
      if isHTML {
        if !group.isOnlyRTF { body += text }
      } else if group.isDeleted {
        note(text, "(verwijderd) ")
      } else if group.isHidden {
        note(text, "(verborgen) ")
      } else {
        asideKind = nil
        body += text
      }
    }
  }

  /// Words beside the text, on a line that says what they are.
  private mutating func note(_ text: [UInt8], _ kind: String) {
    for byte in text {
      if asideKind != kind || aside.last == 0x0a {
        if aside.last != nil, aside.last != 0x0a { aside.append(0x0a) }
        aside += kind.utf8
        asideKind = kind
      }
      aside.append(byte == 0x0b || byte == 0x0c ? 0x0a : byte)
    }
  }

  // MARK: Tables

  private mutating func table(_ action: RTFAction) {
    guard group.destination == .text, !isHTML else { return emit([0x20]) }
    while let last = body.last, last == 0x0b || last == 0x20 { body.removeLast() }
    switch action {
    case .cell: body.append(0x09)
    case .nestedCell: body.append(0x20)
    case .nestedRow: body.append(0x0b)
    default:
      while body.last == 0x09 { body.removeLast() }
      if body.last != 0x0a { body.append(0x0a) }
    }
  }
}
