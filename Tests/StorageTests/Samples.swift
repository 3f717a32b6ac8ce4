import Core
import Foundation
import Platform
import Storage

/// Every store that must keep the contract.
enum Backend: String, CaseIterable, Sendable {
  case memory, sqlite

  func withStore<T>(
    _ options: StoreOptions = StoreOptions(), _ body: (any Store) async throws -> T
  ) async throws -> T {
    switch self {
    case .memory: return try await body(MemoryStore(options: options))
    case .sqlite:
      let folder = try Folder()
      let store = try await SQLiteStore.open(directory: folder.path, options: options)
      let result = try await body(store)
      await store.close()
      return result
    }
  }
}

/// A new folder, removed with everything in it when the last one lets go.
final class Folder: Sendable {
  let path: String

  init(in parent: String = NSTemporaryDirectory()) throws {
    path = URL(filePath: parent).appending(path: "signaalpost-store-" + UUID().uuidString).path
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
}

/// 2026-11-24T12:00:00Z
let noon = Timestamp(seconds: 1_795_521_600)
let hour: Int64 = 3600

func digest(_ text: String) -> Digest { digest(Array(text.utf8)) }

func digest(_ bytes: [UInt8]) -> Digest {
  guard let digest = Digest(sha256(bytes)) else { preconditionFailure("SHA-256 has 32 bytes") }
  return digest
}

func mailKey(_ uid: Int, epoch: UInt32 = 7, source: String = "postbus") -> LedgerKey {
  LedgerKey(source: source, collection: "INBOX", epoch: epoch, key: String(uid))
}

/// A mail with a verdict; equal `text` means equal content, also in other bytes.
func taken(
  _ uid: Int, _ text: String, _ outcome: Outcome = .signal, bytes: String? = nil,
  sender: String? = "balie@gemeente.example", urgency: Urgency = .normal, queue: String = "0153",
  proven: String? = nil, claims: [String] = [], receivedAt: Timestamp = noon,
  key: LedgerKey? = nil
) -> Taken {
  let raw = Array((bytes ?? "From: x\r\n\r\n" + text).utf8)
  let item = Item(ledger: key ?? mailKey(uid), door: .mail, receivedAt: receivedAt, bytes: raw)
  var verdict = Verdict(
    outcome: outcome, reason: outcome == .signal ? nil : "reden", fingerprint: digest(text),
    tables: "2026-11")
  verdict.sender = sender
  verdict.receiptTo = sender
  verdict.urgency = urgency
  verdict.queue = queue
  verdict.municipality = queue == regionalQueue ? nil : queue
  verdict.status = queue == regionalQueue ? .unknown : .certain
  verdict.candidates = queue == regionalQueue ? ["1774", "0183"] : []
  verdict.claimedReferences = claims
  verdict.parts = [
    Part(path: "1", type: "text/plain", bytes: raw.count, outcome: .read),
    Part(
      path: "2", type: "image/png", name: "foto.png", bytes: 9, outcome: .stored,
      note: "een plaatje"),
  ]
  verdict.record = Array("\"outcome\":\"\(outcome.rawValue)\"".utf8)
  return Taken(item: item, digest: digest(raw), verdict: verdict, provenReference: proven)
}

/// An item that its source would not hand over.
func refused(_ uid: Int) -> Taken {
  let key = mailKey(uid)
  let item = Item(
    ledger: key, door: .mail, receivedAt: noon, bytes: [], refusal: "limit:bytes=5000000000")
  let digest = digest("\(key.source) \(key.collection) \(key.epoch) \(key.key)")
  return Taken(
    item: item, digest: digest,
    verdict: Verdict(outcome: .quarantine, reason: "limit", fingerprint: digest, tables: ""))
}

func notice(
  _ name: String, _ kind: Notice.Kind = .notice, to recipient: String = "owner@gemeente.example",
  channel: String = "smtp", due: Timestamp = noon, expires: Timestamp = noon + 5 * 24 * hour,
  quota: Int? = nil
) -> Notice {
  Notice(
    kind: kind, channel: channel, recipient: recipient, sender: "", messageID: name,
    bytes: Array("Subject: \(name)\r\n\r\n".utf8), due: due, expires: expires, quotaPerDay: quota)
}

/// Owes nothing.
let nothing: Compose = { _, _ in [] }

/// One receipt and one notice for each new signal.
let usual: Compose = { taken, decision in
  guard case .signal(let reference) = decision.disposition else { return [] }
  let kind = taken.verdict.urgency == .acute ? Notice.Kind.acute : .notice
  return [
    notice("receipt.\(reference)@x", .receipt, to: taken.verdict.receiptTo ?? ""),
    notice("notice.\(reference)@x", kind),
  ]
}
