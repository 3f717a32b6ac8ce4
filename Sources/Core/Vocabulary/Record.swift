/// Value of a field of the record. Keys are column `veld` of `velden.csv`.
public enum FieldValue: Sendable, Hashable {
  case text(String)
  case list([String])
}

/// Danger now, going on with care needed the same day or a minor involved, or neither.
public enum Urgency: String, Sendable, CaseIterable {
  case acute = "acuut"
  case pressing = "spoed"
  case normal = "normaal"
}

/// An indicator found in the text. Counts and words are shown; they never decide.
public struct IndicatorHit: Sendable, Hashable {
  /// Column `code` of `indicatoren.csv`.
  public var code: String
  /// The words that matched.
  public var text: String

  public init(code: String, text: String) {
    self.code = code
    self.text = text
  }
}

/// What became of one input. Raw values are the contract's `outcome`.
public enum Outcome: String, Sendable, CaseIterable {
  case signal
  case supplement
  case notASignal = "not_a_signal"
  case quarantine
}

/// One message understood: everything that extraction found, before a reference is given.
public struct Record: Sendable {
  public var outcome: Outcome
  /// Null, or why: `auto_reply`, `delivery_report`, `calendar_reply`, `newsletter`, `thanks`, `empty`,
  /// `unreadable:...`, `limit:...`, `own_mail`, `advertising`.
  public var reason: String?
  /// In the order of `velden.csv`.
  public var fields: [(key: String, value: FieldValue)]
  public var indicators: [IndicatorHit]
  public var urgency: Urgency
  public var bsnFound: Bool
  public var assignment: Assignment
  public var parts: [Part]
  /// `label: waarde` lines that no field took; nothing is thrown away.
  public var unrecognised: [String]
  /// Faults of the message and places in conflict, for the coordinator.
  public var warnings: [String]
  /// Where the fields come from, in Dutch: `de mail`, `bijlage 2 (formulier.pdf)`.
  public var origin: String?
  /// Fields that come from elsewhere, or of which the page is known: `bijlage 2 (formulier.pdf), blz. 1`. In the
  /// order of the fields; a list may come from several parts.
  public var origins: [(key: String, parts: [String])]
  /// References that the message names (`MH-2026-0042`), subject first, each once.
  public var claimedReferences: [String]

  public init(outcome: Outcome, reason: String? = nil) {
    self.outcome = outcome
    self.reason = reason
    fields = []
    indicators = []
    urgency = .normal
    bsnFound = false
    assignment = .unknown
    parts = []
    unrecognised = []
    warnings = []
    origins = []
    claimedReferences = []
  }

  public subscript(_ key: String) -> FieldValue? { fields.first { $0.key == key }?.value }

  /// Text of a field, or nil when it is absent or a list.
  public func text(_ key: String) -> String? {
    if case .text(let text)? = self[key] { text } else { nil }
  }
}
