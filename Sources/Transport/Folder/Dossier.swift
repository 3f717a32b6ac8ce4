public import Core

/// Everything of one signal that goes into a queue's folder.
public struct Dossier: Sendable {
  /// What the original is, as far as its file name goes.
  public enum Original: String, Sendable, CaseIterable {
    case message = "eml"
    case text = "txt"
    case page = "html"
    case other = "bin"
  }

  public var signal: SignalRow
  /// Name of the municipality of the queue, or of the regional queue.
  public var queueName: String
  /// The whole JSON object, as `signals export` writes it.
  public var json: [UInt8]
  /// As it came in; nil when it was refused unread.
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
