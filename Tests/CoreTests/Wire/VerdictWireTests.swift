import Testing

@testable import Core

@Suite("A verdict over the line")
struct VerdictWireTests {
  private func verdict(_ number: UInt8, rows: [Verdict] = []) -> Verdict {
    var verdict = Verdict(
      outcome: rows.isEmpty ? .signal : .notASignal, reason: rows.isEmpty ? nil : "list",
      fingerprint: Digest([UInt8](repeating: number, count: 32)) ?? .zero, tables: "2026-11")
    verdict.queue = "0153"
    verdict.record = Array("\"row\":\(number)".utf8)
    verdict.rows = rows
    return verdict
  }

  @Test("Rows of a list come over whole, in order")
  func rows() throws {
    let sent = verdict(9, rows: (0..<500).map { verdict(UInt8($0 % 200)) })
    let seen = try Verdict(decoding: sent.encoded())
    #expect(seen.rows.map(\.record) == sent.rows.map(\.record))
    #expect(seen.rows.map(\.fingerprint) == sent.rows.map(\.fingerprint))
    #expect(seen.reason == "list" && seen.rows[0].queue == "0153")
  }

  @Test("More rows than allowed, and rows of a row, are no answer")
  func refused() {
    let many = verdict(9, rows: (0..<501).map { _ in verdict(1) })
    #expect(throws: WireError.self) { try Verdict(decoding: many.encoded()) }
    let deep = verdict(9, rows: [verdict(8, rows: [verdict(7)])])
    #expect(throws: WireError.self) { try Verdict(decoding: deep.encoded()) }
  }
}
