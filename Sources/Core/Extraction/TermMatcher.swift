/// A term found in a text, by words of its `Prose`.
struct TermMatch: Sendable {
  var term: Int
  var first: Int
  var last: Int
  /// The words of the term itself, in order.
  var words: [Int]

  func contains(_ word: Int) -> Bool { words.contains(word) }

  fileprivate func isSame(_ term: Int, _ last: Int32) -> Bool {
    self.term == term && self.last == Int(last)
  }
}

/// All terms of a table, ready to be found in one pass over the words of a text.
struct TermMatcher: Sendable {
  /// One place of a term, flattened.
  private struct Slot: Sendable {
    var term: Int32
    var phrase: Int32
    var gap: Int32
    var isFirst: Bool
    var isLast: Bool
  }

  private struct Phrase: Sendable {
    var term: Int32
    /// Most other words to the phrase before; -1 for the first.
    var distance: Int32
  }

  /// At most this many matches of a term are kept in a text.
  private static let limit = 200

  private var slots: [Slot] = []
  private var phrases: [Phrase] = []
  /// First phrase of each term, and one more.
  private var termPhrases: [Int32] = [0]
  /// The slots of pattern n: `patternSlots[patternStarts[n]..<patternStarts[n + 1]]`.
  private var patternStarts: [Int32] = [0]
  private var patternSlots: [Int32] = []
  private var numberSlots: [Int32] = []
  private var limits: [(limit: Int, slot: Int32)] = []
  private var automaton = WordAutomaton([])

  init(_ terms: [Term]) {
    var users = PatternUsers()
    for (index, term) in terms.enumerated() { add(term, index, &users) }
    automaton = WordAutomaton(users.patterns)
    for slots in users.slots {
      patternSlots += slots
      patternStarts.append(Int32(patternSlots.count))
    }
  }

  /// The slots that use each distinct pattern, while the table is read.
  private struct PatternUsers {
    var patterns: [String] = []
    var slots: [[Int32]] = []
    private var index: [String: Int] = [:]

    mutating func add(_ pattern: String, _ slot: Int32) {
      if let known = index[pattern] {
        if slots[known].last != slot { slots[known].append(slot) }
      } else {
        index[pattern] = patterns.count
        patterns.append(pattern)
        slots.append([slot])
      }
    }
  }

  var termCount: Int { termPhrases.count - 1 }

  private mutating func add(_ term: Term, _ index: Int, _ users: inout PatternUsers) {
    for (number, phrase) in term.phrases.enumerated() {
      for (place, slot) in phrase.enumerated() {
        slots.append(
          Slot(
            term: Int32(index), phrase: Int32(phrases.count), gap: Int32(slot.gap),
            isFirst: place == 0, isLast: place == phrase.count - 1))
        for pattern in slot.patterns { add(pattern, Int32(slots.count - 1), &users) }
      }
      phrases.append(
        Phrase(
          term: Int32(index), distance: number == 0 ? -1 : Int32(term.distances[number - 1])))
    }
    termPhrases.append(Int32(phrases.count))
  }

  private mutating func add(_ pattern: Term.Pattern, _ slot: Int32, _ users: inout PatternUsers) {
    switch pattern {
    case .number: numberSlots.append(slot)
    case .below(let limit): limits.append((limit, slot))
    case .word(let word): users.add(" " + word + " ", slot)
    case .prefix(let word): users.add(" " + word, slot)
    case .suffix(let word): users.add(word + " ", slot)
    case .inner(let word): users.add(word, slot)
    }
  }

  // MARK: Matching

  /// How far a phrase has come, or where it was last seen whole.
  private struct Reach {
    var statement: Int32 = -1
    var first: Int32 = 0
    var last: Int32 = 0
    /// Bit n: the word `first + n` belongs to it.
    var mask: UInt32 = 0
  }

  private struct State {
    var reach: [Reach]
    var whole: [Reach]
    var counts: [Int32]
    var word: Int32 = 0
    var statement: Int32 = 0
    /// Patterns that the word at hand holds, and the slots that it fills.
    var patterns: [Int] = []
    var updates: [(slot: Int32, reach: Reach)] = []
    var matches: [TermMatch] = []
  }

