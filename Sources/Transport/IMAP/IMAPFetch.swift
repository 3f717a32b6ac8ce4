internal import Core

/// Why a message did not come whole.
enum FetchFault: Sendable, Hashable {
  /// Its literal is over the limit.
  case tooLarge(Int)
  /// Its length is not what RFC822.SIZE told.
  case size(told: Int, bytes: [UInt8])
  /// NIL, or nothing at all, for a message that has a size.
  case empty
  /// The command succeeded without it.
  case missing
  /// NO or BAD to a command for it alone.
  case refused
  /// Its answer is no IMAP, or it came twice and differently.
  case malformed
  /// The line broke while it was read.
  case broken
  /// It stood in a command that failed; nothing is known about it.
  case unknown
}

/// A FETCH of whole messages that the server works on.
struct BodyRequest: Sendable {
  var uids: [UInt32]
  fileprivate var tags: [String]
  fileprivate var bytes: Int
}

/// A message as it came.
struct FetchedMessage: Sendable, Hashable {
  var uid: UInt32
  var date: Timestamp?
  var bytes: [UInt8]
}

/// What became of the messages of one request. Each is in one of both, unless the session broke: of those
/// that were still to come nothing is known.
struct BodyAnswer: Sendable {
  var messages: [FetchedMessage] = []
  var faults: [UInt32: FetchFault] = [:]
  /// The session broke; nothing more can be read from it.
  var failure: ConnectionError?
}

extension IMAPClient {
  /// Asks for whole messages, without marking them as seen; several requests may be under way, and are
  /// collected in order.
  func requestBodies(_ uids: [UInt32], bytes: Int) throws(ConnectionError) -> BodyRequest {
    var tags: [String] = []
    for (set, _) in UIDSet.texts(uids) {
      tags.append(try start(Array("UID FETCH \(set) (UID INTERNALDATE BODY.PEEK[])".utf8)))
    }
    return BodyRequest(uids: uids, tags: tags, bytes: bytes)
  }

  /// Reads the answer; what came whole before a failure is in it.
  func collectBodies(_ request: BodyRequest, _ infos: [UInt32: MessageInfo]) -> BodyAnswer {
    var collection = BodyCollection(request.uids, infos)
    var wasRefused = false
    var failure: ConnectionError?
    for tag in request.tags where failure == nil {
      expect(responses: request.uids.count, bytes: request.bytes)
      do throws(ConnectionError) {
        try finish(tag, "FETCH") { response in
          if case .fetch(let data) = response { collection.take(data) }
        }
      } catch {
        if error.kind == .rejected { wasRefused = true } else { failure = error }
      }
    }
    if let failure {
      collection.blame(literalFault, text: lastText, isMalformed: failure.kind == .malformed)
    } else {
      collection.close(wasRefused: wasRefused)
    }
    return BodyAnswer(messages: collection.messages, faults: collection.faults, failure: failure)
  }
}

/// Sorts the data of a FETCH to the messages that were asked for.
private struct BodyCollection {
  private var open: Set<UInt32>
  private let isSingle: Bool
  private let infos: [UInt32: MessageInfo]
  private var places: [UInt32: Int] = [:]
  private(set) var messages: [FetchedMessage] = []
  private(set) var faults: [UInt32: FetchFault] = [:]

  init(_ uids: [UInt32], _ infos: [UInt32: MessageInfo]) {
    open = Set(uids)
    isSingle = uids.count == 1
    self.infos = infos
    messages.reserveCapacity(uids.count)
  }

  /// Data for a message that was not asked for is no answer, and neither is data without a body.
  mutating func take(_ data: Fetched) {
    guard let uid = data.uid, let body = data.body else { return }
    guard open.remove(uid) != nil else { return compare(uid, body) }
    let told = infos[uid]?.size
    switch body {
    case .none: faults[uid] = .empty
    case .bytes(let bytes) where bytes.isEmpty: faults[uid] = .empty
    case .bytes(let bytes):
      if let told, told != bytes.count {
        faults[uid] = .size(told: told, bytes: bytes)
      } else {
        places[uid] = messages.count
        messages.append(
          FetchedMessage(uid: uid, date: data.date ?? infos[uid]?.date, bytes: bytes))
      }
    }
  }

  /// A second body for the same message must be the same.
  private mutating func compare(_ uid: UInt32, _ body: Fetched.Body) {
    guard let place = places[uid], body != .bytes(messages[place].bytes) else { return }
    messages.remove(at: place)
    places.removeValue(forKey: uid)
    for (other, index) in places where index > place { places[other] = index - 1 }
    faults[uid] = .malformed
  }

  /// The session broke. One message is to blame: the one whose answer was under way, or else the next in line
  /// when the line broke; after nonsense without a name it may have been any.
  mutating func blame(_ fault: FramingError?, text: [UInt8], isMalformed: Bool) {
    let (named, kind): ([UInt8], FetchFault) =
      switch fault {
      case .largeLiteral(let bytes, let text): (text, .tooLarge(bytes))
      case .badLiteral(let text): (text, .malformed)
      default: (text, isMalformed ? .malformed : .broken)
      }
    if let uid = uid(in: named) ?? (open.count == 1 || kind == .broken ? open.min() : nil) {
      faults[uid] = kind
    } else {
      for uid in open { faults[uid] = .unknown }
    }
  }

  /// The command ended; what did not come is not there or was refused.
  mutating func close(wasRefused: Bool) {
    let rest: FetchFault = wasRefused ? (isSingle ? .refused : .unknown) : .missing
    for uid in open { faults[uid] = rest }
    open = []
  }

  /// The number after `UID` in the text of a FETCH, when it was asked for.
  private func uid(in text: [UInt8]) -> UInt32? {
    let words = text.split { $0 == 0x20 || $0 == 0x28 || $0 == 0x29 }
    for (word, next) in zip(words, words.dropFirst())
    where startsWithIgnoringCase(Array(word), "UID") {
      if word.count == 3, let uid = UIDSet.number(next), open.contains(uid) { return uid }
    }
    return nil
  }
}
