internal import CQPDF

/// A PDF file taken apart into its objects (ISO 32000-1, 7.3). Nothing in it is run or fetched.
@safe final class PDFFile {
  fileprivate let handle: OpaquePointer
  /// The handle reads in here for as long as it lives.
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  /// - Throws: `protected` when a user password is needed; an owner password is not in the way.
  init(_ content: [UInt8], _ budget: inout FileBudget) throws(FileFault) {
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: content.count)
    _ = unsafe bytes.initialize(from: content)
    var handle: OpaquePointer?
    var inflated = 0
    let status = unsafe cqpdf_open(
      bytes.baseAddress, content.count, max(budget.inflatedLeft, 0), &inflated, &handle)
    guard status == CQPDF_OK.rawValue, let handle = unsafe handle else {
      unsafe bytes.deallocate()
      throw Self.fault(UInt32(status))
    }
    unsafe (self.handle, self.bytes) = (handle, bytes)
    try budget.inflate(inflated)
  }

  deinit {
    unsafe cqpdf_close(handle)
    unsafe bytes.deallocate()
  }

  /// The document catalogue.
  var root: PDFObject { unsafe PDFObject(file: self, id: cqpdf_root(handle)) }

  /// Makes what annotations show part of the text of their pages. Objects must be reached anew afterwards.
  func flatten() throws(FileFault) { try check(unsafe cqpdf_flatten(handle)) }

  /// The file written anew: plain, and only what can be reached in it.
  func written() throws(FileFault) -> [UInt8] {
    var start: UnsafePointer<UInt8>?
    var count = 0
    try check(unsafe cqpdf_write(handle, &start, &count))
    return unsafe Array(UnsafeBufferPointer(start: start, count: count))
  }

  fileprivate func check(_ status: Int32) throws(FileFault) {
    if status != CQPDF_OK.rawValue { throw Self.fault(UInt32(status)) }
  }

  private static func fault(_ status: UInt32) -> FileFault {
    switch status {
    case CQPDF_PASSWORD.rawValue: .protected
    case CQPDF_LIMIT.rawValue: .limit("inflated")
    default: .damaged
    }
  }
}

/// An object in a PDF file. What is asked of an object of another type is empty.
struct PDFObject {
  enum Kind { case null, boolean, number, string, name, array, dictionary, stream }

  fileprivate let file: PDFFile
  fileprivate let id: cqpdf_object

  var kind: Kind {
    switch unsafe UInt32(cqpdf_kind_of(file.handle, id)) {
    case CQPDF_BOOLEAN.rawValue: .boolean
    case CQPDF_NUMBER.rawValue: .number
    case CQPDF_STRING.rawValue: .string
    case CQPDF_NAME.rawValue: .name
    case CQPDF_ARRAY.rawValue: .array
    case CQPDF_DICTIONARY.rawValue: .dictionary
    case CQPDF_STREAM.rawValue: .stream
    default: .null
    }
  }

  var isNull: Bool { id == 0 }
  /// Number in the file; 0 for an object that stands inside another.
  var number: Int { Int(unsafe cqpdf_number(file.handle, id)) }
  var value: Double { unsafe cqpdf_value(file.handle, id) }
  var integer: Int { Int(exactly: value.rounded(.towardZero)) ?? 0 }

  /// Text of a string in UTF-8, of a name without its slash.
  var text: [UInt8] {
    var count = 0
    let start = unsafe cqpdf_text(file.handle, id, &count)
    return unsafe Self.copied(start, count)
  }

  /// A name as text; nil for other objects.
  var name: String? { kind == .name ? String(decoding: text, as: UTF8.self) : nil }

  /// Of a dictionary, or a stream's dictionary.
  subscript(key: StaticString) -> PDFObject { self[key.description] }

  subscript(key: String) -> PDFObject { self[bytes: Array(key.utf8)] }

  /// `key` with its slash, as `keys` has it.
  subscript(bytes key: [UInt8]) -> PDFObject {
    let terminated = (key + [0]).map { CChar(bitPattern: $0) }
    return unsafe PDFObject(file: file, id: cqpdf_get(file.handle, id, terminated))
  }

  /// Keys of a dictionary with their slashes.
  var keys: [[UInt8]] {
    var count = 0
    let start = unsafe cqpdf_keys(file.handle, id, &count)
    return unsafe Self.copied(start, count).split(separator: 0).map { Array($0) }
  }

  /// Takes a key out of a dictionary, or of a stream's dictionary.
  func remove(_ key: [UInt8]) {
    let terminated = (key + [0]).map { CChar(bitPattern: $0) }
    unsafe cqpdf_remove(file.handle, id, terminated)
  }

  /// Takes all other keys out of a dictionary.
  func keep(_ wanted: Set<String>) {
    for key in keys where !wanted.contains(String(decoding: key, as: UTF8.self)) { remove(key) }
  }

  var count: Int { unsafe cqpdf_count(file.handle, id) }

  /// Of an array.
  subscript(index: Int) -> PDFObject {
    unsafe PDFObject(file: file, id: cqpdf_item(file.handle, id, index))
  }

  /// Items of an array, each for so many entries of the budget.
  func items(_ budget: inout FileBudget, each weight: Int = 1) throws(FileFault) -> [PDFObject] {
    let count = count
    try budget.enter(count * weight)
    return (0..<count).map { self[$0] }
  }

  /// What a stream holds, out of the budget. Nil when it is a picture, or its filter is not known.
  func stream(_ budget: inout FileBudget) throws(FileFault) -> [UInt8]? {
    var start: UnsafePointer<UInt8>?
    var count = 0
    let status = unsafe cqpdf_stream(file.handle, id, max(budget.inflatedLeft, 0), &start, &count)
    if status == CQPDF_FOREIGN.rawValue { return nil }
    try file.check(status)
    try budget.inflate(count)
    return unsafe Array(UnsafeBufferPointer(start: start, count: count))
  }

  @unsafe private static func copied(_ start: UnsafePointer<CChar>?, _ count: Int) -> [UInt8] {
    unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }
}
