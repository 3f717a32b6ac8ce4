@testable import Core
@testable import Reading

extension Target {
  /// Files of rows and of keys: CSV, JSON, XML, and the strict JSON reader.
  static let data = Target(
    name: "data",
    files: [
      ("Tests/ReadingTests/Fixtures/office", ["csv", "json", "xml", "fodt"]),
      ("Tests/Samples", ["csv"]),
    ],
    inputs: [
      "sep=;\nNaam;Plaats\nJan;\"a\"\"b\nc\"\n", "a,b\r\n1,2\r\n",
      "[{\"a\":1,\"b\":true},{\"a\":null}]",
      "{\"label\":\"Naam\",\"value\":\"Jan\"}",
      "{\"a\":{\"x\":true,\"y\":false},\"b\":[\"c\",[1.5e-3]]}",
      "{\"outcome\":\"signal\",\"reference\":\"MH-2026-0042\",\"fields\":{\"plaats\":\"Goor\"}}",
      "{\"a\":1}\n{\"a\":2}\n", "\"\\ud83d\\ude00\\u00e9\\n\"",
      "<?xml version=\"1.0\"?><a naam=\"x\"><b waarde=\"1\">t</b>u<![CDATA[v]]></a>",
    ].map { Array($0.utf8) },
    words: [
      "sep=;\n", ";", "\"\"", "\r\n", "{\"", "\":", "[{", "}]", "true", "null", "\\u00e9",
      "\\ud83d\\ude00",
      "-1.5e+3", "\"label\":", "\"value\":", "\"fields\":", "\"outcome\":", "<?xml ",
      "<!DOCTYPE a [",
      "<!ENTITY a ", "<![CDATA[", "]]>", "</", "/>", " naam=\"", " waarde=\"", "&amp;", "&#233;",
      "\u{feff}",
    ],
    check: { bytes in
      dataHolds(bytes)
      promiseLinear("data", bytes) { _ = contents($0) }
    })
}

/// Nil for each that refuses it, which is an outcome.
private func contents(_ bytes: [UInt8]) -> [FileContent] {
  var budgets = [FileBudget](repeating: FileBudget(limits: Limits()), count: 3)
  return [
    try? CSVFile.read(bytes, &budgets[0]), try? JSONFile.read(bytes, &budgets[1]),
    try? XMLFile.read(bytes, &budgets[2]),
  ].compactMap(\.self)
}

private func dataHolds(_ bytes: [UInt8]) {
  _ = TextFile.kind(bytes)
  for content in contents(bytes) {
    let texts = content.texts.map(\.bytes)
    promise(texts.allSatisfy(\.isUTF8), "what was read is UTF-8")
    // A label of 200 characters stands before each value of a list.
    promise(
      texts.map(\.count).reduce(0, +) <= 128 * (bytes.count + 64),
      "\(bytes.count) bytes do not become \(texts.map(\.count).reduce(0, +))")
  }
  jsonHolds(bytes)
  let table = CSVDialect(bytes, isWhole: true).map { CSVRows(bytes, $0) }
  if var rows = table {
    var count = 0
    while let row = rows.next() {
      count += row.map(\.count).reduce(0, +)
      promise(!row.isEmpty, "a row has a cell")
    }
    promise(count <= bytes.count, "cells have no more bytes than their file")
  }
}

/// Written again and read again it is the same.
private func jsonHolds(_ bytes: [UInt8]) {
  guard let value = try? JSONReader.value(bytes) else { return }
  var json = JSONWriter()
  write(value, to: &json)
  promise(json.bytes.isUTF8, "JSON is UTF-8")
  promise((try? JSONReader.value(json.bytes)) == value, "JSON that was written is read the same")
}

private func write(_ value: JSONValue, to json: inout JSONWriter) {
  switch value {
  case .null: json.raw("null")
  case .truth(let isTrue): json.value(isTrue)
  case .number(let text): json.raw(text)
  case .text(let text): json.value(text)
  case .array(let values): json.array { json in for value in values { write(value, to: &json) } }
  case .object(let members):
    json.object { json in
      for member in members {
        json.key(named: member.name)
        write(member.value, to: &json)
      }
    }
  }
}
