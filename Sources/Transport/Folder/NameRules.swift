/// Tells by its name what an entry of a drop folder is.
struct NameRules: Sendable {
  enum Sort: Hashable {
    /// To be taken.
    case file
    /// Not ours to take: a lock, a leaving of the desktop, one of our own folders.
    case ignored
    /// An upload in progress.
    case partial
    /// Says that the file of this name is complete.
    case marker(of: [UInt8])
  }

  private let patterns: [[UInt8]]
  private let marker: [UInt8]?
  private let own: Set<[UInt8]>

  init(_ folder: DropFolder, own: [String]) {
    patterns = folder.ignored.map { Array($0.utf8) }
    marker = folder.marker.map { Array($0.utf8) }
    self.own = Set(own.map { Array($0.utf8) })
  }

  func sort(_ name: [UInt8]) -> Sort {
    if own.contains(name) { return .ignored }
    if let pattern = patterns.first(where: { matches(name, $0) }) {
      return pattern.first == star ? .partial : .ignored
    }
    guard let marker, !marker.isEmpty, name.count > marker.count,
      name.suffix(marker.count) == marker[...]
    else { return .file }
    let base = Array(name.dropLast(marker.count))
    return sort(base) == .file ? .marker(of: base) : .ignored
  }
}

private let star = UInt8(ascii: "*")

/// `*` stands for any text; ASCII capitals equal small letters. After a mismatch only the last star moves on.
func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
  var at = 0
  var place = 0
  var retry: (at: Int, in: Int)?
  while at < name.count {
    if place < pattern.count, pattern[place] == star {
      retry = (at, place)
      place += 1
    } else if place < pattern.count, small(pattern[place]) == small(name[at]) {
      at += 1
      place += 1
    } else if let last = retry {
      retry = (last.at + 1, last.in)
      at = last.at + 1
      place = last.in + 1
    } else {
      return false
    }
  }
  return pattern[place...].allSatisfy { $0 == star }
}

private func small(_ byte: UInt8) -> UInt8 { (0x41...0x5a).contains(byte) ? byte | 0x20 : byte }
