internal import CXML
internal import Core

/// What is made of a document while it is read, in its order.
protocol XMLHandler {
  mutating func open(_ element: borrowing XMLElement) throws(FileFault)
  /// Text between tags, UTF-8; white space too.
  mutating func text(_ bytes: [UInt8]) throws(FileFault)
  /// - Parameter name: as `XMLElement.name`.
  mutating func close(_ name: String) throws(FileFault)
}

/// An element that begins, for the length of a call.
@safe struct XMLElement: ~Copyable {
  /// See `XMLNames`.
  let name: String
  private let reader: xmlTextReaderPtr

  fileprivate init(_ name: String, _ reader: xmlTextReaderPtr) {
    self.name = name
    unsafe self.reader = reader
  }

  /// Value of an attribute; nil when it has none of that name. Its cost is the number of attributes.
  borrowing func value(_ name: String) -> String? {
    defer { _ = unsafe xmlTextReaderMoveToElement(reader) }
    while unsafe xmlTextReaderMoveToNextAttribute(reader) == 1 {
      guard let local = unsafe xmlTextReaderConstLocalName(reader) else { continue }
      let space = unsafe xmlTextReaderConstNamespaceUri(reader).map { unsafe String(cString: $0) }
      if unsafe XMLNames.prefix(space ?? "") + String(cString: local) == name {
        return unsafe xmlTextReaderConstValue(reader).map { unsafe String(cString: $0) }
      }
    }
    return nil
  }

  /// All attributes, without those that only name name spaces; at most a hundred.
  borrowing func attributes() -> [(name: String, value: String)] {
    defer { _ = unsafe xmlTextReaderMoveToElement(reader) }
    var found: [(name: String, value: String)] = []
    while found.count < 100, unsafe xmlTextReaderMoveToNextAttribute(reader) == 1 {
      guard unsafe xmlTextReaderIsNamespaceDecl(reader) != 1,
        let local = unsafe xmlTextReaderConstLocalName(reader),
        let value = unsafe xmlTextReaderConstValue(reader)
      else { continue }
      unsafe found.append((String(cString: local), String(cString: value)))
    }
    return found
  }

  /// An attribute or element that is true by being there (`w:val` of ST_OnOff).
  borrowing func isOn(_ name: String) -> Bool {
    switch value(name)?.asciiLowercased {
    case "0", "false", "off", "none", "no": false
    default: true
    }
  }
}

/// Reads XML event by event: no tree, nothing fetched, no document type and so no entities.
///
/// The corresponding C functions are `xmlReaderForMemory`, which keeps the pointer, and `xmlTextReaderRead`.
enum XMLReader {
  /// - Throws: `.damaged` for what is not well formed or has a document type.
  static func read(
    _ bytes: [UInt8], limits: Limits, into handler: inout some XMLHandler
  ) throws(FileFault) {
    _ = HTMLReader.library
    guard bytes.count < Int(Int32.max) else { throw .limit("inflated") }
    // The parser compares each attribute with all before it.
    guard HTMLTags.affordable(bytes) == bytes.count else { throw .limit("elements") }
    try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(FileFault) in
      guard let base = unsafe UnsafeRawPointer(buffer.baseAddress),
        let reader = unsafe cxml_reader(base, Int32(buffer.count))
      else { throw .damaged }
      defer { unsafe xmlFreeTextReader(reader) }
      var pass = unsafe XMLPass(reader, limits)
      while try pass.step(&handler) {}
    }
  }
}

/// One way through a document.
@safe private struct XMLPass {
  private let reader: xmlTextReaderPtr
  private let limits: Limits
  private var nodes = 0
  /// Names by where the parser keeps them: each is there once.
  private var names: [Name: String] = [:]

  private struct Name: Hashable {
    var local: UInt
    var space: UInt
  }

  init(_ reader: xmlTextReaderPtr, _ limits: Limits) {
    unsafe self.reader = reader
    self.limits = limits
  }

  /// The next event; false at the end.
  mutating func step(_ handler: inout some XMLHandler) throws(FileFault) -> Bool {
    switch unsafe xmlTextReaderRead(reader) {
    case 1: break
    case 0: return false
    default: throw cxml_is_too_deep() != 0 ? .limit("depth") : .damaged
    }
    nodes += 1
    guard nodes <= limits.elements else { throw .limit("elements") }
    switch UInt32(bitPattern: unsafe xmlTextReaderNodeType(reader)) {
    case XML_READER_TYPE_ELEMENT.rawValue:
      guard unsafe xmlTextReaderDepth(reader) < limits.nesting else { throw .limit("depth") }
      let isEmpty = unsafe xmlTextReaderIsEmptyElement(reader) == 1
      let name = self.name()
      try handler.open(unsafe XMLElement(name, reader))
      if isEmpty { try handler.close(name) }
    case XML_READER_TYPE_END_ELEMENT.rawValue: try handler.close(name())
    case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_CDATA.rawValue,
      XML_READER_TYPE_WHITESPACE.rawValue, XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue:
      guard let value = unsafe xmlTextReaderConstValue(reader) else { break }
      try handler.text(
        unsafe Array(UnsafeBufferPointer(start: value, count: Int(xmlStrlen(value)))))
    case XML_READER_TYPE_DOCUMENT_TYPE.rawValue, XML_READER_TYPE_ENTITY_REFERENCE.rawValue:
      throw .damaged
    default: break
    }
    return true
  }

  private mutating func name() -> String {
    let local = unsafe xmlTextReaderConstLocalName(reader)
    let space = unsafe xmlTextReaderConstNamespaceUri(reader)
    let key = Name(local: UInt(bitPattern: local), space: UInt(bitPattern: space))
    if let known = names[key] { return known }
    let prefix = unsafe XMLNames.prefix(space.map { unsafe String(cString: $0) } ?? "")
    let name = unsafe prefix + (local.map { unsafe String(cString: $0) } ?? "")
    names[key] = name
    return name
  }
}
