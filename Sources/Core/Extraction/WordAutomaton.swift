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
  /// The state itself when a pattern ends there, else that next state; 0 when there is none.
  private var firstHit: [Int32] = []

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
    firstHit = output.indices.map { output[$0] >= 0 ? Int32($0) : max(outputLink[$0], 0) }
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

  /// Adds every pattern that the word holds, once for each place.
  func match(_ word: some Collection<UInt8>, into found: inout [Int]) {
    var state = step(0, 0x20, &found)
    for byte in word { state = step(state, byte, &found) }
    _ = step(state, 0x20, &found)
  }

  @inline(__always)
  private func step(_ state: Int, _ byte: UInt8, _ found: inout [Int]) -> Int {
    let state = Int(table[state * classCount + Int(classes[Int(byte)])])
    var hit = Int(firstHit[state])
    while hit > 0 {
      found.append(Int(output[hit]))
      hit = Int(outputLink[hit])
    }
    return state
  }
}
