extension Recognition {
  /// Most bytes of an answer of the recogniser.
  public static let answerLimit = 4 << 20

  /// Payload of the answer to `recognise`; its question is the bytes of the picture or document themselves.
  public func encoded() -> [UInt8] {
    var out = WireWriter()
    encode(into: &out)
    return out.bytes
  }

  public init(decoding bytes: [UInt8]) throws(WireError) {
    var wire = WireReader(bytes)
    try self.init(from: &wire)
    guard wire.isAtEnd else { throw WireError("trailing bytes") }
  }

  fileprivate func encode(into out: inout WireWriter) {
    out.optional(fault?.rawValue)
    out.integer(Int64(unseenPages))
    out.integer(Int64(pages.count))
    for page in pages {
      out.integer(Int64(page.confidence))
      out.block(page.text)
    }
  }

  fileprivate init(from wire: inout WireReader) throws(WireError) {
    let word = try wire.optional()
    let unseen = try wire.integer()
    let count = try wire.integer()
    guard (0...1_000_000).contains(unseen) else { throw WireError("too many pages") }
    guard (0...Int64(Recognition.pageLimit)).contains(count) else {
      throw WireError("too many pages")
    }
    self.init(pages: [], unseenPages: Int(unseen))
    for _ in 0..<count {
      let confidence = try wire.integer()
      guard (0...100).contains(confidence) else { throw WireError("confidence") }
      let text = try wire.text()
      pages.append(RecognisedPage(text: Array(text.utf8), confidence: Int(confidence)))
    }
    if let word {
      guard let fault = RecognitionFault(rawValue: word) else { throw WireError("unknown word") }
      guard pages.isEmpty else { throw WireError("text of what was not recognised") }
      self.fault = fault
    }
  }
}

extension RecognitionStage {
  func encode(into out: inout WireWriter) {
    switch self {
    case .none: out.byte(0)
    case .later: out.byte(1)
    case .done(let found):
      out.byte(2)
      out.integer(Int64(found.count))
      for (path, recognition) in found.sorted(by: { $0.key < $1.key }) {
        out.text(path)
        recognition.encode(into: &out)
      }
    }
  }

  init(from wire: inout WireReader) throws(WireError) {
    switch try wire.byte() {
    case 0: self = .none
    case 1: self = .later
    case 2:
      let count = try wire.integer()
      guard (0...Int64(Recognition.partLimit)).contains(count) else {
        throw WireError("too many parts")
      }
      var found: [String: Recognition] = [:]
      var last = ""
      for _ in 0..<count {
        let path = try wire.text()
        guard isPartPath(path), last < path else { throw WireError("no path of a part") }
        found[path] = try Recognition(from: &wire)
        last = path
      }
      self = .done(found)
    default: throw WireError("flag out of range")
    }
  }
}

/// A question to a reader: the bytes of one part of an item, after transfer decoding.
public struct PartRequest: Sendable {
  public var item: ReadRequest
  /// As in `Verdict.waiting`.
  public var path: String

  public init(item: ReadRequest, path: String) {
    self.item = item
    self.path = path
  }

  public func encoded() -> [UInt8] {
    var out = WireWriter()
    out.text(path)
    out.block(item.encoded())
    return out.bytes
  }

  public init(decoding bytes: [UInt8]) throws(WireError) {
    var wire = WireReader(bytes)
    path = try wire.text()
    item = try ReadRequest(decoding: try wire.block())
    guard wire.isAtEnd else { throw WireError("trailing bytes") }
  }
}

/// Digits with dots between, as a reader that is not trusted may name a part to the daemon.
func isPartPath(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  return (1...400).contains(bytes.count)
    && bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) }
    }
}