  /// Every match, in order of its last word. Linear in the text for a given table.
  func matches(in prose: Prose) -> [TermMatch] {
    var state = State(
      reach: Array(repeating: Reach(), count: slots.count),
      whole: Array(repeating: Reach(), count: phrases.count),
      counts: Array(repeating: 0, count: termCount))
    for index in prose.words.indices {
      (state.word, state.statement) = (Int32(index), prose.words[index].statement)
      let token = prose.token(index)
      if token.isNumber || token.lexeme.number >= 0 {
        for slot in numberSlots { fill(slot, &state) }
      }
      if token.isNumber, let amount = amount(prose, index) {
        for entry in limits where amount < entry.limit { fill(entry.slot, &state) }
      }
      if token.count <= 64 {
        automaton.match(prose.tokens.folded(Int(prose.words[index].token)), into: &state.patterns)
      }
      if !state.patterns.isEmpty { fill(&state) }
      if !state.updates.isEmpty { advance(&state) }
    }
    return state.matches
  }

  /// The number, with the thousands before it: the `150` of `1.150` is none by itself.
  private func amount(_ prose: Prose, _ index: Int) -> Int? {
    let at = Int(prose.words[index].token)
    let tokens = prose.tokens
    if tokens[at].count == 3, tokens[at].gap == .none, tokens.isSign(at - 1, "."),
      tokens[at - 1].gap == .none, tokens.at(at - 2)?.isNumber ?? false
    {
      return tokens[at - 2].value < 1000 ? tokens[at - 2].value * 1000 + tokens[at].value : nil
    }
    return tokens[at].value >= 0 ? tokens[at].value : nil
  }

  /// Fills the slots that use the patterns of the word at hand.
  private func fill(_ state: inout State) {
    for pattern in state.patterns {
      for user in Int(patternStarts[pattern])..<Int(patternStarts[pattern + 1]) {
        fill(patternSlots[user], &state)
      }
    }
    state.patterns.removeAll(keepingCapacity: true)
  }

  /// Fills a slot with the word at hand, when the slot before it was filled by a word not too far back. All are judged
  /// by the words before: a word is never two places of a phrase.
  @inline(__always)
  private func fill(_ slot: Int32, _ state: inout State) {
    let word = state.word
    var reach = Reach(statement: state.statement, first: word, last: word, mask: 1)
    if !slots[Int(slot)].isFirst {
      let prior = state.reach[Int(slot) - 1]
      guard prior.statement == state.statement, word > prior.last,
        word - prior.last <= slots[Int(slot)].gap + 1, word - prior.first < 32
      else { return }
      reach.first = prior.first
      reach.mask = prior.mask | 1 << UInt32(word - prior.first)
    }
    state.updates.append((slot, reach))
  }

  private func advance(_ state: inout State) {
    for update in state.updates {
      state.reach[Int(update.slot)] = update.reach
      let slot = slots[Int(update.slot)]
      if slot.isLast { complete(&state, Int(slot.phrase), update.reach) }
    }
    state.updates.removeAll(keepingCapacity: true)
  }

  private func complete(_ state: inout State, _ phrase: Int, _ reach: Reach) {
    state.whole[phrase] = reach
    let term = Int(phrases[phrase].term)
    guard state.counts[term] < Self.limit, state.matches.last?.isSame(term, reach.last) != true
    else { return }
    let range = Int(termPhrases[term])..<Int(termPhrases[term + 1])
    guard range.count > 1 else { return keep(&state, term, range) }
    for index in range {
      let part = state.whole[index]
      guard part.statement == reach.statement else { return }
      if index > range.lowerBound, !isNear(state.whole[index - 1], part, phrases[index].distance) {
        return
      }
    }
    keep(&state, term, range)
  }

  private func isNear(_ a: Reach, _ b: Reach, _ distance: Int32) -> Bool {
    let (left, right) = a.first <= b.first ? (a, b) : (b, a)
    guard left.first != right.first,
      right.first > left.last || left.mask >> UInt32(right.first - left.first) & 1 == 0
    else { return false }
    return right.first - left.last - 1 <= distance
  }

  private func keep(_ state: inout State, _ term: Int, _ range: Range<Int>) {
    var words: [Int] = []
    for reach in state.whole[range] {
      for bit in 0..<32 where reach.mask >> UInt32(bit) & 1 == 1 {
        words.append(Int(reach.first) + bit)
      }
    }
    words.sort()
    guard let first = words.first, let last = words.last else { return }
    state.counts[term] += 1
    state.matches.append(TermMatch(term: term, first: first, last: last, words: words))
  }
}
