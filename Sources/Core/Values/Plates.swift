/// Licence plates: Dutch ones (RDW sidecodes 1-14) with their canonical hyphens, foreign ones as written.
enum Plates {
  /// - Parameter labelled: the text is the value of a plate field. Then anything that can be a plate is taken, and
  ///   only what is plainly words or too short (`77`) is left out. Otherwise a foreign plate needs a word like
  ///   `kenteken` or `busje` before it.
  static func find(in text: ArraySlice<UInt8>, labelled: Bool = false) -> [String] {
    all(in: Tokens(text), labelled: labelled).map(\.value)
  }

  /// Each plate once, in order.
  static func all(in tokens: Tokens, labelled: Bool = false) -> [Found<String>] {
    PlateReader(tokens, isLabelled: labelled).all()
  }

  /// `9` a digit, `X` a letter.
  private static let sidecodes: Set<String> = [
    "XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9", "9-XXX-99",
    "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9",
  ]

  /// Groups of letters and digits to a Dutch plate, or nil.
  static func dutch(_ groups: [String]) -> String? {
    let plate = groups.joined(separator: "-")
    guard plate.utf8.count == 8, sidecodes.contains(shape(plate)) else { return nil }
    return plate
  }

  private static func shape(_ plate: String) -> String {
    String(
      decoding: plate.utf8.map { byte -> UInt8 in
        switch byte {
        case 0x30...0x39: UInt8(ascii: "9")
        case 0x41...0x5A: UInt8(ascii: "X")
        default: byte
        }
      }, as: UTF8.self)
  }
}

/// Finds plates, left to right; a candidate is at most six groups of letters or digits.
struct PlateReader {
  private let tokens: Tokens
  private let isLabelled: Bool
  /// Tokens that a plate word still covers.
  private var context = 0
  /// The context of a label lasts over the bullets below it.
  private var isList = false

  init(_ tokens: Tokens, isLabelled: Bool) {
    (self.tokens, self.isLabelled) = (tokens, isLabelled)
  }

  consuming func all() -> [Found<String>] {
    var found: [Found<String>] = []
    var (at, number) = (0, 0)
    while at < tokens.count {
      follow(at)
      while number < tokens.count, number < at || !tokens[number].isNumber { number += 1 }
      if number < at + Self.longest, let (plate, next) = plate(at) {
        let range = tokens[at].range.lowerBound..<tokens[next - 1].range.upperBound
        if !found.contains(where: { $0.value == plate }) || found.count > 200 {
          found.append(Found(value: plate, range: range))
        }
        at = next
        context = 8
      } else {
        at += 1
      }
    }
    return found
  }

  // MARK: Context

  private static let plateWords: Set<String> = [
    "kenteken", "kentekens", "kent", "nummerplaat", "nummerplaten", "plaat", "kennzeichen",
    "tablica",
    "tablice", "rejestracja", "rejestracyjna", "rejestracyjny", "plate", "plates", "registration",
    "numarul", "inmatriculare", "nummerschild", "kentekennummer", "kentekenplaat",
  ]
  private static let vehicles: Set<String> = [
    "busje", "busjes", "bus", "auto", "autos", "bestelbus", "bestelauto", "bestelbusje", "wagen",
    "voertuig", "voertuigen",
    "paardenwagen", "scooter", "sprinter", "golf", "audi", "bmw", "mercedes", "skoda", "opel",
    "ford",
    "vw", "volkswagen", "transporter", "kleinbus", "fahrzeug", "samochod", "van", "car", "vehicle",
    "transit", "vito", "caddy", "ducato", "vrachtwagen", "personenauto", "trailer", "aanhanger",
    "camper", "taxi", "brommer",
    "peugeot", "renault", "fiat", "citroen", "toyota", "volvo", "kia", "hyundai", "seat", "dacia",
    "passat", "polo",
  ]

