/// A file name for people: what can be read stays, everything else is `\xNN`, and a backslash is doubled.
///
/// Different names give different texts. Control characters, line ends, marks that turn the direction of
/// writing, and bytes that are no UTF-8 are escaped, so the text is safe on a terminal and in a page.
public func escapedName(_ name: [UInt8]) -> String {
  var text = ""
  var at = 0
  while at < name.count {
    let (scalar, length) = scalar(in: name, at: at)
    if let scalar, isReadable(scalar) {
      text.unicodeScalars.append(scalar)
      if scalar == "\\" { text.unicodeScalars.append(scalar) }
    } else {
      for byte in name[at..<(at + length)] {
        text += byte < 16 ? "\\x0\(String(byte, radix: 16))" : "\\x\(String(byte, radix: 16))"
      }
    }
    at += length
  }
  return text
}

/// The scalar at a place and its length in bytes; nil and 1 where there is none.
private func scalar(in bytes: [UInt8], at: Int) -> (Unicode.Scalar?, Int) {
  let length =
    switch bytes[at] {
    case 0..<0x80: 1
    case 0xc2..<0xe0: 2
    case 0xe0..<0xf0: 3
    case 0xf0..<0xf5: 4
    default: 0
    }
  guard length > 0, at + length <= bytes.count,
    let text = String(validating: bytes[at..<(at + length)], as: UTF8.self),
    let scalar = text.unicodeScalars.first
  else { return (nil, 1) }
  return (scalar, length)
}

private func isReadable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
    .paragraphSeparator:
    false
  default: true
  }
}
