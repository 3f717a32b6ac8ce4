extension Record {
  /// The members `outcome` ... `unrecognised` of the contract's object, without braces, without those that only
  /// the daemon knows (`input`, `sha256`, `reference`), and after them `claimed_references`, `warnings`, `origin`
  /// and `origins`.
  public func encodedMembers() -> [UInt8] {
    var json = JSONWriter()
    json.key("outcome")
    json.value(outcome.rawValue)
    json.key("reason")
    json.value(reason)
    json.key("routing")
    json.object { assignment.encode(into: &$0) }
    json.key("urgency")
    json.value(urgency.rawValue)
    json.key("fields")
    json.object { json in
      for (key, value) in fields {
        json.key(named: key)
        switch value {
        case .text(let text): json.value(text)
        case .list(let list): json.array(list)
        }
      }
    }
    json.key("indicators")
    json.array { json in
      for hit in indicators {
        json.object { json in
          json.key("code")
          json.value(hit.code)
          json.key("text")
          json.value(hit.text)
        }
      }
    }
    json.key("bsn_found")
    json.value(bsnFound)
    json.key("parts")
    json.array { json in for part in parts { json.object { part.encode(into: &$0) } } }
    json.key("unrecognised")
    json.array(unrecognised)
    json.key("claimed_references")
    json.array(claimedReferences)
    json.key("warnings")
    json.array(warnings)
    json.key("origin")
    json.value(origin)
    json.key("origins")
    json.object { json in
      for (key, parts) in origins {
        json.key(named: key)
        json.array(parts)
      }
    }
    return json.bytes
  }
}

extension Assignment {
  fileprivate func encode(into json: inout JSONWriter) {
    json.key("status")
    json.value(status.rawValue)
    json.key("municipality")
    json.value(municipality)
    json.key("queue")
    json.value(queue)
    json.key("candidates")
    json.array(candidates)
    json.key("evidence")
    json.array { json in
      for item in evidence {
        json.object { json in
          json.key("kind")
          json.value(item.kind.rawValue)
          json.key("text")
          json.value(item.text)
          json.key("municipality")
          json.value(item.municipality)
        }
      }
    }
    json.key("explanation")
    json.array(explanation)
  }
}

extension Part {
  fileprivate func encode(into json: inout JSONWriter) {
    json.key("path")
    json.value(path)
    json.key("type")
    json.value(type)
    json.key("name")
    json.value(name)
    json.key("bytes")
    json.value(bytes)
    json.key("outcome")
    json.value(outcome.rawValue)
    json.key("note")
    json.value(note)
  }
}
