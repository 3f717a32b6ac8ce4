/// Finds many word patterns in one pass over the letters of a text (Aho and Corasick, 1975).
///
/// A word is fed as ` word `: a pattern with a blank in front starts the word, with a blank behind ends it.
struct WordAutomaton: Sendable {
  /// Letters, digits, the blank, and one class for every other byte value that patterns use.
  private var classes = [UInt8](repeating: 0, count: 256)
  private var classCount = 1
  /// State times class to state; goto and failure in one table.
  private var table: [Int32] = []
  /// For each state the first pattern that ends there, and the next state with one.
  private var output: [Int32] = []
  private var outputLink: [Int32] = []
  private var next: [Int32] = []

  /// - Parameter patterns: distinct; the index of a pattern is its identity.
  init(_ patterns: [String]) {
    for pattern in patterns {
      for byte in pattern.utf8 where classes[Int(byte)] == 0 {
        classes[Int(byte)] = UInt8(min(classCount, 254))
        classCount = min(classCount + 1, 255)
      }
    }
    var parents: [(state: Int, letter: Int)] = []
    addState(&parents, (0, 0))
    for (index, pattern) in patterns.enumerated() { insert(pattern, index, &parents) }
    link(parents)
  }

  private mutating func addState(_ parents: inout [(state: Int, letter: Int)], _ parent: (Int, Int))
  {
    table += Array(repeating: -1, count: classCount)
    output.append(-1)
    outputLink.append(-1)
    parents.append(parent)
  }

  private mutating func insert(
    _ pattern: String, _ index: Int, _ parents: inout [(state: Int, letter: Int)]
  ) {
    var state = 0
    for byte in pattern.utf8 {
      let slot = state * classCount + Int(classes[Int(byte)])
      if table[slot] < 0 {
        table[slot] = Int32(output.count)
        addState(&parents, (state, Int(classes[Int(byte)])))
      }
      state = Int(table[slot])
    }
    output[state] = Int32(index)
  }

  /// Breadth first: states by depth, so that a failure state is complete before it is used.
  private mutating func link(_ parents: [(state: Int, letter: Int)]) {
    var failure = [Int32](repeating: 0, count: output.count)
    var queue = [0]
    var head = 0
    while head < queue.count {
      let state = queue[head]
      head += 1
      for letter in 0..<classCount {
        let slot = state * classCount + letter
        let fallback = state == 0 ? 0 : table[Int(failure[state]) * classCount + letter]
        guard table[slot] >= 0 else {
          table[slot] = fallback
          continue
        }
        let child = Int(table[slot])
        failure[child] = fallback
        outputLink[child] = output[Int(fallback)] >= 0 ? fallback : outputLink[Int(fallback)]
        queue.append(child)
      }
    }
  }

  /// Calls back for every pattern that the word holds; each at most once for each place.
  func match(_ word: String, _ found: (Int) -> Void) {
    var state = step(0, 0x20, found)
    for byte in word.utf8 { state = step(state, byte, found) }
    _ = step(state, 0x20, found)
  }

  @inline(__always)
  private func step(_ state: Int, _ byte: UInt8, _ found: (Int) -> Void) -> Int {
    let state = Int(table[state * classCount + Int(classes[Int(byte)])])
    var hit = output[state] >= 0 ? state : Int(outputLink[state])
    while hit > 0 {
      found(Int(output[hit]))
      hit = Int(outputLink[hit])
    }
    return state
  }
}
