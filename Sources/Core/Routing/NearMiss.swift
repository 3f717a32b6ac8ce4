/// Names that differ in one letter from what somebody wrote. Told to a person; never decides.
enum NearMiss {
  /// Places of the region, nearest spelling first; nothing for short words.
  static func places(_ text: String, _ tables: Tables) -> [Place] {
    let written = PlaceName(text).bytes
    guard (5...40).contains(written.count) else { return [] }
    return tables.places.places.filter { place in
      tables.municipalities.isInRegion(place.municipality)
        && isOneEdit(written, PlaceName(place.name).bytes)
    }
  }

  /// One byte more, less, other, or two exchanged.
  static func isOneEdit(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard abs(one.count - other.count) <= 1, one != other else { return false }
    let head = zip(one, other).prefix { $0 == $1 }.count
    let tail = zip(one.dropFirst(head).reversed(), other.dropFirst(head).reversed())
      .prefix { $0 == $1 }.count
    let (rest, otherRest) = (one.count - head - tail, other.count - head - tail)
    if rest <= 1, otherRest <= 1 { return true }
    return rest == 2 && otherRest == 2 && one[head] == other[head + 1]
      && one[head + 1] == other[head]
  }
}
