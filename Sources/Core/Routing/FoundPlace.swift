/// A place named in a text.
public struct FoundPlace: Sendable, Hashable {
  /// What the words around a name make of it, weakest first.
  public enum Role: Int, Sendable, Comparable {
    /// Said not to be it: "niet in Almelo".
    case denied
    /// Part of the name of an organisation, or somebody's employer: "politie Almelo", "boa gemeente Almelo".
    case organisation
    /// On the way or near: "bij Almelo", "naar Almelo", "uit Almelo".
    case passing
    /// Just named.
    case mentioned
    /// "in Almelo", "te Almelo", "gem. Almelo".
    case located
    /// Right behind a street, a house number or a postcode.
    case address

    public static func < (one: Role, other: Role) -> Bool { one.rawValue < other.rawValue }
  }

  /// The name and a suffix behind it, as indices of the text that was searched.
  public var range: Range<Int>
  /// The words in that range: "Beuningen (Ov)".
  public var written: String
  /// Without the suffix: "Beuningen".
  public var name: String
  /// What it can be, after the suffix.
  public var places: [Place]
  public var role: Role
  /// The words say that a municipality is meant: "gem. Twenterand".
  public var namesMunicipality: Bool

  /// The municipalities that the name stands for as it is written, each once; empty for a place abroad.
  public var municipalities: [MunicipalityCode] {
    places.filter { !$0.needsSuffix }.municipalities
  }

  /// Across the border, and nothing else.
  public var isAbroad: Bool { places.allSatisfy { $0.kind == .abroad } }
}

extension [Place] {
  /// Each once, in order, without those abroad.
  var municipalities: [MunicipalityCode] {
    var codes: [MunicipalityCode] = []
    for place in self where !place.municipality.isEmpty && !codes.contains(place.municipality) {
      codes.append(place.municipality)
    }
    return codes
  }
}
