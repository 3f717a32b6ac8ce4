/// Finds values by name in one step, also names of several words in running text.
struct NameIndex: Sendable {
  private struct Entry: Sendable {
    var key: Range<Int32>
    /// First of the chain in `links`.
    var head: Int32
  }

  private var keys: [UInt8] = []
  private var entries: [Entry] = []
  /// Value, and the next of the same name.
  private var links: [(value: Int32, next: Int32)] = []
  /// Open addressing; -1 is free. A power of two, at most half full.
  private var slots: [Int32] = [Int32](repeating: -1, count: 1 << 12)
  /// Most words of a name by the hash of its first word; a collision only costs a look.
  private var longest: [UInt8] = [UInt8](repeating: 0, count: 1 << 16)

  /// Adds a value to a name; a name may have several, which keep their order.
  mutating func insert(_ name: PlaceName, _ value: Int) {
    guard !name.isEmpty else { return }
    if (entries.count + 1) * 2 > slots.count { grow() }
    let slot = find(name.bytes)
    links.append((Int32(value), -1))
    let link = Int32(links.count - 1)
    if slots[slot] >= 0 {
      var at = Int(entries[Int(slots[slot])].head)
      while links[at].next >= 0 { at = Int(links[at].next) }
      links[at].next = link
    } else {
      slots[slot] = Int32(entries.count)
      let start = Int32(keys.count)
      keys += name.bytes
      entries.append(Entry(key: start..<Int32(keys.count), head: link))
    }
    var word = FNV()
    word.update(name.bytes.prefix { $0 != 0x20 })
    let first = bucket(word)
    longest[first] = max(longest[first], UInt8(clamping: name.words))
  }

  /// The values of a name, given as the bytes of a `PlaceName`.
  func values(_ name: some Collection<UInt8>) -> [Int] {
    let slot = slots[find(name)]
    guard slot >= 0 else { return [] }
    var values: [Int] = []
    var at = entries[Int(slot)].head
    while at >= 0 {
      values.append(Int(links[Int(at)].value))
      at = links[Int(at)].next
    }
    return values
  }

  func contains(_ name: some Collection<UInt8>) -> Bool { slots[find(name)] >= 0 }

  /// How many words the longest name has that begins with this word; 0 when surely none does.
  func longestName(from word: FNV) -> Int { Int(longest[bucket(word)]) }

  /// All names, in order of insertion.
  var names: [ArraySlice<UInt8>] {
    entries.map { keys[Int($0.key.lowerBound)..<Int($0.key.upperBound)] }
  }

  private func bucket(_ word: FNV) -> Int {
    Int(truncatingIfNeeded: word.folded) & (longest.count - 1)
  }

  /// The slot that holds the name, or the free one where it belongs.
  private func find(_ name: some Collection<UInt8>) -> Int {
    var slot = Int(truncatingIfNeeded: fnv(name)) & (slots.count - 1)
    while slots[slot] >= 0 {
      let key = entries[Int(slots[slot])].key
      let known = keys[Int(key.lowerBound)..<Int(key.upperBound)]
      if known.count == name.count, known.elementsEqual(name) { return slot }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (position, entry) in entries.enumerated() {
      let key = keys[Int(entry.key.lowerBound)..<Int(entry.key.upperBound)]
      slots[find(key)] = Int32(position)
    }
  }
}

/// FNV-1a of some bytes.
func fnv(_ bytes: some Sequence<UInt8>) -> UInt64 {
  var hash = FNV()
  hash.update(bytes)
  return hash.folded
}

/// Fowler-Noll-Vo 1a, 64 bits: tells contents apart, protects nothing.
struct FNV {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
  /// With the high half in the low one.
  var folded: UInt64 { value ^ value >> 32 }

  mutating func update(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }

  mutating func update(_ bytes: some Sequence<UInt8>) { for byte in bytes { update(byte) } }
}