  static let roles: [(Set<String>, Lexeme.Roles)] = [(plateWords, .plate), (vehicles, .vehicle)]

  private mutating func follow(_ at: Int) {
    let token = tokens[at]
    if token.lexeme.has(.plate) {
      context = 8
    } else if token.lexeme.has(.vehicle), tokens.text(at) != "van" || tokens.word(at - 1) == "a" {
      context = max(context, 6)
    } else if token.isSign(":"), context > 0, tokens.at(at + 1)?.kind == .lineBreak {
      isList = true
    } else if token.kind == .lineBreak {
      let next = tokens.at(at + 1)
      isList =
        isList && token.value == 1
        && (next?.isSign("-") ?? false || next?.isSign(Sign.bullet) ?? false
          || next?.isSign("*") ?? false)
      context = isList ? 6 : context - 1
    } else {
      context -= 1
    }
  }

  private var isNamed: Bool { isLabelled || context > 0 }

  // MARK: Candidates

  /// Tokens of six groups with their hyphens: at least one of them is a number.
  private static let longest = 11

  /// The longest run that is a plate; what follows may be a word or a number of its own.
  private func plate(_ at: Int) -> (String, Int)? {
    guard isGroup(at), !isGluedBefore(at) else { return nil }
    var (run, best) = (Run(), nil as (String, Int)?)
    var end = at
    while run.groups < 6, isGroup(end) {
      run.add(tokens[end])
      end += 1
      if run.isWorthwhile(isNamed: isNamed), let plate = accepted(Candidate(tokens, at, end)) {
        best = (plate, end)
      }
      guard run.letters + run.digits < 9, let joint = joint(end) else { break }
      if joint == UInt8(ascii: "-") { end += 1 }
    }
    return best
  }

  /// What a candidate holds, before any text is made of it.
  private struct Run {
    var (groups, letters, digits) = (0, 0, 0)

    mutating func add(_ token: Token) {
      groups += 1
      if token.isWord { letters += token.count } else { digits += token.count }
    }

    /// Six characters make a Dutch plate; others count only beside a plate word.
    func isWorthwhile(isNamed: Bool) -> Bool {
      letters > 0 && digits > 0 && (letters + digits == 6 || isNamed && letters + digits >= 4)
    }
  }

  private func isGroup(_ at: Int) -> Bool {
    guard let token = tokens.at(at) else { return false }
    if token.isNumber { return token.count <= 5 }
    // Four letters only glued to their digits, as in `80OIEE`.
    let isGlued = token.gap == .none && at > 0 || tokens.at(at + 1)?.gap == Token.Gap.none
    return token.isWord && token.count <= (isGlued ? 4 : 3) && token.range.count == token.count
      && tokens.folded(at).allSatisfy { (0x61...0x7A).contains($0) }
  }

  private func isGluedBefore(_ at: Int) -> Bool {
    guard tokens[at].gap == .none, let before = tokens.at(at - 1) else { return false }
    if before.isNumber || before.isWord { return true }
    return [0x2D, 0x2E, 0x2C, 0x2F, 0x40, 0x3A].contains(before.value) && before.gap == .none
      && tokens.at(at - 2).map { $0.isNumber || $0.isWord } ?? false
  }

  /// `-`, a blank (32) or nothing (0) before the next group.
  private func joint(_ at: Int) -> UInt8? {
    guard let token = tokens.at(at) else { return nil }
    if token.isSign("-"), token.range.count <= 3, token.gap == .none,
      tokens.at(at + 1)?.gap == Token.Gap.none
    {
      return UInt8(ascii: "-")
    }
    guard token.isWord || token.isNumber else { return nil }
    switch token.gap {
    case .none: return 0
    case .space: return 32
    case .wide: return nil
    }
  }

  // MARK: Verdict

  private func accepted(_ candidate: Candidate) -> String? {
    guard candidate.letters > 0, candidate.digits > 0, !isGluedAfter(candidate.next) else {
      return nil
    }
    return dutch(candidate) ?? foreign(candidate)
  }

