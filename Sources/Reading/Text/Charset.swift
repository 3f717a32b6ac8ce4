internal import CGMime
internal import Glibc

/// Bytes made into UTF-8, and whether that took a guess or lost something.
struct DecodedText {
  var bytes: [UInt8]
  /// The label was wrong, missing or unknown, or some bytes belong to no character: those are U+FFFD.
  var isDoubtful: Bool
}

/// Which characters bytes are: a byte order mark wins, then what the bytes can only be, then the label.
enum Charset {
  static func decode(_ bytes: [UInt8], label: String?) -> DecodedText {
    if let marked = byMark(bytes) { return marked }
    let kind = Kind(label: label)
    if kind != .other, let text = utf8(bytes, kind) { return text }
    switch kind {
    case .other:
      if let label, let text = Converter(label)?.convert(bytes) { return text }
      if isUTF8(bytes) { return DecodedText(bytes: bytes, isDoubtful: true) }
      return DecodedText(bytes: windows1252(bytes), isDoubtful: true)
    case .western: return DecodedText(bytes: windows1252(bytes), isDoubtful: false)
    case .utf8, .none:
      if let text = utf16WithoutMark(bytes) { return text }
      return DecodedText(bytes: windows1252(bytes), isDoubtful: true)
    }
  }

  private enum Kind {
    case none, utf8, western, other

    init(label: String?) {
      switch label?.asciiLowercased {
      case nil, "", "us-ascii", "ascii", "default", "unknown", "x-unknown", "unknown-8bit",
        "x-user-defined", "binary", "8bit", "7bit":
        self = .none
      case "utf-8", "utf8": self = .utf8
      case "iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "x-cp1252",
        "ansi_x3.110-1983", "cp-1252", "iso-latin-1", "iso_8859-1":
        self = .western
      default: self = .other
      }
    }
  }

  /// Valid UTF-8 is UTF-8, whatever a western label says: no western text happens to be that.
  private static func utf8(_ bytes: [UInt8], _ kind: Kind) -> DecodedText? {
    guard isUTF8(bytes) else { return nil }
    let isASCII = bytes.allSatisfy { $0 < 0x80 }
    if isASCII { return utf16WithoutMark(bytes) ?? DecodedText(bytes: bytes, isDoubtful: false) }
    return DecodedText(bytes: bytes, isDoubtful: kind == .western)
  }

  static func isUTF8(_ bytes: [UInt8]) -> Bool {
    do {
      _ = try UTF8Span(validating: bytes.span)
      return true
    } catch { return false }
  }

  private static func byMark(_ bytes: [UInt8]) -> DecodedText? {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
      let rest = Array(bytes.dropFirst(3))
      if isUTF8(rest) { return DecodedText(bytes: rest, isDoubtful: false) }
      return DecodedText(bytes: windows1252(rest), isDoubtful: true)
    }
    if bytes.starts(with: [0xff, 0xfe]) { return utf16(bytes.dropFirst(2), bigEndian: false) }
    if bytes.starts(with: [0xfe, 0xff]) { return utf16(bytes.dropFirst(2), bigEndian: true) }
    return nil
  }

  static func isUTF16(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) || endian(bytes) != nil
  }

  private static func utf16WithoutMark(_ bytes: [UInt8]) -> DecodedText? {
    endian(bytes).map { utf16(bytes[...], bigEndian: $0) }
  }

  /// Latin letters in UTF-16 have a zero in every other place: true when it comes first.
  private static func endian(_ bytes: [UInt8]) -> Bool? {
    let head = bytes.prefix(400)
    guard head.count >= 8, head.contains(0) else { return nil }
    var zeros = (even: 0, odd: 0)
    for (index, byte) in head.enumerated() where byte == 0 {
      if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
    let most = head.count / 2 * 7 / 10
    if zeros.odd >= most, zeros.even == 0 { return false }
    return zeros.even >= most && zeros.odd == 0 ? true : nil
  }

  static func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> DecodedText {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var at = bytes.startIndex
    while at + 1 < bytes.endIndex {
      let pair = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
      units.append(bigEndian ? pair.0 << 8 | pair.1 : pair.1 << 8 | pair.0)
      at += 2
    }
    var out: [UInt8] = []
    out.reserveCapacity(units.count)
    let isBroken = transcode(
      units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: false
    ) { out.append($0) }
    return DecodedText(bytes: out, isDoubtful: isBroken || bytes.count % 2 == 1)
  }

  /// Every byte is a character, as WHATWG has it: the five that are not assigned stay control characters.
  static func windows1252(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      switch byte {
      case 0..<0x80: out.append(byte)
      case 0x80..<0xa0: append(upper[Int(byte - 0x80)], to: &out)
      default: append(UInt16(byte), to: &out)
      }
    }
    return out
  }

  private static func append(_ scalar: UInt16, to out: inout [UInt8]) {
    if scalar < 0x800 {
      out.append(UInt8(0xc0 | scalar >> 6))
    } else {
      out.append(UInt8(0xe0 | scalar >> 12))
      out.append(UInt8(0x80 | scalar >> 6 & 0x3f))
    }
    out.append(UInt8(0x80 | scalar & 0x3f))
  }

  private static let upper: [UInt16] = [
    0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8d, 0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
  ]
}

/// Conversion to UTF-8 by the C library's tables. The corresponding C functions are `iconv*`.
@safe private struct Converter: ~Copyable {
  private let handle: iconv_t

  /// Nil for a name that nobody knows.
  init?(_ label: String) {
    _ = GMimeTree.library
    guard label.utf8.count <= 40,
      label.utf8.allSatisfy({ $0.isLetterOrDigit || [0x2d, 0x5f, 0x2e, 0x3a].contains($0) }),
      let name = unsafe g_mime_charset_iconv_name(label)
    else { return nil }
    let handle = unsafe iconv_open("UTF-8", name)
    guard Int(bitPattern: handle) != -1, let handle = unsafe handle else { return nil }
    unsafe self.handle = handle
  }

  deinit { unsafe iconv_close(handle) }

  /// Bytes that belong to no character become U+FFFD.
  borrowing func convert(_ bytes: [UInt8]) -> DecodedText {
    var (out, isDoubtful) = ([] as [UInt8], false)
    out.reserveCapacity(bytes.count + bytes.count / 4)
    let room = 16_384
    let chunk = UnsafeMutablePointer<CChar>.allocate(capacity: room)
    defer { unsafe chunk.deallocate() }
    unsafe bytes.withUnsafeBytes { buffer in
      guard let base = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else {
        return
      }
      var input: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutablePointer(mutating: base)
      var left = bytes.count
      while left > 0 {
        var (target, space): (UnsafeMutablePointer<CChar>?, Int) = unsafe (chunk, room)
        let failed = unsafe iconv(handle, &input, &left, &target, &space) == -1
        let error = errno
        unsafe out += UnsafeRawBufferPointer(start: chunk, count: room - space)
        guard failed, error != E2BIG else { continue }
        isDoubtful = true
        out += [0xef, 0xbf, 0xbd]
        guard error == EILSEQ, left > 0 else { break }
        unsafe input = unsafe input?.advanced(by: 1)
        left -= 1
      }
    }
    return DecodedText(bytes: out, isDoubtful: isDoubtful)
  }
}
