import Core
import Foundation
import Platform
import Reading
import Testing

@Suite(
  "PDF files that others have",
  .enabled(if: Corpus.isWanted, "needs SIGNAALPOST_LONG=1 and ../shared/corpora"),
  .serialized)
struct PDFCorpusTests {
  /// Those of the corpora, each with its path.
  static let all: [(path: String, bytes: [UInt8])] = {
    var all: [(String, [UInt8])] = []
    Corpus.each { path, bytes in if path.hasSuffix(".pdf") { all.append((path, bytes)) } }
    return all
  }()

  /// Files that need a password of their reader, or are damaged beyond repair; pictures of pages.
  static let unread: [String: String] = [
    "libreoffice-writer-password": "wachtwoord", "encrypted-file": "wachtwoord",
    "r2-user-password": "wachtwoord", "r3-user-password": "wachtwoord",
    "r4-user-password": "wachtwoord", "r4-aes-user-password": "wachtwoord",
    "r6-both-passwords": "wachtwoord", "crazyones-encrypted-256": "wachtwoord",
    "box": "geen leesbare tekst", "git": "geen leesbare tekst",
    "encrypted_doc_no_id": "geen leesbare tekst", "imagemagick-images": "geen leesbare tekst",
    "imagemagick-lzw": "geen leesbare tekst", "imagemagick-CCITTFaxDecode": "geen leesbare tekst",
    "imagemagick-ASCII85Decode": "geen leesbare tekst",
    "issue-3850-1bit-indexed-flate": "geen leesbare tekst",
  ]

  @Test("Each has an outcome: read, or told why not")
  func outcomes() {
    #expect(Self.all.count >= 60)
    for (path, bytes) in Self.all {
      let start = monotonicClock()
      let item = submitted(bytes, door: .folder)
      #expect(Double(monotonicClock() - start) / 1e9 < 2, "\(path)")
      #expect(isWhole(item), "\(path)")
      #expect(item.refusal == nil, "\(path)")
      let name = URL(filePath: path).deletingPathExtension().lastPathComponent
      let part = item.submission.parts.first
      #expect((part?.outcome == .read) == (Self.unread[name] == nil), "\(path)")
      if let note = Self.unread[name] { #expect(part?.note?.contains(note) == true, "\(path)") }
    }
  }

  @Test("Read ten times over, they take no more memory than after the first time")
  func leaks() {
    for (_, bytes) in Self.all { _ = submitted(bytes, door: .folder) }
    let before = residentKilobytes()
    for _ in 0..<10 { for (_, bytes) in Self.all { _ = submitted(bytes, door: .folder) } }
    #expect(residentKilobytes() - before < 20_000)
  }
}
