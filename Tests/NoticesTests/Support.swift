import Core
import Foundation
import Notices
import Testing

/// What Python's two parsers see in a message.
struct Parsed: Decodable {
  var headers: [String]
  var from: [[String]]
  var to: [String]
  var replyTo: [String]
  var subject: String
  var otherSubject: String
  var messageID: String
  var date: Int64
  var type: String
  var charset: String
  var isMultipart: Bool
  var text: String
  var otherText: String
  var defects: [String]

  enum CodingKeys: String, CodingKey {
    case headers, from, to, subject, date, type, charset, text, defects
    case replyTo = "reply_to"
    case otherSubject = "other_subject"
    case messageID = "message_id"
    case isMultipart = "is_multipart"
    case otherText = "other_text"
  }

  /// Lines, whatever ends them.
  var lines: [String] { Parsed.lines(text) }
  var otherLines: [String] { Parsed.lines(otherText) }

  static func lines(_ text: String) -> [String] {
    text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false).map {
      String(decoding: $0.last == 0x0d ? $0.dropLast() : $0, as: UTF8.self)
    }
  }
}

let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

/// Lets Python read messages; all in one call.
func parse(_ messages: [[UInt8]]) throws -> [Parsed] {
  let folder = FileManager.default.temporaryDirectory.appending(
    path: "signaalpost-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let files = try messages.enumerated().map { index, bytes in
    let file = folder.appending(path: "\(index).eml")
    try Data(bytes).write(to: file)
    return file.path
  }
  let process = Process()
  let output = Pipe()
  process.executableURL = URL(filePath: "/usr/bin/python3")
  process.arguments = [fixtures.appending(path: "parse_mail.py").path] + files
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = output
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0, "python3 cannot read it, or is not installed")
  return try data.split(separator: 0x0a).map { try JSONDecoder().decode(Parsed.self, from: $0) }
}

/// The texts as they are delivered with the program.
func shippedTexts() throws -> [String: String] {
  let folder = fixtures.appending(path: "../../../config/teksten")
  var files: [String: String] = [:]
  for (_, file) in NoticeTexts.files {
    files[file] = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
  }
  return files
}

func address(_ text: String) throws -> MailAddress { try #require(MailAddress(text)) }

func composer(
  _ texts: [String: String]? = nil, name: String = "Meldpunt mensenhandel",
  link: String = "https://signalen.voorbeeld.nl/{kenmerk}"
) throws -> Composer {
  Composer(
    texts: try NoticeTexts(texts ?? shippedTexts()), from: try address("signalen@voorbeeld.nl"),
    fromName: name, replyTo: try address("signalen@voorbeeld.nl"), link: link)
}

/// Tuesday 24 November 2026, 14:32:20 in Amsterdam.
let moment = Timestamp(seconds: 1_795_527_140)

func letter(_ kind: Notice.Kind, to: String = "coordinator@voorbeeld.nl") throws -> Letter {
  Letter(
    kind: kind, to: try address(to), reference: "MH-2026-0042", token: "k3v7q2zd9abc",
    unique: "0123456789abcdef", date: moment, deadline: moment + 3 * 86400, municipality: "Enschede"
  )
}

let composedKinds = NoticeTexts.files.map(\.kind)
