/// A level cut into what its writer reports and what stands below: name, function, address of the town hall,
/// disclaimer.
struct Segments {
  var body: [Line] = []
  var signature: [Line] = []

  /// `isLabel` tells whether a line is a filled-in line of a form: a form pasted below a signature is not part
  /// of it.
  init(_ level: Level, isLabel: (Line) -> Bool) {
    var lines = level.lines
    while let last = lines.last, last.isEmpty { lines.removeLast() }
    let footer = Self.footer(level, lines)
    lines.removeLast(lines.count - footer)
    while let last = lines.last, last.isEmpty { lines.removeLast() }
    guard let start = Self.closing(level, lines) ?? Self.trailing(level, lines, isLabel) else {
      body = lines
      return
    }
    let end = Self.formBelow(lines, from: start, isLabel) ?? lines.count
    signature = Array(lines[start..<end])
    body = Array(lines[..<start]) + Array(lines[end...])
  }

  /// Index of the first line of the footer; the number of lines when there is none.
  private static func footer(_ level: Level, _ lines: [Line]) -> Int {
    var afterBlank = true
    for (index, line) in lines.enumerated() {
      if line.isEmpty {
        afterBlank = true
      } else {
        let content = level.content(line)
        // In the upper half such a sentence is the story's own, unless it stands alone.
        if index * 2 >= lines.count || afterBlank, Closings.startsFooter(content), index > 0 {
          return index
        }
        afterBlank = false
      }
    }
    return lines.count
  }

  /// The last closing formula, or a line `--`.
  private static func closing(_ level: Level, _ lines: [Line]) -> Int? {
    let tail = max(0, lines.count - 40)
    for index in tail..<lines.count {
      let content = level.content(lines[index])
      if content.elementsEqual("--".utf8) || Closings.rest(of: content) != nil,
        index > 0 || lines.count < 8
      {
        return index
      }
    }
    return nil
  }

  /// A last paragraph of short lines that begins with the name of its writer.
  private static func trailing(
    _ level: Level, _ lines: [Line], _ isLabel: (Line) -> Bool
  ) -> Int? {
    guard let blank = lines.lastIndex(where: \.isEmpty), lines.count - blank - 1 <= 8 else {
      return nil
    }
    let block = lines[(blank + 1)...]
    guard let first = block.first, !isLabel(first), lines[..<blank].contains(where: { !$0.isEmpty })
    else {
      return nil
    }
    let name = level.content(first)
    guard name.count <= 60, let person = PersonName(name), person.rest.count <= 40,
      isOnlyName(name, person)
    else { return nil }
    let known = level.author.map { PersonName.words($0.name) + PersonName.words($0.local) } ?? []
    let isAuthor = PersonName.words(person.text).contains { known.contains($0) }
    let others = block.dropFirst()
    let isShort = others.allSatisfy { $0.end - $0.start <= 70 && level.content($0).last != 0x2e }
    return isShort && (isAuthor || (!others.isEmpty && looksLikeContact(level, others)))
      ? blank + 1 : nil
  }

  /// The name is the whole line, or a function stands behind it.
  private static func isOnlyName(_ line: ArraySlice<UInt8>, _ person: PersonName) -> Bool {
    line.last != 0x2e && line.last != 0x3f
      && (person.rest.isEmpty || Roles.isFunction(person.rest[...]) || person.rest.first == 0x28)
  }

  private static func looksLikeContact(_ level: Level, _ lines: ArraySlice<Line>) -> Bool {
    lines.contains { line in
      let content = level.content(line)
      return Roles.isFunction(content) || Roles.organisation(in: content) != nil
        || content.contains(0x40) || content.count(where: \.isDigit) >= 8
    }
  }

  /// Where a form begins below a signature: two filled-in lines in the four after a blank one.
  private static func formBelow(
    _ lines: [Line], from start: Int, _ isLabel: (Line) -> Bool
  ) -> Int? {
    var index = start + 1
    while index < lines.count {
      if lines[index - 1].isEmpty, !lines[index].isEmpty {
        let next = lines[index...].prefix(6).filter { !$0.isEmpty }
        if next.count(where: isLabel) >= 3 { return index }
      }
      index += 1
    }
    return nil
  }
}
