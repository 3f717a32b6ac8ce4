@testable import Core

extension Target {
  /// What a reader that was taken over may answer: every decoder of the line between the daemon and its readers.
  static let wire = Target(
    name: "wire",
    inputs: [
      verdict.encoded(), FrameHeader(kind: .read, length: 12).encoded(),
      FrameProblems(["a", "b"]).encoded(),
      TablesAnswer(version: "2026-03-01-8f0c12ab", barriers: [.files, .calls]).encoded(),
      ReadRequest(
        door: .folder, receivedAt: Timestamp(seconds: 1_790_000_000), name: "a.txt",
        from: "a@b.example",
        bytes: [1, 2, 3]
      ).encoded(),
      TableFiles(files: ["a.csv": [1, 2], "b.csv": []]).encoded(),
    ],
    words: [
      "signal", "supplement", "not_a_signal", "quarantine", "eenduidig", "conflict", "ambigu",
      "onbekend",
      "buiten_twente", "acuut", "spoed", "normaal", "read", "stored", "reported", "mail", "map",
      "landlock",
      "seccomp", "\0\0\0\0\0\0\0\u{1}", "\0\0\0\0\0\0\0 ", "\u{7f}",
    ],
    check: { bytes in
      wireHolds(bytes)
      promiseLinear("wire", bytes) { wireHolds($0) }
    })
}

private let verdict: Verdict = {
  var verdict = Verdict(
    outcome: .signal, reason: nil, fingerprint: .zero, tables: "2026-03-01-8f0c12ab")
  (verdict.status, verdict.municipality, verdict.queue) = (.certain, "0153", "0153")
  (verdict.candidates, verdict.urgency) = (["0153"], .pressing)
  (verdict.receiptTo, verdict.sender) = ("a@b.example", "a@b.example")
  (verdict.claimedReferences, verdict.claimedTokens) = (["MH-2026-0042"], ["x+y@z.example"])
  verdict.parts = [
    Part(path: "1", type: "text/plain", bytes: 3, outcome: .read),
    Part(
      path: "2", type: "image/png", name: "a.png", bytes: 9, outcome: .stored, note: "lees zelf"),
  ]
  verdict.record = Array("\"outcome\":\"signal\"".utf8)
  return verdict
}()

/// What is taken is written as it came, so nothing hides in it; all else is an error, and never more.
private func wireHolds(_ bytes: [UInt8]) {
  let name = "what was decoded is encoded as it came"
  if let verdict = try? Verdict(decoding: bytes) {
    promise(verdict.encoded() == bytes, name)
    promise(
      verdict.claimedTokens.count <= 16 && verdict.candidates.count <= 64, "lists are limited")
  }
  if let request = try? ReadRequest(decoding: bytes) { promise(request.encoded() == bytes, name) }
  if let found = try? Recognition(decoding: bytes) { promise(found.encoded() == bytes, name) }
  if let problems = try? FrameProblems(decoding: bytes) {
    promise(problems.encoded() == bytes, name)
  }
  if let answer = try? TablesAnswer(decoding: bytes) {
    promise((try? TablesAnswer(decoding: answer.encoded())) == answer, "an answer stays what it is")
  }
  if let files = try? TableFiles(decoding: bytes) {
    promise(
      (try? TableFiles(decoding: files.encoded()))?.files == files.files,
      "tables stay what they are")
  }
  for limit in [FrameHeader.requestLimit, FrameHeader.answerLimit] {
    let head = bytes.prefix(FrameHeader.size)
    guard let header = try? FrameHeader(decoding: head, limit: limit) else { continue }
    promise(header.encoded() == Array(head) && (0...limit).contains(header.length), name)
  }
  _ = try? JSONReader.members(bytes)
  _ = messageFault(bytes)
}
