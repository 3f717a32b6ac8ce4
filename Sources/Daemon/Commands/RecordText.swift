internal import Core

/// A record for a person at a terminal: Dutch, aligned, safe to show. It is made from the stored members, so
/// that what is shown is what is kept.
func recordText(_ record: [UInt8]) -> String {
  let members: [JSONMember]
  do throws(JSONError) {
    members = try JSONReader.members(record)
  } catch { return "(dit record is niet leesbaar: \(error.what))\n" }
  let value = JSONValue.object(members)
  var text = columns(summary(value))
  text += section("Velden", fields(value["fields"]))
  text += section("Herkomst van de velden", origins(value))
  text += section("Herkomst van de plaats", evidence(value["routing"]?["evidence"]))
  text += section("Indicatoren", hits(value["indicators"]))
  text += section("Onderdelen", parts(value["parts"]))
  text += section("Niet herkend", lines(value["unrecognised"]))
  text += section("Let op", lines(value["warnings"]))
  return text
}

private func section(_ title: String, _ rows: [[String]]) -> String {
  rows.isEmpty
    ? "" : "\n\(title)\n" + columns(rows.map { ["  " + ($0.first ?? "")] + $0.dropFirst() })
}

private let outcomes = [
  "signal": "signaal", "supplement": "aanvulling", "not_a_signal": "geen signaal",
  "quarantine": "in quarantaine",
]

private let reasons = ["list": "een lijst; elke rij is een eigen signaal"]

private func summary(_ record: JSONValue) -> [[String]] {
  let routing = record["routing"]
  let outcome = record["outcome"]?.text ?? ""
  let reason = record["reason"]?.text.map { " (\(reasons[$0] ?? $0))" } ?? ""
  var rows = [["Uitkomst", (outcomes[outcome] ?? outcome) + reason]]
  guard outcome == "signal" || outcome == "supplement" else { return rows }
  rows.append(["Routering", routing?["status"]?.text ?? ""])
  rows.append(["Gemeente", routing?["municipality"]?.text ?? "niet beslist"])
  rows.append(["Wachtrij", routing?["queue"]?.text ?? ""])
  let candidates = routing?["candidates"]?.texts ?? []
  if !candidates.isEmpty { rows.append(["Kandidaten", candidates.joined(separator: ", ")]) }
  rows.append(["Urgentie", record["urgency"]?.text ?? ""])
  if record["bsn_found"] == .truth(true) { rows.append(["BSN", "gevonden en afgeschermd"]) }
  return rows
}

private func fields(_ value: JSONValue?) -> [[String]] {
  guard case .object(let members)? = value else { return [] }
  return members.flatMap { member in
    let text = member.value.text ?? member.value.texts.joined(separator: "; ")
    return wrapped(text).enumerated().map { [$0.offset == 0 ? member.name : "", $0.element] }
  }
}

/// Only when something comes from elsewhere than the rest.
private func origins(_ record: JSONValue) -> [[String]] {
  guard case .object(let members)? = record["origins"], !members.isEmpty,
    let origin = record["origin"]?.text
  else { return [] }
  return members.map { [$0.name, $0.value.texts.joined(separator: " en ")] }
    + [["de andere velden", origin]]
}

private func evidence(_ value: JSONValue?) -> [[String]] {
  array(value).map { row in
    [row["kind"]?.text ?? "", row["text"]?.text ?? "", row["municipality"]?.text ?? ""]
  }
}

private func hits(_ value: JSONValue?) -> [[String]] {
  array(value).map { [$0["code"]?.text ?? "", $0["text"]?.text ?? ""] }
}

private func parts(_ value: JSONValue?) -> [[String]] {
  array(value).map { part in
    let bytes = if case .number(let number)? = part["bytes"] { number } else { "" }
    return [
      part["path"]?.text ?? "", part["type"]?.text ?? "", part["name"]?.text ?? "",
      "\(bytes) bytes",
      part["outcome"]?.text ?? "", part["note"]?.text ?? "",
    ]
  }
}

private func lines(_ value: JSONValue?) -> [[String]] {
  (value?.texts ?? []).flatMap { wrapped($0).map { [$0] } }
}

private func array(_ value: JSONValue?) -> [JSONValue] {
  if case .array(let values)? = value { values } else { [] }
}

/// Lines of at most 76 characters, broken at spaces and at the text's own line ends.
private func wrapped(_ text: String) -> [String] {
  var result: [String] = []
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    var current = ""
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      if current.utf8.count + word.utf8.count >= 76, !current.isEmpty {
        result.append(current)
        current = String(word)
      } else {
        current += current.isEmpty ? String(word) : " " + word
      }
    }
    result.append(current)
  }
  return result.isEmpty ? [""] : result
}
