/// What of an element's look matters to a reader: whether the words are there to be seen.
struct HTMLStyle {
  /// Words in here are not shown.
  var isHidden = false
  /// Written in white.
  var isWhite = false
  /// On a ground that is not white.
  var hasGround = false

  var isSeen: Bool { !isHidden && (!isWhite || hasGround) }

  /// The look inside an element of this look.
  func inside(_ attributes: [(String, String)]) -> HTMLStyle {
    var style = self
    for (name, value) in attributes {
      switch name {
      case "hidden": style.isHidden = true
      case "style":
        for (property, value) in Self.declarations(value) { style.apply(property, value) }
      case "bgcolor": style.hasGround = !Self.isWhite(value.asciiLowercased)
      case "background": style.hasGround = true
      case "color": style.isWhite = Self.isWhite(value.asciiLowercased)
      default: break
      }
    }
    return style
  }

  private mutating func apply(_ property: Substring, _ value: Substring) {
    switch property {
    case "display": if value == "none" { isHidden = true }
    case "visibility": if value == "hidden" || value == "collapse" { isHidden = true }
    case "mso-hide": if value == "all" { isHidden = true }
    case "opacity", "max-height", "font-size": if Self.isNothing(value) { isHidden = true }
    case "color": isWhite = Self.isWhite(String(value))
    case "background", "background-color":
      hasGround = !(value == "none" || value == "transparent" || Self.isWhite(String(value)))
    case "background-image": hasGround = value != "none"
    default: break
    }
  }

  /// `name:value` pairs in lower case without white space and `!important`, at most 64.
  static func declarations(_ style: String) -> [(Substring, Substring)] {
    let plain = String(
      decoding: style.utf8.lazy.filter { !$0.isSpace }.prefix(4096).map(\.lowercased),
      as: UTF8.self)
    return plain.split(separator: ";", maxSplits: 64).compactMap { declaration in
      guard let colon = declaration.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      let value = declaration[declaration.utf8.index(after: colon)...]
      return (declaration[..<colon], value.prefix { $0 != "!" })
    }
  }

  /// Zero, or a size of one pixel or point, in whatever unit.
  private static func isNothing(_ value: Substring) -> Bool {
    let digits = value.utf8.prefix { $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") }
    guard !digits.isEmpty else { return false }
    let unit = value.utf8.dropFirst(digits.count)
    let isZero = digits.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
    let isDot = unit.elementsEqual("px".utf8) || unit.elementsEqual("pt".utf8)
    return isZero || (isDot && digits.elementsEqual("1".utf8))
  }

  private static let whites: Set<String> = [
    "white", "#fff", "#ffffff", "#fefefe", "#fdfdfd", "rgb(255,255,255)", "rgba(255,255,255,1)",
    "window", "transparent",
  ]

  private static func isWhite(_ colour: String) -> Bool { whites.contains(colour) }
}
