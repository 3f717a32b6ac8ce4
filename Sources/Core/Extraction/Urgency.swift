extension Urgency {
  /// How soon somebody must act: `acuut` is danger now, or 112 called as a fact; `spoed` is care needed the same day,
  /// or a minor involved.
  ///
  /// A story that says in words that it is not acute still counts when it says elsewhere that it is: the higher wins.
  ///
  /// - Parameters:
  ///   - danger: the answer to a field that asks for danger, nil when it was not there. The answer to a field that asks
  ///     for haste (`Spoed: ja`) is not one; the story holds it.
  ///   - minor: from `Minors`.
  static func read(_ reading: ChoiceTable.Reading, danger: YesNo?, minor: YesNo) -> Urgency {
    if danger == .yes || reading.first("urgentie", Urgency.acute.rawValue) != nil { return .acute }
    let isPressing = reading.first("urgentie", Urgency.pressing.rawValue) != nil
    return isPressing || minor == .yes ? .pressing : .normal
  }
}
