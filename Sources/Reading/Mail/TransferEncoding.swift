internal import CGMime

/// Content-Transfer-Encoding (RFC 2045 6).
enum TransferEncoding {
  case none, base64, quotedPrintable, uuencode

  /// What the encoded bytes hold, as much of it as can be had, and whether they were broken.
  func decode(_ encoded: ArraySlice<UInt8>) -> (bytes: [UInt8], isBroken: Bool) {
    switch self {
    case .none: (Array(encoded), false)
    case .base64: Base64.decode(encoded)
    case .quotedPrintable:
      (decode(encoded, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE), Self.isBroken(quoted: encoded))
    case .uuencode: decodeUU(encoded)
    }
  }

  /// The lines after `begin MODE NAME`; text without that line stays as it is.
  private func decodeUU(_ encoded: ArraySlice<UInt8>) -> (bytes: [UInt8], isBroken: Bool) {
    let bytes = Array(encoded)
    var start = 0
    while start < bytes.count {
      let end = min(bytes.position(of: 0x0a, in: start..<bytes.count) + 1, bytes.count)
      if bytes.hasWord("begin ", at: start, before: end) {
        return (decode(bytes[end...], GMIME_CONTENT_ENCODING_UUENCODE), false)
      }
      start = end
    }
    return (bytes, true)
  }

  /// The corresponding C function is `g_mime_encoding_flush`.
  private func decode(_ encoded: ArraySlice<UInt8>, _ encoding: GMimeContentEncoding) -> [UInt8] {
    let room = cgmime_decoded_limit(encoding, encoded.count)
    return unsafe [UInt8](unsafeUninitializedCapacity: room) { out, count in
      unsafe encoded.withUnsafeBufferPointer { input in
        guard let from = input.baseAddress, let to = out.baseAddress else { return }
        count = unsafe cgmime_decode(encoding, from, input.count, to)
      }
    }
  }

  /// A `=` that is not followed by two hexadecimal digits or the end of its line.
  private static func isBroken(quoted bytes: ArraySlice<UInt8>) -> Bool {
    var at = bytes.startIndex
    while let found = bytes[at...].firstIndex(of: UInt8(ascii: "=")) {
      var next = found + 1
      if next + 1 < bytes.endIndex, bytes[next].hexadecimalValue != nil,
        bytes[next + 1].hexadecimalValue != nil
      {
        at = next + 2
        continue
      }
      while next < bytes.endIndex, bytes[next] == 0x20 || bytes[next] == 0x09 { next += 1 }
      guard next < bytes.endIndex else { return false }
      guard bytes[next] == 0x0d || bytes[next] == 0x0a else { return true }
      at = next
    }
    return false
  }
}

/// Base64 (RFC 4648 4) as mail has it: several pieces with padding between them, cut off, or with foreign
/// bytes. The MIME library stops at the first padding and drops an incomplete group.
enum Base64 {
  static func decode(_ encoded: ArraySlice<UInt8>) -> (bytes: [UInt8], isBroken: Bool) {
    var decoder = Decoder()
    let out = unsafe [UInt8](unsafeUninitializedCapacity: encoded.count / 4 * 3 + 3) { out, count in
      unsafe encoded.withUnsafeBufferPointer { input in
        unsafe values.withUnsafeBufferPointer { values in
          unsafe decoder.run(input, values, out)
        }
      }
      count = decoder.count
    }
    // Text under a wrong label: words and punctuation instead of one alphabet in lines of one length.
    if decoder.foreign * 20 > encoded.count || hasWords(encoded) { return (Array(encoded), true) }
    return (out, decoder.foreign > 0 || decoder.isCut)
  }

  private struct Decoder {
    var count = 0
    var foreign = 0
    var isCut = false
    private var group: UInt32 = 0
    private var digits = 0

    /// `out` has room for three bytes to every four of the input, and three more.
    mutating func run(
      _ input: UnsafeBufferPointer<UInt8>, _ values: UnsafeBufferPointer<UInt8>,
      _ out: UnsafeMutableBufferPointer<UInt8>
    ) {
      var at = 0
      while at < input.count {
        if digits == 0, at + 4 <= input.count, unsafe takeFour(input, at, values, out) {
          at += 4
          continue
        }
        let value = unsafe values[Int(input[at])]
        at += 1
        if value < 64 {
          group = group << 6 | UInt32(value)
          digits += 1
          if digits == 4 { unsafe flush(out) }
        } else if value == Base64.padding {
          unsafe flush(out)
        } else if value == Base64.other {
          foreign += 1
        }
      }
      isCut = digits == 1
      unsafe flush(out)
    }

    private mutating func takeFour(
      _ input: UnsafeBufferPointer<UInt8>, _ at: Int, _ values: UnsafeBufferPointer<UInt8>,
      _ out: UnsafeMutableBufferPointer<UInt8>
    ) -> Bool {
      let (a, b) = unsafe (values[Int(input[at])], values[Int(input[at + 1])])
      let (c, d) = unsafe (values[Int(input[at + 2])], values[Int(input[at + 3])])
      guard (a | b | c | d) < 64 else { return false }
      unsafe out[count] = a << 2 | b >> 4
      unsafe out[count + 1] = b << 4 | c >> 2
      unsafe out[count + 2] = c << 6 | d
      count += 3
      return true
    }

    /// Two, three or four digits hold one, two or three bytes.
    private mutating func flush(_ out: UnsafeMutableBufferPointer<UInt8>) {
      let bits = group << UInt32(24 - digits * 6)
      for byte in 0..<max(0, digits - 1) {
        unsafe out[count] = UInt8(truncatingIfNeeded: bits >> UInt32(16 - byte * 8))
        count += 1
      }
      (group, digits) = (0, 0)
    }
  }

  /// More than one space in forty bytes of the beginning, inside lines.
  private static func hasWords(_ encoded: ArraySlice<UInt8>) -> Bool {
    let head = encoded.prefix(400)
    var inner = 0
    for (byte, next) in zip(head, head.dropFirst()) where byte == 0x20 && !next.isSpace {
      inner += 1
    }
    return inner * 40 > head.count
  }

  fileprivate static let padding: UInt8 = 64
  private static let space: UInt8 = 65
  fileprivate static let other: UInt8 = 66

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: other, count: 256)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (value, letter) in alphabet.utf8.enumerated() { values[Int(letter)] = UInt8(value) }
    // The alphabet of file names and addresses (RFC 4648 5).
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    values[Int(UInt8(ascii: "="))] = padding
    for byte: Int in [9, 10, 13, 32] { values[byte] = space }
    return values
  }()
}
