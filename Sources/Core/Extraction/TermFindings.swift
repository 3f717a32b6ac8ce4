/// What a set of terms says about a text: every match with whether it counts.
struct TermFindings: Sendable {
  enum Standing: Sendable {
    /// Said by the writer.
    case stated
    /// Denied, answered with no, unticked, quoted.
    case denied
    /// The words of a label with a value that is no plain yes or no (`Bedreigd: door haar ex`).
    case labelled
    /// Only asked, or answered with unknown.
    case open
  }

  struct Finding: Sendable {
    var match: TermMatch
    var standing: Standing
  }

  let findings: [Finding]

  init(_ matcher: TermMatcher, in prose: Prose) {
    let matches = matcher.matches(in: prose)
    let used = Self.usedNegators(matches, prose)
    findings = matches.map { match in
      let standing = Self.standing(match, prose) { negator in
        guard let users = used[negator] else { return false }
        return !users.contains { $0.overlaps(match.first...match.last) }
      }
      return Finding(match: match, standing: standing)
    }
  }

  /// Negators that are words of a match (`mag niet naar buiten`), with the words of those matches. They deny nothing
  /// beside it.
  private static func usedNegators(
    _ matches: [TermMatch], _ prose: Prose
  ) -> [Int: [ClosedRange<Int>]] {
    var used: [Int: [ClosedRange<Int>]] = [:]
    for match in matches where match.words.count > 1 {
      for word in match.words where prose.words[word].flags.contains(.negator) {
        if used[word, default: []].count < 8 {
          used[word, default: []].append(match.first...match.last)
        }
      }
    }
    return used
  }

  private static func standing(
    _ match: TermMatch, _ prose: Prose, isUsed: (Int) -> Bool
  ) -> Standing {
    let statement = prose.statements[Int(prose.words[match.first].statement)]
    switch statement.polarity {
    case .denied, .unticked, .quoted: return .denied
    case .asked: return .open
    case .stated: break
    }
    let isLabelOnly = match.words.allSatisfy { prose.words[$0].flags.contains(.label) }
    if Negation.denies(prose, match, isUsed: isUsed) { return .denied }
    return isLabelOnly && !statement.labelCounts ? .labelled : .stated
  }
}
