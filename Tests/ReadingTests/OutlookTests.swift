import Core
import Foundation
import Platform
import Reading
import Testing

/// Messages that Outlook would have made, written by `Fixtures/outlook/make.py`.
enum Outlook {
  static let folder = Golden.folder.appending(path: "outlook")

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  /// A mail with one file.
  static func mail(with file: [UInt8], name: String = "bericht.msg") -> [UInt8] {
    Array(
      ("From: bas@regio.example\nSubject: FW\nContent-Type: multipart/mixed; boundary=p\n\n--p\n\n"
        + "Zie bijlage.\n--p\nContent-Type: application/octet-stream; name=\"\(name)\"\n"
        + "Content-Transfer-Encoding: base64\n\n"
        + Data(file).base64EncodedString(options: .lineLength76Characters) + "\n--p--\n").utf8)
  }
}

@Suite("Outlook")
struct OutlookTests {
  @Test("There are samples")
  func samples() { #expect(Golden.all.count { $0.testDescription.hasPrefix("outlook/") } >= 12) }
}
