public import Core

/// Everything of one signal that goes into a queue's folder.
public struct Dossier: Sendable {
  /// What the original is, as far as its file name goes.
  public enum Original: String, Sendable, CaseIterable {
    case message = "eml"
    case text = "txt"
    case page = "html"
    case pdf, docx, odt, xlsx, ods, csv, json, xml, rtf, msg, zip, png, jpg, tif
    case other = "bin"

    /// - Parameters:
    ///   - type: media type of the file; what came by mail is always a message.
    public init(door: Door, type: String?) {
      self = door == .mail ? .message : type.flatMap { Self.types[$0] } ?? .other
    }

    private static let types: [String: Original] = [
      "text/plain": .text, "text/html": .page, "application/pdf": .pdf,
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document": .docx,
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": .xlsx,
      "application/vnd.oasis.opendocument.text": .odt,
      "application/vnd.oasis.opendocument.spreadsheet": .ods, "text/csv": .csv,
      "application/json": .json, "application/xml": .xml, "text/xml": .xml,
      "application/rtf": .rtf, "application/vnd.ms-outlook": .msg, "application/zip": .zip,
      "image/png": .png, "image/jpeg": .jpg, "image/tiff": .tif,
    ]
  }

  public var signal: SignalRow
  /// Name of the municipality of the queue, or of the regional queue.
  public var queueName: String
  /// The whole JSON object, as `signals export` writes it.
  public var json: [UInt8]
  /// As it came in; nil when it was refused unread, and for a row of a list.
  public var original: [UInt8]?
  public var kind: Original

  public init(
    signal: SignalRow, queueName: String, json: [UInt8], original: [UInt8]?, kind: Original
  ) {
    self.signal = signal
    self.queueName = queueName
    self.json = json
    self.original = original
    self.kind = kind
  }
}

extension Dossier {
  /// Name of the file with the original; nil when there is none.
  var originalName: String? { original == nil ? nil : "origineel.\(kind.rawValue)" }
}
