/// A Windows code page by its number, as Outlook and RTF name one.
struct CodePage: Sendable, Hashable {
  static let western = CodePage(1252)

  let number: Int

  init(_ number: Int) { self.number = number }

  /// The one that a Windows of this language uses (MS-LCID; the low ten bits name the language).
  init(locale: Int) { number = Self.byLanguage[locale & 0x3ff] ?? 1252 }

  func decode(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.allSatisfy({ $0 < 0x80 }) && !isStateful { return bytes }
    switch number {
    case 1252, 0, 20127, 28591: return Charset.windows1252(bytes)
    case 1200: return Charset.utf16(bytes[...], bigEndian: false).bytes
    default: return Charset.decode(bytes, label: label).bytes
    }
  }

  /// Letters of two bytes: some pairs happen to be UTF-8.
  var isWide: Bool { isStateful || [932, 936, 949, 950, 51932, 51949, 54936].contains(number) }

  /// ASCII bytes mean something else in it: ISO-2022, UTF-7, UTF-16.
  private var isStateful: Bool {
    [1200, 1201, 65000].contains(number) || (50220...50229).contains(number)
  }

  private var label: String {
    if let name = Self.names[number] { return name }
    if (1250...1258).contains(number) || number == 874 { return "windows-\(number)" }
    if (28592...28605).contains(number) { return "iso-8859-\(number - 28590)" }
    return "cp\(number)"
  }

  private static let names = [
    65000: "utf-7", 65001: "utf-8", 1201: "utf-16be", 932: "shift_jis", 936: "gbk", 949: "cp949",
    950: "big5", 10000: "macintosh", 20866: "koi8-r", 21866: "koi8-u", 50220: "iso-2022-jp",
    50221: "iso-2022-jp", 50222: "iso-2022-jp", 50225: "iso-2022-kr", 51932: "euc-jp",
    51949: "euc-kr", 52936: "hz-gb-2312", 54936: "gb18030",
  ]

  private static let byLanguage = [
    0x01: 1256, 0x02: 1251, 0x04: 936, 0x05: 1250, 0x08: 1253, 0x0d: 1255, 0x0e: 1250, 0x11: 932,
    0x12: 949, 0x15: 1250, 0x18: 1250, 0x19: 1251, 0x1a: 1250, 0x1b: 1250, 0x1c: 1250, 0x1e: 874,
    0x1f: 1254, 0x20: 1256, 0x22: 1251, 0x23: 1251, 0x24: 1250, 0x25: 1257, 0x26: 1257,
    0x27: 1257, 0x29: 1256, 0x2a: 1258, 0x2f: 1251,
  ]
}