  private func foreign(_ candidate: Candidate) -> String? {
    let length = candidate.letters + candidate.digits
    guard isNamed, candidate.hasCapitals || isLabelled && !candidate.joints.contains(32),
      (5...9).contains(length) || isLabelled && length == 4, candidate.digits >= 2,
      (2...5).contains(candidate.groups.count), !candidate.hasLongWord, !isPostcode(candidate)
    else { return nil }
    return candidate.written
  }

  private func dutch(_ candidate: Candidate) -> String? {
    guard candidate.letters + candidate.digits == 6, let joint = candidate.joints.first,
      candidate.joints.allSatisfy({ $0 == joint }),
      let plate = Plates.dutch(candidate.sidecodeGroups)
    else { return nil }
    switch joint {
    case UInt8(ascii: "-"): return plate
    // Without hyphens it can be a postcode or an order number: capitals, or a plate word before it.
    case 0: return isNamed || candidate.hasCapitals && !isPostcode(candidate) ? plate : nil
    default: return isNamed && candidate.hasCapitals && !isPostcode(candidate) ? plate : nil
    }
  }

  private func isPostcode(_ candidate: Candidate) -> Bool {
    candidate.groups.count == 2 && candidate.groups[0].utf8.count == 4 && candidate.digits == 4
      && candidate.letters == 2 && candidate.joints.first != UInt8(ascii: "-")
      && !(isLabelled && candidate.joints.first == 0)
  }

  private func isGluedAfter(_ at: Int) -> Bool {
    guard let after = tokens.at(at), after.gap == .none else { return false }
    if after.isWord || after.isNumber { return true }
    return [0x2D, 0x2F, 0x40].contains(after.value) && tokens.at(at + 1)?.gap == Token.Gap.none
      && tokens.at(at + 1).map { $0.isNumber || $0.isWord } ?? false
  }
}

/// A run of groups of letters or digits that stand close together.
private struct Candidate {
  /// In capitals.
  var groups: [String] = []
  /// Before each group after the first: `-`, a blank (32) or nothing (0).
  var joints: [UInt8] = []
  var next: Int
  var hasCapitals = true
  var letters = 0
  var digits = 0

  init(_ tokens: Tokens, _ at: Int, _ end: Int) {
    next = end
    for index in at..<end {
      let token = tokens[index]
      guard token.kind != .sign else { continue }
      if !groups.isEmpty { joints.append(Candidate.joint(tokens, index)) }
      groups.append(uppercased(tokens.text(index)))
      if token.isWord {
        letters += token.count
        hasCapitals = hasCapitals && token.isUpper
      } else {
        digits += token.count
      }
    }
  }

  private static func joint(_ tokens: Tokens, _ index: Int) -> UInt8 {
    tokens[index - 1].kind == .sign ? UInt8(ascii: "-") : tokens[index].gap == .none ? 0 : 32
  }

  /// As it was written, without what nobody sees between the groups.
  var written: String {
    var text = groups.first ?? ""
    for (joint, group) in zip(joints, groups.dropFirst()) {
      if joint != 0 { text.unicodeScalars.append(Unicode.Scalar(joint)) }
      text += group
    }
    return text
  }

  /// Four letters in a row: no foreign plate has them.
  var hasLongWord: Bool {
    groups.contains { $0.utf8.count == 4 && $0.utf8.allSatisfy { (0x41...0x5A).contains($0) } }
  }

  /// Letters or digits side by side (`1234AB`, `ABCD12`) are split as the sidecodes 1-6 do.
  var sidecodeGroups: [String] {
    guard joints == [0] else { return groups }
    return groups.flatMap { group -> [String] in
      group.utf8.count == 4 ? [String(group.prefix(2)), String(group.suffix(2))] : [group]
    }
  }
}
