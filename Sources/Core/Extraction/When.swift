/// When it was seen.
struct When {
  var date: DateReading?
  var time: String?

  init(_ form: FilledForm, _ story: Tokens, now: CivilTime) {
    for entry in form.all(.date) where date == nil {
      let text = entry.value.text
      date = Dates.read(text, relativeTo: now)
      time = time ?? Times.find(in: entry.value[...])
    }
    for entry in form.all(.time) where time == nil || date != nil {
      if let read = Times.read(entry.value.text) {
        time = read
        break
      }
    }
    if let until = form.first(.dateUntil), date != nil, date?.until == nil {
      let end = Dates.read(until.value.text, relativeTo: now)?.from
      if let end, let from = date?.from, end > from { date?.until = end }
    }
    if date == nil {
      told(story, now)
    } else if time == nil, form.all(.date).isEmpty {
      told(story, now)
    }
  }

  /// Told while it happens: the moment of writing.
  mutating func happensNow(_ now: CivilTime) {
    date = DateReading(from: now.date, until: nil, precision: .relative, literal: "nu")
  }

  /// The likeliest date of the story, and the time that stands nearest to it.
  private mutating func told(_ story: Tokens, _ now: CivilTime) {
    let best = date ?? Dates.find(in: story, relativeTo: now)
    date = best
    let times = Times.all(in: story)
    guard time == nil, !times.isEmpty else { return }
    guard let best,
      let place = Dates.all(in: story, relativeTo: now).first(where: { $0.value == best })?.range
    else {
      return
    }
    time =
      times.first {
        $0.range.lowerBound >= place.lowerBound && $0.range.lowerBound - place.upperBound < 120
      }?.value
      ?? times.last {
        $0.range.upperBound <= place.lowerBound && place.lowerBound - $0.range.upperBound < 60
      }?.value
  }
}
