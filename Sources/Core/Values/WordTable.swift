/// Values by word, for a fixed set of words that every word of a text is looked up in.
struct WordTable<Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    var hash: UInt64
    var word: [UInt8]
    var value: Value
  }

  private var entries: [Entry] = []
  /// Open addressing by hash, an index of `entries` or -1. A power of two, at most a quarter full: most words of a
  /// text are not in it, and find an empty place at once.
  private var slots: [Int32]

  init(_ words: [String: Value]) {
    var size = 16
    while size < words.count * 4 { size *= 2 }
    slots = Array(repeating: -1, count: size)
    for (word, value) in words {
      let word = Array(word.utf8)
      let hash = fnv(word)
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(entries.count)
      entries.append(Entry(hash: hash, word: word, value: value))
    }
  }

  subscript(word: ArraySlice<UInt8>) -> Value? {
    let hash = fnv(word)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if entries[index].hash == hash, entries[index].word.elementsEqual(word) {
        return entries[index].value
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }
}
