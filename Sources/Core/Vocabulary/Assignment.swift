/// CBS code of a municipality, four digits.
public typealias MunicipalityCode = String

/// How certain the place is. Raw values are the contract's `routing.status`.
public enum RoutingStatus: String, Sendable, CaseIterable {
  case certain = "eenduidig"
  case conflict
  case ambiguous = "ambigu"
  case outside = "buiten_twente"
  case unknown = "onbekend"
}

/// A fact about the place, with the words it rests on.
public struct Evidence: Sendable, Hashable {
  /// Strongest first.
  public enum Kind: String, Sendable, CaseIterable {
    case postcode, place
    case informalPlace = "informal_place"
    case field, text, sender
  }

  public var kind: Kind
  public var text: String
  /// The municipality it points at; several rows when it points at several.
  public var municipality: MunicipalityCode

  public init(kind: Kind, text: String, municipality: MunicipalityCode) {
    self.kind = kind
    self.text = text
    self.municipality = municipality
  }
}

/// Name of the queue for what cannot be routed with certainty.
public let regionalQueue = "regio"

/// Where a signal goes, and why.
public struct Assignment: Sendable, Hashable {
  public var status: RoutingStatus
  /// Where it plays, also outside Twente; nil when it is not decided.
  public var municipality: MunicipalityCode?
  /// A municipality's code, or `regio`. Only a certain place inside the region has its own queue.
  public var queue: String
  /// Likeliest first.
  public var candidates: [MunicipalityCode]
  public var evidence: [Evidence]
  /// Why, in Dutch sentences without a full stop, most important first ("postcode 7511 UF ligt in Enschede").
  public var explanation: [String] = []

  public init(
    status: RoutingStatus, municipality: MunicipalityCode? = nil, queue: String = regionalQueue,
    candidates: [MunicipalityCode] = [], evidence: [Evidence] = []
  ) {
    self.status = status
    self.municipality = municipality
    self.queue = queue
    self.candidates = candidates
    self.evidence = evidence
  }

  public static let unknown = Assignment(status: .unknown)
}
