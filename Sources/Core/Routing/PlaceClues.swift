/// What a message says about where it plays, found by extraction, before anything is decided.
public struct PlaceClues: Sendable, Hashable {
  /// Labelled, or beside the address of the situation; `7511UF`, `7511 UF` or `7511`; best first.
  public var postcodes: [String]
  /// Labelled as a place, or beside the address of the situation, as written; best first.
  public var places: [String]
  /// Value of the field "Gemeente", as written.
  public var municipalityField: String?
  /// Values of other fields "Gemeente" in the same report.
  public var otherMunicipalityFields: [String]
  /// Lines that hold the address of the situation; read when there is no postcode or no place.
  public var addressLines: [String]
  /// The report as it was told, without signature, disclaimer and quoted history.
  public var text: [UInt8] { didSet { told = nil } }
  /// The places named in `text`, when somebody looked already.
  var told: [FoundPlace]?
  /// Domain of the reporter, then those of forwarders, without `@`.
  public var senderDomains: [String]

  public init(
    postcodes: [String] = [], places: [String] = [], municipalityField: String? = nil,
    otherMunicipalityFields: [String] = [], addressLines: [String] = [], text: [UInt8] = [],
    senderDomains: [String] = []
  ) {
    self.postcodes = postcodes
    self.places = places
    self.municipalityField = municipalityField
    self.otherMunicipalityFields = otherMunicipalityFields
    self.addressLines = addressLines
    self.text = text
    self.senderDomains = senderDomains
  }
}
